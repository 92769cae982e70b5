//! The search: what was typed is read as a query. Filters that must hold narrow the list as the form does; the
//! rest is looked for by keyed marks of its words, so that nothing has to be opened to find it. A page never
//! looks at more tickets than was said, however the query is put together.

use crate::query::{self, Query};
use crate::questions::Tickets;
use crate::records::{self, Begin, Read, Ticket};
use crate::search;
use crate::words::View;
use kernel::{Moment, OrgId, PersonId, Private, Refusal, Stop, TicketId};
use std::collections::{BTreeMap, BTreeSet};
use store::Look;

/// How many tickets are looked up for one page; what does not fit what else was asked is passed over.
const LOOKED_UP: usize = 1_000;
/// How many are read at once where no word leads to them.
const AT_ONCE: u32 = 200;
/// So many tickets of one number are looked at.
const MOST_NUMBERED: u32 = 1_000;
/// In so many tickets of an organization a word is found, and in no older ones.
const MOST_HITS: usize = 1_000;

/// What is left to be looked for after the filters.
#[derive(Debug)]
pub(super) enum Sought {
    Query(Query),
    One(TicketId),
    /// Words were typed of which none could be found.
    Nothing,
}

impl Tickets {
    /// The list with the filters that were typed into its search, and what is to be looked for in it.
    ///
    /// # Errors
    /// A refusal that names the sign at which the words cannot be read.
    pub(super) fn sought(&self, me: Option<PersonId>) -> Result<(Tickets, Option<Sought>), Refusal> {
        let typed = self.words.as_ref().filter(|words| !words.is_blank()).map(Private::reveal);
        let mut asked = Tickets { words: None, ..self.clone() };
        let Some(text) = typed else { return Ok((asked, None)) };
        if let Ok(id) = text.trim().parse::<TicketId>() {
            return Ok((asked, Some(Sought::One(id))));
        }
        if let Some(number) = search::number(text) {
            // The number of an asset may begin with zeros, and stands in texts as it is typed.
            let words = Query::Words(search::words(text));
            return Ok((asked, Some(Sought::Query(Query::Any(vec![Query::Number(number), words])))));
        }
        let read = query::read(text).map_err(|unread| Refusal::invalid("words", unread.to_string()))?;
        let Some(query) = read else { return Ok((asked, Some(Sought::Nothing))) };
        let parts = match query {
            Query::All(parts) => parts,
            one => vec![one],
        };
        let mut rest: Vec<Query> = parts.into_iter().filter_map(|part| asked.narrow(part, me)).collect();
        // A search looks through all, unless it says which.
        let is_open = asked.state.is_some_and(|state| state.is_open());
        asked.view = asked.view.or(Some(if is_open { View::Open } else { View::All }));
        let rest = if rest.len() > 1 { Some(Query::All(rest)) } else { rest.pop() };
        Ok((asked, rest.map(Sought::Query)))
    }

    /// Narrows the list by a filter; gives back what is none, or what would narrow it twice by the same.
    fn narrow(&mut self, part: Query, me: Option<PersonId>) -> Option<Query> {
        let mut pairs = self.pairs();
        let fresh = match &part {
            Query::Only(only) => only.pairs(),
            Query::Mine => me.map(|me| ("assignee", me.to_string())).into_iter().collect(),
            _ => Vec::new(),
        };
        if fresh.is_empty() {
            return Some(part);
        }
        if fresh.iter().any(|(name, _)| pairs.iter().any(|(known, _)| known == name)) {
            return Some(part);
        }
        pairs.extend(fresh);
        match Tickets::from_pairs(pairs.iter().map(|(name, value)| (*name, value.as_str()))) {
            Ok(narrowed) => {
                let Tickets { after, after_first, after_second, most, .. } = *self;
                *self = Tickets { after, after_first, after_second, most, ..narrowed };
                None
            }
            Err(_) => Some(part),
        }
    }
}

