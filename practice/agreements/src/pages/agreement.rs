//! One agreement: how it stands, the one act that comes next, its terms as a checklist with the paragraph of
//! each, both signatures, the chain it belongs to, and its story.

use super::forms::{Choices, OrderForm, folded, form, press};
use super::{Names, called, state_words};
use crate::{
    AgreementKind, AgreementPage, Disposal, EngageSubcontractor, NoteDisposal, ReleaseSubcontractor,
    RenewAgreement, ReviseAgreement, RevokeNotRequired, SendAgreement, Shown, Side, SignForAssociate,
    SignForClient, TerminateAgreement, WithdrawAgreement,
};
use kernel::{Moment, OrgId};
use markup::{
    ButtonKind, Glyph, Markup, StepState, Tone, definitions, glyph, html, moment, notice, panel,
    relative_time, steps,
};
use office::Order;
use serde_json::{Value, json};

/// What the page shows.
pub struct AgreementView<'a> {
    pub page: &'a AgreementPage,
    pub names: &'a Names<'a>,
    /// For whom the viewer works.
    pub employer: Option<OrgId>,
    /// Whether the viewer may draft, sign and end agreements here.
    pub signs: bool,
}

impl AgreementView<'_> {
    fn id(&self) -> String {
        self.page.line.agreement.to_string()
    }
    fn here(&self) -> String {
        format!("/agreements/{}", self.page.line.agreement)
    }
    fn works_for(&self, org: OrgId) -> bool {
        self.employer == Some(org)
    }
    fn paper(&self) -> bool {
        self.page.line.kind != AgreementKind::NotRequired
    }
    fn missing(&self) -> usize {
        self.page.terms.iter().filter(|t| t.required && !t.checked).count()
    }
    fn at(&self, at: Moment) -> Markup {
        moment(at.micros(), &self.page.line.zone)
    }
}

/// The page's content.
pub fn agreement_page(view: &AgreementView) -> Markup {
    let line = &view.page.line;
    html! {
        (definitions(&[
            ("Stands", html! { (state_words(line)) }),
            ("Passes the PHI on", html! { (view.names.organization(line.principal)) }),
            ("Receives it", html! { (view.names.organization(line.associate)) }),
            ("About the PHI of", html! {
                a href={ "/organizations/" (line.client) "/agreements" } {
                    (view.names.organization(line.client))
                }
            }),
        ]))
        (standing_words(view))
        (panel("next", "What comes next", None, &next(view)))
        @if view.paper() { (panel("terms", "Terms", Some(counted(view)), &terms(view))) }
        @if view.paper() {
            (panel("breach", "When there is a breach", None, &crate::papers::page::breach(view)))
        }
        @if !view.page.answers.is_empty() { (panel("answers", "What was answered", None, &answers(view))) }
        (panel("signatures", "Signatures", None, &signatures(view)))
        @if view.paper() { (panel("papers", "Signed paper", None, &crate::papers::page::papers(view))) }
        @if view.page.upstream.is_some() || !view.page.below.is_empty() || view.page.renewed_by.is_some() {
            (panel("chain", "The chain", None, &chain(view)))
        }
        @if view.signs { (panel("acts", "Other acts", None, &acts(view))) }
        (panel("story", "What happened", None, &told(view)))
    }
}

fn standing_words(view: &AgreementView) -> Markup {
    let associate = view.names.organization(view.page.line.associate);
    match view.page.line.shown {
        Shown::Lapsing => notice(
            Tone::Soon,
            &html! {
                p { "It ends soon. When it has, nobody of " (associate)
                " reaches PHI here, from that moment on." }
                p.citation { cite { "45 CFR 164.502(e)(1)" } }
            },
        ),
        Shown::Lapsed | Shown::Terminated if view.paper() => notice(
            Tone::Risk,
            &html! {
                p { "It is no longer in force: nobody of " (associate) " reaches PHI here on its ground." }
                p.citation { cite { "45 CFR 164.502(e)(1)" } }
            },
        ),
        Shown::HeldUp => notice(
            Tone::Risk,
            &html! {
                p { "It is signed and has no effect, because the agreement above it is not in force." }
                p.citation { cite { "45 CFR 164.502(e)(1)(ii)" } }
            },
        ),
        _ => html! {},
    }
}

