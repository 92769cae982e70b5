//! Who must agree to a change, whether its tests suffice, and whether a freeze forbids it. Pure rules: they see what
//! was recorded and say what is missing, in words.

use crate::words::{CareArea, Category, ChangeKind, Environment, Risk};
use kernel::{OrgId, PersonId};

/// Somebody who agreed in this round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Yes {
    pub person: PersonId,
    pub employer: OrgId,
}

/// What a change needs before it may begin.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    pub kind: ChangeKind,
    pub risk: Risk,
    /// Where it takes place.
    pub org: OrgId,
    pub planner: PersonId,
}

/// Whose word is missing still; nothing when all have agreed.
pub(crate) fn missing(asked: &Asked, given: &[Yes]) -> Option<&'static str> {
    let others = || given.iter().filter(|y| y.person != asked.planner);
    let of_client = others().any(|y| y.employer == asked.org);
    match (asked.kind, asked.risk) {
        (ChangeKind::Standard, Risk::Low) => None,
        (ChangeKind::Normal, Risk::Moderate) if !of_client => {
            Some("somebody of the organization itself who may approve changes")
        }
        (ChangeKind::Normal, Risk::High) if !of_client => {
            Some("two people who may approve changes, one of them of the organization itself")
        }
        (ChangeKind::Normal, Risk::High) if others().count() < 2 => {
            Some("a second person who may approve changes")
        }
        _ if others().next().is_none() => Some("somebody else who may approve changes"),
        _ => None,
    }
}

/// A test as it was recorded, oldest first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Test {
    pub environment: Environment,
    pub passed: bool,
    pub employer: OrgId,
}

/// Which evidence is missing still; nothing when it suffices. The latest test of an environment counts.
pub(crate) fn evidence_missing(category: Category, org: OrgId, tests: &[Test]) -> Option<&'static str> {
    if !category.needs_evidence() {
        return None;
    }
    let latest = |environment: Environment| tests.iter().rev().find(|t| t.environment == environment);
    if !latest(Environment::Test).is_some_and(|t| t.passed) {
        return Some("a passed test in the test environment");
    }
    match latest(Environment::Acceptance) {
        Some(t) if t.passed && t.employer == org => None,
        _ => Some("a passed user acceptance by somebody who works for the organization itself"),
    }
}

/// Whether a freeze of `frozen` (none: everywhere) forbids what touches `touched` (none: nothing clinical is named,
/// so only a freeze of everything forbids it).
pub(crate) fn forbids(frozen: &[CareArea], touched: &[CareArea]) -> bool {
    frozen.is_empty() || touched.iter().any(|area| frozen.contains(area))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Moment;

    fn person(n: u8) -> PersonId {
        PersonId::new(Moment::from_micros(0), [n; 10])
    }
    fn org(n: u8) -> OrgId {
        OrgId::new(Moment::from_micros(0), [n; 10])
    }
    fn yes(p: u8, o: u8) -> Yes {
        Yes { person: person(p), employer: org(o) }
    }

    #[test]
    fn who_must_agree() {
        let asked = |kind, risk| Asked { kind, risk, org: org(1), planner: person(1) };
        let enough = |kind, risk, given: &[Yes]| missing(&asked(kind, risk), given).is_none();
        assert!(enough(ChangeKind::Standard, Risk::Low, &[]));
        assert!(!enough(ChangeKind::Standard, Risk::Moderate, &[]), "no longer standard");
        assert!(!enough(ChangeKind::Normal, Risk::Low, &[yes(1, 2)]), "nobody agrees to their own");
        assert!(enough(ChangeKind::Normal, Risk::Low, &[yes(2, 2)]));
        assert!(!enough(ChangeKind::Normal, Risk::Moderate, &[yes(2, 2)]));
        assert!(enough(ChangeKind::Normal, Risk::Moderate, &[yes(2, 1)]));
        assert!(!enough(ChangeKind::Normal, Risk::High, &[yes(2, 1)]));
        assert!(enough(ChangeKind::Normal, Risk::High, &[yes(2, 1), yes(3, 2)]));
        assert!(!enough(ChangeKind::Emergency, Risk::High, &[]));
        assert!(enough(ChangeKind::Emergency, Risk::High, &[yes(2, 2)]));
    }

    #[test]
    fn the_latest_test_counts_and_acceptance_is_the_organizations_own() {
        let test = |environment, passed, by| Test { environment, passed, employer: org(by) };
        let enough = |tests: &[Test]| evidence_missing(Category::EhrBuild, org(1), tests).is_none();
        use Environment::{Acceptance, Test as InTest};
        assert!(!enough(&[]));
        assert!(!enough(&[test(InTest, true, 2)]));
        assert!(!enough(&[test(InTest, true, 2), test(Acceptance, true, 2)]));
        assert!(enough(&[test(InTest, true, 2), test(Acceptance, true, 1)]));
        assert!(!enough(&[test(InTest, true, 2), test(Acceptance, true, 1), test(InTest, false, 2)]));
        assert!(evidence_missing(Category::Network, org(1), &[]).is_none());
    }

    #[test]
    fn a_freeze_of_everything_forbids_what_names_no_area() {
        assert!(forbids(&[], &[]) && forbids(&[], &[CareArea::Billing]));
        assert!(!forbids(&[CareArea::Emergency], &[]));
        assert!(!forbids(&[CareArea::Emergency], &[CareArea::Billing]));
        assert!(forbids(&[CareArea::Emergency], &[CareArea::Billing, CareArea::Emergency]));
    }
}
