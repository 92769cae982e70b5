//! The pieces around the work: by what right, what is private, refusals, chips, notices, numbers.

use crate::pieces::*;
use maud::{Markup, html};

pub(super) fn seals() -> Markup {
    let kinds = [
        StandingKind::OwnWorkforce,
        StandingKind::InForce,
        StandingKind::NotRequired,
        StandingKind::Lapsing { days: 12 },
        StandingKind::Lapsed,
        StandingKind::Terminated,
        StandingKind::Absent,
    ];
    html! {
        ul.row {
            @for kind in kinds { li { (standing_seal(&Standing { kind, href: Some("/agreements"),
                detail: None })) } }
        }
    }
}

pub(super) fn masks() -> Markup {
    html! {
        div.row {
            (mask(&Mask { kind: "MRN", look: Some("/looks"), fields: &[("field", "mrn")],
                looked_last: Some("Ana Ruiz, Tue 3 Nov 13:40 CST") }))
            (mask(&Mask { kind: "Message", ..Mask::default() }))
            (unmasked("Message", "The patient in bed 12 (invented) needs the monitor back."))
        }
    }
}

pub(super) fn refusals() -> Markup {
    let ask = ActButton {
        action: "/agreements/countersign",
        label: "Ask for the countersignature",
        ..ActButton::default()
    };
    html! {
        (refusal_card(&RefusalCard {
            advice: None,
            sentence: "The agreement with Riverbend Family Practice lapsed on 31 Oct, so nobody from \
                Harborlight \
                may see its patients' data.",
            citation: Some("45 CFR 164.502(e), 164.308(b)"),
            remedies: &[
                Remedy::Act(ask),
                Remedy::Go { href: "/tickets/1198/hand-over", label: "Hand to their own staff" },
            ],
        }))
    }
}

pub(super) fn chips() -> Markup {
    let card =
        [("Patches", "only the vendor, under FDA clearance"), ("Where", "4 West, bed 12"), ("Spare", "none")];
    html! {
        div.row {
            (chip(&Chip { name: "Ana Ruiz", href: Some("/people/7"),
                card: &[("Role", "Technician, tier 3"), ("Certified", "Epic")], ..Chip::default() }))
            (chip(&Chip { kind: ChipKind::Asset, name: "Bedside monitor 4W-12", href: Some("/assets/12"),
                card: &card }))
            (chip(&Chip { kind: ChipKind::Place, name: "4 West", href: None, card: &[] }))
            (chip(&Chip { kind: ChipKind::Organization, name: "Cedar Hill Hospital", href: Some("/clients/1"),
                card: &[] }))
        }
    }
}

pub(super) fn notices() -> Markup {
    html! {
        (notice(Tone::Info, &html! { p { "The rural clinics keep Mountain time." } }))
        (notice(Tone::Soon, &html! { p { "The agreement with Cedar Hill Hospital ends in 12 days." } }))
        (notice(Tone::Risk, &html! { p { "Nobody is on call from 18:00 CST." } }))
        (notice(Tone::Private, &html! { p { "This page shows one sealed text. Your look was charted." } }))
        (notice(Tone::Law, &html! { p { "The notice to the covered entity is due by law in 41 days." } }))
    }
}

pub(super) fn numbers() -> Markup {
    let counts = [
        9, 14, 12, 16, 11, 3, 2, 13, 27, 15, 12, 10, 4, 3, 12, 15, 14, 13, 12, 2, 4, 11, 14, 16, 12, 9, 3, 2,
    ];
    let bar = |(day, value): (usize, &i64)| Bar {
        label: format!("{} Oct", day + 1),
        value: *value,
        marked: *value == 27,
    };
    let days: Vec<Bar> = counts.iter().enumerate().map(bar).collect();
    html! {
        div.stack {
            div.tiles {
                (stat_tile(&Stat { label: "Late now", value: "2", words: Some("1 more than yesterday"),
                    href: Some("/board"), risk: true, trend: None }))
                (stat_tile(&Stat { label: "Open", value: "148", words: Some("12 opened today"),
                    href: Some("/tickets"),
                    risk: false, trend: Some(sparkline(&counts,
                        "Tickets a day in October: steady, one peak")) }))
                (stat_tile(&Stat { label: "Promises kept", value: "98 %", words: Some("of 412 in 30 days"),
                    ..Stat::default() }))
            }
            (bars(&Bars { id: "opened", unit: "tickets", step: "Day", bars: &days,
                sentence: "About 12 tickets a working day; 27 on 9 Oct, when the label server failed." }))
            (bars(&Bars { id: "no-days", sentence: "Looks at PHI by day.", unit: "looks", step: "Day",
                bars: &[] }))
        }
    }
}

pub(super) fn long_work() -> Markup {
    let step = |label: &str, state: StepState, counted: Option<(i64, i64)>, words: Option<&str>| Step {
        label: label.to_owned(),
        state,
        counted,
        words: words.map(str::to_owned),
    };
    html! {
        div.stack {
        (steps("import-steps", &[
            step("Read the file", StepState::Done, Some((1_204, 1_204)), None),
            step("Compare with what is here", StepState::Running, Some((412, 1_204)), None),
            step("Check serial numbers", StepState::Failed, None,
                Some("Row 17: the serial number stands twice.")),
            step("Commit", StepState::Waiting, None, None),
        ]))
        (definitions(&[
            ("File", html! { "cedar-hill-assets.xlsx" }),
            ("Rows", html! { "1 204" }),
            ("Column map", html! { "Cedar Hill, saved 12 Sep 2026" }),
        ]))
        }
    }
}
