//! What is worked out about a letter before the transaction that takes it in: it is taken apart, its sender is looked up,
//! its ticket is sought, and what is kept of it is sealed. The transaction then only decides and writes.

use super::opening::Files;
use super::records::{self, Candidate, Mailbox, SealedLetter};
use super::thread;
use super::words::{Joined, LetterKind, Sender};
use crate::attachments::FileBytes;
use kernel::{MailboxId, OrgId, PersonId, Stop};
use std::fmt;
use store::Look;
use wire::mail::{self, Letter};

/// Somebody whom the house knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    pub person: PersonId,
    pub org: OrgId,
}

/// See the module.
#[derive(Clone)]
pub struct Plan {
    pub(super) mailbox: Mailbox,
    /// Where the letter is taken in.
    pub(super) org: OrgId,
    /// Whether it could be told for which organization it is.
    pub(super) placed: bool,
    pub(super) letter: Result<Letter, String>,
    pub(super) kind: LetterKind,
    pub(super) verdict: Sender,
    /// Who stands in it, confirmed or not.
    pub(super) named: Option<Known>,
    /// Whose letter a colleague passed on, when the mailbox takes that into account.
    pub(super) original: Option<Known>,
    /// Whether the one in it works for the house's provider or for the mailbox's organization's own.
    pub(super) staff: bool,
    /// Whether the sender works for an organization that this mailbox does not serve.
    pub(super) elsewhere: bool,
    pub(super) own: bool,
    pub(super) found: Option<(Candidate, Joined)>,
    pub(super) mark: String,
    pub(super) names: Vec<String>,
    pub(super) sealed: SealedLetter,
    pub(super) files: Option<Files>,
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("‹sealed›")
    }
}

impl Plan {
    /// The one who counts as the author: confirmed, and known.
    pub(super) fn author(&self) -> Option<Known> {
        self.named.filter(|_| self.verdict == Sender::Confirmed)
    }
    /// Where a ticket of it would be opened on behalf of whom.
    pub(super) fn reporter(&self) -> Option<Known> {
        self.original.or(self.author()).filter(|known| known.org == self.org)
    }

    /// Works it out. For the house.
    pub(super) fn make(
        look: &mut Look,
        mailbox: MailboxId,
        raw: &FileBytes,
        cut_from: Option<u64>,
    ) -> Result<Self, Stop> {
        let mailbox = records::any_mailbox(look, mailbox)?;
        let read = match cut_from.map(|size| usize::try_from(size).unwrap_or(usize::MAX)) {
            Some(bytes) => Err(mail::MailError::TooLarge { bytes }),
            None => Letter::read(raw.reveal()),
        };
        let mark = mark(look, read.as_ref().ok(), raw)?;
        let mut plan = Self {
            org: mailbox.org,
            placed: false,
            kind: read.as_ref().map_or(LetterKind::Unreadable, |l| l.kind.into()),
            verdict: Sender::Unverified,
            named: None,
            original: None,
            staff: false,
            elsewhere: false,
            own: false,
            found: None,
            mark,
            names: Vec::new(),
            sealed: SealedLetter::default(),
            files: None,
            letter: read.map_err(|problem| problem.to_string()),
            mailbox,
        };
        if let Some(org) = plan.mailbox.default_org
            && plan.serves(look, org)?
        {
            (plan.org, plan.placed) = (org, true);
        }
        if let Ok(letter) = plan.letter.clone() {
            plan.sender(look, &letter)?;
            plan.seek(look, &letter)?;
            plan.place(look, &letter)?;
        }
        plan.seal(look, raw)?;
        let ticket = plan.found.as_ref().map_or_else(|| look.id(), |(found, _)| found.ticket);
        plan.files = Some(Files::seal(look, (plan.org, ticket), plan.letter.as_ref().ok())?);
        Ok(plan)
    }

    fn sender(&mut self, look: &mut Look, letter: &Letter) -> Result<(), Stop> {
        self.verdict = mail::verdict(letter, self.mailbox.trusted.as_deref()).into();
        let Some(from) = letter.from.as_ref().filter(|_| !letter.from_is_ambiguous) else { return Ok(()) };
        self.own = records::is_own_address(look, &from.address)?;
        self.named = records::sender(look, &from.address)?.map(|(person, org)| Known { person, org });
        Ok(())
    }

    /// The ticket to which it belongs: by a signed reference, by the letters that it answers, and last, for somebody who is
    /// known for sure, by the number in its subject.
    fn seek(&mut self, look: &mut Look, letter: &Letter) -> Result<(), Stop> {
        for reference in &letter.references {
            let Some(found) = records::by_id(look, thread::ticket_of(reference))? else { continue };
            let people = [self.named.map(|k| k.person), found.reporter, found.assignee];
            let people: Vec<PersonId> = people.into_iter().flatten().collect();
            if self.serves(look, found.org)? && thread::is_ours(look, found.org, reference, &people)? {
                self.found = Some((found, Joined::Reference));
                return Ok(());
            }
        }
        let own = letter.message_id.iter().map(String::as_str);
        let answered = letter.answers.iter().rev().map(String::as_str);
        for name in answered.chain(own) {
            let mark = name_mark(look, name)?;
            for found in records::by_name(look, &mark)? {
                if self.serves(look, found.org)? {
                    self.found = Some((found, Joined::Answered));
                    return Ok(());
                }
            }
        }
        if let (Some(author), Some(number)) = (self.author(), number(&letter.subject))
            && self.serves(look, author.org)?
            && let Some(found) = records::by_number(look, author.org, number)?
            && found.reporter == Some(author.person)
        {
            self.found = Some((found, Joined::Number));
        }
        Ok(())
    }

