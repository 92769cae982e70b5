//! What can be done with an article, one order a file.

mod publish;
mod use_article;
mod write;

pub use publish::{PublishArticle, RetireArticle, ReviewArticle};
pub use use_article::{ArticleUsed, NoteArticleUse};
pub use write::WriteArticle;

use crate::kinds::ArticleState;
use kernel::ArticleId;
use schemars::JsonSchema;
use serde::Serialize;

/// How the article stands after the order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ArticleNow {
    pub article: ArticleId,
    pub state: ArticleState,
    /// The last version that was written.
    pub version: i64,
}
