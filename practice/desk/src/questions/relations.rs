//! How one ticket hangs together with others, as its page tells it: what it hangs under, its tasks, what was
//! merged, what it is linked with, and the other assets that it is about.

use crate::records::{self, Ticket};
use crate::words::{LinkKind, Nature, State, Trouble};
use kernel::{AssetId, Moment, Stop, TicketId};
use schemars::JsonSchema;
use serde::Serialize;
use store::Look;

/// Another ticket of the same organization.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Related {
    pub ticket: TicketId,
    pub number: i64,
    pub kind: Trouble,
    pub nature: Nature,
    pub state: State,
    pub priority: u8,
}

/// A link as one end sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Tied {
    pub link: LinkKind,
    /// The link in words, seen from this end.
    pub says: String,
    /// Whether it was made by hand and can be taken away by hand.
    pub by_hand: bool,
    pub to: Related,
}

/// Everything that a ticket hangs together with.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Relations {
    pub parent: Option<Related>,
    pub children: Vec<Related>,
    /// The ticket that carries this one on.
    pub merged_into: Option<Related>,
    /// Until when that can be undone.
    pub unmerge_until: Option<Moment>,
    /// Tickets that this one carries on.
    pub joined: Vec<Related>,
    pub links: Vec<Tied>,
    /// Assets beside the first.
    pub assets: Vec<AssetId>,
}

impl From<&Ticket> for Related {
    fn from(t: &Ticket) -> Self {
        Self {
            ticket: t.id,
            number: t.number,
            kind: t.kind,
            nature: t.nature,
            state: t.state,
            priority: t.priority,
        }
    }
}

impl Relations {
    /// Reads them.
    ///
    /// # Errors
    /// A fault of the store.
    pub(super) fn of(look: &mut Look, ticket: &Ticket) -> Result<Self, Stop> {
        let all = |tickets: Vec<Ticket>| tickets.iter().map(Related::from).collect::<Vec<_>>();
        let merge = match ticket.merged_into {
            Some(_) => records::last_merge(look, ticket.id)?,
            None => None,
        };
        let mut links = Vec::new();
        for link in records::links(look, ticket.id)? {
            let outward = link.ticket == ticket.id;
            let other = if outward { link.other } else { link.ticket };
            links.push(Tied {
                link: link.kind,
                says: says(link.kind, outward).to_owned(),
                by_hand: matches!(link.kind, LinkKind::RelatesTo | LinkKind::CausedBy),
                to: Related::from(&records::ticket(look, other)?),
            });
        }
        Ok(Self {
            parent: one(look, ticket.parent)?,
            children: all(records::children(look, ticket.id)?),
            merged_into: one(look, ticket.merged_into)?,
            unmerge_until: merge.map(|m| m.at.plus(kernel::Span::days(crate::orders::UNMERGE_DAYS))),
            joined: all(records::merged_into(look, ticket.id)?),
            links,
            assets: records::linked_assets(look, ticket.id)?,
        })
    }

    /// Whether it hangs together with nothing.
    pub fn is_empty(&self) -> bool {
        self.parent.is_none()
            && self.merged_into.is_none()
            && self.children.is_empty()
            && self.joined.is_empty()
            && self.links.is_empty()
    }
}

fn one(look: &mut Look, id: Option<TicketId>) -> Result<Option<Related>, Stop> {
    id.map(|id| records::ticket(look, id).map(|t| Related::from(&t))).transpose()
}

fn says(kind: LinkKind, outward: bool) -> &'static str {
    match (kind, outward) {
        (LinkKind::RelatesTo, _) => "Relates to",
        (LinkKind::CausedBy, true) => "Caused by problem",
        (LinkKind::CausedBy, false) => "Is behind incident",
        (LinkKind::SplitFrom, true) => "Was a part of",
        (LinkKind::SplitFrom, false) => "A part of it became",
        (LinkKind::Follows, true) => "Carries on",
        (LinkKind::Follows, false) => "Was reported again as",
    }
}
