//! Letters that could not be taken in. Each is tried three times and then left alone until the server starts again, so
//! that one broken letter never holds up the others; it stays unread in its mailbox, where somebody can look at it.

use kernel::MailboxId;
use std::collections::{BTreeMap, BTreeSet};

/// How often a letter is tried.
const TRIES: u32 = 3;

/// See the module. No more is remembered than is unread.
#[derive(Default)]
pub(super) struct Failures {
    times: BTreeMap<MailboxId, BTreeMap<u32, u32>>,
}

impl Failures {
    /// Forgets mailboxes that are fetched no more.
    pub fn only_of(&mut self, mailboxes: &BTreeSet<MailboxId>) {
        self.times.retain(|id, _| mailboxes.contains(id));
    }

    /// What is tried of what is unread; what is read by now is forgotten.
    pub fn worth_trying(&mut self, mailbox: MailboxId, unread: Vec<u32>) -> Vec<u32> {
        let Some(times) = self.times.get_mut(&mailbox) else { return unread };
        let still: BTreeSet<u32> = unread.iter().copied().collect();
        times.retain(|uid, _| still.contains(uid));
        unread.into_iter().filter(|uid| times.get(uid).is_none_or(|n| *n < TRIES)).collect()
    }

    /// Notes that a letter could not be taken in; how often that was.
    pub fn failed(&mut self, mailbox: MailboxId, uid: u32) -> u32 {
        let times = self.times.entry(mailbox).or_default().entry(uid).or_default();
        *times += 1;
        *times
    }

    pub fn well(&mut self, mailbox: MailboxId, uid: u32) {
        if let Some(times) = self.times.get_mut(&mailbox) {
            times.remove(&uid);
        }
    }

    /// What the mailbox's page says of them.
    pub fn said(&self, mailbox: MailboxId) -> Option<String> {
        match self.times.get(&mailbox).map_or(0, BTreeMap::len) {
            0 => None,
            1 => Some("one letter could not be taken in; it stays unread in the mailbox".to_owned()),
            n => Some(format!("{n} letters could not be taken in; they stay unread in the mailbox")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Moment;

    #[test]
    fn a_letter_that_fails_three_times_is_left_alone_and_the_others_go_on() {
        let [one, other] = [1, 2].map(|n| MailboxId::new(Moment::from_micros(0), [n; 10]));
        let mut failures = Failures::default();
        for times in 1..=TRIES {
            assert_eq!(failures.worth_trying(one, vec![4, 5, 6]), [4, 5, 6]);
            assert_eq!(failures.failed(one, 5), times);
            failures.well(one, 4);
        }
        assert_eq!(failures.worth_trying(one, vec![5, 6, 7]), [6, 7], "the others are not held up");
        assert_eq!(failures.worth_trying(other, vec![5]), [5], "nor is another mailbox");
        assert!(failures.said(one).unwrap().contains("stays unread"));
        assert_eq!(failures.said(other), None);
        // Somebody read it at the server: it is forgotten. A letter that is well again is tried as ever.
        assert_eq!(failures.worth_trying(one, vec![6]), [6]);
        assert_eq!(failures.said(one), None);
        failures.failed(one, 6);
        failures.well(one, 6);
        assert_eq!(failures.said(one), None);
        failures.failed(one, 6);
        failures.only_of(&BTreeSet::from([other]));
        assert_eq!(failures.said(one), None);
    }
}
