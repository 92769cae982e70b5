//! The agreements about one organization's PHI, as the chains they form: what hangs from what, and what is
//! about to end.

use super::forms::{Choices, OrderForm, folded};
use super::{Names, called, state_words};
use crate::{AgreementLine, AgreementList, Branch, DraftAgreement, EngagementLine, Shown};
use markup::{Empty, Markup, Tone, empty_state, html, notice, panel, words};
use serde_json::Value;

/// What the page shows.
pub struct AgreementsView<'a> {
    pub list: &'a AgreementList,
    pub names: &'a Names<'a>,
    /// By what right the viewer's employer is here.
    pub seal: Markup,
    /// Whether the viewer may draft an agreement here.
    pub drafts: bool,
    /// Whether the viewer works for this organization and may keep its "not required" answers.
    pub answers: bool,
    /// Who may be chosen as associate: id and name.
    pub associates: Vec<(String, String)>,
}

/// The page's content.
pub fn agreements_page(view: &AgreementsView) -> Markup {
    let here = format!("/organizations/{}/agreements", view.list.organization);
    html! {
        p { (view.seal) }
        @for line in view.list.warnings() { (warning(line, view.names)) }
        (panel("chains", "Chains of agreements", None, &chains(view, &here)))
        (panel("not-required", "Where none is required", None, &not_required(view, &here)))
        @if !view.list.engaged.is_empty() {
            (panel("engaged", "Subcontractors at work here", None, &engaged(view)))
        }
    }
}

fn warning(line: &AgreementLine, names: &Names) -> Markup {
    let (tone, says) = match (line.shown, line.days_left) {
        (Shown::Lapsing, Some(days)) => {
            (Tone::Soon, format!("lapses in {}.", words::counted(days, "day", "days")))
        }
        (Shown::HeldUp, _) => {
            (Tone::Risk, "has no effect: the agreement above it is not in force.".to_owned())
        }
        _ => (Tone::Risk, "has lapsed.".to_owned()),
    };
    notice(
        tone,
        &html! {
            p { (called(line, names)) " " (says) " Nobody of " (names.organization(line.associate))
                " reaches PHI here without it." }
            p.citation { cite { "45 CFR 164.502(e)(1)" } }
        },
    )
}

fn chains(view: &AgreementsView, here: &str) -> Markup {
    html! {
        @if view.list.chains.is_empty() {
            (empty_state(&Empty {
                title: "No agreement yet.",
                will_hold: "Each business associate agreement will stand here with the subcontractors' \
                            agreements that hang from it. An agreement is in force only while \
                            everything above it is.",
                act: None,
            }))
        } @else {
            ul.tree { @for branch in &view.list.chains { (twig(branch, view.names)) } }
        }
        @if view.drafts {
            (folded::<DraftAgreement>("Draft an agreement", &OrderForm {
                id: "draft-agreement",
                verb: "Draft it",
                of: Some(("client", &view.list.organization.to_string())),
                next: here,
                values: Value::Null,
                choices: Choices::from([
                    ("associate".to_owned(), view.associates.clone()),
                    ("upstream".to_owned(), upstreams(view)),
                ]),
                danger: false,
            }))
        }
    }
}

/// The agreements from which another may hang, with how deep they stand.
fn upstreams(view: &AgreementsView) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open: Vec<&Branch> = view.list.chains.iter().rev().collect();
    while let Some(branch) = open.pop() {
        let line = &branch.head;
        if !matches!(line.shown, Shown::Terminated | Shown::Withdrawn) {
            let label = format!(
                "{}: {} → {}",
                line.kind.title(),
                view.names.organization(line.principal),
                view.names.organization(line.associate),
            );
            found.push((line.agreement.to_string(), label));
        }
        open.extend(branch.below.iter().rev());
    }
    found
}

fn twig(branch: &Branch, names: &Names) -> Markup {
    html! {
        li id=(branch.head.agreement) {
            p { (called(&branch.head, names)) br; (state_words(&branch.head)) }
            @if !branch.others.is_empty() {
                details {
                    summary {
                        (words::counted(count(branch.others.len()), "other", "others")) " of this line"
                    }
                    ul { @for other in &branch.others {
                        li id=(other.agreement) { (called(other, names)) " · " (state_words(other)) }
                    } }
                }
            }
            @if !branch.below.is_empty() {
                ul.tree { @for below in &branch.below { (twig(below, names)) } }
            }
        }
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn not_required(view: &AgreementsView, here: &str) -> Markup {
    html! {
        @if view.list.not_required.is_empty() {
            p { "No answers are kept. Whoever is no business associate under 45 CFR 160.103 needs no \
                 agreement; the answers that show it are signed by the organization itself and kept here." }
        } @else {
            ul { @for line in &view.list.not_required {
                li id=(line.agreement) {
                    a href={ "/agreements/" (line.agreement) } { (view.names.organization(line.associate)) }
                    " · "
                    @if line.shown == Shown::Terminated { "revoked" }
                    @else { "kept since " (line.effective_on) }
                }
            } }
        }
        @if view.answers { p { a.button href={ (here) "/not-required" } { "Answer the questions" } } }
    }
}

fn engaged(view: &AgreementsView) -> Markup {
    let zone = |line: &EngagementLine| line.chain.last().map_or("UTC", |paper| &paper.zone).to_owned();
    html! {
        ul { @for line in &view.list.engaged {
            li {
                (view.names.organization(line.subcontractor)) " · engaged by "
                (view.names.organization(line.provider)) " · " (super::term_words(&line.term, &zone(line))) " · "
                a href={ "/agreements/" (line.agreement) } { "agreement" }
            }
        } }
    }
}
