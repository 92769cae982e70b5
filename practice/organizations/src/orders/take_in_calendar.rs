//! A calendar file of closing days, taken into a location's hours: a new version of them, by which open work is reckoned
//! anew. What was resolved stays as it was judged.

use crate::lists::{self, LeftOut};
use crate::records;
use kernel::{Done, Duty, Fact, LocationId, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order, text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Takes closing days from a calendar file (iCalendar) into a location's hours. Those from an earlier file of the same name
/// are replaced.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeInCalendar {
    /// Where it is closed.
    pub location: LocationId,
    /// What the list is called, for instance Texas holidays. The same name again replaces its days.
    #[schemars(extend("x-order" = 1), length(max = 80))]
    pub name: String,
    /// The text of the file, at most 256 KiB. Left out, the days from the file of this name are taken away.
    #[serde(default)]
    #[schemars(extend("x-order" = 2, "x-long" = true))]
    pub content: Option<Private>,
}

/// What was taken over.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CalendarTakenIn {
    pub location: LocationId,
    /// Entries that close or open whole days, each once or by a rule.
    pub days: usize,
    /// Entries of hours.
    pub hours: usize,
    /// Entries of an earlier file of this name, which are gone.
    pub replaced: usize,
    /// What was not taken over; the first 400.
    pub left_out: Vec<LeftOut>,
}

/// The longest name of a list, in characters.
const LONGEST_NAME: usize = 80;

/// A list's name as it is kept.
///
/// # Errors
/// A refusal at the name.
pub(crate) fn list_name(typed: &str) -> Result<String, Refusal> {
    let name = text::name("name", typed)?;
    if name.chars().count() > LONGEST_NAME {
        return Err(Refusal::invalid("name", format!("This is longer than {LONGEST_NAME} characters.")));
    }
    Ok(name)
}

/// The text of a file; a blank one counts as left out.
pub(crate) fn file(content: Option<&Private>) -> Option<&str> {
    content.map(Private::reveal).filter(|text| !text.trim().is_empty())
}

impl Order for TakeInCalendar {
    const ACT: Act = Act {
        name: "organizations.take-in-calendar",
        says: "Take closing days from a calendar file",
        path: "/locations/{location}/calendars",
        duty: Duty::ManageOrganizations,
        phi: Phi::None,
    };
    const MOST_BYTES: usize = 1 << 20;
    type Receipt = CalendarTakenIn;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.location)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<CalendarTakenIn>, Stop> {
        let name = list_name(&self.name)?;
        let place = records::location(work, self.location)?.ok_or_else(|| Refusal::not_found("location"))?;
        let org = work.org().ok_or_else(|| Refusal::not_found("location"))?;
        let merged = lists::merged(place.calendar()?, &name, file(self.content.as_ref()), work.now())?;
        merged.changes()?;
        let hours = serde_json::to_string(&merged.calendar).map_err(anyhow::Error::from)?;
        records::put_hours(work, place.id, &hours)?;
        let fact = Fact::new("organizations.calendar-taken-in", org)
            .about(org)
            .about(place.id)
            .with("location", place.id)
            .with("days", merged.days)
            .with("hours", merged.hours)
            .with("replaced", merged.replaced)
            .with("left_out", merged.left_out.len());
        let (left_out, _) = lists::listed(merged.left_out);
        let (days, hours, replaced) = (merged.days, merged.hours, merged.replaced);
        Ok(Done::new(fact, CalendarTakenIn { location: place.id, days, hours, replaced, left_out }))
    }
}
