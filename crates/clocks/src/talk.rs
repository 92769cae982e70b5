//! The clocks of a conversation: the first reply, the next updates, and the resolution, each judged on its own.
//!
//! The first reply is counted from the report until somebody answers. Updates are counted as the contract says
//! ([`Updates`]): regularly, from each answer to the next; or from the first thing the reporter says that nobody has
//! answered yet. What was missed stays missed, whatever comes later.

use crate::clock::Clock;
use crate::pauses::Pauses;
use crate::policy::Updates;
use jiff::{SignedDuration, Timestamp};

/// What happens in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// The reporter writes or calls.
    Reporter,
    /// Somebody of the desk answers.
    Desk,
    /// The desk says that it is done, or the reporter closes it.
    Done,
    /// It is opened again.
    Reopened,
}

/// How long each of the three may take, in working time; nothing where it is not promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Targets {
    pub response: Option<SignedDuration>,
    pub update: Option<SignedDuration>,
    pub resolution: Option<SignedDuration>,
}

/// The clocks of one ticket.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Talk {
    pub response: Option<Clock>,
    /// One for each update that was waited for after the first reply, in order.
    pub updates: Vec<Clock>,
    pub resolution: Option<Clock>,
    /// Whether the desk has answered once.
    pub answered: bool,
}

fn begin(start: Timestamp, target: SignedDuration, pauses: &Pauses) -> Clock {
    Clock { start, target, pauses: pauses.clone(), stopped: None }
}

impl Talk {
    /// The clocks of a ticket that was reported at an instant. Waiting for the reporter never stops the clock of the
    /// first reply: nobody waits for an answer to nothing.
    pub fn new(reported: Timestamp, targets: Targets, pauses: &Pauses) -> Self {
        Self {
            response: targets.response.map(|target| begin(reported, target, &Pauses::none())),
            updates: Vec::new(),
            resolution: targets.resolution.map(|target| begin(reported, target, pauses)),
            answered: false,
        }
    }

    /// The same after what was said, in order of time.
    #[must_use]
    pub fn after(
        mut self,
        said: &[(Timestamp, Said)],
        targets: Targets,
        updates: Updates,
        pauses: &Pauses,
    ) -> Self {
        for (at, said) in said {
            self.hear(*at, *said, targets.update.filter(|_| self.begins(*said, updates)), pauses);
        }
        self
    }

    /// Whether the next update is counted from this on.
    fn begins(&self, said: Said, updates: Updates) -> bool {
        let waited = self.updates.last().is_none_or(|last| last.stopped.is_some());
        match (updates, said) {
            (Updates::Regular, Said::Desk) => true,
            (Updates::Regular, Said::Reopened) => !self.updates.is_empty(),
            (Updates::Answers, Said::Reporter) => self.answered && waited,
            _ => false,
        }
    }

    /// Lets something be said; `update` is how long the next update may take, where one begins. The time in which it was
    /// done is taken out of the resolution.
    fn hear(&mut self, at: Timestamp, said: Said, update: Option<SignedDuration>, pauses: &Pauses) {
        if let Said::Desk | Said::Done = said {
            self.answered = true;
            let first = self.response.iter_mut();
            first.chain(&mut self.updates).for_each(|clock| clock.stopped = clock.stopped.or(Some(at)));
        }
        match (said, &mut self.resolution) {
            (Said::Done, Some(clock)) => clock.stopped = clock.stopped.or(Some(at)),
            (Said::Reopened, Some(clock)) => {
                if let Some(done) = clock.stopped.take() {
                    clock.pauses = clock.pauses.and("closed", done, at);
                }
            }
            _ => {}
        }
        self.updates.extend(update.map(|target| begin(at, target, pauses)));
    }
}