/// One page of what was sought, the newest first.
///
/// # Errors
/// A fault of the store.
pub(super) fn page(
    look: &mut Look,
    asked: &Tickets,
    sought: &Sought,
    me: Option<PersonId>,
    most: u32,
) -> Result<Read, Stop> {
    let now = look.now();
    let mut search = Search { look, asked, me, now, known: BTreeMap::new(), numbered: BTreeMap::new() };
    let room = usize::try_from(most).expect("at most 201");
    match sought {
        Sought::Nothing => Ok(Read::default()),
        Sought::One(id) => {
            let mut tickets = records::found(search.look, &[*id])?;
            tickets.retain(|t| asked.fits(t, now) && search.is_behind(t.id));
            Ok(Read { tickets, looked_to: None })
        }
        Sought::Query(query) => match search.candidates(query)? {
            Some(ids) => search.among(query, ids, room),
            None => search.through(query, room),
        },
    }
}

/// Whether a ticket is among those, which stand the newest first.
fn stands(with: &[TicketId], id: TicketId) -> bool {
    with.binary_search_by(|other| id.cmp(other)).is_ok()
}

struct Search<'a, 'b> {
    look: &'a mut Look<'b>,
    asked: &'a Tickets,
    me: Option<PersonId>,
    now: Moment,
    /// In which tickets of an organization a word stands, the newest first.
    known: BTreeMap<(OrgId, String), Vec<TicketId>>,
    /// Which tickets have a number, by their organization.
    numbered: BTreeMap<i64, Vec<(OrgId, TicketId)>>,
}

impl Search<'_, '_> {
    fn is_behind(&self, id: TicketId) -> bool {
        self.asked.after.is_none_or(|after| id < after)
    }

    /// The tickets that words and numbers lead to, the newest first; nothing where a query says no word that
    /// must stand there.
    fn candidates(&mut self, query: &Query) -> Result<Option<Vec<TicketId>>, Stop> {
        let mut all = Vec::new();
        for org in records::reached(self.look, self.asked.org)? {
            match self.at(org, query)? {
                Some(here) => all.extend(here),
                None => return Ok(None),
            }
        }
        all.sort_unstable_by(|a, b| b.cmp(a));
        all.dedup();
        Ok(Some(all))
    }

