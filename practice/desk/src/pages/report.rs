//! The portal's page for a nurse with ten seconds: what is wrong, where, and whether a patient is affected
//! now. All else is folded away.

use super::Drafts;
use crate::words::{CareArea, Trouble};
use kernel::OrgId;
use markup::{ButtonKind, Choice, Draft, Field, FieldKind, Markup, Tone, button, field, hidden, notice};
use maud::html;
use std::collections::BTreeMap;

/// What the page needs.
#[derive(Debug, Clone)]
pub struct ReportPage<'a> {
    /// Where it is reported: the reporter's own organization, or the client a technician chose.
    pub org: OrgId,
    /// Departments as id and name, the reporter's own first.
    pub departments: &'a [(String, String)],
    pub locations: &'a [(String, String)],
    /// Devices to choose from, those of the reporter's department first.
    pub assets: &'a [(String, String)],
    /// Who may have called, where somebody of the desk writes it down: id and name.
    pub callers: Option<&'a [(String, String)]>,
    /// What stands in it already, by field: what was typed, or what a code on a device says.
    pub values: BTreeMap<String, String>,
    /// What is wrong with it, by field; the empty name is the whole form.
    pub errors: BTreeMap<String, String>,
    pub drafts: Drafts,
    /// What a code on a device or on a wall said already, in words.
    pub place: Option<&'a str>,
}

fn choices(pairs: &[(String, String)]) -> Vec<Choice> {
    pairs.iter().map(|(id, name)| Choice::new(id.clone(), name.clone())).collect()
}

fn yes_no(yes: &str, no: &str) -> [Choice; 2] {
    [Choice::new("true", yes), Choice::new("false", no)]
}

impl ReportPage<'_> {
    fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    fn field<'b>(&'b self, name: &'b str, label: &'b str, kind: FieldKind<'b>) -> Field<'b> {
        Field {
            form: "report",
            name,
            label,
            kind,
            value: self.value(name),
            error: self.errors.get(name).map(String::as_str),
            ..Field::default()
        }
    }
}

/// What a code can say.
const PLACE: &[&str] = &["department", "location", "asset"];
/// What is folded away.
const MORE: &[&str] = &["workaround", "users"];

/// The page's content; it posts `desk.open-ticket`, and the answer leads to the report, for somebody of the desk to
/// the ticket.
pub fn report(page: &ReportPage<'_>) -> Markup {
    html! {
        form.form.report id="report" method="post" action="/do/desk.open-ticket" {
            (hidden("org", &page.org.to_string()))
            (hidden("_next", if page.callers.is_some() { "/tickets/{ticket}" } else { "/my/{ticket}" }))
            @if let Some(error) = page.errors.get("") { (notice(Tone::Soon, &html! { p { (error) } })) }
            @if let Some(callers) = page.callers {
                (field(&Field { hint: Some("The answers go to them. You stay the one who wrote it down."),
                    ..page.field("called", "Who called?", FieldKind::Select { choices: &choices(callers),
                        none: Some("Nobody: I report it myself") }) }))
            }
            (wrong(page))
            (place(page))
            (affected(page))
            (in_words(page))
            details.more-that-helps open[page.errors.keys().any(|name| MORE.contains(&name.as_str()))] {
                summary { "More that helps" }
                div.form { (more(page)) }
            }
            div.buttons { (button(ButtonKind::Primary, "Report it")) }
        }
    }
}

fn wrong(page: &ReportPage<'_>) -> Markup {
    let kinds: Vec<Choice> = Trouble::ALL.iter().map(|t| Choice::new(t.word(), t.title())).collect();
    html! {
        (field(&Field { required: true,
            ..page.field("kind", "What is wrong?", FieldKind::Radio { choices: &kinds }) }))
    }
}

