//! The steps of the guide in their order. The first that is not done stands open; those before it say what is there,
//! those after it what they will need.

use super::super::{act::schema_of, frame::Frame};
use super::Client;
use super::papers::{agreement, contract};
use kernel::Role;
use markup::{
    ActButton, ActForm, ButtonKind, Glyph, Markup, Tone, act_button, glyph, html, link_button, notice,
    schema_form, words,
};
use office::{Act, Order};
use organizations::{AddDepartment, AddLocation, AddOrganization, CareArea, LocationLine, OrgKind, ZONES};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One step as it is shown.
pub(super) struct Step {
    pub id: &'static str,
    pub title: &'static str,
    pub done: bool,
    /// May be left out.
    pub optional: bool,
    /// Done, and usually not with one: it stays open beside the next.
    pub lingers: bool,
    /// What is there, in a few words.
    pub says: Markup,
    /// What to do.
    pub body: Markup,
}

/// The whole guide.
pub(super) fn guide(frame: &Frame<'_>, client: &Client) -> Markup {
    let steps = [
        whom(client),
        places(frame, client),
        departments(client),
        decider(frame, client),
        agreement(frame, client),
        people(client),
        devices(client),
        contract(frame, client),
        codes(frame, client),
    ];
    let (done, all) = (steps.iter().filter(|s| s.done).count(), steps.len());
    let next = steps.iter().find(|s| !s.done && !s.optional).map(|s| s.id);
    html! {
        p.soft { (done) " of " (all) " done. What is done was found, not ticked: leave whenever you like "
            "and come back to "
            "this page." }
        @if next.is_none() {
            (notice(Tone::Done, &html! { p { "The desk works for " (client.here.name) ": the first report "
                "has come in. "
                a href={ "/organizations/" (client.org()) } { "Their page" } } }))
        }
        ol.guide { @for (step, number) in steps.iter().zip(1..) { (shown(step, number, next == Some(step.id))) } }
    }
}

fn shown(step: &Step, number: usize, next: bool) -> Markup {
    let class = match (step.done, next) {
        (true, _) => "guide-step guide-done",
        (false, true) => "guide-step guide-next",
        (false, false) => "guide-step",
    };
    html! {
        li class=(class) id=(step.id) aria-current=[next.then_some("step")] {
            span.guide-mark aria-hidden="true" { @if step.done { (glyph(Glyph::Check)) } @else { (number) } }
            div.guide-body {
                h2 { (step.title) span.guide-state {
                    @if step.done { "done" } @else if next { "next" } @else if step.optional { "if you like" }
                    @else { "later" }
                } }
                p { (step.says) }
                @if next { div.guide-act { (step.body) } }
                @else {
                    details open[step.lingers] {
                        summary { @if step.done { "Change or add" } @else { "Do it now" } }
                        div.guide-act { (step.body) }
                    }
                }
            }
        }
    }
}

/// The form of an order as it is declared, with what is known already.
pub(super) struct OrderForm<'a> {
    pub id: &'a str,
    pub verb: &'a str,
    pub hidden: &'a [(&'a str, &'a str)],
    pub leave_out: &'a [&'a str],
    pub values: Value,
    pub choices: BTreeMap<String, Vec<(String, String)>>,
}

pub(super) fn order_form(frame: &Frame<'_>, act: &Act, form: &OrderForm<'_>) -> Markup {
    let Some(entry) = frame.office.registry().find(act.name) else { return html! {} };
    let schema = schema_of(entry);
    let action = format!("/do/{}", act.name);
    schema_form(&ActForm {
        values: &form.values,
        choices: &form.choices,
        leave_out: form.leave_out,
        hidden: form.hidden,
        ..ActForm::new(form.id, &action, form.verb, &schema)
    })
}

/// The form that adds the client; whoever begins answers for them.
pub(super) fn client_form(frame: &Frame<'_>) -> Markup {
    let me = frame.badge.person.to_string();
    order_form(
        frame,
        &AddOrganization::ACT,
        &OrderForm {
            id: "client",
            verb: "Begin",
            hidden: &[("account_owner", &me), ("_next", "/start?org={organization}")],
            leave_out: &["account_owner", "provider"],
            values: json!({ "kind": OrgKind::Practice }),
            choices: BTreeMap::new(),
        },
    )
}

