//! Soon after midnight (UTC) the day that is over is counted, once, so that charts of the past read a few
//! small rows. Days that nobody counted in their time are counted one after the other, and a nurse does
//! not wait for any of them.

use crate::{Floor, Next, Round, beat::ELSEWHERE, floor::fault};
use desk::CountDay;
use kernel::{Moment, Stop, Who};
use std::time::Duration;

/// Counts the days that went.
pub struct Days;

/// How often is looked whether a day is over.
const EVERY: Next = Next::seconds(300);

impl Round for Days {
    fn name(&self) -> &'static str {
        "days"
    }

    fn round(&mut self, floor: &Floor, now: Moment) -> anyhow::Result<Next> {
        let due = floor.look(self.name(), now, desk::day_due)?;
        let Some(day) = due else { return Ok(EVERY) };
        if !floor.leases.hold(self.name(), now).map_err(fault)? {
            return Ok(ELSEWHERE);
        }
        let (office, who) = (floor.office.at(now), Who::House(self.name()));
        match futures_executor::block_on(office.execute(&who, CountDay { day })) {
            // Another day may be waiting; between two of them there is room for everybody else.
            Ok(_) => Ok(Next(Duration::from_millis(50))),
            Err(Stop::Refused(_)) => Ok(EVERY),
            Err(stop) => Err(anyhow::anyhow!("a day was not counted: {stop}")),
        }
    }
}
