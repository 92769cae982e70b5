//! The list of tickets: views as tabs, what narrows them in one line, a search, columns to choose, acts
//! for many at once, and pages that always say how much there is. All that was asked stands in the
//! address.

use super::Around;
use super::narrow::{chips, narrowing};
use super::rows::{ListColumn, USUAL_COLUMNS, row};
use crate::filter::Sort;
use crate::questions::{Listing, Tickets, ViewLine};
use crate::words::View;
use kernel::Moment;
use markup::{
    Bulk, ButtonKind, Chooser, Column, Empty, Markup, Paging, Tab, Table, Tone, button, hidden, notice,
    table, tabs, words,
};
use maud::html;

/// What the list needs beside the tickets.
#[derive(Debug, Clone, Default)]
pub struct ListPage<'a> {
    pub around: Around,
    /// What was searched for.
    pub searched: &'a str,
    /// What the viewer and their desk keep.
    pub views: &'a [ViewLine],
    /// The columns that were chosen; none means the usual ones.
    pub columns: Vec<ListColumn>,
    pub dense: bool,
    /// Clients within reach, people who work on tickets, and the chosen client's locations: id and name.
    pub clients: &'a [(String, String)],
    pub people: &'a [(String, String)],
    pub locations: &'a [(String, String)],
    /// What may be done to many at once: value and verb.
    pub acts: &'a [(String, String)],
    pub zone: &'a str,
}

impl ListPage<'_> {
    fn shown(&self) -> &[ListColumn] {
        if self.columns.is_empty() { USUAL_COLUMNS } else { &self.columns }
    }

    /// How the list is looked at: goes along with every link.
    pub(super) fn looks(&self) -> Vec<(&'static str, String)> {
        let mut out: Vec<(&str, String)> =
            self.columns.iter().map(|c| ("column", c.word().to_owned())).collect();
        if self.dense {
            out.push(("dense", "1".to_owned()));
        }
        out
    }

    /// The words that were searched for, as they go along.
    pub(super) fn words(&self) -> Vec<(&'static str, String)> {
        let words = self.searched.trim();
        if words.is_empty() { Vec::new() } else { vec![("words", words.to_owned())] }
    }
}

/// The address of the list when it is asked so.
pub(super) fn list_address(asked: &Tickets, page: &ListPage<'_>, more: &[(&'static str, String)]) -> String {
    let mut pairs = asked.pairs();
    pairs.extend(page.words());
    pairs.extend(page.looks());
    pairs.extend(more.iter().cloned());
    markup::address("/tickets", pairs)
}

/// The list's content.
pub fn tickets(listing: &Listing, asked: &Tickets, page: &ListPage<'_>) -> Markup {
    html! {
        div.stack {
            (view_tabs(listing, asked, page))
            (search(asked, page))
            (chips(asked, page))
            (narrowing(listing, asked, page))
            (list(listing, asked, page))
            (keep(listing, asked, page))
        }
    }
}

/// A tab keeps the organization and how the list is looked at; all else it says itself.
fn view_tabs(listing: &Listing, asked: &Tickets, page: &ListPage<'_>) -> Markup {
    let here = markup::query_of(asked.kept_pairs());
    let kept = page.views.iter().any(|v| v.asks == here) && is_kept_whole(listing, asked);
    let plain = Tickets { org: asked.org, view: asked.view, sort: asked.sort, ..Tickets::default() };
    let is_plain = plain.pairs() == asked.pairs() && page.words().is_empty() && !kept;
    let mut all: Vec<Tab> =
        View::ALL
            .iter()
            .map(|view| {
                let of = Tickets { view: Some(*view), org: asked.org, ..Tickets::default() };
                let unsearched = ListPage { searched: "", ..page.clone() };
                Tab {
                    href: list_address(&of, &unsearched, &[]),
                    label: view.title().to_owned(),
                    count: listing.counts.iter().find(|c| c.view == *view).map(|c| {
                        words::count(c.count.min(1_000), if c.count > 1_000 { 1_000 } else { 1_001 })
                    }),
                    current: is_plain && *view == listing.view,
                }
            })
            .collect();
    all.extend(page.views.iter().map(|view| Tab {
        href: format!("/tickets?{}", view.asks),
        label: view.name.clone(),
        count: None,
        current: view.asks == here && kept,
    }));
    tabs("Views of the tickets", &all)
}

