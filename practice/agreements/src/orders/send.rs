//! A draft goes to both sides for signature, once every term is in it that the law demands.

use super::{AgreementReceipt, among, fact, only_for, wrong_state};
use crate::{Party, kinds::AgreementState, records, terms};
use kernel::{AgreementId, Done, Duty, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Sends a draft to both sides for signature.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendAgreement {
    pub agreement: AgreementId,
}

impl Order for SendAgreement {
    const ACT: Act = Act {
        name: "agreements.send-agreement",
        says: "Send an agreement for signature",
        path: "/agreements/{agreement}/send",
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
        only_for(work, needs.employer, &parties, "sends it")?;
        if agreement.state != AgreementState::Draft {
            return Err(wrong_state(&agreement, "sent"));
        }
        terms::complete(&agreement.terms)?;
        if agreement.ends_at.is_some_and(|end| end <= work.now()) {
            let sentence = "Its last day has passed already. Revise its days first.";
            return Err(Refusal::conflict(sentence).into());
        }
        agreement.state = AgreementState::Sent;
        agreement.sent_at = Some(work.now());
        records::put(work, &agreement)?;
        let sent = fact("agreements.agreement-sent", &agreement);
        Ok(Done::new(sent, AgreementReceipt::of(&agreement)))
    }
}