    /// Whether this mailbox takes letters in for the organization: its own, or one that its own serves.
    fn serves(&self, look: &mut Look, org: OrgId) -> anyhow::Result<bool> {
        Ok(org == self.mailbox.org || records::provider(look, org)? == Some(self.mailbox.org))
    }

    fn place(&mut self, look: &mut Look, letter: &Letter) -> Result<(), Stop> {
        let provider = records::provider(look, self.mailbox.org)?;
        if let Some(author) = self.author() {
            self.staff = author.org == self.mailbox.org || Some(author.org) == provider;
            let forwarded = letter.forwarded.as_ref().filter(|_| self.staff && self.mailbox.forwards);
            if let Some(original) = forwarded
                && let Some((person, org)) = records::sender(look, &original.address)?
                && self.serves(look, org)?
            {
                self.original = Some(Known { person, org });
            }
        }
        let author = self.author();
        if let Some((found, _)) = &self.found {
            (self.org, self.placed) = (found.org, true);
        } else if let Some(known) = self.original {
            (self.org, self.placed) = (known.org, true);
        } else if let Some(author) = author {
            if self.serves(look, author.org)? {
                (self.org, self.placed) = (author.org, true);
            } else if !self.staff {
                self.elsewhere = true;
            }
        }
        Ok(())
    }

    fn seal(&mut self, look: &mut Look, raw: &FileBytes) -> Result<(), Stop> {
        let letter = self.letter.as_ref().ok();
        let from = letter.and_then(|l| l.from.as_ref()).map(|from| match &from.name {
            Some(name) => format!("{name} <{}>", from.address),
            None => from.address.clone(),
        });
        let subject = letter.map(|l| l.subject.as_str());
        // Of a letter beyond the limit its beginning is enough to see what it is; the mail server keeps the whole.
        let kept =
            if raw.reveal().len() > mail::MOST_BYTES { &raw.reveal()[..64 * 1024] } else { raw.reveal() };
        self.sealed = records::seal(look, self.org, &self.mark, (from.as_deref(), subject, kept))?;
        if let Some(own) = letter.and_then(|l| l.message_id.clone()) {
            self.names.push(name_mark(look, &own)?);
        }
        // Only somebody who is confirmed says which letters belong together.
        let answers =
            letter.filter(|_| self.author().is_some()).map(|l| l.answers.clone()).unwrap_or_default();
        for name in answers.iter().rev().take(10) {
            self.names.push(name_mark(look, name)?);
        }
        Ok(())
    }
}

/// What tells one letter from another, whichever way it came: its name, author, date, subject and what is written in it. A
/// name alone does not: some programs give the same to all of theirs.
fn mark(look: &mut Look, letter: Option<&Letter>, raw: &FileBytes) -> anyhow::Result<String> {
    let what = match letter {
        Some(l) => {
            let from = l.from.as_ref().map_or("", |f| &f.address);
            let name = l.message_id.as_deref().unwrap_or_default();
            let parts: Vec<usize> = l.parts.iter().map(|p| p.bytes.len()).collect();
            format!("{name}\n{from}\n{:?}\n{}\n{parts:?}\n{}", l.sent_at_s, l.subject, l.whole_text)
        }
        None => raw.sha256().to_owned(),
    };
    shortened(&look.commitment(None, &format!("letter/{what}"))?)
}

pub(super) fn name_mark(look: &mut Look, name: &str) -> anyhow::Result<String> {
    shortened(&look.commitment(None, &format!("letter name/{name}"))?)
}

/// 128 bits of a keyed commitment.
fn shortened(commitment: &str) -> anyhow::Result<String> {
    let digits = commitment.strip_prefix("hmac-sha256:").and_then(|d| d.get(..32));
    digits.map(str::to_owned).ok_or_else(|| anyhow::anyhow!("a commitment is no digest"))
}

/// The number of a ticket in a subject: `Re: ticket 12`, `[#12]`.
fn number(subject: &str) -> Option<i64> {
    let lower = subject.to_lowercase();
    let after = ["ticket #", "ticket ", "[#", "#"].into_iter().find_map(|mark| lower.split_once(mark))?.1;
    let digits: String = after.chars().take_while(char::is_ascii_digit).take(12).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_number_in_a_subject() {
        for (subject, found) in [
            ("Re: Ticket 12 was opened", Some(12)),
            ("SV: RE[2]: [#7] printer", Some(7)),
            ("AW: ticket #1042", Some(1042)),
            ("printer 5 jams", None),
            ("ticket", None),
            ("#", None),
            ("#99999999999999999999", Some(999_999_999_999)),
        ] {
            assert_eq!(number(subject), found, "{subject}");
        }
    }
}
