//! A calendar feed: a link with which somebody's calendar reads a rota. The link is shown once; whoever holds it sees
//! names and times of this one rota and nothing else, until it is ended or its maker can no longer see the rota.

use super::running;
use crate::{facts, records};
use kernel::{Done, Duty, FeedId, Phi, Refusal, RotaId, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// Makes a link with which a calendar reads the rota.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeFeed {
    pub rota: RotaId,
    /// Whether it tells only your own time on call.
    #[serde(default)]
    pub mine: bool,
}

/// Ends a calendar feed; its link opens nothing from then on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndFeed {
    pub feed: FeedId,
}

/// A feed, shown once.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FeedMade {
    pub feed: FeedId,
    /// The address without the house's own: `/oncall/feed/….ics`.
    pub path: String,
}

/// A feed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FeedReceipt {
    pub feed: FeedId,
}

/// The letters of a link.
const LETTERS: &[u8; 32] = b"abcdefghijkmnopqrstuvwxyz2345678";

/// What is kept of a link.
pub(crate) fn digest(look: &mut Look, link: &str) -> anyhow::Result<String> {
    look.commitment(None, &format!("oncall feed\n{link}"))
}

impl Order for MakeFeed {
    const ACT: Act = Act {
        name: "oncall.make-feed",
        says: "Make a calendar feed of a rota",
        path: "/rotas/{rota}/feeds",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = FeedMade;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.rota)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<FeedMade>, Stop> {
        super::caller(work)?;
        let rota = running(work, self.rota)?;
        // 40 letters of 5 bits: nobody guesses it.
        let chance = work.chance().bytes::<40>();
        let link: String = chance.iter().map(|b| char::from(LETTERS[usize::from(b % 32)])).collect();
        let (feed, digest) = (work.id(), digest(work, &link)?);
        records::make_feed(work, feed, rota.id, &digest, self.mine)?;
        let fact = facts::about("oncall.feed-made", &rota).about(feed).with("mine", self.mine);
        Ok(Done::new(fact, FeedMade { feed, path: format!("/oncall/feed/{link}.ics") }))
    }
}

impl Order for EndFeed {
    const ACT: Act = Act {
        name: "oncall.end-feed",
        says: "End a calendar feed",
        path: "/rotas/feeds/{feed}/end",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = FeedReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.feed)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<FeedReceipt>, Stop> {
        if !records::end_feed(work, self.feed)? {
            return Err(Refusal::conflict("This feed has ended already.").into());
        }
        let org = work.org().ok_or_else(|| anyhow::anyhow!("a feed of no organization"))?;
        let fact = kernel::Fact::new("oncall.feed-ended", org).about(self.feed).about(org);
        Ok(Done::new(fact, FeedReceipt { feed: self.feed }))
    }
}