/// Whether all that was asked stands in an address that may be kept: no word of anybody's own is looked for.
fn is_kept_whole(listing: &Listing, asked: &Tickets) -> bool {
    !listing.searched || asked.kept_pairs().len() > asked.pairs().len()
}

/// The search once more, with why what was typed cannot be read.
pub fn unread(asked: &Tickets, searched: &str, why: &str) -> Markup {
    let page = ListPage { searched, ..ListPage::default() };
    html! {
        (notice(Tone::Soon, &html! { p { (why) } }))
        (search(asked, &page))
    }
}

fn search(asked: &Tickets, page: &ListPage<'_>) -> Markup {
    html! {
        form role="search" aria-label="Tickets" method="get" action="/tickets" data-live {
            @for (name, value) in asked.pairs().iter().chain(&page.looks()) { (hidden(name, value)) }
            div.row {
                label.unseen for="ticket-search" { "Search the tickets" }
                input #ticket-search type="search" name="words" value=(page.searched) maxlength="200"
                    aria-describedby="ticket-search-hint";
                (button(ButtonKind::Plain, "Search"))
                span.soft id="ticket-search-hint" {
                    "A number, whole words of the trouble (" code { "printer" } " does not find printers), or "
                    code { "(icu OR ed) printer -toner" } " and filters: "
                    code { "status:open priority:1,2 client:larkspur from:\"Nora Testwell\" for:me" }
                    ". Texts are found without being opened, so parts of words are not; parts of names are."
                }
            }
        }
    }
}

fn heading(column: ListColumn, listing: &Listing, asked: &Tickets, page: &ListPage<'_>) -> Column {
    let sort = match column {
        ListColumn::Due => Sort::Due,
        ListColumn::What => Sort::Priority,
        ListColumn::Changed => Sort::Changed,
        ListColumn::Opened if listing.sort == Sort::Newest => Sort::Oldest,
        ListColumn::Opened => Sort::Newest,
        _ => return Column::new(column.title()),
    };
    // What reaches back is walked along its index, the newest first, and so is what was found by its words.
    if listing.searched || asked.reaches_back() {
        return Column::new(column.title());
    }
    let upwards = match (column, listing.sort) {
        (ListColumn::Due, Sort::Due) | (ListColumn::What, Sort::Priority) => Some(true),
        (ListColumn::Changed, Sort::Changed) | (ListColumn::Opened, Sort::Newest) => Some(false),
        (ListColumn::Opened, Sort::Oldest) => Some(true),
        _ => None,
    };
    let by = Tickets { sort: Some(sort), ..asked.clone() };
    Column::new(column.title()).sorted_by(list_address(&by, page, &[]), upwards)
}

fn list(listing: &Listing, asked: &Tickets, page: &ListPage<'_>) -> Markup {
    let columns = page.shown();
    let on = listing.next.map(|after| {
        let mut more = vec![("after", after.to_string())];
        more.extend(listing.next_first.map(|key| ("after_first", key.to_string())));
        more.extend(listing.next_second.map(|key| ("after_second", key.to_string())));
        list_address(asked, page, &more)
    });
    let back = markup::escaped(&list_address(asked, page, &[]));
    let bulk = Bulk {
        action: format!("/tickets/bulk?back={back}"),
        acts: page.acts.to_vec(),
        one: "ticket".to_owned(),
        many: "tickets".to_owned(),
    };
    let mut keep = asked.pairs();
    keep.extend(page.words());
    let chooser = Chooser {
        action: "/tickets".to_owned(),
        columns: ListColumn::ALL
            .iter()
            .map(|c| (c.word().to_owned(), c.title().to_owned(), columns.contains(c)))
            .collect(),
        keep: keep.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
    };
    let now = listing.now;
    let all = table(&Table {
        id: "tickets",
        caption: listing.sort.title(),
        columns: columns.iter().map(|c| heading(*c, listing, asked, page)).collect(),
        rows: listing.tickets.iter().map(|ticket| row(ticket, columns, &page.around, now)).collect(),
        empty: empty(listing, asked),
        paging: Some(Paging { back: None, on: on.clone(), words: how_many(listing, page.zone) }),
        bulk: (!page.acts.is_empty()).then_some(bulk),
        chooser: Some(chooser),
        dense: page.dense,
        ..Table::default()
    });
    html! {
        div.ticket-list[columns.contains(&ListColumn::Who)] { (all) }
        // Nothing was found as far as was looked; what lies further back is one link away.
        @if listing.tickets.is_empty() && let Some(on) = on {
            p { (how_many(listing, page.zone)) " " a href=(on) data-live { "Look further back" } }
        }
    }
}

