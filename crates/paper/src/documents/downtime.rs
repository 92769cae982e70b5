//! What lies in the drawer for the hour in which nothing works: whom to call, what to do in each department, where to
//! look things up, forms whose numbers are reserved so that nothing is entered twice afterwards, and a board for the wall.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DowntimePack {
    pub organization: Option<String>,
    /// What is down or will be: "EHR upgrade", "Any loss of the EHR".
    pub title: Option<String>,
    pub number: Option<String>,
    /// `Some(true)` for a planned one; `None` for a pack that lies ready.
    pub planned: Option<bool>,
    /// Moments in words with their zone.
    pub starts_at: Option<String>,
    pub expected_end: Option<String>,
    /// When the pack was printed: whoever finds it sees how old it is.
    pub as_of: Option<String>,
    /// The most that may pass until it is back: "4 hours".
    pub objective: Option<String>,
    pub systems: Vec<String>,
    /// Who says that downtime begins and ends.
    pub declared_by: Option<String>,
    pub calls: Vec<Call>,
    pub departments: Vec<Department>,
    pub board: Vec<Place>,
    pub forms: Vec<Form>,
}

/// A line of the telephone tree.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Call {
    /// How deep in the tree: 0 is called first and calls the ones below.
    pub depth: u8,
    pub role: String,
    pub name: Option<String>,
    /// Numbers in the order in which they are tried.
    pub telephones: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Department {
    pub name: String,
    pub lead: Option<String>,
    /// Where a read-only copy is looked at.
    pub read_only: Option<String>,
    /// Which workstation still works, and where it stands.
    pub workstation: Option<String>,
    /// What is done, in order, when it begins.
    pub begin: Vec<String>,
    /// What is done while it lasts.
    pub during: Vec<String>,
    /// What is done when it is over: who enters what.
    pub after: Vec<String>,
}

/// A line of the status board.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Place {
    pub name: String,
    /// `None` leaves room to write.
    pub state: Option<String>,
    pub since: Option<String>,
    pub note: Option<String>,
}

/// A form on paper. Every number from `first` to `last` is printed once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Form {
    pub name: String,
    pub department: Option<String>,
    /// What stands before the number: "ED-".
    pub prefix: String,
    /// Digits of a number at least, with zeros before it: 6 prints 000041.
    pub digits: u8,
    pub first: u32,
    pub last: u32,
    /// What is written on it: "Patient name", "Time of order".
    pub fields: Vec<Field>,
    /// Who takes it when it is filled in.
    pub goes_to: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Field {
    pub label: String,
    /// Lines to write on; 0 counts as 1.
    pub lines: u8,
}
