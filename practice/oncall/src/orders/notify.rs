//! What waits for somebody leaves as one notice: the first at once, and what comes within the next minute together, so
//! that ten thousand alerts are one person's few letters. A notice says which tickets wait and where; never what
//! anybody wrote. It is put into the outbox in the same transaction in which it is noted as sent: nobody is told twice
//! because a server died, and nobody is forgotten.

use crate::escalation_records as records;
use crate::needs::Reached;
use crate::reach_records;
use kernel::{Done, Duty, Fact, PersonId, Phi, Refusal, Stop};
use office::{Act, Ground, Order, letter, short_message};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Tells somebody what waits for them. A round of the house gives this order.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendNotices {
    pub person: PersonId,
}

/// What was told.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NoticesSent {
    pub person: PersonId,
    /// How many notices left together.
    pub count: i64,
}

/// Subject and text: numbers, priorities and names of organizations.
fn written(count: i64, about: &Reached) -> (String, String) {
    let first = about.about.first();
    let subject = match (count, first) {
        (1, Some(t)) => format!("Ticket {} at {} needs you (priority {})", t.number, t.client, t.priority),
        _ => format!("{count} tickets need you"),
    };
    let mut text = format!("{subject}.\n\n");
    for t in &about.about {
        text.push_str(&format!(
            "Ticket {} · priority {} · {}\n/tickets/{}\n\n",
            t.number, t.priority, t.client, t.ticket
        ));
    }
    let rest = count - i64::try_from(about.about.len()).unwrap_or(count);
    if rest > 0 {
        text.push_str(&format!("And {rest} more. See /tickets\n\n"));
    }
    text.push_str("Answer on the ticket's page: whoever answers first stops the next step.\n");
    (subject, text)
}

/// The same in one line for a telephone: numbers and an address.
fn short(count: i64, about: &Reached) -> String {
    match about.about.first() {
        Some(t) if count == 1 => {
            format!(
                "Orderly: ticket {} (priority {}) needs you. {{origin}}/tickets/{}",
                t.number, t.priority, t.ticket
            )
        }
        Some(t) => format!(
            "Orderly: {count} tickets need you, the most urgent of priority {}. {{origin}}/tickets",
            t.priority
        ),
        None => format!("Orderly: {count} tickets need you. {{origin}}/tickets"),
    }
}

impl Order for SendNotices {
    const ACT: Act = Act {
        name: "oncall.send-notices",
        says: "Tell somebody what waits for them",
        path: "/people/{person}/notices",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = NoticesSent;
    type Needs = Reached;

    fn ground(&self) -> Ground {
        Ground::thing(self.person)
    }

    fn perform(&self, work: &mut Work, reached: Reached) -> Result<Done<NoticesSent>, Stop> {
        let count = records::count_waiting(work, self.person)?;
        if count == 0 {
            return Err(Refusal::conflict("Nothing waits for this person.").into());
        }
        let org = work.org().ok_or_else(|| anyhow::anyhow!("a person of no organization"))?;
        if let Some(to) = &reached.email {
            let (subject, text) = written(count, &reached);
            letter(work, Some(org), to, &subject, &text)?;
        }
        if let Some(to) = reach_records::short_to(work, org, self.person)? {
            short_message(work, org, &to, &short(count, &reached))?;
        }
        records::sent(work, self.person)?;
        let fact = Fact::new("oncall.notices-sent", org).about(self.person).with("count", count);
        Ok(Done::new(fact, NoticesSent { person: self.person, count }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::needs::AboutTicket;
    use kernel::{Moment, TicketId};

    #[test]
    fn one_ticket_is_named_and_many_are_counted() {
        let ticket = TicketId::new(Moment::from_micros(0), [1; 10]);
        let about = |n: i64| AboutTicket { ticket, number: n, priority: 1, client: "Larkspur".into() };
        let reached = |n: i64| Reached { email: None, about: (1..=n).map(about).collect() };
        let (subject, text) = written(1, &reached(1));
        assert_eq!(subject, "Ticket 1 at Larkspur needs you (priority 1)");
        assert!(text.contains(&format!("/tickets/{ticket}")));
        let (subject, text) = written(10_000, &reached(20));
        assert_eq!(subject, "10000 tickets need you");
        assert!(text.contains("And 9980 more"));
    }
}
