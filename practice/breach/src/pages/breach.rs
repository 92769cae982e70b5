//! One record of a possible breach: what the rule finds, what is known, every duty with its clock, and what was written.

use super::{Names, duties, name, weighing};
use crate::questions::{BreachFile, BreachText};
use crate::words::{KnowerKind, State, TextKind};
use crate::{AddKnowledge, CountAffected, DraftNotice, HoldForOfficial};
use kernel::{Moment, PersonId};
use markup::{Choices, Markup, Mask, Tone, definitions, html, mask, moment, notice, panel, unmasked};
use office::form::folded;
use serde_json::{Value, json};

/// What the page shows.
pub struct BreachView<'a> {
    pub file: &'a BreachFile,
    /// Names of organizations and people by id.
    pub names: &'a Names,
    /// Whether the viewer may weigh, conclude and say who was told.
    pub declares: bool,
    /// Whether the viewer may look behind the mask.
    pub looks: bool,
    /// The texts, once they were looked at.
    pub opened: &'a [BreachText],
    /// The documents that can be made of it.
    pub documents: Markup,
    /// What happened, from the ledger.
    pub story: Markup,
}

impl BreachView<'_> {
    pub(super) fn id(&self) -> String {
        self.file.line.breach.to_string()
    }
    pub(super) fn here(&self, part: &str) -> String {
        format!("/breaches/{}#{part}", self.file.line.breach)
    }
    pub(super) fn person(&self, id: Option<PersonId>) -> &str {
        id.map_or("nobody", |id| name(self.names, id, "somebody"))
    }
    pub(super) fn at(&self, at: Moment) -> Markup {
        moment(at.micros(), &self.file.line.zone)
    }
    /// A sealed text, or the way to it.
    pub(super) fn text(&self, place: Option<u32>, kind: &str) -> Markup {
        let found = self.opened.iter().find(|t| Some(t.place) == place);
        html! {
            @match (found, place) {
                (Some(text), _) => { (unmasked(kind, &text.words)) }
                (None, Some(place)) => { a href={ "#text-" (place) } { (kind) } }
                (None, None) => {}
            }
        }
    }
}

/// The page's content.
pub fn breach_page(view: &BreachView) -> Markup {
    let f = view.file;
    let late = f.duties.iter().filter(|d| d.late).count();
    let or = |text: &Option<String>, otherwise: &str| text.clone().unwrap_or_else(|| otherwise.to_owned());
    html! {
        @if late > 0 && f.line.state != State::NoBreach {
            (notice(Tone::Soon, &html! { p { a href="#duties" { "The last day of " (late) " duties is over." } } }))
        }
        p.lead { (f.found.says) " " span.soft { "(" (f.found.because) ")" } }
        @if f.line.state == State::Weighing && !f.found.open.is_empty() {
            ul { @for open in &f.found.open { li { (open) } } }
        }
        (definitions(&[
            ("Stands", html! { (f.line.state.title()) }),
            ("Whose", html! { (name(view.names, f.line.org, "another organization")) " · " (f.line.entity.title()) }),
            ("Under", agreement(view)),
            ("Type", html! { (f.line.cause.title()) " · " (f.medium.title()) }),
            ("Happened", html! {
                (or(&f.happened_from, "on a day nobody knows"))
                @if let Some(to) = &f.happened_to { " to " (to) }
            }),
            ("Discovered", html! {
                (or(&f.line.discovered_on, "not yet: nobody knew whose knowledge counts"))
                @if let Some(because) = &f.discovered_because { " · " span.soft { (because) } }
            }),
            ("Affected", affected(view)),
            ("Incident", html! {
                @match f.line.incident { Some(i) => { a href={ "/incidents/" (i) } { "its incident" } } None => { "none" } }
            }),
        ]))
        (panel("duties", "Who must be told", None, &duties::duties(view)))
        (panel("known", "Who knew, and who is affected", None, &known(view)))
        (panel("conclude", "Weighing", None, &weighing::weighing(view)))
        (panel("notice", "What the notice says", None, &notices(view)))
        (panel("letters", "Letters", None, &super::letters::letters(view)))
        (panel("texts", "What is written", None, &texts(view)))
        (panel("story", "What happened", None, &view.story))
    }
}

