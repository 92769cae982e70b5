//! Coverage: what somebody on call must hold at every moment (a certification, or to be a biomedical engineer), and the
//! check of the coming week by a round of the house. A hole is told beforehand, once for each week that comes into
//! sight, and again when the rota was changed.

use super::running;
use crate::facts;
use crate::records::{self, RotaRow};
use crate::rota::{Rota, Shift};
use kernel::{Done, Duty, Fact, Moment, Phi, Refusal, RotaId, Span, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// How far ahead is looked.
pub(crate) const AHEAD: Span = Span::days(7);
/// How often.
const AGAIN: Span = Span::hours(24);
/// The most skills of a rota.
const MOST_SKILLS: usize = 20;

/// Says what somebody on call must hold at every moment.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequireSkill {
    pub rota: RotaId,
    /// A certification as it stands with people, such as "Epic Bridges"; or "Biomedical engineer".
    pub skill: String,
}

/// No longer asks for a skill at every moment.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropSkill {
    pub rota: RotaId,
    pub skill: String,
}

/// Checks the coverage of the coming week. A round of the house gives this order.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckCoverage {
    pub rota: RotaId,
}

/// What was found missing.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CoverageReceipt {
    pub rota: RotaId,
    /// How many stretches without somebody, or without somebody who holds what is required.
    pub stretches: usize,
}

/// A stretch that is not covered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gap {
    pub from: Moment,
    pub to: Moment,
}

/// Where a condition fails on neighbouring shifts, as stretches.
fn where_not(shifts: &[Shift], covered: impl Fn(&Shift) -> bool) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for shift in shifts.iter().filter(|s| !covered(s)) {
        let (from, to) = (Moment::from_timestamp(shift.from), Moment::from_timestamp(shift.to));
        match gaps.last_mut().filter(|gap| gap.to == from) {
            Some(gap) => gap.to = to,
            None => gaps.push(Gap { from, to }),
        }
    }
    gaps
}

/// Where nobody is on call.
pub(crate) fn gaps(shifts: &[Shift]) -> Vec<Gap> {
    where_not(shifts, |s| !s.answer.people.is_empty())
}

/// Where nobody on call holds a skill. Shifts change where a certification ends, so their beginning answers for them.
pub(crate) fn without(rota: &Rota, shifts: &[Shift], skill: &str) -> Vec<Gap> {
    where_not(shifts, |s| s.answer.people.iter().any(|p| rota.holds(p, skill, s.from)))
}

impl Order for RequireSkill {
    const ACT: Act = Act {
        name: "oncall.require-skill",
        says: "Require a skill on call",
        path: "/rotas/{rota}/skills",
        duty: Duty::DirectWork,
        phi: Phi::None,
    };
    type Receipt = CoverageReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.rota)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<CoverageReceipt>, Stop> {
        let mut rota = running(work, self.rota)?;
        let skill = office::text::name("skill", &self.skill)?;
        if records::skills(work, rota.id)?.len() >= MOST_SKILLS {
            let sentence = format!("A rota asks for at most {MOST_SKILLS} skills.");
            return Err(Refusal::invalid("skill", sentence).into());
        }
        if !records::require(work, rota.id, &skill)? {
            return Err(Refusal::conflict("This skill is required already.").into());
        }
        (rota.checked_until, rota.check_at) = (None, work.now());
        records::put(work, &rota)?;
        let fact = facts::about("oncall.skill-required", &rota);
        Ok(Done::new(fact, CoverageReceipt { rota: rota.id, stretches: 0 }))
    }
}

impl Order for DropSkill {
    const ACT: Act = Act {
        name: "oncall.drop-skill",
        says: "No longer require a skill on call",
        path: "/rotas/{rota}/skills/drop",
        duty: Duty::DirectWork,
        phi: Phi::None,
    };
    type Receipt = CoverageReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.rota)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<CoverageReceipt>, Stop> {
        let rota = running(work, self.rota)?;
        if !records::drop_skill(work, rota.id, self.skill.trim())? {
            return Err(Refusal::conflict("This skill is not required.").into());
        }
        let fact = facts::about("oncall.skill-dropped", &rota);
        Ok(Done::new(fact, CoverageReceipt { rota: rota.id, stretches: 0 }))
    }
}

fn missing(rota: &RotaRow, gaps: &[Gap], skilled: bool) -> Option<Fact> {
    let first = gaps.first()?;
    let minutes: i64 = gaps.iter().map(|g| g.to.since(g.from).0 / 60_000_000).sum();
    let fact = facts::about("oncall.coverage-missing", rota)
        .with("skilled", skilled)
        .with("from", first.from)
        .with("to", first.to)
        .with("minutes", minutes)
        .with("stretches", gaps.len());
    Some(fact)
}

impl Order for CheckCoverage {
    const ACT: Act = Act {
        name: "oncall.check-coverage",
        says: "Check who is on call in the coming week",
        path: "/rotas/{rota}/check-coverage",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = CoverageReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.rota)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<CoverageReceipt>, Stop> {
        let (mut row, now) = (running(work, self.rota)?, work.now());
        if row.check_at > now {
            return Err(Refusal::conflict("This rota was checked already.").into());
        }
        let from = row.checked_until.map_or(now, |until| until.max(now));
        let until = now.plus(AHEAD);
        let rota = records::ready(work, &row)?;
        let shifts = rota.shifts(from.timestamp(), until.timestamp());
        let mut found = Vec::new();
        if row.always {
            found.push((gaps(&shifts), false));
        }
        for skill in records::skills(work, row.id)? {
            found.push((without(&rota, &shifts, &skill), true));
        }
        (row.checked_until, row.check_at) = (Some(until), now.plus(AGAIN));
        records::put(work, &row)?;
        let stretches = found.iter().map(|(gaps, _)| gaps.len()).sum();
        let mut facts = found.iter().filter_map(|(gaps, skilled)| missing(&row, gaps, *skilled));
        let receipt = CoverageReceipt { rota: row.id, stretches };
        match facts.next() {
            Some(first) => Ok(Done::new(first, receipt).and_all(facts)),
            None => Ok(Done::new(facts::about("oncall.coverage-checked", &row), receipt)),
        }
    }
}
