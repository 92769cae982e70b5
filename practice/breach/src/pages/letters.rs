//! Letters on a page: who signs, whom they address, which wait, which left, and which came back.

use super::breach::BreachView;
use crate::questions::{AddresseeLine, AddresseeList};
use crate::words::{AddresseeKind, LetterState, LetterWay, TextKind};
use crate::{
    AddAddressee, CorrectAddressee, ListReceipt, NameFilingContacts, SayLettersSent, SayReturned,
    TakeOffAddressee, WriteLetterhead,
};
use markup::{
    ActButton, ButtonKind, Choices, Column, Empty, Field, FieldKind, Markup, Row, Table, Tone, act_button,
    definitions, field, html, link_button, notice, table,
};
use office::form::folded;
use serde_json::{Value, json};

/// The part of a record's page that tells of its letters.
pub(super) fn letters(view: &BreachView) -> Markup {
    let (f, id) = (view.file, view.id());
    let l = f.letters;
    let written = |kind| f.texts.iter().any(|t| t.kind == kind);
    let head = if written(TextKind::Letterhead) { "written" } else { "nobody has said who signs and sends" };
    let filing = if written(TextKind::Filing) { "written" } else { "nobody has said whom HHS may ask" };
    html! {
        (definitions(&[
            ("Signed and sent by", html! { (head) }),
            ("Contacts for HHS", html! { (filing) }),
            ("On the list", html! { @if l.listed == 0 { "nobody yet" } @else { "letters 1 to " (l.listed) } }),
            ("Wait", html! { (l.by_mail) " for first-class mail · " (l.by_email) " for electronic mail, agreed to" }),
            ("Left", html! { (l.sent) }),
            ("Reached by none", html! { (l.returned) " came back · " (l.nowhere) " without a usable address" }),
        ]))
        @if view.declares {
            div.buttons {
                @if l.by_mail > 0 { (press(&id, "letters?way=mail", "Letters that wait")) }
                @if l.by_email > 0 { (press(&id, "letters?way=email", "Mails that wait")) }
                @if l.listed > 0 && view.looks { (press(&id, "addressees", "Look at the list; it is charted")) }
                (link_button(ButtonKind::Plain, &format!("/breaches/{id}/addressees/new"), "Bring a list"))
            }
            (forms(view))
        }
    }
}

fn press(id: &str, at: &str, label: &str) -> Markup {
    let action = format!("/breaches/{id}/{at}");
    act_button(&ActButton { action: &action, label, ..ActButton::default() })
}

fn forms(view: &BreachView) -> Markup {
    let (id, here, l) = (view.id(), view.here("letters"), view.file.letters);
    let of = ("breach", id.as_str());
    let way = if l.by_mail > 0 { LetterWay::Mail } else { LetterWay::Email };
    let leaving = json!({ "way": way, "first": 1, "last": l.listed });
    let somebody = json!({ "kind": AddresseeKind::Individual });
    html! {
        (folded::<WriteLetterhead>(("Who signs and sends", "Keep it"), of, &here, Value::Null, Choices::new()))
        (folded::<NameFilingContacts>(("What the portal of HHS asks", "Keep it"), of, &here, Value::Null, Choices::new()))
        (folded::<AddAddressee>(("A letter goes to somebody", "Put them on the list"), of, &here, somebody.clone(),
            Choices::new()))
        @if l.waiting() > 0 {
            (folded::<SayLettersSent>(("Letters left", "Say so"), of, &here, leaving, Choices::new()))
        }
        @if l.sent > 0 {
            (folded::<SayReturned>(("A letter came back", "Say so"), of, &here, Value::Null, Choices::new()))
        }
        @if l.listed > 0 {
            (folded::<CorrectAddressee>(("Correct an address", "Keep it"), of, &here, somebody, Choices::new()))
            (folded::<TakeOffAddressee>(("Take somebody off the list", "Take them off"), of, &here, Value::Null,
                Choices::new()))
        }
    }
}

/// A page of the list.
pub fn addressees_page(list: &AddresseeList) -> Markup {
    let on = list
        .lines
        .last()
        .filter(|_| list.more)
        .map(|l| format!("/breaches/{}/addressees?after={}", list.breach, l.letter.place));
    html! {
        p { "Names and addresses are shown because you asked; the ledger holds that you looked." }
        (table(&Table {
            id: "addressees",
            caption: "To whom letters go",
            columns: ["Letter", "To", "Address", "Stands"].map(Column::new).to_vec(),
            rows: list.lines.iter().map(row).collect(),
            empty: Empty {
                title: "Nobody is on the list here.",
                will_hold: "Everybody to whom a letter goes stands here with its number.",
                act: None,
            },
            ..Table::default()
        }))
        @if let Some(on) = on {
            div.buttons { (act_button(&ActButton { action: &on, label: "Further on", ..ActButton::default() })) }
        }
    }
}

fn row(line: &AddresseeLine) -> Row {
    let (letter, who) = (&line.letter, &line.who);
    Row {
        id: format!("letter-{}", letter.place),
        cells: vec![
            html! { b { (letter.place) } },
            html! {
                @match (&who.to, letter.kind) {
                    (Some(to), _) => { (to) br; span.soft { "for " (who.name) } }
                    (None, AddresseeKind::Individual) => { (who.name) }
                    (None, kind) => { (kind.title()) br; span.soft { "for " (who.name) } }
                }
            },
            html! {
                @for (number, line) in who.lines.iter().enumerate() { @if number > 0 { br; } (line) }
                @if let Some(email) = &who.email { @if !who.lines.is_empty() { br; } (email) }
                @if who.lines.is_empty() && who.email.is_none() { span.soft { "not known" } }
            },
            html! {
                (letter.state.title())
                @if let Some(on) = &letter.sent_on { br; span.soft { "left " (on) } }
                @if letter.state == LetterState::Returned {
                    @if let Some(on) = &letter.returned_on { br; span.soft { "came back " (on) } }
                }
            },
        ],
        ..Row::default()
    }
}

/// The page on which a list is brought in.
pub struct BringView<'a> {
    pub breach: String,
    /// The list as it was pasted.
    pub list: &'a str,
    /// Why it cannot be taken.
    pub wrong: Option<&'a str>,
    /// What it came to when it was tried.
    pub tried: Option<&'a ListReceipt>,
}

/// The page's content.
pub fn bring_page(view: &BringView) -> Markup {
    let action = format!("/breaches/{}/addressees/new", view.breach);
    html! {
        @if let Some(t) = view.tried {
            (notice(Tone::Info, &html! { p {
                (t.rows) " rows: " (t.by_mail) " by first-class mail, " (t.by_email) " by electronic mail, "
                (t.without_address) " without a usable address, " (t.already) " on the list already. Nobody was added yet."
            } }))
        }
        p { "Nobody is added before you say so: first the list is tried, and every row that is wrong is named. \
             Whoever stands on the list already is not written twice." }
        form.form id="addressees" method="post" action=(action) {
            (field(&Field {
                form: "addressees", name: "list", label: "The list with its header", value: view.list, required: true,
                hint: Some("Copied from a spreadsheet, or CSV, at most 2000 rows at once. Columns: name; and if you like \
                    kind (individual, minor, deceased), to (parent or next of kin), address, address 2, city, state, zip, \
                    email, email agreed."),
                error: view.wrong, kind: FieldKind::Long { rows: 12 }, ..Field::default()
            }))
            div.buttons {
                button.button type="submit" { "Try it" }
                @if view.tried.is_some() {
                    button.button.primary type="submit" name="apply" value="true" { "Put them on the list" }
                }
            }
        }
    }
}