fn whom(client: &Client) -> Step {
    let href = format!("/organizations/{}", client.org());
    Step {
        id: "client",
        title: "The client",
        done: true,
        optional: false,
        lingers: false,
        says: html! { (client.here.name) ", " (client.here.kind.title().to_lowercase()) "."
        @if let Some(owner) = &client.owner { " " (owner) " answers for them and is told when something "
            "lapses." } },
        body: html! { p { a href=(href) { "Their page" } " has the name, the kind and who answers for "
        "them." } },
    }
}

fn places(frame: &Frame<'_>, client: &Client) -> Step {
    let org = client.org().to_string();
    let next = format!("{}#departments", client.page());
    let zones =
        ZONES.iter().map(|(zone, called)| ((*zone).to_owned(), format!("{called} · {zone}"))).collect();
    let first = client.places.locations.is_empty();
    let values = json!({
        "name": if first { client.here.name.as_str() } else { "" },
        "zone": frame.zone(), "kind": organizations::PlaceKind::OnSite, "weekdays": "08:00-17:00",
    });
    let form = OrderForm {
        id: "place",
        verb: "Add it",
        hidden: &[("organization", &org), ("_next", &next)],
        leave_out: &["organization", "special_days"],
        values,
        choices: BTreeMap::from([("zone".to_owned(), zones)]),
    };
    Step {
        id: "places",
        title: "Where they work",
        done: !first,
        optional: false,
        lingers: false,
        says: html! {
            @if first { "One location is enough to begin. Promises are counted in its hours and its time "
                "zone." }
            @for place in &client.places.locations {
                span.guide-item { b { (place.name) } " · " (place.zone) " · open " (place.hours) }
            }
        },
        body: order_form(frame, &AddLocation::ACT, &form),
    }
}

/// What there usually is at an organization of this kind.
fn usual(kind: OrgKind) -> &'static [(&'static str, CareArea)] {
    match kind {
        OrgKind::Hospital => &[
            ("Intensive care", CareArea::IntensiveCare),
            ("Emergency department", CareArea::Emergency),
            ("Operating rooms", CareArea::OperatingRoom),
            ("Ward", CareArea::Inpatient),
            ("Imaging", CareArea::Imaging),
            ("Laboratory", CareArea::Laboratory),
            ("Pharmacy", CareArea::Pharmacy),
            ("Admissions", CareArea::Registration),
            ("Billing", CareArea::Billing),
        ],
        OrgKind::SurgeryCentre => &[
            ("Operating rooms", CareArea::OperatingRoom),
            ("Recovery", CareArea::Procedure),
            ("Reception", CareArea::Registration),
            ("Billing", CareArea::Billing),
        ],
        _ => &[
            ("Front desk", CareArea::Registration),
            ("Exam rooms", CareArea::Ambulatory),
            ("Laboratory", CareArea::Laboratory),
            ("Billing", CareArea::Billing),
        ],
    }
}

fn departments(client: &Client) -> Step {
    let next = format!("{}#departments", client.page());
    let count = client.departments();
    Step {
        id: "departments",
        title: "Their departments",
        done: count > 0,
        optional: false,
        lingers: count > 0 && client.deciders.is_empty(),
        says: html! {
            @if count == 0 { "A department's care area decides what comes first: intensive care before "
                "billing." }
            @for place in client.places.locations.iter().filter(|l| !l.departments.is_empty()) {
                @let names: Vec<&str> = place.departments.iter().map(|d| d.name.as_str()).collect();
                span.guide-item { b { (place.name) } ": " (names.join(", ")) }
            }
        },
        body: html! {
            @if client.places.locations.is_empty() { p { "First they need a location." } }
            @for place in &client.places.locations { (units(client, place, &next)) }
        },
    }
}

