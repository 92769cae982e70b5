//! What clocks do when something happens to a ticket, as a service contract says it: one switch each, with a sentence
//! for every choice. Where no contract says anything, the house's own rules hold (decision 0010). What a contract decided
//! is kept with the promise, so that a due time can say why it is what it is.

use clocks::{OnBackdate, Policy};
use kernel::{ContractId, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

store::kinds! {
    /// When something else is promised.
    WhenPromised {
        /// What was used and every rest carry over; the rest of the new target is left.
        Carry = "carry" "what was used and every rest carry over",
        /// The new target is counted from the change on.
        Restart = "restart" "the new target is counted from the change on",
        /// The old due time and the new one both hold; the earlier counts.
        Stricter = "stricter" "the old due time and the new one both hold, and the earlier counts",
    }
    /// When what was done is opened again.
    WhenReopened {
        /// The clock goes on; the time in which it was closed is not counted.
        Continue = "continue" "the clock goes on without the time in which it was closed",
        /// The whole target is counted from the reopening on.
        Restart = "restart" "the whole target is counted from the reopening on",
        /// What was judged stays; it is reported anew, linked with the old report.
        New = "new" "what was judged stays, and it is reported anew",
    }
    /// When two tickets become one.
    WhenMerged {
        /// What goes on is counted from the earlier start, with the rests that lay before its own.
        Earlier = "earlier" "what goes on is counted from the earlier start",
        /// The clock of the ticket that goes on stays as it is.
        Survivor = "survivor" "the clock of the ticket that goes on stays as it is",
        /// Both promises hold; the earlier due time counts.
        Stricter = "stricter" "both promises hold, and the earlier due time counts",
    }
    /// Whether steps of an escalation are carried out while the place is closed.
    WhenClosed {
        /// As the policy of the escalation says.
        Policy = "policy" "as the policy of the escalation says",
        /// At any hour.
        Run = "run" "steps are carried out at any hour",
        /// What falls outside opening hours waits for the next opening.
        Hold = "hold" "steps that fall outside opening hours wait for the next opening",
        /// The wait itself is counted in opening hours.
        WorkingTime = "working-time" "the wait for a step is counted in opening hours",
    }
    /// When somebody is reminded of a promise.
    WhenReminded {
        /// In opening hours; what falls outside waits for the next opening, unless the promise runs around the clock.
        Held = "held" "reminders wait for the next opening",
        /// At any hour.
        Anytime = "anytime" "reminders are sent at any hour",
    }
    /// From when on the next update is counted.
    WhenUpdated {
        /// From each answer on, until it is done: nobody goes for long without hearing something.
        Regular = "regular" "from each answer on",
        /// From the first thing the reporter says that nobody has answered yet: while they are silent, none is due.
        Answers = "answers" "from what the reporter says and nobody has answered",
    }
}

/// A switch of [`clocks`] and the word for it, in both directions.
macro_rules! same {
    ($($ours:ident is $theirs:ident { $($name:ident),* })*) => { $(
        impl From<$ours> for clocks::$theirs {
            fn from(ours: $ours) -> Self { match ours { $($ours::$name => Self::$name),* } }
        }
        impl From<clocks::$theirs> for $ours {
            fn from(theirs: clocks::$theirs) -> Self { match theirs { $(clocks::$theirs::$name => Self::$name),* } }
        }
    )* };
}
same! {
    WhenPromised is OnChange { Carry, Restart, Stricter }
    WhenReopened is OnReopen { Continue, Restart, New }
    WhenMerged is OnMerge { Earlier, Survivor, Stricter }
    WhenReminded is Reminders { Held, Anytime }
    WhenUpdated is Updates { Regular, Answers }
}

impl WhenClosed {
    /// Nothing where the policy of the escalation decides.
    pub fn after_hours(self) -> Option<clocks::AfterHours> {
        match self {
            Self::Policy => None,
            Self::Run => Some(clocks::AfterHours::Run),
            Self::Hold => Some(clocks::AfterHours::Hold),
            Self::WorkingTime => Some(clocks::AfterHours::WorkingTime),
        }
    }
}

/// What clocks do under a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockRules {
    /// When something else is agreed for open tickets.
    #[schemars(title = "Something else is agreed", extend("x-order" = 2))]
    pub target_changed: WhenPromised,
    /// When a ticket becomes more urgent.
    #[schemars(title = "It becomes more urgent", extend("x-order" = 3))]
    pub priority_raised: WhenPromised,
    /// When a ticket becomes less urgent.
    #[schemars(title = "It becomes less urgent", extend("x-order" = 4))]
    pub priority_lowered: WhenPromised,
    /// For how many days after it was resolved a ticket is opened again within grace.
    #[schemars(title = "Days of grace", extend("x-order" = 6), range(min = 0, max = 365))]
    pub grace_days: u32,
    /// When it is opened again within grace.
    #[schemars(title = "It is opened again within grace", extend("x-order" = 7))]
    pub reopened_in_grace: WhenReopened,
    /// When it is opened again later.
    #[schemars(title = "It is opened again later", extend("x-order" = 8))]
    pub reopened_later: WhenReopened,
    /// When another ticket is merged into it.
    #[schemars(title = "Another is merged into it", extend("x-order" = 9))]
    pub merged: WhenMerged,
    /// How many days back it may be said to have been reported earlier; with 0 it is not accepted.
    #[schemars(title = "Days back to an earlier report", extend("x-order" = 10), range(min = 0, max = 365))]
    pub backdating_days: u32,
    /// Whether steps of an escalation are carried out while the place is closed.
    #[schemars(title = "Escalation after hours", extend("x-order" = 11))]
    pub after_hours: WhenClosed,
    /// When somebody is reminded of a promise.
    #[schemars(title = "Reminders of a promise", extend("x-order" = 12))]
    pub reminders: WhenReminded,
    /// From when on the next update is counted.
    #[schemars(title = "The next update is counted", extend("x-order" = 13))]
    pub updates: WhenUpdated,
}

