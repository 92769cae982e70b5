//! The page of one organization, with its locations and departments as a tree. Forms stand folded where they
//! belong.

use super::forms::{Choices, OrderForm, folded, zones};
use crate::{
    AddDepartment, AddLocation, DepartmentLine, LocationLine, NameAccountOwner, OrganizationPage,
    PartyTestList, PlaceList, ReviseDepartment, ReviseLocation, ReviseOrganization,
};
use kernel::PersonId;
use markup::{Empty, Markup, definitions, empty_state, html, panel, words};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What the page shows.
pub struct ClientPage<'a> {
    pub here: &'a OrganizationPage,
    pub places: &'a PlaceList,
    /// By what right we are here.
    pub seal: Markup,
    /// The account owner's name.
    pub owner: Option<&'a str>,
    /// The provider's name; nothing for the organization that runs the house.
    pub provider: Option<&'a str>,
    /// Whether the viewer may change what stands here.
    pub manages: bool,
    /// Who may be chosen as account owner: id and name.
    pub owners: Vec<(String, String)>,
    /// What else there is of this organization (its agreements, people, assets, tickets): address, label and
    /// a count.
    pub links: Vec<(String, String, Option<String>)>,
    /// What it is under HIPAA.
    pub party: &'a PartyTestList,
    /// The names of those who answered.
    pub people: &'a BTreeMap<PersonId, String>,
    /// The viewer's zone.
    pub zone: &'a str,
    /// What other slices show here: open work, clocks.
    pub more: Markup,
}

/// The page's content.
pub fn client_page(page: &ClientPage) -> Markup {
    let here = format!("/organizations/{}", page.here.organization);
    let agreements = format!("{here}/agreements");
    let about = html! {
        (definitions(&[
            ("Standing", html! { (page.seal) " " a href=(agreements) { "Agreements" } }),
            ("Kind", html! { (page.here.kind.title()) }),
            ("Served by", html! { (page.provider.unwrap_or("itself: it runs this house")) }),
            ("Account owner", html! { (page.owner.unwrap_or("nobody yet")) }),
        ]))
        @if page.manages {
            (folded::<ReviseOrganization>("Revise the name or the kind", &OrderForm {
                id: "revise-organization",
                verb: "Revise it",
                of: Some(("organization", &page.here.organization.to_string())),
                next: &here,
                values: json!({ "name": page.here.name, "kind": page.here.kind }),
                choices: Choices::new(),
                ..OrderForm::default()
            }))
            (folded::<NameAccountOwner>("Name the account owner", &OrderForm {
                id: "name-account-owner",
                verb: "Name them",
                of: Some(("organization", &page.here.organization.to_string())),
                next: &here,
                values: json!({ "person": page.here.account_owner }),
                choices: Choices::from([("person".to_owned(), page.owners.clone())]),
                ..OrderForm::default()
            }))
        }
    };
    html! {
        @if !page.links.is_empty() {
            nav.tabs aria-label="More of this organization" {
                @for (href, label, count) in &page.links {
                    a.tab href=(href) { (label) @if let Some(count) = count { span.tab-count { (count) } } }
                }
            }
        }
        (panel("about", "About", None, &about))
        (panel("party", "Under HIPAA", None, &super::party::party(page.party, page.people, page.zone, page.manages)))
        (page.more)
        (panel("places", "Locations and departments", Some(counted(page.places)), &tree(page, &here)))
    }
}

fn counted(places: &PlaceList) -> Markup {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let departments = places.locations.iter().map(|l| l.departments.len()).sum();
    html! {
        (words::counted(count(places.locations.len()), "location", "locations")) ", "
        (words::counted(count(departments), "department", "departments"))
    }
}

fn tree(page: &ClientPage, here: &str) -> Markup {
    let organization = page.here.organization.to_string();
    html! {
        @if page.places.locations.is_empty() {
            (empty_state(&Empty {
                title: "No location yet.",
                will_hold: "Sites will stand here with their time zone and opening hours, which promises are \
                            counted in, \
                            and with their departments, whose care area decides what comes first.",
                act: None,
            }))
        } @else {
            ul.tree {
                @for place in &page.places.locations {
                    li id=(place.location) { (location(place, page.manages, here)) }
                }
            }
        }
        @if page.manages {
            (folded::<AddLocation>("Add a location", &OrderForm {
                id: "add-location",
                verb: "Add it",
                of: Some(("organization", &organization)),
                next: here,
                values: Value::Null,
                choices: zones(None),
                ..OrderForm::default()
            }))
        }
    }
}

fn location(place: &LocationLine, manages: bool, here: &str) -> Markup {
    let id = place.location.to_string();
    let values = json!({
        "name": place.name, "zone": place.zone, "kind": place.kind, "always": place.always,
        "weekdays": place.weekdays, "saturday": place.saturday, "sunday": place.sunday,
        "special_days": place.special_days, "federal_holidays": place.federal_holidays,
        "dispatch": place.dispatch, "travel_minutes": place.travel_minutes,
    });
    html! {
        h3 { (place.name) }
        p.soft {
            (place.kind.title()) " · " (place.zone) " · open " (place.hours) " · " (dispatch(place)) " · "
            a href={ "/locations/" (id) "/year" } { "the year with its odd days" }
            @if manages { " · " a href={ "/locations/" (id) "/year#lists" } { "closing days from a file" } }
        }
        @if place.departments.is_empty() {
            p { "No department yet." }
        } @else {
            ul.tree {
                @for there in &place.departments {
                    li id=(there.department) { (department(there, manages, here)) }
                }
            }
        }
        @if manages {
            (folded::<AddDepartment>("Add a department", &OrderForm {
                id: &format!("add-department-{id}"),
                verb: "Add it",
                of: Some(("location", &id)),
                next: here,
                values: Value::Null,
                choices: Choices::new(),
                ..OrderForm::default()
            }))
            (folded::<ReviseLocation>("Revise this location", &OrderForm {
                id: &format!("revise-{id}"),
                verb: "Revise it",
                of: Some(("location", &id)),
                next: here,
                values,
                choices: zones(Some(&place.zone)),
                ..OrderForm::default()
            }))
        }
    }
}

/// Whether somebody can be sent there, and how long the way takes.
fn dispatch(place: &LocationLine) -> String {
    match (place.dispatch, place.travel_minutes) {
        (false, _) => "nobody is sent there".to_owned(),
        (true, None) => "somebody can be sent there".to_owned(),
        (true, Some(minutes)) => {
            format!(
                "somebody can be sent there, {} away",
                words::counted(minutes.into(), "minute", "minutes")
            )
        }
    }
}

fn department(there: &DepartmentLine, manages: bool, here: &str) -> Markup {
    let id = there.department.to_string();
    html! {
        span { b { (there.name) } " · " (there.care_area.title()) @if let Some(phone) = &there.phone { " · " (phone) } }
        @if manages {
            (folded::<ReviseDepartment>("Revise", &OrderForm {
                id: &format!("revise-{id}"),
                verb: "Revise it",
                of: Some(("department", &id)),
                next: here,
                values: json!({ "name": there.name, "care_area": there.care_area, "phone": there.phone }),
                choices: Choices::new(),
                ..OrderForm::default()
            }))
        }
    }
}
