//! What time itself brings about: a promise is missed, a deadline comes nearer, an agreement nears its end or
//! lapses, an emergency access is over. Nobody does these, so a round notices them and gives the order that
//! notes each, once. When nothing is due it asks one question and writes nothing.

use crate::{Floor, Next, Round, beat::ELSEWHERE, floor::fault};
use agreements::NoteLapses;
use breach::NoteBreachClocks;
use desk::{JudgeAgain, NoteMissed};
use downtime::{NoteCheckOverdue, NoteDowntime, NoteDrillOverdue};
use incidents::NoteLateTask;
use kernel::{Moment, Span, Stop, Who};
use office::Order;
use oncall::CheckCoverage;
use people::ExpireEmergency;
use std::{collections::HashMap, fmt::Display, time::Duration};
use store::Look;

/// How many are noted in one turn; the rest is for the next, so that a server that stops need not be waited
/// for.
pub(crate) const MOST: usize = 100;

/// What was refused is left alone for an hour: each refusal is charted, and the ledger is not for repeating
/// oneself.
pub(crate) const LEFT_ALONE: Span = Span::hours(1);

/// Promises that were missed.
#[derive(Default)]
pub struct Missed(Refused);

/// Deadlines that came nearer.
#[derive(Default)]
pub struct Deadlines(Refused);

/// Emergency accesses whose time is over.
#[derive(Default)]
pub struct Emergencies(Refused);

/// Agreements that lapse within 90, 30 or 7 days, or have lapsed.
#[derive(Default)]
pub struct Lapses(Refused);

/// Duties to tell of a breach whose last day comes near or is over.
#[derive(Default)]
pub struct BreachClocks(Refused);

/// Tasks of incidents that are late.
#[derive(Default)]
pub struct IncidentTasks(Refused);

/// Rotas whose coming week is to be looked at.
#[derive(Default)]
pub struct Coverage(Refused);

/// Downtimes of which something is due, drills that are overdue, and workstations that nobody checked.
#[derive(Default)]
pub struct Downtimes(Refused);

/// Things for which an order was refused, and when.
pub(crate) type Refused = HashMap<String, Moment>;

impl Round for Missed {
    fn name(&self) -> &'static str {
        "missed"
    }

    fn round(&mut self, floor: &Floor, now: Moment) -> anyhow::Result<Next> {
        let most = u32::try_from(MOST).unwrap_or(u32::MAX);
        let overdue = |look: &mut Look| Ok(desk::overdue(look, most)?);
        let sweep = Sweep { engine: self.name(), now, every: floor.every.clocks };
        sweep.run(floor, &mut self.0, overdue, |ticket| NoteMissed { ticket })
    }
}

impl Round for Deadlines {
    fn name(&self) -> &'static str {
        "deadlines"
    }

    fn round(&mut self, floor: &Floor, now: Moment) -> anyhow::Result<Next> {
        let most = u32::try_from(MOST).unwrap_or(u32::MAX);
        let near = |look: &mut Look| Ok(desk::to_judge_again(look, most)?);
        let sweep = Sweep { engine: self.name(), now, every: floor.every.clocks };
        sweep.run(floor, &mut self.0, near, |ticket| JudgeAgain { ticket })
    }
}

impl Round for Emergencies {
    fn name(&self) -> &'static str {
        "emergencies"
    }

    fn round(&mut self, floor: &Floor, now: Moment) -> anyhow::Result<Next> {
        let sweep = Sweep { engine: self.name(), now, every: floor.every.clocks };
        sweep.run(floor, &mut self.0, people::expired_emergencies, |emergency| ExpireEmergency { emergency })
    }
}

impl Round for BreachClocks {
    fn name(&self) -> &'static str {
        "breach clocks"
    }

    fn round(&mut self, floor: &Floor, now: Moment) -> anyhow::Result<Next> {
        let most = u32::try_from(MOST).unwrap_or(u32::MAX);
        let due = |look: &mut Look| breach::clocks_due(look, most);
        let sweep = Sweep { engine: self.name(), now, every: floor.every.clocks };
        sweep.run(floor, &mut self.0, due, |breach| NoteBreachClocks { breach })
    }
}

