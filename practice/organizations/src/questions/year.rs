//! A location's year, with the days that differ.

use crate::lists::{TakenList, lists_of};
use crate::year::{OddDay, odd_days};
use crate::{hours, records};
use clocks::Calendar;
use jiff::civil::Date;
use kernel::{Duty, LocationId, Moment, OrgId, Phi, Refusal, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Shows the odd days of a location's year.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Year {
    pub location: LocationId,
    /// This year when nothing is said.
    pub year: Option<i16>,
}

/// A location's year.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct YearTold {
    pub location: LocationId,
    pub org: OrgId,
    pub name: String,
    pub zone: String,
    pub year: i16,
    /// Today, where it is.
    pub today: String,
    /// The hours of an ordinary week in words.
    pub hours: String,
    /// On which weekdays it is open, Monday first.
    pub open: [bool; 7],
    pub odd: Vec<OddDay>,
    /// The calendar files from which days were taken over.
    pub lists: Vec<TakenList>,
    /// The days that are set apart and the hours besides, as a calendar for others (iCalendar, RFC 5545).
    pub feed: String,
}

fn feed(calendar: &Calendar, id: &str, year: i16, now: Moment) -> anyhow::Result<String> {
    let (from, to) = (Date::new(year, 1, 1)?, Date::new(year, 12, 31)?);
    Ok(calendar.feed(id, from, to, now.timestamp())?)
}

impl Question for Year {
    const ACT: Act = Act {
        name: "organizations.year",
        says: "See a location's year",
        path: "/locations/{location}/year",
        duty: Duty::ReportTrouble,
        phi: Phi::None,
    };
    type Answer = YearTold;

    fn ground(&self) -> Ground {
        Ground::thing(self.location)
    }

    fn answer(&self, look: &mut Look) -> Result<YearTold, Stop> {
        let place = records::location(look, self.location)?.ok_or_else(|| Refusal::not_found("location"))?;
        let today = look.now().date_in(&place.zone);
        let year = self.year.unwrap_or(today.year());
        if !(2000..=2200).contains(&year) {
            return Err(Refusal::invalid("year", "Give a year from 2000 to 2200.").into());
        }
        let text = place.calendar()?;
        let calendar = Calendar::try_from(text.clone())
            .map_err(|e| anyhow::anyhow!("the hours of {} cannot be read: {e}", place.id))?;
        let org = look.org().ok_or_else(|| anyhow::anyhow!("a location without an organization"))?;
        let week = &text.week;
        let days = [
            &week.monday,
            &week.tuesday,
            &week.wednesday,
            &week.thursday,
            &week.friday,
            &week.saturday,
            &week.sunday,
        ];
        Ok(YearTold {
            location: place.id,
            org,
            name: place.name,
            zone: place.zone,
            year,
            today: today.to_string(),
            hours: hours::in_words(&text),
            open: days.map(|spans| text.always || !spans.is_empty()),
            odd: odd_days(&calendar, year)?,
            lists: lists_of(&text),
            feed: feed(&calendar, &place.id.to_string(), year, look.now())?,
        })
    }
}
