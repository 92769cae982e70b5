//! An article as it is read, its file with every version, and the form in which it is written.

use crate::kinds::{ArticleState, Audience, Trouble};
use crate::markdown::rendered;
use crate::orders::{PublishArticle, RetireArticle, ReviewArticle, WriteArticle};
use crate::questions::{ArticleText, FileOfArticle};
use markup::{
    ButtonKind, Choices, Markup, OrderForm, Tone, definitions, folded_form, html, link_button, notice,
    order_form, panel, press, words,
};
use office::{Order, schema_of};
use serde_json::json;
use std::collections::BTreeMap;

/// An article as a desk reads it.
pub fn article_text(text: &ArticleText, owner: &str, own: bool, zone: &str) -> Markup {
    let about = definitions(&[
        ("For", html! { (text.trouble.map_or("Any trouble", Trouble::title)) }),
        ("Kind of asset", html! { (text.asset_kind.as_deref().unwrap_or("any")) }),
        ("Application", html! { (text.applies_to.as_deref().unwrap_or("any")) }),
        ("From", html! { (owner) }),
        ("Version", html! { (text.version) ", " (words::local_day(text.published_at.micros(), zone)) }),
        ("Look again by", html! { (text.review_by) }),
    ]);
    html! {
        @if text.review_is_due {
            (notice(Tone::Soon, &html! { p { "Somebody should have looked by " (text.review_by)
                " whether this is still right." } }))
        }
        div.columns {
            div.stack { (of_page(&text.body)) }
            div.stack {
                (panel("about-article", "About", None, &about))
                @if own {
                    (link_button(ButtonKind::Plain, &format!("/articles/{}/file", text.article), "Its file"))
                }
            }
        }
    }
}

/// The text where it stands right under the page's title: its own headings are of the third level.
fn of_page(text: &str) -> Markup {
    html! { div { h2.unseen { "What helps" } (body(text)) } }
}

fn body(text: &str) -> Markup {
    html! { article.panel { div.panel-body { (rendered(text)) } } }
}

/// An article as a reporter reads it.
pub fn advice_text(text: &ArticleText) -> Markup {
    html! { div.stack {
        (of_page(&text.body))
        div.buttons { (link_button(ButtonKind::Plain, "/report", "Back to the report")) }
    } }
}

/// What the file needs beside the article.
#[derive(Debug, Clone)]
pub struct FilePage<'a> {
    /// People and organizations by id.
    pub names: &'a BTreeMap<String, String>,
    /// Whose people an article may be for: id and name.
    pub clients: &'a [(String, String)],
    pub zone: &'a str,
    /// Whether it shows earlier versions only, the latest not among them.
    pub earlier: bool,
}

/// The file of an article.
pub fn article_file(file: &FileOfArticle, page: &FilePage<'_>) -> Markup {
    let (line, id) = (&file.line, file.line.article.to_string());
    let next = format!("/articles/{id}/file");
    let of = ("article", id.as_str());
    let readers = match (file.audience, file.client) {
        (Audience::Client, Some(client)) => {
            format!(
                "{} and our desk",
                page.names.get(&client.to_string()).map_or("One client", String::as_str)
            )
        }
        (audience, _) => audience.title().to_owned(),
    };
    let read = match file.published {
        Some(version) if line.state == ArticleState::Published => format!("version {version}"),
        _ => "nothing".to_owned(),
    };
    let about = definitions(&[
        ("State", html! { (line.state.title()) }),
        ("Others read", html! { (read) }),
        ("Readers", html! { (readers) }),
        (
            "Look again by",
            html! { @if line.review_is_due { b { "was due " (line.review_by) } } @else { (line.review_by) } },
        ),
        ("Used", html! { (words::grouped(line.used.unwrap_or(0))) " times" }),
        ("Tickets resolved with it", html! { (words::grouped(line.resolved.unwrap_or(0))) }),
    ]);
    let waits = line.state != ArticleState::Published || line.has_draft;
    let review = OrderForm {
        id: "review",
        verb: "It is still right",
        of: Some(of),
        next: &next,
        ..OrderForm::default()
    };
    html! {
        div.columns {
            div.stack {
                @if let Some(last) = file.versions.first().filter(|_| !page.earlier) { (of_page(&last.body)) }
                @if !page.earlier { (folded_writing(file, page, &next)) }
                (versions(file, page))
            }
            div.stack {
                (panel("about-article", "How it stands", None, &about))
                @if waits { (press(PublishArticle::ACT.name, of, &next, "Publish it", ButtonKind::Primary)) }
                @if line.state == ArticleState::Published {
                    (folded_form("It was looked at", ReviewArticle::ACT.name, schema_of::<ReviewArticle>(), &review))
                }
                @if line.state != ArticleState::Retired {
                    (press(RetireArticle::ACT.name, of, &next, "Take it out of use", ButtonKind::Quiet))
                }
            }
        }
    }
}

