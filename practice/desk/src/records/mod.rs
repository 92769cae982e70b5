//! What the desk keeps and how it is read back: all statements of the desk stand below this module, and
//! nothing else touches its tables.

mod commitments;
mod copies;
mod days;
mod kept;
mod listing;
mod lists;
mod marks;
mod opening;
mod outages;
mod promises;
mod ratings;
mod relations;
mod reminders;
mod rules;
mod standing;
mod texts;
mod tickets;

pub use commitments::*;
pub use copies::*;
pub use days::{Tally, count_day, counted_behind, day_due, days, opened_since};
pub use kept::*;
pub use listing::{Begin, Read, WINDOW, back_page, keys, open_count, open_page};
pub use lists::*;
pub use marks::{GATHERED_AT_ONCE, Kept, gather_words, reached, with_word, words_wait};
pub use opening::*;
pub use outages::*;
pub use promises::*;
pub use ratings::*;
pub use relations::*;
pub use reminders::*;
pub use rules::*;
pub use standing::*;
pub use texts::*;
pub use tickets::*;

use std::sync::LazyLock;

/// Every statement of the desk.
pub static STATEMENTS: LazyLock<Vec<&'static store::Sql>> = LazyLock::new(|| {
    [
        crate::attachments::records::STATEMENTS,
        crate::masking::records::STATEMENTS,
        &crate::mail::records::STATEMENTS,
        commitments::STATEMENTS,
        copies::STATEMENTS,
        days::STATEMENTS,
        kept::STATEMENTS,
        listing::STATEMENTS,
        lists::STATEMENTS,
        marks::STATEMENTS,
        opening::STATEMENTS,
        outages::STATEMENTS,
        promises::STATEMENTS,
        ratings::STATEMENTS,
        relations::STATEMENTS,
        reminders::STATEMENTS,
        rules::STATEMENTS,
        standing::STATEMENTS,
        texts::STATEMENTS,
        tickets::STATEMENTS,
    ]
    .concat()
});
