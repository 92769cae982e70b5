//! What is lent, the first due first.

use super::{Names, holder, name, ways};
use crate::questions::{Loan, LoanerList};
use kernel::Moment;
use markup::{Column, Empty, Markup, Paging, Row, RowMark, Table, html, table};

/// What the list shows.
pub struct LoanersView<'a> {
    pub list: &'a LoanerList,
    pub names: &'a Names,
    /// What narrows the list, as it goes along in its addresses: "&org=…".
    pub narrowed: &'a str,
}

/// The page's content.
pub fn loaners_page(view: &LoanersView) -> Markup {
    let last = view.list.lines.last().filter(|_| view.list.more);
    let on = last.map(|l| format!("/loaners?after_on={}&after={}{}", l.due_on, l.asset, view.narrowed));
    html! {
        (ways("/loaners"))
        (table(&Table {
            id: "loaners",
            caption: "What is lent",
            columns: ["Asset", "Who has it", "Due back", "Client"].map(Column::new).to_vec(),
            rows: view.list.lines.iter().map(|l| row(l, view.names, view.list.now)).collect(),
            empty: Empty {
                title: "Nothing is lent.",
                will_hold: "What is lent while a device is in repair stands here until it is back. Lend something on \
                            the asset's page.",
                act: None,
            },
            paging: on.map(|on| Paging { on: Some(on), ..Paging::default() }),
            ..Table::default()
        }))
    }
}

fn row(l: &Loan, names: &Names, now: Moment) -> Row {
    let href = format!("/assets/{}#hands", l.asset);
    let late = l.late(now);
    Row {
        id: l.asset.to_string(),
        cells: vec![
            html! { a href=(href) { (name(names, l.asset, "an asset")) } },
            holder(names, &l.to, None),
            html! { (l.due_on) @if late { br; b { "late" } } },
            html! { (name(names, l.org, "another organization")) },
        ],
        href: Some(href),
        mark: if late { RowMark::Risk } else { RowMark::None },
    }
}
