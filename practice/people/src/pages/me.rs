//! One's own account: who I am here, where I am signed in, my training, and my emergency access.

use super::{day, paths, people, roles};
use crate::{MePage, OwnSession, Stand};
use markup::{
    ActButton, ButtonKind, Column, Empty, Markup, Row, Table, Tone, act_button, definitions, html,
    link_button, notice, panel, relative_time, table, words,
};

/// The page "Me"; times are told in `zone`.
pub fn me(page: &MePage, zone: &str) -> Markup {
    let person = &page.me.person;
    html! {
        @if let Some(open) = &page.emergency {
            (notice(Tone::Risk, &html! {
                p { "Your emergency access is open until " (words::local_clock(open.until.micros(), zone))
                    ". "
                    a href="/emergency" { "See it" } }
            }))
        }
        @if !person.trained { (untrained(page)) }
        (panel("account", "Account", None, &definitions(&[
            ("Name", html! { (person.name) }),
            ("E-mail address", html! { (person.email) }),
            ("Title", html! { (person.title.as_deref().unwrap_or("none")) }),
            ("Roles", html! { (roles(&person.roles)) }),
            ("Security training", people::training(person)),
        ])))
        @let change = link_button(ButtonKind::Plain, paths::SECURITY, "Change");
        (panel("factors", "Signing in", Some(change), &html! {
            p { @if page.second_factor { "You showed a second factor in this session." }
                @else { "You signed in without a second factor, so you cannot look at PHI." } }
        }))
        (panel("sessions", "Where you are signed in", Some(end_others()), &sessions(page, zone)))
        (panel("certifications", "Certifications", None, &people::certifications(&page.me)))
    }
}

fn untrained(page: &MePage) -> Markup {
    notice(
        Tone::Soon,
        &html! {
            p {
                @match page.me.person.trained_on {
                    Some(on) => { "Your security training of " (day(on)) " is older than a year. " }
                    None => { "No security training of yours is recorded. " }
                }
                "Until it is renewed you may work, but not look at PHI (45 CFR 164.308(a)(5)). "
                "Ask whoever manages people at your organization."
            }
        },
    )
}

fn end_others() -> Markup {
    act_button(&ActButton {
        action: "/do/people.revoke-other-sessions",
        label: "End all others",
        fields: &[("_next", "/me")],
        ..ActButton::default()
    })
}

fn sessions(page: &MePage, zone: &str) -> Markup {
    let now = page.now.micros();
    let cells = |s: &OwnSession| {
        let id = s.id.to_string();
        let stand = match s.stand {
            Stand::Open => "open",
            Stand::Locked => "locked",
            Stand::Ended => "ended",
        };
        vec![
            html! { (s.class.title()) @if s.this { " (this one)" } },
            html! { (stand) },
            html! { @if s.second_factor { "yes" } @else { "no" } },
            html! { (relative_time(s.created_at.micros(), now, zone)) },
            html! { (relative_time(s.seen_at.micros(), now, zone)) },
            act_button(&ActButton {
                action: "/do/people.revoke-session",
                label: "End",
                kind: ButtonKind::Quiet,
                fields: &[("session", &id), ("_next", "/me")],
                says: Some("End this session"),
                ..ActButton::default()
            }),
        ]
    };
    let rows = page.sessions.iter().map(|s| Row { id: s.id.to_string(), cells: cells(s), ..Row::default() });
    table(&Table {
        id: "own-sessions",
        caption: "Your sessions",
        columns: ["Workstation", "State", "Second factor", "Signed in", "Last touched", "End it"]
            .map(Column::new)
            .to_vec(),
        rows: rows.collect(),
        empty: Empty {
            title: "You have no session on a page.",
            will_hold: "Each workstation where you sign in will stand here.",
            act: None,
        },
        ..Table::default()
    })
}
