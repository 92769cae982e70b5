//! The two signatures. Each side is signed by somebody who works for it and has the duty to; when both have
//! signed, the agreement is in force from its first day.

use super::{AgreementReceipt, among, below, fact, wrong_state};
use crate::{
    Party,
    kinds::{AgreementState, Side},
    records::{self, Signed},
    text,
};
use kernel::{AgreementId, Done, Duty, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Signs for the party that passes the PHI on: the client, or the business associate that engages a
/// subcontractor.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignForClient {
    pub agreement: AgreementId,
    /// Your name, as you sign.
    #[schemars(extend("x-order" = 1), length(max = 200))]
    pub name: String,
    /// Your title, for instance Practice owner.
    #[schemars(extend("x-order" = 2), length(max = 200))]
    pub title: String,
}

/// Signs for the party that receives the PHI: the business associate, or the subcontractor.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignForAssociate {
    pub agreement: AgreementId,
    /// Your name, as you sign.
    #[schemars(extend("x-order" = 1), length(max = 200))]
    pub name: String,
    /// Your title, for instance Account owner.
    #[schemars(extend("x-order" = 2), length(max = 200))]
    pub title: String,
}

impl Order for SignForClient {
    const ACT: Act = Act {
        name: "agreements.sign-for-client",
        says: "Sign an agreement for the client's side",
        path: "/agreements/{agreement}/sign-for-client",
        duty: Duty::SignAgreements,
        phi: Phi::None,
    };
    type Receipt = AgreementReceipt;
    type Needs = Party;

    fn ground(&self) -> Ground {
        Ground::thing(self.agreement)
    }

    fn perform(&self, work: &mut Work, needs: Party) -> Result<Done<AgreementReceipt>, Stop> {
        sign(work, self.agreement, Side::Client, needs, &self.name, &self.title)
    }
}

impl Order for SignForAssociate {
    const ACT: Act = Act {
        name: "agreements.sign-for-associate",
        says: "Sign an agreement for the associate's side",
        path: "/agreements/{agreement}/sign-for-associate",
        duty: Duty::SignAgreements,
        phi: Phi::None,
    };
    type Receipt = AgreementReceipt;
    type Needs = Party;

    fn ground(&self) -> Ground {
        Ground::thing(self.agreement)
    }

    fn perform(&self, work: &mut Work, needs: Party) -> Result<Done<AgreementReceipt>, Stop> {
        sign(work, self.agreement, Side::Associate, needs, &self.name, &self.title)
    }
}

fn sign(
    work: &mut Work,
    id: AgreementId,
    side: Side,
    needs: Party,
    name: &str,
    title: &str,
) -> Result<Done<AgreementReceipt>, Stop> {
    let (mut agreement, all) = among(work, id)?;
    let person = match (work.person(), needs.employer) {
        (Some(person), Some(employer)) if employer == agreement.signer(side) => person,
        _ => {
            let sentence = format!("Only somebody who works for that party signs {}.", side.title());
            return Err(Refusal::forbidden(sentence).into());
        }
    };
    if agreement.state != AgreementState::Sent {
        return Err(wrong_state(&agreement, "signed"));
    }
    if agreement.signed(side).is_some() {
        return Err(Refusal::conflict(format!("It is signed already for {}.", side.title())).into());
    }
    let now = work.now();
    let signed =
        Signed { person, name: text::name("name", name)?, title: text::name("title", title)?, at: now };
    match side {
        Side::Client => agreement.client_signed = Some(signed),
        Side::Associate => agreement.associate_signed = Some(signed),
    }
    let whole = agreement.client_signed.is_some() && agreement.associate_signed.is_some();
    if whole {
        agreement.state = AgreementState::Signed;
        agreement.signed_at = Some(now);
    }
    records::put(work, &agreement)?;
    let signature = fact("agreements.side-signed", &agreement).with("side", side).with("by", person);
    let done = Done::new(signature, AgreementReceipt::of(&agreement));
    if !whole {
        return Ok(done);
    }
    let signed = fact("agreements.agreement-signed", &agreement)
        .with("effective_at", agreement.effective_at)
        .with("ends_at", agreement.ends_at)
        .with("below", below(&all, &agreement));
    Ok(done.and(signed))
}
