//! What the desk must know from its neighbours before it can act: where a ticket belongs and what hours are
//! worked there, and who takes it on. The house reads it in the same transaction; the desk itself knows no
//! other slice.

use crate::words::{CareArea, Criticality, RecoveryOrigin};
use kernel::{AssetId, ContractId, DepartmentId, LocationId, Moment, OrgId, PersonId, Role, Standing};

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
    /// Whether somebody is sent there when it cannot be done from afar.
    pub dispatch: bool,
    /// The service contract under which the work is done, where one decides what is promised.
    pub contract: Option<ContractId>,
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
            dispatch: false,
            contract: None,
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
    /// Whether a working spare of the same kind stands in the same department; nothing when nobody can tell.
    pub spare: Option<bool>,
    /// The certification without which nobody works on it.
    pub certification: Option<String>,
    /// How soon it has to be back.
    pub recovery: Option<Recovery>,
}

/// How soon a system has to be back after it went, and by whose word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recovery {
    /// Recovery time objective, in minutes of the wall clock.
    pub rto_minutes: i64,
    pub origin: RecoveryOrigin,
}

/// Somebody who works on tickets: proven to work for the organization, for its provider or for a
/// subcontractor that is engaged there.
#[derive(Debug, Clone)]
pub struct Worker {
    pub person: PersonId,
    pub name: String,
    pub employer: OrgId,
    pub roles: Vec<Role>,
    /// Whether their HIPAA training is current.
    pub trained: bool,
    /// By what right their employer may reach ePHI at the organization.
    pub standing: Standing,
    pub certifications: Vec<Certificate>,
}

/// A certification that somebody holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    pub name: String,
    /// The end of its last day; nothing for one that does not end.
    pub until: Option<Moment>,
}

/// Somebody who is to take a ticket on, and, when they cannot, the names of those within reach who could.
#[derive(Debug, Clone)]
pub struct Routed {
    pub worker: Worker,
    pub could: Vec<String>,
}

/// For a hand-over to the client's own IT.
#[derive(Debug, Clone, Copy)]
pub struct HandOver {
    /// Whether a co-managed contract runs for the client.
    pub co_managed: bool,
}

/// That an asset named in an order belongs to the organization.
#[derive(Debug, Clone)]
pub struct KnownAsset;

/// That a person named in an order is the organization's.
#[derive(Debug, Clone)]
pub struct KnownPerson;

/// That the people named in an order are the organization's.
#[derive(Debug, Clone)]
pub struct KnownPeople;

/// That a location named in an order belongs to the organization.
#[derive(Debug, Clone)]
pub struct KnownPlace;

/// A service contract of the organization, for somebody who works for its provider.
#[derive(Debug, Clone, Copy)]
pub struct KnownContract {
    /// Whose trouble it is about.
    pub client: OrgId,
}