/// The one next act, or what the agreement waits for.
fn next(view: &AgreementView) -> Markup {
    let line = &view.page.line;
    let (id, here) = (view.id(), view.here());
    match line.shown {
        Shown::Draft if !view.signs => html! { p { "It is being drafted." } },
        Shown::Draft if view.missing() > 0 => html! {
            p { "Every required term has to be in the paper before it can be sent. Tick what it holds." }
            (revise(view, &here))
        },
        Shown::Draft => html! {
            p { "All required terms are there." }
            (press(&SendAgreement::ACT, &id, "Send it for signature", ButtonKind::Primary))
        },
        Shown::Sent => sign(view, &id, &here),
        Shown::Waits => html! { p { "Nothing: it is in force from " (view.at(view.page.effective_at)) "." } },
        Shown::InForce if !view.paper() => {
            html! { p { "Nothing. The answers hold until somebody revokes them." } }
        }
        Shown::InForce => html! { p { "Nothing. It is in force." } },
        Shown::Lapsing | Shown::Lapsed | Shown::HeldUp if view.page.renewed_by.is_some() => html! {
            @if let Some(renewal) = &view.page.renewed_by {
                p { "Its renewal: " (called(renewal, view.names)) " · " (state_words(renewal)) }
            }
        },
        Shown::Lapsing | Shown::Lapsed if view.signs => html! {
            p { "Renew it: the same parties and terms, other days, new signatures." }
            (form::<RenewAgreement>(&plain("renew", "Draft the renewal", &id, &here)))
        },
        Shown::Lapsing | Shown::Lapsed => html! { p { "It has to be renewed." } },
        Shown::HeldUp => html! { p { "The agreement above it has to be in force again." } },
        Shown::Terminated if view.paper() && view.page.disposal == Some(Disposal::Pending) && view.signs => {
            html! {
                p { "Say what became of the PHI." }
                p.citation { cite { "45 CFR 164.504(e)(2)(ii)(J)" } }
                (form::<NoteDisposal>(&plain("disposal", "Note it", &id, &here)))
            }
        }
        Shown::Terminated | Shown::Withdrawn => {
            html! { p { "Nothing. It is kept to be read, for six years at least." } }
        }
    }
}

fn plain<'a>(name: &'a str, verb: &'a str, id: &'a str, here: &'a str) -> OrderForm<'a> {
    OrderForm {
        id: name,
        verb,
        of: Some(("agreement", id)),
        next: here,
        values: Value::Null,
        choices: Choices::new(),
        danger: false,
    }
}

fn revise(view: &AgreementView, here: &str) -> Markup {
    let line = &view.page.line;
    let checked: Vec<&str> = view.page.terms.iter().filter(|t| t.checked).map(|t| t.id).collect();
    let values = json!({ "title": line.title, "effective_on": line.effective_on, "ends_on": line.ends_on,
                         "terms": checked });
    form::<ReviseAgreement>(&OrderForm { values, ..plain("revise", "Keep the draft", &view.id(), here) })
}

fn sign(view: &AgreementView, id: &str, here: &str) -> Markup {
    let line = &view.page.line;
    let waits: Vec<&str> = view
        .page
        .signatures
        .iter()
        .filter(|s| s.at.is_none())
        .map(|s| view.names.organization(s.organization))
        .collect();
    html! {
        p { "It waits for " (waits.join(" and ")) "." }
        @if view.signs && view.works_for(line.principal) && !line.client_signed {
            (form::<SignForClient>(&plain("sign", "Sign it", id, here)))
        }
        @if view.signs && view.works_for(line.associate) && !line.associate_signed {
            (form::<SignForAssociate>(&plain("countersign", "Sign it", id, here)))
        }
    }
}

fn counted(view: &AgreementView) -> Markup {
    let required = view.page.terms.iter().filter(|t| t.required).count();
    html! { (required - view.missing()) " of " (required) " required" }
}

fn terms(view: &AgreementView) -> Markup {
    html! {
        ul.checklist { @for term in &view.page.terms {
            li {
                @if term.checked { (glyph(Glyph::Check)) } @else { span.checklist-open {} }
                div {
                    span.unseen {
                        @if term.checked { "In the paper: " }
                        @else if term.required { "Missing: " }
                        @else { "Not in the paper, and not required: " }
                    }
                    b { (term.title) } @if !term.required { " (may be in it)" }
                    p { (term.sentence) }
                    p.citation {
                        cite { (term.paragraph) } @if let Some(also) = term.also { "; " cite { (also) } }
                        @if let Some(remark) = term.remark { " · " (remark) }
                    }
                }
            }
        } }
    }
}