/// How much there is, as far as anybody counted.
fn how_many(listing: &Listing, zone: &str) -> String {
    let shown = i64::try_from(listing.tickets.len()).unwrap_or(i64::MAX);
    let here = words::counted(shown, "ticket", "tickets");
    let looked = |to: Moment| {
        format!("{here}. Looked back to {}; there may be older ones.", words::local_day(to.micros(), zone))
    };
    match (listing.looked_to, listing.all) {
        (Some(to), _) => looked(to),
        (None, Some(all)) if all > 1_000 => format!("{} of 1 000+ tickets", words::grouped(shown)),
        (None, Some(all)) if all > shown => {
            format!("{} of {} tickets", words::grouped(shown), words::grouped(all))
        }
        _ => here,
    }
}

fn keep(listing: &Listing, asked: &Tickets, page: &ListPage<'_>) -> Markup {
    let (asks, whole) = (markup::query_of(asked.kept_pairs()), is_kept_whole(listing, asked));
    let next = format!("/tickets?{asks}");
    let kept = page.views.iter().find(|v| v.asks == asks).filter(|_| whole);
    html! {
        div.row {
            @match kept {
                Some(view) => {
                    details #change-view {
                        summary { "Change this view" }
                        form.form method="post" action="/do/desk.rename-view" {
                            (hidden("view", &view.view.to_string())) (hidden("_next", &next))
                            (name_field("rename-view", &view.name))
                            div.buttons { (button(ButtonKind::Plain, "Rename it")) }
                        }
                        form.form method="post" action="/do/desk.drop-view" {
                            (hidden("view", &view.view.to_string())) (hidden("_next", "/tickets"))
                            p.soft {
                                @if view.shared { "Everybody at your desk sees it." } @else { "Only you see it." }
                            }
                            div.buttons { (button(ButtonKind::Plain, "Drop it")) }
                        }
                    }
                },
                None if !asks.is_empty() => {
                    details #keep-view {
                        summary { "Keep this view" }
                        form.form method="post" action="/do/desk.keep-view" {
                            (hidden("asks", &asks)) (hidden("_next", &next))
                            (name_field("keep-view", ""))
                            label.check for="keep-view-shared" {
                                input #keep-view-shared type="checkbox" name="shared" value="true";
                                span { "Everybody at your desk sees it" }
                            }
                            div.buttons { (button(ButtonKind::Plain, "Keep it")) }
                        }
                    }
                },
                None => {},
            }
            @if whole {
                a href={ "/tickets.csv?" (asks) } { "Take this list out as CSV" }
            }
            a href="/templates" { "Templates" }
        }
    }
}

fn name_field(form: &str, value: &str) -> Markup {
    markup::field(&markup::Field {
        form,
        name: "name",
        label: "What it is called",
        hint: Some("It stands on the tab. No name of a patient."),
        required: true,
        value,
        most: Some(60),
        ..markup::Field::default()
    })
}

fn empty(listing: &Listing, asked: &Tickets) -> Empty<'static> {
    let (title, will_hold) = match (listing.searched, listing.view) {
        (true, _) => {
            ("Nothing was found.", "All the words must stand in one text of a ticket, or in several of it.")
        }
        _ if asked.is_narrowed() => ("Nothing fits.", "Take something away of what narrows the list."),
        (_, View::Open) => ("Nothing is open.", "Every open ticket within your reach stands here."),
        (_, View::Mine) => ("You have no ticket.", "Tickets that you take or are given stand here."),
        (_, View::Unassigned) => {
            ("Every open ticket has a name.", "Tickets that nobody has taken stand here.")
        }
        (_, View::Waiting) => ("Nothing waits.", "Tickets that wait for somebody or something stand here."),
        (_, View::Resolved) => ("Nothing was resolved yet.", "Resolved tickets stay here for good."),
        (_, View::All) => ("There is no ticket yet.", "Every ticket within your reach stands here."),
    };
    Empty { title, will_hold, act: None }
}
