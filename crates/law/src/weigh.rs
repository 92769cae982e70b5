//! What the answers about a party mean together.
//!
//! The definition leaves some parties out, each for one activity only. The weighing follows three cautions: a
//! party that keeps protected health information handles it, whatever else was answered; an exception covers
//! nothing beyond the activity it names; and an open question is never read in favour of "not required".

use crate::associate::{Answer, Answers, Question};

/// The outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// An agreement must be in force before the party touches ePHI.
    Required(Vec<Reason>),
    /// None is needed, for these reasons; they are kept with the decision.
    NotRequired(Vec<Reason>),
    /// These questions must be answered first. Until then an agreement counts as required.
    Open(Vec<Question>),
}

/// An answer that bears on the outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    pub question: Question,
    pub answer: Answer,
}

impl Reason {
    /// The paragraph behind the reason.
    pub fn paragraph(self) -> &'static str {
        &self.question.inquiry().paragraph
    }

    /// The rule behind the reason, in one sentence.
    pub fn sentence(self) -> &'static str {
        &self.question.inquiry().means
    }
}

impl Verdict {
    /// Whether the answers allow acts on ePHI without an agreement.
    pub fn is_not_required(&self) -> bool {
        matches!(self, Self::NotRequired(_))
    }
}

/// The exceptions, each for one activity.
const EXCEPTIONS: [Question; 6] = [
    Question::Treatment,
    Question::PlanSponsor,
    Question::EligibilityAgency,
    Question::CareArrangement,
    Question::Payment,
    Question::Conduit,
];

/// Weighs the answers about a party. Pure: the same answers always mean the same.
pub fn weigh(answers: &Answers) -> Verdict {
    let is = |question: Question, answer: Answer| answers.get(&question) == Some(&answer);
    let reason = |question: Question, answer: Answer| Reason { question, answer };
    let (yes, no) = (Answer::Yes, Answer::No);

    if is(Question::Workforce, yes) {
        return Verdict::NotRequired(vec![reason(Question::Workforce, yes)]);
    }
    if let Some(exception) = EXCEPTIONS.into_iter().find(|exception| holds(*exception, answers)) {
        return covered(reason(exception, yes), answers);
    }
    if is(Question::Keeps, yes) {
        let open = open_among(answers, &[Question::Workforce], &EXCEPTIONS[..5]);
        return if open.is_empty() {
            Verdict::Required(vec![reason(Question::Keeps, yes)])
        } else {
            Verdict::Open(open)
        };
    }
    if is(Question::Keeps, no) && is(Question::Reach, no) {
        return covered(reason(Question::Reach, no), answers);
    }
    if is(Question::Keeps, no) && is(Question::Incidental, yes) {
        return covered(reason(Question::Incidental, yes), answers);
    }
    let first = [Question::Workforce, Question::Reach, Question::Keeps, Question::Incidental];
    let open = open_among(answers, &first, &EXCEPTIONS);
    if open.is_empty() { Verdict::Required(vec![reason(Question::Reach, yes)]) } else { Verdict::Open(open) }
}

/// Whether an exception is claimed and can hold: a conduit that keeps the information is none.
fn holds(exception: Question, answers: &Answers) -> bool {
    let kept = answers.get(&Question::Keeps) == Some(&Answer::Yes);
    answers.get(&exception) == Some(&Answer::Yes) && !(exception == Question::Conduit && kept)
}

/// What leaves a party out holds only when the party does no more than that.
fn covered(claimed: Reason, answers: &Answers) -> Verdict {
    // Treatment and its like may keep what they receive; for all others keeping decides, so it must be
    // denied.
    let keeps_matters =
        matches!(claimed.question, Question::Conduit | Question::Incidental | Question::Reach);
    if keeps_matters && !answers.contains_key(&Question::Keeps) {
        return Verdict::Open(vec![Question::Keeps]);
    }
    match answers.get(&Question::Beyond) {
        None => Verdict::Open(vec![Question::Beyond]),
        Some(Answer::Yes) => {
            Verdict::Required(vec![Reason { question: Question::Beyond, answer: Answer::Yes }])
        }
        Some(Answer::No) => {
            let mut reasons = vec![claimed];
            if keeps_matters {
                reasons.push(Reason { question: Question::Keeps, answer: Answer::No });
            }
            reasons.push(Reason { question: Question::Beyond, answer: Answer::No });
            Verdict::NotRequired(reasons)
        }
    }
}

fn open_among(answers: &Answers, first: &[Question], then: &[Question]) -> Vec<Question> {
    first.iter().chain(then).copied().filter(|question| !answers.contains_key(question)).collect()
}
