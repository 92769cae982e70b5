//! How long one waits after wrong passwords. The wait grows with each mistake, and it belongs to the pair of
//! account and place: a stranger elsewhere can guess as long as he likes and never lock a nurse out at her
//! ward. A place from which very much goes wrong waits too, except for those who have signed in there before.

use crate::{records::attempts, words};
use kernel::{Moment, PersonId, Refusal, Span, Status, Stop};
use std::net::IpAddr;
use store::{Look, Work};

/// The longest wait for one account at one place.
pub const LONGEST: Span = Span::minutes(15);
/// Mistakes older than this count no more.
const REMEMBERED: Span = Span::hours(24);

/// The wait after so many mistakes with one account at one place: four are free, then 2 s, doubling to 15
/// min.
pub fn account_wait(wrong: i64) -> Span {
    doubling(wrong, 4, LONGEST)
}

/// The wait after so many mistakes from one place: a hospital behind one address has fifty free, then 2 s to
/// 1 min.
pub fn place_wait(wrong: i64) -> Span {
    doubling(wrong, 49, Span::minutes(1))
}

fn doubling(wrong: i64, free: i64, most: Span) -> Span {
    if wrong <= free {
        return Span(0);
    }
    let steps = u32::try_from(wrong - free).unwrap_or(u32::MAX).min(20);
    Span::seconds(1_i64 << steps).min(most)
}

/// What counts as one place: an IPv4 address, or the 64 bits of an IPv6 address that belong to one network.
pub fn place_of(address: &str) -> String {
    match address.trim().parse::<IpAddr>().map(|ip| ip.to_canonical()) {
        Ok(IpAddr::V6(ip)) => {
            let s = ip.segments();
            format!("{:x}:{:x}:{:x}:{:x}::/64", s[0], s[1], s[2], s[3])
        }
        Ok(IpAddr::V4(ip)) => ip.to_string(),
        Err(_) => "elsewhere".to_owned(),
    }
}

/// The keyed marks under which mistakes are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Account and place.
    account: String,
    /// The place alone.
    pub place: String,
    /// The place as people read it.
    pub address: String,
}

impl Marks {
    pub fn of(look: &mut Look, email: &str, address: &str) -> Result<Self, Stop> {
        Self::counting(look, "sign-in", &words::lower(email), address)
    }

    /// For whoever holds a session already: mistakes there are counted apart, so that no stranger's mistakes
    /// at the sign-in keep anybody from their own session.
    pub fn within(look: &mut Look, whose: &str, address: &str) -> Result<Self, Stop> {
        Self::counting(look, "within", whose, address)
    }

    fn counting(look: &mut Look, what: &str, whose: &str, address: &str) -> Result<Self, Stop> {
        let address = place_of(address);
        Ok(Self {
            account: look.commitment(None, &format!("{what}\n{whose}\n{address}"))?,
            place: look.commitment(None, &format!("place\n{address}"))?,
            address,
        })
    }

    /// Refuses while the wait is not over. Nothing is counted meanwhile, so trying on does not make it
    /// longer. Whoever is `familiar` at the place does not wait for the mistakes of others there.
    pub fn refuse_early(&self, look: &mut Look, familiar: bool) -> Result<(), Stop> {
        let now = look.now();
        let mut until = left(attempts::find(look, &self.account)?, now, account_wait);
        if !familiar {
            until = until.max(left(attempts::find(look, &self.place)?, now, place_wait));
        }
        if until.0 <= 0 {
            return Ok(());
        }
        let seconds = seconds_up(until);
        let sentence = format!(
            "Too many attempts went wrong here. Try again in {seconds} s. Other places are not affected."
        );
        Err(Refusal::new(Status::TooOften, sentence).into())
    }

    /// Whether the person has signed in at this place before. Runs as the house.
    pub fn familiar(&self, look: &mut Look, person: Option<PersonId>) -> Result<bool, Stop> {
        person.map_or(Ok(false), |person| Ok(attempts::signed_in_from(look, person, &self.place)?))
    }

    /// Counts a mistake; gives the seconds until the next attempt is looked at.
    pub fn wrong(&self, work: &mut Work) -> Result<u32, Stop> {
        let since = work.now().minus(REMEMBERED);
        attempts::forget(work, since)?;
        let wrong = attempts::count(work, &self.account, since)?;
        attempts::count(work, &self.place, since)?;
        Ok(seconds_up(account_wait(wrong)))
    }

    /// Forgets the account's mistakes at this place after it was proven.
    pub fn right(&self, work: &mut Work) -> Result<(), Stop> {
        Ok(attempts::clear(work, &self.account)?)
    }
}

fn left(found: Option<(i64, Moment)>, now: Moment, wait: fn(i64) -> Span) -> Span {
    found.map_or(Span(0), |(wrong, last)| {
        if now.since(last) >= REMEMBERED { Span(0) } else { last.plus(wait(wrong)).since(now) }
    })
}

fn seconds_up(span: Span) -> u32 {
    u32::try_from((span.0.max(0) + 999_999) / 1_000_000).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        for (wrong, seconds) in
            [(0, 0), (4, 0), (5, 2), (6, 4), (10, 64), (13, 512), (14, 900), (1_000_000, 900)]
        {
            assert_eq!(account_wait(wrong), Span::seconds(seconds), "after {wrong} mistakes");
        }
        for (wrong, seconds) in [(0, 0), (49, 0), (50, 2), (54, 32), (55, 60), (i64::MAX, 60)] {
            assert_eq!(place_wait(wrong), Span::seconds(seconds), "after {wrong} mistakes from a place");
        }
    }

    #[test]
    fn a_place_is_an_address_or_a_network() {
        for (address, place) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
            ("", "elsewhere"),
            ("not an address", "elsewhere"),
        ] {
            assert_eq!(place_of(address), place);
        }
    }

    #[test]
    fn what_is_left_of_a_wait() {
        let now = Moment::from_micros(1_700_000_000_000_000);
        let ago = |s| Some((6, now.minus(Span::seconds(s))));
        assert_eq!(left(None, now, account_wait), Span(0));
        assert_eq!(seconds_up(left(ago(1), now, account_wait)), 3);
        assert_eq!(seconds_up(left(ago(4), now, account_wait)), 0);
        assert_eq!(left(Some((90, now.minus(REMEMBERED))), now, account_wait), Span(0));
        assert_eq!(seconds_up(Span(1)), 1);
    }
}
