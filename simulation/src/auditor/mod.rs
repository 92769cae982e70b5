//! The auditor of the year. It is told what people asked and what they were answered, reads the ledger and
//! the letters as an outsider would, and holds its own books: who is on call, which agreements are in force,
//! what was promised and when it is due. It never asks the house what should be; where the two differ, it
//! says so.

mod books;
mod calls;
pub mod hours;
mod letters;
mod promises;
mod tree;

pub use books::{Known, Paper};
pub use calls::Turns;
pub use promises::Clock;

use crate::records::{Charted, Reader};
use anyhow::Result;
use books::Books;
use calls::Calls;
use jiff::civil::Date;
use kernel::{Moment, OrgId, Refusal, Who};
use letters::Letters;
use office::Act;
use promises::Promises;
use serde_json::Value;
use std::fmt;
use tree::Tree;

/// How late the house may notice something: its engines look once a minute, and what one notices another
/// sends on.
pub const GRACE: i64 = 3 * 60_000_000;

/// What the auditor may find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A due time is another than the auditor's.
    WrongDueTime,
    /// A promise was missed and nobody said so.
    Unannounced,
    /// The same of a ticket that was opened again.
    ReopenedClockStands,
    /// A promise was called missed that was kept, or twice.
    FalseAlarm,
    /// A step of an escalation was due and nobody was told.
    NobodyTold,
    /// Somebody was told who was not on call, or for nothing.
    WrongPersonTold,
    /// A letter arrived that nothing caused, or that was caused once and written twice.
    LetterForNothing,
    /// One letter arrived twice.
    LetterTwice,
    /// A letter was caused and did not arrive.
    LetterMissing,
    /// An act was done without standing, or by somebody who had left.
    DoneWithoutStanding,
    /// An act was refused although everything was there for it.
    RefusedWithStanding,
    /// The end of an agreement, or its nearness, was not noted in time.
    EndNotNoted,
    /// What was asked stands otherwise in the ledger, or not at all.
    NotCharted,
    /// The sealed tree is not that of the entries.
    TreeDiffers,
    /// A round of the house failed.
    RoundFailed,
}

/// Something that should not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Microseconds since 1970.
    pub at: i64,
    pub kind: Kind,
    pub words: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}: {}", Moment::from_micros(self.at), self.kind, self.words)
    }
}

/// What was found so far.
#[derive(Debug, Default)]
pub struct Findings(pub Vec<Finding>);

impl Findings {
    pub(crate) fn add(&mut self, at: i64, kind: Kind, words: impl Into<String>) {
        self.0.push(Finding { at, kind, words: words.into() });
    }
}

/// See the module.
pub struct Auditor {
    reader: Reader,
    pub findings: Findings,
    pub books: Books,
    pub promises: Promises,
    pub calls: Calls,
    pub letters: Letters,
    tree: Tree,
    /// The next place in the ledger.
    next: i64,
    /// The entry before it.
    last: Option<String>,
    /// What the next entry must say: the act, and how it ended.
    expected: Option<(&'static str, &'static str)>,
    /// Orders that people gave: done, and refused.
    pub done: u64,
    pub refused: u64,
    /// Entries that the house made by itself.
    pub by_house: u64,
}

impl Auditor {
    pub fn new(reader: Reader, first: Date, days: u32) -> Self {
        Self {
            reader,
            findings: Findings::default(),
            books: Books::default(),
            promises: Promises::new(first, days),
            calls: Calls::default(),
            letters: Letters::default(),
            tree: Tree::default(),
            next: 0,
            last: None,
            expected: None,
            done: 0,
            refused: 0,
            by_house: 0,
        }
    }

    /// Somebody asked for something and was answered.
    pub fn asked(&mut self, at: i64, who: &Who, act: &Act, org: Option<OrgId>, no: Option<&Refusal>) {
        self.books.answered(&mut self.findings, at, who, act, org, no);
        let outcome = if no.is_none() { "done" } else { "refused" };
        self.expected = Some((act.name, outcome));
        *(if no.is_none() { &mut self.done } else { &mut self.refused }) += 1;
    }

    /// The same for a look at what is sealed.
    pub fn looked(&mut self, at: i64, who: &Who, act: &Act, org: Option<OrgId>, no: Option<&Refusal>) {
        self.asked(at, who, act, org, no);
        if no.is_none() {
            self.expected = Some((act.name, "looked"));
        }
    }

