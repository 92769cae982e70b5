//! One instant for a page: everything that is asked through it is answered as of the same moment. Whether the caller may ask
//! is still asked of the gate for each question; what the gate wants to know is looked up once.

use crate::Office;
use kernel::{Moment, Stop};
use parking_lot::Mutex;
use std::sync::Arc;
use store::{Held, Look, Store};

/// See the module.
pub(crate) struct Instant {
    pub at: Moment,
    place: Mutex<Place>,
}

enum Place {
    /// Nobody has asked yet.
    Empty,
    Held(Box<Held>),
    /// Somebody asks right now; whoever comes beside them looks for themselves.
    Taken,
    /// There is none to be had.
    Without,
}

impl Instant {
    pub fn read<T>(
        &self,
        store: &Store,
        job: &mut dyn FnMut(&mut Look) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let found = {
            let mut place = self.place.lock();
            match &*place {
                Place::Taken | Place::Without => None,
                Place::Empty | Place::Held(_) => Some(std::mem::replace(&mut *place, Place::Taken)),
            }
        };
        let mut held = match found {
            None => return store.read_here(job),
            Some(Place::Held(held)) => held,
            Some(_) => match store.hold() {
                Some(held) => Box::new(held),
                None => {
                    self.end();
                    return store.read_here(job);
                }
            },
        };
        let answer = held.read(job);
        let mut place = self.place.lock();
        if matches!(*place, Place::Taken) {
            *place = if held.is_open() { Place::Held(held) } else { Place::Empty };
        }
        drop(place);
        answer.unwrap_or_else(|| store.read_here(job))
    }

    /// A look was charted: the next question begins anew and sees that.
    pub fn pass(&self) {
        let mut place = self.place.lock();
        *place = if matches!(*place, Place::Held(_) | Place::Empty) { Place::Empty } else { Place::Without };
    }

    /// An order is carried out: from now on every question sees what is then.
    pub fn end(&self) {
        *self.place.lock() = Place::Without;
    }
}

impl Office {
    /// The same office, through which everything is seen as of now, until an order is carried out through it. It holds a
    /// connection of another server meanwhile, so it is for the making of one page.
    pub fn of_one_instant(&self) -> Self {
        let instant = Instant { at: self.now(), place: Mutex::new(Place::Empty) };
        Self { instant: Some(Arc::new(instant)), ..self.clone() }
    }

    /// The moment as of which is looked.
    pub(crate) fn seen_at(&self) -> Moment {
        self.instant.as_ref().map_or_else(|| self.now(), |instant| instant.at)
    }
}
