//! What an outage on a ticket says of its system: that it is down, and that it is up again.

use kernel::{AssetId, Fact, Moment, Stop, TicketId};
use store::Work;

fn reported(work: &mut Work, fact: &Fact, (when, down): (&str, bool)) -> Result<Vec<Fact>, Stop> {
    let asset: Option<AssetId> = fact.id("asset");
    let ticket: Option<TicketId> = fact.about.iter().find_map(|id| id.parse().ok());
    let at: Option<Moment> = fact.body.get(when).and_then(|at| serde_json::from_value(at.clone()).ok());
    match (asset, ticket, at) {
        (Some(asset), Some(ticket), Some(at)) => assets::outage(work, asset, ticket, (at, down)),
        _ => Ok(Vec::new()),
    }
}

pub fn gone(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    reported(work, fact, ("since", true))
}

pub fn back(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    reported(work, fact, ("at", false))
}
