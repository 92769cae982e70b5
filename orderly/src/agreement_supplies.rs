//! What the orders about agreements need to know: for whom the caller works, and whom they may name as associate.

use crate::records::places;
use agreements::{Drafting, Party};
use kernel::{OrgId, Stop};
use office::Registry;
use store::Look;

/// Every order about agreements that needs something.
pub fn register(registry: &mut Registry) {
    registry
        .order_with::<agreements::DraftAgreement>(|look, o| drafting(look, o.associate))
        .order_with::<agreements::KeepNotRequired>(|look, o| drafting(look, o.associate))
        .order_with::<agreements::ReviseAgreement>(|look, _| party(look))
        .order_with::<agreements::SendAgreement>(|look, _| party(look))
        .order_with::<agreements::SignForClient>(|look, _| party(look))
        .order_with::<agreements::SignForAssociate>(|look, _| party(look))
        .order_with::<agreements::WithdrawAgreement>(|look, _| party(look))
        .order_with::<agreements::RenewAgreement>(|look, _| party(look))
        .order_with::<agreements::TerminateAgreement>(|look, _| party(look))
        .order_with::<agreements::NoteDisposal>(|look, _| party(look))
        .order_with::<agreements::RevokeNotRequired>(|look, _| party(look))
        .order_with::<agreements::EngageSubcontractor>(|look, _| party(look))
        .order_with::<agreements::ReleaseSubcontractor>(|look, _| party(look));
}

fn party(look: &mut Look) -> Result<Party, Stop> {
    let employer = look.person().map(|p| places::employer(look, p)).transpose()?.flatten();
    Ok(Party { employer })
}

fn drafting(look: &mut Look, associate: OrgId) -> Result<Drafting, Stop> {
    let associate_known = match look.org() {
        Some(client) => organizations::known(look, client, associate)?.is_some(),
        None => false,
    };
    let zone = places::hours(look, None)?.and_then(|h| h.zone);
    Ok(Drafting { employer: party(look)?.employer, associate_known, zone })
}
