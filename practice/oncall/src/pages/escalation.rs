//! How an escalation looks: on the ticket as one line of what happened and what will, and the policies with their steps.

use super::{Names, name, people};
use crate::escalation::Step;
use crate::questions::{PathTold, PolicyTold};
use crate::words::{AfterHours, OnChange, RunState, StepBegins, Target};
use crate::{Acknowledge, AddStep, DropStep, ForceStep, OpenPolicy, RetirePolicy, Snooze};
use kernel::{OrgId, PersonId, Role, TicketId};
use markup::{ButtonKind, Choices, Empty, Markup, empty_state, html, link_button, moment, panel, press};
use office::Order;
use office::form::{folded, form};
use serde_json::{Value, json};

/// What the ticket's page shows of its escalation.
pub struct PathView<'a> {
    pub told: &'a PathTold,
    /// The steps of the version by which it goes on; empty where the viewer may not see the policy.
    pub steps: &'a [Step],
    pub names: &'a Names,
    pub ticket: TicketId,
    pub zone: &'a str,
    /// Whether the viewer may act on it.
    pub works: bool,
}

/// The escalation of a ticket as a line; nothing where no policy is set for it.
pub fn path_of_ticket(view: &PathView) -> Markup {
    let Some(run) = &view.told.run else { return html! {} };
    let (here, ticket) = (format!("/tickets/{}", view.ticket), view.ticket.to_string());
    let of = ("ticket", ticket.as_str());
    let coming = view.steps.iter().filter(|s| s.place >= run.place);
    let going = run.ended_at.is_none() && run.state != RunState::Answered;
    let body = html! {
        ol.escalation-path {
            li.escalation-past { (moment(run.begun_at.micros(), view.zone)) " begun" }
            @for fired in &view.told.fired {
                @let told: Vec<PersonId> =
                    view.told.told.iter().filter(|t| t.place == fired.place).map(|t| t.person).collect();
                li.escalation-past.escalation-hole[fired.people == 0] {
                    (moment(fired.at.micros(), view.zone)) " " (fired.target.title().to_lowercase()) ": "
                    @if fired.people == 0 { b { "nobody on call" } } @else { (people(view.names, &told)) }
                }
            }
            @if going {
                @for step in coming {
                    li.escalation-coming {
                        @if step.place == run.place && run.next_at.is_some() {
                            b { "next " (run.next_at.map_or(html! {}, |at| moment(at.micros(), view.zone))) } " "
                        }
                        (whom(step, view.names)) " " span.soft { (when(step)) }
                    }
                }
            }
            li.escalation-now { b { (standing(view, run)) } }
        }
        @if view.works && run.ended_at.is_none() {
            div.buttons {
                @if run.state != RunState::Answered {
                    (press(Acknowledge::ACT.name, of, &here, "I have it", ButtonKind::Plain))
                }
                @if run.state != RunState::Exhausted {
                    (press(ForceStep::ACT.name, of, &here, "Next step now", ButtonKind::Quiet))
                }
            }
            @if run.state != RunState::Exhausted {
                (folded::<Snooze>(("Let it rest", "Let it rest"), of, &here, json!({ "minutes": 30 }), Choices::new()))
            }
        }
    };
    panel("escalation", "Escalation", None, &body)
}

fn standing(view: &PathView, run: &crate::escalation_records::RunRow) -> String {
    match (run.state, run.answered_by, run.snoozed_until.filter(|until| *until > view.told.now)) {
        (RunState::Answered, Some(by), _) => format!("{} has answered", name(view.names, by)),
        (RunState::Running, _, Some(_)) => {
            format!("rests: {}", run.reason.map_or("for a while", |r| r.title()).to_lowercase())
        }
        (RunState::Running, _, None) if run.next_at.is_none() => {
            "waits while the ticket's clock rests".to_owned()
        }
        (state, _, _) => state.title().to_owned(),
    }
}

