//! What orders here must know of other slices; the binary reads it in the same transaction.

use kernel::AssetId;

/// Of the place where an incident is declared.
#[derive(Debug, Clone)]
pub struct OfPlace {
    /// IANA zone.
    pub zone: String,
}

/// Of a system that an incident touches.
#[derive(Debug, Clone)]
pub struct OfSystem {
    /// What it is, as a word.
    pub kind: String,
    /// How much hangs on it, as a word.
    pub criticality: String,
    /// What it needs to work.
    pub depends_on: Vec<AssetId>,
}

/// That whoever is named may serve the organization.
#[derive(Debug, Clone, Copy)]
pub struct Serves;
