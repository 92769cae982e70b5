//! What a merge of two tickets does to their clocks, and what undoing it gives back.

use super::{Beside, Own, Promise, Rest};
use crate::rules::{Decided, Rules, What, WhenMerged};
use crate::words::PromiseKind;
use clocks::Event;
use kernel::Moment;
use serde::{Deserialize, Serialize};

/// How two clocks become one when a ticket is merged into another: what still runs goes on as the rules have
/// it; a first reply that one of them had counts for both; what was judged stays as it was judged, and a miss
/// stays.
///
/// # Errors
/// When a kept calendar cannot be read.
pub fn joined(
    (survivor, rests): (&Promise, &[Rest]),
    (merged, others): (&Promise, &[Rest]),
    at: Moment,
    rules: &Rules,
) -> anyhow::Result<Promise> {
    if survivor.stopped_at.is_some() || survivor.kind != merged.kind {
        return Ok(survivor.clone());
    }
    let one = match rules.rules.merged {
        WhenMerged::Stricter => {
            let mut one = survivor.clone();
            one.beside.splice(0..0, merged.reckonings(others, at));
            one
        }
        WhenMerged::Earlier | WhenMerged::Survivor => {
            let (policy, other) = (rules.policy(), Event::Merged(Box::new(merged.clock(others)?)));
            survivor.after(rests, |clock| clock.apply(&policy, at.timestamp(), &other))?
        }
    };
    let one = one.because(rules.decide(at, What::Merged, rules.rules.merged.title()));
    let answered = if survivor.kind == PromiseKind::Response { merged.stopped_at } else { None };
    let missed_at = survivor.missed_at.or(merged.missed_at.filter(|_| answered.is_some()));
    Ok(Promise { stopped_at: answered, missed_at, ..one })
}

/// How a promise stood before its ticket was merged, or merged into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub kind: PromiseKind,
    pub started_at: Moment,
    pub stopped_at: Option<Moment>,
    pub missed_at: Option<Moment>,
}

impl Promise {
    /// Its own and those that hold besides, each as it stands when the ticket is merged into another.
    fn reckonings(&self, rests: &[Rest], at: Moment) -> Vec<Beside> {
        let own = |beside: &Beside| Beside {
            own: Some(Own { until: at, rests: beside.rests(rests) }),
            ..beside.clone()
        };
        let last = Beside {
            started_at: self.started_at,
            target_s: self.target_s,
            hours: self.hours,
            earlier: self.earlier.clone(),
            own: None,
        };
        self.beside.iter().chain([&last]).map(own).collect()
    }

    /// What must be kept of it so that a merge can be undone.
    pub fn kept(&self) -> Kept {
        let Self { kind, started_at, stopped_at, missed_at, .. } = self.clone();
        Kept { kind, started_at, stopped_at, missed_at }
    }
}

/// The survivor's clock after the merge of `merged_at` is undone: what came from the other ticket, and thus
/// lies before the merge, is as it was; what happened since stays.
pub fn parted(now: &Promise, before: &Kept, merged_at: Moment) -> Promise {
    let since = |at: Option<Moment>, was| if at.is_some_and(|at| at < merged_at) { was } else { at };
    let came = |beside: &Beside| beside.own.as_ref().is_some_and(|own| own.until == merged_at);
    let merges = |decided: &Decided| decided.what == What::Merged && decided.at == merged_at;
    Promise {
        started_at: if now.started_at < merged_at { before.started_at } else { now.started_at },
        stopped_at: since(now.stopped_at, before.stopped_at),
        missed_at: since(now.missed_at, before.missed_at),
        beside: now.beside.iter().filter(|beside| !came(beside)).cloned().collect(),
        decided: now.decided.iter().filter(|decided| !merges(decided)).cloned().collect(),
        ..now.clone()
    }
}

/// The rests of the merged ticket that lie before the survivor was opened: for that time they are the rests
/// of the joined clock.
pub fn rests_before(merged: &[Rest], opened: Moment) -> Vec<Rest> {
    merged.iter().filter_map(|rest| rest.before(opened)).collect()
}
