//! How incidents look: the list, one incident with what comes next, and the pack that is printed and works without power
//! on any server.

mod evidence;
mod folder;
mod incident;
mod list;
mod pack;
mod systems;

pub use folder::{IncidentsFile, OpenIncident, incident_file, incidents_folder};
pub use incident::{IncidentView, incident_page};
pub use list::{IncidentsView, incidents_of_ticket, incidents_page};
pub use pack::{PackView, pack_page};

use crate::questions::IncidentText;
use std::collections::BTreeMap;

/// Names by id.
type Names = BTreeMap<String, String>;

/// A name out of those the binary found; the words of `otherwise` when there is none.
fn name<'a>(names: &'a Names, id: impl ToString, otherwise: &'a str) -> &'a str {
    names.get(&id.to_string()).map_or(otherwise, String::as_str)
}

/// The words of an opened text.
fn words(opened: &[IncidentText], place: Option<u32>) -> Option<&str> {
    let place = place?;
    opened.iter().find(|t| t.place == place).map(|t| t.words.as_str())
}
