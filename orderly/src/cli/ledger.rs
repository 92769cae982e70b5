//! The ledger at the console: an export for an auditor, its verification years later without this house, and
//! the proof of a single entry.

use super::{Where, on_behalf, print};
use crate::{House, runtime::said};
use anyhow::{Context as _, Result, anyhow, bail, ensure};
use clap::{Args, Subcommand};
use futures_executor::block_on;
use kernel::{EntryId, Who};
use ledger::{
    Leaf,
    export::{self, CHECKPOINT, EARLIER_CHECKPOINTS, ENTRIES, KEY, Line, Papers, Report},
};
use office::sealer;
use std::{
    fs::{self, File},
    io::{BufRead, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Of more checkpoints than this only some are kept in an export, evenly.
const MOST_EARLIER: usize = 20_000;
/// No key or checkpoint file of ours is longer; the earlier checkpoints are.
const LONGEST: u64 = 64 << 20;

/// What can be done with the ledger.
#[derive(Debug, Subcommand)]
pub enum Ledger {
    /// Write the ledger into an empty directory, for an auditor
    Export(Export),
    /// Verify an exported directory, without any database; or the installation itself
    Verify(Verify),
    /// Print one entry with all that proves it
    Prove(Prove),
}

/// Writes an export.
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    at: Where,
    /// The directory to write; it is made, or must be empty
    dir: PathBuf,
    /// On whose behalf; of entries beyond their reach only the hashes are written
    #[arg(long = "as", value_name = "EMAIL", required_unless_present = "whole")]
    by: Option<String>,
    /// Every entry of every organization
    #[arg(long, conflicts_with = "by")]
    whole: bool,
}

/// Verifies an export, or the installation itself.
#[derive(Debug, Args)]
pub struct Verify {
    #[command(flatten)]
    at: Where,
    /// An exported directory; left out, the installation itself is verified
    dir: Option<PathBuf>,
    /// A checkpoint that left the house before; without one no rollback is found
    #[arg(long, value_name = "FILE")]
    known: Vec<PathBuf>,
    /// The key as you were given it, instead of the one in the export
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

/// Proves one entry.
#[derive(Debug, Args)]
pub struct Prove {
    #[command(flatten)]
    at: Where,
    /// The entry's id: ent_…
    entry: String,
    /// On whose behalf: the e-mail address of somebody who may read the ledger
    #[arg(long = "as", value_name = "EMAIL")]
    by: String,
    /// As c2sp.org/tlog-proof, for tools of others, instead of JSON
    #[arg(long)]
    tlog: bool,
}

pub(super) fn run(command: Ledger) -> Result<ExitCode> {
    match command {
        Ledger::Export(export) => {
            let house = export.at.house()?;
            let who = export.by.as_deref().map(|by| on_behalf(&house, by)).transpose()?;
            print(&write_export(&house, who.as_ref(), &export.dir)?);
            Ok(ExitCode::SUCCESS)
        }
        Ledger::Verify(verify) => {
            let report = match &verify.dir {
                Some(dir) => verify_dir(dir, &verify.known, verify.key.as_deref())?,
                None => {
                    let house = verify.at.house()?;
                    let report = verify_store(&house, &known(&verify.known)?)?;
                    print(&unsealed(&house)?);
                    report
                }
            };
            print(report.to_string().trim_end());
            Ok(ExitCode::from(u8::from(!report.is_sound())))
        }
        Ledger::Prove(prove) => {
            let house = prove.at.house()?;
            let who = on_behalf(&house, &prove.by)?;
            let entry: EntryId = prove.entry.parse().map_err(|e| super::Usage(format!("{e}.")))?;
            print(proof(&house, &who, entry, prove.tlog)?.trim_end());
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Writes an export of what `who` may see, or of everything; gives the sentence about it.
///
/// # Errors
/// When the directory is not empty, when `who` may not read the ledger, or when nothing was sealed yet.
pub fn write_export(house: &House, who: Option<&Who>, dir: &Path) -> Result<String> {
    if let Some(who) = who {
        // Whoever may not read the ledger may not export it: the same refusal, charted like any other.
        let read = block_on(house.office.call(who, "office.entries", serde_json::json!({ "most": 1 }), None));
        read.map_err(|stop| anyhow!(said(&stop)))?;
    }
    fs::create_dir_all(dir).with_context(|| format!("The directory {} cannot be made", dir.display()))?;
    ensure!(fs::read_dir(dir)?.next().is_none(), "The directory {} is not empty.", dir.display());
    if let Err(stop) = seal_all(house) {
        // What was signed before can still be exported, and then verified.
        tracing::warn!("{}", said(&stop));
    }
    let source = Source::open(house, who)?;
    let (mut shown, mut withheld) = (0_u64, 0_u64);
    let path = dir.join(ENTRIES);
    let mut out = BufWriter::new(File::create_new(&path).with_context(|| path.display().to_string())?);
    let mut next = 0;
    while next < source.size {
        let lines = source.lines(next)?;
        for line in &lines {
            *(if line.leaf.is_some() { &mut shown } else { &mut withheld }) += 1;
            line.write(&mut out)?;
        }
        next += lines.len() as u64;
    }
    out.into_inner().map_err(|e| e.into_error())?.sync_all()?;
    let write = |name: &str, text: &str| -> Result<()> {
        let path = dir.join(name);
        let mut file = File::create_new(&path).with_context(|| path.display().to_string())?;
        file.write_all(text.as_bytes())?;
        Ok(file.sync_all()?)
    };
    write(CHECKPOINT, &source.note)?;
    write(EARLIER_CHECKPOINTS, &export::join_notes(&source.earlier))?;
    write(KEY, &format!("{}\n", house.sealer.verifier()))?;
    Ok(format!(
        "{shown} entries written to {} and {withheld} withheld, with their hashes.\n\
         Verify them anywhere: orderly ledger verify {}",
        dir.display(),
        dir.display()
    ))
}

/// Seals what waits, so that an export is complete even when nothing is serving.
fn seal_all(house: &House) -> Result<(), kernel::Stop> {
    loop {
        let sealed = block_on(house.sealer.turn(house.office.store(), house.office.now()))?;
        if sealed.entries == 0 {
            return Ok(());
        }
    }
}

/// The entries up to the last checkpoint, a thousand at a time: they never change any more, so each is a look
/// of its own.
struct Source<'a> {
    house: &'a House,
    who: Who,
    whole: bool,
    size: u64,
    note: String,
    earlier: Vec<String>,
}

impl<'a> Source<'a> {
    fn open(house: &'a House, who: Option<&Who>) -> Result<Self> {
        let whole = who.is_none();
        let who = who.cloned().unwrap_or(Who::House("console"));
        let last = ask(house, &who, sealer::last)?;
        let last = last.ok_or_else(|| anyhow!("Nothing has been sealed yet: the ledger is empty."))?;
        let mut source = Self { house, who, whole, size: last.size, note: last.note, earlier: Vec::new() };
        source.read_earlier()?;
        Ok(source)
    }

    fn read_earlier(&mut self) -> Result<()> {
        let (mut after, mut step, mut seen) = (0, 1_usize, 0_usize);
        loop {
            let some = ask(self.house, &self.who, move |look| sealer::checkpoints(look, after, 1_000))?;
            let Some(last) = some.last() else { return Ok(()) };
            after = last.size;
            for kept in some.into_iter().filter(|kept| kept.size < self.size) {
                if seen.is_multiple_of(step) {
                    self.earlier.push(kept.note);
                }
                seen += 1;
                if self.earlier.len() >= MOST_EARLIER {
                    let mut keep = false;
                    self.earlier.retain(|_| {
                        keep = !keep;
                        keep
                    });
                    step *= 2;
                }
            }
            if after >= self.size {
                return Ok(());
            }
        }
    }

    fn lines(&self, first: u64) -> Result<Vec<Line>> {
        let (size, whole) = (self.size, self.whole);
        let some = ask(self.house, &self.who, move |look| sealer::exported(look, first, size, whole))?;
        ensure!(!some.is_empty(), "Entry {first} is not in the database, although it was sealed.");
        let line = |e: sealer::Exported| match e.open {
            Some((salt, body)) => Line::shown(e.leaf, Leaf { salt, body }),
            None => Line::withheld(e.leaf, e.hash),
        };
        Ok(some.into_iter().map(line).collect())
    }
}

fn ask<T: Send + 'static>(
    house: &House,
    who: &Who,
    job: impl Fn(&mut store::Look) -> Result<T> + Send + 'static,
) -> Result<T> {
    block_on(house.office.read(who, move |look| Ok(job(look)?))).map_err(|stop| anyhow!(said(&stop)))
}

/// The entries of an open house as the file of an export, made while it is read.
struct Reading<'a> {
    source: &'a Source<'a>,
    next: u64,
    text: Vec<u8>,
    at: usize,
}

impl Read for Reading<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.text.len() && self.next < self.source.size {
            self.text.clear();
            self.at = 0;
            let lines = self.source.lines(self.next).map_err(std::io::Error::other)?;
            self.next = lines.last().map_or(self.source.size, |l| l.index + 1);
            for line in lines {
                line.write(&mut self.text)?;
            }
        }
        let count = out.len().min(self.text.len() - self.at);
        out[..count].copy_from_slice(&self.text[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// Verifies an open house as an export of all of it would be verified.
///
/// # Errors
/// When nothing was sealed yet, or the database cannot be read. What is wrong with the ledger stands in the
/// report.
pub fn verify_store(house: &House, known: &[String]) -> Result<Report> {
    let source = Source::open(house, None)?;
    let papers = Papers {
        key: &house.sealer.verifier().to_string(),
        checkpoint: &source.note,
        earlier: &source.earlier,
        known,
    };
    Ok(export::verify(BufReader::new(Reading { source: &source, next: 0, text: Vec::new(), at: 0 }), &papers))
}

/// Since when the oldest entry waits for its seal.
fn unsealed(house: &House) -> Result<String> {
    let oldest = ask(house, &Who::House("console"), sealer::oldest_unsealed)?;
    Ok(match oldest {
        None => "Every entry is sealed.".to_owned(),
        Some(at) => {
            let seconds = house.office.now().since(at).0 / 1_000_000;
            format!("Entries wait for their seal, the oldest since {at}, for {seconds} s.")
        }
    })
}

/// Verifies an exported directory. No database is opened.
///
/// # Errors
/// When a file is missing or cannot be read. What is wrong with the ledger stands in the report.
pub fn verify_dir(dir: &Path, known_in: &[PathBuf], key: Option<&Path>) -> Result<Report> {
    let own_key = dir.join(KEY);
    let key = text(key.unwrap_or(&own_key))?;
    let checkpoint = text(&dir.join(CHECKPOINT))?;
    let earlier = export::split_notes(&text(&dir.join(EARLIER_CHECKPOINTS))?);
    let known = known(known_in)?;
    let path = dir.join(ENTRIES);
    let entries: Box<dyn BufRead> = Box::new(BufReader::new(
        File::open(&path).with_context(|| format!("{} cannot be read", path.display()))?,
    ));
    Ok(export::verify(
        entries,
        &Papers { key: &key, checkpoint: &checkpoint, earlier: &earlier, known: &known },
    ))
}

fn known(files: &[PathBuf]) -> Result<Vec<String>> {
    let mut notes = Vec::new();
    for file in files {
        let found = export::split_notes(&text(file)?);
        ensure!(!found.is_empty(), "There is no checkpoint in {}.", file.display());
        notes.extend(found);
    }
    Ok(notes)
}

/// A file's text; what is not UTF-8 in it is shown as such and then found to be wrong.
fn text(path: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    let file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    file.take(LONGEST + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    if bytes.len() as u64 > LONGEST {
        bail!("{} is longer than any such file of ours.", path.display());
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// One entry with its proof, as JSON or for tools of others.
fn proof(house: &House, who: &Who, entry: EntryId, tlog: bool) -> Result<String> {
    if let Err(stop) = seal_all(house) {
        tracing::warn!("{}", said(&stop));
    }
    let asked = serde_json::json!({ "entry": entry });
    let answered = block_on(house.office.call(who, "office.entry", asked, None));
    let answered = answered.map_err(|stop| anyhow!(said(&stop)))?;
    let proof = answered.body.get("proof").filter(|p| !p.is_null());
    let proof = proof.ok_or_else(|| anyhow!("This entry waits for its seal."))?;
    if tlog {
        let proven: export::Proven = serde_json::from_value(proof.clone())?;
        return Ok(proven.to_tlog_proof());
    }
    Ok(format!("{proof:#}"))
}
