//! The knowledge base: what a desk has learned, written down once and found again. An article says for
//! which trouble it is, who may read it and until when somebody must look whether it is still right; every
//! version is kept. Whoever works on a ticket sees what fits it and says which article was used, so that
//! good articles show by how often they ended the trouble. A reporter is told what to do meanwhile.
//! Articles speak of systems, never of patients.
//!
//! | what can happen | orders |
//! |---|---|
//! | an article is written, and written anew | [`WriteArticle`] |
//! | it is read by others | [`PublishArticle`], [`RetireArticle`], [`ReviewArticle`] |
//! | it was of use | [`NoteArticleUse`] |

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod facts;
mod kinds;
mod markdown;
mod needs;
mod orders;
pub mod pages;
mod questions;
mod records;
mod text;

pub use kinds::{ArticleState, Audience, Trouble};
pub use markdown::rendered;
pub use needs::Named;
pub use orders::*;
pub use questions::*;
pub use records::{ended, reviewed, spread, used, welcome};
pub use text::LONGEST_NAME;

use office::Registry;
use store::{Migration, Schema};

/// The tables and statements of this slice.
pub fn schema() -> Schema {
    Schema {
        slice: "knowledge",
        migrations: const {
            &[Migration { name: "0001_knowledge", text: include_str!("../migrations/0001_knowledge.sql") }]
        },
        statements: &records::ALL,
    }
}

/// Everything here that needs nothing from another slice. The binary registers [`WriteArticle`] with [`Named`].
pub fn register(registry: &mut Registry) {
    registry
        .order::<PublishArticle>()
        .order::<RetireArticle>()
        .order::<ReviewArticle>()
        .order::<NoteArticleUse>()
        .question::<Articles>()
        .question::<Article>()
        .question::<ArticleFile>()
        .question::<Advice>()
        .question::<ReadAdvice>()
        .question::<ArticlesOf>()
        .locate("art", &records::LOCATE)
        .tell(facts::sentence);
}
