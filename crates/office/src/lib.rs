//! The office: the one door through which everything passes. It asks the gate, lets the slice do its work, lets other
//! slices react, writes the ledger and hands out the post, all in one transaction.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod act;
mod asks;
mod chart;
mod described;
mod document;
mod door;
pub mod form;
mod gate;
mod instant;
mod once;
mod permit;
mod post;
mod registry;
pub mod sealer;
pub mod text;
mod timeline;
mod together;
mod whole;

pub use act::{Act, Ground, Order, Question, SMALL, in_base64};
pub use asks::{
    AddWebhook, EndWebhook, Entries, EntriesFound, Entry as LedgerEntry, EntryFound, Told, Webhook, Webhooks,
    register,
};
pub use described::schema_of;
pub use document::document;
pub use door::{Answered, Aside, Charted, Directory, Office};
pub use gate::{Asked, Gate, POLICIES, SCHEMA as POLICY_SCHEMA, Verdict};
pub use once::forget as forget_receipts;
pub use post::{
    Answerable, Waiting, letter, letter_about, letter_held, letter_to_answer, short_message, waiting,
};
pub use registry::{Call, Coming, Entry, Kind, Reaction, Registry, Supply, Teller, read};
pub use sealer::Sealer;
pub use timeline::{Line, Proof, timeline};
pub use together::Together;

use store::{Migration, Schema};

/// The office's own tables and statements.
pub fn schema() -> Schema {
    Schema {
        slice: "office",
        migrations: const {
            &[
                Migration { name: "0001_ledger", text: include_str!("../migrations/0001_ledger.sql") },
                Migration { name: "0002_answers", text: include_str!("../migrations/0002_answers.sql") },
                Migration {
                    name: "0003_secret_sealed",
                    text: include_str!("../migrations/0003_secret_sealed.sql"),
                },
            ]
        },
        statements: &ALL,
    }
}

static ALL: std::sync::LazyLock<Vec<&'static store::Sql>> = std::sync::LazyLock::new(|| {
    [
        asks::STATEMENTS,
        chart::STATEMENTS,
        once::STATEMENTS,
        post::STATEMENTS,
        sealer::STATEMENTS,
        timeline::STATEMENTS,
    ]
    .concat()
});
