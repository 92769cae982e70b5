//! How long to wait before something that failed is tried again: soon at first, then ever longer, and at last
//! not at all.

use kernel::{Moment, Span};
use std::time::Duration;

/// After this time nobody waits for the message any more.
pub const GIVE_UP_AFTER: Span = Span::days(3);
const FIRST_S: i64 = 30;
const LONGEST_S: i64 = 6 * 60 * 60;

/// How long to wait after the try of this number, the first being 1: 30 seconds, twice as long each time, at
/// most six hours.
pub fn after(tries: i64) -> Span {
    let doublings = u32::try_from(tries.clamp(1, 20) - 1).unwrap_or(0);
    Span::seconds((FIRST_S << doublings).min(LONGEST_S))
}

/// When a message is tried next after a failure at `now`, and when trying ended, if it does.
pub fn next(created_at: Moment, tries: i64, now: Moment) -> (Moment, Option<Moment>) {
    let over = now.since(created_at) >= GIVE_UP_AFTER;
    (now.plus(after(tries)), over.then_some(now))
}

/// How long a round that failed so many times in a row is left alone: 1 second, twice as long each time, at
/// most a minute.
pub(crate) fn round_failed(times: u32) -> Duration {
    Duration::from_secs((1_u64 << times.clamp(1, 7).saturating_sub(1)).min(60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_waits() {
        let seconds = [30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 15360, 21600, 21600];
        for (tries, wait) in (1..).zip(seconds) {
            assert_eq!(after(tries), Span::seconds(wait), "after try {tries}");
        }
        for odd in [i64::MIN, -1, 0] {
            assert_eq!(after(odd), Span::seconds(30));
        }
        assert_eq!(after(i64::MAX), Span::hours(6));
        for (times, wait) in [(0, 1), (1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (u32::MAX, 60)] {
            assert_eq!(round_failed(times), Duration::from_secs(wait), "after {times} failures");
        }
    }

    #[test]
    fn after_three_days_it_is_given_up_and_not_before() {
        let made = Moment::from_micros(1_700_000_000_000_000);
        let early = made.plus(Span::seconds(3 * 24 * 60 * 60 - 1));
        assert_eq!(next(made, 5, early), (early.plus(Span::seconds(480)), None));
        let late = made.plus(Span::days(3));
        assert_eq!(next(made, 20, late).1, Some(late));
        // Some twenty tries fit into the time.
        let (mut at, mut tries) = (made, 0);
        loop {
            tries += 1;
            match next(made, tries, at) {
                (_, Some(_)) => break,
                (again, None) => at = again,
            }
        }
        assert_eq!(tries, 22);
    }
}
