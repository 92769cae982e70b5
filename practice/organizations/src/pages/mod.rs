//! How organizations look: the list of them, and the page of one with its places.

mod client;
mod forms;
mod list;
mod party;
mod taken;
mod year;

pub use client::{ClientPage, client_page};
pub use list::{ListPage, list_page};
pub use taken::weighed_page;
pub use year::year_page;
