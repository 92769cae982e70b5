//! What stands of the knowledge base on other pages: what fits a ticket and what was used on it, and what
//! a reporter can do meanwhile.

use crate::orders::NoteArticleUse;
use crate::questions::{AdviceLine, ArticleLine, UsedArticle};
use kernel::TicketId;
use markup::{ButtonKind, Markup, button, hidden, html};
use office::Order;

/// What the panel of a ticket needs.
#[derive(Debug, Clone)]
pub struct OnTicket<'a> {
    pub ticket: TicketId,
    pub fitting: &'a [ArticleLine],
    pub used: &'a [UsedArticle],
    /// Whether the viewer may say that an article was used.
    pub may_use: bool,
    /// Whether the viewer may write one.
    pub writes: bool,
}

/// The content of the panel.
pub fn on_ticket(page: &OnTicket<'_>) -> Markup {
    let ticket = page.ticket.to_string();
    let was_used = |line: &ArticleLine| page.used.iter().any(|u| u.article == line.article);
    html! {
        div.stack {
            @for used in page.used {
                p { "Used: "
                    a href={ "/articles/" (used.article) } {
                        (used.title.as_deref().unwrap_or("an article that is out of use"))
                    }
                    @if used.resolved { span.soft { " · it was resolved afterwards" } } }
            }
            @for line in page.fitting.iter().filter(|line| !was_used(line)) {
                div.row {
                    a href={ "/articles/" (line.article) } { (line.title) }
                    @if page.may_use {
                        form.act method="post" action={ "/do/" (NoteArticleUse::ACT.name) } {
                            (hidden("ticket", &ticket)) (hidden("article", &line.article.to_string()))
                            (hidden("_next", &format!("/tickets/{ticket}")))
                            (button(ButtonKind::Quiet, "Used it"))
                        }
                    }
                }
            }
            @if page.fitting.is_empty() && page.used.is_empty() {
                p.soft { "No article fits this trouble yet." }
            }
            p { a href="/articles" { "Search the articles" }
                @if page.writes { " · " a href="/articles/new" { "Write one" } } }
        }
    }
}

/// What a reporter can do meanwhile, as links.
pub fn advice_links(lines: &[AdviceLine]) -> Markup {
    html! {
        @if !lines.is_empty() {
            nav aria-label="What may help meanwhile" {
                p { b { "What may help meanwhile" } }
                ul { @for line in lines { li { a href={ "/help/" (line.article) } { (line.title) } } } }
            }
        }
    }
}
