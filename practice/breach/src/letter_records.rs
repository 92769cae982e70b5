//! What this slice asks of the database about addressees: names and addresses are sealed, how each letter stands is not.

use crate::addressees::Addressee;
use crate::letterhead;
use crate::records::Breach;
use crate::words::{AddresseeKind, LetterState, Means};
use anyhow::{Context, Result};
use kernel::{BreachId, Refusal, Stop};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Row, Work, params, sql};

sql! {
    ADD "breach.add-addressee"
        "insert into breach_addressees (breach, place, org, kind, state, mark, who_sealed, told_by, told_at)
         values (:breach, :place, :org, :kind, :state, :mark, :who_sealed, :told_by, :now)";
    SAME "breach.same-addressee"
        "select place from breach_addressees where breach = :breach and mark = :mark and org = :org and state <> 'off'
         limit 1";
    AT "breach.addressee-at"
        "select place, kind, state, sent_on, means, returned_on from breach_addressees
         where breach = :breach and place = :place and org = :org";
    LIST "breach.addressees-opened"
        "select place, kind, state, sent_on, means, returned_on, who_sealed from breach_addressees
         where breach = :breach and org = :org and place > :after order by place limit :most";
    WAITING "breach.addressees-waiting"
        "select place, kind, state, sent_on, means, returned_on, who_sealed from breach_addressees
         where breach = :breach and org = :org and state = :state and place > :after order by place limit :most";
    SENT "breach.letters-sent"
        "update breach_addressees set state = 'sent', sent_on = :on, means = :means, evidence = :evidence,
             told_by = :told_by, told_at = :now
         where breach = :breach and org = :org and state = :state and place >= :first and place <= :last";
    RETURNED "breach.letter-returned"
        "update breach_addressees set state = :state, returned_on = :on, told_by = :told_by, told_at = :now
         where breach = :breach and org = :org and place = :place";
    CORRECT "breach.correct-addressee"
        "update breach_addressees set state = :state, kind = :kind, mark = :mark, who_sealed = :who_sealed,
             told_by = :told_by, told_at = :now
         where breach = :breach and org = :org and place = :place";
    OFF "breach.take-off-addressee"
        "update breach_addressees set state = 'off', told_by = :told_by, told_at = :now
         where breach = :breach and org = :org and place = :place";
}

/// How the letters of a breach stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Letters {
    /// The highest number on the list.
    pub listed: u32,
    /// Who waits for first-class mail, and who for electronic mail that they agreed to.
    pub by_mail: u32,
    pub by_email: u32,
    /// Individuals without a usable address.
    pub nowhere: u32,
    pub sent: u32,
    /// Letters to individuals that came back.
    pub returned: u32,
}

impl Letters {
    /// How many individuals no letter reaches.
    pub fn unreachable(self) -> u32 {
        self.nowhere.saturating_add(self.returned)
    }

    /// How many letters have not left.
    pub fn waiting(self) -> u32 {
        self.by_mail.saturating_add(self.by_email)
    }

    fn of(&mut self, state: LetterState) -> Option<&mut u32> {
        match state {
            LetterState::Mail => Some(&mut self.by_mail),
            LetterState::Email => Some(&mut self.by_email),
            LetterState::Nowhere => Some(&mut self.nowhere),
            LetterState::Sent => Some(&mut self.sent),
            LetterState::Returned => Some(&mut self.returned),
            LetterState::KinUnknown | LetterState::Off => None,
        }
    }

    fn moved(&mut self, from: Option<LetterState>, to: LetterState, number: u32) {
        if let Some(count) = from.and_then(|from| self.of(from)) {
            *count = count.saturating_sub(number);
        }
        if let Some(count) = self.of(to) {
            *count = count.saturating_add(number);
        }
    }
}

/// One letter as it stands, without its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Letter {
    /// Its number on the list.
    pub place: u32,
    pub kind: AddresseeKind,
    pub state: LetterState,
    pub sent_on: Option<String>,
    pub means: Option<Means>,
    pub returned_on: Option<String>,
}

impl Letter {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            place: row.get("place")?,
            kind: row.get("kind")?,
            state: row.get("state")?,
            sent_on: row.get("sent_on")?,
            means: row.get("means")?,
            returned_on: row.get("returned_on")?,
        })
    }
}

fn about(breach: BreachId, place: u32) -> String {
    format!("breaches/{breach}/addressees/{place}")
}

fn mark(work: &mut Look, b: &Breach, who: &Addressee) -> Result<String> {
    work.word_mark(b.org, &who.same())
}

