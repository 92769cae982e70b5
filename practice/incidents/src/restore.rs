//! In which order systems come back: what lives hang on first, and before it whatever it needs. A system counts as
//! critical as the most critical one that depends on it.

use kernel::AssetId;
use std::collections::{BTreeMap, BTreeSet};

/// A system that has to come back.
#[derive(Debug, Clone)]
pub struct Down {
    pub asset: AssetId,
    /// How much hangs on it, as a word: life-support, clinical, business or office.
    pub criticality: String,
    pub depends_on: Vec<AssetId>,
}

fn rank(criticality: &str) -> u8 {
    match criticality {
        "life-support" => 0,
        "clinical" => 1,
        "business" => 2,
        _ => 3,
    }
}

/// The systems in the order in which they come back. Each is there once; what depends on each other in a circle comes by
/// its criticality.
pub fn restore_order(systems: &[Down]) -> Vec<AssetId> {
    let known: BTreeMap<AssetId, &Down> = systems.iter().map(|s| (s.asset, s)).collect();
    let mut weight: BTreeMap<AssetId, u8> = systems.iter().map(|s| (s.asset, rank(&s.criticality))).collect();
    // What a system needs is as urgent as the system; a pass for each level of dependence, at most four ranks matter.
    let mut moved = true;
    while moved {
        moved = false;
        for system in systems {
            let own = weight[&system.asset];
            for needed in &system.depends_on {
                if let Some(theirs) = weight.get_mut(needed).filter(|theirs| **theirs > own) {
                    *theirs = own;
                    moved = true;
                }
            }
        }
    }
    let mut left: BTreeSet<(u8, AssetId)> = weight.iter().map(|(asset, w)| (*w, *asset)).collect();
    let mut waiting: BTreeSet<AssetId> = known.keys().copied().collect();
    let mut order = Vec::with_capacity(waiting.len());
    while let Some(first) = left.first().copied() {
        let ready = |(_, asset): &&(u8, AssetId)| {
            known[asset].depends_on.iter().all(|n| n == asset || !waiting.contains(n))
        };
        let as_urgent = left.iter().take_while(|(weight, _)| *weight == first.0);
        let next = as_urgent.into_iter().find(ready).copied().unwrap_or(first);
        left.remove(&next);
        waiting.remove(&next.1);
        order.push(next.1);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Moment;

    fn asset(n: u8) -> AssetId {
        AssetId::new(Moment::from_micros(i64::from(n) * 1_000_000), [n; 10])
    }

    fn down(n: u8, criticality: &str, needs: &[u8]) -> Down {
        let depends_on = needs.iter().map(|n| asset(*n)).collect();
        Down { asset: asset(n), criticality: criticality.into(), depends_on }
    }

    fn order(systems: &[Down]) -> Vec<AssetId> {
        restore_order(systems)
    }

    #[test]
    fn what_care_needs_comes_first_and_before_it_what_it_stands_on() {
        let all = [
            down(1, "office", &[]),
            down(2, "business", &[5]),
            down(3, "clinical", &[4, 9]),
            down(4, "office", &[6]),
            down(5, "business", &[]),
            down(6, "office", &[]),
            down(7, "life-support", &[]),
        ];
        assert_eq!(order(&all), [7, 6, 4, 3, 5, 2, 1].map(asset));
        assert!(order(&[]).is_empty());
    }

    #[test]
    fn a_circle_still_comes_back_whole() {
        let all = [down(1, "office", &[2]), down(2, "clinical", &[1]), down(3, "business", &[3])];
        let order = order(&all);
        assert_eq!(order.len(), 3);
        assert_eq!(order[2], asset(3));
    }
}
