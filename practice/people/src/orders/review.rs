//! Review an emergency access: somebody else says whether it was justified, and why, within three working
//! days.

use super::OfEmergency;
use crate::{directory, records::emergencies, words};
use kernel::{Done, Duty, EmergencyId, Fact, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// What the review found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The emergency was one, and what was done belonged to it.
    Justified,
    /// It was none, or more was done than it needed.
    NotJustified,
}

impl Verdict {
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Justified => "justified",
            Verdict::NotJustified => "not-justified",
        }
    }
    pub(crate) fn from_word(word: &str) -> Self {
        if word == "justified" { Verdict::Justified } else { Verdict::NotJustified }
    }
    /// As people say it.
    pub fn title(self) -> &'static str {
        match self {
            Verdict::Justified => "Justified",
            Verdict::NotJustified => "Not justified",
        }
    }
}

/// Reviews an emergency access of somebody else.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewEmergency {
    pub emergency: EmergencyId,
    pub verdict: Verdict,
    /// What you looked at and what you found.
    #[schemars(extend("x-long" = true))]
    pub words: Private,
}

impl Order for ReviewEmergency {
    const ACT: Act = Act {
        name: "people.review-emergency",
        says: "Review emergency access",
        path: "/emergencies/{emergency}/review",
        duty: Duty::ReviewEmergency,
        phi: Phi::Incidental,
    };
    type Receipt = OfEmergency;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.emergency)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<OfEmergency>, Stop> {
        let me = directory::caller(work)?;
        let kept =
            emergencies::find(work, self.emergency)?.ok_or_else(|| Refusal::not_found("emergency access"))?;
        if kept.person == me {
            let sentence = "Nobody reviews their own emergency access. Somebody else with this duty does it.";
            return Err(Refusal::forbidden(sentence).into());
        }
        if kept.closed_at.is_none() {
            return Err(
                Refusal::conflict("This emergency access is still open. Review it when it is over.").into()
            );
        }
        let text = words::text("words", self.words.reveal(), 10)?;
        let sealed = work.seal(kept.org, &emergencies::words_about(kept.id), &text)?;
        if !emergencies::review(work, kept.id, me, self.verdict.word(), sealed)? {
            return Err(Refusal::conflict("This emergency access was reviewed already.").into());
        }
        let fact = Fact::new("people.emergency-reviewed", kept.org)
            .about(kept.id)
            .about(kept.person)
            .with("emergency", kept.id)
            .with("person", kept.person)
            .with("employer", kept.employer)
            .with("by", me)
            .with("verdict", self.verdict)
            .with("in_time", work.now() <= kept.review_due_at);
        Ok(Done::new(fact, OfEmergency { emergency: kept.id }))
    }
}
