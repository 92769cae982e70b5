//! The clocks of a conversation: the first reply, the next updates, and the resolution, each judged on its own.
//!
//! The first reply is counted from the report until somebody answers. An update is counted from the first thing the
//! reporter says that nobody has answered yet, until somebody answers or it is done: while the reporter is silent, no
//! update is due. What was missed stays missed, whatever comes later.

use crate::clock::Clock;
use crate::pauses::Pauses;
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
    /// One for each time the reporter waited after the first reply, in order.
    pub updates: Vec<Clock>,
    pub resolution: Option<Clock>,
}

impl Talk {
    /// The clocks of a ticket that was reported at an instant, after what was said, in order of time. The time in
    /// which it was done is taken out of the resolution.
    pub fn of(reported: Timestamp, targets: Targets, said: &[(Timestamp, Said)], pauses: &Pauses) -> Self {
        let clock = |start: Timestamp, target: SignedDuration, pauses: Pauses| Clock {
            start,
            target,
            pauses,
            stopped: None,
        };
        // Waiting for the reporter never stops the clock of the first reply: nobody waits for an answer to nothing.
        let mut talk = Self {
            response: targets.response.map(|target| clock(reported, target, Pauses::none())),
            updates: Vec::new(),
            resolution: targets.resolution.map(|target| clock(reported, target, pauses.clone())),
        };
        let (mut answered, mut done) = (false, None);
        for (at, said) in said {
            match said {
                Said::Reporter
                    if answered && talk.updates.last().is_none_or(|last| last.stopped.is_some()) =>
                {
                    let new = targets.update.map(|target| clock(*at, target, pauses.clone()));
                    talk.updates.extend(new);
                }
                Said::Reporter => {}
                Said::Desk | Said::Done => {
                    answered = true;
                    let first = talk.response.iter_mut();
                    for open in first.chain(&mut talk.updates).filter(|clock| clock.stopped.is_none()) {
                        open.stopped = Some(*at);
                    }
                }
                Said::Reopened => {}
            }
            match (said, &mut talk.resolution) {
                (Said::Done, Some(clock)) if clock.stopped.is_none() => {
                    clock.stopped = Some(*at);
                    done = Some(*at);
                }
                (Said::Reopened, Some(clock)) => {
                    if let Some(done) = done.take() {
                        clock.stopped = None;
                        clock.pauses = clock.pauses.and("closed", done, *at);
                    }
                }
                _ => {}
            }
        }
        talk
    }
}
