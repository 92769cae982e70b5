//! A letter of advisories is read: file by file, or as its own words where it has no file. The letter is taken apart and its
//! files are read and sealed before the transaction, which then only writes. A file of a kind that nobody here can read is
//! kept as evidence all the same, and its page says so. Each waits for a person.

use super::orders::{about, named_in_all};
use super::read::{self, Told};
use super::records::{self, Advisory};
use super::topic;
use super::words::{AdvisorySource, Format};
use crate::OfPlace;
use kernel::{AdvisoryId, Done, Duty, Fact, LetterId, OrgId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use store::{Look, Work};

/// The most files of one letter that are taken in; the letter itself is kept whole where letters are.
pub const MOST_FILES: usize = 10;

/// Reads a letter that came to a mailbox of advisories. The house does this by itself.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadAdvisoryLetter {
    pub letter: LetterId,
    #[serde(skip)]
    #[schemars(skip)]
    came: Option<Came>,
    #[serde(skip)]
    #[schemars(skip)]
    read: Option<Arc<ReadLetter>>,
}

/// A letter taken apart.
#[derive(Clone)]
pub struct Mailed {
    /// The address of its author, as the letter says.
    pub author: Option<String>,
    pub subject: String,
    pub text: String,
    /// What each file is called, and its bytes.
    pub files: Vec<(String, Vec<u8>)>,
}

/// What was found of a letter: it taken apart, or nothing that could be.
#[derive(Clone)]
struct Came(Option<Arc<Mailed>>);

/// What a letter brought, read and sealed.
#[derive(Debug)]
struct ReadLetter {
    org: OrgId,
    source: AdvisorySource,
    files: Vec<ReadFile>,
    /// Whether nothing of it was left out.
    whole: bool,
}

/// One of its files.
#[derive(Debug)]
struct ReadFile {
    told: Told,
    title: String,
    size_bytes: i64,
    sha256: String,
    sealed: Vec<u8>,
}

/// What became of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LetterRead {
    pub letter: LetterId,
    /// How many advisories it brought that were not here before.
    pub advisories: usize,
}

impl std::fmt::Debug for Came {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("\u{2039}sealed\u{203a}")
    }
}

impl ReadAdvisoryLetter {
    /// With the letter taken apart; nothing where it cannot be, or is gone.
    pub fn new(letter: LetterId, mailed: Option<Mailed>) -> Self {
        Self { letter, came: Some(Came(mailed.map(Arc::new))), read: None }
    }
}

impl Mailed {
    /// Whether all that came is taken in: not too many files, none empty or too large, and something at all. What is
    /// left out has to stay where somebody sees the letter.
    fn is_taken_whole(&self) -> bool {
        match self.files.as_slice() {
            [] => fits(self.text.as_bytes()),
            files => files.len() <= MOST_FILES && files.iter().all(|(_, bytes)| fits(bytes)),
        }
    }

    /// Its files, or its words where it has none, each with its title and what it says of itself.
    fn parts(&self) -> Vec<(Told, String, &[u8])> {
        let subject = || read::line(&self.subject, 120);
        let untitled = || "A letter without a subject".to_owned();
        if self.files.is_empty() && fits(self.text.as_bytes()) {
            let told = Told::of_words(&self.subject, &self.text);
            return vec![(told, subject().unwrap_or_else(untitled), self.text.as_bytes())];
        }
        let files = self.files.iter().take(MOST_FILES).filter(|(_, bytes)| fits(bytes));
        let read = files.map(|(name, bytes)| {
            let told = read::read(bytes).unwrap_or_else(|| Told::of(Format::Other));
            let title = told.title.clone().or_else(subject).or_else(|| read::line(name, 120));
            (told, title.unwrap_or_else(untitled), bytes.as_slice())
        });
        read.collect()
    }
}

fn fits(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.len() <= super::LARGEST_ADVISORY_BYTES
}

/// Who warns, by the domain of a confirmed address.
fn source(author: Option<&str>) -> AdvisorySource {
    let Some((_, domain)) = author.and_then(|a| a.rsplit_once('@')) else { return AdvisorySource::Other };
    let domain = domain.to_lowercase();
    let under = |of: &str| domain == of || domain.strip_suffix(of).is_some_and(|d| d.ends_with('.'));
    match () {
        () if under("cisa.gov") || under("cisa.dhs.gov") => AdvisorySource::Cisa,
        () if under("hhs.gov") => AdvisorySource::Hc3,
        () => AdvisorySource::Other,
    }
}

fn was_read() -> Stop {
    Refusal::conflict("This letter is no letter of advisories, or it was read already.").into()
}

impl Order for ReadAdvisoryLetter {
    const ACT: Act = Act {
        name: "incidents.read-advisory-letter",
        says: "Read a letter of advisories",
        path: "/advisory-letters/{letter}/read",
        duty: Duty::RunHouse,
        phi: Phi::Incidental,
    };
    const PREPARES: bool = true;
    type Receipt = LetterRead;
    type Needs = OfPlace;

