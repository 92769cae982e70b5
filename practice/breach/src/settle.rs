//! After every order the record is settled anew: the day of discovery, whether a conclusion still holds, and the clock of
//! each duty. A conclusion whose facts have changed falls, and the presumption is back.

use crate::records::{self, Breach};
use crate::told_records::{self as told, Clock};
use crate::words::{Conclusion, State};
use crate::{duties, finding};
use kernel::{Moment, Stop};
use store::Work;

/// Settles a breach and writes it; gives the duties as they stand.
pub(crate) fn settle(work: &mut Work, b: &mut Breach) -> Result<Vec<duties::DutyLine>, Stop> {
    let now = work.now();
    let known = told::known(work, b.id)?;
    let held = told::delays(work, b.id)?;
    let factors = told::factors(work, b.id)?;
    let clocks = told::clocks(work, b.id)?;
    b.discovered_on = duties::discovered(b, &known).map(|found| found.on);
    let holds = |c: Conclusion| c == Conclusion::Breach || finding::found(b, &factors, Some(c)).finding == c;
    if b.conclusion.is_some_and(|c| !holds(c)) {
        (b.conclusion, b.concluded_by, b.concluded_at) = (None, None, None);
    }
    let no_breach = b.conclusion.is_some_and(|c| c != Conclusion::Breach);
    let lines = duties::all(b, &known, &held, &clocks, now);
    for line in &lines {
        let before = clocks.iter().find(|c| c.word == line.duty);
        let after = ticking(before, line, now, no_breach);
        if before != Some(&after) && (before.is_some() || after.by.is_some()) {
            told::put_clock(work, b.id, &after)?;
        }
    }
    for gone in clocks.iter().filter(|c| c.next_at.is_some() && !lines.iter().any(|l| l.duty == c.word)) {
        told::stop_clock(work, b.id, &gone.word)?;
    }
    let everybody = !lines.is_empty() && lines.iter().all(|l| !l.open());
    b.state = match b.conclusion {
        None => State::Weighing,
        Some(Conclusion::Breach) if everybody && b.counted => State::Told,
        Some(Conclusion::Breach) => State::Telling,
        Some(_) => State::NoBreach,
    };
    records::put(work, b)?;
    Ok(lines)
}

/// The clock of a duty as it ticks from now on.
fn ticking(before: Option<&Clock>, line: &duties::DutyLine, now: Moment, stopped: bool) -> Clock {
    let mut clock = before.cloned().unwrap_or_else(|| Clock::of(&line.duty));
    let moved = clock.due_at != line.due_at;
    (clock.by, clock.due_at) = (line.by, line.due_at);
    if moved {
        clock.late_at = None;
    }
    let runs = clock.open() && !stopped;
    clock.next_at = match line.due_at.filter(|_| runs) {
        None => None,
        // What waits to be said stays until it was said.
        Some(_) if !moved && clock.next_at.is_some_and(|at| at <= now) => clock.next_at,
        Some(due) => duties::next_warning(due, now, clock.late_at.is_some()),
    };
    clock
}
