//! Reading an export from its first line to its last and comparing it with everything that was ever signed.
//! It holds one line and a handful of fingerprints at a time, so an export of any size is checked in little
//! memory.

use std::collections::BTreeMap;
use std::io::{BufRead, Read as _};

use super::finding::{Finding, Paper, Report};
use super::{Line, MAX_LINE_BYTES};
use crate::canonical;
use crate::checkpoint::{Checkpoint, CheckpointError, Note, NoteError, VerifierKey, plays_tricks};
use crate::hash::Hash;
use crate::tree::Frontier;

/// How many findings in the entries are listed before reading stops.
pub const MAX_FINDINGS: usize = 1000;

/// The signed papers that an export is compared with, each as the text of its file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Papers<'a> {
    /// The verifier key, `name+keyid+base64`; from the export, or better from elsewhere.
    pub key: &'a str,
    /// The checkpoint of the export.
    pub checkpoint: &'a str,
    /// Earlier checkpoints of the export, see [`super::split_notes`].
    pub earlier: &'a [String],
    /// Checkpoints that left the house before, and are trusted because their holder kept them.
    pub known: &'a [String],
}

/// Checks an export. Nothing in it is trusted; whatever it holds, the answer is a report.
pub fn verify(entries: impl BufRead, papers: &Papers<'_>) -> Report {
    let mut signed = Signed::read(papers);
    let sizes = signed.checkpoints.iter().map(|(_, checkpoint)| checkpoint.size);
    let mut reading = Reading::new(sizes.map(|size| (size, None)).collect());
    reading.read(entries);
    let current = signed.current().map(|checkpoint| checkpoint.size);
    reading.finish(current);
    let (earlier_agreed, known_agreed) = signed.compare(&reading.roots, current);
    let checkpoint = signed.current().cloned();
    let mut findings = reading.findings;
    findings.append(&mut signed.findings);
    Report {
        key: brief(papers.key.trim()),
        checkpoint,
        entries: reading.entries,
        withheld: reading.withheld,
        earlier_agreed,
        known_agreed,
        findings,
    }
}

/// The checkpoints that may be compared with the entries, and what is wrong with the others.
struct Signed {
    checkpoints: Vec<(Paper, Checkpoint)>,
    findings: Vec<Finding>,
}

impl Signed {
    fn read(papers: &Papers<'_>) -> Signed {
        let mut signed = Signed { checkpoints: Vec::new(), findings: Vec::new() };
        let key: Option<VerifierKey> = match papers.key.trim().parse() {
            Ok(key) => Some(key),
            Err(why) => {
                signed.findings.push(Finding::BadKey { why });
                None
            }
        };
        let key = key.as_ref();
        signed.add(Paper::Current, papers.checkpoint, key);
        for (position, text) in papers.earlier.iter().enumerate() {
            signed.add(Paper::Earlier(position + 1), text, key);
        }
        for (position, text) in papers.known.iter().enumerate() {
            signed.add(Paper::Known(position + 1), text, key);
        }
        signed
    }

    fn add(&mut self, paper: Paper, text: &str, key: Option<&VerifierKey>) {
        let read = Note::parse(text).map_err(CheckpointError::from);
        let read = read.and_then(|note| Ok((Checkpoint::parse_body(note.text())?, note)));
        let (checkpoint, note) = match read {
            Ok(both) => both,
            Err(why) => return self.findings.push(Finding::BadCheckpoint { paper, why }),
        };
        let Some(key) = key else {
            // Without a key only what its holder kept can be trusted.
            if matches!(paper, Paper::Known(_)) {
                self.checkpoints.push((paper, checkpoint));
            }
            return;
        };
        match note.verify(key) {
            Ok(()) => {}
            Err(why @ NoteError::UnknownKey { .. }) => {
                self.findings.push(Finding::UnknownKey { paper, why: brief(&why.to_string()) });
                // A known checkpoint is trusted because it was kept: if the export's key did not sign it,
                // that key was replaced, and what the checkpoint says still counts.
                if !matches!(paper, Paper::Known(_)) {
                    return;
                }
            }
            Err(why) => {
                return self.findings.push(Finding::BadSignature { paper, why: brief(&why.to_string()) });
            }
        }
        if checkpoint.origin != key.name() {
            let expected = key.name().to_owned();
            return self.findings.push(Finding::AnotherLedger {
                paper,
                origin: brief(&checkpoint.origin),
                expected,
            });
        }
        self.checkpoints.push((paper, checkpoint));
    }

    fn current(&self) -> Option<&Checkpoint> {
        self.checkpoints.iter().find(|(paper, _)| *paper == Paper::Current).map(|(_, checkpoint)| checkpoint)
    }

    /// Compares every checkpoint with the root that the entries give at its size, and counts how many
    /// earlier and known ones agree. Sizes without a root lie beyond a gap that is already reported.
    fn compare(&mut self, roots: &BTreeMap<u64, Option<Hash>>, current: Option<u64>) -> (usize, usize) {
        let root_at = |size: u64| roots.get(&size).copied().flatten();
        let agrees = |checkpoint: &Checkpoint| root_at(checkpoint.size) == Some(checkpoint.root);
        let mut agreed_sizes: Vec<u64> =
            self.checkpoints.iter().filter(|(_, c)| agrees(c)).map(|(_, c)| c.size).collect();
        agreed_sizes.sort_unstable();
        let (mut earlier, mut known) = (0, 0);
        for (paper, checkpoint) in &self.checkpoints {
            let (paper, size) = (*paper, checkpoint.size);
            if let Some(current) = current.filter(|current| size > *current) {
                self.findings.push(Finding::Rollback { paper, size, current });
            }
            match root_at(size) {
                None => {}
                Some(root) if root == checkpoint.root => match paper {
                    Paper::Earlier(_) => earlier += 1,
                    Paper::Known(_) => known += 1,
                    Paper::Current => {}
                },
                Some(computed) => {
                    let below = agreed_sizes.partition_point(|at| *at < size);
                    let agreed = below.checked_sub(1).map_or(0, |last| agreed_sizes[last]);
                    let signed = checkpoint.root;
                    self.findings.push(Finding::Rewritten { paper, size, signed, computed, agreed });
                }
            }
        }
        (earlier, known)
    }
}

