//! Lists of tickets: the saved views, narrowed by organization, person or asset, and the search. A word is
//! looked for by its keyed mark, so that nothing has to be opened to find it.

use crate::questions::{Listed, bounded, page};
use crate::records::{self, Narrow, Ticket};
use crate::search;
use crate::words::View;
use kernel::{AssetId, Duty, Moment, OrgId, PersonId, Phi, Private, Stop, TicketId};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists tickets within reach, the newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tickets {
    /// Which view; the open ones when nothing is said. A search looks through all.
    pub view: Option<View>,
    /// Only this organization.
    pub org: Option<OrgId>,
    /// Only tickets of this person.
    pub assignee: Option<PersonId>,
    /// Only tickets about this asset.
    pub asset: Option<AssetId>,
    /// Words that stand in the ticket, or its number.
    pub words: Option<Private>,
    /// The last ticket of the page before.
    pub after: Option<TicketId>,
    /// How many, at most 200.
    pub most: Option<u32>,
}

/// One page of tickets.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Listing {
    pub now: Moment,
    pub view: View,
    /// Whether words were looked for.
    pub searched: bool,
    pub tickets: Vec<Listed>,
    /// Where the next page begins.
    pub next: Option<TicketId>,
    pub counts: Vec<Count>,
}

/// How many stand in a view: counted to 1 000; 1 001 says that there are more.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Count {
    pub view: View,
    pub count: i64,
}

impl Tickets {
    fn search(&self, look: &mut Look, text: &str, most: u32) -> Result<Vec<Ticket>, Stop> {
        let mut found = match search::number(text) {
            Some(number) => records::numbered(look, number, self.org, most + 1)?,
            None => Vec::new(),
        };
        let words = search::words(text);
        if !words.is_empty() {
            let hits = records::hits(look, self.org, &words)?;
            let known: Vec<TicketId> = found.iter().map(|t| t.id).collect();
            let older = hits.into_iter().filter(|id| self.after.is_none_or(|after| *id < after));
            let wanted: Vec<TicketId> = older.filter(|id| !known.contains(id)).take(2_000).collect();
            let room = usize::try_from(most).expect("at most 200") + 1;
            for id in wanted {
                if found.len() >= room {
                    break;
                }
                let ticket = records::found(look, &[id])?;
                found.extend(ticket.into_iter().filter(|t| self.fits(t)));
            }
        }
        found.retain(|t| self.fits(t) && self.after.is_none_or(|after| t.id < after));
        found.sort_by_key(|t| std::cmp::Reverse(t.id));
        Ok(found)
    }

    fn fits(&self, t: &Ticket) -> bool {
        (self.asset.is_none() || t.asset == self.asset)
            && (self.assignee.is_none() || t.assignee == self.assignee)
    }
}

impl Question for Tickets {
    const ACT: Act = Act {
        name: "desk.tickets",
        says: "List tickets",
        path: "/desk/tickets",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = Listing;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<Listing, Stop> {
        let (view, most) = (self.view.unwrap_or(View::Open), bounded(self.most));
        let me = look.person();
        let text =
            self.words.as_ref().filter(|words| !words.is_blank()).map(|words| words.reveal().to_owned());
        let tickets = match &text {
            Some(text) => self.search(look, text, most)?,
            None => {
                let by = Narrow {
                    org: self.org,
                    assignee: self.assignee,
                    asset: self.asset,
                    after: self.after,
                    most: most + 1,
                };
                records::list(look, view, &by, me)?
            }
        };
        let (tickets, next) = page(tickets, most);
        let counts = records::counts(look, me)?;
        let counts = counts.into_iter().map(|(view, count)| Count { view, count }).collect();
        Ok(Listing { now: look.now(), view, searched: text.is_some(), tickets, next, counts })
    }
}
