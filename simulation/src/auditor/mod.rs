//! The auditor of the year. It is told what people asked and what they were answered, reads the ledger and
//! the letters as an outsider would, and holds its own books: who is on call, which agreements are in force,
//! what was promised and when it is due. It never asks the house what should be; where the two differ, it
//! says so.

mod agreed;
mod books;
mod calls;
mod emergencies;
pub mod hours;
mod intake;
mod letters;
pub(crate) mod messages;
mod promises;
mod tree;

pub use agreed::{EVERYTHING, Targets};
pub use books::{Known, Paper};
pub use calls::{Over, Turns};
pub use intake::Written;
pub use messages::{Subscribed, TYPED};
pub use promises::Clock;

use crate::records::{Charted, Reader};
use anyhow::{Result, anyhow};
use books::Books;
use calls::Calls;
use emergencies::Emergencies;
use intake::Intake;
use jiff::civil::Date;
use kernel::{Moment, OrgId, Refusal, Who};
use letters::Letters;
use messages::Messages;
use office::Act;
use promises::Promises;
use serde_json::Value;
use signed_note::{Note, StandardVerifier, Verifier, VerifierList};
use std::fmt;
use tree::Tree;

/// How late the house may notice something: its engines look once a minute, and what one notices another
/// sends on.
pub const GRACE: i64 = 3 * 60_000_000;

/// So many of the year's checkpoints, the last ones, are held against the key.
const SOME_CHECKPOINTS: u32 = 1_000;

/// What the auditor may find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A due time is another than the auditor's.
    WrongDueTime,
    /// A promise of news to the reporter is lost, or due at another time than the auditor's.
    UpdateAmiss,
    /// The same of a promise that somebody is on site.
    ArrivalAmiss,
    /// Something else was agreed, and open work goes by what was agreed before.
    NotReckonedAnew,
    /// A letter that came in twice was taken in twice.
    LetterTakenTwice,
    /// Something else became of a letter that came in than it should.
    LetterTakenWrong,
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
    /// A checkpoint was not signed by the house's key.
    NotSigned,
    /// Something that somebody typed left the house.
    SaysTooMuch,
    /// A message arrived at a program that nothing caused, or that was not as agreed.
    MessageForNothing,
    /// A message for a program was caused and did not arrive.
    MessageMissing,
    /// An emergency access that did not end in time, or whose review was counted wrong.
    EmergencyAmiss,
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

/// What left the house and arrived somewhere.
#[derive(Debug, Default)]
pub struct Arrived {
    pub letters: Vec<crate::mailbox::Letter>,
    pub messages: Vec<crate::gateway::Handed>,
}

/// A moment as it stands in the ledger.
fn moment(value: &Value) -> Option<Moment> {
    let at: jiff::Timestamp = value.as_str()?.parse().ok()?;
    Some(Moment::from_micros(at.as_microsecond()))
}

/// Whether a checkpoint bears the signature of this key (C2SP signed note).
fn is_signed(note: &str, key: &str) -> bool {
    let verified = || -> Result<()> {
        let verifier: Box<dyn Verifier> = Box::new(StandardVerifier::new(key).map_err(|e| anyhow!("{e:?}"))?);
        let note = Note::from_bytes(note.as_bytes()).map_err(|e| anyhow!("{e:?}"))?;
        note.verify(&VerifierList::new(vec![verifier])).map_err(|e| anyhow!("{e:?}"))?;
        Ok(())
    };
    verified().is_ok()
}

/// See the module.
pub struct Auditor {
    reader: Reader,
    pub findings: Findings,
    pub books: Books,
    pub promises: Promises,
    pub calls: Calls,
    pub letters: Letters,
    pub messages: Messages,
    pub emergencies: Emergencies,
    pub intake: Intake,
    /// The house's key for checkpoints, as it is told to everybody.
    key: String,
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
    pub fn new(reader: Reader, key: String, first: Date, days: u32) -> Self {
        Self {
            reader,
            findings: Findings::default(),
            books: Books::default(),
            promises: Promises::new(first, days),
            calls: Calls::default(),
            letters: Letters::default(),
            messages: Messages::default(),
            emergencies: Emergencies::default(),
            intake: Intake::default(),
            key,
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
        self.intake.read(&mut self.findings, now);
        Ok(())
    }

    /// Something else holds from now on: is open work kept as the auditor reckons it?
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn compare_open_work(&mut self, now: i64) -> Result<()> {
        let kept = self.reader.running_promises()?;
        self.promises.compare(&mut self.findings, now, &kept);
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
        self.messages.entry(now, &entry.id, &body["facts"]);
        for fact in body["facts"].as_array().into_iter().flatten() {
            self.fact(now, fact);
        }
        Ok(())
    }

    fn fact(&mut self, now: i64, fact: &Value) {
        let findings = &mut self.findings;
        match fact["name"].as_str().unwrap_or_default() {
            "desk.ticket-opened" if fact["with"]["by_mail"] == true => self.opened_by_letter(now, fact),
            name if name.starts_with("desk.letter-") => self.taken_in(now, name, fact),
            "desk.sent-on-site" => {
                let about = fact["about"][0].as_str().unwrap_or_default();
                self.promises.told(
                    findings,
                    now,
                    about,
                    Some(Clock::Arrival),
                    moment(&fact["with"]["arrival_due"]),
                );
            }
            "desk.promise-missed" => {
                self.promises.noted(findings, now, fact);
                let owner = self.books.account_owner(fact["org"].as_str().unwrap_or_default());
                self.letters.owe(now, owner, "promise was missed");
            }
            "oncall.step-fired" | "oncall.nobody-on-call" => {
                self.calls.fired(findings, now, fact, &self.books)
            }
            "oncall.notices-sent" => {
                if let Some((person, to)) = self.calls.sent(findings, now, fact, &self.books) {
                    self.letters.owe(now, to, "need");
                    self.messages.told(now, person);
                }
            }
            name if name.starts_with("people.emergency-") => {
                let told = (name, fact);
                self.emergencies.noted(findings, now, told, &self.books, &mut self.letters);
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
    pub fn tick(&mut self, now: i64, arrived: &Arrived) {
        let findings = &mut self.findings;
        for letter in &arrived.letters {
            self.letters.arrived(findings, now, letter);
        }
        for handed in &arrived.messages {
            self.messages.arrived(findings, now, handed);
        }
        self.messages.tick(findings, now);
        self.emergencies.tick(findings, now);
        self.letters.tick(findings, now);
        self.promises.tick(findings, now);
        self.calls.tick(findings, now);
        self.books.tick(findings, now);
    }

    /// Whether the last checkpoint covers everything that was asked.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn all_is_sealed(&self) -> Result<bool> {
        Ok(self.reader.last_checkpoint()?.0 == self.expected())
    }

    /// How many entries there must be.
    fn expected(&self) -> u64 {
        self.done + self.refused + self.by_house
    }

    /// The year is over: the tree that was signed must be that of the entries, nothing more and nothing less,
    /// and every letter in the outbox must have arrived.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn close(&mut self, now: i64) -> Result<()> {
        let (size, root) = self.reader.last_checkpoint()?;
        let asked = self.expected();
        if size != self.tree.size() || root != self.tree.root() || size != asked {
            let words = format!(
                "{size} entries are sealed; {} were read, and {asked} things were asked or refused",
                self.tree.size()
            );
            self.findings.add(now, Kind::TreeDiffers, words);
        }
        for note in self.reader.checkpoints(SOME_CHECKPOINTS)? {
            if !is_signed(&note, &self.key) {
                self.findings.add(now, Kind::NotSigned, note);
            }
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