fn agreement(view: &BreachView) -> Markup {
    let word = |w: &Option<String>| match w.as_deref() {
        Some("client") => "who passes the PHI on",
        Some("associate") => "the business associate",
        Some("both") => "both",
        _ => "the agreement does not say",
    };
    html! {
        @match &view.file.agreed {
            None => { "no agreement: it did not happen at an associate" }
            Some(a) => {
                a href={ "/agreements/" (a.agreement) } { "the agreement with " (name(view.names, a.associate, "an associate")) }
                br; span.soft {
                    "detects: " (word(&a.detects)) " · documents: " (word(&a.documents)) " · notifies: " (word(&a.notifies))
                    @if let Some(hours) = a.report_hours { " · reports within " (hours) " hours" }
                    ". The covered entity stays liable."
                }
            }
        }
    }
}

fn affected(view: &BreachView) -> Markup {
    let f = view.file;
    html! {
        @match f.line.affected {
            None => { "not counted yet" }
            Some(n) => {
                (n) " individuals"
                @if !f.counts.is_empty() { " · " (f.counts) }
                @if f.elsewhere > 0 { " · " (f.elsewhere) " elsewhere" }
                @if let Some(n) = f.unreachable { br; span.soft { (n) " with a missing or wrong address" } }
                @if let Some(says) = &f.substitute { br; span.soft { "Substitute notice: " (says) } }
            }
        }
    }
}

fn known(view: &BreachView) -> Markup {
    let (id, here, f) = (view.id(), view.here("known"), view.file);
    let of = ("breach", id.as_str());
    let counted = json!({ "affected": f.counts, "elsewhere": f.elsewhere, "unreachable": f.unreachable });
    html! {
        ul.plain { @for k in &f.knowledge { li {
            (k.knower.title()) " since " b { (k.since) }
            @if k.knower == KnowerKind::IndependentAssociate {
                @match k.passed_on { Some(on) => { ", passed on " b { (on) } } None => { ", not passed on yet" } }
            }
            " · " (view.text(k.text, "facts"))
        } } }
        @for h in &f.delays {
            p { b { (h.form.title()) } ": nobody is told from " (h.from) @if let Some(until) = h.until { " until " (until) }
                " · " (view.text(Some(h.text), "the official's statement")) }
        }
        @if view.declares {
            (folded::<AddKnowledge>(("Somebody knew", "Keep it"), of, &here, Value::Null, Choices::new()))
            (folded::<CountAffected>(("Count who is affected", "Keep the count"), of, &here, counted, Choices::new()))
            (folded::<HoldForOfficial>(("An official asks for delay", "Keep it"), of, &here, Value::Null, Choices::new()))
        }
    }
}

fn notices(view: &BreachView) -> Markup {
    let (id, here) = (view.id(), view.here("notice"));
    let written = view.file.texts.iter().filter(|t| t.kind == TextKind::Notice).count();
    html! {
        @if written == 0 {
            p.soft { "Nobody has written it yet. It says what happened, which kinds of information were involved, what \
                      individuals should do, what is done, and how to ask (45 CFR 164.404(c))." }
        } @else { p { "Written " (written) " times; the latest counts." } }
        (view.documents)
        @if view.declares {
            (folded::<DraftNotice>(("Write it", "Keep it"), ("breach", &id), &here, Value::Null, Choices::new()))
        }
    }
}

fn texts(view: &BreachView) -> Markup {
    let look = format!("/breaches/{}/look", view.id());
    html! {
        @if view.looks && view.opened.is_empty() && !view.file.texts.is_empty() {
            form method="post" action=(look) { button.button type="submit" { "Look; it is charted" } }
        }
        @for text in &view.file.texts {
            div.text id={ "text-" (text.place) } {
                p.soft { b { (text.kind.title()) } " · " (view.person(text.author)) " · " (view.at(text.at)) }
                @match view.opened.iter().find(|t| t.place == text.place) {
                    Some(open) => { (unmasked(text.kind.title(), &open.words)) }
                    None => { (mask(&Mask { kind: text.kind.title(), ..Mask::default() })) }
                }
            }
        }
    }
}
