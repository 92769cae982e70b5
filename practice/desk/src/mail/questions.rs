//! What can be asked about mail: which mailboxes there are, which letters wait for somebody, which came for a ticket. None
//! of them shows what is written; looking at a letter is a question of its own, and charted.

use super::records::{self, Kept};
use super::words::{Discard, ImapTls, Joined, LetterKind, Outcome, Reason, Sender, Unknown, Way};
use crate::records as desk;
use crate::words::Trouble;
use kernel::{Duty, LetterId, MailboxId, Moment, OrgId, PersonId, Phi, Stop, TicketId};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// The mailboxes within reach.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mailboxes {}

/// A mailbox without its password.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MailboxLine {
    pub mailbox: MailboxId,
    pub org: OrgId,
    pub address: String,
    pub way: Way,
    pub default_org: Option<OrgId>,
    pub trouble: Trouble,
    pub unknown: Unknown,
    pub forwards: bool,
    pub plus: bool,
    pub trusted: Option<String>,
    pub host: Option<String>,
    pub port: Option<u16>,
    pub tls: Option<ImapTls>,
    pub username: Option<String>,
    pub folder: Option<String>,
    /// When it was last looked into.
    pub looked_at: Option<Moment>,
    /// What went wrong then.
    pub problem: Option<String>,
}

impl Question for Mailboxes {
    const ACT: Act = Act {
        name: "desk.mailboxes",
        says: "List the mailboxes",
        path: "/desk/mailboxes",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Answer = Vec<MailboxLine>;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<Vec<MailboxLine>, Stop> {
        let found = records::mailboxes(look)?.into_iter().map(|m| MailboxLine {
            mailbox: m.id,
            org: m.org,
            address: m.address,
            way: m.way,
            default_org: m.default_org,
            trouble: m.trouble,
            unknown: m.unknown,
            forwards: m.forwards,
            plus: m.plus,
            trusted: m.trusted,
            host: m.host,
            port: m.port,
            tls: m.tls,
            username: m.username,
            folder: m.folder,
            looked_at: m.looked_at,
            problem: m.problem,
        });
        Ok(found.collect())
    }
}

/// The letters that were set aside and wait for somebody, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Letters {
    /// Only those before this one.
    pub before: Option<LetterId>,
    /// At most so many (1 to 200; 50 when left out).
    #[schemars(range(min = 1, max = 200))]
    pub most: Option<u32>,
}

/// A letter, masked.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LetterLine {
    pub letter: LetterId,
    pub org: OrgId,
    pub mailbox: MailboxId,
    pub at: Moment,
    pub kind: LetterKind,
    pub sender: Sender,
    /// Who wrote it, when that is known and confirmed.
    pub person: Option<PersonId>,
    pub outcome: Outcome,
    pub reason: Option<Reason>,
    /// Where a limit was passed.
    pub detail: Option<String>,
    pub joined: Option<Joined>,
    pub ticket: Option<TicketId>,
    /// The text's place on the ticket.
    pub place: Option<u32>,
    /// To which ticket it says that it belongs.
    pub suggested: Option<TicketId>,
    pub size_bytes: i64,
    pub parts: i64,
    pub settled_at: Option<Moment>,
    pub discarded: Option<Discard>,
}

impl From<Kept> for LetterLine {
    fn from(k: Kept) -> Self {
        Self {
            letter: k.id,
            org: k.org,
            mailbox: k.mailbox,
            at: k.at,
            kind: k.kind,
            sender: k.verdict,
            person: k.person,
            outcome: k.outcome,
            reason: k.reason,
            detail: k.detail,
            joined: k.joined,
            ticket: k.ticket,
            place: k.place,
            suggested: k.suggested,
            size_bytes: k.size,
            parts: k.parts,
            settled_at: k.settled_at,
            discarded: k.discarded,
        }
    }
}

/// Letters and where to go on.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LettersFound {
    pub letters: Vec<LetterLine>,
    pub before: Option<LetterId>,
}

