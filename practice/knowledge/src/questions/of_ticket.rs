//! The articles of a ticket: those that were used on it.

use crate::records;
use kernel::{ArticleId, Duty, Moment, PersonId, Phi, Stop, TicketId};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists the articles that were used on a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticlesOf {
    pub ticket: TicketId,
}

/// What was used.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OfTicket {
    pub used: Vec<UsedArticle>,
}

/// One article that was used.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UsedArticle {
    pub article: ArticleId,
    /// Nothing when it is not published any more.
    pub title: Option<String>,
    pub used_by: Option<PersonId>,
    pub used_at: Moment,
    /// Whether the ticket was resolved afterwards.
    pub resolved: bool,
}

impl Question for ArticlesOf {
    const ACT: Act = Act {
        name: "knowledge.articles-of-ticket",
        says: "List the articles used on a ticket",
        path: "/desk/tickets/{ticket}/articles",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = OfTicket;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn answer(&self, look: &mut Look) -> Result<OfTicket, Stop> {
        let used = |u: records::Use| UsedArticle {
            article: u.article,
            title: u.title,
            used_by: u.used_by,
            used_at: u.used_at,
            resolved: u.resolved,
        };
        Ok(OfTicket { used: records::used_on(look, self.ticket)?.into_iter().map(used).collect() })
    }
}
