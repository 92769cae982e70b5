//! How downtime looks: the list, the board of the wards, one downtime with its paper, the plan, drills and workstations,
//! and a folder that is read without a server.

mod board;
mod downtime;
mod drills;
mod folder;
mod forms;
mod list;
mod paper;
mod plan;
mod stations;

pub use board::{BoardView, board_page};
pub use downtime::{DowntimeView, downtime_page};
pub use drills::{DrillView, DrillsView, drill_page, drills_page};
pub use folder::{Call, FolderDepartment, FolderFile, FolderView, folder};
pub use list::{DeclareView, DowntimesView, Gone, declare_page, downtimes_of_ticket, downtimes_page};
pub use plan::{PlanView, ProcedureView, plan_page, procedure_page};
pub use stations::{StationView, StationsView, station_page, stations_page};

use crate::questions::SystemLine;
use crate::rto::Recovery;
use markup::{AccountRow, Due, DueState, Markup, due_chip, html, words};
use std::collections::BTreeMap;

/// Names by id.
type Names = BTreeMap<String, String>;

/// A name out of those the binary found; the words of `otherwise` when there is none.
fn name<'a>(names: &'a Names, id: impl ToString, otherwise: &'a str) -> &'a str {
    names.get(&id.to_string()).map_or(otherwise, String::as_str)
}

/// What stands above every list of this slice.
fn ways(current: &str) -> Markup {
    let tab = |href: &str, label: &str| markup::Tab {
        href: href.to_owned(),
        label: label.to_owned(),
        count: None,
        current: href == current,
    };
    let all = [
        tab("/downtimes/board", "Board"),
        tab("/downtimes", "Open"),
        tab("/downtimes?view=past", "Past"),
        tab("/downtimes/plan", "Plan"),
        tab("/downtimes/drills", "Drills"),
        tab("/downtimes/stations", "Workstations"),
    ];
    markup::tabs("Downtime", &all)
}

/// Text of several lines, a paragraph each.
fn said(text: &str) -> Markup {
    html! { div.prose { @for line in text.lines().filter(|l| !l.trim().is_empty()) { p { (line) } } } }
}

/// The clock of a system's recovery.
fn clock(line: &SystemLine, now_us: i64, zone: &str) -> Markup {
    let s = &line.system;
    let (Some(from), Some(due)) = (s.started_at, s.due_at) else {
        return html! { "begins when it goes down" };
    };
    let ended = s.back_at.unwrap_or(due);
    let state = match line.recovery {
        Recovery::Late => DueState::Late,
        Recovery::Met => DueState::Met,
        Recovery::Missed => DueState::Missed,
        // The last quarter of the time has begun.
        _ if (due.micros() - now_us) * 4 < due.micros() - from.micros() => DueState::Soon,
        _ => DueState::Running,
    };
    let account = [AccountRow {
        from: words::local(from.micros(), zone),
        to: words::local(ended.micros(), zone),
        counted: crate::rto::between(from, ended),
        why: line.because.clone().unwrap_or_default(),
    }];
    due_chip(&Due {
        id: &format!("rto-{}", s.asset),
        what: "Back by",
        state,
        due_us: due.micros(),
        now_us,
        from_us: from.micros(),
        zone,
        account: &account,
        citation: Some(
            "RTO: 45 CFR 164.308(a)(7)(ii)(B) asks for a recovery plan; it sets no number of hours",
        ),
        ..Due::default()
    })
}
