//! Mail in. People write to the desk's address; what they write becomes a ticket, or is added to one. A letter finds its
//! ticket by the signed reference of a letter of ours, then by the letter that it answers, then by the number in its
//! subject, and only where the mailbox serves the ticket's organization. Nobody is taken for somebody because an address
//! stands in a letter: the receiving mail server must have confirmed it. What a machine wrote opens nothing. What cannot
//! be taken in is set aside with the reason, for somebody to look at; nothing is dropped, and the original is kept sealed.

mod decide;
mod mailbox;
mod opening;
mod pages;
mod plan;
mod questions;
pub mod records;
mod settle;
mod take_in;
mod thread;
pub mod words;

pub use mailbox::{EndMailbox, MailboxSet, SetMailbox};
pub use pages::{MailPage, letter_page, mail_page};
pub use questions::{
    Letter, LetterLine, LetterOpened, Letters, LettersFound, LookAtLetter, MailboxLine, Mailboxes, PartLine,
    TicketLetters,
};
pub use settle::{DiscardLetter, OpenFromLetter};
pub use take_in::{MailPlace, TakeInLetter, TakenIn};
pub use thread::{Thread, thread};

use kernel::{LetterId, Stop};
use office::Registry;
use serde_json::Value;
use store::{Look, Work};
use words::{Discard, LetterKind, Outcome, Reason};

/// Every order and question about mail but [`TakeInLetter`] and [`OpenFromLetter`], which need [`MailPlace`].
pub(crate) fn register(r: &mut Registry) {
    r.order::<SetMailbox>()
        .order::<EndMailbox>()
        .order::<DiscardLetter>()
        .question::<Mailboxes>()
        .question::<Letters>()
        .question::<Letter>()
        .question::<TicketLetters>()
        .question::<LookAtLetter>()
        .locate("mbx", &records::LOCATE_MAILBOX)
        .locate("let", &records::LOCATE_LETTER);
}

/// A letter taken apart by the house, for what follows from it elsewhere; nothing where it cannot be, or is gone.
///
/// # Errors
/// A fault of the store.
pub fn taken_apart(look: &mut Look, letter: LetterId) -> anyhow::Result<Option<wire::mail::Letter>> {
    let raw = records::raw(look, letter)?;
    Ok(raw.and_then(|raw| wire::mail::Letter::read(&raw).ok()))
}

/// Something was made of a letter elsewhere: it waits no more, and its original stays.
///
/// # Errors
/// A fault of the store.
pub fn of_use_elsewhere(work: &mut Work, letter: LetterId) -> Result<(), Stop> {
    Ok(records::of_use_elsewhere(work, letter)?)
}

/// What happened to a letter, as a sentence.
pub(crate) fn sentence(name: &str, body: &Value) -> Option<String> {
    let word = |key: &str| body.get(key).and_then(Value::as_str);
    let kind = word("kind").and_then(LetterKind::from_word).map_or("A letter", LetterKind::title);
    let reason = word("reason").and_then(Reason::from_word).map_or("of a reason", Reason::title);
    Some(match name {
        "desk.letter-taken-in" => match word("outcome").and_then(Outcome::from_word) {
            Some(Outcome::Noted) => format!("noted a letter: {kind}; it changed nothing"),
            Some(Outcome::Opened) => format!("took in a letter that opened a ticket: {kind}"),
            _ => format!("took in a letter: {kind}"),
        },
        "desk.letter-held" => format!("set a letter aside, because {reason}"),
        "desk.letter-again" => "met a letter that had been taken in already".to_owned(),
        "desk.letter-settled" => "took in a letter that had been set aside".to_owned(),
        "desk.letter-discarded" => {
            let why = word("why").and_then(Discard::from_word).map_or("of no use", Discard::title);
            format!("discarded a letter: {}", why.to_lowercase())
        }
        "desk.mailbox-set" => "set a mailbox".to_owned(),
        "desk.mailbox-ended" => "ended a mailbox".to_owned(),
        _ => return None,
    })
}