/// The pass over the entries.
struct Reading {
    /// The index that the next line should have.
    next: u64,
    entries: u64,
    withheld: u64,
    frontier: Frontier,
    /// Whether every entry so far stood in its place, so that the frontier means something.
    unbroken: bool,
    /// Whether reading ended before the last line.
    stopped: bool,
    /// Sizes at which a root was signed, and the root that the entries gave there.
    roots: BTreeMap<u64, Option<Hash>>,
    /// Runs of entries not seen yet that later ones overtook: first to last.
    gaps: BTreeMap<u64, u64>,
    findings: Vec<Finding>,
}

impl Reading {
    fn new(roots: BTreeMap<u64, Option<Hash>>) -> Reading {
        let mut reading = Reading {
            next: 0,
            entries: 0,
            withheld: 0,
            frontier: Frontier::new(),
            unbroken: true,
            stopped: false,
            roots,
            gaps: BTreeMap::new(),
            findings: Vec::new(),
        };
        reading.note_root();
        reading
    }

    fn read(&mut self, mut entries: impl BufRead) {
        let mut text = Vec::new();
        for line in 1_u64.. {
            text.clear();
            // One byte beyond the limit tells a line that is too long from one that just fits.
            let limit = MAX_LINE_BYTES as u64 + 1;
            match entries.by_ref().take(limit).read_until(b'\n', &mut text) {
                Ok(0) => return,
                Ok(_) if text.len() > MAX_LINE_BYTES => return self.stop(Finding::LineTooLong { line }),
                Ok(_) => {}
                Err(error) => return self.stop(Finding::Unreadable { line, why: brief(&error.to_string()) }),
            }
            if self.findings.len() + self.gaps.len() >= MAX_FINDINGS {
                return self.stop(Finding::Stopped { line });
            }
            match Line::parse(&text) {
                Ok(entry) if entry.index < crate::MAX_SIZE => self.take(line, &entry),
                Ok(_) => self.damaged(line, "its index is beyond what a ledger can hold".to_owned()),
                Err(why) => self.damaged(line, why),
            }
        }
    }

    fn stop(&mut self, why: Finding) {
        self.stopped = true;
        self.findings.push(why);
    }

    /// A line that is no entry is taken to stand for the one expected, so that one damaged line is one
    /// finding.
    fn damaged(&mut self, line: u64, why: String) {
        self.findings.push(Finding::Malformed { line, index: self.next, why: brief(&why) });
        self.unbroken = false;
        self.next += 1;
    }

    fn take(&mut self, line: u64, entry: &Line) {
        self.entries += 1;
        self.withheld += u64::from(entry.leaf.is_none());
        self.check_leaf(entry);
        let index = entry.index;
        if index < self.next {
            self.unbroken = false;
            let finding = if self.close_gap(index) {
                Finding::OutOfOrder { index, line }
            } else {
                Finding::Repeated { index, line }
            };
            return self.findings.push(finding);
        }
        if index > self.next {
            self.unbroken = false;
            self.gaps.insert(self.next, index - 1);
        }
        self.next = index + 1;
        if self.unbroken {
            self.frontier.append(entry.leaf_hash, |_, _, _| {});
            self.note_root();
        }
    }

    fn check_leaf(&mut self, entry: &Line) {
        let Some(leaf) = &entry.leaf else { return };
        let index = entry.index;
        if leaf.hash() != entry.leaf_hash {
            self.findings.push(Finding::Altered { index });
        } else if let Err(why) = canonical::parse(&leaf.body) {
            self.findings.push(Finding::NotCanonical { index, why: brief(&why.to_string()) });
        }
    }

    /// Takes an entry out of the gap it was missing from; false if it was not missing.
    fn close_gap(&mut self, index: u64) -> bool {
        let Some((&first, &last)) = self.gaps.range(..=index).next_back() else { return false };
        if last < index {
            return false;
        }
        self.gaps.remove(&first);
        if first < index {
            self.gaps.insert(first, index - 1);
        }
        if index < last {
            self.gaps.insert(index + 1, last);
        }
        true
    }

    fn note_root(&mut self) {
        if let Some(root) = self.roots.get_mut(&self.frontier.size()) {
            *root = Some(self.frontier.root());
        }
    }

    /// After the last line: what is missing in between or at the end, and what stands beyond the
    /// checkpoint.
    fn finish(&mut self, current: Option<u64>) {
        let gaps = std::mem::take(&mut self.gaps);
        self.findings.extend(gaps.into_iter().map(|(first, last)| Finding::Missing { first, last }));
        let Some(signed) = current else { return };
        if self.next < signed && !self.stopped {
            self.findings.push(Finding::Short { signed, found: self.next });
        }
        if self.next > signed {
            self.findings.push(Finding::Unsigned { first: signed, last: self.next - 1 });
        }
    }
}

/// A foreign text for a finding: short, and without characters that could play tricks on its reader.
fn brief(text: &str) -> String {
    text.chars().take(400).map(|c| if plays_tricks(c) { '\u{fffd}' } else { c }).collect()
}
