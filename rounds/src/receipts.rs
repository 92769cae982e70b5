//! Receipts of orders that programs may repeat are kept for a day; once an hour the older ones are forgotten.

use crate::{
    Floor, Next, Round,
    beat::{ELSEWHERE, hold},
};
use kernel::Moment;

/// See the module.
pub struct Receipts;

impl Round for Receipts {
    fn name(&self) -> &'static str {
        "receipts"
    }

    fn round(&mut self, floor: &Floor, now: Moment) -> anyhow::Result<Next> {
        if !hold(floor, self, now)? {
            return Ok(ELSEWHERE);
        }
        floor.write("receipts", now, office::forget_receipts)?;
        Ok(Next::seconds(60 * 60))
    }
}
