//! The due chip: what is due, how long there still is, and who says so. Opening it shows the account, line
//! by line: from when to when the clock ran, what was counted and what was not, and why, down to the clause
//! or the law it comes from. A clock that is law has its own colour and says "law", so that nobody takes a
//! duty for a promise.

use crate::words;
use maud::{Markup, html};

/// How a promise stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DueState {
    /// Runs, and there is time.
    #[default]
    Running,
    /// Runs, and the last part of the time has begun.
    Soon,
    /// Runs, and the time is over.
    Late,
    /// Stands still, for a reason that is given.
    Paused,
    /// Was kept.
    Met,
    /// Ended after its time.
    Missed,
}

/// One stretch of the clock's life.
#[derive(Clone, Debug, Default)]
pub struct AccountRow {
    /// When the stretch began, in words with its zone.
    pub from: String,
    /// When it ended; "now" or "due" are fine.
    pub to: String,
    /// What was counted: "2 h", "not counted".
    pub counted: String,
    /// Why: "open hours of Cedar Hill", "waiting for the requester".
    pub why: String,
}

/// What a due chip shows.
#[derive(Clone, Debug, Default)]
pub struct Due<'a> {
    /// An id that is unique on the page.
    pub id: &'a str,
    /// What is due: "First reply".
    pub what: &'a str,
    pub state: DueState,
    /// When it is due; when it was met, if it was.
    pub due_us: i64,
    pub now_us: i64,
    /// When the clock began; with `due_us` it empties the ring.
    pub from_us: i64,
    /// The IANA zone in which the moment is told.
    pub zone: &'a str,
    /// Whether law, not a contract, sets this clock.
    pub law: bool,
    /// Why it stands still.
    pub paused_because: Option<&'a str>,
    /// The account, oldest first.
    pub account: &'a [AccountRow],
    /// The clause or the law that sets it.
    pub citation: Option<&'a str>,
}

impl Due<'_> {
    fn class(&self) -> &'static str {
        match self.state {
            DueState::Running => "running",
            DueState::Soon => "soon",
            DueState::Late => "late",
            DueState::Paused => "paused",
            DueState::Met => "met",
            DueState::Missed => "missed",
        }
    }

    /// The share of the time that is left, 0 to 100.
    fn left(&self) -> i64 {
        let whole = self.due_us.saturating_sub(self.from_us);
        if whole <= 0 {
            return 0;
        }
        let left = self.due_us.saturating_sub(self.now_us).clamp(0, whole);
        i64::try_from(i128::from(left) * 100 / i128::from(whole)).unwrap_or(0)
    }

    fn words(&self) -> String {
        match self.state {
            DueState::Running | DueState::Soon | DueState::Late => words::due(self.due_us, self.now_us),
            DueState::Paused => "paused".to_owned(),
            DueState::Met => "met".to_owned(),
            DueState::Missed => "missed".to_owned(),
        }
    }
}

/// The chip. With an account or a citation it opens; without, it only shows.
pub fn due_chip(due: &Due<'_>) -> Markup {
    let absolute = words::local(due.due_us, due.zone);
    let face = html! {
        (ring(due))
        span.due-what { (due.what) }
        " "
        @match due.state {
            DueState::Running | DueState::Soon | DueState::Late => {
                time.due-words datetime=(words::iso(due.due_us)) title=(absolute)
                    data-due=(due.due_us / 1000) { (due.words()) }
            }
            _ => span.due-words title=(absolute) { (due.words()) },
        }
        @if let (DueState::Paused, Some(reason)) = (due.state, due.paused_because) {
            span.due-reason { " · " (reason) }
        }
        @if due.law { span.due-law title="This clock is set by law, not by a contract" { "law" } }
    };
    let class = format!("due due-{}{}", due.class(), if due.law { " due-by-law" } else { "" });
    if due.account.is_empty() && due.citation.is_none() {
        return html! { span id=(due.id) class=(class) { span.due-face { (face) } } };
    }
    html! {
        details id=(due.id) class=(class) {
            summary.due-face { (face) }
            div.due-account { (account(due, &absolute)) }
        }
    }
}

fn account(due: &Due<'_>, absolute: &str) -> Markup {
    html! {
        p { strong { (due.what) } " · due " (absolute) }
        @if !due.account.is_empty() {
            table.account {
                thead { tr { th scope="col" { "From" } th scope="col" { "To" } th scope="col" { "Counted" }
                    th scope="col" { "Why" } } }
                tbody {
                    @for row in due.account {
                        tr { td { (row.from) } td { (row.to) } td { (row.counted) } td { (row.why) } }
                    }
                }
            }
        }
        @if let Some(citation) = due.citation { p.citation { "Says who: " cite { (citation) } } }
    }
}

/// The ring: full at the start, empty when the time is over; closed with a tick when met, open when late.
fn ring(due: &Due<'_>) -> Markup {
    let running = matches!(due.state, DueState::Running | DueState::Soon);
    html! {
        svg.ring viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false" {
            @match due.state {
                DueState::Paused => {
                    circle.ring-track cx="8" cy="8" r="6" {}
                    path.ring-mark d="M6.5 5.5v5M9.5 5.5v5" {}
                }
                DueState::Met => {
                    circle.ring-left cx="8" cy="8" r="6" {}
                    path.ring-mark d="M5.5 8.2l1.8 1.8 3.2-3.6" {}
                }
                DueState::Late | DueState::Missed => {
                    circle.ring-left cx="8" cy="8" r="6" {}
                    path.ring-mark d="M8 5v3.5M8 10.8v.1" {}
                }
                _ => {
                    circle.ring-track cx="8" cy="8" r="6" {}
                    circle.ring-left cx="8" cy="8" r="6" pathLength="100" transform="rotate(-90 8 8)"
                        stroke-dasharray={ (due.left()) " 100" }
                        data-from=[running.then_some(due.from_us / 1000)]
                        data-until=[running.then_some(due.due_us / 1000)] {}
                }
            }
        }
    }
}

/// A moment in words, with the exact time and zone on hover; the script counts on.
pub fn relative_time(at_us: i64, now_us: i64, zone: &str) -> Markup {
    html! {
        time datetime=(words::iso(at_us)) title=(words::local_long(at_us,
            zone)) data-relative=(at_us / 1000) {
            (words::relative(at_us, now_us))
        }
    }
}

/// An exact moment with its zone, for lists that are printed or compared.
pub fn moment(at_us: i64, zone: &str) -> Markup {
    html! { time datetime=(words::iso(at_us)) { (words::local(at_us, zone)) } }
}