    fn ground(&self) -> Ground {
        Ground::thing(self.letter)
    }

    /// Read, hashed and sealed while nobody waits.
    fn prepare(&mut self, look: &mut Look) -> Result<(), Stop> {
        let Some(Came(mailed)) = self.came.take() else {
            return Err(Refusal::invalid("letter", "The house reads its letters by itself.").into());
        };
        let (org, confirmed) = records::letter_to_read(look, self.letter)?.ok_or_else(was_read)?;
        let author = mailed.as_ref().and_then(|m| m.author.as_deref()).filter(|_| confirmed);
        let mut read = ReadLetter { org, source: source(author), files: Vec::new(), whole: false };
        if let Some(mailed) = mailed {
            read.whole = mailed.is_taken_whole();
            for (told, title, bytes) in mailed.parts() {
                let sha256 = hex::encode(Sha256::digest(bytes));
                let sealed = look.seal_bytes(org, &records::about(org, &sha256), bytes)?;
                let size_bytes = i64::try_from(bytes.len()).map_err(anyhow::Error::from)?;
                read.files.push(ReadFile { told, title, size_bytes, sha256, sealed });
            }
        }
        self.read = Some(Arc::new(read));
        Ok(())
    }

    fn perform(&self, work: &mut Work, needs: OfPlace) -> Result<Done<LetterRead>, Stop> {
        let read = self.read.as_ref().ok_or_else(|| anyhow::anyhow!("a letter was not prepared"))?;
        if !records::letter_was_read(work, self.letter)? {
            return Err(was_read());
        }
        let mut facts = Vec::new();
        for file in &read.files {
            facts.extend(keep(work, self.letter, read, file, &needs.zone)?);
        }
        let fact = Fact::new("incidents.advisory-letter-read", read.org)
            .about(self.letter)
            .with("letter", self.letter)
            .with("advisories", facts.len())
            .with("whole", read.whole);
        let receipt = LetterRead { letter: self.letter, advisories: facts.len() };
        Ok(Done::new(fact, receipt).and_all(facts))
    }
}

/// Keeps a file as an advisory; what was taken in before is left alone.
fn keep(
    work: &mut Work,
    letter: LetterId,
    read: &ReadLetter,
    file: &ReadFile,
    zone: &str,
) -> Result<Option<Fact>, Stop> {
    if records::same(work, &file.sha256)?.is_some() {
        return Ok(None);
    }
    let told = &file.told;
    let id: AdvisoryId = work.id();
    let (playbook, because) = topic::playbook(&file.title, told).unzip();
    let advisory = Advisory {
        id,
        org: read.org,
        source: read.source,
        format: told.format,
        playbook,
        because,
        title: file.title.clone(),
        named: Some(named_in_all(told, told.words.len())),
        number: told.number.clone(),
        rating: told.rating.clone(),
        words: told.words.clone(),
        cves: told.cves.clone(),
        zone: zone.to_owned(),
        size_bytes: file.size_bytes,
        sha256: file.sha256.clone(),
        taken_by: None,
        taken_at: work.now(),
        verdict: None,
        settled_by: None,
        settled_at: None,
    };
    records::add(work, &advisory, &file.sealed)?;
    let fact = about("incidents.advisory-taken-in", &advisory)
        .about(letter)
        .with("letter", letter)
        .with("format", advisory.format)
        .with("size_bytes", advisory.size_bytes)
        .with("sha256", &advisory.sha256);
    Ok(Some(fact))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_not_taken_whole() {
        let large = vec![b'x'; crate::advisories::LARGEST_ADVISORY_BYTES + 1];
        let whole = |text: &str, files: &[&[u8]]| {
            let files = files.iter().map(|bytes| ("alert.txt".to_owned(), bytes.to_vec())).collect();
            let mailed = Mailed { author: None, subject: String::new(), text: text.to_owned(), files };
            assert!(mailed.parts().len() <= MOST_FILES);
            mailed.is_taken_whole()
        };
        assert!(whole("words", &[]) && whole("", &[b"one"]) && whole("", &[b"one".as_slice(); MOST_FILES]));
        assert!(!whole("", &[]) && !whole("words", &[b"one", &large]) && !whole("words", &[b""]));
        assert!(!whole("words", &[b"one".as_slice(); MOST_FILES + 1]));
    }

    #[test]
    fn who_warns_is_known_by_a_confirmed_domain_alone() {
        assert_eq!(source(Some("alerts@cisa.gov")), AdvisorySource::Cisa);
        assert_eq!(source(Some("HC3@HHS.GOV")), AdvisorySource::Hc3);
        assert_eq!(source(Some("hc3@mail.hhs.gov")), AdvisorySource::Hc3);
        assert_eq!(source(Some("hc3@nothhs.gov")), AdvisorySource::Other);
        assert_eq!(source(Some("cisa.gov")), AdvisorySource::Other);
        assert_eq!(source(None), AdvisorySource::Other);
    }
}
