//! One's own account: sessions, second factors, tokens, training, an open emergency, and the drafts.

use super::people::{self, PersonPage};
use crate::{
    Class, Stand, directory,
    orders::Opened,
    records::{
        emergencies,
        factors::{self, By},
        sessions, tokens,
    },
};
use kernel::{Duty, Moment, OrgId, PasskeyId, Phi, Refusal, SessionId, Stop, TokenId, Who};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Your own account.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Me {}

/// A session of yours.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OwnSession {
    pub id: SessionId,
    pub class: Class,
    pub second_factor: bool,
    pub created_at: Moment,
    pub seen_at: Moment,
    pub stand: Stand,
    /// The one that asks.
    pub this: bool,
}

/// A passkey of yours.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OwnPasskey {
    pub id: PasskeyId,
    pub name: String,
    pub made_at: Moment,
    pub used_at: Option<Moment>,
}

/// A token of yours.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OwnToken {
    pub id: TokenId,
    pub name: String,
    pub duties: Vec<Duty>,
    /// Nothing for everywhere.
    pub organizations: Option<Vec<OrgId>>,
    pub made_at: Moment,
    pub until: Moment,
    pub over: bool,
}

/// How your authenticator stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AuthenticatorState {
    None,
    /// Begun, and not confirmed with a first code.
    Begun,
    Confirmed,
}

/// Everything about your own account.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MePage {
    pub me: PersonPage,
    pub sessions: Vec<OwnSession>,
    pub authenticator: AuthenticatorState,
    pub recovery_codes_left: i64,
    pub passkeys: Vec<OwnPasskey>,
    pub tokens: Vec<OwnToken>,
    /// Whether you showed a second factor.
    pub second_factor: bool,
    pub emergency: Option<Opened>,
    pub now: Moment,
}

impl Question for Me {
    const ACT: Act = Act {
        name: "people.me",
        says: "Show your own account",
        path: "/me",
        duty: Duty::OwnAccount,
        phi: Phi::None,
    };
    type Answer = MePage;

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn answer(&self, look: &mut Look) -> Result<MePage, Stop> {
        let me = directory::caller(look)?;
        let now = look.now();
        let this = match *look.who() {
            Who::Session { session, .. } => Some(session),
            _ => None,
        };
        let listed = sessions::list(look, me)?.into_iter().map(|s| OwnSession {
            id: s.id,
            class: s.life.class,
            second_factor: s.second_factor,
            created_at: s.life.created_at,
            seen_at: s.life.seen_at,
            stand: s.life.stand(now),
            this: Some(s.id) == this,
        });
        let sessions = listed.filter(|s| s.stand != Stand::Ended).collect();
        let authenticator = match factors::authenticator(look, By::Own, me)? {
            None => AuthenticatorState::None,
            Some(a) if a.confirmed_at.is_some() => AuthenticatorState::Confirmed,
            Some(_) => AuthenticatorState::Begun,
        };
        let keys = factors::passkeys(look, By::Own, me)?.into_iter();
        let passkeys =
            keys.map(|k| OwnPasskey { id: k.id, name: k.name, made_at: k.made_at, used_at: k.used_at });
        let open = emergencies::open_of(look, me)?.filter(|e| e.until > now);
        Ok(MePage {
            me: people::page(look, me)?,
            sessions,
            authenticator,
            recovery_codes_left: factors::codes_left(look, me)?,
            passkeys: passkeys.collect(),
            tokens: own_tokens(look, me)?,
            second_factor: directory::has_second_factor(look)?,
            emergency: open.map(|e| Opened { emergency: e.id, until: e.until }),
            now,
        })
    }
}

fn own_tokens(look: &mut Look, me: kernel::PersonId) -> Result<Vec<OwnToken>, Stop> {
    let now = look.now();
    let tokens = tokens::list(look, me)?.into_iter().map(|t| OwnToken {
        id: t.id,
        name: t.name,
        duties: t.duties.list(),
        organizations: t.orgs,
        made_at: t.made_at,
        until: t.until,
        over: t.until <= now,
    });
    Ok(tokens.collect())
}

/// A draft of yours. Nobody else can ask for it; it is your own text that comes back to you, and is no look
/// at a record.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftOf {
    /// Which text it is.
    pub key: String,
}

/// The draft, if there is one.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DraftAnswer {
    pub key: String,
    pub text: Option<String>,
    pub at: Option<Moment>,
}

impl Question for DraftOf {
    const ACT: Act = Act {
        name: "people.draft",
        says: "Show a draft of yours",
        path: "/me/draft",
        duty: Duty::OwnAccount,
        phi: Phi::Incidental,
    };
    type Answer = DraftAnswer;

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn answer(&self, look: &mut Look) -> Result<DraftAnswer, Stop> {
        let me = directory::caller(look)?;
        let key = crate::orders::draft_key(&self.key)?;
        let org = look.org().ok_or_else(|| Refusal::not_found("person"))?;
        let Some((sealed, at)) = sessions::draft(look, me, &key)? else {
            return Ok(DraftAnswer { key, text: None, at: None });
        };
        let about = crate::orders::draft_about(look, &key);
        let text = look.open(org, &about, &sealed)?;
        Ok(DraftAnswer { key, text: Some(text), at: Some(at) })
    }
}
