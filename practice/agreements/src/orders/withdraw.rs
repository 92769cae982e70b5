//! A draft that comes to nothing is withdrawn; it stays to be read.

use super::{AgreementReceipt, among, fact, only_for, wrong_state};
use crate::{Party, kinds::AgreementState, records};
use kernel::{AgreementId, Done, Duty, Phi, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Withdraws an agreement before both sides have signed it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawAgreement {
    pub agreement: AgreementId,
}

impl Order for WithdrawAgreement {
    const ACT: Act = Act {
        name: "agreements.withdraw-agreement",
        says: "Withdraw an unsigned agreement",
        path: "/agreements/{agreement}/withdraw",
        duty: Duty::SignAgreements,
        phi: Phi::None,
    };
    type Receipt = AgreementReceipt;
    type Needs = Party;

    fn ground(&self) -> Ground {
        Ground::thing(self.agreement)
    }

    fn perform(&self, work: &mut Work, needs: Party) -> Result<Done<AgreementReceipt>, Stop> {
        let (mut agreement, _) = among(work, self.agreement)?;
        let parties = [agreement.client, agreement.principal, agreement.associate];
        only_for(work, needs.employer, &parties, "withdraws it")?;
        if !matches!(agreement.state, AgreementState::Draft | AgreementState::Sent) {
            return Err(wrong_state(&agreement, "withdrawn; terminate it instead"));
        }
        agreement.state = AgreementState::Withdrawn;
        agreement.ended_at = Some(work.now());
        records::put(work, &agreement)?;
        let withdrawn = fact("agreements.agreement-withdrawn", &agreement);
        Ok(Done::new(withdrawn, AgreementReceipt::of(&agreement)))
    }
}
