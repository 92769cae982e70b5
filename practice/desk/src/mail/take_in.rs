//! A letter is taken in: by the engine that fetches a mailbox, by the mail server that hands it over, or by a program with
//! a token. The same letter twice is one ticket.

use super::decide::{Decision, decide};
use super::plan::{Known, Plan};
use super::words::{LetterKind, Outcome, Reason, Sender};
use super::{opening, records};
use crate::attachments::FileBytes;
use crate::needs::Placement;
use crate::records::{self as desk, Ticket};
use crate::words::TextKind;
use kernel::{Done, Duty, Fact, LetterId, MailboxId, Phi, Stop, TicketId, Who};
use office::{Act, Ground, Order, in_base64};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// Takes a letter in.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeInLetter {
    /// The mailbox to which it came.
    pub mailbox: MailboxId,
    /// The letter as it came over the wire (RFC 5322), in base64.
    pub raw: FileBytes,
    /// When it is larger than the limit and only its beginning is given: how large it is, in bytes.
    #[serde(default)]
    pub cut_from: Option<u64>,
    #[serde(skip)]
    #[schemars(skip)]
    pub plan: Option<Box<Plan>>,
}

impl TakeInLetter {
    pub fn new(mailbox: MailboxId, raw: Vec<u8>) -> Self {
        Self { mailbox, raw: FileBytes::new(raw), cut_from: None, plan: None }
    }
}

/// What became of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TakenIn {
    pub letter: LetterId,
    pub outcome: Outcome,
    pub ticket: Option<TicketId>,
    /// Why it was set aside.
    pub reason: Option<Reason>,
    /// Whether the same letter had been taken in before; then nothing was done.
    pub again: bool,
}

/// What the house tells about the place of a letter.
#[derive(Debug, Clone)]
pub struct MailPlace {
    /// Where a ticket of it would stand.
    pub place: Placement,
    /// Whether the one on whose behalf it would be opened works there now.
    pub reporter_works_there: bool,
}

impl TakeInLetter {
    fn size(&self) -> usize {
        let whole = self.cut_from.and_then(|size| usize::try_from(size).ok());
        whole.unwrap_or(0).max(self.raw.reveal().len())
    }

    /// Where it belongs, once that was worked out; the house reads the place of the reporter there.
    pub fn reporter(&self) -> Option<kernel::PersonId> {
        self.plan.as_ref().and_then(|plan| plan.reporter()).map(|known| known.person)
    }
}

impl Order for TakeInLetter {
    const ACT: Act = Act {
        name: "desk.take-in-letter",
        says: "Take in a letter",
        path: "/desk/mailboxes/{mailbox}/letters",
        duty: Duty::RunHouse,
        phi: Phi::Incidental,
    };
    const PREPARES: bool = true;
    const MOST_BYTES: usize = in_base64(wire::mail::MOST_BYTES);
    type Receipt = TakenIn;
    type Needs = MailPlace;

    fn ground(&self) -> Ground {
        match &self.plan {
            Some(plan) => Ground::Org(plan.org),
            None => Ground::thing(self.mailbox),
        }
    }

    fn prepare(&mut self, look: &mut Look) -> Result<(), Stop> {
        // Whoever has not signed in is refused; nothing is read or sealed for them before.
        if *look.who() == Who::Nobody {
            return Ok(());
        }
        self.plan = Some(Box::new(Plan::make(look, self.mailbox, &self.raw, self.cut_from)?));
        Ok(())
    }

    fn perform(&self, work: &mut Work, needs: MailPlace) -> Result<Done<TakenIn>, Stop> {
        let plan = self.plan.as_ref().ok_or_else(|| anyhow::anyhow!("a letter was not prepared"))?;
        let id: LetterId = work.id();
        if !records::mark(work, &plan.mark, id)? {
            let before = records::marked(work, &plan.mark)?.unwrap_or(id);
            return again(work, plan, before);
        }
        let ticket = match &plan.found {
            Some((found, _)) => {
                let one = desk::ticket(work, found.ticket)?;
                Some(desk::survivor(work, one)?)
            }
            None => None,
        };
        let anew = match ticket.as_ref().and_then(|ticket| Some((ticket, ticket.resolved_at?))) {
            Some((ticket, closed_at)) => crate::orders::anew(work, ticket, closed_at)?.0,
            None => false,
        };
        let mut decision = decide(plan, ticket.as_ref(), anew);
        if decision == Decision::Open && plan.reporter().is_some() && !needs.reporter_works_there {
            decision = Decision::Hold(Reason::UnknownSender);
        }
        let done = Taking { plan, id, size: self.size() };
        done.carry(work, decision, ticket, &needs.place)
    }
}

/// The same letter once more, by another mailbox or after a server died: nothing is done, and that is said.
fn again(work: &mut Work, plan: &Plan, letter: LetterId) -> Result<Done<TakenIn>, Stop> {
    // Within reach of this organization only; elsewhere it is only known that it was taken in.
    let kept = records::letter(work, letter).ok();
    let fact = Fact::new("desk.letter-again", plan.org).about(letter).about(plan.mailbox.id);
    let receipt = TakenIn {
        letter,
        outcome: kept.as_ref().map_or(Outcome::Noted, |k| k.outcome),
        ticket: kept.as_ref().and_then(|k| k.ticket),
        reason: kept.and_then(|k| k.reason),
        again: true,
    };
    Ok(Done::new(fact, receipt))
}

