//! The two papers of a new client: the business associate agreement, without which nobody comes near their patients'
//! data, and the service contract, which says what is covered.

use super::super::frame::Frame;
use super::Client;
use super::steps::{OrderForm, Step, order_form};
use agreements::contracts::{ActivateContract, ContractShown, DraftContract};
use agreements::{AgreementLine, DraftAgreement, SendAgreement, Shown, SignForAssociate};
use markup::{ActButton, ButtonKind, Markup, StandingKind, act_button, html};
use office::Order;
use serde_json::json;
use std::collections::BTreeMap;

pub(super) fn agreement(frame: &Frame<'_>, client: &Client) -> Step {
    let says = match (client.standing, &client.agreement) {
        (StandingKind::OwnWorkforce, _) => {
            html! { "You work for them: nobody needs an agreement with themselves." }
        }
        (StandingKind::NotRequired, _) => {
            html! { "None is required; their answers to 45 CFR 160.103 are kept." }
        }
        (_, Some(line)) => html! { a href={ "/agreements/" (line.agreement) } { "The agreement" } " "
        (line.shown.title()) ", from " (line.effective_on)
        @if let Some(end) = &line.ends_on { " to " (end) } "." },
        (_, None) => html! { "Nobody of yours comes near their patients' data before it is signed by both "
        "(45 CFR 164.502(e))." },
    };
    Step {
        id: "agreement",
        title: "The business associate agreement",
        done: client.permitted(),
        optional: false,
        lingers: false,
        says,
        body: agreement_body(frame, client),
    }
}

fn agreement_body(frame: &Frame<'_>, client: &Client) -> Markup {
    let all = format!("/organizations/{}/agreements", client.org());
    match &client.agreement {
        _ if client.permitted() => html! { p { a href=(all) { "All their agreements" } } },
        None => html! {
            (draft(frame, client))
            p.soft { "No patients' data at all? Then they may " a href={ (all) "/not-required" } { "keep "
                "the answers" }
                " that none is required." }
        },
        Some(line) if line.shown == Shown::Draft => html! {
            p { "It is drafted. Sending it lets both sides sign." }
            (act_button(&ActButton {
                action: &format!("/do/{}", SendAgreement::ACT.name),
                label: "Send it for signature", kind: ButtonKind::Primary,
                fields: &[("agreement", &line.agreement.to_string()), ("_next", &back(client))],
                ..ActButton::default()
            }))
        },
        Some(line) if line.shown == Shown::Sent => signing(frame, client, line),
        Some(line) => html! { p { a href={ "/agreements/" (line.agreement) } { "See what it needs" } } },
    }
}

fn back(client: &Client) -> String {
    format!("{}#agreement", client.page())
}

fn draft(frame: &Frame<'_>, client: &Client) -> Markup {
    let (org, employer, next) = (client.org().to_string(), frame.badge.employer.to_string(), back(client));
    let terms: Vec<&str> = law::agreement_terms().iter().map(|t| t.id.as_str()).collect();
    let zone = client.places.locations.first().map_or("UTC", |l| l.zone.as_str());
    let values = json!({
        "title": "Business associate agreement", "terms": terms,
        "effective_on": frame.office.now().date_in(zone).to_string(),
    });
    html! {
        p { "All terms that the rule requires are ticked. Untick what your paper does not hold; then it "
            "cannot be sent "
            "until it does." }
        (order_form(frame, &DraftAgreement::ACT, &OrderForm {
            id: "draft",
            verb: "Draft it",
            hidden: &[("client", &org), ("associate", &employer), ("_next", &next)],
            leave_out: &["client", "associate", "upstream"],
            values,
            choices: BTreeMap::new(),
        }))
    }
}

