//! A round of the house notes that the last day of a duty comes near, or is over: each once, so that it is charted and
//! somebody is told. A day is over whether anybody noticed or not.

use super::{BreachReceipt, receipt};
use crate::told_records as told;
use crate::words::State;
use crate::{duties, facts, records};
use kernel::{BreachId, Done, Duty, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Notes which duties of a breach come near or are late.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteBreachClocks {
    pub breach: BreachId,
}

impl Order for NoteBreachClocks {
    const ACT: Act = Act {
        name: "breach.note-clocks",
        says: "Note which duties of a breach come near or are late",
        path: "/breaches/{breach}/note-clocks",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = BreachReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.breach)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<BreachReceipt>, Stop> {
        let now = work.now();
        let b = records::one(work, self.breach)?;
        let (known, held) = (told::known(work, b.id)?, told::delays(work, b.id)?);
        let clocks = told::clocks(work, b.id)?;
        let lines = duties::all(&b, &known, &held, &clocks, now);
        let (mut noted, mut stopped) = (Vec::new(), false);
        for mut clock in clocks.into_iter().filter(|c| c.next_at.is_some_and(|at| at <= now)) {
            let Some((line, due)) = lines
                .iter()
                .find(|l| l.duty == clock.word && l.open() && b.state != State::NoBreach)
                .and_then(|line| Some((line, line.due_at?)))
            else {
                clock.next_at = None;
                told::put_clock(work, b.id, &clock)?;
                stopped = true;
                continue;
            };
            let late = due <= now;
            if late {
                clock.late_at = Some(now);
            }
            clock.next_at = duties::next_warning(due, now, late);
            told::put_clock(work, b.id, &clock)?;
            let name = if late { "breach.duty-late" } else { "breach.duty-near" };
            let fact = facts::about(name, &b)
                .with("tell", &line.tell)
                .with("by", line.by.map(|d| d.to_string()))
                .with("because", &line.because)
                .with("confidence", &line.confidence)
                .with("days_left", duties::days_left(due, now));
            noted.push(fact);
        }
        if noted.is_empty() && stopped {
            noted.push(facts::about("breach.settled", &b));
        }
        let mut noted = noted.into_iter();
        let first = noted.next().ok_or_else(|| Refusal::conflict("Nothing here comes near."))?;
        Ok(Done::new(first, receipt(&b, &lines)).and_all(noted))
    }
}
