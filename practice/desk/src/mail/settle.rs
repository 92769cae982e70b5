//! Letters that were set aside: somebody looks at each and makes it a ticket, puts it on one, or discards it.

use super::take_in::{MailPlace, TakenIn};
use super::words::{Discard, Outcome};
use super::{opening, opening::Files, plan::Known, records};
use crate::records as desk;
use crate::words::{TextKind, Trouble};
use kernel::{Done, Duty, Fact, LetterId, PersonId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{fmt, sync::Arc};
use store::{Look, Work};
use wire::mail::Letter;

/// Takes in a letter that was set aside.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenFromLetter {
    pub letter: LetterId,
    /// The number of the ticket to which it belongs; a new one is opened when none is given.
    pub number: Option<i64>,
    /// On whose behalf a new one is opened, once you know for sure; nobody's when none is named.
    pub reporter: Option<PersonId>,
    /// What kind of trouble it is; a question when nothing is said.
    pub trouble: Option<Trouble>,
    #[serde(skip)]
    #[schemars(skip)]
    pub unpacked: Option<Arc<Unpacked>>,
}

/// A letter that was taken apart, its files sealed for the ticket on which it will stand.
pub struct Unpacked {
    letter: Option<Letter>,
    files: Files,
}

impl fmt::Debug for Unpacked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("‹sealed›")
    }
}

/// Discards a letter that was set aside. Its original is gone; that it came, and why it went, stays told.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscardLetter {
    pub letter: LetterId,
    /// Why.
    pub why: Discard,
}

fn waiting(look: &mut Look, letter: LetterId) -> Result<records::Kept, Stop> {
    let kept = records::letter(look, letter)?;
    if kept.outcome != Outcome::Held || kept.settled_at.is_some() {
        let refusal = Refusal::conflict("Somebody has taken care of this letter already.");
        return Err(refusal.remedy("See the letters that wait", Some("/mail".to_owned())).into());
    }
    Ok(kept)
}

impl Order for OpenFromLetter {
    const ACT: Act = Act {
        name: "desk.open-from-letter",
        says: "Make a ticket of a letter, or put it on one",
        path: "/desk/letters/{letter}/open",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    const PREPARES: bool = true;
    type Receipt = TakenIn;
    type Needs = MailPlace;

    fn ground(&self) -> Ground {
        Ground::thing(self.letter)
    }

    /// A large letter is opened, taken apart and its files are sealed while nobody waits.
    fn prepare(&mut self, look: &mut Look) -> Result<(), Stop> {
        let kept = waiting(look, self.letter)?;
        let ticket = match self.number {
            Some(number) => {
                let ticket = desk::ticket_of_number(look, "number", number)?;
                desk::survivor(look, ticket)?.id
            }
            None => look.id(),
        };
        let letter = Letter::read(&records::open(look, &kept)?.raw).ok();
        let files = Files::seal(look, (kept.org, ticket), letter.as_ref())?;
        self.unpacked = Some(Arc::new(Unpacked { letter, files }));
        Ok(())
    }

    fn perform(&self, work: &mut Work, needs: MailPlace) -> Result<Done<TakenIn>, Stop> {
        let kept = waiting(work, self.letter)?;
        if self.reporter.is_some() && !needs.reporter_works_there {
            return Err(Refusal::not_found("person").into());
        }
        let unpacked = self.unpacked.as_ref().ok_or_else(|| anyhow::anyhow!("a letter was not prepared"))?;
        let (letter, files) = (&unpacked.letter, &unpacked.files);
        let reporter = self.reporter.map(|person| Known { person, org: kept.org });
        let text = match letter {
            Some(letter) => opening::words(letter, self.number.is_none(), false),
            None => "A letter came by mail that cannot be taken apart. Its original is kept.".to_owned(),
        };
        let (ticket, at, outcome, mut facts) = match self.number {
            Some(number) => {
                let ticket = desk::ticket_of_number(work, "number", number)?;
                let ticket = desk::survivor(work, ticket)?;
                let (at, facts) = opening::add(work, &ticket, TextKind::Unverified, None, &text)?;
                (ticket.id, at, Outcome::Added, facts)
            }
            None => {
                let trouble = self.trouble.unwrap_or(Trouble::Question);
                let place = (kept.org, &needs.place);
                let fact = opening::open(work, files.ticket, place, trouble, reporter, &text)?;
                (files.ticket, 0, Outcome::Opened, vec![fact])
            }
        };
        if let Some(letter) = letter {
            let on = desk::ticket(work, ticket)?;
            facts.extend(files.attach(work, &on, letter, false)?);
        }
        if !records::settle(work, self.letter, (ticket, Some(at)), outcome)? {
            return Err(Refusal::conflict("Somebody has taken care of this letter already.").into());
        }
        let fact = Fact::new("desk.letter-settled", kept.org).about(self.letter).about(ticket);
        let fact = fact.with("outcome", outcome).with("kind", kept.kind).with("sender", kept.verdict);
        let receipt =
            TakenIn { letter: self.letter, outcome, ticket: Some(ticket), reason: None, again: false };
        Ok(Done::new(fact, receipt).and_all(facts))
    }
}

impl Order for DiscardLetter {
    const ACT: Act = Act {
        name: "desk.discard-letter",
        says: "Discard a letter that was set aside",
        path: "/desk/letters/{letter}/discard",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = TakenIn;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.letter)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<TakenIn>, Stop> {
        let kept = waiting(work, self.letter)?;
        if !records::discard(work, self.letter, self.why)? {
            return Err(Refusal::conflict("Somebody has taken care of this letter already.").into());
        }
        let fact = Fact::new("desk.letter-discarded", kept.org).about(self.letter);
        let fact = fact.with("why", self.why).with("kind", kept.kind).with("sender", kept.verdict);
        let outcome = Outcome::Held;
        let receipt =
            TakenIn { letter: self.letter, outcome, ticket: None, reason: kept.reason, again: false };
        Ok(Done::new(fact, receipt))
    }
}
