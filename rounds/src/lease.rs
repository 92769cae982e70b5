//! Several servers may run on one database, and each of them has the same engines. A lease says which of them
//! does a kind of work for the next seconds. It ends by itself: when a server dies, another one goes on after
//! ten seconds.
//!
//! A lease saves double work; it is not what keeps the work right. The sealer compares sizes, a message is
//! claimed before it is sent, and an order that was carried out already is refused. So clocks of servers that
//! differ by some seconds do no harm.

use crate::records;
use kernel::{Moment, Span, Stop, Who};
use parking_lot::Mutex;
use std::collections::HashMap;
use store::{Store, Work};

/// How long a lease lasts when nobody takes it again. With less than half of it left it is taken again.
pub const LEASE: Span = Span::seconds(10);

/// The leases of one server.
pub struct Leases {
    store: Store,
    holder: String,
    lasts: Span,
    held: Mutex<HashMap<String, Moment>>,
}

impl Leases {
    /// `holder` is the name of this server, unlike that of any other.
    pub fn new(store: Store, holder: String) -> Self {
        Self::lasting(store, holder, LEASE)
    }

    /// The same with leases of another length: where a beat is longer than a lease, each beat would take it again.
    pub fn lasting(store: Store, holder: String, lasts: Span) -> Self {
        Self { store, holder, lasts, held: Mutex::default() }
    }

    /// Whether this server may do the work of `round` now.
    ///
    /// # Errors
    /// A fault of the store.
    pub fn hold(&self, round: &str, now: Moment) -> Result<bool, Stop> {
        let (until, half) = (now.plus(self.lasts), now.plus(Span(self.lasts.0 / 2)));
        // A moment later than the one it was taken for would be a clock that was set back.
        let fresh = |held: &Moment| *held > half && *held <= until;
        if self.held.lock().get(round).is_some_and(fresh) {
            return Ok(true);
        }
        let (name, holder) = (round.to_owned(), self.holder.clone());
        let taken = self.store.write(move |work: &mut Work| {
            work.on_behalf(Who::House("rounds"), None, now);
            Ok(records::take(work, &name, &holder, until)?)
        });
        let taken = taken.wait()?;
        let mut held = self.held.lock();
        if taken {
            held.insert(round.to_owned(), until);
        } else {
            held.remove(round);
        }
        Ok(taken)
    }

    /// Gives everything back at once, for a server that stops.
    ///
    /// # Errors
    /// A fault of the store.
    pub fn give_back(&self, now: Moment) -> Result<(), Stop> {
        let holder = self.holder.clone();
        self.held.lock().clear();
        let given = self.store.write(move |work: &mut Work| {
            work.on_behalf(Who::House("rounds"), None, now);
            records::give_back(work, &holder)?;
            Ok(())
        });
        given.wait()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Chance;
    use store::{MasterKey, Opening, Place};

    fn store(folder: &tempfile::TempDir) -> Store {
        let mut chance = Chance::from_number(5);
        Store::open(Opening {
            place: Place::File(folder.path().join("rounds.db")),
            schemas: vec![office::schema(), crate::schema()],
            master: MasterKey([5; 32]),
            chance: Box::new(move || chance.bytes()),
        })
        .unwrap()
    }

    #[test]
    fn one_of_two_holds_it_until_it_ends() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        let one = Leases::new(store.clone(), "one".into());
        let two = Leases::new(store, "two".into());
        let begin = Moment::from_micros(1_700_000_000_000_000);
        let at = |seconds| begin.plus(Span::seconds(seconds));
        assert!(one.hold("post", at(0)).unwrap());
        assert!(!two.hold("post", at(1)).unwrap());
        assert!(two.hold("seal", at(1)).unwrap(), "another round is another lease");
        assert!(one.hold("post", at(6)).unwrap(), "taken again: now until 16");
        assert!(!two.hold("post", at(15)).unwrap());
        assert!(two.hold("post", at(16)).unwrap(), "the first one has died");
        assert!(!one.hold("post", at(17)).unwrap());
        two.give_back(at(18)).unwrap();
        assert!(one.hold("post", at(18)).unwrap(), "given back is free at once");
    }
}
