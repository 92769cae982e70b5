//! Faults planted at the edges of the house, one at a time: in the store between two orders, in the clock
//! that a round is shown, in the hours the house is given, in the letters that wait. The house itself holds
//! no code for any of them; a test for each asserts that the auditor names it.

use crate::auditor::{Auditor, Kind};
use crate::records::Pencil;
use anyhow::Result;
use kernel::{OrgId, Phi, Who};
use office::Act;

const MINUTE: i64 = 60_000_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// What is planted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Fault {
    /// The timer of an escalation is gone.
    LostTimer,
    /// Somebody is told the same twice.
    DoublePage,
    /// A place's zone is one that knows no winter time.
    HourOffInAutumn,
    /// For one act the gate reads an agreement that goes on for another year.
    GateLeftOpen,
    /// A letter that has left waits in the outbox again.
    LetterSentTwice,
    /// A letter is noted as sent and was not.
    LetterNeverSent,
    /// An entry is gone before it is sealed.
    SkippedSealRow,
    /// A miss is noted in the table, and nothing is said of it.
    PromiseNeverAnnounced,
    /// Whoever was on call last week is told.
    PageAfterShift,
    /// The round that notes the end of agreements does not run.
    LapseNoticedLate,
    /// After a ticket was opened again its clock stays stopped.
    ReopenedClockStands,
    /// The engines' clock is an hour behind.
    RoundsAnHourBehind,
    /// A short message says whom a ticket is about.
    ShortMessageTells,
    /// Nobody is asked for the review of an emergency access.
    ReviewNeverAsked,
    /// The promise that the reporter hears something again is gone.
    UpdateLost,
    /// Whoever is sent may be there an hour later than was agreed.
    ArrivalAnHourOff,
    /// The house forgets that it had a letter before.
    LetterTakenTwice,
    /// Something else is agreed, and open work stays as it was.
    WorkNotReckonedAnew,
}

impl Fault {
    pub const ALL: &[Fault] = &[
        Fault::LostTimer,
        Fault::DoublePage,
        Fault::HourOffInAutumn,
        Fault::GateLeftOpen,
        Fault::LetterSentTwice,
        Fault::LetterNeverSent,
        Fault::SkippedSealRow,
        Fault::PromiseNeverAnnounced,
        Fault::PageAfterShift,
        Fault::LapseNoticedLate,
        Fault::ReopenedClockStands,
        Fault::RoundsAnHourBehind,
        Fault::ShortMessageTells,
        Fault::ReviewNeverAsked,
        Fault::UpdateLost,
        Fault::ArrivalAnHourOff,
        Fault::LetterTakenTwice,
        Fault::WorkNotReckonedAnew,
    ];

    /// What the auditor may call it; where several are named, it depends on what the fault meets first.
    pub fn named(self) -> &'static [Kind] {
        match self {
            Fault::LostTimer => &[Kind::NobodyTold],
            Fault::DoublePage => &[Kind::LetterForNothing],
            Fault::HourOffInAutumn => &[Kind::WrongDueTime],
            Fault::GateLeftOpen => &[Kind::DoneWithoutStanding],
            Fault::LetterSentTwice => &[Kind::LetterTwice],
            Fault::LetterNeverSent => &[Kind::LetterMissing],
            Fault::SkippedSealRow => &[Kind::NotCharted],
            Fault::PromiseNeverAnnounced => &[Kind::Unannounced],
            Fault::PageAfterShift => &[Kind::WrongPersonTold],
            Fault::LapseNoticedLate => &[Kind::EndNotNoted],
            Fault::ReopenedClockStands => &[Kind::ReopenedClockStands],
            Fault::ShortMessageTells => &[Kind::SaysTooMuch],
            Fault::ReviewNeverAsked => &[Kind::LetterMissing],
            Fault::RoundsAnHourBehind => &[
                Kind::Unannounced,
                Kind::UpdateAmiss,
                Kind::ArrivalAmiss,
                Kind::NobodyTold,
                Kind::NotCharted,
            ],
            Fault::UpdateLost => &[Kind::UpdateAmiss],
            Fault::ArrivalAnHourOff => &[Kind::ArrivalAmiss],
            Fault::LetterTakenTwice => &[Kind::LetterTakenTwice],
            Fault::WorkNotReckonedAnew => &[Kind::NotReckonedAnew],
        }
    }
}