fn choices(clients: &[(String, String)]) -> Choices {
    Choices::from([
        ("client".to_owned(), clients.to_vec()),
        (
            "audience".to_owned(),
            Audience::ALL.iter().map(|a| (a.word().to_owned(), a.title().to_owned())).collect(),
        ),
        (
            "trouble".to_owned(),
            Trouble::ALL.iter().map(|t| (t.word().to_owned(), t.title().to_owned())).collect(),
        ),
    ])
}

fn folded_writing(file: &FileOfArticle, page: &FilePage<'_>, next: &str) -> Markup {
    let id = file.line.article.to_string();
    let last = file.versions.first();
    let form = OrderForm {
        id: "rewrite",
        verb: "Keep this version",
        of: Some(("article", &id)),
        next,
        values: json!({
            "title": last.map(|v| v.title.as_str()), "words": last.map(|v| v.body.as_str()),
            "trouble": file.line.trouble, "asset_kind": file.line.asset_kind,
            "applies_to": file.line.applies_to, "audience": file.audience, "client": file.client,
            "review_by": file.line.review_by,
        }),
        choices: choices(page.clients),
        ..OrderForm::default()
    };
    folded_form("Write it anew", WriteArticle::ACT.name, schema_of::<WriteArticle>(), &form)
}

fn versions(file: &FileOfArticle, page: &FilePage<'_>) -> Markup {
    html! {
        @if file.versions.len() > 1 || page.earlier {
            details #versions open[page.earlier] {
                summary { "Earlier versions" }
                @for version in file.versions.iter().skip(usize::from(!page.earlier)) {
                    details {
                        summary { "Version " (version.version) ", "
                            (words::local_day(version.written_at.micros(), page.zone))
                            @if let Some(name) = version.written_by.and_then(|p| page.names.get(&p.to_string())) {
                                ", " (name)
                            } }
                        h3 { (version.title) }
                        (body(&version.body))
                    }
                }
                p.row {
                    @if page.earlier { a href={ "/articles/" (file.line.article) "/file" } { "The latest version" } }
                    @if let Some(before) = file.before {
                        a href={ "/articles/" (file.line.article) "/file?before=" (before) } { "Versions before these" }
                    }
                }
            }
        }
    }
}

/// The form of a new article.
pub fn writing(clients: &[(String, String)], review_by: &str) -> Markup {
    let form = OrderForm {
        id: "write-article",
        verb: "Keep the draft",
        of: None,
        next: "/articles/{article}/file",
        values: json!({ "review_by": review_by, "audience": Audience::Desk }),
        choices: choices(clients),
        ..OrderForm::default()
    };
    html! {
        p { "Write what helps, step by step. An article speaks of systems: no patient's name, number or date belongs into it." }
        (order_form(WriteArticle::ACT.name, schema_of::<WriteArticle>(), &form))
    }
}
