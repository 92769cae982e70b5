//! One rota: who is on call now, the week with its holes, the shifts to print, and everything that changes them.

use super::strip::strips;
use super::{Names, name, people};
use crate::questions::{RotaTold, ShiftTold};
use crate::words::{OverrideKind, SwapState};
use crate::{
    AcceptSwap, AddOverride, AskSwap, DeclineSwap, DropSkill, EndFeed, EndOverride, MakeFeed, RequireSkill,
    RetireRota, SetMyPhone, SetRota,
};
use kernel::{Moment, PersonId};
use markup::{
    ButtonKind, Choices, Column, Empty, Markup, Row, RowMark, Table, Tone, button, hidden, html, moment,
    notice, panel, press, table, words,
};
use office::Order;
use office::form::{folded, form};
use serde_json::{Value, json};

/// What the page shows.
pub struct RotaView<'a> {
    pub told: &'a RotaTold,
    pub names: &'a Names,
    pub me: PersonId,
    /// Whether the viewer may change it.
    pub directs: bool,
    /// Whether the viewer works at the organization that staffs it.
    pub own: bool,
    /// Who works at the organization, by id and name.
    pub staff: Vec<(String, String)>,
    /// Its escalation policies, by id and name.
    pub policies: Vec<(String, String)>,
    /// Links to the weeks before and after.
    pub weeks: (String, String),
    /// The story of the rota.
    pub story: Markup,
}

impl RotaView<'_> {
    fn here(&self) -> String {
        format!("/oncall/{}", self.told.rota.id)
    }
    fn zone(&self) -> &str {
        &self.told.rota.zone
    }
    fn stretch(&self, from: Moment, to: Moment) -> String {
        let zone = self.zone();
        format!("{} – {}", words::local(from.micros(), zone), words::local(to.micros(), zone))
    }
}

/// The page's content.
pub fn rota_page(view: &RotaView) -> Markup {
    let told = view.told;
    html! {
        p.oncall-who {
            "On call now: " b { (people(view.names, &told.on_call.people)) }
            " " span.soft { "(" (told.on_call.because) ")" }
        }
        p.soft { "Times are those of " (view.zone()) ". " a href={ (view.here()) "/calendar.ics" } { "As a calendar file" } }
        (holes(view))
        (panel("week", "The week", None, &week(view)))
        (panel("tree", "Telephones", None, &tree(view)))
        (panel("swaps", "Swaps", None, &swaps(view)))
        (panel("overrides", "Overrides", None, &overrides(view)))
        (panel("skills", "What somebody on call must hold", None, &skills(view)))
        (panel("feeds", "In your own calendar", None, &feeds(view)))
        @if view.directs { (panel("layers", "Layers", None, &layers(view))) }
        (view.story)
    }
}

fn holes(view: &RotaView) -> Markup {
    let told = view.told;
    let gaps = if told.rota.always { told.gaps.as_slice() } else { &[] };
    html! {
        @if !gaps.is_empty() {
            (notice(Tone::Risk, &html! {
                p { b { "Nobody is on call:" } }
                ul { @for gap in gaps { li { (view.stretch(gap.from, gap.to)) } } }
            }))
        }
        @for skill in told.skills.iter().filter(|s| !s.gaps.is_empty()) {
            (notice(Tone::Risk, &html! {
                p { b { "Nobody on call holds " (skill.skill) ":" } }
                ul { @for gap in &skill.gaps { li { (view.stretch(gap.from, gap.to)) } } }
            }))
        }
    }
}

fn week(view: &RotaView) -> Markup {
    let rows = view.told.shifts.iter().map(|s| shift(view, s)).collect();
    html! {
        p.week-links { a href=(view.weeks.0) { "The week before" } " · " a href=(view.here()) { "This week" } " · "
            a href=(view.weeks.1) { "The week after" } }
        (strips(view.told, view.names))
        (table(&Table {
            id: "shifts",
            caption: "Shifts",
            columns: ["From", "To", "On call", "Why"].map(Column::new).to_vec(),
            rows,
            empty: Empty { title: "Nothing is told for these days.", will_hold: "Shifts stand here.", act: None },
            ..Table::default()
        }))
    }
}

/// The telephones of those who take turns, in the order in which they come next: on paper, the telephone tree.
fn tree(view: &RotaView) -> Markup {
    let mut order: Vec<PersonId> = Vec::new();
    let coming = view.told.shifts.iter().filter(|s| s.to > view.told.now).flat_map(|s| &s.people);
    for person in coming.chain(view.told.phones.iter().map(|(person, _)| person)) {
        if !order.contains(person) {
            order.push(*person);
        }
    }
    let phone =
        |person: &PersonId| view.told.phones.iter().find(|(of, _)| of == person).map(|(_, phone)| phone);
    html! {
        @if order.is_empty() { p.soft { "Nobody takes turns here." } }
        ol { @for person in &order { li {
            b { (name(view.names, person)) } " · "
            @match phone(person) { Some(phone) => { (phone) } None => { span.soft { "no telephone is kept" } } }
        } } }
        @if view.own {
            (form::<SetMyPhone>("Keep my number", ("_own", ""), &view.here(), Value::Null, Choices::new()))
        }
    }
}

fn shift(view: &RotaView, s: &ShiftTold) -> Row {
    let hole = s.people.is_empty();
    Row {
        id: format!("shift-{}", s.from.micros()),
        cells: vec![
            html! { (moment(s.from.micros(), view.zone())) },
            html! { (moment(s.to.micros(), view.zone())) },
            html! { @if hole { b { "Nobody" } } @else { (people(view.names, &s.people)) } },
            html! { span.soft { (s.because) } },
        ],
        href: None,
        mark: if hole && view.told.rota.always { RowMark::Risk } else { RowMark::None },
    }
}

