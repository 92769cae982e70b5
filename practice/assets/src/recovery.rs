//! How soon a system has to be back: what was said of the system itself; else what its contract says for its class, else
//! its location, else its organization; else the house's own. Clinical-critical and administrative systems thus have
//! their own targets at every location and under every contract.

use crate::continuity::AssetClass;
use crate::records::{self, Aim};
use kernel::{AssetId, ContractId, LocationId, Stop};
use schemars::JsonSchema;
use serde::Serialize;
use store::Look;

store::kinds! {
    /// By whose word.
    RecoveryWord {
        Asset = "asset" "said of the system itself",
        Contract = "contract" "agreed in the contract",
        Location = "location" "said for this location",
        Organization = "organization" "said for the organization",
        House = "house" "the house's own",
    }
}

/// How soon and how fresh a system has to be back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Recovery {
    pub rto_minutes: i64,
    pub rto_word: RecoveryWord,
    /// Nothing when nobody said anything.
    pub rpo_minutes: Option<i64>,
}

/// What the house asks for where nobody said anything, in minutes.
fn house(class: AssetClass) -> i64 {
    match class {
        AssetClass::ClinicalCritical => 4 * 60,
        AssetClass::Clinical => 8 * 60,
        AssetClass::Administrative => 24 * 60,
    }
}

fn choose(
    aims: &[Aim],
    class: AssetClass,
    (location, contract): (Option<LocationId>, Option<ContractId>),
) -> Option<(&Aim, RecoveryWord)> {
    let fits = |aim: &&Aim| {
        let here = aim.location.is_none() || aim.location == location;
        aim.class == class && here && (aim.contract.is_none() || aim.contract == contract)
    };
    // Under a contract and at a location goes first, then the contract, then the location.
    let best = aims.iter().filter(fits).max_by_key(|aim| (aim.contract.is_some(), aim.location.is_some()))?;
    let word = match (best.contract, best.location) {
        (Some(_), _) => RecoveryWord::Contract,
        (None, Some(_)) => RecoveryWord::Location,
        (None, None) => RecoveryWord::Organization,
    };
    Some((best, word))
}

/// How soon an asset of the bound organization has to be back; nothing when there is no such asset.
///
/// # Errors
/// A fault of the store.
pub fn recovery(
    look: &mut Look,
    asset: AssetId,
    contract: Option<ContractId>,
) -> Result<Option<Recovery>, Stop> {
    let Some(known) = records::asset(look, asset)? else { return Ok(None) };
    let own = records::continuity(look, asset)?.unwrap_or_default();
    let (class, location) = (known.particulars.criticality.class(), known.particulars.location);
    let aims = records::aims(look)?;
    let default = choose(&aims, class, (location, contract));
    let rpo_minutes = own.rpo_minutes.or(default.and_then(|(aim, _)| aim.rpo_minutes));
    let (rto_minutes, rto_word) = match (own.rto_minutes, default) {
        (Some(own), _) => (own, RecoveryWord::Asset),
        (None, Some((aim, word))) => (aim.rto_minutes, word),
        (None, None) => (house(class), RecoveryWord::House),
    };
    Ok(Some(Recovery { rto_minutes, rto_word, rpo_minutes }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Moment;

    #[test]
    fn a_contract_goes_before_a_location_and_a_location_before_the_organization() {
        let place = |n: u8| LocationId::new(Moment::default(), [n; 10]);
        let under = ContractId::new(Moment::default(), [9; 10]);
        let class = AssetClass::ClinicalCritical;
        let aim = |rto_minutes, location, contract| Aim {
            class,
            location,
            contract,
            rto_minutes,
            rpo_minutes: None,
        };
        let all = [
            aim(100, None, None),
            aim(80, Some(place(1)), None),
            aim(60, None, Some(under)),
            aim(40, Some(place(1)), Some(under)),
            Aim { class: AssetClass::Administrative, ..aim(1, None, None) },
        ];
        let chosen = |location, contract| choose(&all, class, (location, contract)).unwrap();
        for (location, contract, minutes, word) in [
            (None, None, 100, RecoveryWord::Organization),
            (Some(place(2)), None, 100, RecoveryWord::Organization),
            (Some(place(1)), None, 80, RecoveryWord::Location),
            (Some(place(2)), Some(under), 60, RecoveryWord::Contract),
            (Some(place(1)), Some(under), 40, RecoveryWord::Contract),
        ] {
            let (aim, by) = chosen(location, contract);
            assert_eq!((aim.rto_minutes, by), (minutes, word));
        }
        assert!(choose(&all, AssetClass::Clinical, (None, None)).is_none());
    }
}