/// One touch for what there usually is, and the page for everything else.
fn units(client: &Client, place: &LocationLine, next: &str) -> Markup {
    let location = place.location.to_string();
    let here = |name: &str| place.departments.iter().any(|d| d.name == name);
    let action = format!("/do/{}", AddDepartment::ACT.name);
    let other = format!("/do/{}?location={location}&_next={next}", AddDepartment::ACT.name);
    html! {
        p { "At " b { (place.name) } ", one touch each:" }
        div.buttons {
            @for (name, area) in usual(client.here.kind).iter().filter(|(name, _)| !here(name)) {
                (act_button(&ActButton {
                    action: &action, label: &format!("+ {name}"),
                    fields: &[("location", &location), ("name", name), ("care_area", area.word()), ("_next", next)],
                    ..ActButton::default()
                }))
            }
            (link_button(ButtonKind::Quiet, &other.replace('#', "%23"), "Another one"))
        }
    }
}

fn decider(frame: &Frame<'_>, client: &Client) -> Step {
    let own = client.org() == frame.badge.employer;
    let (role, next) = (Role::PracticeOwner.word(), client.page());
    let href = format!("/people/new?org={}&role={role}&next={next}%23agreement", client.org());
    Step {
        id: "decider",
        title: "Who decides there",
        done: !client.deciders.is_empty(),
        optional: own,
        lingers: false,
        says: html! {
            @if client.deciders.is_empty() { "Somebody who signs for them: the owner or the compliance "
                "officer." }
            @for one in &client.deciders {
                span.guide-item { b { a href={ "/people/" (one.person) } { (one.name) } }
                    @if !one.arrived { " has been invited and has not chosen a password yet." } }
            }
        },
        body: html! {
            p { "They get a link that works once. Hand it over in person, on paper or by telephone; with "
                "it they choose a "
                "password." }
            div.buttons {
                (link_button(ButtonKind::Primary, &href, "Invite who decides"))
            }
        },
    }
}

fn people(client: &Client) -> Step {
    let org = client.org();
    let deciders = i64::try_from(client.deciders.len()).unwrap_or(i64::MAX);
    let others = client.found.people - deciders;
    Step {
        id: "people",
        title: "Their people",
        done: others > 0,
        optional: false,
        lingers: false,
        says: html! {
            @if others > 0 { (words::counted(client.found.people, "person", "people")) "."
                @if client.found.invited > 0 { " " (words::counted(client.found.invited, "has", "have")) " not come in yet: "
                    a href={ "/people?org=" (org) } { "give each their link" } "." } }
            @else { "Whoever is on the list can report trouble. Paste it from a spreadsheet: name and "
                "e-mail are enough." }
        },
        body: html! { div.buttons {
            (link_button(ButtonKind::Primary, &format!("/people/imports/new?org={org}"), "Paste the staff list"))
            (link_button(ButtonKind::Plain, &format!("/people/new?org={org}&role=reporter&next=/start%3Forg={org}"),
                "Add one person"))
        } },
    }
}

fn devices(client: &Client) -> Step {
    let org = client.org();
    let count = client.found.assets;
    Step {
        id: "devices",
        title: "Their devices",
        done: count > 0,
        optional: false,
        lingers: false,
        says: html! {
            @if count > 1_000 { "More than 1 000 devices." }
            @else if count > 0 { (words::counted(count, "device", "devices")) ". Each gets a label with a "
                "code." }
            @else { "Paste the inventory with its header: name, serial number, kind, department. You see what it comes to \
                before anything changes." }
        },
        body: html! { div.buttons {
            (link_button(ButtonKind::Primary, &format!("/imports/new?org={org}"), "Paste the inventory"))
            (link_button(ButtonKind::Plain, &format!("/assets/new?org={org}"), "Add one device"))
        } },
    }
}

fn codes(frame: &Frame<'_>, client: &Client) -> Step {
    let report = format!("{}/report", frame.app.site.origin.trim_end_matches('/'));
    let sheet = format!("/organizations/{}/sheet", client.org());
    Step {
        id: "codes",
        title: "The codes on their walls",
        done: client.found.reported,
        optional: false,
        lingers: false,
        says: html! {
            @if client.found.reported { "The first report has come in." }
            @else { "A poster for each department and a label for each device. Whoever reads one with a telephone has said \
                where and what already. Done when the first report comes in." }
        },
        body: html! {
            div.buttons { (link_button(ButtonKind::Primary, &sheet, "Print the sheet")) }
            p { "The same page without a code: " code { (report) } }
        },
    }
}
