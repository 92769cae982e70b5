//! What orders here must know of other slices; the binary reads it in the same transaction.

use crate::records::Holder;
use crate::words::Baa;
use kernel::OrgId;

/// Of the asset that is repaired or lent.
#[derive(Debug, Clone)]
pub struct OfAsset {
    /// IANA zone of its place.
    pub zone: String,
    pub holds_ephi: bool,
    /// The department where it belongs.
    pub belongs: Option<Holder>,
}

/// Of a vendor that the caller's employer or the organization itself keeps a file on.
#[derive(Debug, Clone)]
pub struct OfVendor {
    pub name: String,
    pub baa: Baa,
}

/// For a vendor's file: the zone of whoever keeps it.
#[derive(Debug, Clone)]
pub struct Keeper {
    pub org: OrgId,
    pub zone: String,
}

/// That whoever receives a device is there: a person who may serve the organization or one of its departments.
#[derive(Debug, Clone, Copy)]
pub struct Receiver;