fn answers(view: &AgreementView) -> Markup {
    html! {
        dl.definitions { @for line in &view.page.answers {
            div {
                dt { (line.question) " " cite { (line.paragraph) } }
                dd { @match line.yes { Some(true) => "Yes", Some(false) => "No", None => "left open" } }
            }
        } }
    }
}

fn signatures(view: &AgreementView) -> Markup {
    let all: Vec<markup::Step> = view
        .page
        .signatures
        .iter()
        .map(|s| markup::Step {
            label: format!(
                "{} ({})",
                view.names.organization(s.organization),
                if s.side == Side::Client { "passes the PHI on" } else { "receives it" },
            ),
            state: if s.at.is_some() { StepState::Done } else { StepState::Waiting },
            counted: None,
            words: s.at.map(|at| {
                let name = s.name.as_deref().unwrap_or_default();
                let title = s.title.as_deref().unwrap_or_default();
                let when = markup::words::local_long(at.micros(), &view.page.line.zone);
                format!("{name}, {title}, {when}")
            }),
        })
        .collect();
    steps("signature-steps", &all)
}

fn chain(view: &AgreementView) -> Markup {
    html! {
        @if let Some(above) = &view.page.upstream {
            p { "Hangs from " (called(above, view.names)) " · " (state_words(above)) }
        }
        @if let Some(renewal) = &view.page.renewed_by {
            p { "Renewed by " (called(renewal, view.names)) " · " (state_words(renewal)) }
        }
        @if !view.page.below.is_empty() {
            p { "What hangs from it:" }
            ul { @for below in &view.page.below {
                li { (called(below, view.names)) " · " (state_words(below)) }
            } }
        }
    }
}

/// Whatever else may be done with it as it stands.
fn acts(view: &AgreementView) -> Markup {
    let (id, here) = (view.id(), view.here());
    let line = &view.page.line;
    let alive = matches!(line.shown, Shown::Waits | Shown::InForce | Shown::Lapsing | Shown::HeldUp);
    let open = matches!(line.shown, Shown::Draft | Shown::Sent);
    let subcontractor = line.kind == AgreementKind::Subcontractor && !view.page.engaged;
    html! {
        @if line.shown == Shown::Draft && view.missing() == 0 {
            details { summary { "Revise the draft" } (revise(view, &here)) }
        }
        @if subcontractor && (alive || open) && view.works_for(line.principal) {
            (folded::<EngageSubcontractor>("Engage the subcontractor",
                &plain("engage", "Engage the subcontractor", &id, &here)))
        }
        @if let Some(term) = &view.page.term {
            p.soft { "Its people work here " (super::term_words(term, &line.zone)) "." }
        }
        @if view.page.engaged {
            (press(&ReleaseSubcontractor::ACT, &id, "Release the subcontractor", ButtonKind::Plain))
        }
        @if open { (press(&WithdrawAgreement::ACT, &id, "Withdraw it", ButtonKind::Danger)) }
        @if alive && view.paper() {
            @if line.shown == Shown::InForce && view.page.renewed_by.is_none() {
                (folded::<RenewAgreement>("Renew it early", &plain("renew", "Draft the renewal", &id, &here)))
            }
            (folded::<TerminateAgreement>("Terminate it",
                &OrderForm { danger: true, ..plain("terminate", "Terminate it now", &id, &here) }))
        }
        @if alive && !view.paper() {
            (press(&RevokeNotRequired::ACT, &id, "Revoke the answers", ButtonKind::Danger))
        }
        @if line.shown == Shown::Lapsed && view.paper() {
            (folded::<NoteDisposal>("Note what became of the PHI", &plain("disposal", "Note it", &id, &here)))
        }
    }
}

fn told(view: &AgreementView) -> Markup {
    let (now, zone) = (view.page.now, view.page.line.zone.as_str());
    html! {
        @if let (Some(at), Some(reason)) = (view.page.ended_at, view.page.reason) {
            p { "Terminated " (relative_time(at.micros(), now.micros(), zone)) ": " (reason.title()) ". PHI: "
                (view.page.disposal.unwrap_or(Disposal::Pending).title()) "." }
        }
        (super::told("What happened to this agreement", &view.page.story, view.names, (now, zone)))
    }
}
