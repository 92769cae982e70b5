//! A business associate engages its subcontractor at a client: from now on the subcontractor's people see the
//! client. They come near no PHI before the whole chain of agreements is in force.

use super::{AgreementReceipt, among, fact, only_for, wrong_state};
use crate::{
    Party,
    kinds::{AgreementKind, AgreementState},
    records,
};
use kernel::{AgreementId, Done, Duty, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Engages the subcontractor of an agreement at its client.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EngageSubcontractor {
    /// The agreement between the business associate and the subcontractor.
    pub agreement: AgreementId,
}

impl Order for EngageSubcontractor {
    const ACT: Act = Act {
        name: "agreements.engage-subcontractor",
        says: "Engage a subcontractor",
        path: "/agreements/{agreement}/engage",
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
        if agreement.kind != AgreementKind::Subcontractor {
            return Err(Refusal::invalid("agreement", "Choose the agreement with the subcontractor.").into());
        }
        only_for(work, needs.employer, &[agreement.principal], "engages its subcontractor")?;
        if matches!(agreement.state, AgreementState::Terminated | AgreementState::Withdrawn) {
            return Err(wrong_state(&agreement, "what an engagement rests on"));
        }
        if records::engaged(work)?.iter().any(|e| e.subcontractor == agreement.associate) {
            return Err(Refusal::conflict("This subcontractor is engaged here already.").into());
        }
        records::engage(work, &agreement)?;
        let engaged = fact("agreements.subcontractor-engaged", &agreement)
            .about(agreement.associate)
            .with("provider", agreement.principal)
            .with("subcontractor", agreement.associate);
        Ok(Done::new(engaged, AgreementReceipt::of(&agreement)))
    }
}
