//! The pieces about work: what is due, how urgent, the board, the story of a ticket.

use super::{MINUTE_US, NOW_US, ZONE};
use crate::pieces::*;
use maud::{Markup, html};

fn due(id: &'static str, what: &'static str, state: DueState, left_min: i64) -> Due<'static> {
    Due {
        id,
        what,
        state,
        due_us: NOW_US + left_min * MINUTE_US,
        now_us: NOW_US,
        from_us: NOW_US - 60 * MINUTE_US,
        zone: ZONE,
        ..Due::default()
    }
}

fn account() -> Vec<AccountRow> {
    let row = |from: &str, to: &str, counted: &str, why: &str| AccountRow {
        from: from.to_owned(),
        to: to.to_owned(),
        counted: counted.to_owned(),
        why: why.to_owned(),
    };
    vec![
        row("Tue 3 Nov 11:50 CST", "12:30", "40 min", "open hours of Cedar Hill Hospital"),
        row("12:30", "13:45", "not counted", "waited for the requester's answer"),
        row("13:45", "now", "17 min", "open hours of Cedar Hill Hospital"),
    ]
}

pub(super) fn dues() -> Markup {
    let rows = account();
    html! {
        div.row {
            (due_chip(&Due { account: &rows, citation: Some("Agreement with Cedar Hill Hospital, term 4.2"),
                ..due("due-running", "First reply", DueState::Running, 200) }))
            (due_chip(&due("due-soon", "First reply", DueState::Soon, 12)))
            (due_chip(&due("due-late", "Resolution", DueState::Late, -190)))
            (due_chip(&Due { paused_because: Some("waits for the requester"),
                ..due("due-paused", "Resolution", DueState::Paused, 90) }))
            (due_chip(&due("due-met", "First reply", DueState::Met, -5)))
            (due_chip(&due("due-missed", "Arrival", DueState::Missed, -60)))
            (due_chip(&Due { law: true, account: &rows, citation: Some("45 CFR 164.410(b)"),
                ..due("due-law", "Notice to the covered entity", DueState::Running, 60 * 24 * 41) }))
            (due_chip(&Due { law: true, ..due("due-law-late", "Notice to patients", DueState::Late,
                -60 * 24 * 3) }))
        }
        p.soft { "Last look at the wall: " (relative_time(NOW_US - 150 * MINUTE_US, NOW_US, ZONE)) ", "
            (moment(NOW_US, ZONE)) }
    }
}

pub(super) fn priorities() -> Markup {
    html! {
        ul.stack {
            li { (priority_sentence(&Priority { number: 1, patient_care: true,
                because: "ICU, patient affected now, no spare in the unit" })) }
            li { (priority_sentence(&Priority { number: 3, patient_care: false,
                because: "billing office, one person, works on paper meanwhile" })) }
        }
    }
}

fn line(id: &str, mark: RowMark, chip: &Due<'_>, why: &Priority<'_>, what: &str, seal: StandingKind) -> Row {
    let client = Chip {
        kind: ChipKind::Organization,
        name: "Cedar Hill Hospital",
        href: Some("/clients/1"),
        card: &[],
    };
    let who = Chip { name: "Ana Ruiz", href: Some("/people/7"), ..Chip::default() };
    let standing = Standing { kind: seal, ..Standing::default() };
    Row {
        id: id.to_owned(),
        href: Some(format!("/tickets/{id}")),
        mark,
        cells: vec![
            due_chip(chip),
            html! { a href={ "/tickets/" (id) } { (what) } br; (priority_sentence(why)) },
            html! { (super::work::chip(&client)) br; (standing_seal(&standing)) },
            super::work::chip(&who),
            html! { "14" },
        ],
    }
}

