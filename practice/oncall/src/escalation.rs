//! When a step of an escalation is due: some minutes after the ticket was opened, before its promise is due or after it.
//! Minutes before the due time are counted in the promise's own working time, so that "an hour before" on Tuesday at
//! eleven is Tuesday at ten and never a minute past midnight. A policy says whether steps may be carried out after hours
//! or wait for the next opening.

use crate::words::{AfterHours, StepBegins};
use kernel::{Moment, PersonId, Role, RotaId, Span};
use schemars::JsonSchema;
use serde::Serialize;

/// A ticket as its escalation sees it now.
pub struct TicketNow {
    pub opened_at: Moment,
    /// Whether anybody still has to do something on it.
    pub open: bool,
    /// When the promise of its resolution has so many counted minutes left; nothing while its clock rests.
    pub left: Box<dyn Fn(i64) -> Option<Moment>>,
    /// The first moment from this one on at which the place is open; nothing when it never is.
    pub opening: Box<dyn Fn(Moment) -> Option<Moment>>,
    /// The moment at which the place was open for so long from this one on; nothing when it never is.
    pub worked: Box<dyn Fn(Moment, Span) -> Option<Moment>>,
}

/// When a step begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Timing {
    pub begins: StepBegins,
    pub minutes: i64,
}

/// Whom a step tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Whom {
    pub target: crate::words::Target,
    pub person: Option<PersonId>,
    pub role: Option<Role>,
    pub rota: Option<RotaId>,
    pub tier: Option<u8>,
}

/// A step as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Step {
    pub place: u32,
    #[serde(flatten)]
    pub timing: Timing,
    #[serde(flatten)]
    pub whom: Whom,
}

/// When a step was planned for; nothing while that cannot be said.
pub fn planned(timing: Timing, hours: AfterHours, ticket: &TicketNow) -> Option<Moment> {
    let after = |from: Moment, minutes: i64| match hours {
        AfterHours::WorkingTime => (ticket.worked)(from, Span::minutes(minutes)),
        AfterHours::Continue | AfterHours::Hold => Some(from.plus(Span::minutes(minutes))),
    };
    match timing.begins {
        StepBegins::AfterOpened => after(ticket.opened_at, timing.minutes),
        StepBegins::BeforeDue => (ticket.left)(timing.minutes),
        StepBegins::AfterDue => after((ticket.left)(0)?, timing.minutes),
    }
}

/// When a step is due, `shifted` later than it was planned because an earlier one was held up: so a rest or a closed
/// night puts all steps off, instead of having them all at once at its end.
pub fn due(timing: Timing, hours: AfterHours, shifted: Span, ticket: &TicketNow) -> Option<Moment> {
    let at = planned(timing, hours, ticket)?.plus(shifted);
    match hours {
        AfterHours::Continue => Some(at),
        AfterHours::Hold | AfterHours::WorkingTime => (ticket.opening)(at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::from_timestamp(text.parse().unwrap())
    }

    /// Monday to Friday, eight to five in New York; four hours promised on Monday at 17:00 (C20: due Tuesday at 11:00).
    fn ticket() -> TicketNow {
        let hours = || {
            let calendar = clocks::Calendar::weekdays("America/New_York", &["08:00-18:00"]).unwrap();
            clocks::Horizon::new(calendar)
        };
        let opened = at("2026-06-08T21:00:00Z");
        let left = move |minutes: i64| {
            let target = jiff::SignedDuration::from_mins(240 - minutes);
            hours()
                .due_at(opened.timestamp(), target, &clocks::Pauses::none())
                .unwrap()
                .map(Moment::from_timestamp)
        };
        let opening = move |at: Moment| {
            let second = jiff::SignedDuration::from_secs(1);
            let due = hours().due_at(at.timestamp(), second, &clocks::Pauses::none()).unwrap()?;
            Some(Moment::from_timestamp(due).minus(Span::seconds(1)))
        };
        let worked = move |from: Moment, wait: Span| {
            let calendar = clocks::CalendarVersion::first(
                "place",
                clocks::Calendar::weekdays("America/New_York", &["08:00-18:00"]).unwrap(),
            );
            let wait = jiff::SignedDuration::from_micros(wait.0);
            let at = clocks::AfterHours::WorkingTime.step_at(&calendar, from.timestamp(), wait).unwrap();
            Some(Moment::from_timestamp(at))
        };
        TicketNow {
            opened_at: opened,
            open: true,
            left: Box::new(left),
            opening: Box::new(opening),
            worked: Box::new(worked),
        }
    }

    fn when(begins: StepBegins, minutes: i64, hours: AfterHours) -> Moment {
        due(Timing { begins, minutes }, hours, Span(0), &ticket()).unwrap()
    }

    #[test]
    fn p16_before_due_counts_back_in_working_time() {
        assert_eq!(when(StepBegins::BeforeDue, 0, AfterHours::Continue), at("2026-06-09T15:00:00Z"));
        assert_eq!(when(StepBegins::BeforeDue, 60, AfterHours::Continue), at("2026-06-09T14:00:00Z"));
        // Three and a half hours before is still on Monday evening, before six.
        assert_eq!(when(StepBegins::BeforeDue, 210, AfterHours::Continue), at("2026-06-08T21:30:00Z"));
        assert_eq!(when(StepBegins::AfterDue, 30, AfterHours::Continue), at("2026-06-09T15:30:00Z"));
    }

    #[test]
    fn e8_the_policy_says_whether_a_step_may_run_after_hours() {
        let late = |hours| when(StepBegins::AfterOpened, 90, hours);
        assert_eq!(late(AfterHours::Continue), at("2026-06-08T22:30:00Z"));
        assert_eq!(late(AfterHours::Hold), at("2026-06-09T12:00:00Z"), "eight in the morning");
        assert_eq!(when(StepBegins::AfterOpened, 30, AfterHours::Hold), at("2026-06-08T21:30:00Z"));
        // Opened at 17:00: an hour of it lies in the evening, the rest is counted from eight in the morning.
        assert_eq!(when(StepBegins::AfterOpened, 90, AfterHours::WorkingTime), at("2026-06-09T12:30:00Z"));
    }

    #[test]
    fn while_the_clock_rests_nothing_before_or_after_due_is_due() {
        let resting = TicketNow { left: Box::new(|_| None), ..ticket() };
        for begins in [StepBegins::BeforeDue, StepBegins::AfterDue] {
            assert_eq!(due(Timing { begins, minutes: 5 }, AfterHours::Continue, Span(0), &resting), None);
        }
        let opened = Timing { begins: StepBegins::AfterOpened, minutes: 5 };
        assert!(due(opened, AfterHours::Continue, Span(0), &resting).is_some());
    }
}
