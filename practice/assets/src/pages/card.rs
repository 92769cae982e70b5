//! One asset's page: what it is, who may patch it, the tickets on it, and its story.

use super::forms::{Choices, OrderForm, form};
use crate::{AssetCard, AssetState, Criticality, Hanging, PatchAuthority, RetireAsset};
use markup::{ButtonKind, Markup, Tone, definitions, html, link_button, notice, panel, relative_time};
use serde_json::Value;

/// What the page shows.
pub struct AssetPage<'a> {
    pub card: &'a AssetCard,
    /// The organization's name.
    pub organization: &'a str,
    /// By what right we are there.
    pub seal: Markup,
    pub location: Option<&'a str>,
    pub department: Option<&'a str>,
    /// Microseconds since 1970.
    pub now_us: i64,
    /// The viewer's zone.
    pub zone: &'a str,
    /// How it has to come back, and what hangs on what.
    pub hangs: &'a Hanging,
    /// The assets of the organization to choose from: id and name.
    pub others: &'a [(String, String)],
    /// Whether the viewer may revise and retire it.
    pub manages: bool,
    /// Tickets on it, drawn by the desk.
    pub tickets: Markup,
    /// Its entries in the ledger.
    pub story: Markup,
}

/// The page's content.
pub fn asset_page(page: &AssetPage) -> Markup {
    let id = page.card.id.to_string();
    html! {
        @if page.card.particulars.state == AssetState::Retired {
            (notice(Tone::Info, &html! { p { "This asset is retired. Its story is kept." } }))
        }
        (panel("about", "About", None, &about(page)))
        (panel("patching", "Who may patch it", None, &patching(page.card)))
        (panel("hangs", "What hangs on it", None, &super::hangs::hangs(
            page.hangs, &page.card.particulars, page.others,
            page.manages && page.card.particulars.state != AssetState::Retired)))
        (panel("tickets", "Tickets on it", None, &page.tickets))
        @if page.manages && page.card.particulars.state != AssetState::Retired {
            details id="retire" {
                summary { "Retire it" }
                (form::<RetireAsset>(&OrderForm {
                    id: "retire-asset",
                    verb: "Retire it",
                    of: Some(("asset", &id)),
                    next: &format!("/assets/{id}"),
                    values: Value::Null,
                    choices: Choices::new(),
                    danger: true,
                }))
            }
        }
        (panel("story", "What happened", None, &page.story))
    }
}

/// What may be done with it, for the line of its title.
pub fn asset_actions(card: &AssetCard, manages: bool) -> Markup {
    html! {
        @if manages { (link_button(ButtonKind::Plain, &format!("/assets/{}/revise", card.id), "Revise it")) }
        (link_button(ButtonKind::Primary, &report_address(card), "Open a ticket on it"))
    }
}

/// Where trouble with it is reported; afterwards the new ticket is shown.
fn report_address(card: &AssetCard) -> String {
    let AssetCard { id, org, .. } = card;
    format!("/do/desk.open-ticket?org={org}&asset={id}&_next=/tickets/%7Bticket%7D")
}

/// Everything that is known of it.
fn about(page: &AssetPage) -> Markup {
    let (card, p) = (page.card, &page.card.particulars);
    let text = |t: &Option<String>| html! { (t.as_deref().unwrap_or("not known")) };
    let place = match (page.location, page.department) {
        (Some(location), Some(department)) => format!("{department}, {location}"),
        (Some(location), None) => location.to_owned(),
        _ => "not known".to_owned(),
    };
    let ephi = match (p.holds_ephi, p.reaches_ephi) {
        (true, true) => "is kept on it, and is reached from it",
        (true, false) => "is kept on it",
        (false, true) => "is reached from it, and none is kept on it",
        (false, false) => "is neither kept on it nor reached from it",
    };
    let organization = format!("/organizations/{}", card.org);
    definitions(&[
        ("Organization", html! { a href=(organization) { (page.organization) } " " (page.seal) }),
        ("Kind", html! { (p.kind.title()) }),
        ("State", html! { (p.state.title()) }),
        ("Criticality", html! { (p.criticality.title()) ": " (depends(p.criticality)) }),
        ("ePHI", html! { (ephi) }),
        ("Place", html! { (place) }),
        ("Maker and model", html! { (text(&p.maker)) " · " (text(&p.model)) }),
        ("Serial number", text(&p.serial)),
        ("Hardware address", text(&p.mac)),
        ("Network address", text(&p.address)),
        ("Operating system", text(&p.operating_system)),
        ("Added", relative_time(card.added_at.micros(), page.now_us, page.zone)),
        (
            "Last told",
            html! {
                (relative_time(card.revised_at.micros(), page.now_us, page.zone))
                @if let Some(import) = card.import { " by " a href={ "/imports/" (import) } { "an import" } }
            },
        ),
    ])
}

fn depends(criticality: Criticality) -> &'static str {
    match criticality {
        Criticality::LifeSupport => "a patient's life depends on it",
        Criticality::Clinical => "care of patients depends on it",
        Criticality::Business => "work depends on it, care does not",
        Criticality::Office => "one desk depends on it",
    }
}

fn patching(card: &AssetCard) -> Markup {
    let authority = card.particulars.patch_authority;
    let words = html! { p { b { (authority.title()) ". " } (card.patching) } };
    match authority {
        PatchAuthority::OwnIt => words,
        PatchAuthority::Vendor | PatchAuthority::Biomedical => notice(Tone::Soon, &words),
    }
}
