//! Who has a ticket open now. Each open page of a ticket says so through its live channel when it comes, with every beat
//! and when it goes; every server hears it and keeps it in memory for less than a minute. Nothing of it is written down:
//! whoever merely looks at a page has done nothing, and a server that stops takes nobody's name with it.

use kernel::{Moment, PersonId, Span, TicketId};
use office::Office;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How long somebody counts as present after they said so last: two beats and some seconds.
const STAYS: Span = Span::seconds(50);
/// How many open pages are known at most; more are not told of.
const MOST: usize = 10_000;

/// One open page: a person may have several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Seat {
    pub ticket: TicketId,
    pub person: PersonId,
    /// Which of the person's pages.
    pub page: u64,
}

/// See the module. Cheap to clone.
#[derive(Clone, Default)]
pub struct Presence(Arc<Mutex<HashMap<Seat, Moment>>>);

impl Presence {
    fn seats(&self) -> MutexGuard<'_, HashMap<Seat, Moment>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What some server announced; gives the ticket when somebody came or went.
    pub fn heard(&self, told: &Value) -> Option<TicketId> {
        let text = |key: &str| told.get(key).and_then(Value::as_str);
        let seat = Seat {
            ticket: text("ticket")?.parse().ok()?,
            person: text("person")?.parse().ok()?,
            page: told.get("page")?.as_u64()?,
        };
        let (at, until) = (told.get("at")?.as_i64()?, told.get("until")?.as_i64()?);
        let (at, until) = (Moment::from_micros(at), Moment::from_micros(until));
        let mut seats = self.seats();
        seats.retain(|_, until| *until > at);
        let changed = if until <= at {
            seats.remove(&seat).is_some()
        } else if seats.len() < MOST || seats.contains_key(&seat) {
            seats.insert(seat, until).is_none()
        } else {
            false
        };
        changed.then_some(seat.ticket)
    }

    /// Who has the ticket open beside this person, each once.
    pub fn others(&self, ticket: TicketId, me: PersonId, now: Moment) -> Vec<PersonId> {
        let seats = self.seats();
        let here = seats.iter().filter(|(seat, until)| seat.ticket == ticket && **until > now);
        let mut others: Vec<PersonId> = here.map(|(seat, _)| seat.person).filter(|p| *p != me).collect();
        others.sort();
        others.dedup();
        others
    }
}

/// Tells every server that a page is open, or that it was left.
pub fn tell(office: &Office, seat: Seat, stays: bool) {
    let at = office.now();
    let until = if stays { at.plus(STAYS) } else { at };
    let told = json!({ "here": { "ticket": seat.ticket, "person": seat.person, "page": seat.page,
        "at": at.micros(), "until": until.micros() } });
    let text = told.to_string();
    // It is announced whether or not anybody waits for it; one that is lost is told again with the next beat.
    drop(office.store().write(move |work| {
        work.announce(text.clone());
        Ok(())
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_came_is_there_until_they_go_or_fall_silent() {
        let id = |n: u8| PersonId::new(Moment::from_micros(i64::from(n)), [n; 10]);
        let ticket = TicketId::new(Moment::from_micros(1), [7; 10]);
        let at = |seconds: i64| Moment::from_micros(0).plus(Span::seconds(seconds));
        let presence = Presence::default();
        let told = |person: u8, page: u64, from: i64, until: i64| {
            let (from, until) = (at(from).micros(), at(until).micros());
            let here =
                json!({ "ticket": ticket, "person": id(person), "page": page, "at": from, "until": until });
            presence.heard(&here)
        };
        assert_eq!(told(1, 1, 10, 60), Some(ticket));
        assert_eq!(told(1, 1, 30, 80), None, "a beat is no news");
        assert_eq!(told(2, 1, 30, 80), Some(ticket));
        assert_eq!(presence.others(ticket, id(1), at(31)), [id(2)]);
        assert_eq!(presence.others(ticket, id(3), at(31)), [id(1), id(2)]);
        assert_eq!(told(2, 1, 40, 40), Some(ticket), "left");
        assert_eq!(told(2, 1, 41, 41), None, "only once");
        assert_eq!(presence.others(ticket, id(3), at(81)), [], "who falls silent is gone");
        assert_eq!(presence.heard(&json!({ "ticket": "tkt_1" })), None);
    }
}
