//! What ever happened to an asset, as far as tickets tell it.

use crate::questions::{Listed, bounded, page};
use crate::records;
use kernel::{AssetId, Duty, Phi, Stop, TicketId};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists the tickets about an asset, the newest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssetTickets {
    pub asset: AssetId,
    /// The last ticket of the page before.
    pub after: Option<TicketId>,
    /// How many, at most 200.
    pub most: Option<u32>,
}

impl Question for AssetTickets {
    const ACT: Act = Act {
        name: "desk.asset-tickets",
        says: "List the tickets about an asset",
        path: "/desk/assets/{asset}/tickets",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = Vec<Listed>;

    fn ground(&self) -> Ground {
        Ground::thing(self.asset)
    }

    fn answer(&self, look: &mut Look) -> Result<Vec<Listed>, Stop> {
        let most = bounded(self.most);
        Ok(page(records::of_asset(look, self.asset, self.after, most)?, most).0)
    }
}
