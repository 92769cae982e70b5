//! The tables of mail: mailboxes, letters and the keyed marks by which a letter finds its ticket and is known again.

mod letters;
mod mailboxes;

pub use letters::*;
pub use mailboxes::*;

use std::sync::LazyLock;

/// Every statement of mail.
pub static STATEMENTS: LazyLock<Vec<&'static store::Sql>> =
    LazyLock::new(|| [letters::STATEMENTS, mailboxes::STATEMENTS].concat());
