//! A place where an organization works.

use crate::{Hours, PlaceKind, records, text};
use kernel::{Done, Duty, Fact, LocationId, Moment, OrgId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Adds a location of an organization.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddLocation {
    pub organization: OrgId,
    /// As people there call it.
    #[schemars(extend("x-order" = 1), length(max = 200))]
    pub name: String,
    /// The time zone in which its hours count, as an IANA name such as America/Chicago.
    #[schemars(extend("x-order" = 2))]
    pub zone: String,
    /// Whether anybody is on site.
    #[schemars(extend("x-order" = 3))]
    pub kind: PlaceKind,
    /// Open round the clock; then the hours below stay blank.
    #[serde(default)]
    #[schemars(extend("x-order" = 4))]
    pub always: bool,
    /// From Monday to Friday, for instance 08:00-12:00, 13:00-17:00. 08:00-17:00 when no hours are given.
    #[serde(default)]
    #[schemars(extend("x-order" = 5), length(max = 200))]
    pub weekdays: Option<String>,
    /// Closed when left out.
    #[serde(default)]
    #[schemars(extend("x-order" = 6), length(max = 200))]
    pub saturday: Option<String>,
    /// Closed when left out.
    #[serde(default)]
    #[schemars(extend("x-order" = 7), length(max = 200))]
    pub sunday: Option<String>,
    /// One a line: 2026-11-26 Thanksgiving Day is closed, 2026-12-24 08:00-12:00 Christmas Eve is short.
    #[serde(default)]
    #[schemars(extend("x-order" = 8))]
    pub special_days: Vec<String>,
}

/// The location that was made.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MadeLocation {
    pub location: LocationId,
}

impl Order for AddLocation {
    const ACT: Act = Act {
        name: "organizations.add-location",
        says: "Add a location",
        path: "/organizations/{organization}/locations",
        duty: Duty::ManageOrganizations,
        phi: Phi::None,
    };
    type Receipt = MadeLocation;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.organization)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<MadeLocation>, Stop> {
        let hours = Hours {
            always: self.always,
            weekdays: self.weekdays.as_deref(),
            saturday: self.saturday.as_deref(),
            sunday: self.sunday.as_deref(),
            special_days: &self.special_days,
        };
        if records::one(work)?.is_none() {
            return Err(Refusal::not_found("organization").into());
        }
        let id = work.id();
        let place = checked(id, &self.name, &self.zone, self.kind, &hours, work.now())?;
        records::put_location(work, &place, true)?;
        let fact = Fact::new("organizations.location-added", self.organization)
            .about(self.organization)
            .about(id)
            .with("location", id)
            .with("zone", &place.zone)
            .with("kind", place.kind);
        Ok(Done::new(fact, MadeLocation { location: id }))
    }
}

/// A location as it will be kept, from what was typed.
pub(super) fn checked(
    id: LocationId,
    name: &str,
    zone: &str,
    kind: PlaceKind,
    hours: &Hours,
    now: Moment,
) -> Result<records::Location, Stop> {
    let name = text::name("name", name)?;
    let calendar = hours.calendar(zone.trim(), now)?;
    let hours = serde_json::to_string(&calendar).map_err(|e| anyhow::anyhow!("a calendar as JSON: {e}"))?;
    Ok(records::Location { id, name, zone: zone.trim().to_owned(), kind, hours })
}
