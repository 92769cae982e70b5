//! What orders here must know of other slices; the binary reads it in the same transaction.

use crate::rto::Target;
use kernel::{AssetId, Moment};
use std::collections::BTreeMap;

/// Of a department for which something is written or kept: that it is there, with the people who are named.
#[derive(Debug, Clone)]
pub struct OfDepartment {
    /// IANA zone of its location.
    pub zone: String,
}

/// Of what goes down: every system that was named, with what is known of its recovery. Departments and the ticket are
/// there.
#[derive(Debug, Clone)]
pub struct GoingDown {
    /// IANA zone of the organization's first location.
    pub zone: String,
    pub targets: BTreeMap<AssetId, Target>,
    /// Since when the ticket says that its system is gone; nothing while it does not.
    pub gone_since: Option<Moment>,
}

/// That whoever is to answer for something is there.
#[derive(Debug, Clone, Copy)]
pub struct Answering;
