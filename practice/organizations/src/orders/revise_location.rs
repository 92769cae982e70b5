//! A location has moved, was renamed or has other hours. What was promised under the old hours stays as it
//! was promised.

use super::add_location::checked;
use crate::{Hours, PlaceKind, Revised, records};
use kernel::{Done, Duty, Fact, LocationId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Revises a location: all of it is given again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviseLocation {
    pub location: LocationId,
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

impl Order for ReviseLocation {
    const ACT: Act = Act {
        name: "organizations.revise-location",
        says: "Revise a location",
        path: "/locations/{location}/revise",
        duty: Duty::ManageOrganizations,
        phi: Phi::None,
    };
    type Receipt = Revised;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.location)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Revised>, Stop> {
        let hours = Hours {
            always: self.always,
            weekdays: self.weekdays.as_deref(),
            saturday: self.saturday.as_deref(),
            sunday: self.sunday.as_deref(),
            special_days: &self.special_days,
        };
        let place = checked(self.location, &self.name, &self.zone, self.kind, &hours, work.now())?;
        let org = work.org().ok_or_else(|| Refusal::not_found("location"))?;
        if records::put_location(work, &place, false)? == 0 {
            return Err(Refusal::not_found("location").into());
        }
        let fact = Fact::new("organizations.location-revised", org)
            .about(org)
            .about(self.location)
            .with("location", self.location)
            .with("zone", &place.zone)
            .with("kind", place.kind);
        Ok(Done::new(fact, Revised { id: self.location.to_string() }))
    }
}
