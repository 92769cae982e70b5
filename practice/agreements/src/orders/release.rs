//! The subcontractor's work at a client is over: its people no longer see the client.

use super::{AgreementReceipt, among, fact, only_for};
use crate::{Party, records_engaged as records};
use kernel::{AgreementId, Done, Duty, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Releases the subcontractor of an agreement from its client.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseSubcontractor {
    /// The agreement under which it was engaged.
    pub agreement: AgreementId,
}

impl Order for ReleaseSubcontractor {
    const ACT: Act = Act {
        name: "agreements.release-subcontractor",
        says: "Release a subcontractor",
        path: "/agreements/{agreement}/release",
        duty: Duty::SignAgreements,
        phi: Phi::None,
    };
    type Receipt = AgreementReceipt;
    type Needs = Party;

    fn ground(&self) -> Ground {
        Ground::thing(self.agreement)
    }

    fn perform(&self, work: &mut Work, needs: Party) -> Result<Done<AgreementReceipt>, Stop> {
        let (agreement, _) = among(work, self.agreement)?;
        let parties = [agreement.client, agreement.principal, agreement.associate];
        only_for(work, needs.employer, &parties, "releases the subcontractor")?;
        if records::release(work, agreement.id)? == 0 {
            return Err(Refusal::conflict("Nobody is engaged under this agreement.").into());
        }
        let released = fact("agreements.subcontractor-released", &agreement)
            .about(agreement.associate)
            .with("provider", agreement.principal)
            .with("subcontractor", agreement.associate);
        Ok(Done::new(released, AgreementReceipt::of(&agreement)))
    }
}