    /// Reads what the ledger says since the last time; everything in it happened at `now`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn read(&mut self, now: i64) -> Result<()> {
        // What was read last stands there still, and what is new comes after it.
        let mut entries = self.reader.entries_from(self.next - 1)?.into_iter();
        if let Some(last) = &self.last
            && entries.next().is_none_or(|entry| entry.id != *last)
        {
            self.findings.add(now, Kind::NotCharted, format!("{last} is not in its place any more"));
        }
        for entry in entries {
            self.entry(now, &entry)?;
        }
        if let Some((act, outcome)) = self.expected.take() {
            let words = format!("{act} was {outcome}, and the ledger holds no entry of it");
            self.findings.add(now, Kind::NotCharted, words);
        }
        Ok(())
    }

    fn entry(&mut self, now: i64, entry: &Charted) -> Result<()> {
        if entry.leaf != self.next || entry.at != now {
            let words = format!(
                "entry {} of {} stands at place {} with the time {}",
                entry.id,
                entry.act,
                entry.leaf,
                Moment::from_micros(entry.at)
            );
            self.findings.add(now, Kind::NotCharted, words);
        }
        self.next = entry.leaf + 1;
        self.last = Some(entry.id.clone());
        self.tree.append(&entry.salt, &entry.body);
        let body: Value = serde_json::from_slice(&entry.body)?;
        let house = body["by"]["house"].as_str();
        match (self.expected.take(), house) {
            (Some((act, outcome)), _) if act == entry.act && outcome == entry.outcome => {}
            (None, Some(_)) => self.by_house += 1,
            (expected, _) => {
                let words =
                    format!("{expected:?} was expected, and {} stands there as {}", entry.act, entry.outcome);
                self.findings.add(now, Kind::NotCharted, words);
            }
        }
        for fact in body["facts"].as_array().into_iter().flatten() {
            self.fact(now, fact);
        }
        Ok(())
    }

    fn fact(&mut self, now: i64, fact: &Value) {
        let findings = &mut self.findings;
        match fact["name"].as_str().unwrap_or_default() {
            "desk.promise-missed" => {
                self.promises.noted(findings, now, fact);
                let owner = self.books.account_owner(fact["org"].as_str().unwrap_or_default());
                self.letters.owe(now, owner, "promise was missed");
            }
            "oncall.step-fired" | "oncall.nobody-on-call" => {
                self.calls.fired(findings, now, fact, &self.books)
            }
            "oncall.notices-sent" => {
                if let Some(to) = self.calls.sent(findings, now, fact, &self.books) {
                    self.letters.owe(now, Some(to), "need");
                }
            }
            name @ ("agreements.agreement-lapsed"
            | "agreements.agreement-lapsing"
            | "agreements.agreement-in-force") => {
                self.books.noted(findings, now, name, fact);
                let owner = self.books.account_owner(fact["org"].as_str().unwrap_or_default());
                match name {
                    "agreements.agreement-lapsed" => {
                        self.letters.owe(now, owner, "may no longer be worked for")
                    }
                    "agreements.agreement-lapsing" => {
                        self.letters.owe(now, owner, "agreement that ends soon")
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// Time went by: what should have happened by now?
    pub fn tick(&mut self, now: i64, arrived: &[crate::mailbox::Letter]) {
        let findings = &mut self.findings;
        for letter in arrived {
            self.letters.arrived(findings, now, letter);
        }
        self.letters.tick(findings, now);
        self.promises.tick(findings, now);
        self.calls.tick(findings, now);
        self.books.tick(findings, now);
    }

    /// The year is over: the tree that was signed must be that of the entries, nothing more and nothing less,
    /// and every letter in the outbox must have arrived.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn close(&mut self, now: i64) -> Result<()> {
        let (size, root) = self.reader.last_checkpoint()?;
        let asked = self.done + self.refused + self.by_house;
        if size != self.tree.size() || root != self.tree.root() || size != asked {
            let words = format!(
                "{size} entries are sealed; {} were read, and {asked} things were asked or refused",
                self.tree.size()
            );
            self.findings.add(now, Kind::TreeDiffers, words);
        }
        let outbox = self.reader.outbox()?;
        self.letters.close(&mut self.findings, now, &outbox);
        Ok(())
    }

    /// How many entries were read.
    pub fn size(&self) -> u64 {
        self.tree.size()
    }
}