/// Free words help the desk and are never demanded: a nurse with a patient waiting says it with three touches.
fn in_words(page: &ReportPage<'_>) -> Markup {
    let key = format!("desk.open-ticket.{}", page.org);
    let typed = if page.value("words").is_empty() { page.drafts.saved(&key) } else { page.value("words") };
    let draft = (!page.drafts.url.is_empty()).then_some(Draft { key: &key, url: &page.drafts.url });
    html! {
        (field(&Field { value: typed, draft, most: Some(20_000),
            hint: Some("A few words. No name of a patient is needed."),
            ..page.field("words", "In your words", FieldKind::Long { rows: 2 }) }))
    }
}

fn place(page: &ReportPage<'_>) -> Markup {
    if let Some(place) = page.place {
        return html! {
            @for (name, value) in page.values.iter().filter(|(name, _)| PLACE.contains(&name.as_str())) {
                (hidden(name, value))
            }
            div.field.known-place {
                p.field-label { "Where?" }
                p { b { (place) } }
                p.field-hint { a href={ "/report?org=" (page.org) } { "It is somewhere else" } }
            }
        };
    }
    let (departments, locations, assets) =
        (choices(page.departments), choices(page.locations), choices(page.assets));
    let none = Some("Not in this list");
    html! {
        @if !departments.is_empty() {
            (field(&page.field("department", "Where?", FieldKind::Select { choices: &departments, none })))
        }
        @if departments.is_empty() && locations.len() > 1 {
            (field(&page.field("location", "Where?", FieldKind::Select { choices: &locations, none })))
        }
        @if !assets.is_empty() {
            (field(&Field { hint: Some("The number on its label."),
                ..page.field("asset", "Which device?", FieldKind::Select { choices: &assets, none }) }))
        }
    }
}

fn affected(page: &ReportPage<'_>) -> Markup {
    let choices = yes_no("Yes, now", "No");
    let kind = FieldKind::Radio { choices: &choices };
    field(&Field {
        required: true,
        hint: Some("Somebody's care is held up or unsafe because of this."),
        ..page.field("patient_affected", "Is a patient affected now?", kind)
    })
}

fn more(page: &ReportPage<'_>) -> Markup {
    let other = yes_no("Yes, we can work in another way", "No, we cannot go on");
    html! {
        (field(&page.field("workaround", "Is there another way to work?",
            FieldKind::Select { choices: &other, none: Some("I do not know") })))
        (field(&page.field("users", "How many of you are stopped or slowed?",
            FieldKind::Number { min: Some(1), max: Some(100_000) })))
    }
}

/// What to do until somebody answers.
pub fn meanwhile(kind: Trouble, area: Option<CareArea>) -> &'static str {
    let clinical = !matches!(area, Some(CareArea::Billing | CareArea::Administration));
    match kind {
        Trouble::Ehr if clinical => {
            "Use the read-only copy or the downtime computer of your unit; without it, the paper forms in the downtime \
             binder. Note the time of everything that must be entered later."
        }
        Trouble::Ehr => "Note on paper what must be entered later, with its time.",
        Trouble::BrokenDevice if clinical => {
            "Take the spare of your unit. Put the broken device aside with a note on it, so that nobody uses it."
        }
        Trouble::BrokenDevice => "Put the device aside with a note on it, so that nobody uses it.",
        Trouble::Suspicious => {
            "Click nothing more and answer nobody. Leave the computer on, pull its network cable if you can, and tell \
             your colleagues."
        }
        Trouble::Network => {
            "Try a computer with a cable. Note on paper what must be entered later, with its time."
        }
        Trouble::Printing => "Choose the next printer, or write labels by hand and check them by two people.",
        Trouble::Phone => {
            "Use the next telephone, a mobile one, or a runner. Tell your unit which number works."
        }
        Trouble::Access => {
            "Never use a colleague's name. The charge nurse can look things up for you meanwhile."
        }
        Trouble::CannotWork => {
            "Go to another computer if one is free; sign out of this one first, if you can."
        }
        Trouble::Slow => "Save often. If it stands still for minutes, report it again as 'cannot work'.",
        Trouble::Question => "Nothing is needed of you.",
    }
}
