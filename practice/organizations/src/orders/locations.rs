//! A place where an organization works, added or revised. What was promised under the old hours stays as it was
//! promised.

use crate::{Hours, PlaceKind, Revised, lists, records};
use kernel::{Done, Duty, Fact, LocationId, Moment, OrgId, Phi, Refusal, Stop};
use office::{Act, Ground, Order, text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// The longest way to a location, in minutes: two days.
const LONGEST_TRAVEL_MINUTES: u32 = 2_880;

macro_rules! with_place {
    ($(#[$doc:meta])* $name:ident { $(#[$kdoc:meta])* $key:ident: $kind:ty }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $(#[$kdoc])*
            pub $key: $kind,
            /// As people there call it.
            #[schemars(extend("x-order" = 1), length(max = 200))]
            pub name: String,
            /// The time zone in which its hours count, as an IANA name such as America/Chicago.
            #[schemars(extend("x-order" = 2))]
            pub zone: String,
            /// How people there are helped: by somebody on site, from afar, or both.
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
            /// One a line: 2026-11-26 Thanksgiving Day is closed, 2026-12-24 08:00-12:00 Christmas Eve is short. Such a
            /// day goes before a federal holiday of the same date, and before what came from a calendar file.
            #[serde(default)]
            #[schemars(extend("x-order" = 8))]
            pub special_days: Vec<String>,
            /// Closed on the federal holidays of the United States, on the days on which they are observed.
            #[serde(default)]
            #[schemars(extend("x-order" = 9))]
            pub federal_holidays: bool,
            /// Whether somebody can be sent there.
            #[serde(default)]
            #[schemars(extend("x-order" = 10))]
            pub dispatch: bool,
            /// How long the way there takes, in minutes.
            #[serde(default)]
            #[schemars(extend("x-order" = 11), range(min = 0, max = 2880))]
            pub travel_minutes: Option<u32>,
        }

        impl $name {
            /// The location as it will be kept, from what was typed.
            fn checked(
                &self,
                id: LocationId,
                now: Moment,
                there: Option<&records::Location>,
            ) -> Result<records::Location, Stop> {
                let hours = Hours {
                    always: self.always,
                    weekdays: self.weekdays.as_deref(),
                    saturday: self.saturday.as_deref(),
                    sunday: self.sunday.as_deref(),
                    special_days: &self.special_days,
                    holidays: self.federal_holidays,
                };
                let name = text::name("name", &self.name)?;
                let zone = self.zone.trim().to_owned();
                let mut calendar = hours.calendar(&zone, now)?;
                if let Some(there) = there {
                    calendar = lists::carried_over(calendar, &there.calendar()?, now)?;
                }
                let hours = serde_json::to_string(&calendar).map_err(anyhow::Error::from)?;
                if self.travel_minutes.is_some_and(|m| m > LONGEST_TRAVEL_MINUTES) {
                    return Err(Refusal::invalid("travel_minutes", "The way there takes at most two days.").into());
                }
                let travel_minutes = self.travel_minutes.filter(|_| self.dispatch);
                Ok(records::Location { id, name, zone, kind: self.kind, hours, dispatch: self.dispatch, travel_minutes })
            }
        }
    };
}

with_place! {
    /// Adds a location of an organization.
    AddLocation { organization: OrgId }
}

with_place! {
    /// Revises a location: all of it is given again.
    ReviseLocation { location: LocationId }
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
        if records::one(work)?.is_none() {
            return Err(Refusal::not_found("organization").into());
        }
        let id = work.id();
        let place = self.checked(id, work.now(), None)?;
        records::put_location(work, &place, true)?;
        let fact = told("organizations.location-added", self.organization, &place);
        Ok(Done::new(fact, MadeLocation { location: id }))
    }
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
        let there = records::location(work, self.location)?.ok_or_else(|| Refusal::not_found("location"))?;
        let place = self.checked(self.location, work.now(), Some(&there))?;
        let org = work.org().ok_or_else(|| Refusal::not_found("location"))?;
        if records::put_location(work, &place, false)? == 0 {
            return Err(Refusal::not_found("location").into());
        }
        let fact = told("organizations.location-revised", org, &place);
        Ok(Done::new(fact, Revised { id: self.location.to_string() }))
    }
}

fn told(name: &'static str, org: OrgId, place: &records::Location) -> Fact {
    Fact::new(name, org)
        .about(org)
        .about(place.id)
        .with("location", place.id)
        .with("zone", &place.zone)
        .with("kind", place.kind)
        .with("dispatch", place.dispatch)
}
