//! The pages of mail: the letters that wait for somebody with their way out, the mailboxes, and one letter with the look
//! behind its mask.

use super::mailbox::{EndMailbox, SetMailbox};
use super::questions::{LetterLine, LetterOpened, LettersFound, MailboxLine};
use super::settle::{DiscardLetter, OpenFromLetter};
use crate::pages::Around;
use kernel::Moment;
use markup::{
    ActButton, ButtonKind, Choices, Column, Empty, Markup, Mask, OrderForm, Paging, Row, RowMark, Table,
    Tone, act_button, definitions, mask, notice, panel, table, unmasked, words,
};
use maud::html;
use office::{Order, schema_of};
use serde_json::{Value, json};

/// What the page of mail shows.
pub struct MailPage<'a> {
    pub letters: &'a LettersFound,
    /// Only for those who run the house.
    pub mailboxes: Option<&'a [MailboxLine]>,
    pub around: &'a Around,
    /// Organizations that may be chosen: id and name.
    pub organizations: Vec<(String, String)>,
    /// The organization that has the viewer's mailboxes.
    pub own: kernel::OrgId,
    pub now: Moment,
    pub zone: &'a str,
}

/// The letters that wait, and the mailboxes.
pub fn mail_page(page: &MailPage<'_>) -> Markup {
    let rows = page.letters.letters.iter().map(|l| row(l, page)).collect();
    let paging = page.letters.before.map(|before| Paging {
        back: None,
        on: Some(format!("/mail?before={before}")),
        words: "There are older ones.".to_owned(),
    });
    html! {
        (table(&Table {
            id: "letters",
            caption: "Letters that were not taken in",
            show_caption: true,
            columns: ["Came", "For", "What it is", "Why it waits"].map(Column::new).to_vec(),
            rows,
            empty: Empty {
                title: "No letter waits.",
                will_hold: "What comes by mail and cannot be taken in stands here with the reason: a sender whom nobody \
                            confirmed, a machine's letter, one that cannot be read. Nothing is dropped.",
                act: None,
            },
            paging,
            ..Table::default()
        }))
        @if let Some(mailboxes) = page.mailboxes { (boxes(mailboxes, page)) }
    }
}

fn row(l: &LetterLine, page: &MailPage<'_>) -> Row {
    let href = format!("/mail/letters/{}", l.letter);
    Row {
        id: l.letter.to_string(),
        cells: vec![
            html! { a href=(href) { (markup::relative_time(l.at.micros(), page.now.micros(), page.zone)) } },
            html! { (page.around.name(l.org)) },
            html! { (l.kind.title()) ", " (size(l.size_bytes)) },
            html! { (reason(l)) },
        ],
        href: Some(href),
        mark: if l.kind.is_written() { RowMark::Soon } else { RowMark::None },
    }
}

fn size(bytes: i64) -> String {
    crate::attachments::sized(u64::try_from(bytes).unwrap_or_default())
}