fn swaps(view: &RotaView) -> Markup {
    let (here, rota) = (view.here(), view.told.rota.id.to_string());
    html! {
        @if view.told.swaps.is_empty() { p.soft { "Nobody has asked for one." } }
        ul.plain { @for s in &view.told.swaps { li {
            b { (name(view.names, s.asker)) } " asks " b { (name(view.names, s.asked)) } " to take "
            (view.stretch(s.from_at, s.to_at))
            @if let (Some(from), Some(to)) = (s.back_from, s.back_to) { ", for " (view.stretch(from, to)) }
            " · " (s.state.title())
            @if s.state == SwapState::Asked && s.asked == view.me {
                (press(AcceptSwap::ACT.name, ("swap", &s.id.to_string()), &here, "Accept", ButtonKind::Primary))
            }
            @if s.state == SwapState::Asked && (s.asked == view.me || s.asker == view.me) {
                @let verb = if s.asked == view.me { "Decline" } else { "Withdraw" };
                (press(DeclineSwap::ACT.name, ("swap", &s.id.to_string()), &here, verb, ButtonKind::Quiet))
            }
        } } }
        @if view.own {
            @let others = view.staff.iter().filter(|(id, _)| *id != view.me.to_string()).cloned().collect();
            (folded::<AskSwap>(("Ask for a swap", "Ask"), ("rota", &rota), &here, Value::Null,
                Choices::from([("with".to_owned(), others)])))
        }
    }
}

fn overrides(view: &RotaView) -> Markup {
    let (here, rota) = (view.here(), view.told.rota.id.to_string());
    let choices = Choices::from([
        ("person".to_owned(), view.staff.clone()),
        ("stand_in".to_owned(), view.staff.clone()),
        ("policy".to_owned(), view.policies.clone()),
    ]);
    html! {
        @if view.told.overrides.is_empty() { p.soft { "The layers stand as they are." } }
        ul.plain { @for o in &view.told.overrides { li {
            @match (o.kind, o.person, o.stand_in) {
                (OverrideKind::Instead, Some(person), Some(by)) => {
                    b { (name(view.names, by)) } " stands in for " (name(view.names, person))
                }
                (OverrideKind::Away, Some(person), _) => { b { (name(view.names, person)) } " is away" }
                (OverrideKind::Alone, _, Some(by)) => { b { (name(view.names, by)) } " is on call alone" }
                (_, _, by) => { b { (by.map_or("Somebody", |by| name(view.names, by))) } " is on call as well" }
            }
            @if o.policy.is_some() { " · only for one escalation policy" }
            " · " (view.stretch(o.from_at, o.to_at))
            @if view.directs && o.to_at > view.told.now {
                (press(EndOverride::ACT.name, ("override", &o.id.to_string()), &here, "End it", ButtonKind::Quiet))
            }
        } } }
        @if view.directs {
            (folded::<AddOverride>(("Add an override", "Add it"), ("rota", &rota), &here,
                json!({ "kind": OverrideKind::Instead }), choices))
        }
    }
}

fn skills(view: &RotaView) -> Markup {
    let (here, rota) = (view.here(), view.told.rota.id.to_string());
    html! {
        @if view.told.skills.is_empty() {
            p.soft { "Nothing is required. Where a certification or a biomedical engineer is required at every moment, \
                      a week without one is told beforehand." }
        }
        ul.plain { @for s in &view.told.skills { li {
            b { (s.skill) } " · "
            @if s.gaps.is_empty() { "somebody holds it at every moment of these days" }
            @else { "missing in " (s.gaps.len()) " stretches" }
            @if view.directs {
                form method="post" action={ "/do/" (DropSkill::ACT.name) } {
                    (hidden("rota", &rota)) (hidden("skill", &s.skill)) (hidden("_next", &here))
                    (button(ButtonKind::Quiet, "Drop"))
                }
            }
        } } }
        @if view.directs {
            (folded::<RequireSkill>(("Require a skill", "Require it"), ("rota", &rota), &here, Value::Null,
                Choices::new()))
        }
    }
}

fn feeds(view: &RotaView) -> Markup {
    let (here, rota) = (view.here(), view.told.rota.id.to_string());
    let mine = view.told.feeds.iter().filter(|f| f.person == view.me || view.directs);
    html! {
        p.soft { "A link with which a calendar reads this rota. It is shown once; whoever has it sees these names and \
                  times." }
        ul.plain { @for f in mine { li {
            (name(view.names, f.person)) " · " @if f.mine { "own time only" } @else { "everybody" } " · since "
            (moment(f.made_at.micros(), view.zone()))
            (press(EndFeed::ACT.name, ("feed", &f.id.to_string()), &here, "End it", ButtonKind::Quiet))
        } } }
        (folded::<MakeFeed>(("Make a link", "Make it"), ("rota", &rota), "", Value::Null, Choices::new()))
    }
}

fn layers(view: &RotaView) -> Markup {
    let (here, rota) = (view.here(), view.told.rota.id.to_string());
    // People stand in the file by name where only one is called so.
    let mut text = view.told.text.clone();
    for (id, person) in &view.staff {
        if view.staff.iter().filter(|(_, other)| other == person).count() == 1 {
            text = text.replace(&format!("\"{id}\""), &format!("{person:?}"));
        }
    }
    let values = json!({ "text": text, "always": view.told.rota.always });
    html! {
        p.soft { "The layers are asked from top to bottom; the first that has somebody on call answers. Version "
            (view.told.rota.version) "." }
        (form::<SetRota>("Set the layers", ("rota", &rota), &here, values, Choices::new()))
        (press(RetireRota::ACT.name, ("rota", &rota), "/oncall", "Retire the rota", ButtonKind::Danger))
    }
}
