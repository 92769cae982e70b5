//! What orders here need to know from other slices; the binary reads it in the same transaction.

use kernel::{AssetId, DepartmentId, LocationId, OrgId, Role};

/// For whom the caller works; nothing for an engine of the house.
#[derive(Debug, Clone, Copy, Default)]
pub struct Party {
    pub employer: Option<OrgId>,
}

/// For a new agreement or a new "not required".
#[derive(Debug, Clone, Default)]
pub struct Drafting {
    /// For whom the caller works; nothing for an engine of the house.
    pub employer: Option<OrgId>,
    /// Whether the associate is an organization that somebody working at the client may know of: its
    /// provider, or one within the caller's reach.
    pub associate_known: bool,
    /// The IANA zone of the client, in which the agreement's days begin and end; UTC when there is none.
    pub zone: Option<String>,
}

/// For the terms of a service contract: what the client has.
#[derive(Debug, Clone, Default)]
pub struct Covering {
    /// For whom the caller works; nothing for an engine of the house.
    pub employer: Option<OrgId>,
    /// Who serves the client; nothing for the organization that runs the house.
    pub provider: Option<OrgId>,
    /// The client's time zone.
    pub zone: Option<String>,
    pub locations: Vec<LocationId>,
    pub departments: Vec<DepartmentId>,
    /// Of the assets that are named, the client's own.
    pub assets: Vec<AssetId>,
    /// Every kind of asset there is, as a word.
    pub asset_kinds: Vec<String>,
}

/// For a yes to a rate.
#[derive(Debug, Clone, Default)]
pub struct Accepting {
    /// For whom the caller works.
    pub employer: Option<OrgId>,
    /// What the contract asks about the ticket.
    pub facts: TicketFacts,
}

/// What a service contract asks about a ticket.
#[derive(Debug, Clone, Default)]
pub struct TicketFacts {
    pub location: Option<LocationId>,
    /// The opening hours of that place, as JSON of `clocks::CalendarText`; nothing when nobody set any.
    pub hours: Option<String>,
    /// The reporter's department, or the ticket's.
    pub department: Option<DepartmentId>,
    /// The reporter's roles; none when nobody knows who reported it.
    pub roles: Vec<Role>,
    /// How many people work at the client.
    pub people: u32,
    pub asset: Option<AssetId>,
    /// What kind of asset it is, as a word.
    pub asset_kind: Option<String>,
    /// Whether somebody has to go there.
    pub on_site: bool,
    pub patient_affected: bool,
    /// What is used up of a block of hours in this month, in minutes; nothing when nobody counts.
    pub used_minutes: Option<i64>,
}
