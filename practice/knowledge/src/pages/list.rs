//! The list of articles: what the desk reads, what it writes, a search, and a kind of trouble to choose.

use crate::kinds::{ArticleState, Trouble};
use crate::questions::{ArticleLine, ArticleList};
use markup::{
    ButtonKind, Column, Empty, Markup, Paging, Row, RowMark, Tab, Table, button, hidden, html, link_button,
    table, tabs, words,
};

/// What the list needs.
#[derive(Debug, Clone)]
pub struct ListPage<'a> {
    pub list: &'a ArticleList,
    /// What was searched for.
    pub searched: &'a str,
    pub trouble: Option<Trouble>,
    /// Whether it is the list of what one's own organization writes.
    pub own: bool,
    pub writes: bool,
}

impl ListPage<'_> {
    fn address(&self, after: &str) -> String {
        let pairs = [
            ("own", self.own.then_some("1")),
            ("trouble", self.trouble.map(|trouble| trouble.word())),
            ("words", Some(self.searched).filter(|words| !words.is_empty())),
            ("after", Some(after)),
        ];
        markup::address("/articles", pairs.into_iter().filter_map(|(name, value)| Some((name, value?))))
    }
}

/// The page's content.
pub fn list_page(page: &ListPage<'_>) -> Markup {
    let tab = |href: &str, label: &str, current| Tab {
        href: href.to_owned(),
        label: label.to_owned(),
        count: None,
        current,
    };
    let searched = !page.searched.is_empty();
    html! {
        div.stack {
            @if page.writes {
                (tabs("Articles", &[tab("/articles", "To read", !page.own && !searched),
                    tab("/articles?own=1", "What we write", page.own && !searched)]))
            }
            (search(page))
            (articles(page))
            @if page.writes {
                div.buttons { (link_button(ButtonKind::Primary, "/articles/new", "Write an article")) }
            }
        }
    }
}

fn search(page: &ListPage<'_>) -> Markup {
    html! {
        form role="search" aria-label="Articles" method="get" action="/articles" data-live {
            div.row {
                label.unseen for="article-search" { "Search the articles" }
                input #article-search type="search" name="words" value=(page.searched) maxlength="200";
                label.unseen for="article-trouble" { "For which trouble" }
                select #article-trouble name="trouble" {
                    option value="" { "Any trouble" }
                    @for trouble in Trouble::ALL {
                        option value=(trouble.word()) selected[page.trouble == Some(*trouble)] { (trouble.title()) }
                    }
                }
                @if page.own { (hidden("own", "1")) }
                (button(ButtonKind::Plain, "Search"))
            }
        }
    }
}

fn row(line: &ArticleLine, own: bool) -> Row {
    let href =
        if own { format!("/articles/{}/file", line.article) } else { format!("/articles/{}", line.article) };
    let fits: Vec<&str> =
        [line.asset_kind.as_deref(), line.applies_to.as_deref()].into_iter().flatten().collect();
    let state = match (line.state, line.has_draft) {
        (ArticleState::Published, true) => "Published, a later version waits",
        (state, _) => state.title(),
    };
    let mut cells = vec![
        html! { a href=(href) { (line.title) } },
        html! { (line.trouble.map_or("Any", Trouble::title)) @if !fits.is_empty() { br; span.soft { (fits.join(" · ")) } } },
        html! {
            @if line.review_is_due { b { "was due " (line.review_by) } } @else { (line.review_by) }
        },
    ];
    if own {
        cells.push(html! { (state) });
        let (used, resolved) = (line.used.unwrap_or(0), line.resolved.unwrap_or(0));
        cells.push(html! { (words::grouped(used)) " used, " (words::grouped(resolved)) " resolved" });
    }
    Row {
        id: line.article.to_string(),
        href: Some(href),
        cells,
        mark: if line.review_is_due { RowMark::Soon } else { RowMark::None },
    }
}

fn articles(page: &ListPage<'_>) -> Markup {
    let mut columns = vec!["Article", "For", "Look again by"];
    if page.own {
        columns.extend(["State", "Helped"]);
    }
    let count = i64::try_from(page.list.lines.len()).unwrap_or(i64::MAX);
    let empty = if page.searched.is_empty() && page.trouble.is_none() {
        Empty {
            title: "There is no article yet.",
            will_hold: "What your desk has learned stands here, and beside the tickets that it fits.",
            act: None,
        }
    } else {
        Empty { title: "Nothing was found.", will_hold: "All the words must stand in an article.", act: None }
    };
    table(&Table {
        id: "articles",
        caption: "Articles, the newest first",
        columns: columns.into_iter().map(Column::new).collect(),
        rows: page.list.lines.iter().map(|line| row(line, page.own)).collect(),
        empty,
        paging: Some(Paging {
            back: None,
            on: page.list.next.map(|after| page.address(&after.to_string())),
            words: words::counted(count, "article", "articles"),
        }),
        ..Table::default()
    })
}