fn reason(l: &LetterLine) -> String {
    let because = l.reason.map_or("nobody said why", |r| r.title());
    let because = capital(because);
    match &l.detail {
        Some(detail) => format!("{because}: {detail}."),
        None => format!("{because}."),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn boxes(mailboxes: &[MailboxLine], page: &MailPage<'_>) -> Markup {
    let choices = || {
        Choices::from([
            ("org".to_owned(), page.organizations.clone()),
            ("default_org".to_owned(), page.organizations.clone()),
        ])
    };
    let own = page.own.to_string();
    let add = OrderForm {
        id: "add-mailbox",
        verb: "Set it",
        of: None,
        next: "/mail",
        values: json!({ "org": own }),
        choices: choices(),
        ..OrderForm::default()
    };
    let body = html! {
        @if mailboxes.is_empty() {
            p.soft { "No mailbox yet. With one, people write to an address and their letters become tickets." }
        }
        @for m in mailboxes {
            (one_box(m, page, choices()))
        }
        (markup::folded_form("Add a mailbox", SetMailbox::ACT.name, schema_of::<SetMailbox>(), &add))
    };
    panel("mailboxes", "Mailboxes", None, &body)
}

fn one_box(m: &MailboxLine, page: &MailPage<'_>, choices: Choices) -> Markup {
    let (id, form) = (m.mailbox.to_string(), format!("set-{}", m.mailbox));
    let vouches = m.trusted.as_deref().unwrap_or("nobody: no sender is ever confirmed");
    let looked = match (m.way, m.looked_at) {
        (super::words::Way::Piped, _) => "Handed over by the mail server".to_owned(),
        (_, Some(at)) => format!("Looked into {}", words::local(at.micros(), page.zone)),
        (_, None) => "Not looked into yet".to_owned(),
    };
    let next = "/mail".to_owned();
    let values = json!({
        "org": m.org, "mailbox": id, "address": m.address, "way": m.way, "default_org": m.default_org,
        "trouble": m.trouble, "unknown": m.unknown, "forwards": m.forwards, "plus": m.plus, "trusted": m.trusted,
        "host": m.host, "port": m.port, "tls": m.tls, "username": m.username, "folder": m.folder,
    });
    let change = OrderForm {
        id: &form,
        verb: "Change it",
        of: Some(("mailbox", &id)),
        next: &next,
        values,
        choices,
        ..OrderForm::default()
    };
    html! {
        h3 id={ "mailbox-" (id) } { (m.address) }
        @if let Some(problem) = &m.problem { (notice(Tone::Risk, &html! { "It could not be fetched: " (problem) })) }
        (definitions(&[
            ("Of", html! { (page.around.name(m.org)) }),
            ("How it comes", html! { (m.way.title()) ". " (looked) "." }),
            ("Confirmed by", html! { (vouches) }),
            ("Letters of strangers", html! { (m.unknown.title()) }),
        ]))
        (markup::folded_form("Change this mailbox", SetMailbox::ACT.name, schema_of::<SetMailbox>(), &change))
        (act_button(&ActButton {
            action: "/do/desk.end-mailbox", label: "End this mailbox", kind: ButtonKind::Danger,
            fields: &[("mailbox", &id), ("_next", "/mail")], says: Some(EndMailbox::ACT.says), live: false,
        }))
    }
}

/// One letter. `opened` is what the look gave, once somebody looked.
pub fn letter_page(
    l: &LetterLine,
    opened: Option<&LetterOpened>,
    around: &Around,
    (may_look, may_settle): (bool, bool),
    zone: &str,
) -> Markup {
    let waits = l.outcome == super::words::Outcome::Held && l.settled_at.is_none();
    html! {
        (definitions(&facts(l, around, zone)))
        @if let Some(opened) = opened {
            (content(opened))
        } @else if l.discarded.is_none() {
            @let look = format!("/mail/letters/{}/look", l.letter);
            p { (mask(&Mask { kind: "Letter", look: may_look.then_some(look.as_str()), ..Mask::default() })) }
        }
        @if waits && may_settle { (ways_out(l)) }
    }
}

fn facts<'a>(l: &LetterLine, around: &Around, zone: &str) -> Vec<(&'a str, Markup)> {
    let mut rows = vec![
        ("Came", html! { (words::local(l.at.micros(), zone)) }),
        ("For", html! { (around.name(l.org)) }),
        (
            "What it is",
            html! { (l.kind.title()) ", " (size(l.size_bytes)) ", " (words::counted(l.parts, "part", "parts")) },
        ),
        ("Sender", html! { (l.sender.title()) }),
        ("What became of it", html! { (l.outcome.title()) }),
    ];
    if l.reason.is_some() {
        rows.push(("Why it was set aside", html! { (reason(l)) }));
    }
    if let Some(joined) = l.joined {
        rows.push(("It found its ticket", html! { (joined.title()) }));
    }
    if let Some(ticket) = l.ticket {
        rows.push(("Ticket", html! { a href={ "/tickets/" (ticket) } { "See the ticket" } }));
    } else if let Some(ticket) = l.suggested {
        rows.push((
            "It says that it belongs to",
            html! { a href={ "/tickets/" (ticket) } { "this ticket" } },
        ));
    }
    if let Some(why) = l.discarded {
        rows.push(("Discarded", html! { (why.title()) }));
    }
    rows
}

fn content(opened: &LetterOpened) -> Markup {
    html! {
        (notice(Tone::Private, &html! { "Your look is charted. Who stands as the sender is not proven by standing there." }))
        (definitions(&[
            ("From, as it says", html! { (opened.sender.as_deref().unwrap_or("nobody")) }),
            ("Subject", html! { (opened.subject.as_deref().unwrap_or("none")) }),
        ]))
        (unmasked("Letter", &opened.text))
        @if !opened.parts.is_empty() {
            h3 { "What came with it" }
            ul { @for part in &opened.parts {
                li { (part.name) " (" (part.kind) ", " (size(i64::try_from(part.size_bytes).unwrap_or_default())) ")"
                    @if let Some(problem) = &part.problem { ": " (problem) } }
            } }
        }
        details { summary { "The original" } pre { (opened.original) } }
    }
}

fn ways_out(l: &LetterLine) -> Markup {
    let (id, next) = (l.letter.to_string(), "/mail");
    let form = |form: &'static str, verb: &'static str, danger: bool, values: Value| OrderForm {
        id: form,
        verb,
        of: Some(("letter", &id)),
        next,
        values,
        choices: Choices::new(),
        danger,
    };
    let open = form("open-from-letter", "Take it in", false, Value::Null);
    let away = form("discard-letter", "Discard it", true, Value::Null);
    let (opening, discarding) = (schema_of::<OpenFromLetter>(), schema_of::<DiscardLetter>());
    html! {
        (panel("take-in", "Make a ticket of it, or put it on one", None,
            &markup::order_form(OpenFromLetter::ACT.name, opening, &open)))
        (panel("discard", "Discard it", None, &markup::order_form(DiscardLetter::ACT.name, discarding, &away)))
    }
}
