//! What can be done with agreements, one order a file; the two signatures share one.

mod draft;
mod engage;
mod keep_not_required;
mod note_disposal;
mod note_lapses;
mod release;
mod renew;
mod revise;
mod revoke_not_required;
mod send;
mod sign;
mod terminate;
mod withdraw;

pub use draft::DraftAgreement;
pub use engage::EngageSubcontractor;
pub use keep_not_required::KeepNotRequired;
pub use note_disposal::NoteDisposal;
pub use note_lapses::{NoteLapses, Noted};
pub use release::ReleaseSubcontractor;
pub use renew::RenewAgreement;
pub use revise::ReviseAgreement;
pub use revoke_not_required::RevokeNotRequired;
pub use send::SendAgreement;
pub use sign::{SignForAssociate, SignForClient};
pub use terminate::TerminateAgreement;
pub use withdraw::WithdrawAgreement;

use crate::{chain, chain::Link, kinds::AgreementState, records, records::Agreement};
use kernel::{AgreementId, Fact, OrgId, Refusal, Stop, Who};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Work};

/// The agreement as it stands after the order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AgreementReceipt {
    pub agreement: AgreementId,
    pub state: AgreementState,
}

impl AgreementReceipt {
    pub(crate) fn of(agreement: &Agreement) -> Self {
        Self { agreement: agreement.id, state: agreement.state }
    }
}

/// The agreement among those of the bound organization, with all of them.
pub(crate) fn among(look: &mut Look, id: AgreementId) -> Result<(Agreement, Vec<Agreement>), Stop> {
    let all = records::all(look)?;
    let found = all.iter().find(|a| a.id == id).cloned().ok_or_else(|| Refusal::not_found("agreement"))?;
    Ok((found, all))
}

/// Only somebody who works for one of these may, or an engine of the house.
pub(crate) fn only_for(
    work: &Work,
    employer: Option<OrgId>,
    parties: &[OrgId],
    what: &str,
) -> Result<(), Stop> {
    let allowed = match employer {
        Some(employer) => parties.contains(&employer),
        None => matches!(work.who(), Who::House(_)),
    };
    if allowed {
        return Ok(());
    }
    Err(Refusal::forbidden(format!("Only somebody who works for one of its parties {what}.")).into())
}

/// A fact about an agreement, with what reactions need.
pub(crate) fn fact(name: &'static str, agreement: &Agreement) -> Fact {
    Fact::new(name, agreement.client)
        .about(agreement.id)
        .about(agreement.client)
        .with("agreement", agreement.id)
        .with("kind", agreement.kind)
        .with("client", agreement.client)
        .with("principal", agreement.principal)
        .with("associate", agreement.associate)
}

/// The other organizations whose standing rests on this agreement's line.
fn below(all: &[Agreement], agreement: &Agreement) -> Vec<OrgId> {
    let links: Vec<Link> = all.iter().map(Agreement::link).collect();
    chain::below(&links, agreement.line)
}

pub(crate) fn wrong_state(agreement: &Agreement, what: &str) -> Stop {
    let how = agreement.state.title().to_lowercase();
    Refusal::conflict(format!("This agreement is {how}; it cannot be {what}."))
        .remedy("Show the agreement", Some(format!("/agreements/{}", agreement.id)))
        .into()
}
