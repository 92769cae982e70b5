//! Drafts: what somebody was writing when the station locked. Kept sealed, for them alone, wherever they sign
//! in next.

use crate::{directory, records::sessions, words};
use kernel::{Done, Duty, Fact, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// The most letters of a draft's key.
const MOST_KEY: usize = 120;
/// The most drafts of one person.
const MOST_DRAFTS: i64 = 200;

/// Keeps a draft of yours.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveDraft {
    /// Which text it is, for instance "tkt_…/reply".
    pub key: String,
    /// What is written so far.
    #[schemars(extend("x-long" = true))]
    pub text: Private,
}

/// The draft as it stands now.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DraftKept {
    pub key: String,
}

pub(crate) fn key(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > MOST_KEY || text.chars().any(char::is_control) {
        return Err(Refusal::invalid("key", "The key of a draft has 1 to 120 letters."));
    }
    Ok(text.to_owned())
}

/// What a sealed draft is about.
pub(crate) fn about(look: &Look, key: &str) -> String {
    let person = look.person().map(|p| p.to_string()).unwrap_or_default();
    format!("drafts/{person}/{key}")
}

impl Order for SaveDraft {
    const ACT: Act = Act {
        name: "people.save-draft",
        says: "Keep a draft",
        path: "/me/drafts",
        duty: Duty::OwnAccount,
        phi: Phi::Incidental,
    };
    type Receipt = DraftKept;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<DraftKept>, Stop> {
        let me = directory::caller(work)?;
        let key = key(&self.key)?;
        let text = self.text.reveal();
        if text.chars().count() > words::MOST_TEXT {
            return Err(Refusal::invalid("text", "At most 20 000 letters.").into());
        }
        let kept = sessions::draft(work, me, &key)?.is_some();
        if !kept && sessions::drafts(work, me)? >= MOST_DRAFTS {
            return Err(Refusal::conflict("You have 200 drafts. Send or drop some of them.").into());
        }
        let org = work.org().ok_or_else(|| Refusal::not_found("person"))?;
        let about = about(work, &key);
        let sealed = work.seal(org, &about, text)?;
        sessions::keep_draft(work, me, &key, sealed)?;
        let fact = Fact::new("people.draft-kept", org).about(me).with("person", me);
        Ok(Done::new(fact, DraftKept { key }))
    }
}

/// Drops a draft of yours.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropDraft {
    pub key: String,
}

impl Order for DropDraft {
    const ACT: Act = Act {
        name: "people.drop-draft",
        says: "Drop a draft",
        path: "/me/drafts/drop",
        duty: Duty::OwnAccount,
        phi: Phi::Incidental,
    };
    type Receipt = DraftKept;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<DraftKept>, Stop> {
        let me = directory::caller(work)?;
        let key = key(&self.key)?;
        if !sessions::drop_draft(work, me, &key)? {
            return Err(Refusal::not_found("draft").into());
        }
        let fact = Fact::new("people.draft-dropped", work.org()).about(me).with("person", me);
        Ok(Done::new(fact, DraftKept { key }))
    }
}
