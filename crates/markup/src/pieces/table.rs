//! The table: a head that stays in sight, rows that a keyboard walks, honest counts and links to the next
//! page. On a telephone each row becomes a card that names its columns. Rows have ids, so that a live update
//! finds the one that changed.

use super::empty::{Empty, empty_state};
use maud::{Markup, html};

/// How a column is sorted by its heading.
#[derive(Clone, Debug, Default)]
pub struct Sort {
    /// The page sorted by this column (or turned round, if it already is).
    pub href: String,
    /// `Some(true)` if sorted upwards by it now, `Some(false)` downwards.
    pub upwards: Option<bool>,
}

/// One column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    pub label: String,
    pub sort: Option<Sort>,
    /// Numbers stand right-aligned.
    pub number: bool,
}

impl Column {
    /// A column of words.
    pub fn new(label: &str) -> Column {
        Column { label: label.to_owned(), ..Column::default() }
    }

    /// A column of numbers.
    pub fn number(label: &str) -> Column {
        Column { number: true, ..Column::new(label) }
    }

    /// The same column, sorted by its heading.
    pub fn sorted_by(self, href: impl Into<String>, upwards: Option<bool>) -> Column {
        Column { sort: Some(Sort { href: href.into(), upwards }), ..self }
    }
}

/// What a row's edge says; the row's own words must say it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowMark {
    #[default]
    None,
    /// Late, or patient care at risk.
    Risk,
    Soon,
    /// A clock of law.
    Law,
}

/// One row.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// An id that is unique on the page and stays with the thing: `ticket-…`.
    pub id: String,
    /// Its page, opened with enter.
    pub href: Option<String>,
    /// One cell for each column.
    pub cells: Vec<Markup>,
    pub mark: RowMark,
}

/// The acts for the chosen rows.
#[derive(Clone, Debug, Default)]
pub struct Bulk {
    /// Where the choice is posted; the rows' ids go along as `row`.
    pub action: String,
    /// Value (sent as `act`) and label of each act: "Take", "Close as duplicate".
    pub acts: Vec<(String, String)>,
    /// What one row is called when rows are counted: "ticket".
    pub one: String,
    /// What several are called: "tickets".
    pub many: String,
}

/// Where the columns are chosen.
#[derive(Clone, Debug, Default)]
pub struct Chooser {
    /// The page to ask again, with `column` for each one chosen and `dense`.
    pub action: String,
    /// Value, label and whether it is shown.
    pub columns: Vec<(String, String, bool)>,
    /// What else is in the address and must stay: name and value.
    pub keep: Vec<(String, String)>,
}

/// The links to the pages around this one.
#[derive(Clone, Debug, Default)]
pub struct Paging {
    pub back: Option<String>,
    pub on: Option<String>,
    /// "50 of 1 000+ tickets".
    pub words: String,
}

/// A whole table.
#[derive(Clone, Debug, Default)]
pub struct Table<'a> {
    /// An id that is unique on the page.
    pub id: &'a str,
    /// What the table holds, for a screen reader and the printed page.
    pub caption: &'a str,
    /// Whether the caption is shown on the screen too.
    pub show_caption: bool,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// What stands here when there are no rows.
    pub empty: Empty<'a>,
    pub paging: Option<Paging>,
    pub bulk: Option<Bulk>,
    pub chooser: Option<Chooser>,
    pub dense: bool,
}

/// The table with everything around it.
pub fn table(table: &Table<'_>) -> Markup {
    if table.rows.is_empty() {
        return html! { div.table-empty id=(table.id) { (empty_state(&table.empty)) } };
    }
    let grid = grid(table);
    html! {
        div.table-block id=(table.id) {
            @if let Some(chooser) = &table.chooser { (choose(table.id, chooser, table.dense)) }
            (grid)
            // The form stands beside the table and its boxes name it: a cell may hold forms of its own.
            @if let Some(bulk) = &table.bulk {
                form.bulk-bar id={ (table.id) "-bulk" } method="post" action=(bulk.action)
                    data-live data-bulk {
                    (bulk_bar(bulk))
                }
            }
            @if let Some(paging) = &table.paging { (pages(paging)) }
        }
    }
}

fn grid(table: &Table<'_>) -> Markup {
    let selects = table.bulk.is_some();
    html! {
        div.table-scroll {
            table.table.table-dense[table.dense] {
                caption.unseen[!table.show_caption] { (table.caption) }
                thead { tr {
                    @if selects { th.cell-select scope="col" { span.unseen { "Choose" } } }
                    @for column in &table.columns { (heading(column)) }
                } }
                tbody { @for row in &table.rows { (line(row, table)) } }
            }
        }
    }
}

fn heading(column: &Column) -> Markup {
    let upwards = column.sort.as_ref().and_then(|sort| sort.upwards);
    let order = upwards.map(|up| if up { "ascending" } else { "descending" });
    html! {
        th.cell-number[column.number] scope="col" aria-sort=[order] {
            @match &column.sort {
                Some(sort) => a href=(sort.href) data-live {
                    (column.label)
                    span.sort-mark aria-hidden="true" {
                        @match sort.upwards { Some(true) => " ↑", Some(false) => " ↓", None => "" }
                    }
                },
                None => (column.label),
            }
        }
    }
}

fn line(row: &Row, table: &Table<'_>) -> Markup {
    let mark = match row.mark {
        RowMark::None => None,
        RowMark::Risk => Some("row-risk"),
        RowMark::Soon => Some("row-soon"),
        RowMark::Law => Some("row-law"),
    };
    html! {
        tr id=(row.id) class=[mark] data-row-href=[row.href.as_ref()] {
            @if table.bulk.is_some() {
                td.cell-select {
                    input type="checkbox" name="row" value=(row.id) form={ (table.id) "-bulk" }
                        aria-label={ "Choose " (row.id) };
                }
            }
            @for (cell, column) in row.cells.iter().zip(&table.columns) {
                td.cell-number[column.number] data-label=(column.label) { (cell) }
            }
        }
    }
}

fn bulk_bar(bulk: &Bulk) -> Markup {
    html! {
            span.bulk-words data-one=(bulk.one) data-many=(bulk.many) {
                "With the chosen " (bulk.many) ":"
            }
            @for (value, label) in &bulk.acts {
                button.button type="submit" name="act" value=(value) { (label) }
            }
    }
}

fn choose(id: &str, chooser: &Chooser, dense: bool) -> Markup {
    html! {
        details.chooser id={ (id) "-chooser" } {
            summary { "Columns" }
            form method="get" action=(chooser.action) data-live {
                @for (name, value) in &chooser.keep { input type="hidden" name=(name) value=(value); }
                @for (value, label, shown) in &chooser.columns {
                    label.check { input type="checkbox" name="column" value=(value) checked[*shown]; (label) }
                }
                label.check { input type="checkbox" name="dense" value="1" checked[dense]; "Dense rows" }
                button.button type="submit" { "Show" }
            }
        }
    }
}

fn pages(paging: &Paging) -> Markup {
    html! {
        nav.paging aria-label="Pages" {
            span.paging-words { (paging.words) }
            @if let Some(back) = &paging.back { a.button rel="prev" href=(back) data-live { "Back" } }
            @if let Some(on) = &paging.on { a.button rel="next" href=(on) data-live { "Further" } }
        }
    }
}
