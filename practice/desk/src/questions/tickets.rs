//! Lists of tickets: a view, narrowed by whatever can be put together, in the order that was asked, and
//! what is looked for in it by words.

use crate::filter::{DueWithin, Sort};
use crate::questions::{Listed, bounded, found};
use crate::records::{self, Begin};
use crate::words::{CareArea, Nature, State, Trouble, View, WaitReason};
use kernel::{AssetId, Duty, LocationId, Moment, OrgId, PersonId, Phi, Private, Refusal, Stop, TicketId};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists tickets within reach.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tickets {
    /// Which view; the open ones when nothing is said. A search looks through all.
    pub view: Option<View>,
    /// Only this organization.
    pub org: Option<OrgId>,
    /// Only tickets in this state.
    pub state: Option<State>,
    /// Only this priority, 1 to 4.
    #[schemars(range(min = 1, max = 4))]
    pub priority: Option<u8>,
    /// Only this kind of trouble.
    pub kind: Option<Trouble>,
    /// Only what is this by nature: an incident, a request.
    pub nature: Option<Nature>,
    /// Only this tier, 1 to 3.
    #[schemars(range(min = 1, max = 3))]
    pub tier: Option<u8>,
    /// Only where such care is given.
    pub care_area: Option<CareArea>,
    /// Only this location.
    pub location: Option<LocationId>,
    /// Only tickets about this asset.
    pub asset: Option<AssetId>,
    /// Only tickets of this person.
    pub assignee: Option<PersonId>,
    /// Only those that this person reported.
    pub reporter: Option<PersonId>,
    /// Only what waits for this.
    pub waiting_for: Option<WaitReason>,
    /// Only tickets whose agreement is not in force.
    pub standing_lost: Option<bool>,
    /// Only what is due so soon.
    pub due: Option<DueWithin>,
    /// Only what was opened more days ago than this.
    pub older_days: Option<u32>,
    /// Only what was opened within these days.
    pub newer_days: Option<u32>,
    /// Only what has this tag.
    pub tag: Option<String>,
    /// In which order; the newest first when nothing is said, and always where resolved tickets are listed.
    pub sort: Option<Sort>,
    /// Words that stand in the ticket, or its number, or its id; with filters, OR, a minus and brackets:
    /// `(icu OR ed) printer -toner status:open priority:1,2 mine:yes`.
    pub words: Option<Private>,
    /// The last ticket of the page before.
    pub after: Option<TicketId>,
    /// What that ticket was sorted by, as the page before said.
    pub after_first: Option<i64>,
    /// What it was sorted by next.
    pub after_second: Option<i64>,
    /// How many, at most 200.
    pub most: Option<u32>,
}

/// One page of tickets.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Listing {
    pub now: Moment,
    pub view: View,
    pub sort: Sort,
    /// Whether words were looked for.
    pub searched: bool,
    pub tickets: Vec<Listed>,
    /// Where the next page begins.
    pub next: Option<TicketId>,
    /// What the last ticket was sorted by; goes along with `next`.
    pub next_first: Option<i64>,
    pub next_second: Option<i64>,
    /// Until when the page looked back, if it is not full and there may be more behind.
    pub looked_to: Option<Moment>,
    /// How many are asked for in all, counted to 1 000 (1 001: more); only of what is open.
    pub all: Option<i64>,
    pub counts: Vec<Count>,
}

/// How many stand in a view: counted to 1 000; 1 001 says that there are more.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Count {
    pub view: View,
    pub count: i64,
}

impl Tickets {
    fn checked(&self) -> Result<(), Refusal> {
        if self.priority.is_some_and(|p| !(1..=4).contains(&p)) {
            return Err(Refusal::invalid("priority", "A priority is 1, 2, 3 or 4."));
        }
        if self.tag.as_ref().is_some_and(|tag| crate::tags::normal(tag).as_ref() != Some(tag)) {
            return Err(Refusal::invalid("tag", "A tag is a short word in lower case, such as windows-11."));
        }
        let longest = 36_500;
        if self.older_days.is_some_and(|d| d > longest) || self.newer_days.is_some_and(|d| d > longest) {
            return Err(Refusal::invalid("older_days", "An age is at most 36 500 days."));
        }
        Ok(())
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
        self.checked()?;
        let (most, me) = (bounded(self.most), look.person());
        let (asked, sought) = self.sought(me)?;
        let view = asked.view.unwrap_or(View::Open);
        let begin = Begin { after: self.after, first_key: self.after_first, second_key: self.after_second };
        let mut read = match &sought {
            Some(sought) => found::page(look, &asked, sought, me, most + 1)?,
            None if asked.reaches_back() => records::back_page(look, &asked, begin, me, most + 1)?,
            None => records::open_page(look, &asked, begin, me, most + 1)?,
        };
        let full = usize::try_from(most).expect("at most 200");
        let more = read.tickets.len() > full;
        read.tickets.truncate(full);
        let sort = match sought {
            None if !asked.reaches_back() => asked.sort.unwrap_or(Sort::Newest),
            _ => Sort::Newest,
        };
        let last = read.tickets.last().filter(|_| more);
        let keys = last.map(|t| records::keys(t, sort)).filter(|_| sort != Sort::Newest);
        let looked_to = read.looked_to.filter(|_| !more);
        let counted = sought.is_none() && !asked.reaches_back();
        let counts = records::counts(look, self.org, me)?;
        Ok(Listing {
            now: look.now(),
            view,
            sort,
            searched: sought.is_some(),
            next: last.map(|t| t.id).or(looked_to),
            next_first: keys.map(|k| k.0),
            next_second: keys.map(|k| k.1),
            looked_to: looked_to.map(opened_about),
            all: if counted { Some(records::open_count(look, &asked, me)?) } else { None },
            tickets: read.tickets.iter().map(Listed::from).collect(),
            counts: counts.into_iter().map(|(view, count)| Count { view, count }).collect(),
        })
    }
}

/// When a ticket with this id was opened, as the id itself says.
fn opened_about(id: TicketId) -> Moment {
    use kernel::Id;
    let seconds = id.uuid().get_timestamp().map_or(0, |at| at.to_unix().0);
    Moment::from_micros(i64::try_from(seconds).unwrap_or(0).saturating_mul(1_000_000))
}
