//! What orders here need to know from other slices; the binary reads it in the same transaction.

use kernel::OrgId;

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
