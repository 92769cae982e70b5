//! What comes to a mailbox of advisories is taken in as one: file by file, or as its words. The letter itself then waits no
//! more among those that were set aside, unless something of it was left out.

use incidents::advisories::by_mail::{self, Mailed};
use kernel::{Fact, LetterId, MailboxId, Stop};
use store::Work;

pub(super) fn take_in(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let (Some(org), Some(letter)) = (fact.org, super::about::<LetterId>(fact)) else { return Ok(Vec::new()) };
    let Some(mailbox) = super::about::<MailboxId>(fact) else { return Ok(Vec::new()) };
    if !by_mail::comes_to(work, mailbox)? {
        return Ok(Vec::new());
    }
    let Some(read) = desk::mail::taken_apart(work, letter)? else { return Ok(Vec::new()) };
    let confirmed = fact.text("sender") == Some("confirmed");
    let author = read.from.as_ref().filter(|_| confirmed).map(|from| from.address.as_str());
    // Logos and signatures are no advisories.
    let files = read.parts.iter().filter(|part| !part.kind.starts_with("image/"));
    let mailed = Mailed {
        org,
        letter,
        author,
        subject: &read.subject,
        text: &read.whole_text,
        files: files.map(|part| (part.name.as_str(), part.bytes.as_slice())).collect(),
        zone: crate::supplies::zone(work, None)?,
    };
    let facts = by_mail::take_in(work, &mailed)?;
    if fact.name == "desk.letter-held" && mailed.is_taken_whole() {
        desk::mail::of_use_elsewhere(work, letter)?;
    }
    Ok(facts)
}