/// Ours first, because we are here; theirs when they come in.
fn signing(frame: &Frame<'_>, client: &Client, line: &AgreementLine) -> Markup {
    let (id, next) = (line.agreement.to_string(), back(client));
    let paper = format!("{}/agreements/{id}", frame.app.site.origin.trim_end_matches('/'));
    html! {
        @if !line.associate_signed {
            (order_form(frame, &SignForAssociate::ACT, &OrderForm {
                id: "sign",
                verb: "Sign for your side",
                hidden: &[("agreement", &id), ("_next", &next)],
                leave_out: &["agreement"],
                values: json!({ "name": frame.badge.name }),
                choices: BTreeMap::new(),
            }))
        }
        @if !line.client_signed {
            @match client.deciders.first() {
                None => p { "Nobody there can sign yet: first " a href="#decider" { "invite who decides" }
                    "." },
                Some(one) => p { (one.name) " signs for " (client.here.name) " at " code { (paper) }
                    " after coming in with the link you gave. Go on meanwhile; this step is done when "
                        "they have." },
            }
        }
    }
}

pub(super) fn contract(frame: &Frame<'_>, client: &Client) -> Step {
    let (org, own) = (client.org(), client.org() == frame.badge.employer);
    let (all, promises) =
        (format!("/organizations/{org}/contracts"), format!("/organizations/{org}/commitments"));
    let drafted = client.contract.as_ref().filter(|line| line.shown == ContractShown::Draft);
    Step {
        id: "contract",
        title: "The service contract",
        done: client.contract.is_some() && drafted.is_none(),
        optional: own,
        lingers: false,
        says: match &client.contract {
            Some(line) => {
                html! { a href={ "/contracts/" (line.contract) } { (line.title) } ", " (line.shown.title()) "." }
            }
            None if own => html! { "Nobody makes a contract with themselves." },
            None => {
                html! { "What is covered and what other work costs; the desk shows it before work starts." }
            }
        },
        body: html! {
            @match drafted {
                Some(line) => div.buttons { (act_button(&ActButton {
                    action: &format!("/do/{}", ActivateContract::ACT.name),
                    label: "They have agreed to it", kind: ButtonKind::Primary,
                    fields: &[("contract", &line.contract.to_string()), ("_next", &format!("{}#contract", client.page()))],
                    ..ActButton::default()
                })) },
                None => (draft_contract(frame, client)),
            }
            p { "Other terms (co-managed, break-fix, some departments, a block of hours): " a href=(all) { "in full" }
                ". Until you promise otherwise, the house's own times hold: "
                a href=(promises) { "what is promised" } "." }
        },
    }
}

/// What most practices agree to: everything and everybody, in opening hours, so much for each person.
fn draft_contract(frame: &Frame<'_>, client: &Client) -> Markup {
    let (org, next) = (client.org().to_string(), format!("{}#contract", client.page()));
    let zone = client.places.locations.first().map_or("UTC", |l| l.zone.as_str());
    let values = json!({
        "title": format!("Managed service for {}", client.here.name),
        "starts_on": frame.office.now().date_in(zone).to_string(),
    });
    html! {
        p { "Managed, for everybody there, in their opening hours, on site and from afar, so much a month "
            "for each person." }
        (order_form(frame, &DraftContract::ACT, &OrderForm {
            id: "contract-draft",
            verb: "Draft it",
            hidden: &[
                ("client", &org), ("_next", &next), ("terms.kind", "managed"), ("terms.people", "everyone"),
                ("terms.hours", "business"), ("terms.on_site", "true"), ("terms.minimum_minutes", "15"),
                ("terms.billing", "per-user"),
            ],
            leave_out: &[
                "client", "ends_on", "notice_days", "terms.kind", "terms.people", "terms.most_people",
                "terms.departments", "terms.roles", "terms.hours", "terms.calendar", "terms.locations",
                "terms.asset_kinds", "terms.assets", "terms.on_site", "terms.late_rate", "terms.minimum_minutes",
                "terms.billing", "terms.block_hours",
            ],
            values,
            choices: BTreeMap::new(),
        }))
    }
}