fn whom(step: &Step, names: &Names) -> String {
    let w = &step.whom;
    match (w.target, w.person, w.role, w.tier) {
        (Target::Person, Some(person), _, _) => name(names, person).to_owned(),
        (Target::Role, _, Some(role), _) => format!("every {}", role.title().to_lowercase()),
        (Target::ClientRole, _, Some(role), _) => {
            format!("every {} of the client", role.title().to_lowercase())
        }
        (Target::Tier, _, _, Some(tier)) => format!("tier {tier}"),
        (Target::Rota, _, _, _) => match w.rota {
            Some(rota) => {
                format!("on call by {}", names.get(&rota.to_string()).map_or("a rota", String::as_str))
            }
            None => "on call".to_owned(),
        },
        (target, _, _, _) => target.title().to_lowercase(),
    }
}

fn when(step: &Step) -> String {
    match (step.timing.minutes, step.timing.begins) {
        (0, StepBegins::AfterOpened) => return "as soon as it is opened".to_owned(),
        (0, _) => return "when the promise is due".to_owned(),
        _ => {}
    }
    format!("{} {}", markup::words::span(step.timing.minutes * 60_000_000), step.timing.begins.title())
}

/// What the page of policies shows.
pub struct PoliciesView<'a> {
    pub told: &'a [PolicyTold],
    pub names: &'a Names,
    /// Where the viewer may open one: organizations by id and name.
    pub opens_at: Vec<(String, String)>,
    /// The organization for which one is opened.
    pub opens: Option<OrgId>,
    /// What may be chosen in steps.
    pub people: Vec<(String, String)>,
    pub rotas: Vec<(String, String)>,
}

/// The page's content.
pub fn policies_page(view: &PoliciesView) -> Markup {
    let here = "/oncall/policies";
    html! {
        @if view.told.is_empty() {
            (empty_state(&Empty {
                title: "No policy of escalation.",
                will_hold: "A policy says who is told when a ticket is not taken or its promise comes near: after so many \
                            minutes somebody on call, then a tier, then whoever answers for the client.",
                act: None,
            }))
        }
        @for told in view.told { (policy(view, told, here)) }
        @if let Some(org) = view.opens {
            @let of = org.to_string();
            (panel("open", "Open a policy", None, &form::<OpenPolicy>("Open it", ("org", &of), here,
                json!({ "priority": 2, "after_hours": AfterHours::Continue }), Choices::new())))
        } @else if !view.opens_at.is_empty() {
            h2 { "Open a policy" }
            p { "Whose tickets is it for? One of a provider holds for everybody it serves who has none of their own." }
            ul.choices-of-place { @for (org, name) in &view.opens_at {
                li { (link_button(ButtonKind::Quiet, &format!("{here}?org={org}#open"), name)) }
            } }
        }
    }
}

fn policy(view: &PoliciesView, told: &PolicyTold, here: &str) -> Markup {
    let id = told.policy.id.to_string();
    let roles = Role::ALL.iter().map(|r| (r.word().to_owned(), r.title().to_owned())).collect();
    let choices = Choices::from([
        ("person".to_owned(), view.people.clone()),
        ("rota".to_owned(), view.rotas.clone()),
        ("role".to_owned(), roles),
    ]);
    let body = html! {
        p { (name(view.names, told.policy.org)) " · tickets of priority 1 to " (told.policy.priority) " · "
            (told.policy.after_hours.title()) " · version " (told.policy.version) }
        @if told.steps.is_empty() { p.soft { "It has no step yet, so it tells nobody." } }
        ol { @for step in &told.steps { li { b { (whom(step, view.names)) } " " (when(step)) } } }
        @if !view.opens_at.is_empty() {
            (folded::<AddStep>(("Add a step", "Add it"), ("policy", &id), here,
                json!({ "running": OnChange::Keep, "minutes": 15 }), choices))
            @if !told.steps.is_empty() {
                (folded::<DropStep>(("Take the last step off", "Take it off"), ("policy", &id), here,
                    json!({ "running": OnChange::Keep }), Choices::new()))
            }
            (folded::<RetirePolicy>(("Retire the policy", "Retire it"), ("policy", &id), here, Value::Null,
                Choices::new()))
        }
    };
    panel(&id, &told.policy.name, None, &body)
}