const DAY_S: u32 = 86_400;
/// A year.
pub(crate) const MOST_DAYS: u32 = 365;

impl ClockRules {
    /// What holds where no contract says anything.
    pub fn standard() -> Self {
        let p = Policy::STANDARD;
        let backdating_s = match p.backdated {
            OnBackdate::Refuse => 0,
            OnBackdate::Recompute(most) => most,
        };
        Self {
            target_changed: p.target_changed.into(),
            priority_raised: p.priority_raised.into(),
            priority_lowered: p.priority_lowered.into(),
            grace_days: p.grace_seconds / DAY_S,
            reopened_in_grace: p.reopened_in_grace.into(),
            reopened_later: p.reopened_later.into(),
            merged: p.merged.into(),
            backdating_days: backdating_s / DAY_S,
            after_hours: WhenClosed::Policy,
            reminders: p.reminders.into(),
            updates: p.updates.into(),
        }
    }

    /// As clocks go by them.
    pub fn policy(&self) -> Policy {
        let backdated = match self.backdating_days {
            0 => OnBackdate::Refuse,
            days => OnBackdate::Recompute(days.saturating_mul(DAY_S)),
        };
        Policy {
            target_changed: self.target_changed.into(),
            priority_raised: self.priority_raised.into(),
            priority_lowered: self.priority_lowered.into(),
            grace_seconds: self.grace_days.saturating_mul(DAY_S),
            reopened_in_grace: self.reopened_in_grace.into(),
            reopened_later: self.reopened_later.into(),
            merged: self.merged.into(),
            backdated,
            after_hours: self.after_hours.after_hours().unwrap_or_default(),
            reminders: self.reminders.into(),
            updates: self.updates.into(),
            // A ticket stays where it was reported: no contract is asked about it.
            moved: Policy::STANDARD.moved,
        }
    }

