//! What orders here need to know from other slices; the binary reads it in the same transaction.

use kernel::OrgId;

/// For a new organization.
#[derive(Debug, Clone, Copy, Default)]
pub struct Newcomer {
    /// For whom the caller works; nothing for an engine of the house.
    pub caller_employer: Option<OrgId>,
    /// For whom the named account owner works; nothing when none is named, or when there is no such person.
    pub owner_employer: Option<OrgId>,
}

/// For naming an account owner.
#[derive(Debug, Clone, Copy, Default)]
pub struct NamedPerson {
    /// For whom the named person works; nothing when none is named, or when there is no such person.
    pub employer: Option<OrgId>,
}
