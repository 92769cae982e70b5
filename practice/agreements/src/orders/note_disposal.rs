//! After the end the PHI is returned, destroyed, or its protection extended: 45 CFR 164.504(e)(2)(ii)(J).

use super::{AgreementReceipt, among, fact, only_for};
use crate::{
    Party,
    chain::Right,
    kinds::{AgreementKind, Disposal},
    records,
};
use kernel::{AgreementId, Done, Duty, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Notes what became of the PHI after an agreement ended.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteDisposal {
    pub agreement: AgreementId,
    /// What became of it.
    pub disposal: Disposal,
}

impl Order for NoteDisposal {
    const ACT: Act = Act {
        name: "agreements.note-disposal",
        says: "Note what became of the PHI",
        path: "/agreements/{agreement}/disposal",
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
        only_for(work, needs.employer, &parties, "notes it")?;
        let ended = matches!(agreement.link().alone(work.now()), Right::Lapsed(_) | Right::Terminated(_));
        if agreement.kind == AgreementKind::NotRequired || !ended {
            return Err(Refusal::conflict("That is noted when an agreement has ended.").into());
        }
        if agreement.disposal == Some(self.disposal) {
            return Err(Refusal::conflict("That is noted already.").into());
        }
        agreement.disposal = Some(self.disposal);
        records::put(work, &agreement)?;
        let noted = fact("agreements.disposal-noted", &agreement).with("disposal", self.disposal);
        Ok(Done::new(noted, AgreementReceipt::of(&agreement)))
    }
}
