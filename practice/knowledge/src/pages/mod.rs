//! The pages of the knowledge base: the list, an article, its file, and what stands of it on other pages.

mod article;
mod list;
mod on_ticket;

pub use article::{FilePage, advice_text, article_file, article_text, writing};
pub use list::{ListPage, list_page};
pub use on_ticket::{OnTicket, advice_links, on_ticket};
