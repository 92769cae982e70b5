//! Where the words of a search lead: to the tickets in which they stand, the newest first, read piece by piece and only
//! as far back as a page needs. So a search costs the same whether a word stands in ten tickets or in a million,
//! and however old the ticket is that fits.

use crate::query::Query;
use crate::records::{self, Kept};
use kernel::{Id, OrgId, TicketId};
use std::collections::BTreeMap;
use store::Look;

/// What one page may cost: tickets read of all words, and [`QUESTION`] for each time they were asked for.
const MOST: u32 = 20_000;
/// What it costs to ask for some more tickets of a word, as if so many had been read.
const QUESTION: u32 = 16;
/// The fewest and the most tickets of a word that are read at once: more where one follows the other.
const FEW: u32 = 8;
const MANY: u32 = 512;
/// How many at first; and of words that wait to be gathered, of which each question looks through all.
const AT_FIRST: u32 = 32;
const LISTED_AT_ONCE: u32 = 2_048;

/// A ticket's place in the order of time, and where a search begins that nobody began before.
pub(super) type Place = u128;
pub(super) const NEWEST: Place = Place::MAX;

pub(super) fn place(id: TicketId) -> Place {
    id.uuid().as_u128()
}

pub(super) fn ticket_at(place: Place) -> TicketId {
    TicketId::from_uuid(uuid::Uuid::from_u128(place))
}

/// The next ticket that may be sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    At(Place),
    /// None is newer than this place, and behind it nobody looked: the page cost enough.
    Looked(Place),
    /// There is none.
    End,
}

/// The ticket after which the next page begins that looks from this place on.
pub(super) fn before(looked: Place) -> TicketId {
    ticket_at(looked.saturating_add(1))
}

/// Some tickets of a word: all there are from `top` down to `floor`.
struct Piece {
    top: Place,
    floor: Place,
    tickets: Vec<Place>,
    /// How often it was of use.
    used: u32,
}

/// The tickets of one word at one organization, of one of the two places where they are kept.
struct Run {
    kept: Kept,
    pieces: Vec<Piece>,
    at_once: u32,
}

impl Run {
    fn new(kept: Kept) -> Self {
        let at_once = if kept == Kept::Listed { LISTED_AT_ONCE } else { AT_FIRST };
        Self { kept, pieces: Vec::new(), at_once }
    }

    /// The newest ticket at this place or behind it, if it was read; `None` says that nobody read so far.
    fn known(&mut self, from: Place) -> Option<Next> {
        let piece = self.pieces.iter_mut().rev().find(|p| p.floor <= from && from <= p.top)?;
        piece.used += 1;
        let at = piece.tickets.partition_point(|t| *t > from);
        Some(piece.tickets.get(at).map_or(Next::End, |t| Next::At(*t)))
    }

    fn read(&mut self, look: &mut Look, org: OrgId, mark: &str, from: Place) -> anyhow::Result<u32> {
        // One ticket after the other: more at once. Here one and there one: fewer.
        if let Some(last) = self.pieces.last().filter(|_| self.kept == Kept::Gathered) {
            self.at_once = if last.used > 2 { self.at_once * 2 } else { self.at_once / 2 }.clamp(FEW, MANY);
        }
        let found = records::with_word(look, self.kept, org, mark, ticket_at(from), self.at_once)?;
        let tickets: Vec<Place> = found.into_iter().map(place).collect();
        let count = u32::try_from(tickets.len()).expect("at most as many as were asked for");
        let last = tickets.last().copied().unwrap_or_default();
        let floor = if count < self.at_once { 0 } else { last };
        self.pieces.push(Piece { top: from, floor, tickets, used: 0 });
        Ok(count + QUESTION)
    }
}

struct Word {
    /// Nothing can be found where the organization's key was destroyed.
    mark: Option<String>,
    runs: [Run; 2],
}

/// Which words and numbers lead to which tickets, as far as somebody asked.
pub(super) struct Postings {
    /// Where the page begins: there words are read whatever it costs, so that each page comes further than the one before.
    begin: Place,
    words: BTreeMap<(OrgId, String), Word>,
    /// The tickets of a number, by their organization, the newest first.
    numbered: BTreeMap<i64, Vec<(OrgId, Place)>>,
    spent: u32,
}

