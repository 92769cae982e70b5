//! The letters that come in, as the auditor expects them to be taken: what a person of the house writes opens a ticket or stands
//! on one, what a machine writes changes nothing, what a stranger writes waits for somebody, and the same letter twice is one.

use super::{Auditor, Books, Clock, Findings, Kind, Promises, moment};
use serde_json::Value;
use std::collections::HashSet;

/// So many days after its end a ticket is opened again by an answer; later it is a new one.
const AGAIN_DAYS: i64 = 7;
const DAY: i64 = 86_400_000_000;

/// A letter, as whoever wrote it meant it.
#[derive(Debug, Clone)]
pub struct Written {
    /// Its own name: no two letters have the same.
    pub name: String,
    pub from: String,
    /// Whether the receiving mail server confirmed the address.
    pub confirmed: bool,
    /// Whether a machine wrote it.
    pub machine: bool,
    /// The ticket that it answers.
    pub on: Option<String>,
    /// Whose letter somebody of the desk passes on with it.
    pub original: Option<String>,
    /// The place at which the writer works, or whoever wrote the original.
    pub site: usize,
}

/// What has to become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Becomes {
    Opened,
    Added {
        again: bool,
    },
    Noted,
    Held(&'static str),
    /// It was there before: nothing.
    Nothing,
}

/// See the module.
#[derive(Debug, Default)]
pub struct Intake {
    seen: HashSet<String>,
    expected: Option<(Written, Becomes)>,
    /// The ticket that the last letter opened, with its priority.
    pub opened: Option<(String, u8)>,
    /// Whether the last letter opened its ticket again.
    pub again: bool,
    /// How many were handed over.
    pub letters: u64,
}

impl Intake {
    /// A letter is about to be handed over.
    pub fn comes(&mut self, now: i64, written: Written, books: &Books, promises: &Promises) {
        self.letters += 1;
        let works = |address: &str| books.people.values().any(|k| k.email == address && k.ended.is_none());
        let author = written.original.as_deref().unwrap_or(&written.from);
        let becomes = match &written.on {
            _ if !self.seen.insert(written.name.clone()) => Becomes::Nothing,
            Some(_) if written.machine => Becomes::Noted,
            None if written.machine => Becomes::Held("machine"),
            Some(ticket) => match promises.resolved_at(ticket) {
                Some(at) if at + AGAIN_DAYS * DAY < now => Becomes::Opened,
                at => Becomes::Added { again: at.is_some() },
            },
            None if !works(&written.from) => Becomes::Held("unknown-sender"),
            None if !written.confirmed => Becomes::Held("unverified-sender"),
            None if works(author) => Becomes::Opened,
            None => Becomes::Held("unknown-sender"),
        };
        (self.opened, self.again) = (None, false);
        self.expected = Some((written, becomes));
    }

    /// Where a ticket stands that a letter opened just now.
    pub(super) fn opens(
        &mut self,
        findings: &mut Findings,
        now: i64,
        fact: &Value,
    ) -> Option<(String, usize)> {
        let id = ticket_of(fact)?;
        match &self.expected {
            Some((written, Becomes::Opened)) => Some((id, written.site)),
            other => {
                let twice = matches!(other, Some((_, Becomes::Nothing)));
                let kind = if twice { Kind::LetterTakenTwice } else { Kind::LetterTakenWrong };
                findings.add(now, kind, format!("{id} was opened by {other:?}"));
                None
            }
        }
    }

    /// What the house says that it did with the letter; gives the ticket on which its words stand now.
    pub(super) fn taken(
        &mut self,
        findings: &mut Findings,
        now: i64,
        name: &str,
        fact: &Value,
    ) -> Option<String> {
        let (written, becomes) = self.expected.take()?;
        let ticket = ticket_of(fact);
        let outcome = fact["with"]["outcome"].as_str().unwrap_or_default();
        let right = match (&becomes, name) {
            (Becomes::Opened, "desk.letter-taken-in") => outcome == "opened" && ticket.is_some(),
            (Becomes::Added { .. }, "desk.letter-taken-in") => outcome == "added" && ticket == written.on,
            (Becomes::Noted, "desk.letter-taken-in") => outcome == "noted" && ticket == written.on,
            (Becomes::Held(reason), "desk.letter-held") => fact["with"]["reason"] == *reason,
            (Becomes::Nothing, "desk.letter-again") => true,
            _ => false,
        };
        if !right {
            let twice = becomes == Becomes::Nothing;
            let kind = if twice { Kind::LetterTakenTwice } else { Kind::LetterTakenWrong };
            findings.add(now, kind, format!("{written:?} should have become {becomes:?}: {fact}"));
        }
        self.again = becomes == Becomes::Added { again: true };
        ticket.filter(|_| matches!(becomes, Becomes::Added { .. }))
    }

    /// The ledger was read: what was handed over must stand in it.
    pub(super) fn read(&mut self, findings: &mut Findings, now: i64) {
        if let Some((written, _)) = self.expected.take() {
            findings.add(now, Kind::NotCharted, format!("nothing is said of {written:?}"));
        }
    }
}

impl Auditor {
    /// The mail server is about to hand a letter over.
    pub fn letter_comes(&mut self, now: i64, written: Written) {
        self.intake.comes(now, written, &self.books, &self.promises);
    }

    /// A ticket that a letter opened.
    pub(super) fn opened_by_letter(&mut self, now: i64, fact: &Value) {
        let Some((id, site)) = self.intake.opens(&mut self.findings, now, fact) else { return };
        let priority = fact["with"]["priority"].as_u64().and_then(|n| u8::try_from(n).ok()).unwrap_or(4);
        self.promises.opened(now, &id, site, priority);
        for (clock, name) in [(Clock::Response, "response_due"), (Clock::Resolution, "resolution_due")] {
            self.promises.told(&mut self.findings, now, &id, Some(clock), moment(&fact["with"][name]));
        }
        if priority <= 2 {
            self.calls.begin(now, &id, now);
        }
        self.intake.opened = Some((id, priority));
    }

    /// A letter that stands on a ticket lets it go on, or opens it again.
    pub(super) fn taken_in(&mut self, now: i64, name: &str, fact: &Value) {
        let Some(id) = self.intake.taken(&mut self.findings, now, name, fact) else { return };
        if self.intake.again {
            self.promises.reopened(now, &id);
            let urgent = self.promises.priority_of(&id).is_some_and(|p| p <= 2);
            if let Some(opened) = self.promises.opened_at(&id).filter(|_| urgent) {
                self.calls.begin(now, &id, opened);
            }
        } else if self.promises.waits_for_the_reporter(&id) {
            self.promises.goes_on(now, &id);
        }
    }
}

fn ticket_of(fact: &Value) -> Option<String> {
    let mut about = fact["about"].as_array().into_iter().flatten().filter_map(Value::as_str);
    about.find(|id| id.starts_with("tkt_")).map(str::to_owned)
}
