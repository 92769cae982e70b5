//! The list of assets.

use crate::{AssetKind, AssetLine, AssetList, Assets, COUNTED_TO};
use kernel::OrgId;
use markup::{
    ButtonKind, Choice, Column, Empty, Field, FieldKind, Markup, Paging, Row, Tab, Table, button, field,
    html, link_button, table, tabs, words,
};

/// What the list shows.
pub struct ListPage<'a> {
    pub list: &'a AssetList,
    /// What was asked for.
    pub asked: &'a Assets,
    /// The organizations within reach, with their names.
    pub organizations: &'a [(OrgId, String)],
    /// Whether the viewer may add assets and import lists.
    pub manages: bool,
}

/// The list's content.
pub fn list_page(page: &ListPage) -> Markup {
    let searched = page.asked.words.is_some() || page.asked.kind.is_some();
    let empty = if searched {
        Empty {
            title: "Nothing fits.",
            will_hold: "Search with fewer letters, or among all kinds.",
            act: None,
        }
    } else {
        Empty {
            title: "No asset yet.",
            will_hold: "Workstations, servers, printers and medical devices will stand here with who may patch them. \
                        A client's own list or a network scan can be brought in as a whole.",
            act: page.manages.then_some(("/imports/new", "Import a list")),
        }
    };
    html! {
        (kinds(page.asked))
        (search(page))
        (table(&Table {
            id: "assets",
            caption: "Assets",
            columns: ["Name", "Kind", "Organization", "Criticality", "ePHI", "Serial number", "Address", "State"]
                .map(Column::new).into(),
            rows: page.list.assets.iter().map(|a| row(a, page.organizations)).collect(),
            empty,
            paging: Some(paging(page)),
            ..Table::default()
        }))
    }
}

/// What may be begun from the list, for the line of its title; nothing for whoever may only read.
pub fn list_actions(org: Option<OrgId>) -> Markup {
    html! {
        (link_button(ButtonKind::Plain, &import_address(org), "Import a list"))
        @if let Some(org) = org {
            (link_button(ButtonKind::Primary, &format!("/assets/new?org={org}"), "Add an asset"))
        }
    }
}

fn import_address(org: Option<OrgId>) -> String {
    org.map_or_else(|| "/imports/new".to_owned(), |org| format!("/imports/new?org={org}"))
}

fn row(asset: &AssetLine, organizations: &[(OrgId, String)]) -> Row {
    let p = &asset.particulars;
    let organization = organizations.iter().find(|(org, _)| *org == asset.org).map(|(_, name)| name.as_str());
    let ephi = match (p.holds_ephi, p.reaches_ephi) {
        (true, _) => "holds it",
        (false, true) => "reaches it",
        (false, false) => "none",
    };
    let href = format!("/assets/{}", asset.id);
    Row {
        id: asset.id.to_string(),
        href: Some(href.clone()),
        cells: vec![
            html! { a href=(href) { (p.name) } },
            html! { (p.kind.title()) },
            html! { (organization.unwrap_or_default()) },
            html! { (p.criticality.title()) },
            html! { (ephi) },
            html! { (p.serial.as_deref().unwrap_or_default()) },
            html! { (p.address.as_deref().or(p.mac.as_deref()).unwrap_or_default()) },
            html! { (p.state.title()) },
        ],
        ..Row::default()
    }
}

fn kinds(asked: &Assets) -> Markup {
    let tab = |kind: Option<AssetKind>, label: &str| Tab {
        href: address(&Assets { kind, after: None, ..asked.clone() }),
        label: label.to_owned(),
        count: None,
        current: asked.kind == kind,
    };
    let mut all = vec![tab(None, "All")];
    all.extend(AssetKind::ALL.iter().map(|kind| tab(Some(*kind), kind.title())));
    tabs("Kinds of assets", &all)
}

fn search(page: &ListPage) -> Markup {
    let choices: Vec<Choice> =
        page.organizations.iter().map(|(org, name)| Choice::new(org.to_string(), name.clone())).collect();
    let org = page.asked.org.map(|o| o.to_string()).unwrap_or_default();
    html! {
        form.filter role="search" aria-label="Assets" method="get" action="/assets" data-live {
            @if let Some(kind) = page.asked.kind { (markup::hidden("kind", kind.word())) }
            (field(&Field {
                form: "search-assets",
                name: "words",
                label: "Search",
                hint: Some("Name, serial number, maker, model or address"),
                value: page.asked.words.as_deref().unwrap_or_default(),
                most: Some(200),
                ..Field::default()
            }))
            @if choices.len() > 1 {
                (field(&Field {
                    form: "search-assets",
                    name: "org",
                    label: "Organization",
                    value: &org,
                    kind: FieldKind::Select { choices: &choices, none: Some("All of them") },
                    ..Field::default()
                }))
            }
            (field(&Field {
                form: "search-assets",
                name: "retired",
                label: "Retired ones as well",
                value: if page.asked.retired { "true" } else { "" },
                kind: FieldKind::Check,
                required: true,
                ..Field::default()
            }))
            (button(ButtonKind::Plain, "Search"))
        }
    }
}

fn paging(page: &ListPage) -> Paging {
    let shown = i64::try_from(page.list.assets.len()).unwrap_or(i64::MAX);
    let next = page.list.next.map(|after| address(&Assets { after: Some(after), ..page.asked.clone() }));
    let first = page.asked.after.map(|_| address(&Assets { after: None, ..page.asked.clone() }));
    let total = words::count(page.list.total, i64::from(COUNTED_TO) + 1);
    Paging { back: first, on: next, words: format!("{} of {total} assets", words::grouped(shown)) }
}

/// The address of this list.
fn address(asked: &Assets) -> String {
    let pairs = [
        ("org", asked.org.map(|org| org.to_string())),
        ("kind", asked.kind.map(|kind| kind.word().to_owned())),
        ("words", asked.words.as_ref().map(ToString::to_string)),
        ("retired", asked.retired.then(|| "true".to_owned())),
        ("after", asked.after.map(|after| after.to_string())),
    ];
    markup::address("/assets", pairs.into_iter().filter_map(|(name, value)| Some((name, value?))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_what_was_asked() {
        let asked = Assets {
            kind: Some(AssetKind::Printer),
            words: Some("50% ü&".into()),
            retired: true,
            ..Assets::default()
        };
        assert_eq!(address(&asked), "/assets?kind=printer&words=50%25%20%C3%BC%26&retired=true");
        assert_eq!(address(&Assets::default()), "/assets");
    }

    #[test]
    fn an_empty_list_teaches_and_a_search_says_so() {
        let list = AssetList { assets: Vec::new(), total: 0, next: None };
        let page = |asked: &Assets| {
            list_page(&ListPage { list: &list, asked, organizations: &[], manages: true }).into_string()
        };
        assert!(page(&Assets::default()).contains("Import a list"));
        let asked = Assets { words: Some("<b>".into()), ..Assets::default() };
        let found = page(&asked);
        assert!(found.contains("Nothing fits.") && !found.contains("<b>\""), "{found}");
    }
}
