//! Where an organization works: its locations, each with its departments. Whoever reports trouble may choose
//! among them.

use crate::{CareArea, PlaceKind, hours, records};
use kernel::{DepartmentId, Duty, LocationId, OrgId, Phi, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::Look;

/// Lists the locations and departments of an organization.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Places {
    pub organization: OrgId,
}

/// The places of an organization.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlaceList {
    pub organization: OrgId,
    pub locations: Vec<LocationLine>,
}

/// A location with its departments.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LocationLine {
    pub location: LocationId,
    pub name: String,
    /// IANA name.
    pub zone: String,
    pub kind: PlaceKind,
    /// The hours in words.
    pub hours: String,
    /// Open round the clock.
    pub always: bool,
    /// The hours as they were typed.
    pub weekdays: String,
    pub saturday: String,
    pub sunday: String,
    pub special_days: Vec<String>,
    /// Closed on federal holidays.
    pub federal_holidays: bool,
    /// Whether somebody can be sent there.
    pub dispatch: bool,
    /// How long the way there takes, in minutes.
    pub travel_minutes: Option<u32>,
    pub departments: Vec<DepartmentLine>,
}

/// A department.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DepartmentLine {
    pub department: DepartmentId,
    pub name: String,
    pub care_area: CareArea,
    pub phone: Option<String>,
}

impl Question for Places {
    const ACT: Act = Act {
        name: "organizations.places",
        says: "List locations and departments",
        path: "/organizations/{organization}/places",
        duty: Duty::ReportTrouble,
        phi: Phi::None,
    };
    type Answer = PlaceList;

    fn ground(&self) -> Ground {
        Ground::Org(self.organization)
    }

    fn answer(&self, look: &mut Look) -> Result<PlaceList, Stop> {
        let mut there: HashMap<LocationId, Vec<DepartmentLine>> = HashMap::new();
        for d in records::departments(look)? {
            let line =
                DepartmentLine { department: d.id, name: d.name, care_area: d.care_area, phone: d.phone };
            there.entry(d.location).or_default().push(line);
        }
        let mut locations = Vec::new();
        for place in records::locations(look)? {
            let departments = there.remove(&place.id).unwrap_or_default();
            locations.push(line(place, departments)?);
        }
        Ok(PlaceList { organization: self.organization, locations })
    }
}

fn line(place: records::Location, departments: Vec<DepartmentLine>) -> Result<LocationLine, Stop> {
    let text = place.calendar()?;
    let (always, weekdays, saturday, sunday, special_days) = hours::typed(&text);
    Ok(LocationLine {
        location: place.id,
        name: place.name,
        zone: place.zone,
        kind: place.kind,
        hours: hours::in_words(&text),
        always,
        weekdays,
        saturday,
        sunday,
        special_days,
        federal_holidays: text.holidays.is_some(),
        dispatch: place.dispatch,
        travel_minutes: place.travel_minutes,
        departments,
    })
}