/// The fault of this year, if there is one.
pub struct Planted {
    fault: Option<Fault>,
    /// Not before this moment.
    from: i64,
    pencil: Pencil,
    done: bool,
    /// The gate is open for the order that is given now.
    open: bool,
}

impl Planted {
    pub fn new(fault: Option<Fault>, from: i64, pencil: Pencil) -> Self {
        Self { fault, from, pencil, done: false, open: false }
    }

    /// Whether nothing is planted in this year.
    pub(crate) fn none(&self) -> bool {
        self.fault.is_none()
    }

    fn is(&self, fault: Fault, at: i64) -> bool {
        self.fault == Some(fault) && !self.done && at >= self.from
    }

    /// The zone that the house is given for a place.
    pub(crate) fn zone<'a>(&self, place: &str, zone: &'a str) -> &'a str {
        match (self.fault, place) {
            (Some(Fault::HourOffInAutumn), "Office building") => "Etc/GMT+5",
            _ => zone,
        }
    }

    pub(crate) fn before_order(
        &mut self,
        act: &Act,
        auditor: &Auditor,
        who: &Who,
        org: Option<OrgId>,
        at: i64,
    ) -> Result<()> {
        let employer = who.person().and_then(|p| auditor.books.people.get(&p)).map(|known| known.org);
        if let (true, Some(employer), Some(org)) = (self.is(Fault::GateLeftOpen, at), employer, org)
            && act.phi != Phi::None
            && !auditor.books.stands(employer, org, at)
        {
            let open = "update agreements set ends_at = ends_at + ?1 where org = ?2 and state = 'signed'";
            self.pencil.scribble(open, &[&(365 * DAY), &org.to_string()])?;
            self.open = true;
        }
        if self.is(Fault::ArrivalAnHourOff, at) && act.name == "desk.send-on-site" {
            let later =
                "update commitments set arrival_minutes = arrival_minutes + 60 where replaced_at is null";
            self.done = self.pencil.scribble(later, &[])? > 0;
        }
        if self.is(Fault::WorkNotReckonedAnew, at) && act.name == "desk.set-commitments" {
            self.pencil.scribble("drop table if exists temp.before", &[])?;
            let before = "create temp table before as
                select ticket, kind, target_s, always, commitment, earlier, due_at from promises";
            self.pencil.scribble(before, &[])?;
        }
        Ok(())
    }

    /// Before a letter is handed over.
    pub(crate) fn before_letter(&mut self, at: i64) -> Result<()> {
        if self.is(Fault::LetterTakenTwice, at) {
            self.pencil.scribble("delete from letter_marks", &[])?;
        }
        Ok(())
    }

    pub(crate) fn after_order(&mut self, act: &Act, org: Option<OrgId>, at: i64) -> Result<()> {
        if std::mem::take(&mut self.open) {
            let shut = "update agreements set ends_at = ends_at - ?1 where org = ?2 and state = 'signed'";
            self.pencil.scribble(shut, &[&(365 * DAY), &org.map(|o| o.to_string())])?;
            self.done = true;
        }
        if self.is(Fault::LostTimer, at) {
            let timer = "update escalations set next_at = null where place = 0 and next_at > ?1";
            self.pencil.scribble(timer, &[&at])?;
        }
        if self.is(Fault::ReopenedClockStands, at) && act.name == "desk.reopen-mine" {
            let clock = "update promises set stopped_at = ?1 where kind = 'resolution' and stopped_at is null
                and ticket in (select id from tickets where reopened > 0 and resolved_at is null)";
            self.pencil.scribble(clock, &[&at])?;
        }
        if self.is(Fault::UpdateLost, at) && act.name == "desk.reply" {
            let news = "delete from promises where kind = 'update' and stopped_at is null";
            self.pencil.scribble(news, &[])?;
        }
        if self.is(Fault::WorkNotReckonedAnew, at) && act.name == "desk.set-commitments" {
            let as_before = "update promises set (target_s, always, commitment, earlier, due_at) =
                (select b.target_s, b.always, b.commitment, b.earlier, b.due_at from temp.before b
                 where b.ticket = promises.ticket and b.kind = promises.kind)
                where exists (select 1 from temp.before b where b.ticket = promises.ticket and b.kind = promises.kind)";
            self.pencil.scribble(as_before, &[])?;
        }
        Ok(())
    }

    pub(crate) fn before_beat(&mut self, auditor: &Auditor, at: i64) -> Result<()> {
        if self.is(Fault::SkippedSealRow, at) {
            let row = "delete from entries where leaf = (select max(leaf) from entries)
                and leaf >= (select size from sealed_up_to)";
            self.done = self.pencil.scribble(row, &[])? > 0;
        }
        if self.is(Fault::PromiseNeverAnnounced, at) {
            let miss = "update promises set missed_at = due_at
                where kind in ('response', 'resolution') and stopped_at is null and missed_at is null and due_at < ?1";
            self.done = self.pencil.scribble(miss, &[&at])? > 0;
        }
        if self.is(Fault::PageAfterShift, at)
            && let Some(last_week) = auditor.calls.turn_of(at - 7 * DAY, &auditor.books)
        {
            let alone = "insert into rota_overrides
                  (id, org, rota, kind, person, stand_in, from_at, to_at, made_by, made_at, ended_at)
                select 'ovr_00000000000000000000000000000000', org, id, 'alone', null, ?1, ?2, ?3, null, ?2, null
                from rotas where exists (select 1 from escalations where place = 0 and next_at <= ?2)";
            let given: [&dyn rusqlite::ToSql; 3] = [&last_week.to_string(), &at, &(at + MINUTE)];
            self.done = self.pencil.scribble(alone, &given)? > 0;
        }
        Ok(())
    }

    pub(crate) fn after_beat(&mut self, at: i64) -> Result<()> {
        if self.is(Fault::LetterSentTwice, at) {
            let again = "update outbox set sent_at = null, due_at = ?1 where id =
                (select id from outbox where channel = 'mail' and sent_at is not null order by id desc limit 1)";
            self.done = self.pencil.scribble(again, &[&at])? > 0;
        }
        if self.is(Fault::DoublePage, at) {
            let twice = "insert into outbox
                  (id, org, channel, recipient, subject, content, created_at, due_at, tries)
                select substr(id, 1, 20) || 'ffffffffffffffff', org, channel, recipient, subject, content, ?1, ?1, 0
                from outbox where subject like '%needs you%' order by id desc limit 1";
            self.done = self.pencil.scribble(twice, &[&at])? > 0;
        }
        if self.fault == Some(Fault::PageAfterShift) && self.done {
            let gone = "delete from rota_overrides where id = 'ovr_00000000000000000000000000000000'";
            self.pencil.scribble(gone, &[])?;
        }
        Ok(())
    }

    /// What the clock shows to a round; nothing when the round is not run.
    pub(crate) fn clock_of(&mut self, round: &str, at: i64) -> Result<Option<i64>> {
        if self.is(Fault::LapseNoticedLate, at) && round == "lapses" {
            return Ok(None);
        }
        if self.is(Fault::LetterNeverSent, at) && round == "mail" {
            let letter = "update outbox set sent_at = ?1 where channel = 'mail' and sent_at is null
                and subject like '%promise was missed%'";
            self.done = self.pencil.scribble(letter, &[&at])? > 0;
        }
        if self.is(Fault::ShortMessageTells, at) && round == "short-messages" {
            let message = "update outbox set content = cast(content || ' Mrs. Sample, bed 4' as blob)
                where channel = 'sms' and sent_at is null";
            self.done = self.pencil.scribble(message, &[])? > 0;
        }
        if self.is(Fault::ReviewNeverAsked, at) && round == "mail" {
            let letter = "delete from outbox where sent_at is null and subject like '%waits for its review%'";
            self.done = self.pencil.scribble(letter, &[])? > 0;
        }
        Ok(Some(if self.is(Fault::RoundsAnHourBehind, at) { at - 60 * MINUTE } else { at }))
    }
}
