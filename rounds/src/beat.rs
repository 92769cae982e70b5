//! The threads on which the rounds run. The sealer has one of its own, because an entry is sealed within a
//! second whatever else goes on; so have letters and messages, because somebody else's server may be slow;
//! the rest shares one. A round that fails is logged and tried again later; it never ends its thread.

use crate::{
    BreachClocks, Checkpoints, Coverage, Deadlines, Emergencies, Floor, IncidentTasks, Lapses, Letters,
    MailIn, Messages, Missed, Needed, Receipts, Seal, floor::fault, waits,
};
use kernel::Moment;
use parking_lot::{Condvar, Mutex};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, mpsc},
    thread,
    time::{Duration, Instant},
};

/// How long [`Handle::stop`] waits for what is under way. A letter on its way to a slow server is left
/// behind: it was claimed, and is sent again when nobody notes that it arrived.
const PATIENCE: Duration = Duration::from_secs(3);

/// When a round wants to be run again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next(pub Duration);

impl Next {
    /// There is more to do.
    pub const AT_ONCE: Next = Next(Duration::ZERO);

    pub const fn seconds(n: u64) -> Self {
        Self(Duration::from_secs(n))
    }
}

/// One kind of work that is done again and again.
pub trait Round: Send {
    /// Its name: of its lease, and in the log.
    fn name(&self) -> &'static str;

    /// Does what is to be done at `now`, bounded, and says when it wants to be run again.
    ///
    /// # Errors
    /// Whatever went wrong; it is logged, and the round is run again later.
    fn round(&mut self, floor: &Floor, now: Moment) -> anyhow::Result<Next>;
}

#[derive(Default)]
struct Bell {
    stopped: Mutex<bool>,
    rung: Condvar,
}

impl Bell {
    /// Sleeps until `until`, or until the bell rings; true when it has.
    fn wait(&self, until: Instant) -> bool {
        let mut stopped = self.stopped.lock();
        while !*stopped && !self.rung.wait_until(&mut stopped, until).timed_out() {}
        *stopped
    }
    fn ring(&self) {
        *self.stopped.lock() = true;
        self.rung.notify_all();
    }
}

/// The rounds that run. Dropping it stops them too.
pub struct Handle {
    bell: Arc<Bell>,
    floor: Arc<Floor>,
    /// Ends when the last thread has.
    ended: mpsc::Receiver<()>,
    done: bool,
}

impl Handle {
    /// Ends all rounds and gives their leases back; returns within three seconds.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        if std::mem::replace(&mut self.done, true) {
            return;
        }
        self.bell.ring();
        // Nobody sends: the channel ends when every thread has dropped its end.
        if self.ended.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout) {
            tracing::warn!(
                "a round was still under way when the server stopped; its work is done again later"
            );
        }
        if let Err(stop) = self.floor.leases.give_back(self.floor.office.now()) {
            tracing::warn!(problem = %stop, "the leases were not given back; they end by themselves");
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.end();
    }
}

/// Starts all rounds.
///
/// # Errors
/// When the mail settings cannot be used, or the system gives no thread.
pub fn start(needed: Needed) -> anyhow::Result<Handle> {
    let Needed { office, sealer, mail, origin, holder, every } = needed;
    let authority = mail.as_ref().and_then(|m| m.authority.clone());
    let mail_in = MailIn::new(authority.as_deref())?;
    let letters = mail.map(|m| Letters::new(&m, &origin)).transpose()?;
    let floor = Arc::new(Floor::new(office, sealer, origin, holder, every));
    let (alive, ended) = mpsc::channel();
    let handle = Handle { bell: Arc::default(), floor, ended, done: false };
    handle.spawn("rounds-seal", vec![Box::new(Seal)], &alive)?;
    if let Some(letters) = letters {
        handle.spawn("rounds-mail", vec![Box::new(letters)], &alive)?;
    }
    handle.spawn("rounds-mail-in", vec![Box::new(mail_in)], &alive)?;
    handle.spawn("rounds-advisories", vec![Box::<crate::AdvisoryLetters>::default()], &alive)?;
    handle.spawn("rounds-escalations", vec![Box::<crate::Escalations>::default()], &alive)?;
    handle.spawn("rounds-short-messages", vec![Box::<crate::ShortMessages>::default()], &alive)?;
    handle.spawn("rounds-webhooks", vec![Box::new(Messages::new())], &alive)?;
    let rest: Vec<Box<dyn Round>> = vec![
        Box::new(Missed::default()),
        Box::new(Deadlines::default()),
        Box::new(Emergencies::default()),
        Box::new(Lapses::default()),
        Box::new(Coverage::default()),
        Box::<crate::Downtimes>::default(),
        Box::new(IncidentTasks::default()),
        Box::new(BreachClocks::default()),
        Box::new(crate::Days),
        Box::new(Receipts),
        Box::new(crate::Words),
        Box::new(Checkpoints),
    ];
    handle.spawn("rounds", rest, &alive)?;
    Ok(handle)
}

impl Handle {
    fn spawn(&self, name: &str, rounds: Vec<Box<dyn Round>>, alive: &mpsc::Sender<()>) -> anyhow::Result<()> {
        let (bell, floor, alive) = (self.bell.clone(), self.floor.clone(), alive.clone());
        thread::Builder::new().name(name.to_owned()).spawn(move || {
            beat(&bell, &floor, rounds);
            drop(alive);
        })?;
        Ok(())
    }
}

struct Turn {
    round: Box<dyn Round>,
    due: Instant,
    failed: u32,
}

fn beat(bell: &Bell, floor: &Floor, rounds: Vec<Box<dyn Round>>) {
    let begin = Instant::now();
    let mut turns: Vec<Turn> =
        rounds.into_iter().map(|round| Turn { round, due: begin, failed: 0 }).collect();
    loop {
        let Some(turn) = turns.iter_mut().min_by_key(|turn| turn.due) else { return };
        if bell.wait(turn.due) {
            return;
        }
        let wait = turn.run(floor);
        turn.due = Instant::now() + wait;
    }
}

impl Turn {
    fn run(&mut self, floor: &Floor) -> Duration {
        let now = floor.office.now();
        let done = catch_unwind(AssertUnwindSafe(|| self.round.round(floor, now)));
        let problem = match done {
            Ok(Ok(Next(wait))) => {
                self.failed = 0;
                return wait;
            }
            Ok(Err(problem)) => format!("{problem:#}"),
            Err(_) => "it panicked".to_owned(),
        };
        self.failed = self.failed.saturating_add(1);
        let wait = waits::round_failed(self.failed);
        tracing::error!(round = self.round.name(), problem, again_in_s = wait.as_secs(), "a round failed");
        wait
    }
}

/// Whether this server may do the work of the round now.
pub(crate) fn hold(floor: &Floor, round: &dyn Round, now: Moment) -> anyhow::Result<bool> {
    floor.leases.hold(round.name(), now).map_err(fault)
}

/// When somebody else has the lease, it is time enough to look again after it could have ended.
pub(crate) const ELSEWHERE: Next = Next::seconds(5);
