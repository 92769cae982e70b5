//! A ticket may be about several assets: the first stands in its report, others are added while it is worked
//! on.

use crate::needs::KnownAsset;
use crate::orders::TicketNow;
use crate::{facts, records};
use kernel::{AssetId, Done, Duty, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Adds an asset that a ticket is about.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkAsset {
    pub ticket: TicketId,
    pub asset: AssetId,
}

impl Order for LinkAsset {
    const ACT: Act = Act {
        name: "desk.link-asset",
        says: "Add an asset to a ticket",
        path: "/desk/tickets/{ticket}/assets",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = TicketNow;
    /// That the asset is the organization's.
    type Needs = KnownAsset;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, _asset: KnownAsset) -> Result<Done<TicketNow>, Stop> {
        let ticket = records::open_ticket(work, self.ticket)?;
        if ticket.asset == Some(self.asset) || records::linked_assets(work, ticket.id)?.contains(&self.asset)
        {
            return Err(Refusal::conflict("The ticket is about this asset already.").into());
        }
        records::link_asset(work, ticket.id, self.asset)?;
        let fact = facts::about("desk.asset-linked", &ticket).about(self.asset).with("asset", self.asset);
        Ok(Done::new(fact, TicketNow::of(&ticket, ticket.state, ticket.due_at)))
    }
}

/// Takes away an asset that was added to a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnlinkAsset {
    pub ticket: TicketId,
    pub asset: AssetId,
}

impl Order for UnlinkAsset {
    const ACT: Act = Act {
        name: "desk.unlink-asset",
        says: "Take an asset off a ticket",
        path: "/desk/tickets/{ticket}/unlink-asset",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = TicketNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<TicketNow>, Stop> {
        let ticket = records::open_ticket(work, self.ticket)?;
        if !records::unlink_asset(work, ticket.id, self.asset)? {
            return Err(Refusal::conflict("This asset was not added to the ticket.").into());
        }
        let fact = facts::about("desk.asset-unlinked", &ticket).about(self.asset).with("asset", self.asset);
        Ok(Done::new(fact, TicketNow::of(&ticket, ticket.state, ticket.due_at)))
    }
}
