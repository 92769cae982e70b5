//! The answers no longer hold: from this moment an agreement is needed again. Either side may say so.

use super::{AgreementReceipt, among, fact, only_for, wrong_state};
use crate::{
    Party,
    kinds::{AgreementKind, AgreementState},
    records,
};
use kernel::{AgreementId, Done, Duty, Phi, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Revokes the kept answers that no agreement is required, with effect at once.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeNotRequired {
    /// The record of the answers.
    pub agreement: AgreementId,
}

impl Order for RevokeNotRequired {
    const ACT: Act = Act {
        name: "agreements.revoke-not-required",
        says: "Revoke the answers that no agreement is required",
        path: "/agreements/{agreement}/revoke",
        duty: Duty::SignAgreements,
        phi: Phi::None,
    };
    type Receipt = AgreementReceipt;
    type Needs = Party;

    fn ground(&self) -> Ground {
        Ground::thing(self.agreement)
    }

    fn perform(&self, work: &mut Work, needs: Party) -> Result<Done<AgreementReceipt>, Stop> {
        let (mut record, _) = among(work, self.agreement)?;
        only_for(work, needs.employer, &[record.client, record.associate], "revokes them")?;
        if record.kind != AgreementKind::NotRequired || record.state != AgreementState::Signed {
            return Err(wrong_state(&record, "revoked"));
        }
        record.state = AgreementState::Terminated;
        record.ended_at = Some(work.now());
        records::put(work, &record)?;
        Ok(Done::new(fact("agreements.not-required-revoked", &record), AgreementReceipt::of(&record)))
    }
}
