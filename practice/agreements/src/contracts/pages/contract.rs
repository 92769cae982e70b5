//! One service contract: how it stands, the one act that comes next, what is agreed now, its versions, and its story.

use super::super::{ActivateContract, ContractPage, ContractShown, EndContract, ReviseContract, VersionLine};
use super::Offered;
use super::words::{state_words, terms};
use crate::pages::forms::{OrderForm, folded};
use crate::pages::{Names, told};
use markup::{ButtonKind, Markup, Tone, definitions, html, moment, notice, panel};
use office::Order;
use serde_json::json;

/// What the page shows.
pub struct ContractView<'a> {
    pub page: &'a ContractPage,
    pub names: &'a Names<'a>,
    /// Whether the viewer works for the provider and may revise and end it.
    pub manages: bool,
    pub offered: &'a Offered,
    /// Today, where the client is.
    pub today: &'a str,
}

/// The page's content.
pub fn contract_page(view: &ContractView) -> Markup {
    let (line, story, now) = (&view.page.line, &view.page.story, view.page.now);
    let told = told("What happened to this contract", story, view.names, (now, &line.zone));
    html! {
        (definitions(&[
            ("Stands", html! { (state_words(line)) }),
            ("Client", html! {
                a href={ "/organizations/" (line.client) "/contracts" } { (view.names.organization(line.client)) }
            }),
            ("Provider", html! { (view.names.organization(line.provider)) }),
            ("Uptime", html! {
                a href={ "/contracts/" (line.contract) "/uptime" } { "What is promised, and how it was kept" }
            }),
            ("Notice", html! { (line.notice_days) " days before its end" }),
        ]))
        @if line.shown == ContractShown::Ending {
            (notice(Tone::Soon, &html! {
                p { "It ends soon. From the day after, nothing is covered: renew it, or agree on its end." }
            }))
        }
        (panel("next", "What comes next", None, &next(view)))
        @if let Some(now) = view.page.versions.iter().find(|v| v.holds) {
            (panel("terms", "What is agreed", Some(html! { "version " (now.version) }), &terms(&now.terms, view.names)))
        }
        (panel("versions", "Versions", None, &versions(view)))
        (panel("story", "What happened", None, &told))
    }
}

fn next(view: &ContractView) -> Markup {
    let line = &view.page.line;
    let (id, here) = (line.contract.to_string(), format!("/contracts/{}", line.contract));
    let says = match line.shown {
        ContractShown::Draft => "It is a draft. Nothing is covered before the client has agreed.",
        ContractShown::Waits => "Nothing: it runs from its first day on.",
        ContractShown::Active => "Nothing. The desk shows on each ticket whether its work is covered.",
        ContractShown::Ending => "Renew it with a later last day, or let it end.",
        ContractShown::Ended => "Nothing. It is kept to be read.",
    };
    html! {
        p { (says) }
        @if view.manages && line.shown != ContractShown::Ended {
            @if line.shown == ContractShown::Draft {
                (markup::press(ActivateContract::ACT.name, ("contract", &id), &here, "The client agreed",
                    ButtonKind::Primary))
            }
            (revise(view, &id, &here))
            (folded::<EndContract>(if line.shown == ContractShown::Draft { "Give the draft up" } else { "End it" },
                &OrderForm { id: "end-contract", verb: "End it", of: Some(("contract", &id)), next: &here,
                    danger: true, ..OrderForm::default() }))
        }
    }
}

fn revise(view: &ContractView, id: &str, here: &str) -> Markup {
    let Some(newest) = view.page.versions.first() else { return html! {} };
    let line = &view.page.line;
    let from = if line.shown == ContractShown::Draft { newest.from_on.as_str() } else { view.today };
    let values = json!({
        "from_on": from, "title": newest.title, "ends_on": line.ends_on, "notice_days": line.notice_days,
        "terms": newest.terms.typed(),
    });
    let summary =
        if line.shown == ContractShown::Draft { "Revise the draft" } else { "Agree on something else" };
    folded::<ReviseContract>(
        summary,
        &OrderForm {
            id: "revise-contract",
            verb: "Make the new version",
            of: Some(("contract", id)),
            next: here,
            values,
            choices: view.offered.choices(),
            danger: false,
        },
    )
}

fn versions(view: &ContractView) -> Markup {
    let one = |v: &VersionLine| {
        html! {
            b { "Version " (v.version) } " · " (v.title) " · from " (v.from_on)
            @if v.holds { " · holds now" }
            p.soft { "Made by " (view.names.person(v.made_by)) ", "
                (moment(v.made_at.micros(), &view.page.line.zone)) }
        }
    };
    html! {
        ul.stack { @for version in &view.page.versions {
            li {
                (one(version))
                @if !version.holds {
                    details { summary { "What was agreed in it" } (terms(&version.terms, view.names)) }
                }
            }
        } }
    }
}
