//! What can be asked of the knowledge base. Everybody asks at their own organization, where what they may
//! read is kept.

mod advice;
mod articles;
mod of_ticket;

pub use advice::{Advice, AdviceLine, ReadAdvice};
pub use articles::{
    Article, ArticleFile, ArticleLine, ArticleList, ArticleText, Articles, FileOfArticle, Written,
};
pub use of_ticket::{ArticlesOf, OfTicket, UsedArticle};
