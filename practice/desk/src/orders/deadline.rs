//! Payroll goes out on Friday whether the printer works or not. A ticket may carry such a deadline: the rule
//! of priority raises it as the moment nears, never past patient care, and a round of the house looks again
//! when a step is reached.

use crate::orders::{Triaged, judged};
use crate::priority;
use crate::words::DeadlineKind;
use crate::{facts, records};
use jiff::civil;
use kernel::{Done, Duty, Moment, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Says by when an office must be done, and with what.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetDeadline {
    pub ticket: TicketId,
    /// What is due.
    pub deadline: DeadlineKind,
    /// The day.
    #[schemars(extend("format" = "date"))]
    pub on: String,
    /// The time of the day at the ticket's place, like 17:00; the end of the day when nothing is said.
    pub at: Option<String>,
}

/// A local time of the ticket's place as a moment. One that does not exist on that day, or twice, is refused.
fn moment(zone: &str, on: &str, at: Option<&str>) -> Result<Moment, Refusal> {
    let date: civil::Date =
        on.trim().parse().map_err(|_| Refusal::invalid("on", "Write a date like 2026-11-27."))?;
    let time: civil::Time = match at.map(str::trim).filter(|at| !at.is_empty()) {
        None => civil::time(23, 59, 0, 0),
        // With an offset it picks one of two: 01:30-05:00, or the whole moment as a refusal offers it.
        Some(at) => match at.parse() {
            Ok(time) if !at.contains(['+', '-']) => time,
            _ => {
                let whole = format!("{date}T{}", at.rsplit('T').next().unwrap_or(at));
                let stamp = whole.parse().map_err(|_| Refusal::invalid("at", "Write a time like 17:00."))?;
                return Ok(Moment::from_timestamp(stamp));
            }
        },
    };
    office::text::moment("at", &date.to_datetime(time).to_string(), zone)
}

impl Order for SetDeadline {
    const ACT: Act = Act {
        name: "desk.set-deadline",
        says: "Say what presses on a ticket",
        path: "/desk/tickets/{ticket}/set-deadline",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = Triaged;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Triaged>, Stop> {
        let before = records::open_ticket(work, self.ticket)?;
        let at = moment(&before.zone, &self.on, self.at.as_deref())?;
        if at <= work.now() {
            return Err(
                Refusal::invalid("on", "This is over already. Give a time that is still to come.").into()
            );
        }
        let mut after = before.clone();
        after.deadline = Some((self.deadline, at));
        let rule = priority::judge(&after.situation(work.now()));
        let set = before.judged.map(|_| before.priority);
        let (number, due_at) = judged(work, &before, &after, &rule, set)?;
        let fact = facts::about("desk.deadline-set", &before)
            .with("deadline", self.deadline)
            .with("at", at)
            .with("before", before.priority)
            .with("priority", number)
            .with("because", &rule.because);
        let receipt = Triaged { ticket: self.ticket, priority: number, because: rule.because, due_at };
        Ok(Done::new(fact, receipt))
    }
}

/// Takes a deadline off a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClearDeadline {
    pub ticket: TicketId,
}

impl Order for ClearDeadline {
    const ACT: Act = Act {
        name: "desk.clear-deadline",
        says: "Take a deadline off a ticket",
        path: "/desk/tickets/{ticket}/clear-deadline",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = Triaged;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Triaged>, Stop> {
        let before = records::open_ticket(work, self.ticket)?;
        let Some((deadline, _)) = before.deadline else {
            return Err(Refusal::conflict("This ticket has no deadline.").into());
        };
        let mut after = before.clone();
        after.deadline = None;
        let rule = priority::judge(&after.situation(work.now()));
        let set = before.judged.map(|_| before.priority);
        let (number, due_at) = judged(work, &before, &after, &rule, set)?;
        let fact = facts::about("desk.deadline-cleared", &before)
            .with("deadline", deadline)
            .with("before", before.priority)
            .with("priority", number)
            .with("because", &rule.because);
        let receipt = Triaged { ticket: self.ticket, priority: number, because: rule.because, due_at };
        Ok(Done::new(fact, receipt))
    }
}

/// Looks at a priority again because a deadline came nearer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JudgeAgain {
    pub ticket: TicketId,
}

impl Order for JudgeAgain {
    const ACT: Act = Act {
        name: "desk.judge-again",
        says: "Look at a priority again as a deadline nears",
        path: "/desk/tickets/{ticket}/judge-again",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = u8;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<u8>, Stop> {
        let before = records::open_ticket(work, self.ticket)?;
        if before.deadline.is_none() {
            return Err(Refusal::conflict("This ticket has no deadline.").into());
        }
        let rule = priority::judge(&before.situation(work.now()));
        let set = before.judged.map(|_| before.priority);
        let (number, _) = judged(work, &before, &before, &rule, set)?;
        let fact = facts::about("desk.deadline-neared", &before)
            .with("deadline", before.deadline.map(|d| d.0))
            .with("before", before.priority)
            .with("priority", number)
            .with("because", &rule.because);
        Ok(Done::new(fact, number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_that_does_not_exist_or_exists_twice_is_refused() {
        let at = |on: &str, at: Option<&str>| {
            moment("America/New_York", on, at).map(|m| m.timestamp().to_string())
        };
        assert_eq!(at("2026-11-27", Some("17:00")).unwrap(), "2026-11-27T22:00:00Z");
        assert_eq!(at("2026-11-27", None).unwrap(), "2026-11-28T04:59:00Z");
        for (on, time, field) in
            [("2026-11-01", "01:30", "at"), ("2026-03-08", "02:30", "at"), ("tomorrow", "17:00", "on")]
        {
            assert_eq!(at(on, Some(time)).unwrap_err().field.as_deref(), Some(field), "{on} {time}");
        }
        assert!(at("2026-11-27", Some("noon")).is_err());
        // Both that may be meant are offered, and either is understood.
        let offered = moment("America/New_York", "2026-11-01", Some("01:30")).unwrap_err().sentence;
        for (typed, stamp) in [
            ("2026-11-01T01:30-04:00", "2026-11-01T05:30:00Z"),
            ("2026-11-01T01:30-05:00", "2026-11-01T06:30:00Z"),
        ] {
            assert!(offered.contains(typed), "{offered}");
            assert_eq!(at("2026-11-01", Some(typed)).unwrap(), stamp);
            assert_eq!(at("2026-11-01", Some(&typed[11..])).unwrap(), stamp);
        }
    }
}
