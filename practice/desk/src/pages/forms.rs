//! The small forms of a ticket. Each posts one order and returns to the page it stands on.

use super::Drafts;
use kernel::TicketId;
use markup::{ActButton, ButtonKind, Draft, Field, FieldKind, Markup, act_button, button, field, hidden};
use maud::html;

/// Where a form posts and returns to.
#[derive(Debug, Clone)]
pub(super) struct Of {
    pub ticket: TicketId,
    /// The page that comes afterwards.
    pub next: String,
}

impl Of {
    pub fn hidden(&self) -> Markup {
        html! { (hidden("ticket", &self.ticket.to_string())) (hidden("_next", &self.next)) }
    }

    /// A button that is an order by itself.
    pub fn press(&self, act: &str, label: &str, kind: ButtonKind) -> Markup {
        let (action, ticket) = (format!("/do/{act}"), self.ticket.to_string());
        let fields = [("ticket", ticket.as_str()), ("_next", self.next.as_str())];
        act_button(&ActButton { action: &action, label, kind, fields: &fields, says: None, live: false })
    }

    /// A form with one long text.
    pub fn write(&self, form: &Writing<'_>) -> Markup {
        let key = format!("{}.{}", form.act, self.ticket);
        let id = form.act.replace('.', "-");
        let mut draft = None;
        if !form.drafts.url.is_empty() {
            draft = Some(Draft { key: &key, url: &form.drafts.url });
        }
        html! {
            form.form id=(id) method="post" action={ "/do/" (form.act) } {
                (self.hidden())
                (field(&Field { form: &id, name: "words", label: form.label, hint: form.hint, required: true,
                    value: form.drafts.saved(&key), kind: FieldKind::Long { rows: form.rows }, draft,
                    most: Some(20_000), ..Field::default() }))
                (form.more)
                div.buttons { (button(form.kind, form.verb)) }
            }
        }
    }
}

/// A form with one long text.
pub(super) struct Writing<'a> {
    pub act: &'a str,
    pub label: &'a str,
    pub hint: Option<&'a str>,
    pub verb: &'a str,
    pub kind: ButtonKind,
    pub rows: u8,
    pub drafts: &'a Drafts,
    /// Fields below the text.
    pub more: Markup,
}

/// A form that is folded away until somebody wants it.
pub(super) fn folded(id: &str, summary: &str, form: &Markup) -> Markup {
    html! { details id={ (id) "-fold" } { summary { (summary) } (form) } }
}
