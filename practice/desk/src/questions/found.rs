//! The search: what was typed is read as a query. Filters that must hold narrow the list as the form does; the
//! rest is looked for by keyed marks of its words, so that nothing has to be opened to find it. A page never
//! looks at more tickets than was said, however the query is put together.

use crate::query::{self, Query};
use crate::questions::Tickets;
use crate::questions::postings::{NEWEST, Next, Place, Postings, before, leads, place, ticket_at};
use crate::records::{self, Begin, Read, Ticket};
use crate::search;
use crate::words::View;
use kernel::{Moment, OrgId, PersonId, Private, Refusal, Stop, TicketId};
use store::Look;

/// How many tickets are looked up for one page; what does not fit what else was asked is passed over.
const LOOKED_UP: usize = 1_000;
/// How many are read at once where no word leads to them, and at least where one does.
const AT_ONCE: u32 = 200;
const FEW_AT_ONCE: usize = 20;
/// So many tickets of one number are looked at.
const MOST_NUMBERED: u32 = 1_000;

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
    // Only what is older than the last ticket of the page before.
    let begin = asked.after.map_or(NEWEST, |after| place(after).saturating_sub(1));
    let mut search = Search { look, asked, me, now, postings: Postings::from(begin) };
    let room = usize::try_from(most).expect("at most 201");
    match sought {
        Sought::Nothing => Ok(Read::default()),
        Sought::One(id) => {
            let mut tickets = records::found(search.look, &[*id])?;
            tickets.retain(|t| asked.fits(t, now) && place(t.id) <= begin);
            Ok(Read { tickets, looked_to: None })
        }
        Sought::Query(query) if leads(query) => search.led(query, begin, room),
        Sought::Query(query) => search.through(query, room),
    }
}

struct Search<'a, 'b> {
    look: &'a mut Look<'b>,
    asked: &'a Tickets,
    me: Option<PersonId>,
    now: Moment,
    postings: Postings,
}

impl Search<'_, '_> {
    /// Those that fit of the tickets to which words and numbers lead.
    fn led(&mut self, query: &Query, begin: Place, room: usize) -> Result<Read, Stop> {
        self.note_numbers(query)?;
        let mut ways = Vec::new();
        for org in records::reached(self.look, self.asked.org)? {
            ways.push((org, self.postings.next(self.look, org, query, begin)?));
        }
        let (mut read, mut looked_up) = (Read::default(), 0);
        loop {
            let (ids, behind) =
                self.candidates(query, &mut ways, (room - read.tickets.len()).max(FEW_AT_ONCE))?;
            for ticket in records::found(self.look, &ids)? {
                let id = ticket.id;
                if self.asked.fits(&ticket, self.now) && self.fits(query, &ticket)? {
                    read.tickets.push(ticket);
                }
                looked_up += 1;
                if read.tickets.len() >= room {
                    return Ok(read);
                }
                if looked_up >= LOOKED_UP || self.postings.is_spent() {
                    read.looked_to = Some(id);
                    return Ok(read);
                }
            }
            match behind {
                Next::At(_) => {}
                Next::Looked(to) => {
                    read.looked_to = Some(before(to));
                    return Ok(read);
                }
                Next::End => return Ok(read),
            }
        }
    }

    /// The next tickets of all organizations, the newest first, at most so many; and what is behind them.
    fn candidates(
        &mut self,
        query: &Query,
        ways: &mut [(OrgId, Next)],
        most: usize,
    ) -> Result<(Vec<TicketId>, Next), Stop> {
        let mut ids = Vec::new();
        loop {
            let next = ways.iter().map(|(_, next)| *next).max_by_key(|next| match next {
                Next::At(at) | Next::Looked(at) => Some(*at),
                Next::End => None,
            });
            match next {
                Some(Next::At(at)) if ids.len() < most => {
                    ids.push(ticket_at(at));
                    for (org, way) in ways.iter_mut().filter(|(_, way)| *way == Next::At(at)) {
                        let from = at.saturating_sub(1);
                        *way = self.postings.next(self.look, *org, query, from)?;
                    }
                }
                behind => return Ok((ids, behind.unwrap_or(Next::End))),
            }
        }
    }

    /// Looks up which tickets have the numbers of a query: one question for all organizations, each of which has at most
    /// one ticket of a number.
    fn note_numbers(&mut self, query: &Query) -> Result<(), Stop> {
        match query {
            Query::All(parts) | Query::Any(parts) => parts.iter().try_for_each(|p| self.note_numbers(p)),
            Query::Number(number) => {
                let all = records::numbered(self.look, *number, self.asked.org, MOST_NUMBERED)?;
                self.postings.note(*number, all.iter().map(|t| (t.org, t.id)).collect());
                Ok(())
            }
            _ => Ok(()),
        }
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
                let id = ticket.id;
                if self.fits(query, &ticket)? {
                    read.tickets.push(ticket);
                }
                if read.tickets.len() >= room {
                    return Ok(read);
                }
                if self.postings.is_spent() {
                    read.looked_to = Some(id);
                    return Ok(read);
                }
            }
            if !full || looked_at >= LOOKED_UP {
                read.looked_to = if full { from } else { part.looked_to };
                return Ok(read);
            }
        }
    }

    /// Whether the query holds of a ticket.
    fn fits(&mut self, query: &Query, ticket: &Ticket) -> Result<bool, Stop> {
        match query {
            Query::All(parts) => {
                for part in parts {
                    if !self.fits(part, ticket)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Query::Any(parts) => {
                for part in parts {
                    if self.fits(part, ticket)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Query::Not(part) => Ok(!self.fits(part, ticket)?),
            Query::Words(words) => {
                for word in words {
                    if !self.postings.stands(self.look, ticket.org, word, ticket.id)? {
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
