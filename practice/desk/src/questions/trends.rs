//! How the days went: how many tickets were opened on each, and how the promises were kept.

use crate::records;
use crate::words::PromiseKind;
use kernel::{Duty, Moment, OrgId, Phi, Span, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

const MOST_DAYS: u32 = 366;
const DAY_US: i64 = 86_400_000_000;

/// How the last days went.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trends {
    /// Only this organization.
    pub org: Option<OrgId>,
    /// How many days back, today included; 30 when nothing is said, at most 366.
    pub days: Option<u32>,
}

/// The days and the promises of tickets opened on them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TrendNow {
    /// Every day (UTC), the oldest first, also those on which nothing was opened.
    pub days: Vec<Day>,
    pub kept: Vec<Kept>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Day {
    /// The beginning of the day in UTC.
    pub day: Moment,
    pub opened: i64,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Kept {
    pub promise: PromiseKind,
    pub met: i64,
    pub missed: i64,
    pub running: i64,
}

impl Question for Trends {
    const ACT: Act = Act {
        name: "desk.trends",
        says: "See how the days went",
        path: "/desk/trends",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = TrendNow;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<TrendNow, Stop> {
        let days = i64::from(self.days.unwrap_or(30).clamp(1, MOST_DAYS));
        let today = look.now().micros().div_euclid(DAY_US);
        let first = today - days + 1;
        let from = Moment::from_micros(first * DAY_US);
        let counted = records::by_day(look, from, self.org)?;
        let opened = |day: i64| counted.iter().find(|(at, _)| *at == day).map_or(0, |(_, n)| *n);
        let days = (first..=today)
            .map(|day| Day { day: Moment::from_micros(0).plus(Span(day * DAY_US)), opened: opened(day) })
            .collect();
        let kept = records::kept(look, from, self.org)?;
        let kept = kept
            .into_iter()
            .map(|(promise, [met, missed, running])| Kept { promise, met, missed, running })
            .collect();
        Ok(TrendNow { days, kept })
    }
}