fn board_rows() -> Vec<Row> {
    let care = Priority {
        number: 1,
        because: "ICU, patient affected now, no spare in the unit",
        patient_care: true,
    };
    let desk =
        Priority { number: 3, because: "billing office, one person, workaround known", patient_care: false };
    vec![
        line(
            "ticket-1204",
            RowMark::Risk,
            &due("row-1", "Reply", DueState::Late, -4),
            &care,
            "Monitor in bed 12 shows no waveform",
            StandingKind::InForce,
        ),
        line(
            "ticket-1198",
            RowMark::Soon,
            &due("row-2", "Resolution", DueState::Soon, 25),
            &desk,
            "Label printer prints half a label",
            StandingKind::Lapsing { days: 12 },
        ),
        line(
            "ticket-1177",
            RowMark::None,
            &due("row-3", "Resolution", DueState::Running, 300),
            &desk,
            "New phone for the front desk, with the old number",
            StandingKind::Lapsed,
        ),
    ]
}

pub(super) fn board() -> Markup {
    let views = [("Mine", "3", true), ("Unassigned", "12", false), ("All open", "1\u{202f}000+", false)];
    let tab = |(label, count, current): (&str, &str, bool)| Tab {
        href: format!("/tickets?view={}", label.to_lowercase().replace(' ', "-")),
        label: label.to_owned(),
        count: Some(count.to_owned()),
        current,
    };
    html! {
        section aria-label="Board" {
            (tabs("Views of the tickets", &views.map(tab)))
            (table(&Table {
                id: "tickets",
                caption: "Open tickets by what is due next",
                columns: vec![
                    Column::new("Due").sorted_by("/tickets?sort=due-down", Some(true)),
                    Column::new("What"),
                    Column::new("Client").sorted_by("/tickets?sort=client", None),
                    Column::new("Who"),
                    Column::number("Replies"),
                ],
                rows: board_rows(),
                paging: Some(Paging { back: None, on: Some("/tickets?after=1177".to_owned()),
                    words: "3 of 1\u{202f}000+ tickets".to_owned() }),
                bulk: Some(Bulk { action: "/tickets/bulk".to_owned(), one: "ticket".to_owned(),
                    many: "tickets".to_owned(),
                    acts: vec![("take".to_owned(), "Take".to_owned()), ("wait".to_owned(),
                        "Let wait".to_owned())] }),
                chooser: Some(Chooser { action: "/tickets".to_owned(),
                    columns: vec![("client".to_owned(), "Client".to_owned(), true),
                        ("replies".to_owned(), "Replies".to_owned(), true)],
                    keep: vec![("view".to_owned(), "mine".to_owned())] }),
                ..Table::default()
            }))
        }
    }
}

pub(super) fn nothing() -> Markup {
    table(&Table {
        id: "agreements",
        caption: "Agreements",
        empty: Empty {
            title: "No agreements yet",
            will_hold: "Every business associate agreement will stand here with its chain and the day it \
                ends. \
                Until one is in force, nobody from outside can see this client's patients' data.",
            act: Some(("/agreements/draft", "Draft the first")),
        },
        ..Table::default()
    })
}

pub(super) fn the_story() -> Markup {
    let line = |id: &'static str, actor: &'static str, sentence: &str, ago_min: i64, sealed: bool| FactLine {
        id,
        sentence: html! { (sentence) },
        actor,
        at_us: NOW_US - ago_min * MINUTE_US,
        now_us: NOW_US,
        zone: ZONE,
        proof: Some(Proof {
            leaf: "9f2c5d0b7a41e6c388d1f0a2b4c6e8f01234567890abcdef9f2c5d0b7a41e6c3",
            index: sealed.then_some(18_204),
            checkpoint: sealed.then_some("harborlight.example/ledger 18 220"),
            command: "orderly ledger verify export --leaf 18204",
        }),
        body: None,
    };
    let mut lines = vec![
        line("fact-1", "Jo Lind", "opened the ticket from 4 West", 72, true),
        line("fact-2", "Ana Ruiz", "took the ticket", 60, true),
        line("fact-3", "Ana Ruiz", "replied", 12, true),
        line("fact-4", "Orderly", "started the clock again", 0, false),
    ];
    lines[2].body = Some(html! { "The cable was swapped; please tell us whether the waveform is back." });
    story("What happened", &lines)
}
