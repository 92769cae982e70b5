//! Emergency accesses: which there were and which wait for their review, and one of them with all that was
//! done under it.

use crate::{
    orders::Verdict,
    records::{
        emergencies::{self, Kept},
        persons,
    },
};
use kernel::{Duty, EmergencyId, EntryId, Moment, OrgId, PersonId, Phi, Refusal, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// The emergency accesses within reach, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Emergencies {
    /// Where the page before ended.
    #[serde(default)]
    pub after: Option<EmergencyId>,
    /// How many, at most 200.
    #[serde(default)]
    pub most: Option<u32>,
}

/// An emergency access in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EmergencyLine {
    pub id: EmergencyId,
    pub org: OrgId,
    pub employer: OrgId,
    pub person: PersonId,
    /// Nothing when the person is out of reach.
    pub name: Option<String>,
    pub opened_at: Moment,
    pub until: Moment,
    pub closed_at: Option<Moment>,
    /// `closed` by its opener or `expired`.
    pub outcome: Option<String>,
    pub review_due_at: Moment,
    pub reviewed_at: Option<Moment>,
    pub verdict: Option<Verdict>,
    /// Over, and not reviewed in time.
    pub review_late: bool,
}

/// A page of emergency accesses.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EmergenciesPage {
    pub emergencies: Vec<EmergencyLine>,
    pub next: Option<EmergencyId>,
    pub now: Moment,
}

fn line(look: &mut Look, kept: &Kept) -> Result<EmergencyLine, Stop> {
    let now = look.now();
    Ok(EmergencyLine {
        id: kept.id,
        org: kept.org,
        employer: kept.employer,
        person: kept.person,
        name: persons::name_in_reach(look, kept.person)?,
        opened_at: kept.opened_at,
        until: kept.until,
        closed_at: kept.closed_at,
        outcome: kept.outcome.clone(),
        review_due_at: kept.review_due_at,
        reviewed_at: kept.reviewed_at,
        verdict: kept.verdict.as_deref().map(Verdict::from_word),
        review_late: kept.reviewed_at.is_none() && kept.closed_at.is_some() && kept.review_due_at < now,
    })
}

impl Question for Emergencies {
    const ACT: Act = Act {
        name: "people.emergencies",
        says: "List emergency accesses",
        path: "/emergencies/list",
        duty: Duty::ReviewEmergency,
        phi: Phi::None,
    };
    type Answer = EmergenciesPage;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<EmergenciesPage, Stop> {
        let most = self.most.unwrap_or(50).clamp(1, 200);
        // Later than every id: the digits of an id end at f.
        let before = self.after.map_or("emg_g".to_owned(), |id| id.to_string());
        let mut found = emergencies::list(look, &before, most + 1)?;
        let more = found.len() > most as usize;
        found.truncate(most as usize);
        let next = found.last().filter(|_| more).map(|e| e.id);
        let lines = found.iter().map(|kept| line(look, kept)).collect::<Result<_, _>>()?;
        Ok(EmergenciesPage { emergencies: lines, next, now: look.now() })
    }
}

/// One emergency access with its reason and what was done under it. The look is charted.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Emergency {
    pub emergency: EmergencyId,
}

/// Something that was done under it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UnderIt {
    pub entry: EntryId,
    pub at: Moment,
    pub act: String,
    /// `done`, `refused` or `looked`.
    pub outcome: String,
}

/// An emergency access as its reviewer sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EmergencyPage {
    pub emergency: EmergencyLine,
    pub reason: String,
    /// The entries that were made under it, at most a thousand.
    pub done: Vec<UnderIt>,
    pub reviewed_by: Option<String>,
    /// What the reviewer wrote.
    pub words: Option<String>,
    /// The caller is the one who opened it, and may not review it.
    pub own: bool,
    pub now: Moment,
}

impl Question for Emergency {
    const ACT: Act = Act {
        name: "people.emergency",
        says: "Show an emergency access",
        path: "/emergencies/{emergency}",
        duty: Duty::ReviewEmergency,
        phi: Phi::Holds,
    };
    type Answer = EmergencyPage;

    fn ground(&self) -> Ground {
        Ground::thing(self.emergency)
    }

    fn answer(&self, look: &mut Look) -> Result<EmergencyPage, Stop> {
        let kept =
            emergencies::find(look, self.emergency)?.ok_or_else(|| Refusal::not_found("emergency access"))?;
        let now = look.now();
        let until = kept.closed_at.unwrap_or(now);
        let id = kept.id.to_string();
        let under = emergencies::entries(look, kept.person, kept.opened_at, until)?.into_iter();
        let under =
            under.filter(|e| e.body.pointer("/by/emergency").and_then(|v| v.as_str()) == Some(id.as_str()));
        let done =
            under.map(|e| UnderIt { entry: e.entry, at: e.at, act: e.act, outcome: e.outcome }).collect();
        let (reason, words) =
            emergencies::sealed(look, kept.id)?.ok_or_else(|| Refusal::not_found("emergency access"))?;
        let reason = look.open(kept.org, &emergencies::reason_about(kept.id), &reason)?;
        let words = match words {
            Some(sealed) => Some(look.open(kept.org, &emergencies::words_about(kept.id), &sealed)?),
            None => None,
        };
        let reviewed_by = match kept.reviewed_by {
            Some(by) => persons::name_in_reach(look, by)?,
            None => None,
        };
        let own = look.person() == Some(kept.person);
        Ok(EmergencyPage { emergency: line(look, &kept)?, reason, done, reviewed_by, words, own, now })
    }
}