    fn at(&mut self, org: OrgId, query: &Query) -> Result<Option<Vec<TicketId>>, Stop> {
        match query {
            Query::Words(words) => {
                let mut both: Option<Vec<TicketId>> = None;
                for word in words {
                    let with = self.with(org, word)?;
                    let kept = match both {
                        None => with.to_vec(),
                        Some(before) => before.into_iter().filter(|id| stands(with, *id)).collect(),
                    };
                    if kept.is_empty() {
                        return Ok(Some(kept));
                    }
                    both = Some(kept);
                }
                Ok(both)
            }
            Query::Number(number) => {
                // One question for all organizations: each has at most one ticket of a number.
                if !self.numbered.contains_key(number) {
                    let all = records::numbered(self.look, *number, self.asked.org, MOST_NUMBERED)?;
                    self.numbered.insert(*number, all.iter().map(|t| (t.org, t.id)).collect());
                }
                let here = self.numbered[number].iter().filter(|(at, _)| *at == org);
                Ok(Some(here.map(|(_, id)| *id).collect()))
            }
            Query::All(parts) => {
                let mut both: Option<Vec<TicketId>> = None;
                for part in parts {
                    let Some(with) = self.at(org, part)? else { continue };
                    let kept: Vec<TicketId> = match both {
                        None => with,
                        Some(before) => {
                            let with: BTreeSet<TicketId> = with.into_iter().collect();
                            before.into_iter().filter(|id| with.contains(id)).collect()
                        }
                    };
                    if kept.is_empty() {
                        return Ok(Some(kept));
                    }
                    both = Some(kept);
                }
                Ok(both)
            }
            Query::Any(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    match self.at(org, part)? {
                        Some(with) => all.extend(with),
                        None => return Ok(None),
                    }
                }
                Ok(Some(all))
            }
            Query::Not(_) | Query::Only(_) | Query::Mine | Query::Nobody => Ok(None),
        }
    }

    fn with(&mut self, org: OrgId, word: &str) -> Result<&[TicketId], Stop> {
        let key = (org, word.to_owned());
        if !self.known.contains_key(&key) {
            let hits = records::hits(self.look, Some(org), std::slice::from_ref(&key.1))?;
            self.known.insert(key.clone(), hits);
        }
        Ok(&self.known[&key])
    }

    /// Those of the candidates that fit.
    fn among(&mut self, query: &Query, ids: Vec<TicketId>, room: usize) -> Result<Read, Stop> {
        let mut read = Read::default();
        let mut older =
            ids.into_iter().filter(|id| self.asked.after.is_none_or(|after| *id < after)).peekable();
        let mut looked_up = 0;
        while let Some(id) = older.next() {
            for ticket in records::found(self.look, &[id])? {
                if self.asked.fits(&ticket, self.now) && self.fits(query, &ticket, false)? {
                    read.tickets.push(ticket);
                }
            }
            looked_up += 1;
            if read.tickets.len() >= room {
                break;
            }
            if looked_up == LOOKED_UP && older.peek().is_some() {
                read.looked_to = Some(id);
                break;
            }
        }
        Ok(read)
    }

    /// What fits of all that is asked, walked from the newest on.
    fn through(&mut self, query: &Query, room: usize) -> Result<Read, Stop> {
        let (mut read, mut from, mut looked_at) = (Read::default(), self.asked.after, 0);
        loop {
            let begin = Begin { after: from, ..Begin::default() };
            let asked = Tickets { sort: None, ..self.asked.clone() };
            let part = if asked.reaches_back() {
                records::back_page(self.look, &asked, begin, self.me, AT_ONCE)?
            } else {
                records::open_page(self.look, &asked, begin, self.me, AT_ONCE)?
            };
            let full = part.tickets.len() == usize::try_from(AT_ONCE).expect("two hundred");
            looked_at += part.tickets.len();
            from = part.tickets.last().map(|t| t.id).or(from);
            for ticket in part.tickets {
                if read.tickets.len() < room && self.fits(query, &ticket, false)? {
                    read.tickets.push(ticket);
                }
            }
            if read.tickets.len() >= room {
                return Ok(read);
            }
            if !full || looked_at >= LOOKED_UP {
                read.looked_to = if full { from } else { part.looked_to };
                return Ok(read);
            }
        }
    }

    /// Whether the query holds of a ticket. Where a word stands in more tickets than are kept in mind, the
    /// older ones count as having it when it is not wanted: what was excluded is never shown.
    fn fits(&mut self, query: &Query, ticket: &Ticket, unwanted: bool) -> Result<bool, Stop> {
        match query {
            Query::All(parts) => {
                for part in parts {
                    if !self.fits(part, ticket, unwanted)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Query::Any(parts) => {
                for part in parts {
                    if self.fits(part, ticket, unwanted)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Query::Not(part) => Ok(!self.fits(part, ticket, !unwanted)?),
            Query::Words(words) => {
                for word in words {
                    let with = self.with(ticket.org, word)?;
                    let behind = with.len() >= MOST_HITS && with.last().is_some_and(|last| ticket.id < *last);
                    if !(stands(with, ticket.id) || unwanted && behind) {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Query::Number(number) => Ok(ticket.number == *number),
            Query::Only(part) => Ok(part.fits(ticket, self.now)),
            Query::Mine => Ok(self.me.is_some() && ticket.assignee == self.me),
            Query::Nobody => Ok(ticket.assignee.is_none()),
        }
    }
}
