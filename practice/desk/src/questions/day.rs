//! One technician's day: what is mine, in the order in which it is due; where a reporter wrote last and
//! waits for my word; what I wait for; and what I brought to an end today.

use crate::questions::{Listed, MOST};
use crate::records;
use kernel::{Duty, Moment, Phi, Stop, TicketId};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// What is yours today.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MyDay {
    /// The IANA zone in which your day begins; UTC when nothing is said.
    pub zone: Option<String>,
}

/// Your day as it stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DayNow {
    pub now: Moment,
    /// Your open tickets, what is due next first; those whose clocks rest stand last.
    pub mine: Vec<Listed>,
    /// Of these, where the reporter wrote last.
    pub unanswered: Vec<TicketId>,
    /// What you resolved today.
    pub resolved: Vec<Listed>,
    /// Of what you wanted to be reminded, the earliest first: the ticket, and when.
    pub reminders: Vec<OnDay>,
    /// Whether there is more than is shown.
    pub more: bool,
}

/// A reminder on one's day; what it is about stands on the ticket.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OnDay {
    pub ticket: Listed,
    pub at: Moment,
}

/// So many reminders stand on a day.
const MOST_REMINDERS: u32 = 50;

impl Question for MyDay {
    const ACT: Act = Act {
        name: "desk.my-day",
        says: "See what is yours today",
        path: "/desk/my-day",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = DayNow;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<DayNow, Stop> {
        let now = look.now();
        let (mine, unanswered, resolved) = (Vec::new(), Vec::new(), Vec::new());
        let nothing = DayNow { now, mine, unanswered, resolved, reminders: Vec::new(), more: false };
        let Some(me) = look.person() else { return Ok(nothing) };
        let most = usize::try_from(MOST).expect("at most 200");
        let mut mine = records::mine_by_due(look, me, MOST + 1)?;
        let more = mine.len() > most;
        mine.truncate(most);
        let resolved = records::resolved_by(look, me, begins(now, self.zone.as_deref()), MOST)?;
        let reminders = records::my_reminders(look, me, MOST_REMINDERS)?;
        Ok(DayNow {
            now,
            unanswered: mine.iter().filter(|(_, waits)| *waits).map(|(t, _)| t.id).collect(),
            mine: mine.iter().map(|(t, _)| Listed::from(t)).collect(),
            resolved: resolved.iter().map(Listed::from).collect(),
            reminders: reminders.iter().map(|(t, at)| OnDay { ticket: Listed::from(t), at: *at }).collect(),
            more,
        })
    }
}

/// When the day of `now` began in the zone; in UTC, when nobody knows the zone.
fn begins(now: Moment, zone: Option<&str>) -> Moment {
    let day = now.date_in(zone.unwrap_or("UTC"));
    let zone = jiff::tz::TimeZone::get(zone.unwrap_or("UTC")).unwrap_or(jiff::tz::TimeZone::UTC);
    day.to_zoned(zone).map_or(now, |at| Moment::from_micros(at.timestamp().as_microsecond()))
}
