//! Vendors as a table.

use super::{Names, name, ways};
use crate::AddVendor;
use crate::questions::{VendorLine, VendorList};
use kernel::OrgId;
use markup::{Choices, Column, Empty, Markup, Paging, Row, RowMark, Table, html, panel, table};
use office::form::form;
use serde_json::Value;

/// What the list shows.
pub struct VendorsView<'a> {
    pub list: &'a VendorList,
    pub names: &'a Names,
    /// For which organization the viewer may keep files, if for any.
    pub keeps: Option<OrgId>,
    /// The way to the next part of the list.
    pub on: Option<String>,
}

/// The page's content.
pub fn vendors_page(view: &VendorsView) -> Markup {
    html! {
        (ways("/vendors"))
        (table(&Table {
            id: "vendors",
            caption: "Vendors",
            columns: ["Vendor", "Supplies", "ePHI", "Stands", "Judged again", "Kept by"].map(Column::new).to_vec(),
            rows: view.list.lines.iter().map(|l| row(l, view.names)).collect(),
            empty: Empty {
                title: "No vendor has a file.",
                will_hold: "Each vendor stands here with what it supplies, its BAA, and how it stands by each measure. \
                            A device is sent for repair only to a vendor with a file.",
                act: None,
            },
            paging: view.on.clone().map(|on| Paging { on: Some(on), ..Paging::default() }),
            ..Table::default()
        }))
        @if let Some(org) = view.keeps {
            (panel("add", "Begin a vendor's file", None, &form::<AddVendor>(
                "Begin it", ("org", &org.to_string()), "/vendors/{vendor}", Value::Null, Choices::new(),
            )))
        }
    }
}

/// How it stands: "3.5 of 5, 2 measures missing".
pub(super) fn stands(line: &VendorLine) -> Markup {
    html! {
        @match line.overall_tenths {
            Some(tenths) => { (tenths / 10) "." (tenths % 10) " of 5" }
            None => { "not judged yet" }
        }
        @if !line.missing.is_empty() { br; span.soft { (line.missing.len()) " missing" } }
    }
}

fn row(line: &VendorLine, names: &Names) -> Row {
    let v = &line.vendor;
    let href = format!("/vendors/{}", v.id);
    Row {
        id: v.id.to_string(),
        cells: vec![
            html! { a href=(href) { (v.name) } },
            html! { (v.supplies.title()) },
            html! { @if v.touches_ephi { "touches it" br; span.soft { "BAA: " (v.baa.title().to_lowercase()) } } @else { "no" } },
            stands(line),
            html! { (v.reevaluate_on) @if line.late { br; b { "late" } } },
            html! { (name(names, v.org, "another organization")) },
        ],
        href: Some(href),
        mark: if line.late { RowMark::Soon } else { RowMark::None },
    }
}
