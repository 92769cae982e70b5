//! The plain data behind the letters, the substitute notice, the notice to the media and the sheet for HHS. Opening it is a
//! look at what was written, and is charted.

use crate::duties::{self, DutyLine};
use crate::letterhead::{self, Filing, Letterhead};
use crate::notice::NoticeWords;
use crate::records::{self, Breach};
use crate::told_records as told;
use crate::words::{EntityKind, TextKind};
use kernel::{BreachId, Duty, OrgId, Phi, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::Look;

/// Gives what letters and the sheet for HHS are made of.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BreachPapers {
    pub breach: BreachId,
}

/// What documents are made of. Names and addresses of organizations are of other slices.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Papers {
    pub breach: BreachId,
    pub org: OrgId,
    pub entity: EntityKind,
    /// The business associate at which it happened.
    pub associate: Option<OrgId>,
    /// Days of the breach; nothing while nobody has said.
    pub happened_from: Option<String>,
    pub happened_to: Option<String>,
    pub discovered_on: Option<String>,
    /// Everybody, once somebody has counted.
    pub individuals: Option<u64>,
    /// Residents by the two letters of their State.
    pub residents: BTreeMap<String, u32>,
    /// In the words of HHS's list.
    pub cause: String,
    pub location: String,
    /// How it was protected, in words.
    pub protection: Option<String>,
    /// How many addresses are missing or wrong.
    pub unreachable: Option<u32>,
    pub individuals_told: Option<String>,
    /// The States whose media are to be told.
    pub media_states: Vec<String>,
    /// The duty to tell HHS.
    pub hhs: Option<DutyLine>,
    pub duties: Vec<DutyLine>,
    /// What the notice says; nothing while nobody wrote it.
    pub notice: Option<NoticeWords>,
    /// Who signs and sends; nothing while nobody wrote it.
    pub letterhead: Option<Letterhead>,
    /// What the portal of HHS asks beside it; nothing while nobody wrote it.
    pub filing: Option<Filing>,
    /// The day on which the substitute notice was posted.
    pub substitute_on: Option<String>,
    /// Today, at the place.
    pub today: String,
}

/// What somebody wrote for the letters, as the latest of each kind has it.
#[derive(Default)]
struct Written {
    notice: Option<NoticeWords>,
    letterhead: Option<Letterhead>,
    filing: Option<Filing>,
}

fn written(all: &[(records::Text, String)]) -> anyhow::Result<Written> {
    let latest = |kind| all.iter().rev().find(|(t, _)| t.kind == kind).map(|(_, words)| words);
    Ok(Written {
        notice: latest(TextKind::Notice).map(|words| NoticeWords::read(words)).transpose()?,
        letterhead: latest(TextKind::Letterhead).map(|words| letterhead::read(words)).transpose()?,
        filing: latest(TextKind::Filing).map(|words| letterhead::read(words)).transpose()?,
    })
}

fn papers(b: &Breach, duties: Vec<DutyLine>, written: Written, today: String) -> Papers {
    let media = duties.iter().filter_map(|d| d.tell.strip_prefix("media:").map(str::to_owned)).collect();
    Papers {
        breach: b.id,
        org: b.org,
        entity: b.entity,
        associate: b.agreed.as_ref().map(|a| a.associate),
        happened_from: b.happened_from.map(|d| d.to_string()),
        happened_to: b.happened_to.map(|d| d.to_string()),
        discovered_on: b.discovered_on.map(|d| d.to_string()),
        individuals: b.counted.then(|| b.affected.total()),
        residents: b.affected.residents.iter().map(|(s, n)| (s.code().to_owned(), *n)).collect(),
        cause: b.cause.title().to_owned(),
        location: b.medium.title().to_owned(),
        protection: b.protection.map(|p| p.title().to_owned()),
        unreachable: b.beyond_letters(),
        individuals_told: b.individuals_told.map(|d| d.to_string()),
        media_states: media,
        hhs: duties.iter().find(|d| d.tell == "hhs").cloned(),
        substitute_on: duties
            .iter()
            .find(|d| d.tell == duties::SUBSTITUTE)
            .and_then(|d| d.told_on)
            .map(|d| d.to_string()),
        duties,
        notice: written.notice,
        letterhead: written.letterhead,
        filing: written.filing,
        today,
    }
}

impl Question for BreachPapers {
    const ACT: Act = Act {
        name: "breach.papers",
        says: "Give what letters and the sheet for HHS are made of",
        path: "/breaches/{breach}/papers",
        duty: Duty::DeclareBreach,
        phi: Phi::Holds,
    };
    type Answer = Papers;

    fn ground(&self) -> Ground {
        Ground::thing(self.breach)
    }

    fn answer(&self, look: &mut Look) -> Result<Papers, Stop> {
        let b = records::one(look, self.breach)?;
        let (known, held) = (told::known(look, b.id)?, told::delays(look, b.id)?);
        let clocks = told::clocks(look, b.id)?;
        let all = records::opened(look, &b)?;
        let written = written(&all)?;
        let today = look.now().date_in(&b.zone).to_string();
        let duties = duties::all(&b, &known, &held, &clocks, look.now());
        Ok(papers(&b, duties, written, today))
    }
}
