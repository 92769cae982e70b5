//! What a calendar file would change at a location, before it is taken in.

use crate::lists::{self, LeftOut};
use crate::orders::{file, list_name};
use crate::records;
use crate::year::OddDay;
use clocks::Calendar;
use kernel::{Duty, LocationId, OrgId, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Says what a calendar file of closing days would change at a location. Nothing is changed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WeighCalendar {
    pub location: LocationId,
    /// What the list is called; days from an earlier file of this name would be replaced.
    pub name: String,
    /// The text of the file; left out, the days of this name would be taken away.
    #[serde(default)]
    pub content: Option<Private>,
}

/// What it would change, in the year that runs and the five ahead.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CalendarWeighed {
    pub location: LocationId,
    pub org: OrgId,
    /// The location's name.
    pub place: String,
    /// The list's name.
    pub list: String,
    /// Entries that would be taken over: of whole days and of hours.
    pub days: usize,
    pub hours: usize,
    /// Entries of an earlier file of this name.
    pub replaced: usize,
    /// Days that would be closed, or open otherwise, than now; the first 400.
    pub becomes: Vec<OddDay>,
    /// Days that would be as their weekday again, as they are now; the first 400.
    pub back: Vec<OddDay>,
    /// Days that are not listed.
    pub more_days: usize,
    /// What would not be taken over; the first 400.
    pub left_out: Vec<LeftOut>,
    /// Entries left out that are not listed.
    pub more_left_out: usize,
}

impl Question for WeighCalendar {
    const ACT: Act = Act {
        name: "organizations.weigh-calendar",
        says: "See what a calendar file would change",
        path: "/locations/{location}/calendars/weighed",
        duty: Duty::ManageOrganizations,
        phi: Phi::None,
    };
    type Answer = CalendarWeighed;

    fn ground(&self) -> Ground {
        Ground::thing(self.location)
    }

    fn answer(&self, look: &mut Look) -> Result<CalendarWeighed, Stop> {
        let list = list_name(&self.name)?;
        let place = records::location(look, self.location)?.ok_or_else(|| Refusal::not_found("location"))?;
        let org = look.org().ok_or_else(|| anyhow::anyhow!("a location without an organization"))?;
        let now = look.now();
        let text = place.calendar()?;
        let old = Calendar::try_from(text.clone())
            .map_err(|e| anyhow::anyhow!("the hours of {} cannot be read: {e}", place.id))?;
        let merged = lists::merged(text, &list, file(self.content.as_ref()), now)?;
        let differs = lists::differs(&old, &merged.calendar, now)?;
        let (left_out, more_left_out) = lists::listed(merged.left_out);
        Ok(CalendarWeighed {
            location: place.id,
            org,
            place: place.name,
            list,
            days: merged.days,
            hours: merged.hours,
            replaced: merged.replaced,
            becomes: differs.becomes,
            back: differs.back,
            more_days: differs.more,
            left_out,
            more_left_out,
        })
    }
}
