//! Whoever works on a ticket says which article was used; when the ticket is resolved, the article is
//! known to have helped.

use crate::records;
use kernel::{ArticleId, Done, Duty, Fact, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Says that an article was used on a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteArticleUse {
    pub ticket: TicketId,
    pub article: ArticleId,
}

/// What was used where.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ArticleUsed {
    pub ticket: TicketId,
    pub article: ArticleId,
}

impl Order for NoteArticleUse {
    const ACT: Act = Act {
        name: "knowledge.note-use",
        says: "Say that an article was used on a ticket",
        path: "/desk/tickets/{ticket}/articles/{article}/use",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = ArticleUsed;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<ArticleUsed>, Stop> {
        if !records::is_readable(work, self.article)? {
            return Err(Refusal::not_found("article").into());
        }
        if !records::note_use(work, self.ticket, self.article)? {
            return Err(Refusal::conflict("It is noted on this ticket already.").into());
        }
        let fact = Fact::new("knowledge.article-used", work.org()).about(self.ticket).about(self.article);
        Ok(Done::new(fact, ArticleUsed { ticket: self.ticket, article: self.article }))
    }
}
