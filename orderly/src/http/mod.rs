//! The house on the network: every route on one page, and what lies behind each of them. Nothing is decided here; a
//! handler turns a request into an act, gives it to the office and turns the answer into a page or JSON.

mod api;
mod app;
mod first;
mod forms;
mod ledger;
mod limits;
mod live;
mod pages;
mod presence;
mod reply;
mod router;
mod visitor;

pub use app::{App, Site};
pub use forms::decode;
pub use live::Live;
pub use router::router;
