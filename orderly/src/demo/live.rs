//! Work that arrives while somebody watches: every now and then a nurse reports something, or a technician
//! goes on with a ticket. It is the same orders that a visitor gives, and it leaves alone what a visitor has
//! taken.

use super::{
    cast::{Cast, Player},
    history::{Step, take},
    reports,
    troubles::{NOTES, SCRIPTS, Script, one},
};
use anyhow::{Context, Result, anyhow};
use desk::{
    Board, Listed,
    words::{PromiseKind, State, Trouble, WaitReason},
};
use futures_executor::block_on;
use kernel::{Chance, Moment, Span};
use office::Office;
use std::{sync::mpsc, thread, time::Duration};

/// How likely in a hundred it is that the next thing is a report, with so many open: a quiet board fills, and a full one
/// is worked off before more arrives. It swings between these for as long as the demo runs.
const ARRIVES: [(usize, u64); 4] = [(9, 60), (14, 38), (20, 18), (30, 5)];
/// A ticket that nobody has is left to the visitor for so long.
const PATIENCE: Span = Span::minutes(4);

/// The life of the demo. Dropping it ends it.
pub(super) struct Arriving {
    /// Nobody sends; the thread ends when this end is gone.
    end: Option<mpsc::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Drop for Arriving {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the demo's own work panicked");
        }
    }
}

/// Begins: something happens every 20 to 60 seconds.
pub(super) fn start(office: Office, cast: Cast) -> Result<Arriving> {
    let (end, ended) = mpsc::channel();
    let mut chance = Chance::from_number(office.now().millis());
    let run = move || {
        loop {
            let pause = Duration::from_secs(20 + chance.below(41));
            // Whoever serves holds the other end: gone is the end, silence is the time to do something.
            if ended.recv_timeout(pause) != Err(mpsc::RecvTimeoutError::Timeout) {
                return;
            }
            let at = office.now();
            if let Err(problem) = something(&office, &cast, at, &mut chance) {
                // A visitor may have changed the ticket in this very moment.
                tracing::info!("The demo's own work was left out: {problem:#}.");
            }
        }
    };
    let thread = thread::Builder::new().name("demo".into()).spawn(run).context("a thread for the demo")?;
    Ok(Arriving { end: Some(end), thread: Some(thread) })
}

/// One thing that somebody does at this moment.
pub(super) fn something(office: &Office, cast: &Cast, at: Moment, chance: &mut Chance) -> Result<()> {
    let board = block_on(office.at(at).answer(&cast.owner().who(), Board::default()));
    let board = board.map_err(|stop| anyhow!(crate::runtime::said(&stop)))?;
    let open: Vec<&Listed> = [&board.at_once, &board.today, &board.watch].into_iter().flatten().collect();
    let goes_on: Vec<(&Listed, &Player)> =
        open.iter().filter_map(|ticket| Some((*ticket, whose(cast, ticket, at)?))).collect();
    let likely = ARRIVES.iter().find(|(most, _)| open.len() < *most).map_or(0, |(_, likely)| *likely);
    if chance.below(100) < likely || (goes_on.is_empty() && likely > 0) {
        return report(office, cast, at, chance);
    }
    // The board stands in the order of urgency, and people begin at its top.
    let first = &goes_on[..goes_on.len().min(3)];
    if first.is_empty() {
        return Ok(());
    }
    let (ticket, who) = one(first, chance);
    let step = next(ticket, at, chance);
    block_on(take(office, at, &who.who(), ticket.ticket, step))
}

fn report(office: &Office, cast: &Cast, at: Moment, chance: &mut Chance) -> Result<()> {
    let spots = reports::spots(cast);
    let Some(spot) = reports::somewhere(&spots, chance) else { return Ok(()) };
    let report = spot.report(at, chance);
    block_on(super::give(office, at, &report.by.who(), report.order.clone())).map(drop)
}

/// Which of the demo's own people goes on with a ticket: whoever has it, or after a while anybody.
fn whose<'a>(cast: &'a Cast, ticket: &Listed, at: Moment) -> Option<&'a Player> {
    // Without an agreement in force nobody of the provider may touch it.
    if ticket.standing_lost {
        return None;
    }
    let mut others = cast.others();
    // Biomedical engineers look after devices.
    others.retain(|p| ticket.kind == Trouble::BrokenDevice || !p.email.starts_with("bea@"));
    match ticket.assignee {
        Some(person) => {
            others.into_iter().find(|p| p.person == person && at.since(ticket.last_at) > PATIENCE)
        }
        None if at.since(ticket.last_at) > PATIENCE => {
            let place = usize::try_from(ticket.number).unwrap_or(0) % others.len().max(1);
            others.get(place).copied()
        }
        None => None,
    }
}

/// What comes next on a ticket.
fn next(ticket: &Listed, at: Moment, chance: &mut Chance) -> Step {
    let script = script(ticket);
    // What is about to be late is finished first.
    let presses = ticket.due_at.is_some_and(|due| due < at.plus(Span::minutes(20)));
    match ticket.state {
        State::New => Step::Take,
        State::Waiting => Step::Resume,
        State::Working if presses && ticket.due_what != Some(PromiseKind::Response) => {
            Step::Resolve(script.resolution)
        }
        State::Working | State::Resolved => match chance.below(100) {
            0..30 => Step::Reply(script.reply),
            30..40 => Step::Note(one(NOTES, chance)),
            40..48 => Step::Wait(script.waits.unwrap_or(WaitReason::Reporter)),
            _ => Step::Resolve(script.resolution),
        },
    }
}

/// What a ticket of this kind is mostly about: its text is sealed, and the demo does not look behind masks.
fn script(ticket: &Listed) -> &'static Script {
    let same = |s: &&Script| s.kind == ticket.kind && s.device.is_some() == ticket.asset.is_some();
    let all: Vec<&Script> = SCRIPTS.iter().filter(same).collect();
    let place = usize::try_from(ticket.number).unwrap_or(0) % all.len().max(1);
    all.get(place).copied().unwrap_or(&SCRIPTS[0])
}
