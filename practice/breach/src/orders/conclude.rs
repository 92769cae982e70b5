//! A person with the duty concludes, with reasons. What the documents do not carry is refused with what is missing: the
//! presumption stands until they do.

use super::{BreachReceipt, caller, done};
use crate::words::{Conclusion, TextKind};
use crate::{finding, records, texts, told_records};
use kernel::{BreachId, Citation, Done, Duty, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Concludes what it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Conclude {
    pub breach: BreachId,
    /// What it is.
    #[schemars(extend("x-order" = 1))]
    pub conclusion: Conclusion,
    /// Why; whoever asks for the proof in six years reads this.
    #[schemars(extend("x-long" = true, "x-order" = 2))]
    pub reasons: Private,
}

impl Order for Conclude {
    const ACT: Act = Act {
        name: "breach.conclude",
        says: "Conclude whether it is a breach",
        path: "/breaches/{breach}/conclude",
        duty: Duty::DeclareBreach,
        phi: Phi::Incidental,
    };
    type Receipt = BreachReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.breach)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<BreachReceipt>, Stop> {
        let person = caller(work)?;
        let mut b = records::one(work, self.breach)?;
        let reasons = texts::said("reasons", &self.reasons)?;
        b.permitted = (self.conclusion == Conclusion::Permitted).then_some(true);
        let factors = told_records::factors(work, b.id)?;
        let found = finding::found(&b, &factors, Some(self.conclusion));
        // Notice may always be given without any assessment; everything else must be documented.
        if self.conclusion != Conclusion::Breach && found.finding != self.conclusion {
            let open =
                if found.open.is_empty() { String::new() } else { format!(" {}", found.open.join(" ")) };
            let sentence = format!("The documents do not carry this yet: {}{open}", found.says);
            return Err(Refusal::invalid("conclusion", sentence)
                .because(Citation {
                    paragraph: "45 CFR 164.402, 164.414(b)".into(),
                    says: "it is presumed a breach, and the burden of proof lies with the entity".into(),
                })
                .into());
        }
        (b.conclusion, b.concluded_by, b.concluded_at) =
            (Some(self.conclusion), Some(person), Some(work.now()));
        let text = records::write(work, &mut b, TextKind::Conclusion, &reasons)?;
        done(work, &mut b, "breach.concluded", |fact| {
            fact.with("conclusion", self.conclusion).with("because", found.because).with("text", text)
        })
    }
}