impl Round for IncidentTasks {
    fn name(&self) -> &'static str {
        "incident tasks"
    }

    fn round(&mut self, floor: &Floor, now: Moment) -> anyhow::Result<Next> {
        let most = u32::try_from(MOST).unwrap_or(u32::MAX);
        let late = |look: &mut Look| incidents::late_tasks(look, most);
        let sweep = Sweep { engine: self.name(), now, every: floor.every.clocks };
        sweep.run(floor, &mut self.0, late, |task| NoteLateTask { task })
    }
}

impl Round for Downtimes {
    fn name(&self) -> &'static str {
        "downtimes"
    }

    fn round(&mut self, floor: &Floor, now: Moment) -> anyhow::Result<Next> {
        let most = u32::try_from(MOST).unwrap_or(u32::MAX);
        let sweep = Sweep { engine: self.name(), now, every: floor.every.clocks };
        let due = |look: &mut Look| Ok(downtime::notes_due(look, most)?);
        let noted = sweep.run(floor, &mut self.0, due, |downtime| NoteDowntime { downtime })?;
        let drills = |look: &mut Look| Ok(downtime::drills_due(look, most)?);
        let drilled = sweep.run(floor, &mut self.0, drills, |drill| NoteDrillOverdue { drill })?;
        let stations = |look: &mut Look| Ok(downtime::stations_due(look, most)?);
        let checked = sweep.run(floor, &mut self.0, stations, |station| NoteCheckOverdue { station })?;
        Ok(Next(noted.0.min(drilled.0).min(checked.0)))
    }
}

impl Round for Coverage {
    fn name(&self) -> &'static str {
        "coverage"
    }

    fn round(&mut self, floor: &Floor, now: Moment) -> anyhow::Result<Next> {
        let most = u32::try_from(MOST).unwrap_or(u32::MAX);
        let due = |look: &mut Look| Ok(oncall::coverage_due(look, most)?);
        let sweep = Sweep { engine: self.name(), now, every: floor.every.clocks };
        sweep.run(floor, &mut self.0, due, |rota| CheckCoverage { rota })
    }
}

impl Round for Lapses {
    fn name(&self) -> &'static str {
        "lapses"
    }

    fn round(&mut self, floor: &Floor, now: Moment) -> anyhow::Result<Next> {
        // An agreement that is over gives no standing from that moment on, whether it was noted or not.
        let every = floor.every.clocks.max(Duration::from_secs(60));
        let sweep = Sweep { engine: self.name(), now, every };
        sweep.run(floor, &mut self.0, agreements::lapses_due, |client| NoteLapses { client })
    }
}

/// One look at what is due, with an order for each thing found.
pub(crate) struct Sweep {
    pub engine: &'static str,
    pub now: Moment,
    pub every: Duration,
}

impl Sweep {
    /// An order that fails does not hold up the others, and is given again next time.
    pub(crate) fn run<T: Display + Copy + Send, O: Order>(
        &self,
        floor: &Floor,
        refused: &mut Refused,
        mut due: impl FnMut(&mut Look) -> Result<Vec<T>, Stop> + Send,
        order: impl Fn(T) -> O,
    ) -> anyhow::Result<Next> {
        let (engine, now) = (self.engine, self.now);
        refused.retain(|_, at| now.since(*at) < LEFT_ALONE);
        let mut found = floor.look(engine, now, |look| due(look).map_err(fault))?;
        found.retain(|thing| !refused.contains_key(&thing.to_string()));
        if found.is_empty() {
            return Ok(Next(self.every));
        }
        if !floor.leases.hold(engine, now).map_err(fault)? {
            return Ok(ELSEWHERE);
        }
        let more = found.len() >= MOST;
        let (office, who) = (floor.office.at(now), Who::House(engine));
        let mut noted = 0;
        for thing in found.into_iter().take(MOST) {
            match futures_executor::block_on(office.execute(&who, order(thing))) {
                Ok(_) => noted += 1,
                Err(Stop::Refused(refusal)) => {
                    let said = refusal.sentence;
                    tracing::info!(round = engine, %thing, said, "there was nothing to note");
                    refused.insert(thing.to_string(), now);
                }
                Err(stop) => {
                    tracing::error!(round = engine, %thing, problem = %stop, "something due was not noted");
                }
            }
        }
        Ok(if more && noted > 0 { Next::AT_ONCE } else { Next(self.every) })
    }
}
