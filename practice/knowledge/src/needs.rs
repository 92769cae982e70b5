//! What orders here must know of other slices; the binary reads it in the same transaction.

/// For an article: whether what it is for is within reach, as an asset, a certification or a record system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// True as well when nothing was named.
    pub applies_to: bool,
}
