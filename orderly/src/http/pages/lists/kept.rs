//! The texts that a desk uses again: their page, and a chosen one put into a form. Which one was chosen
//! stands in the address, so that it works without a script.

use super::super::super::{App, visitor::Visitor};
use super::super::frame::{Frame, Page, open, or_stop};
use axum::{extract::State, response::Response};
use desk::pages::{Around, Drafts, template_links};
use desk::{Listed, PutIn, TemplateLine, TemplateUse, Templates};
use kernel::{Duty, OrgId, TemplateId};
use markup::{Markup, html, panel};
use std::collections::BTreeMap;

/// `GET /templates`
pub async fn templates(State(app): State<App>, visitor: Visitor) -> Response {
    let frame = open!(&app, &visitor);
    let lines = or_stop!(frame.ask(Templates { use_for: None }).await);
    let main = desk::pages::templates(&lines, frame.has(Duty::WriteKnowledge));
    frame.page(Page::new("Templates", "tickets"), main)
}

/// The template that the address names.
fn named(frame: &Frame<'_>) -> Option<TemplateId> {
    let asked = frame.visitor.wanted.as_deref()?.split_once('?')?.1;
    desk::filter::pairs_of(asked).find(|(name, _)| *name == "template")?.1.parse().ok()
}

/// Puts text behind what was typed already.
fn behind(typed: &mut String, text: &str) {
    if !typed.trim().is_empty() {
        typed.push_str("\n\n");
    }
    typed.push_str(text);
}

/// The links above a reply; a chosen text stands in the form of the reply, or of the resolution.
pub async fn begin_with(
    frame: &Frame<'_>,
    head: &Listed,
    around: &Around,
    drafts: &mut Drafts,
) -> Result<Markup, Response> {
    let lines = frame.ask(Templates { use_for: None }).await?;
    let fits = |line: &TemplateLine| {
        line.use_for != TemplateUse::Report && line.trouble.is_none_or(|trouble| trouble == head.kind)
    };
    let lines: Vec<TemplateLine> = lines.into_iter().filter(fits).collect();
    if lines.is_empty() {
        return Ok(html! {});
    }
    let chosen = named(frame);
    if let Some(line) = lines.iter().find(|line| Some(line.template) == chosen) {
        let with = PutIn {
            reporter: head.reporter.map(|person| around.name(person)),
            number: Some(head.number),
            client: around.name(head.org),
            me: &frame.badge.name,
        };
        let act = if line.use_for == TemplateUse::Resolution { "desk.resolve" } else { "desk.reply" };
        behind(drafts.saved.entry(format!("{act}.{}", head.ticket)).or_default(), &line.filled(with));
    }
    let href = format!("/tickets/{}", head.ticket);
    let links = template_links(&href, &lines, chosen);
    let body = html! { (links) p { a href="/templates" { "All templates" } } };
    Ok(panel("templates", "Begin with a template", None, &body))
}

/// The links above a report that somebody of the desk writes; a chosen text stands in it.
pub async fn report_with(
    frame: &Frame<'_>,
    org: OrgId,
    client: &str,
    values: &mut BTreeMap<String, String>,
) -> Result<Markup, Response> {
    if !frame.has(Duty::WorkTickets) {
        return Ok(html! {});
    }
    let lines = frame.ask(Templates { use_for: Some(TemplateUse::Report) }).await?;
    let chosen = named(frame);
    if let Some(line) = lines.iter().find(|line| Some(line.template) == chosen) {
        let with = PutIn { reporter: None, number: None, client, me: &frame.badge.name };
        values.insert("words".to_owned(), line.filled(with));
        values.extend(line.trouble.map(|trouble| ("kind".to_owned(), trouble.word().to_owned())));
    }
    let href = format!("/report?org={org}");
    Ok(template_links(&href, &lines, chosen))
}
