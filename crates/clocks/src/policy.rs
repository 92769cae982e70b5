//! What a promise does when something happens to its ticket. Desks differ here and rarely say so; each choice is a
//! switch of the contract, said in a word, and nothing is decided behind one's back.

use crate::problem::{ClockProblem, PromiseProblem};
use crate::version::CalendarVersion;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// When the target changes: another commitment, another priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnChange {
    /// What was used and every rest carry over; the rest of the new target is left.
    #[default]
    Carry,
    /// The new target is counted from the change on.
    Restart,
    /// The old due time and the new one both hold; the earlier counts.
    Stricter,
}

/// When the ticket goes to another location or client, with other opening hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnMove {
    /// What was used carries over; the rest is counted in the new opening hours.
    #[default]
    Carry,
    /// Everything is counted anew from the move on.
    Restart,
    /// The opening hours of the start hold to the end.
    Keep,
}

/// When what was done is opened again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnReopen {
    /// The clock goes on; the time in which it was closed is not counted.
    Continue,
    /// The whole target is counted from the reopening on.
    Restart,
    /// What was judged stays; a new promise begins, linked with the old one.
    New,
}

/// When two tickets become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnMerge {
    /// The survivor's target from the earlier start on, with the rests that lay before its own.
    #[default]
    Earlier,
    /// The survivor's promise stays as it is.
    Survivor,
    /// Both promises hold; the earlier due time counts.
    Stricter,
}

/// When somebody says afterwards that something happened earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "most_seconds")]
pub enum OnBackdate {
    /// Not accepted.
    Refuse,
    /// Reckoned anew, with both due times shown, as far back as this many seconds.
    Recompute(u32),
}

/// Whether later steps of an escalation run when nobody works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AfterHours {
    /// By the clock on the wall, day and night.
    #[default]
    Run,
    /// By the clock on the wall; what falls outside opening hours waits for the next opening.
    Hold,
    /// The wait itself is counted in working time.
    WorkingTime,
}

impl AfterHours {
    /// When a step is taken that comes so long after an alert.
    ///
    /// # Errors
    /// As for [`crate::Horizon::due`].
    pub fn step_at(
        self,
        calendar: &CalendarVersion,
        alert: Timestamp,
        wait: SignedDuration,
    ) -> Result<Timestamp, ClockProblem> {
        if wait.is_negative() {
            return Err(ClockProblem::Negative);
        }
        let on_the_wall = || alert.checked_add(wait).map_err(|_| ClockProblem::OutOfRange);
        match self {
            Self::Run => on_the_wall(),
            Self::Hold => calendar.next_open(on_the_wall()?),
            Self::WorkingTime => {
                let begun = calendar.next_open(alert)?;
                Ok(calendar.due_at(begun, wait, &crate::Pauses::none())?.unwrap_or(begun))
            }
        }
    }
}

/// When a reminder reaches people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reminders {
    /// Held to the next opening; on a calendar that never closes that is at once.
    #[default]
    Held,
    /// At any hour.
    Anytime,
}

impl Reminders {
    /// When a reminder that falls due at an instant is sent.
    ///
    /// # Errors
    /// As for [`crate::Horizon::due`].
    pub fn sent_at(self, calendar: &CalendarVersion, due: Timestamp) -> Result<Timestamp, ClockProblem> {
        match self {
            Self::Held => calendar.next_open(due),
            Self::Anytime => Ok(due),
        }
    }
}

/// From when on the next update is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Updates {
    /// From each answer on, until it is done: nobody goes for long without hearing something.
    #[default]
    Regular,
    /// From the first thing the reporter says that nobody has answered yet: while they are silent, none is due.
    Answers,
}

/// All switches of a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    pub target_changed: OnChange,
    pub priority_raised: OnChange,
    pub priority_lowered: OnChange,
    pub moved: OnMove,
    /// How long after it was done a reopening is within grace, in seconds of the wall clock.
    pub grace_seconds: u32,
    pub reopened_in_grace: OnReopen,
    pub reopened_later: OnReopen,
    pub merged: OnMerge,
    pub backdated: OnBackdate,
    pub after_hours: AfterHours,
    pub reminders: Reminders,
    pub updates: Updates,
}

const WEEK_S: u32 = 7 * 86_400;

impl Policy {
    /// What decision 0010 chose for the desk: carry on everywhere; a week of grace, and a new promise after it.
    pub const STANDARD: Self = Self {
        target_changed: OnChange::Carry,
        priority_raised: OnChange::Carry,
        priority_lowered: OnChange::Carry,
        moved: OnMove::Carry,
        grace_seconds: WEEK_S,
        reopened_in_grace: OnReopen::Continue,
        reopened_later: OnReopen::New,
        merged: OnMerge::Earlier,
        backdated: OnBackdate::Recompute(WEEK_S),
        after_hours: AfterHours::Run,
        reminders: Reminders::Anytime,
        updates: Updates::Regular,
    };

    /// Whether something that happened at `at` and is said now is said afterwards.
    ///
    /// # Errors
    /// [`PromiseProblem::Backdated`] where the contract does not accept it.
    pub fn backdating(&self, at: Timestamp, now: Timestamp) -> Result<bool, PromiseProblem> {
        let most_seconds = match self.backdated {
            OnBackdate::Refuse => 0,
            OnBackdate::Recompute(most) => i64::from(most),
        };
        if now.duration_since(at) > SignedDuration::from_secs(most_seconds) {
            return Err(PromiseProblem::Backdated { most_seconds });
        }
        Ok(at < now)
    }

    /// What a reopening does so long after it was done.
    pub fn on_reopen(&self, done: Timestamp, at: Timestamp) -> OnReopen {
        let grace = SignedDuration::from_secs(self.grace_seconds.into());
        if at.duration_since(done) <= grace { self.reopened_in_grace } else { self.reopened_later }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::STANDARD
    }
}
