//! How the days went: how many tickets were opened on each, how soon they were answered and resolved, and
//! how the promises were kept, for clinical and for administrative work apart.

use crate::records::{self, Tally};
use kernel::{Duty, Moment, OrgId, Phi, Refusal, Span, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

store::kinds! {
    /// Whether work is near to care or not.
    Class {
        Clinical = "clinical" "Clinical",
        Administrative = "administrative" "Administrative",
    }
}

/// The longest period of a chart, in days.
pub const MOST_DAYS: u32 = 90;
const DAY_US: i64 = 86_400_000_000;

/// How the last days went.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trends {
    /// Only this organization.
    pub org: Option<OrgId>,
    /// How many days back, today included; 30 when nothing is said, at most 90.
    #[schemars(range(min = 1, max = 90))]
    pub days: Option<u32>,
}

/// The days, and what they come to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TrendNow {
    /// Every day (UTC), the oldest first, also those on which nothing was opened.
    pub days: Vec<Day>,
    pub classes: Vec<Went>,
    /// Until when everything but what was opened is counted: the end of the last day that was counted.
    pub counted_to: Option<Moment>,
}

/// One day.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Day {
    /// The beginning of the day in UTC.
    pub day: Moment,
    pub opened: i64,
    pub resolved: i64,
    /// What was open at the end of the day; nothing while the day is not counted.
    pub backlog: Option<i64>,
    /// Of the first replies and resolutions of the day, how many came after their time.
    pub breached: i64,
    /// And how many came at all.
    pub judged: i64,
}

/// How one class of work went.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Went {
    pub class: Class,
    pub opened: i64,
    pub resolved: i64,
    /// Of the resolved ones, those that had been opened again.
    pub reopened: i64,
    /// First replies in time, and after it.
    pub response_met: i64,
    pub response_missed: i64,
    /// Seconds to the first reply on the average.
    pub response_s: Option<i64>,
    pub resolution_met: i64,
    pub resolution_missed: i64,
    /// Seconds from the report to the resolution on the average.
    pub resolution_s: Option<i64>,
    /// What was open at the end of the last day.
    pub backlog: i64,
    /// Its age in seconds on the average.
    pub backlog_age_s: Option<i64>,
}

impl Went {
    fn of(class: Class, t: &Tally) -> Self {
        let average = |sum: i64, of: i64| (of > 0).then(|| sum / of);
        Self {
            class,
            opened: t.opened,
            resolved: t.resolved,
            reopened: t.reopened,
            response_met: t.response_met,
            response_missed: t.response_missed,
            response_s: average(t.response_s, t.response_met + t.response_missed),
            resolution_met: t.resolution_met,
            resolution_missed: t.resolution_missed,
            resolution_s: average(t.resolution_s, t.resolved),
            backlog: t.backlog,
            backlog_age_s: average(t.backlog_age_s, t.backlog),
        }
    }

    /// Promises that were broken, of how many.
    pub fn breached(&self) -> (i64, i64) {
        let missed = self.response_missed + self.resolution_missed;
        (missed, missed + self.response_met + self.resolution_met)
    }
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
        let asked = self.days.unwrap_or(30);
        if !(1..=MOST_DAYS).contains(&asked) {
            return Err(Refusal::invalid("days", "A period is 1 to 90 days.").into());
        }
        let today = look.now().micros().div_euclid(DAY_US);
        let first = today - i64::from(asked) + 1;
        let counted = records::days(look, self.org, first, today)?;
        // What nobody counted yet is asked of the tickets themselves: at most the days since the last count.
        let behind = records::counted_behind(look, first)?;
        let since = Moment::from_micros(behind * DAY_US);
        let fresh = records::opened_since(look, since, self.org)?;
        let days = (first..=today).map(|day| one_day(day, behind, &counted, &fresh)).collect();
        let classes = Class::ALL.iter().map(|class| {
            let of = counted.iter().filter(|(_, c, _)| c == class);
            let last = of.clone().filter(|(day, ..)| *day == behind - 1).map(|(.., t)| *t).next();
            let mut sum = of.fold(Tally::default(), |sum, (.., t)| sum.and(t));
            let last = last.unwrap_or_default();
            (sum.backlog, sum.backlog_age_s) = (last.backlog, last.backlog_age_s);
            Went::of(*class, &sum)
        });
        let counted_to = (behind > first).then_some(since);
        Ok(TrendNow { days, classes: classes.collect(), counted_to })
    }
}

fn one_day(day: i64, behind: i64, counted: &[(i64, Class, Tally)], fresh: &[(i64, i64)]) -> Day {
    let mut sum = Tally::default();
    let mut backlog = 0;
    for (.., t) in counted.iter().filter(|(at, ..)| *at == day) {
        backlog += t.backlog;
        sum = sum.and(t);
    }
    let opened = fresh.iter().find(|(at, _)| *at == day).map_or(0, |(_, n)| *n);
    let breached = sum.response_missed + sum.resolution_missed;
    Day {
        day: Moment::from_micros(0).plus(Span(day * DAY_US)),
        opened: if day < behind { sum.opened } else { opened },
        resolved: sum.resolved,
        backlog: (day < behind).then_some(backlog),
        breached,
        judged: breached + sum.response_met + sum.resolution_met,
    }
}
