//! On an agreement's page: what it is about, who answers for a breach, and the signed paper with its hash.

use super::{LARGEST_PAPER_BYTES, SayBreachDuties};
use crate::pages::forms::{OrderForm, folded};
use crate::{AgreementView, Shown};
use markup::{ButtonKind, Markup, definitions, html, moment, words};
use serde_json::json;

/// Who answers for a breach.
pub(crate) fn breach(view: &AgreementView) -> Markup {
    let (page, id) = (view.page, view.page.line.agreement.to_string());
    let here = format!("/agreements/{id}");
    let untouched = !page.line.client_signed && !page.line.associate_signed;
    let open = matches!(page.line.shown, Shown::Draft | Shown::Sent) && untouched;
    html! {
        @match &page.breach {
            Some(said) => {
                (definitions(&[
                    ("Scope", html! { (said.scope.as_deref().unwrap_or("not said")) }),
                    ("Detects a breach", html! { (said.detects.title()) }),
                    ("Documents it", html! { (said.documents.title()) }),
                    ("Notifies", html! { (said.notifies.title()) }),
                    ("Reported within", html! { (hours(said.report_hours)) }),
                ]))
            }
            None => p { "The agreement does not say here who detects, documents and notifies a breach, nor how soon." }
        }
        p.citation { cite { "45 CFR 164.410" } "; " cite { "45 CFR 164.314(a)(2)(i)(C)" } }
        @if view.signs && open {
            (folded::<SayBreachDuties>("Say who answers for a breach", &OrderForm {
                id: "breach-duties",
                verb: "Keep it",
                of: Some(("agreement", id.as_str())),
                next: &here,
                values: page.breach.as_ref().map_or(json!({ "report_hours": 24 }), |said| json!(said)),
                ..OrderForm::default()
            }))
        }
    }
}

fn hours(hours: u32) -> String {
    let hours = i64::from(hours);
    if hours > 24 && hours % 24 == 0 {
        return words::counted(hours / 24, "day", "days");
    }
    words::counted(hours, "hour", "hours")
}

/// The signed papers, and the form to keep one.
pub(crate) fn papers(view: &AgreementView) -> Markup {
    let (page, here) = (view.page, format!("/agreements/{}/papers", view.page.line.agreement));
    let signed = !matches!(page.line.shown, Shown::Draft | Shown::Withdrawn);
    html! {
        @if page.papers.is_empty() { p { "No signed paper is kept." } } @else {
            ul.stack { @for paper in &page.papers {
                li {
                    form method="post" action={ (here) "/" (paper.number) } {
                        b { (paper.name) } " · " (words::grouped(paper.size_bytes)) " bytes · kept by "
                        (view.names.person(paper.kept_by)) ", "
                        (moment(paper.kept_at.micros(), &page.line.zone)) " "
                        (markup::button(ButtonKind::Quiet, "Download"))
                    }
                    p.soft { "SHA-256 " code { (paper.sha256) } }
                }
            } }
            p.soft { "Each download is written in the ledger." }
        }
        @if view.signs && signed {
            details id="keep-paper-fold" { summary { "Keep the signed paper" }
                form.form method="post" action=(here) enctype="multipart/form-data" {
                    div.field {
                        label.field-label for="paper" { "The signed paper as a PDF" }
                        p.field-hint id="paper-hint" { "At most " (LARGEST_PAPER_BYTES >> 20) " MB. It is kept sealed." }
                        input id="paper" type="file" name="file" accept="application/pdf" required
                            aria-describedby="paper-hint";
                    }
                    div.buttons { (markup::button(ButtonKind::Plain, "Keep it")) }
                }
            }
        }
    }
}
