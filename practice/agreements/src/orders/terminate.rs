//! The end before its day. It takes effect at once, for the agreement, for a renewal that was signed ahead,
//! and for everything that hangs from it.

use super::{AgreementReceipt, among, below, fact, only_for, wrong_state};
use crate::{
    Party,
    kinds::{AgreementKind, AgreementState, Disposal, Reason},
    records,
};
use kernel::{AgreementId, Done, Duty, Fact, Phi, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Terminates a signed agreement, with effect at once.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TerminateAgreement {
    pub agreement: AgreementId,
    /// Why it ends.
    #[schemars(extend("x-order" = 1))]
    pub reason: Reason,
    /// What becomes of the PHI; it can be noted later.
    #[serde(default = "pending")]
    #[schemars(extend("x-order" = 2))]
    pub disposal: Disposal,
}

fn pending() -> Disposal {
    Disposal::Pending
}

impl Order for TerminateAgreement {
    const ACT: Act = Act {
        name: "agreements.terminate-agreement",
        says: "Terminate an agreement",
        path: "/agreements/{agreement}/terminate",
        duty: Duty::SignAgreements,
        phi: Phi::None,
    };
    type Receipt = AgreementReceipt;
    type Needs = Party;

    fn ground(&self) -> Ground {
        Ground::thing(self.agreement)
    }

    fn perform(&self, work: &mut Work, needs: Party) -> Result<Done<AgreementReceipt>, Stop> {
        let (agreement, all) = among(work, self.agreement)?;
        let parties = [agreement.client, agreement.principal, agreement.associate];
        only_for(work, needs.employer, &parties, "terminates it")?;
        if agreement.kind == AgreementKind::NotRequired || agreement.state != AgreementState::Signed {
            return Err(wrong_state(&agreement, "terminated"));
        }
        let now = work.now();
        let mut facts: Vec<Fact> = Vec::new();
        let mut receipt = AgreementReceipt::of(&agreement);
        for mut other in all.iter().filter(|a| a.line == agreement.line).cloned() {
            let over = other.ends_at.is_some_and(|end| end <= now);
            let (state, name) = match other.state {
                AgreementState::Signed if other.id == agreement.id || !over => {
                    (AgreementState::Terminated, "agreements.agreement-terminated")
                }
                AgreementState::Draft | AgreementState::Sent => {
                    (AgreementState::Withdrawn, "agreements.agreement-withdrawn")
                }
                _ => continue,
            };
            other.state = state;
            other.ended_at = Some(now);
            if state == AgreementState::Terminated {
                other.reason = Some(self.reason);
                other.disposal = Some(self.disposal);
            }
            records::put(work, &other)?;
            let told = fact(name, &other).with("below", below(&all, &other));
            facts.push(match state {
                AgreementState::Terminated => {
                    told.with("reason", self.reason).with("disposal", self.disposal)
                }
                _ => told,
            });
            if other.id == agreement.id {
                receipt = AgreementReceipt::of(&other);
            }
        }
        let mut facts = facts.into_iter();
        let first = facts.next().ok_or_else(|| anyhow::anyhow!("{} is not of its own line", agreement.id))?;
        Ok(Done::new(first, receipt).and_all(facts))
    }
}
