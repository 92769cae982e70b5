//! How an act is declared: once, as a plain struct. The form, the JSON request, the command line, the API document and
//! the ledger's "what was asked" are all read from this one declaration.

use kernel::{Done, Duty, OrgId, Phi, Stop};
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use store::{Look, Work};

/// What is known of an act before anybody asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act {
    /// The slice and the verb, for instance `desk.open-ticket`.
    pub name: &'static str,
    /// What it does, in one line, as it stands on a button's page, in the help and in the API document.
    pub says: &'static str,
    /// The address below `/api/v1`; `{field}` is a field of the act.
    pub path: &'static str,
    /// What it takes.
    pub duty: Duty,
    /// How near it comes to PHI.
    pub phi: Phi,
}

/// Where an act takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// At the house itself (tokens, webhooks of the provider, new organizations).
    House,
    /// At an organization.
    Org(OrgId),
    /// At the organization to which the thing with this id belongs.
    Thing(String),
    /// With the caller's own account.
    Own,
    /// Over everything within reach; only for questions that show no PHI.
    Reach,
}

impl Ground {
    pub fn thing(id: impl kernel::Id) -> Self {
        Ground::Thing(id.to_string())
    }
}

/// The most bytes of an act that brings no file, as JSON.
pub const SMALL: usize = 256 << 10;

/// The most bytes of an act, as JSON, that brings a file of so many.
pub const fn in_base64(bytes: usize) -> usize {
    bytes.div_ceil(3) * 4 + (4 << 10)
}

/// A change that somebody asks for.
pub trait Order: Serialize + DeserializeOwned + JsonSchema + Clone + Send + Sync + 'static {
    const ACT: Act;
    /// Whether `prepare` has something to do. The gate is asked before it as well, with the ground that is known by then.
    const PREPARES: bool = false;
    /// The most bytes of it as JSON; an order that brings a file says how many with [`in_base64`].
    const MOST_BYTES: usize = SMALL;
    type Receipt: Serialize + JsonSchema + Send + 'static;
    /// What it needs from other slices, read in the same transaction by `orderly/src/supplies`; `()` for nothing.
    type Needs: 'static;

    fn ground(&self) -> Ground;

    /// The network address that the order was sent from, which only the server knows: for orders that count mistakes by
    /// place.
    fn sent_from(&mut self, _place: &str) {}

    /// Slow work before any lock (hashing a password, sealing a file), for whoever the gate lets through; the
    /// result is kept in a skipped field of the order. The transaction is bound to the ground.
    fn prepare(&mut self, _look: &mut Look) -> Result<(), Stop> {
        Ok(())
    }

    /// The change itself. May run more than once (a transaction that is retried), so it depends on nothing but its arguments.
    fn perform(&self, work: &mut Work, needs: Self::Needs) -> Result<Done<Self::Receipt>, Stop>;
}

/// A read. One that is labelled `holds` leaves an entry in the ledger before its answer is given.
pub trait Question: Serialize + DeserializeOwned + JsonSchema + Clone + Send + Sync + 'static {
    const ACT: Act;
    type Answer: Serialize + JsonSchema + Send + 'static;

    fn ground(&self) -> Ground;
    fn answer(&self, look: &mut Look) -> Result<Self::Answer, Stop>;

    /// The thing that was looked at, when it is another than the ground.
    fn looked_at(&self) -> Option<String> {
        match self.ground() {
            Ground::Thing(id) => Some(id),
            _ => None,
        }
    }
}
