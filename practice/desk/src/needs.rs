//! What the desk must know from its neighbours before it can act: where a ticket belongs and what hours are
//! worked there, and who takes it on. The house reads it in the same transaction; the desk itself knows no
//! other slice.

use crate::words::{CareArea, Criticality};
use kernel::{AssetId, DepartmentId, LocationId, OrgId};

/// Where a ticket belongs. Every id in it was found within the organization; one that is not there is refused
/// as
/// `not_found` by whoever fills this.
#[derive(Debug, Clone)]
pub struct Placement {
    /// The location named in the order, or the department's, or the asset's, or the organization's only or
    /// first one.
    pub location: Option<LocationId>,
    /// The department named in the order, or the asset's, or the reporter's own.
    pub department: Option<DepartmentId>,
    /// IANA zone of the location; the organization's, or UTC, when there is none.
    pub zone: String,
    /// Opening hours of the location as JSON of `clocks::CalendarText`; around the clock when nobody set any.
    pub calendar: String,
    /// The department's care area.
    pub care_area: Option<CareArea>,
    pub asset: Option<AssetFacts>,
    /// The organization whose people serve this one; nothing when it looks after itself.
    pub provider: Option<OrgId>,
}

impl Placement {
    /// A place of which nothing is known but its zone: around the clock.
    pub fn somewhere(zone: &str) -> Self {
        Self {
            location: None,
            department: None,
            zone: zone.to_owned(),
            calendar: crate::calendars::always(zone),
            care_area: None,
            asset: None,
            provider: None,
        }
    }
}

/// What the desk must know of an asset.
#[derive(Debug, Clone)]
pub struct AssetFacts {
    pub id: AssetId,
    /// Its kind as a word: `workstation`, `infusion-pump`.
    pub kind: String,
    pub criticality: Criticality,
    pub holds_ephi: bool,
}

/// Somebody who takes a ticket on: proven to work for the organization, for its provider or for a
/// subcontractor that is engaged there.
#[derive(Debug, Clone)]
pub struct Worker {
    pub employer: OrgId,
}

/// That a location named in an order belongs to the organization.
#[derive(Debug, Clone)]
pub struct KnownPlace;
