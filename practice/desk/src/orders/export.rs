//! A list that leaves the house as a file is noted in the ledger before its first line goes out: who took
//! it, and what was asked. It holds no sealed text.

use crate::questions::Tickets;
use kernel::{Done, Duty, Fact, OrgId, Phi, Private, Refusal, Stop};
use markup::query_of;
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};
use store::Work;

/// Takes a list of tickets out as a file (CSV), as it is narrowed and within reach.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportTickets {
    /// Only this organization; it is charted there then, and otherwise at your employer.
    pub org: Option<OrgId>,
    /// What the list is asked, as it stands in its address: `view=resolved&priority=1`.
    #[serde(default, serialize_with = "committed")]
    #[schemars(extend("default" = ""))]
    pub asks: String,
}

/// Anything can be typed there, so the ledger keeps only a commitment; what was understood of it stands in the fact.
pub(super) fn committed<S: Serializer>(asks: &str, s: S) -> Result<S::Ok, S::Error> {
    Private::new(asks).serialize(s)
}

/// Where the file is.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExportNow {
    /// The address of the file, for whoever signed in; each time it is fetched is charted.
    pub address: String,
}

impl ExportTickets {
    /// What is asked of the list.
    ///
    /// # Errors
    /// A refusal that names the part which cannot be read.
    pub fn asked(&self) -> Result<Tickets, Refusal> {
        let pairs: Vec<_> = crate::filter::pairs_of(self.asks.trim_start_matches('?')).collect();
        let asked = Tickets::from_pairs(pairs.iter().map(|(name, value)| (&**name, &**value)))
            .map_err(|part| Refusal::invalid("asks", format!("The part '{part}' cannot be read.")))?;
        Ok(Tickets { org: self.org, ..asked })
    }
}

impl Order for ExportTickets {
    const ACT: Act = Act {
        name: "desk.export-tickets",
        says: "Take a list of tickets out as a file",
        path: "/desk/tickets/export",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = ExportNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        self.org.map_or(Ground::Own, Ground::Org)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<ExportNow>, Stop> {
        let mut pairs = self.asked()?.kept_pairs();
        let asks = query_of(pairs.iter().map(|(name, value)| (name, value)));
        // A tag is somebody's own word.
        pairs.retain(|(name, _)| !matches!(*name, "tag" | "words"));
        let told = query_of(pairs);
        let fact = Fact::new("desk.list-taken-out", work.org()).with("asks", told.as_str());
        Ok(Done::new(fact, ExportNow { address: format!("/tickets.csv?{asks}") }))
    }
}
