//! What a fuzzer does with each reader of foreign input: a reader that panics, hangs or grows without bound is a
//! fault. The functions are plain, one file for each crate that reads, so that the tests of that crate replay the
//! files in `corpus/` without a fuzzer.

#[path = "../../orderly/src/http/forms.rs"]
mod decoder;
mod advisory;
mod feed;
mod form;
mod ledgers;
mod lists;
mod mail;
mod query;
mod rota;

use decoder::decode;

pub use advisory::advisory;
pub use feed::feed;
pub use form::form;
pub use ledgers::ledger_reader;
pub use lists::{inventory, sheet};
pub use mail::mail;
pub use query::query;
pub use rota::rota;
