//! A contract's days and its versions: which of them holds at a moment, and how the contract stands.

use super::kinds::{ContractKind, ContractShown, ContractState};
use super::terms::Terms;
use jiff::civil::Date;
use kernel::{ContractId, Moment, OrgId, PersonId, Span};

/// The usual time of notice before a contract ends, in days.
pub(crate) const NOTICE_DAYS: u32 = 90;

/// A contract as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contract {
    pub id: ContractId,
    pub client: OrgId,
    pub provider: OrgId,
    pub state: ContractState,
    pub zone: String,
    pub starts_on: Date,
    /// Its last day.
    pub ends_on: Option<Date>,
    pub starts_at: Moment,
    /// The first moment after its last day.
    pub ends_at: Option<Moment>,
    pub notice_days: u32,
    /// The newest version.
    pub version: u32,
    pub created_by: Option<PersonId>,
    pub created_at: Moment,
    pub activated_at: Option<Moment>,
    /// Which notice of its end was given.
    pub noticed: Option<String>,
}

/// What was agreed from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub version: u32,
    pub title: String,
    pub from_on: Date,
    pub from_at: Moment,
    pub terms: Terms,
    pub made_by: Option<PersonId>,
    pub made_at: Moment,
}

impl Contract {
    /// Whether it runs.
    pub fn in_force(&self, now: Moment) -> bool {
        let over = self.ends_at.is_some_and(|end| end <= now);
        self.state == ContractState::Active && self.starts_at <= now && !over
    }

    pub fn shown(&self, now: Moment) -> ContractShown {
        let notice = Span::days(self.notice_days.into());
        match (self.state, self.ends_at) {
            (ContractState::Draft, _) => ContractShown::Draft,
            (ContractState::Dropped, _) => ContractShown::Ended,
            (ContractState::Active, Some(end)) if end <= now => ContractShown::Ended,
            (ContractState::Active, _) if now < self.starts_at => ContractShown::Waits,
            (ContractState::Active, Some(end)) if end <= now.plus(notice) => ContractShown::Ending,
            (ContractState::Active, _) => ContractShown::Active,
        }
    }
}

/// The version that holds at a moment: of those whose day has come, the one made last. Before the first day, the first.
pub(crate) fn version_at(versions: &[Version], now: Moment) -> Option<&Version> {
    let come = versions.iter().filter(|v| v.from_at <= now).max_by_key(|v| v.version);
    come.or_else(|| versions.iter().min_by_key(|v| v.version))
}

/// What it is called in a sentence: "managed contract 'Everything at the clinic'".
pub(crate) fn named(kind: ContractKind, title: &str) -> String {
    format!("{} contract “{title}”", kind.title().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contracts::terms::tests::{managed, version};

    fn day(n: i64) -> Moment {
        Moment::from_micros(0).plus(Span::days(n))
    }

    fn contract(state: ContractState) -> Contract {
        Contract {
            id: ContractId::new(day(0), [1; 10]),
            client: OrgId::new(day(0), [1; 10]),
            provider: OrgId::new(day(0), [2; 10]),
            state,
            zone: "UTC".into(),
            starts_on: Date::constant(1970, 1, 11),
            ends_on: None,
            starts_at: day(10),
            ends_at: Some(day(375)),
            notice_days: 90,
            version: 1,
            created_by: None,
            created_at: day(0),
            activated_at: None,
            noticed: None,
        }
    }

    #[test]
    fn a_contract_stands_as_its_days_say() {
        let active = contract(ContractState::Active);
        let cases = [
            (9, ContractShown::Waits, false),
            (10, ContractShown::Active, true),
            (284, ContractShown::Active, true),
            (285, ContractShown::Ending, true),
            (374, ContractShown::Ending, true),
            (375, ContractShown::Ended, false),
        ];
        for (at, shown, in_force) in cases {
            assert_eq!((active.shown(day(at)), active.in_force(day(at))), (shown, in_force), "day {at}");
        }
        assert_eq!(contract(ContractState::Draft).shown(day(20)), ContractShown::Draft);
        assert!(!contract(ContractState::Draft).in_force(day(20)));
        assert_eq!(contract(ContractState::Dropped).shown(day(20)), ContractShown::Ended);
        let endless = Contract { ends_at: None, ..active };
        assert_eq!(endless.shown(day(9_999)), ContractShown::Active);
    }

    #[test]
    fn the_version_made_last_holds_from_its_day_on() {
        let at = |number, from| Version { version: number, from_at: day(from), ..version(managed()) };
        let versions = [at(1, 10), at(2, 100), at(3, 50), at(4, 400)];
        let holds = |n: i64| version_at(&versions, day(n)).unwrap().version;
        assert_eq!([holds(5), holds(10), holds(50), holds(99), holds(399), holds(400)], [1, 1, 3, 3, 3, 4]);
        // Version 3 was made after version 2 and begins earlier: it took its place.
        assert_eq!(holds(100), 3);
        assert!(version_at(&[], day(0)).is_none());
    }
}
