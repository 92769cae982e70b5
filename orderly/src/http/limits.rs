//! How much one address may ask for: a bucket of requests that refills steadily. It keeps one runaway program from
//! starving a ward; signed-in people never come near it.

use parking_lot::Mutex;
use std::{collections::HashMap, net::IpAddr, time::Instant};

/// Requests that may come at once, and how many come back each second.
const AT_ONCE: f64 = 120.0;
const EACH_SECOND: f64 = 20.0;
/// More addresses than these are not told apart; the fullest buckets are forgotten.
const ADDRESSES: usize = 20_000;

/// See the module. Only acts before sign-in are counted.
#[derive(Default)]
pub struct Limits(Mutex<HashMap<IpAddr, (f64, Instant)>>);

impl Limits {
    /// Whether this address may ask once more now.
    pub fn admit(&self, address: IpAddr, now: Instant) -> bool {
        if address.is_loopback() {
            return true;
        }
        let mut buckets = self.0.lock();
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
