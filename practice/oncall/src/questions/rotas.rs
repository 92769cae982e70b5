//! Rotas within reach; who is on call at a moment; one rota with its shifts, its holes and what stands above it.

use crate::orders::{Gap, gaps, without};
use crate::reach_records;
use crate::records::{self, FeedRow, OverrideRow, RotaRow, SwapRow};
use crate::rota::{Answer, History, LONGEST_DAYS, Rota, Shift, day_begins};
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Duty, Moment, OrgId, PersonId, Phi, Refusal, RotaId, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists rotas within your reach, by name.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rotas {
    /// Only those that this organization staffs.
    pub org: Option<OrgId>,
    /// Where the list goes on: name and id of the last line.
    pub after_name: Option<String>,
    pub after: Option<RotaId>,
    /// At most this many; 50 when nothing is said, 200 at most.
    pub most: Option<u32>,
}

/// A part of the list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RotaList {
    pub now: Moment,
    pub lines: Vec<RotaRow>,
    pub more: bool,
}

/// Says who is on call by a rota at a moment: now, when none is named.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnCallAt {
    pub rota: RotaId,
    pub at: Option<Moment>,
}

/// Who is on call.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OnCallNow {
    pub at: Moment,
    /// Nobody when it is empty.
    pub people: Vec<PersonId>,
    /// Why they are.
    pub because: String,
}

/// Shows a rota with its shifts: from today for a week, when nothing is said.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneRota {
    pub rota: RotaId,
    /// The first day, in the rota's zone.
    pub from: Option<String>,
    /// 7 when nothing is said, 100 at most.
    pub days: Option<u32>,
}

/// A shift as it is told.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ShiftTold {
    pub from: Moment,
    pub to: Moment,
    pub people: Vec<PersonId>,
    pub because: String,
}

/// Where nobody on call holds a skill.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SkillGaps {
    pub skill: String,
    pub gaps: Vec<Gap>,
}

/// A rota with its shifts.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RotaTold {
    pub now: Moment,
    pub rota: RotaRow,
    /// The first moments of the days that are told, and the end of the last.
    pub days: Vec<Moment>,
    pub on_call: OnCallNow,
    pub shifts: Vec<ShiftTold>,
    /// Where nobody is on call.
    pub gaps: Vec<Gap>,
    pub skills: Vec<SkillGaps>,
    pub overrides: Vec<OverrideRow>,
    pub swaps: Vec<SwapRow>,
    pub feeds: Vec<FeedRow>,
    /// The telephones of those who take turns here.
    pub phones: Vec<(PersonId, String)>,
    /// The layers as a file, with people's ids.
    pub text: String,
}

fn people(answer: &Answer) -> Vec<PersonId> {
    answer.people.iter().filter_map(|p| p.parse().ok()).collect()
}

fn on_call(rota: &History, at: Moment) -> OnCallNow {
    let answer = rota.who(at.timestamp());
    OnCallNow { at, people: people(&answer), because: answer.because.words() }
}

fn told(shift: &Shift) -> ShiftTold {
    ShiftTold {
        from: Moment::from_timestamp(shift.from),
        to: Moment::from_timestamp(shift.to),
        people: people(&shift.answer),
        because: shift.answer.because.words(),
    }
}

impl Question for Rotas {
    const ACT: Act = Act {
        name: "oncall.rotas",
        says: "List rotas",
        path: "/rotas",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = RotaList;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<RotaList, Stop> {
        let most = self.most.unwrap_or(50).clamp(1, 200);
        let after =
            office::text::optional("after_name", self.after_name.as_deref(), 200)?.unwrap_or_default();
        let after = (after, self.after.map(|id| id.to_string()).unwrap_or_default());
        let mut lines = records::list(look, self.org, after, most + 1)?;
        let more = lines.len() > most as usize;
        lines.truncate(most as usize);
        Ok(RotaList { now: look.now(), lines, more })
    }
}

impl Question for OnCallAt {
    const ACT: Act = Act {
        name: "oncall.on-call",
        says: "Say who is on call",
        path: "/rotas/{rota}/on-call",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = OnCallNow;

    fn ground(&self) -> Ground {
        Ground::thing(self.rota)
    }

    fn answer(&self, look: &mut Look) -> Result<OnCallNow, Stop> {
        let row = records::one(look, self.rota)?;
        let at = self.at.unwrap_or(look.now());
        Ok(on_call(&records::history(look, &row, None, (at, at))?, at))
    }
}

impl OneRota {
    /// The first moments of the days that were asked for, and the end of the last.
    fn days(&self, rota: &Rota, now: Moment) -> Result<Vec<Moment>, Stop> {
        let first = match self.from.as_deref().map(str::trim).filter(|t| !t.is_empty()) {
            None => rota.zone().to_datetime(now.timestamp()).date(),
            Some(text) => match text.parse::<Date>() {
                Ok(day) if (2000..=2200).contains(&day.year()) => day,
                _ => return Err(Refusal::invalid("from", "Give a day, for instance 2026-11-25.").into()),
            },
        };
        let days = i64::from(self.days.unwrap_or(7)).clamp(1, 100.min(LONGEST_DAYS));
        let begins = |n: i64| day_begins(first.checked_add(n.days()).ok()?, rota.zone());
        Ok((0..=days).filter_map(begins).map(Moment::from_timestamp).collect())
    }
}

impl Question for OneRota {
    const ACT: Act = Act {
        name: "oncall.rota",
        says: "Show a rota",
        path: "/rotas/{rota}",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = RotaTold;

    fn ground(&self) -> Ground {
        Ground::thing(self.rota)
    }

    fn answer(&self, look: &mut Look) -> Result<RotaTold, Stop> {
        let (now, row) = (look.now(), records::one(look, self.rota)?);
        let days = self.days(&records::ready(look, &row)?, now)?;
        let (from, to) = (*days.first().unwrap_or(&now), *days.last().unwrap_or(&now));
        let history = records::history(look, &row, None, (from.min(now), to.max(now)))?;
        let (rota, shifts) = (history.newest(), history.shifts(from.timestamp(), to.timestamp()));
        let of = |skill: String| SkillGaps { gaps: without(rota, &shifts, &skill), skill };
        let text = records::text(look, &row)?;
        let mut phones = reach_records::phones(look)?;
        let named = rota.people();
        phones.retain(|(person, _)| named.contains(person.to_string().as_str()));
        Ok(RotaTold {
            phones,
            now,
            on_call: on_call(&history, now),
            gaps: gaps(&shifts),
            skills: records::skills(look, row.id)?.into_iter().map(of).collect(),
            overrides: records::overrides(look, row.id)?,
            swaps: records::swaps(look, row.id)?,
            feeds: records::feeds(look, row.id)?,
            shifts: shifts.iter().map(told).collect(),
            days,
            text: toml::to_string(&text).map_err(|e| anyhow::anyhow!("a rota as a file: {e}"))?,
            rota: row,
        })
    }
}
