//! The marks of the words of new texts are written in the order of time; once a second, when many wait, they are carried
//! over to where each mark leads to its tickets. A search looks at both, so nothing hangs on when this is done.

use crate::{
    Floor, Next, Round,
    beat::{ELSEWHERE, hold},
};
use kernel::Moment;

/// See the module.
pub struct Words;

impl Round for Words {
    fn name(&self) -> &'static str {
        "words"
    }

    fn round(&mut self, floor: &Floor, now: Moment) -> anyhow::Result<Next> {
        if !hold(floor, self, now)? {
            return Ok(ELSEWHERE);
        }
        if !floor.look(self.name(), now, desk::words_wait)? {
            return Ok(Next::seconds(1));
        }
        let gathered =
            floor.write(self.name(), now, |work| desk::gather_words(work, desk::GATHERED_AT_ONCE))?;
        Ok(if gathered { Next::AT_ONCE } else { Next::seconds(1) })
    }
}
