//! The texts that a desk uses again: a page where they are written, and the links above a reply from which
//! one is chosen.

use crate::orders::{DropTemplate, KeepTemplate, TemplateUse, VARIABLES};
use crate::questions::TemplateLine;
use kernel::TemplateId;
use markup::{ButtonKind, Empty, Markup, OrderForm, empty_state, folded_form, panel, press};
use maud::html;
use office::{Order, schema_of};
use serde_json::{Value, json};

/// The page of all templates; `writes` says whether the viewer may change them.
pub fn templates(lines: &[TemplateLine], writes: bool) -> Markup {
    let add = OrderForm {
        id: "add-template",
        verb: "Keep it",
        next: "/templates",
        values: Value::Null,
        ..OrderForm::default()
    };
    html! {
        p { "In a text, these are put in when it is used: "
            @for (place, (variable, says)) in VARIABLES.iter().enumerate() {
                @if place > 0 { ", " } code { (variable) } " " (says)
            } "." }
        @if writes { (folded_form("Write a template", KeepTemplate::ACT.name, schema_of::<KeepTemplate>(), &add)) }
        @if lines.is_empty() {
            (empty_state(&Empty { title: "No text is kept yet.",
                will_hold: "Replies that your desk writes again and again stand here, and above every reply form.",
                act: None }))
        }
        @for use_for in TemplateUse::ALL {
            @let of: Vec<&TemplateLine> = lines.iter().filter(|l| l.use_for == *use_for).collect();
            @if !of.is_empty() {
                (panel(&format!("templates-{}", use_for.word()), use_for.title(), None, &html! {
                    div.stack { @for line in of { (one(line, writes)) } }
                }))
            }
        }
    }
}

fn one(line: &TemplateLine, writes: bool) -> Markup {
    let id = line.template.to_string();
    let form_id = format!("revise-{id}");
    let form = OrderForm {
        id: &form_id,
        verb: "Keep it so",
        of: Some(("template", &id)),
        next: "/templates",
        values: json!({ "use_for": line.use_for, "trouble": line.trouble, "name": line.name,
            "words": line.body }),
        ..OrderForm::default()
    };
    html! {
        article id=(id) {
            h3 { (line.name) }
            @if let Some(trouble) = line.trouble { p.soft { "For: " (trouble.title()) } }
            div.fact-body { (line.body) }
            @if writes {
                (folded_form("Write it anew", KeepTemplate::ACT.name, schema_of::<KeepTemplate>(), &form))
                (press(DropTemplate::ACT.name, ("template", &id), "/templates", "Drop it", ButtonKind::Quiet))
            }
        }
    }
}

/// The links that put a text into a form of the page at `href`; the chosen one is marked.
pub fn template_links(href: &str, lines: &[TemplateLine], chosen: Option<TemplateId>) -> Markup {
    html! {
        @if !lines.is_empty() {
            nav aria-label="Texts to use" {
                ul.row {
                    li.soft { "Begin with:" }
                    @for line in lines {
                        li {
                            a href={ (href) (if href.contains('?') { "&" } else { "?" }) "template=" (line.template) } data-live
                                aria-current=[(chosen == Some(line.template)).then_some("true")] { (line.name) }
                        }
                    }
                }
            }
        }
    }
}
