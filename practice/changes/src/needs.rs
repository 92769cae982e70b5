//! What orders here must know of other slices; the binary reads it in the same transaction.

use kernel::OrgId;

/// For whom the caller works.
#[derive(Debug, Clone, Copy)]
pub struct Changer {
    pub employer: OrgId,
}

/// For a change that is planned.
#[derive(Debug, Clone)]
pub struct Planned {
    pub employer: OrgId,
    /// IANA zone of the place.
    pub zone: String,
    /// Whether lives hang on the asset that the order names.
    pub life_support: bool,
}
