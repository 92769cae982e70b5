//! How a system has to come back, and what hangs on what: its recovery targets, what it does with ePHI, the assets it
//! depends on and those kept as spares. The rules here are pure: nothing depends on itself, and when an asset fails,
//! everything that depends on it, however far, goes down with it.

use kernel::{AssetId, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The longest recovery target, in minutes: ninety days.
const LONGEST_TARGET_MINUTES: i64 = 129_600;

store::kinds! {
    /// How one asset hangs together with another.
    Relation {
        /// It does not work without the other.
        DependsOn = "depends-on" "Depends on",
        /// It takes the other's place when that fails.
        SpareOf = "spare-of" "Spare of",
    }
    /// How much of care hangs on an asset: what its recovery is planned by.
    AssetClass {
        ClinicalCritical = "clinical-critical" "Clinical, critical",
        Clinical = "clinical" "Clinical",
        Administrative = "administrative" "Administrative",
    }
}

impl crate::Criticality {
    /// Clinical-critical, clinical or administrative.
    pub fn class(self) -> AssetClass {
        match self {
            Self::LifeSupport => AssetClass::ClinicalCritical,
            Self::Clinical => AssetClass::Clinical,
            Self::Business | Self::Office => AssetClass::Administrative,
        }
    }
}

/// What a system does with ePHI beside keeping it, and how it has to come back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Continuity {
    /// New ePHI comes into being on it.
    pub creates_ephi: bool,
    /// ePHI is sent to it from elsewhere.
    pub receives_ephi: bool,
    /// It sends ePHI elsewhere.
    pub transmits_ephi: bool,
    /// The part of the network it stands in.
    pub network_zone: Option<String>,
    /// Recovery time objective, in minutes: how long it may be gone.
    pub rto_minutes: Option<i64>,
    /// Recovery point objective, in minutes: how much of its data may be lost.
    pub rpo_minutes: Option<i64>,
}

/// # Errors
/// A refusal that names the field of a target outside 0 minutes to ninety days.
pub(crate) fn target(field: &str, minutes: Option<i64>) -> Result<Option<i64>, Refusal> {
    match minutes {
        Some(m) if !(0..=LONGEST_TARGET_MINUTES).contains(&m) => {
            Err(Refusal::invalid(field, "A target lies between 0 minutes and ninety days."))
        }
        other => Ok(other),
    }
}

/// Which assets depend on which: pairs of an asset and what it depends on.
pub type Dependencies = [(AssetId, AssetId)];

/// Everything that goes down with an asset, the nearest first, each with how far away it hangs (1 depends directly).
pub fn impact(of: AssetId, dependencies: &Dependencies) -> Vec<(AssetId, u32)> {
    let mut upon: BTreeMap<AssetId, Vec<AssetId>> = BTreeMap::new();
    for (asset, on) in dependencies {
        upon.entry(*on).or_default().push(*asset);
    }
    walk(of, &upon)
}

/// Everything an asset needs to work, the nearest first, each with how far away it stands.
pub fn needed_by(asset: AssetId, dependencies: &Dependencies) -> Vec<(AssetId, u32)> {
    let mut upon: BTreeMap<AssetId, Vec<AssetId>> = BTreeMap::new();
    for (from, on) in dependencies {
        upon.entry(*from).or_default().push(*on);
    }
    walk(asset, &upon)
}

fn walk(from: AssetId, next: &BTreeMap<AssetId, Vec<AssetId>>) -> Vec<(AssetId, u32)> {
    let (mut seen, mut found) = (BTreeSet::from([from]), Vec::new());
    let mut edge = vec![from];
    let mut far = 0;
    while !edge.is_empty() {
        far += 1;
        let mut further = Vec::new();
        for at in edge {
            for other in next.get(&at).into_iter().flatten() {
                if seen.insert(*other) {
                    found.push((*other, far));
                    further.push(*other);
                }
            }
        }
        edge = further;
    }
    found
}

/// Whether `asset` may depend on `on` without anything coming to depend on itself.
pub fn turns_in_a_circle(asset: AssetId, on: AssetId, dependencies: &Dependencies) -> bool {
    asset == on || needed_by(on, dependencies).iter().any(|(needed, _)| *needed == asset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Criticality;
    use kernel::Moment;

    fn asset(n: u8) -> AssetId {
        AssetId::new(Moment::default(), [n; 10])
    }

    fn all(pairs: &[(u8, u8)]) -> Vec<(AssetId, AssetId)> {
        pairs.iter().map(|(a, b)| (asset(*a), asset(*b))).collect()
    }

    #[test]
    fn what_depends_on_an_asset_goes_down_with_it_however_far() {
        // Workstations 4 and 5 need the record system 3, which needs servers 1 and 2; 2 needs the switch 6.
        let hangs = all(&[(4, 3), (5, 3), (3, 1), (3, 2), (2, 6)]);
        let down = |n| impact(asset(n), &hangs);
        assert_eq!(down(6), [(asset(2), 1), (asset(3), 2), (asset(4), 3), (asset(5), 3)]);
        assert_eq!(down(1), [(asset(3), 1), (asset(4), 2), (asset(5), 2)]);
        assert!(down(4).is_empty());
        let needs: Vec<AssetId> = needed_by(asset(4), &hangs).into_iter().map(|(a, _)| a).collect();
        assert_eq!(needs, [asset(3), asset(1), asset(2), asset(6)]);
    }

    #[test]
    fn nothing_depends_on_itself() {
        let hangs = all(&[(4, 3), (3, 2), (2, 1)]);
        assert!(turns_in_a_circle(asset(1), asset(4), &hangs));
        assert!(turns_in_a_circle(asset(2), asset(3), &hangs));
        assert!(turns_in_a_circle(asset(7), asset(7), &hangs));
        assert!(!turns_in_a_circle(asset(4), asset(1), &hangs));
        assert!(!turns_in_a_circle(asset(5), asset(4), &hangs));
        // Even what stands in a circle already is walked once.
        assert_eq!(impact(asset(1), &all(&[(1, 2), (2, 1)])), [(asset(2), 1)]);
    }

    #[test]
    fn classes_and_targets() {
        assert_eq!(Criticality::LifeSupport.class(), AssetClass::ClinicalCritical);
        assert_eq!(Criticality::Clinical.class(), AssetClass::Clinical);
        assert_eq!(Criticality::Office.class(), AssetClass::Administrative);
        assert_eq!(target("rto_minutes", Some(240)).unwrap(), Some(240));
        for wrong in [-1, 129_601] {
            assert_eq!(target("rto_minutes", Some(wrong)).unwrap_err().field.as_deref(), Some("rto_minutes"));
        }
    }
}
