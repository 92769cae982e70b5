//! A day that is over is counted once, so that the charts of the past cost nothing afterwards. The house
//! does it by itself soon after midnight (UTC).

use crate::records;
use kernel::{Done, Duty, Fact, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Counts how a day went, at every organization.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountDay {
    /// The day, in days since 1 January 1970 (UTC).
    pub day: i64,
}

/// The day that was counted.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DayCounted {
    pub day: i64,
}

impl Order for CountDay {
    const ACT: Act = Act {
        name: "desk.count-day",
        says: "Count how a day went",
        path: "/desk/days/{day}/count",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = DayCounted;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::House
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<DayCounted>, Stop> {
        // Whoever runs the house may give the order by hand; the days of all organizations are the house's.
        work.as_house(true);
        if records::day_due(work)? != Some(self.day) {
            return Err(Refusal::conflict("This day is counted already, or it is not its turn.").into());
        }
        let organizations = records::count_day(work, self.day)?;
        let fact =
            Fact::new("desk.day-counted", None).with("day", self.day).with("organizations", organizations);
        Ok(Done::new(fact, DayCounted { day: self.day }))
    }
}
