//! The sealer's round: entries get their place in the ledger within a second of their commit.

use crate::{
    Floor, Next, Round,
    beat::{ELSEWHERE, hold},
    floor::fault,
};
use kernel::Moment;
use office::sealer;

/// See the module.
pub struct Seal;

/// What one turn of the sealer takes at most.
const TURN: usize = 2_000;

impl Round for Seal {
    fn name(&self) -> &'static str {
        "seal"
    }

    fn round(&mut self, floor: &Floor, now: Moment) -> anyhow::Result<Next> {
        let rest = Next(floor.every.seal);
        if floor.look("sealer", now, sealer::oldest_unsealed)?.is_none() {
            return Ok(rest);
        }
        if !hold(floor, self, now)? {
            // Whoever has the lease seals; should it die, an entry still waits no longer than the lease
            // lasts.
            return Ok(Next(ELSEWHERE.0.min(floor.every.seal * 5)));
        }
        let turn = floor.sealer.turn(floor.office.store(), now);
        let sealed = futures_executor::block_on(turn).map_err(fault)?;
        Ok(if sealed.entries >= TURN { Next::AT_ONCE } else { rest })
    }
}