impl Question for Letters {
    const ACT: Act = Act {
        name: "desk.letters",
        says: "List the letters that were set aside",
        path: "/desk/letters",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = LettersFound;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<LettersFound, Stop> {
        let most = crate::questions::bounded(self.most);
        // No id of a letter sorts after this.
        let before = self.before.map_or_else(|| "let_g".to_owned(), |b| b.to_string());
        let mut found = records::held(look, &before, most + 1)?;
        let more = found.len() > most as usize;
        found.truncate(most as usize);
        let before = found.last().filter(|_| more).map(|l| l.id);
        Ok(LettersFound { letters: found.into_iter().map(Into::into).collect(), before })
    }
}

/// One letter, masked.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    pub letter: LetterId,
}

impl Question for Letter {
    const ACT: Act = Act {
        name: "desk.letter",
        says: "See a letter that came in",
        path: "/desk/letters/{letter}",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Answer = LetterLine;

    fn ground(&self) -> Ground {
        Ground::thing(self.letter)
    }

    fn answer(&self, look: &mut Look) -> Result<LetterLine, Stop> {
        Ok(records::letter(look, self.letter)?.into())
    }
}

/// The letters that came for a ticket, oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketLetters {
    pub ticket: TicketId,
}

impl Question for TicketLetters {
    const ACT: Act = Act {
        name: "desk.ticket-letters",
        says: "List the letters of a ticket",
        path: "/desk/tickets/{ticket}/letters",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Answer = Vec<LetterLine>;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn answer(&self, look: &mut Look) -> Result<Vec<LetterLine>, Stop> {
        desk::ticket(look, self.ticket)?;
        Ok(records::on_ticket(look, self.ticket)?.into_iter().map(Into::into).collect())
    }
}

/// Looks at a letter as it came.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookAtLetter {
    pub letter: LetterId,
}

/// A letter behind its mask.
#[derive(Clone, Serialize, JsonSchema)]
pub struct LetterOpened {
    pub letter: LetterId,
    /// As it stands in the letter, confirmed or not.
    pub sender: Option<String>,
    pub subject: Option<String>,
    /// The whole text with what was quoted.
    pub text: String,
    pub parts: Vec<PartLine>,
    /// The beginning of the original, as readable as its bytes are.
    pub original: String,
}

/// A part of a letter.
#[derive(Clone, Serialize, JsonSchema)]
pub struct PartLine {
    pub name: String,
    pub kind: String,
    pub size_bytes: usize,
    /// Why it could only be read in part.
    pub problem: Option<String>,
}

impl std::fmt::Debug for LetterOpened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "letter {} ‹sealed›", self.letter)
    }
}

impl std::fmt::Debug for PartLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("‹sealed›")
    }
}

/// How much of an original is shown, in bytes.
const SHOWN_BYTES: usize = 64 * 1024;

impl Question for LookAtLetter {
    const ACT: Act = Act {
        name: "desk.look-at-letter",
        says: "Look at a letter as it came",
        path: "/desk/letters/{letter}/original",
        duty: Duty::SeePhi,
        phi: Phi::Holds,
    };
    type Answer = LetterOpened;

    fn ground(&self) -> Ground {
        Ground::thing(self.letter)
    }

    fn answer(&self, look: &mut Look) -> Result<LetterOpened, Stop> {
        let kept = records::letter(look, self.letter)?;
        let opened = records::open(look, &kept)?;
        let letter = wire::mail::Letter::read(&opened.raw).ok();
        let shown = &opened.raw[..opened.raw.len().min(SHOWN_BYTES)];
        let original = String::from_utf8_lossy(shown).replace('\0', "");
        let part = |p: wire::mail::Part| PartLine {
            size_bytes: p.bytes.len(),
            name: p.name,
            kind: p.kind,
            problem: p.problem,
        };
        Ok(LetterOpened {
            letter: self.letter,
            sender: opened.sender,
            subject: opened.subject,
            text: letter.as_ref().map(|l| l.whole_text.clone()).unwrap_or_default(),
            parts: letter.map(|l| l.parts.into_iter().map(part).collect()).unwrap_or_default(),
            original,
        })
    }
}
