//! The auditor's letters: which ones something caused, which ones arrived, and that each in the outbox
//! arrived once.

use super::messages::TYPED;
use super::{Findings, GRACE, Kind};
use crate::mailbox::Letter;
use crate::records::Posted;
use std::collections::{HashMap, HashSet, VecDeque};

/// See the module.
#[derive(Debug, Default)]
pub struct Letters {
    /// How often each message arrived.
    arrived: HashMap<String, u32>,
    /// Letters that something caused and that did not arrive yet: when, to whom, and a word of the subject.
    owed: VecDeque<(i64, String, &'static str)>,
    /// The mail server is down until then: nothing can arrive.
    pub down_until: i64,
    /// By ticket, the last letter to its reporter: to whom, and its own name, by which an answer finds back.
    pub threads: HashMap<String, (String, String)>,
    /// How many told somebody that a ticket needs them.
    pub pages: u64,
}

/// An id of a ticket: `tkt_` and 32 digits.
const TICKET_LETTERS: usize = 36;

/// What each kind of letter of which the auditor knows the cause says in its subject.
const CAUSED: [&str; 6] = [
    "promise was missed",
    "need",
    "may no longer be worked for",
    "agreement that ends soon",
    "Emergency access was opened",
    "waits for its review",
];

fn is(subject: &str, word: &str) -> bool {
    match word {
        "need" => subject.contains("needs you") || subject.contains("need you"),
        other => subject.contains(other),
    }
}

impl Letters {
    pub(super) fn owe(&mut self, now: i64, to: Option<String>, word: &'static str) {
        self.owed.extend(to.map(|to| (now, to, word)));
    }

    pub(super) fn arrived(&mut self, findings: &mut Findings, now: i64, letter: &Letter) {
        if letter.text.contains(TYPED) {
            let words = format!("{} to {} ('{}')", letter.message, letter.to, letter.subject);
            findings.add(now, Kind::SaysTooMuch, words);
        }
        if let Some(ticket) = letter.text.split_once("/my/").and_then(|(_, rest)| rest.get(..TICKET_LETTERS))
        {
            self.threads.insert(ticket.to_owned(), (letter.to.clone(), letter.name.clone()));
        }
        let times = self.arrived.entry(letter.message.clone()).or_default();
        *times += 1;
        if *times > 1 {
            let words =
                format!("{} to {} ('{}') arrived {times} times", letter.message, letter.to, letter.subject);
            return findings.add(now, Kind::LetterTwice, words);
        }
        let Some(word) = CAUSED.iter().find(|word| is(&letter.subject, word)) else { return };
        self.pages += u64::from(*word == "need");
        match self.owed.iter().position(|(_, to, of)| *to == letter.to && of == word) {
            Some(place) => drop(self.owed.remove(place)),
            None => {
                let words = format!("'{}' to {} ({})", letter.subject, letter.to, letter.message);
                findings.add(now, Kind::LetterForNothing, words);
            }
        }
    }

    pub(super) fn tick(&mut self, findings: &mut Findings, now: i64) {
        while let Some((at, to, word)) =
            self.owed.pop_front_if(|owed| owed.0.max(self.down_until) + GRACE < now)
        {
            let words =
                format!("nothing that says '{word}' came to {to}, since {}", kernel::Moment::from_micros(at));
            findings.add(now, Kind::LetterMissing, words);
        }
    }

    pub(super) fn close(&mut self, findings: &mut Findings, now: i64, outbox: &[Posted]) {
        for posted in outbox.iter().filter(|p| p.created_at.max(self.down_until) + GRACE < now) {
            if !self.arrived.contains_key(&posted.id) {
                let words = format!("{} to {} ('{}')", posted.id, posted.recipient, posted.subject);
                findings.add(now, Kind::LetterMissing, words);
            }
        }
        let known: HashSet<&str> = outbox.iter().map(|p| p.id.as_str()).collect();
        for id in self.arrived.keys().filter(|id| !known.contains(id.as_str())) {
            findings.add(now, Kind::LetterForNothing, format!("{id} stands in no outbox"));
        }
    }
}
