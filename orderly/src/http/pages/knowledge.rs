//! The pages of the knowledge base, and what stands of it on a ticket's page and on the page of a report.

use super::super::{App, visitor::Visitor};
use super::around::{named_in, names, read};
use super::frame::{Frame, Page, blank, open, or_stop};
use crate::records::boards;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use kernel::{ArticleId, Duty, TicketId};
use knowledge::pages::{
    FilePage, ListPage, OnTicket, advice_links, advice_text, article_file, article_text, list_page,
    on_ticket, writing,
};
use knowledge::{Advice, Article, ArticleFile, Articles, ArticlesOf, NoteArticleUse, ReadAdvice, Trouble};
use markup::{Crumb, Markup, html};
use office::{Ground, Order};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/articles", get(list))
        .route("/articles/new", get(new))
        .route("/articles/{article}", get(article))
        .route("/articles/{article}/file", get(file))
        .route("/help/{article}", get(help))
}

#[derive(Deserialize)]
struct ListAsked {
    #[serde(default, deserialize_with = "blank")]
    trouble: Option<Trouble>,
    #[serde(default)]
    words: String,
    own: Option<String>,
    #[serde(default, deserialize_with = "blank")]
    after: Option<ArticleId>,
}

async fn list(State(app): State<App>, visitor: Visitor, Query(asked): Query<ListAsked>) -> Response {
    let frame = open!(&app, &visitor);
    let (own, words) = (asked.own.is_some(), asked.words.trim());
    let question = Articles {
        trouble: asked.trouble,
        words: Some(words).filter(|w| !w.is_empty()).map(Into::into),
        own,
        after: asked.after,
        ..Articles::default()
    };
    let list = or_stop!(frame.ask(question).await);
    let writes = frame.has(Duty::WriteKnowledge);
    let page = ListPage { list: &list, searched: words, trouble: asked.trouble, own, writes };
    frame.page(Page::new("Articles", "articles"), list_page(&page))
}

const CRUMBS: &[Crumb<'static>] = &[Crumb { href: "/articles", label: "Articles" }];

async fn new(State(app): State<App>, visitor: Visitor) -> Response {
    let frame = open!(&app, &visitor);
    let clients = or_stop!(read(&frame, boards::clients).await);
    let clients: Vec<(String, String)> =
        clients.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let in_half_a_year = app.office.now().plus(kernel::Span::days(182)).date_in("UTC").to_string();
    let main = writing(&clients, &in_half_a_year);
    frame.page(Page { crumbs: CRUMBS, ..Page::new("Write an article", "articles") }, main)
}

async fn article(State(app): State<App>, visitor: Visitor, Path(article): Path<ArticleId>) -> Response {
    let frame = open!(&app, &visitor);
    if !frame.has(Duty::WorkTickets) {
        return Redirect::to(&format!("/help/{article}")).into_response();
    }
    let text = or_stop!(frame.ask(Article { article }).await);
    let named = or_stop!(names(&frame, vec![text.owner.to_string()]).await);
    let owner = named.get(&text.owner.to_string()).map_or("another organization", String::as_str);
    let own = text.owner == frame.badge.employer && frame.has(Duty::WriteKnowledge);
    let main = article_text(&text, owner, own, frame.zone());
    frame.page(Page { crumbs: CRUMBS, ..Page::new(&text.title, "articles") }, main)
}

#[derive(Deserialize)]
struct Before {
    before: Option<i64>,
}

async fn file(
    State(app): State<App>,
    visitor: Visitor,
    Path(article): Path<ArticleId>,
    Query(Before { before }): Query<Before>,
) -> Response {
    let frame = open!(&app, &visitor);
    let file = or_stop!(frame.ask(ArticleFile { article, before }).await);
    let named = or_stop!(named_in(&frame, &file).await);
    let clients = or_stop!(read(&frame, boards::clients).await);
    let clients: Vec<(String, String)> =
        clients.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let earlier = before.is_some();
    let page = FilePage { names: &named, clients: &clients, zone: frame.zone(), earlier };
    let main = article_file(&file, &page);
    frame.page(Page { live: true, crumbs: CRUMBS, ..Page::new(&file.line.title, "articles") }, main)
}

async fn help(State(app): State<App>, visitor: Visitor, Path(article): Path<ArticleId>) -> Response {
    let frame = open!(&app, &visitor);
    let text = or_stop!(frame.ask(ReadAdvice { article }).await);
    let portal = !frame.has(Duty::WorkTickets);
    frame.page(Page { portal, ..Page::new(&text.title, "report") }, advice_text(&text))
}

/// The panel of a ticket's page: what fits its trouble and its device, and what was used.
pub async fn panel_of(
    frame: &Frame<'_>,
    ticket: TicketId,
    trouble: &str,
    device: Option<&str>,
) -> Result<Markup, Response> {
    let used = frame.ask(ArticlesOf { ticket }).await?.used;
    let question = Articles {
        trouble: Trouble::from_word(trouble),
        asset_kind: Some(device.unwrap_or_default().to_owned()),
        most: Some(5),
        ..Articles::default()
    };
    let fitting = frame.ask(question).await?.lines;
    let may_use = frame.may(vec![(NoteArticleUse::ACT, Ground::thing(ticket))]).await?[0];
    let page =
        OnTicket { ticket, fitting: &fitting, used: &used, may_use, writes: frame.has(Duty::WriteKnowledge) };
    Ok(markup::panel("articles", "What we know", None, &on_ticket(&page)))
}

/// What may help a reporter meanwhile; nothing when there is nothing for this trouble.
pub async fn advice_for(frame: &Frame<'_>, trouble: &str) -> Result<Markup, Response> {
    let Some(trouble) = Trouble::from_word(trouble) else { return Ok(html! {}) };
    Ok(advice_links(&frame.ask(Advice { trouble }).await?))
}