/// Whether somebody stands on the list already.
pub(crate) fn listed(look: &mut Look, b: &Breach, who: &Addressee) -> Result<bool> {
    let mark = mark(look, b, who)?;
    Ok(look.row(&SAME, params! { "breach": b.id, "mark": mark })?.is_some())
}

/// Adds somebody under the next number; the breach itself is written by whoever settles it.
pub(crate) fn add(work: &mut Work, b: &mut Breach, kind: AddresseeKind, who: &Addressee) -> Result<()> {
    b.letters.listed = b.letters.listed.checked_add(1).context("more addressees than numbers")?;
    let (place, state) = (b.letters.listed, who.first(kind));
    let mark = mark(work, b, who)?;
    let sealed = work.seal(b.org, &about(b.id, place), &letterhead::kept(who)?)?;
    let told_by = work.person();
    let given = params! {
        "breach": b.id, "place": place, "kind": kind, "state": state, "mark": mark, "who_sealed": sealed,
        "told_by": told_by,
    };
    work.run(&ADD, given)?;
    b.letters.moved(None, state, 1);
    Ok(())
}

pub(crate) fn at(look: &mut Look, breach: BreachId, place: u32) -> Result<Letter, Stop> {
    match look.row(&AT, params! { "breach": breach, "place": place })? {
        Some(row) => Ok(Letter::read(&row)?),
        None => Err(Refusal::invalid("number", "No letter of the list has this number.").into()),
    }
}

/// Addressees with their names, from a number on: only for a question that is labelled so and charted.
pub(crate) fn opened(
    look: &mut Look,
    b: &Breach,
    state: Option<LetterState>,
    after: u32,
    most: u32,
) -> Result<Vec<(Letter, Addressee)>> {
    let given = params! { "breach": b.id, "after": after, "most": most };
    let rows = match state {
        None => look.rows(&LIST, given)?,
        Some(state) => {
            look.rows(&WAITING, params! { "breach": b.id, "state": state, "after": after, "most": most })?
        }
    };
    let open = |row: &Row, look: &mut Look| {
        let letter = Letter::read(row)?;
        let words = look.open(b.org, &about(b.id, letter.place), &row.get::<Vec<u8>>("who_sealed")?)?;
        Ok((letter, letterhead::read(&words)?))
    };
    rows.iter().map(|row| open(row, look)).collect()
}

/// What left on a day.
pub(crate) struct Leaving {
    pub state: LetterState,
    pub first: u32,
    pub last: u32,
    pub on: String,
    pub means: Means,
    pub evidence: u32,
}

/// Says that the waiting letters of these numbers have left; gives how many.
pub(crate) fn sent(work: &mut Work, b: &mut Breach, leaving: &Leaving) -> Result<u32> {
    let told_by = work.person();
    let given = params! {
        "breach": b.id, "state": leaving.state, "first": leaving.first, "last": leaving.last, "on": &leaving.on,
        "means": leaving.means, "evidence": leaving.evidence, "told_by": told_by,
    };
    let number = u32::try_from(work.run(&SENT, given)?)?;
    b.letters.moved(Some(leaving.state), LetterState::Sent, number);
    Ok(number)
}

pub(crate) fn returned(work: &mut Work, b: &mut Breach, letter: &Letter, on: &str) -> Result<LetterState> {
    let state = match letter.kind {
        AddresseeKind::NextOfKin => LetterState::KinUnknown,
        _ => LetterState::Returned,
    };
    let told_by = work.person();
    let given =
        params! { "breach": b.id, "place": letter.place, "state": state, "on": on, "told_by": told_by };
    work.run(&RETURNED, given)?;
    b.letters.moved(Some(letter.state), state, 1);
    Ok(state)
}

pub(crate) fn correct(
    work: &mut Work,
    b: &mut Breach,
    letter: &Letter,
    kind: AddresseeKind,
    who: &Addressee,
) -> Result<()> {
    let state = who.first(kind);
    let mark = mark(work, b, who)?;
    let sealed = work.seal(b.org, &about(b.id, letter.place), &letterhead::kept(who)?)?;
    let told_by = work.person();
    let given = params! {
        "breach": b.id, "place": letter.place, "kind": kind, "state": state, "mark": mark, "who_sealed": sealed,
        "told_by": told_by,
    };
    work.run(&CORRECT, given)?;
    b.letters.moved(Some(letter.state), state, 1);
    Ok(())
}

pub(crate) fn take_off(work: &mut Work, b: &mut Breach, letter: &Letter) -> Result<()> {
    let told_by = work.person();
    work.run(&OFF, params! { "breach": b.id, "place": letter.place, "told_by": told_by })?;
    b.letters.moved(Some(letter.state), LetterState::Off, 1);
    Ok(())
}
