//! The report of an incident from what is recorded about it. It holds what people wrote, so asking for it is a look, which
//! the ledger holds before the report is shown. What nobody recorded stays a blank.

use super::super::super::{App, visitor::Visitor};
use super::super::around::named_in;
use super::super::frame::{Frame, open, or_stop};
use super::{Shown, answered};
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::post,
};
use breach::{DutyLine, IncidentBreaches, OneBreach};
use incidents::{
    IncidentFile, IncidentRole, IncidentText, LookAtIncident, OneIncident, Step, SystemLine, TextKind,
};
use kernel::{IncidentId, Moment, PersonId};
use markup::{ActButton, ButtonKind, Crumb, Markup, act_button, words};
use office::Question;
use paper::{
    Decision, Document, Duty, Event, Evidence, IncidentReport, Indicator, Role, Sureness, System, Task,
};
use std::collections::BTreeMap;

/// The most breaches of one incident whose duties the report tells.
const MOST_BREACHES: usize = 20;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/incidents/{incident}/report", post(shown))
        .route("/incidents/{incident}/report.pdf", post(file))
}

/// The button that makes the report, for the incident's page.
pub fn button(incident: IncidentId) -> Markup {
    let action = format!("/incidents/{incident}/report");
    act_button(&ActButton { action: &action, label: "Report", ..ActButton::default() })
}

async fn shown(State(app): State<App>, visitor: Visitor, Path(incident): Path<IncidentId>) -> Response {
    let frame = open!(&app, &visitor);
    answer(&frame, incident, false).await
}

async fn file(State(app): State<App>, visitor: Visitor, Path(incident): Path<IncidentId>) -> Response {
    let frame = open!(&app, &visitor);
    answer(&frame, incident, true).await
}

async fn answer(frame: &Frame<'_>, incident: IncidentId, pdf: bool) -> Response {
    let opened = or_stop!(frame.ask(LookAtIncident { incident }).await);
    let file = or_stop!(frame.ask(OneIncident { incident }).await);
    let names = or_stop!(named_in(frame, &(&file, frame.badge.employer)).await);
    let provider = names.get(&frame.badge.employer.to_string()).cloned();
    let duties = or_stop!(duties(frame, incident).await);
    let facts = Facts { file: &file, opened: &opened.texts, names: &names };
    let document = Document::IncidentReport(IncidentReport { duties, ..facts.report(provider) });
    let back = format!("/incidents/{incident}");
    let action = format!("{back}/report.pdf");
    let button = act_button(&ActButton {
        action: &action,
        label: "PDF",
        kind: ButtonKind::Primary,
        ..ActButton::default()
    });
    let name = format!("Report: {}", file.incident.title);
    let crumbs =
        [Crumb { href: "/incidents", label: "Incidents" }, Crumb { href: &back, label: "The incident" }];
    let file = format!("{incident}-report");
    answered(
        frame,
        Shown { document: &document, name: &name, file: &file, back: &back, button, crumbs: &crumbs },
        pdf,
    )
    .await
}

/// Who is told of the breaches that belong to it, for whoever may know that.
async fn duties(frame: &Frame<'_>, incident: IncidentId) -> Result<Vec<Duty>, Response> {
    if !frame.has(IncidentBreaches::ACT.duty) {
        return Ok(Vec::new());
    }
    let mut told = Vec::new();
    for line in frame.ask(IncidentBreaches { incident }).await?.into_iter().take(MOST_BREACHES) {
        let file = frame.ask(OneBreach { breach: line.breach }).await?;
        told.extend(file.duties.into_iter().map(duty));
    }
    Ok(told)
}

fn duty(line: DutyLine) -> Duty {
    Duty {
        done: line
            .told_on
            .map(|day| format!("told on {day}"))
            .or_else(|| line.aside_at.map(|_| "set aside, with a reason".to_owned())),
        whom: line.whom,
        by: line.by,
        standard: line.standard,
        because: line.because,
        sureness: match line.confidence.as_str() {
            "verified" => Sureness::Verified,
            "secondary" => Sureness::Secondary,
            "uncertain" => Sureness::Uncertain,
            "agreed" => Sureness::Agreed,
            _ => Sureness::Unverified,
        },
    }
}

