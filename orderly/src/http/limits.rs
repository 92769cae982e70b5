//! How much one address may ask for, and how many files are on their way at once: a bucket of requests that refills
//! steadily keeps one runaway program from starving a ward, and signed-in people never come near it; files wait for room.

use kernel::{Refusal, Status};
use parking_lot::Mutex;
use std::{collections::HashMap, net::IpAddr, time::Instant};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Requests that may come at once, and how many come back each second.
const AT_ONCE: f64 = 120.0;
const EACH_SECOND: f64 = 20.0;
/// More addresses than these are not told apart; the fullest buckets are forgotten.
const ADDRESSES: usize = 20_000;

/// So many files come in at once, and so many go out: those who send leave those who look their room.
const FILES: usize = 4;

/// See the module. Only acts before sign-in are counted.
pub struct Limits {
    buckets: Mutex<HashMap<IpAddr, (f64, Instant)>>,
    files_in: Semaphore,
    files_out: Semaphore,
}

impl Default for Limits {
    fn default() -> Self {
        let files = || Semaphore::new(FILES);
        Self { buckets: Mutex::default(), files_in: files(), files_out: files() }
    }
}

fn room<'a>(files: &'a Semaphore, done: &str) -> Result<SemaphorePermit<'a>, Refusal> {
    files.try_acquire().map_err(|_| {
        let sentence = format!("Several files are being {done} at this moment. Try again in a few seconds.");
        Refusal::new(Status::TooOften, sentence)
    })
}

impl Limits {
    /// Whether this address may ask once more now.
    pub fn admit(&self, address: IpAddr, now: Instant) -> bool {
        if address.is_loopback() {
            return true;
        }
        let mut buckets = self.buckets.lock();
        if buckets.len() >= ADDRESSES {
            buckets.retain(|_, (left, at)| {
                *left + now.duration_since(*at).as_secs_f64() * EACH_SECOND < AT_ONCE
            });
        }
        let (left, at) = buckets.entry(address).or_insert((AT_ONCE, now));
        *left = (*left + now.duration_since(*at).as_secs_f64() * EACH_SECOND).min(AT_ONCE);
        *at = now;
        if *left < 1.0 {
            return false;
        }
        *left -= 1.0;
        true
    }

    /// Room for one file that comes in.
    ///
    /// # Errors
    /// A refusal while there is none.
    pub fn room_in(&self) -> Result<SemaphorePermit<'_>, Refusal> {
        room(&self.files_in, "sent")
    }

    /// Room for one file that goes out; errors as [`Limits::room_in`].
    pub fn room_out(&self) -> Result<SemaphorePermit<'_>, Refusal> {
        room(&self.files_out, "fetched")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_bucket_empties_and_refills() {
        let limits = Limits::default();
        let (one, start) = ("203.0.113.7".parse().unwrap(), Instant::now());
        assert_eq!((0..200).filter(|_| limits.admit(one, start)).count(), 120);
        assert!(limits.admit("203.0.113.8".parse().unwrap(), start));
        assert!(limits.admit(one, start + Duration::from_secs(1)));
    }
}