/// What has to be there at once: a word, or a part of a query.
#[derive(Clone, Copy)]
enum Part<'a> {
    Word(&'a str),
    Query(&'a Query),
}

/// Whether words or numbers lead to whatever fits.
pub(super) fn leads(query: &Query) -> bool {
    match query {
        Query::Words(_) | Query::Number(_) => true,
        Query::All(parts) => parts.iter().any(leads),
        Query::Any(parts) => parts.iter().all(leads),
        Query::Not(_) | Query::Only(_) | Query::Mine | Query::Nobody => false,
    }
}

impl Postings {
    pub fn from(begin: Place) -> Self {
        Self { begin, words: BTreeMap::new(), numbered: BTreeMap::new(), spent: 0 }
    }

    /// Whether the page cost more than enough: what leads to tickets ends at [`MOST`], and as much is left to hold them
    /// against the rest of the query.
    pub fn is_spent(&self) -> bool {
        self.spent >= 2 * MOST
    }

    /// Whether the word stands in the ticket.
    pub fn stands(
        &mut self,
        look: &mut Look,
        org: OrgId,
        word: &str,
        ticket: TicketId,
    ) -> anyhow::Result<bool> {
        Ok(self.word(look, org, word, place(ticket), true)? == Next::At(place(ticket)))
    }

    /// Keeps in mind which tickets have a number.
    pub fn note(&mut self, number: i64, mut tickets: Vec<(OrgId, TicketId)>) {
        tickets.sort_by_key(|(_, ticket)| std::cmp::Reverse(*ticket));
        self.numbered.insert(number, tickets.into_iter().map(|(org, ticket)| (org, place(ticket))).collect());
    }

    /// The next ticket of an organization to which a query [leads](leads), at this place or behind it.
    pub fn next(&mut self, look: &mut Look, org: OrgId, query: &Query, from: Place) -> anyhow::Result<Next> {
        match query {
            Query::Words(words) => {
                let parts: Vec<Part> = words.iter().map(|word| Part::Word(word)).collect();
                self.meeting(look, org, &parts, from)
            }
            Query::All(parts) => {
                let parts: Vec<Part> = parts.iter().filter(|p| leads(p)).map(Part::Query).collect();
                self.meeting(look, org, &parts, from)
            }
            Query::Number(number) => {
                let tickets = self.numbered.get(number).map_or(&[][..], Vec::as_slice);
                let next = tickets.iter().find(|(at, ticket)| *at == org && *ticket <= from);
                Ok(next.map_or(Next::End, |(_, ticket)| Next::At(*ticket)))
            }
            Query::Any(parts) => {
                let (mut newest, mut looked) = (None, None);
                for part in parts {
                    match self.next(look, org, part, from)? {
                        Next::At(ticket) => newest = newest.max(Some(ticket)),
                        Next::Looked(to) => looked = looked.max(Some(to)),
                        Next::End => {}
                    }
                }
                Ok(newer(newest, looked))
            }
            Query::Not(_) | Query::Only(_) | Query::Mine | Query::Nobody => Ok(Next::End),
        }
    }

    /// The next ticket to which all parts lead: each in turn says how far back the others may go at once.
    fn meeting(&mut self, look: &mut Look, org: OrgId, parts: &[Part], from: Place) -> anyhow::Result<Next> {
        let mut at = from;
        loop {
            let mut agreed = None;
            let mut all = true;
            for part in parts {
                let next = match part {
                    Part::Word(word) => self.word(look, org, word, at, false)?,
                    Part::Query(query) => self.next(look, org, query, at)?,
                };
                let Next::At(ticket) = next else { return Ok(next) };
                all &= agreed.is_none_or(|agreed| agreed == ticket);
                agreed = Some(ticket);
                at = ticket;
            }
            if all {
                return Ok(agreed.map_or(Next::End, Next::At));
            }
        }
    }

    /// The next ticket with this word. Where it has to be known, it is looked for whatever it costs.
    fn word(
        &mut self,
        look: &mut Look,
        org: OrgId,
        word: &str,
        from: Place,
        must: bool,
    ) -> anyhow::Result<Next> {
        let key = (org, word.to_owned());
        if !self.words.contains_key(&key) {
            let mark = match look.word_mark(org, word) {
                Ok(mark) => Some(mark),
                Err(error) if error.is::<store::KeyDestroyed>() => None,
                Err(error) => return Err(error),
            };
            let runs = [Run::new(Kept::Listed), Run::new(Kept::Gathered)];
            self.words.insert(key.clone(), Word { mark, runs });
        }
        let known = self.words.get_mut(&key).expect("it was put there above");
        let Some(mark) = &known.mark else { return Ok(Next::End) };
        let (mut newest, mut looked) = (None, None);
        for run in &mut known.runs {
            let next = match run.known(from) {
                Some(next) => next,
                None if self.spent >= MOST && !must && from < self.begin => Next::Looked(from),
                None => {
                    self.spent += run.read(look, org, mark, from)?;
                    run.known(from).unwrap_or(Next::End)
                }
            };
            match next {
                Next::At(ticket) => newest = newest.max(Some(ticket)),
                Next::Looked(to) => looked = looked.max(Some(to)),
                Next::End => {}
            }
        }
        Ok(newer(newest, looked))
    }
}

fn newer(newest: Option<Place>, looked: Option<Place>) -> Next {
    match (newest, looked) {
        (Some(ticket), Some(to)) if ticket > to => Next::At(ticket),
        (_, Some(to)) => Next::Looked(to),
        (Some(ticket), None) => Next::At(ticket),
        (None, None) => Next::End,
    }
}