/// What is recorded, and the names in it.
struct Facts<'a> {
    file: &'a IncidentFile,
    opened: &'a [IncidentText],
    names: &'a BTreeMap<String, String>,
}

impl Facts<'_> {
    fn report(&self, provider: Option<String>) -> IncidentReport {
        let i = &self.file.incident;
        IncidentReport {
            number: Some(i.id.to_string()),
            title: Some(i.title.clone()),
            organization: self.names.get(&i.org.to_string()).cloned(),
            provider,
            kind: Some(i.kind.title().to_owned()),
            severity: Some(i.severity.title().to_owned()),
            state: Some(i.state.title().to_owned()),
            declared_at: Some(self.at(i.opened_at)),
            declared_by: self.person(i.declared_by),
            closed_at: i.closed_at.map(|at| self.at(at)),
            as_of: Some(self.at(self.file.now)),
            summary: None,
            roles: self.roles(),
            timeline: self.timeline(),
            systems: self.file.systems.iter().map(|line| self.system(line)).collect(),
            tasks: self.tasks(),
            evidence: self.evidence(),
            indicators: self.indicators(),
            duties: Vec::new(),
            decisions: self.decisions(),
            lessons: self.texts(TextKind::Lesson).map(|text| text.words.clone()).collect(),
            handling: None,
        }
    }

    fn at(&self, at: Moment) -> String {
        words::local_long(at.micros(), &self.file.incident.zone)
    }

    fn person(&self, id: Option<PersonId>) -> Option<String> {
        self.names.get(&id?.to_string()).cloned()
    }

    fn asset(&self, id: kernel::AssetId) -> String {
        self.names.get(&id.to_string()).cloned().unwrap_or_else(|| id.to_string())
    }

    fn text(&self, place: Option<u32>) -> Option<String> {
        let place = place?;
        self.opened.iter().find(|text| text.place == place).map(|text| text.words.clone())
    }

    fn texts(&self, kind: TextKind) -> impl Iterator<Item = &IncidentText> {
        self.opened.iter().filter(move |text| text.kind == kind)
    }

    /// "2026-11-22 02:31 by Dana Reyes".
    fn done(&self, at: Moment, by: Option<PersonId>) -> String {
        match self.person(by) {
            Some(who) => format!("{} by {who}", self.at(at)),
            None => self.at(at),
        }
    }

    fn roles(&self) -> Vec<Role> {
        let role = |role: &IncidentRole| {
            let named = self.file.roles.iter().find(|named| named.role == *role);
            Role {
                role: role.title().to_owned(),
                name: named.and_then(|n| self.person(n.person).or_else(|| self.text(n.text))),
                reach: named.filter(|n| n.person.is_some()).and_then(|n| self.text(n.text)),
            }
        };
        IncidentRole::ALL.iter().map(role).collect()
    }

    fn timeline(&self) -> Vec<Event> {
        let (i, mut told) = (&self.file.incident, Vec::new());
        let mut tell = |at: Option<Moment>, who: Option<PersonId>, what: String| {
            told.extend(at.map(|at| (at, who, what)))
        };
        tell(Some(i.detected_at), None, "First sign".to_owned());
        tell(Some(i.opened_at), i.declared_by, "Declared".to_owned());
        tell(i.contained_at, None, "It no longer spreads".to_owned());
        tell(i.closed_at, None, "Closed".to_owned());
        for one in &self.file.isolations {
            let (what, by) = (self.asset(one.asset), one.means.title());
            tell(Some(one.ordered_at), one.ordered_by, format!("Isolation ordered: {what}. {by}"));
            tell(one.done_at, one.done_by, format!("Isolated: {what}. {by}"));
            tell(one.lifted_at, one.lifted_by, format!("Isolation lifted: {what}"));
        }
        for line in &self.file.systems {
            let (what, effect) = (self.asset(line.system.asset), line.system.effect.title());
            tell(Some(line.system.named_at), line.system.named_by, format!("{effect}: {what}"));
            tell(line.system.restored_at, line.system.restored_by, format!("Back: {what}"));
        }
        for task in &self.file.tasks {
            tell(task.done_at, task.done_by, format!("Done: {}", task.title));
        }
        for line in &self.file.evidence {
            tell(
                Some(line.piece.taken_at),
                line.piece.taken_by,
                format!("Evidence taken: {}", line.piece.kind.title()),
            );
        }
        for note in self.texts(TextKind::Note) {
            tell(Some(note.at), note.author, note.words.clone());
        }
        told.sort_by_key(|(at, ..)| *at);
        told.into_iter()
            .map(|(at, who, what)| Event { at: self.at(at), who: self.person(who), what })
            .collect()
    }

    fn system(&self, line: &SystemLine) -> System {
        let of = |i: &&incidents::Isolation| i.asset == line.system.asset && i.lifted_at.is_none();
        let isolation = self.file.isolations.iter().find(of);
        System {
            name: self.asset(line.system.asset),
            criticality: Some(line.system.criticality.clone()),
            isolated: isolation.map(|i| match i.done_at {
                Some(at) => self.done(at, i.done_by),
                None => format!("ordered {}, not yet done", self.done(i.ordered_at, i.ordered_by)),
            }),
            restored: line.system.restored_at.map(|at| self.done(at, line.system.restored_by)),
            proof: self.text(line.system.proof).or_else(|| self.text(isolation.and_then(|i| i.proof))),
        }
    }

    fn tasks(&self) -> Vec<Task> {
        let task = |task: &incidents::Task| Task {
            what: task.title.clone(),
            owner: self.person(task.owner).or_else(|| task.role.map(|role| role.title().to_owned())),
            state: Some(match (task.done_at, task.due_at) {
                (Some(at), _) => format!("done {}", self.at(at)),
                (None, Some(due)) => match &task.because {
                    Some(because) => format!("open, due {}: {because}", self.at(due)),
                    None => format!("open, due {}", self.at(due)),
                },
                (None, None) => "open".to_owned(),
            }),
        };
        self.file.tasks.iter().map(task).collect()
    }

    fn evidence(&self) -> Vec<Evidence> {
        let piece = |line: &incidents::PieceLine| Evidence {
            name: match self.text(Some(line.piece.text)) {
                Some(text) => format!("{}: {text}", line.piece.kind.title()),
                None => line.piece.kind.title().to_owned(),
            },
            sha256: Some(line.piece.sha256.clone()),
            collected: Some(self.done(line.piece.taken_at, line.piece.taken_by)),
            custody: line.hands.iter().map(|hand| self.hand(hand)).collect(),
        };
        self.file.evidence.iter().map(piece).collect()
    }

    fn hand(&self, hand: &incidents::Hand) -> String {
        let who = |person, text| self.person(person).or_else(|| self.text(text));
        let from =
            who(hand.from_person, hand.from_text).map(|from| format!(", from {from}")).unwrap_or_default();
        let to = who(hand.to_person, hand.to_text).map(|to| format!(", to {to}")).unwrap_or_default();
        let same = match (hand.step, hand.same_hash) {
            (Step::Taken, _) => "",
            (_, true) => "; hash taken again, the same",
            (_, false) => "; hash not taken again",
        };
        format!("{}: {}{from}{to}{same}", self.at(hand.at), hand.step.title())
    }

    fn indicators(&self) -> Vec<Indicator> {
        let sign = |sign: &incidents::Indicator| {
            let value = self.text(Some(sign.text))?;
            let seen = Some(self.done(sign.named_at, sign.named_by));
            Some(Indicator { kind: sign.kind.title().to_owned(), value, seen })
        };
        self.file.indicators.iter().filter_map(sign).collect()
    }

    fn decisions(&self) -> Vec<Decision> {
        let decision = |text: &IncidentText| Decision {
            at: self.at(text.at),
            what: "A reason was written".to_owned(),
            who: self.person(text.author),
            because: Some(text.words.clone()),
        };
        self.texts(TextKind::Reason).map(decision).collect()
    }
}
