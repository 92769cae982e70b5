//! Tokens for programs: each has its own name, a part of its person's duties, perhaps only some
//! organizations, and an end.

use super::OfPerson;
use crate::{
    directory,
    directory::TOKEN_PREFIX,
    records::tokens::{self, Kept},
    secret, words,
};
use kernel::{Done, Duties, Duty, Fact, Moment, OrgId, Phi, Refusal, Span, Stop, TokenId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// The most days for which a token counts.
const MOST_DAYS: u32 = 366;
/// The most tokens of one person, and the most organizations of one token.
const MOST: usize = 200;

/// Makes a token for a program. It never may do more than you.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeToken {
    /// Which program it is for.
    pub name: String,
    /// What it may do, out of your own duties.
    pub duties: Vec<Duty>,
    /// Where, out of your own reach; nothing for everywhere.
    #[serde(default)]
    pub organizations: Vec<OrgId>,
    /// For how many days it counts, at most 366.
    pub days: u32,
}

/// A token, shown once.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TokenMade {
    pub token: TokenId,
    /// Sent as `Authorization: Bearer ord_…`.
    pub secret: String,
    pub until: Moment,
}

impl Order for MakeToken {
    const ACT: Act = Act {
        name: "people.make-token",
        says: "Make a token for a program",
        path: "/me/tokens",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = TokenMade;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<TokenMade>, Stop> {
        let me = directory::caller(work)?;
        let name = words::line("name", &self.name)?;
        let duties = Duties::of(&self.duties);
        let own = directory::own_duties(work)?;
        if let Some(duty) = duties.list().into_iter().find(|duty| !own.has(*duty)) {
            return Err(
                Refusal::invalid("duties", format!("You do not have the duty '{duty}' yourself.")).into()
            );
        }
        if duties == Duties::NONE {
            return Err(Refusal::invalid("duties", "Choose at least one duty.").into());
        }
        if self.days == 0 || self.days > MOST_DAYS {
            return Err(Refusal::invalid("days", "From 1 to 366 days.").into());
        }
        let organizations = within_reach(work, &self.organizations)?;
        if tokens::list(work, me)?.len() >= MOST {
            return Err(Refusal::conflict("You have 200 tokens. End some of them.").into());
        }
        let (text, _) = secret::fresh(work.chance());
        let shown = format!("{TOKEN_PREFIX}{text}");
        let now = work.now();
        let token = Kept {
            id: work.id(),
            name,
            duties,
            orgs: organizations,
            second_factor: directory::has_second_factor(work)?,
            made_at: now,
            until: now.plus(Span::days(self.days.into())),
        };
        tokens::make(work, me, &token, secret::digest(&shown))?;
        let fact = Fact::new("people.token-made", work.org())
            .about(me)
            .about(token.id)
            .with("person", me)
            .with("token", token.id)
            .with("duties", token.duties.list())
            .with("organizations", &token.orgs)
            .with("until", token.until);
        Ok(Done::new(fact, TokenMade { token: token.id, secret: shown, until: token.until }))
    }
}

fn within_reach(work: &mut Work, asked: &[OrgId]) -> Result<Option<Vec<OrgId>>, Stop> {
    if asked.is_empty() {
        return Ok(None);
    }
    let mut orgs = asked.to_vec();
    orgs.sort_unstable();
    orgs.dedup();
    if orgs.len() > MOST {
        return Err(Refusal::invalid("organizations", "At most 200 organizations.").into());
    }
    for org in &orgs {
        if !tokens::in_reach(work, *org)? {
            let refusal = Refusal::not_found("organization");
            return Err(Refusal { field: Some("organizations".into()), ..refusal }.into());
        }
    }
    Ok(Some(orgs))
}

/// Ends one of your tokens at once.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndToken {
    pub token: TokenId,
}

impl Order for EndToken {
    const ACT: Act = Act {
        name: "people.end-token",
        says: "End a token",
        path: "/me/tokens/{token}/end",
        duty: Duty::OwnAccount,
        phi: Phi::None,
    };
    type Receipt = OfPerson;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<OfPerson>, Stop> {
        let me = directory::caller(work)?;
        if !tokens::end(work, me, self.token)? {
            return Err(Refusal::not_found("token").into());
        }
        let fact = Fact::new("people.token-ended", work.org())
            .about(me)
            .about(self.token)
            .with("person", me)
            .with("token", self.token);
        Ok(Done::new(fact, me.into()))
    }
}
