//! What orders here must know of other slices; the binary reads it in the same transaction.

use crate::records::Agreed;

/// Of the place where something may have been breached.
#[derive(Debug, Clone)]
pub struct OfPlace {
    /// IANA zone.
    pub zone: String,
    /// What the named agreement says of a breach.
    pub agreed: Option<Agreed>,
}