struct Taking<'a> {
    plan: &'a Plan,
    id: LetterId,
    size: usize,
}

impl Taking<'_> {
    fn carry(
        &self,
        work: &mut Work,
        decision: Decision,
        ticket: Option<Ticket>,
        place: &Placement,
    ) -> Result<Done<TakenIn>, Stop> {
        let plan = self.plan;
        let letter = match (&plan.letter, decision) {
            (_, Decision::Hold(reason)) => return self.hold(work, reason, ticket.map(|t| t.id)),
            (Err(_), _) => return self.hold(work, Reason::Unreadable, None),
            (Ok(letter), _) => letter,
        };
        let sealed = plan.files.as_ref().ok_or_else(|| anyhow::anyhow!("a letter was not prepared"))?;
        let (ticket, at, outcome, mut facts) = match (decision, ticket) {
            (Decision::Add { kind, again }, Some(ticket)) => {
                let author = plan.author();
                let text = opening::words(letter, false, author.is_some());
                let (at, facts) = if again {
                    opening::again(work, &ticket, author, &text)?
                } else {
                    opening::add(work, &ticket, kind, author, &text)?
                };
                let shown = !matches!(kind, TextKind::Internal | TextKind::Unverified);
                let files = sealed.attach(work, &ticket, letter, shown)?;
                (ticket.id, Some(at), Outcome::Added, [facts, files].concat())
            }
            (Decision::Note, Some(ticket)) => (ticket.id, None, Outcome::Noted, Vec::new()),
            _ => {
                let reporter: Option<Known> = plan.reporter();
                let text = opening::words(letter, true, reporter.is_some() && plan.original.is_none());
                let trouble = plan.mailbox.trouble;
                // Of a ticket that it was not put on after all the id is taken.
                let ticket = if plan.found.is_none() { sealed.ticket } else { work.id() };
                let fact = opening::open(work, ticket, (plan.org, place), trouble, reporter, &text)?;
                let opened = desk::ticket(work, ticket)?;
                let files = sealed.attach(work, &opened, letter, true)?;
                (ticket, Some(0), Outcome::Opened, [vec![fact], files].concat())
            }
        };
        // A machine's letter must not become what the next one answers.
        if outcome != Outcome::Noted {
            for name in &plan.names {
                records::name(work, name, ticket)?;
            }
        }
        self.keep(work, Some((ticket, at)), outcome, None, None)?;
        let fact = self.fact("desk.letter-taken-in").about(ticket).with("outcome", outcome);
        facts.push(fact);
        let receipt = TakenIn { letter: self.id, outcome, ticket: Some(ticket), reason: None, again: false };
        let mut facts = facts.into_iter();
        let first = facts.next().ok_or_else(|| anyhow::anyhow!("a letter was taken in without a fact"))?;
        Ok(Done::new(first, receipt).and_all(facts))
    }

    fn hold(
        &self,
        work: &mut Work,
        reason: Reason,
        suggested: Option<TicketId>,
    ) -> Result<Done<TakenIn>, Stop> {
        let outcome = Outcome::Held;
        self.keep(work, None, outcome, Some(reason), suggested)?;
        let receipt = TakenIn { letter: self.id, outcome, ticket: None, reason: Some(reason), again: false };
        Ok(Done::new(self.fact("desk.letter-held").with("reason", reason), receipt))
    }

    fn keep(
        &self,
        work: &mut Work,
        on: Option<(TicketId, Option<u32>)>,
        outcome: Outcome,
        reason: Option<Reason>,
        suggested: Option<TicketId>,
    ) -> Result<(), Stop> {
        let plan = self.plan;
        let fresh = records::Fresh {
            id: self.id,
            mailbox: plan.mailbox.id,
            ticket: on.map(|o| o.0),
            place: on.and_then(|o| o.1),
            outcome,
            reason,
            detail: plan.letter.as_ref().err().map(String::as_str),
            kind: plan.kind,
            verdict: plan.verdict,
            joined: plan.found.as_ref().map(|(_, joined)| *joined),
            person: plan.author().map(|a| a.person),
            suggested,
            sealed: &plan.sealed,
            mark: &plan.mark,
            size: self.size,
            parts: plan.letter.as_ref().map_or(0, |l| l.parts.len()),
        };
        Ok(records::put(work, &fresh)?)
    }

    fn fact(&self, name: &'static str) -> Fact {
        let (kind, sender): (LetterKind, Sender) = (self.plan.kind, self.plan.verdict);
        Fact::new(name, self.plan.org)
            .about(self.id)
            .about(self.plan.mailbox.id)
            .with("kind", kind)
            .with("sender", sender)
            .with("joined", self.plan.found.as_ref().map(|(_, joined)| *joined))
            .with("size", self.size)
    }
}
