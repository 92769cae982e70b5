//! "Not required" is a decision with consequences, so it is never a mere tick: the organization answers the
//! questions of 45 CFR 160.103 itself, signs the answers, and they are kept. Answers that mean an agreement
//! is required are refused.

use super::{AgreementReceipt, draft, fact};
use crate::{
    Drafting,
    dates::Days,
    kinds::{AgreementKind, AgreementState},
    records::{self, Agreement, Signed},
    terms, text,
};
use kernel::{Citation, Done, Duty, OrgId, Phi, Refusal, Status, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Keeps your organization's signed answers that another organization needs no business associate agreement
/// with it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepNotRequired {
    /// Your own organization.
    #[schemars(extend("x-order" = 1))]
    pub client: OrgId,
    /// The other party.
    #[schemars(extend("x-order" = 2))]
    pub associate: OrgId,
    /// The questions of 45 CFR 160.103, each answered yes or no; what nobody knows is left open.
    #[schemars(schema_with = "terms::answers_schema", extend("x-order" = 3))]
    pub answers: law::Answers,
    /// Your name, as you sign.
    #[schemars(extend("x-order" = 4), length(max = 200))]
    pub name: String,
    /// Your title.
    #[schemars(extend("x-order" = 5), length(max = 200))]
    pub title: String,
}

impl Order for KeepNotRequired {
    const ACT: Act = Act {
        name: "agreements.keep-not-required",
        says: "Keep the answers that no agreement is required",
        path: "/organizations/{client}/agreements/not-required",
        duty: Duty::SignAgreements,
        phi: Phi::None,
    };
    type Receipt = AgreementReceipt;
    type Needs = Drafting;

    fn ground(&self) -> Ground {
        Ground::Org(self.client)
    }

    fn perform(&self, work: &mut Work, needs: Drafting) -> Result<Done<AgreementReceipt>, Stop> {
        let person = match (work.person(), needs.employer) {
            (Some(person), Some(employer)) if employer == self.client => person,
            _ => {
                let sentence = "Only somebody who works for the organization itself signs these answers.";
                return Err(Refusal::forbidden(sentence).into());
            }
        };
        if !needs.associate_known || self.associate == self.client {
            return Err(Refusal::not_found("organization").into());
        }
        let all = records::all(work)?;
        let kept = |a: &&Agreement| {
            a.kind == AgreementKind::NotRequired
                && a.associate == self.associate
                && a.state == AgreementState::Signed
        };
        if let Some(there) = all.iter().find(kept) {
            let refusal = Refusal::conflict("Such answers are kept already. Revoke them first.");
            return Err(refusal.remedy("Show them", Some(format!("/agreements/{}", there.id))).into());
        }
        weighed(&self.answers)?;
        let now = work.now();
        let zone = needs.zone.unwrap_or_else(|| "UTC".to_owned());
        let days = Days { effective_at: now, ..Days::new(now.date_in(&zone), None, &zone)? };
        let answers = serde_json::to_string(&self.answers).map_err(anyhow::Error::from)?;
        let id = work.id();
        let signed = Signed {
            person,
            name: text::name("name", &self.name)?,
            title: text::name("title", &self.title)?,
            at: now,
        };
        let record = Agreement {
            kind: AgreementKind::NotRequired,
            state: AgreementState::Signed,
            answers: Some(answers),
            client_signed: Some(signed),
            signed_at: Some(now),
            ..draft::blank(work, id, self.client, self.associate, &zone, days)
        };
        records::put(work, &record)?;
        let told =
            fact("agreements.not-required-kept", &record).with("by", person).with("answers", &self.answers);
        Ok(Done::new(told, AgreementReceipt::of(&record)))
    }
}

/// # Errors
/// A refusal with the paragraph, unless the answers mean that none is required.
fn weighed(answers: &law::Answers) -> Result<(), Stop> {
    match law::weigh(answers) {
        law::Verdict::NotRequired(_) => Ok(()),
        law::Verdict::Required(reasons) => {
            let why: Vec<&str> = reasons.iter().map(|r| r.sentence()).collect();
            let sentence = format!("By these answers an agreement is required. {}", why.join(" "));
            let mut refusal = Refusal::new(Status::Conflict, sentence);
            if let Some(reason) = reasons.first() {
                refusal = refusal.because(Citation {
                    paragraph: reason.paragraph().into(),
                    says: reason.sentence().into(),
                });
            }
            refusal.field = Some("answers".to_owned());
            Err(refusal.into())
        }
        law::Verdict::Open(open) => {
            let asked: Vec<&str> = open.iter().take(3).map(|q| q.inquiry().text.as_str()).collect();
            let sentence = format!("These questions have to be answered first: {}", asked.join(" "));
            let field =
                open.first().map_or_else(|| "answers".to_owned(), |q| format!("answers.{}", terms::word(*q)));
            Err(Refusal::invalid(&field, sentence).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use law::{Answer, Question};

    #[test]
    fn open_answers_and_answers_that_require_one_are_refused() {
        let none = law::Answers::new();
        let Err(Stop::Refused(open)) = weighed(&none) else { panic!("no answers were taken") };
        assert!(open.field.as_deref().unwrap().starts_with("answers."));
        let all = |yes: &[Question]| -> law::Answers {
            let answer = |q: &Question| if yes.contains(q) { Answer::Yes } else { Answer::No };
            Question::ALL.iter().map(|q| (*q, answer(q))).collect()
        };
        let Err(Stop::Refused(required)) = weighed(&all(&[Question::Reach])) else { panic!("it was taken") };
        assert!(required.citation.unwrap().paragraph.contains("160.103"));
        assert!(weighed(&all(&[Question::Treatment])).is_ok());
        assert!(weighed(&all(&[Question::Treatment, Question::Beyond])).is_err());
    }
}
