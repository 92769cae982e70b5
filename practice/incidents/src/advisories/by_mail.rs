//! Advisories that come by mail. Somebody says which mailbox HC3, CISA and the vendors write to; what comes there is taken in
//! file by file, or as its own words where it has no file, and waits for a person. A file of a kind that nobody here can read
//! is kept as evidence all the same, and its page says so.

use super::orders::{about, named_in_all};
use super::read::{self, Told};
use super::records::{self, Advisory};
use super::words::{AdvisorySource, Format};
use kernel::{AdvisoryId, Done, Duty, Fact, LetterId, MailboxId, OrgId, Phi, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{Look, Work};

/// The most files of one letter that are taken in; the letter itself is kept whole where letters are.
pub const MOST_FILES: usize = 10;

/// Says that what comes to a mailbox is an advisory, or no longer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAdvisoryMailbox {
    /// The organization that has the mailbox and keeps the advisories.
    pub org: OrgId,
    /// The mailbox to which HC3, CISA and vendors write.
    #[schemars(extend("x-order" = 1))]
    pub mailbox: MailboxId,
    /// Whether what comes there is an advisory.
    #[schemars(extend("x-order" = 2))]
    pub advisories: bool,
}

/// That the mailbox is one of the organization.
#[derive(Debug, Clone, Copy)]
pub struct OwnMailbox;

/// How the mailbox stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AdvisoryMailbox {
    pub mailbox: MailboxId,
    pub advisories: bool,
}

impl Order for SetAdvisoryMailbox {
    const ACT: Act = Act {
        name: "incidents.set-advisory-mailbox",
        says: "Say to which mailbox advisories come",
        path: "/organizations/{org}/advisory-mailboxes",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = AdvisoryMailbox;
    type Needs = OwnMailbox;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, _: OwnMailbox) -> Result<Done<AdvisoryMailbox>, Stop> {
        records::set_mailbox(work, self.mailbox, self.advisories)?;
        let fact = Fact::new("incidents.advisory-mailbox-set", self.org)
            .about(self.mailbox)
            .with("mailbox", self.mailbox)
            .with("advisories", self.advisories);
        Ok(Done::new(fact, AdvisoryMailbox { mailbox: self.mailbox, advisories: self.advisories }))
    }
}

/// Whether what comes to this mailbox of the transaction's organization is an advisory.
///
/// # Errors
/// A fault of the store.
pub fn comes_to(look: &mut Look, mailbox: MailboxId) -> Result<bool, Stop> {
    Ok(records::has_mailbox(look, mailbox)?)
}

/// A letter to such a mailbox, taken apart.
pub struct Mailed<'a> {
    pub org: OrgId,
    pub letter: LetterId,
    /// The address of its author, where the receiving server confirmed it.
    pub author: Option<&'a str>,
    pub subject: &'a str,
    pub text: &'a str,
    /// What each file is called, and its bytes.
    pub files: Vec<(&'a str, &'a [u8])>,
    /// IANA zone of the place.
    pub zone: String,
}

impl Mailed<'_> {
    /// Whether all that came is taken in: not too many files, none empty or too large, and something at all. What is
    /// left out has to stay where somebody sees the letter.
    pub fn is_taken_whole(&self) -> bool {
        let fits = |bytes: &[u8]| !bytes.is_empty() && bytes.len() <= super::LARGEST_ADVISORY_BYTES;
        match self.files.as_slice() {
            [] => fits(self.text.as_bytes()),
            files => files.len() <= MOST_FILES && files.iter().all(|(_, bytes)| fits(bytes)),
        }
    }
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

/// Takes in what a letter brought: its files, or its words where it has none. What was taken in before is left alone.
///
/// # Errors
/// A fault of the store.
pub fn take_in(work: &mut Work, mailed: &Mailed<'_>) -> Result<Vec<Fact>, Stop> {
    let mut facts = Vec::new();
    for (name, bytes) in mailed.files.iter().take(MOST_FILES) {
        if bytes.is_empty() || bytes.len() > super::LARGEST_ADVISORY_BYTES {
            continue;
        }
        let told = read::read(bytes).unwrap_or_else(|| Told::of(Format::Other));
        let title = told.title.clone().or_else(|| read::line(mailed.subject, 120));
        let title = title.or_else(|| read::line(name, 120));
        facts.extend(keep(work, mailed, told, title, bytes)?);
    }
    let bytes = mailed.text.as_bytes();
    if facts.is_empty() && mailed.files.is_empty() && bytes.len() <= super::LARGEST_ADVISORY_BYTES {
        let told = Told::of_words(mailed.subject, mailed.text);
        facts.extend(keep(work, mailed, told, read::line(mailed.subject, 120), bytes)?);
    }
    Ok(facts)
}

fn keep(
    work: &mut Work,
    mailed: &Mailed<'_>,
    told: Told,
    title: Option<String>,
    bytes: &[u8],
) -> Result<Option<Fact>, Stop> {
    let sha256 = hex::encode(Sha256::digest(bytes));
    if bytes.is_empty() || records::same(work, &sha256)?.is_some() {
        return Ok(None);
    }
    let sealed = work.seal_bytes(mailed.org, &records::about(mailed.org, &sha256), bytes)?;
    let title = title.unwrap_or_else(|| "A letter without a subject".to_owned());
    let id: AdvisoryId = work.id();
    let advisory = Advisory {
        id,
        org: mailed.org,
        source: source(mailed.author),
        format: told.format,
        playbook: read::playbook(&title, told.format),
        title,
        named: Some(named_in_all(&told, told.words.len())),
        number: told.number,
        rating: told.rating,
        words: told.words,
        zone: mailed.zone.clone(),
        size_bytes: i64::try_from(bytes.len()).map_err(anyhow::Error::from)?,
        sha256,
        taken_by: None,
        taken_at: work.now(),
        verdict: None,
        settled_by: None,
        settled_at: None,
    };
    records::add(work, &advisory, &sealed)?;
    let fact = about("incidents.advisory-taken-in", &advisory)
        .about(mailed.letter)
        .with("letter", mailed.letter)
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
            let files = files.iter().map(|bytes| ("alert.txt", *bytes)).collect();
            let now = kernel::Moment::from_micros(0);
            let (org, letter) = (OrgId::new(now, [1; 10]), LetterId::new(now, [2; 10]));
            Mailed { org, letter, author: None, subject: "", text, files, zone: String::new() }
                .is_taken_whole()
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
