//! How breaches look: the list, one record with every duty and its paragraph, and the yearly log.

mod breach;
mod duties;
mod letters;
mod list;
mod weighing;

pub use breach::{BreachView, breach_page};
pub use letters::{BringView, addressees_page, bring_page};
pub use list::{BreachesView, LogView, breaches_of_incident, breaches_page, log_page};

use std::collections::BTreeMap;

/// Names by id.
type Names = BTreeMap<String, String>;

/// A name out of those the binary found; the words of `otherwise` when there is none.
fn name<'a>(names: &'a Names, id: impl ToString, otherwise: &'a str) -> &'a str {
    names.get(&id.to_string()).map_or(otherwise, String::as_str)
}