    /// Each switch as a question with what was chosen.
    pub fn told(&self) -> Vec<(&'static str, String)> {
        let days = |days: u32| if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
        let backdating = match self.backdating_days {
            0 => "not accepted".to_owned(),
            most => format!("at most {} back; both due times are kept", days(most)),
        };
        let again = format!("within {}: {}", days(self.grace_days), self.reopened_in_grace.title());
        vec![
            ("Something else is agreed", self.target_changed.title().to_owned()),
            ("It becomes more urgent", self.priority_raised.title().to_owned()),
            ("It becomes less urgent", self.priority_lowered.title().to_owned()),
            ("It is opened again", format!("{again}; later: {}", self.reopened_later.title())),
            ("Another is merged into it", self.merged.title().to_owned()),
            ("It is said to have been reported earlier", backdating),
            ("Escalation after hours", self.after_hours.title().to_owned()),
            ("Reminders of a promise", self.reminders.title().to_owned()),
            ("The next update is counted", self.updates.title().to_owned()),
        ]
    }
}

/// The rules of one ticket, with where they come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    pub rules: ClockRules,
    /// The version of its contract's rules; nothing where the house's own hold.
    pub version: Option<(ContractId, i64)>,
}

impl Rules {
    /// The house's own.
    pub fn house() -> Self {
        Self { rules: ClockRules::standard(), version: None }
    }

    pub fn policy(&self) -> Policy {
        self.rules.policy()
    }

    /// What a contract decides when this happens; nothing where the house's own rules hold.
    pub fn decide(&self, at: Moment, what: What, because: &str) -> Option<Decided> {
        let (_, version) = self.version?;
        Some(Decided { at, what, because: because.to_owned(), version })
    }
}

store::kinds! {
    /// What happened to a promise about which the contract decides.
    What {
        TargetChanged = "target-changed" "Something else was agreed",
        PriorityRaised = "priority-raised" "It became more urgent",
        PriorityLowered = "priority-lowered" "It became less urgent",
        Reopened = "reopened" "It was opened again",
        Merged = "merged" "Another was merged into it",
        Backdated = "backdated" "It was said to have been reported earlier",
    }
}

/// What a contract decided about a promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    pub at: Moment,
    pub what: What,
    /// What the contract says, in the words of that time.
    pub because: String,
    pub version: i64,
}

impl Decided {
    /// As it stands below the account of a due time.
    pub fn sentence(&self, zone: &jiff::tz::TimeZone) -> String {
        let when = clocks::instant_in_words(self.at.timestamp(), zone);
        let (what, because, version) = (self.what.title(), &self.because, self.version);
        format!(
            "{what} ({when}). Because the contract says: {because} (its rules for clocks, version {version})."
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_is_what_decision_0010_chose_and_every_switch_comes_back_as_it_was() {
        assert_eq!(ClockRules::standard().policy(), Policy::STANDARD);
        let other = ClockRules {
            target_changed: WhenPromised::Restart,
            priority_raised: WhenPromised::Stricter,
            grace_days: 0,
            reopened_in_grace: WhenReopened::New,
            merged: WhenMerged::Survivor,
            backdating_days: 0,
            after_hours: WhenClosed::WorkingTime,
            reminders: WhenReminded::Anytime,
            updates: WhenUpdated::Answers,
            ..ClockRules::standard()
        };
        let policy = other.policy();
        assert_eq!((policy.merged, policy.backdated), (clocks::OnMerge::Survivor, OnBackdate::Refuse));
        assert_eq!((policy.after_hours, policy.grace_seconds), (clocks::AfterHours::WorkingTime, 0));
        let kept: ClockRules = serde_json::from_str(&serde_json::to_string(&other).unwrap()).unwrap();
        assert_eq!(kept, other);
        assert_eq!(other.told().len(), 9);
    }
}
