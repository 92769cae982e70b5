//! What all threads of a store share: the keys, the source of seeds, and who wants to hear announcements.

use crate::keys::{self, Found, Keys};
use kernel::Chance;
use parking_lot::{Mutex, RwLock};
use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

type Seeds = Box<dyn FnMut() -> [u8; 32] + Send>;
type Subscriber = Arc<dyn Fn(&str) + Send + Sync>;

pub(crate) struct Shared {
    pub keys: Keys,
    seeds: Mutex<Seeds>,
    subscribers: RwLock<Vec<Subscriber>>,
}

impl Shared {
    pub fn new(keys: Keys, seeds: Seeds) -> Self {
        Self { keys, seeds: Mutex::new(seeds), subscribers: RwLock::default() }
    }

    pub fn seed(&self) -> [u8; 32] {
        (self.seeds.lock())()
    }

    pub fn chance(&self) -> Chance {
        Chance::from_seed(self.seed())
    }

    pub fn subscribe(&self, subscriber: Subscriber) {
        self.subscribers.write().push(subscriber);
    }

    /// Keeps the keys that a committed work used.
    pub fn committed(&self, found: &HashMap<String, Found>) {
        for (name, found) in found {
            self.keys.remember(name, found);
        }
    }

    /// Tells everybody. A subscriber that panics is logged and harms nobody else.
    pub fn tell(&self, announcement: &str) {
        if let Some(name) = keys::destroyed_in(announcement) {
            return self.keys.remember(name, &Found::Destroyed);
        }
        let subscribers = self.subscribers.read().clone();
        for subscriber in subscribers {
            if catch_unwind(AssertUnwindSafe(|| subscriber(announcement))).is_err() {
                tracing::error!("a subscriber to announcements panicked");
            }
        }
    }
}
