//! What the desk keeps and how it is read back: all statements of the desk stand below this module, and
//! nothing else touches its tables.

mod lists;
mod promises;
mod texts;
mod tickets;

pub use lists::*;
pub use promises::*;
pub use texts::*;
pub use tickets::*;

use std::sync::LazyLock;

/// Every statement of the desk.
pub static STATEMENTS: LazyLock<Vec<&'static store::Sql>> = LazyLock::new(|| {
    let own = [lists::STATEMENTS, promises::STATEMENTS, texts::STATEMENTS, tickets::STATEMENTS];
    [&own[..], &[crate::attachments::records::STATEMENTS, crate::masking::records::STATEMENTS]].concat().concat()
});
