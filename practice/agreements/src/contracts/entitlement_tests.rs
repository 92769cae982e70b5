//! Whether work is covered: a table of contracts and tickets.

use super::*;
use crate::contracts::hours::TypedCalendar;
use crate::contracts::terms::TypedTerms;
use crate::contracts::terms::tests::{asset, department, known, location, typed, version};
use kernel::Role;

/// A Wednesday morning in Chicago.
const MORNING: &str = "2026-06-03T09:00:00-05:00";
/// The evening of the same day.
const EVENING: &str = "2026-06-03T20:00:00-05:00";
/// The morning of Thanksgiving Day.
const HOLIDAY: &str = "2026-11-26T09:00:00-06:00";

fn facts() -> TicketFacts {
    TicketFacts {
        location: Some(location(1)),
        hours: Some(
            r#"{"zone":"America/Chicago","holidays":"us-federal","week":{"wednesday":["08:00-17:00"],
               "thursday":["08:00-17:00"]}}"#
                .to_owned(),
        ),
        department: Some(department(1)),
        roles: vec![Role::Reporter],
        people: 12,
        asset: Some(asset(1)),
        asset_kind: Some("workstation".into()),
        on_site: false,
        patient_affected: false,
        used_minutes: None,
    }
}

fn weigh(terms: TypedTerms, facts: &TicketFacts, at: &str) -> Entitlement {
    let at = Moment::from_timestamp(at.parse().unwrap());
    entitlement(&version(terms.checked(&known()).unwrap()), facts, at)
}

/// The sentence, and the rate in cents when it is not covered.
fn told(terms: TypedTerms, facts: &TicketFacts, at: &str) -> (String, Option<i64>) {
    let found = weigh(terms, facts, at);
    (found.why().to_owned(), found.rate().map(|r| r.cents))
}

#[test]
fn a_managed_contract_covers_what_it_says_and_says_it() {
    let found = weigh(typed(), &facts(), HOLIDAY);
    assert!(found.is_entitled());
    assert_eq!(
        found.why(),
        "The managed contract “Everything” covers everyone who works there, every location, every system, work \
         on site and from afar, around the clock."
    );
}

#[test]
fn break_fix_covers_nothing_and_names_its_rate() {
    let terms = || TypedTerms { kind: ContractKind::BreakFix, hours: CoveredHours::Business, ..typed() };
    let found = weigh(terms(), &facts(), MORNING);
    assert_eq!(found.rate(), Some(Rate { cents: 18_500, minimum_minutes: 30, late: false }));
    assert!(found.why().starts_with("Break-fix"));
    assert_eq!(weigh(terms(), &facts(), EVENING).rate().unwrap().cents, 27_750);
    assert!(weigh(terms(), &facts(), HOLIDAY).rate().unwrap().late);
}

#[test]
fn people_are_covered_all_by_number_or_by_choice() {
    let number = |n| TypedTerms { people: CoveredPeople::Number, most_people: Some(n), ..typed() };
    assert!(weigh(number(12), &facts(), MORNING).is_entitled());
    let more = told(number(10), &facts(), MORNING);
    assert!(more.0.contains("10 people (12 work there; the difference is billed)"), "{more:?}");
    assert_eq!(more.1, None);
    let chosen = |departments: &[u8], roles: &[Role]| TypedTerms {
        people: CoveredPeople::Chosen,
        departments: departments.iter().map(|n| department(*n)).collect(),
        roles: roles.to_vec(),
        ..typed()
    };
    assert!(weigh(chosen(&[1], &[]), &facts(), MORNING).is_entitled());
    let by_role = told(chosen(&[], &[Role::Reporter]), &facts(), MORNING);
    assert!(by_role.0.contains("the role reporter") && by_role.1.is_none(), "{by_role:?}");
    let other = told(chosen(&[], &[Role::PracticeOwner]), &facts(), MORNING);
    assert_eq!(
        other,
        ("Neither the department nor the role of whoever asks is covered.".into(), Some(18_500))
    );
    let nobody = TicketFacts { department: None, roles: Vec::new(), ..facts() };
    assert!(told(chosen(&[1], &[]), &nobody, MORNING).0.ends_with("nobody knows who asks."));
}

#[test]
fn places_and_systems_are_covered_or_not() {
    let here = || TypedTerms { locations: vec![location(1)], ..typed() };
    assert!(weigh(here(), &facts(), MORNING).is_entitled());
    let elsewhere = TicketFacts { location: Some(location(2)), ..facts() };
    assert_eq!(told(here(), &elsewhere, MORNING), ("This location is not covered.".into(), Some(18_500)));
    let nowhere = TicketFacts { location: None, ..facts() };
    assert!(told(here(), &nowhere, MORNING).0.ends_with("nobody knows where the trouble is."));

    let servers = || TypedTerms { asset_kinds: vec!["server".into()], ..typed() };
    assert_eq!(
        told(servers(), &facts(), MORNING),
        ("A workstation is not covered, nor is this asset by name.".into(), Some(18_500))
    );
    let named = TypedTerms { assets: vec![asset(1)], ..servers() };
    assert!(weigh(named, &facts(), MORNING).why().contains("this asset by name"));
    let server = TicketFacts { asset: None, asset_kind: Some("server".into()), ..facts() };
    assert!(weigh(servers(), &server, MORNING).why().contains("every server"));
    let none = TicketFacts { asset: None, asset_kind: None, ..facts() };
    assert!(told(servers(), &none, MORNING).0.ends_with("the ticket names none."));
}

#[test]
fn hours_are_around_the_clock_of_the_location_or_of_their_own() {
    let business = || TypedTerms { hours: CoveredHours::Business, ..typed() };
    assert!(weigh(business(), &facts(), MORNING).is_entitled());
    let late = told(business(), &facts(), EVENING);
    assert_eq!(
        late,
        ("It is outside the covered hours: the opening hours of the location.".into(), Some(27_750))
    );
    assert!(!weigh(business(), &facts(), HOLIDAY).is_entitled());
    let unknown = TicketFacts { hours: None, ..facts() };
    assert!(weigh(business(), &unknown, EVENING).is_entitled(), "nobody set any hours");

    let evenings = TypedCalendar {
        name: "Evenings".into(),
        zone: "America/Chicago".into(),
        weekdays: Some("17:00-22:00".into()),
        saturday: None,
        sunday: None,
        federal_holidays: false,
    };
    let own = || TypedTerms { hours: CoveredHours::Named, calendar: Some(evenings.clone()), ..typed() };
    assert!(weigh(own(), &facts(), EVENING).why().contains("Evenings (Mon–Fri 17:00–22:00"));
    assert!(!weigh(own(), &facts(), MORNING).is_entitled());
}

#[test]
fn somebody_has_to_go_there_or_not() {
    let remote = || TypedTerms { on_site: false, ..typed() };
    assert!(weigh(remote(), &facts(), MORNING).why().contains("work from afar"));
    let visit = TicketFacts { on_site: true, ..facts() };
    let told = told(remote(), &visit, MORNING);
    assert_eq!(told, ("Only work from afar is covered, and somebody has to go there.".into(), Some(18_500)));
    assert!(weigh(typed(), &visit, MORNING).is_entitled());
}

#[test]
fn a_block_covers_until_it_is_used_up() {
    let block = || TypedTerms { billing: BillingModel::Block, block_hours: Some(20), ..typed() };
    let used = |minutes| TicketFacts { used_minutes: minutes, ..facts() };
    assert!(weigh(block(), &used(None), MORNING).why().ends_with("a block of 20 hours."));
    assert!(weigh(block(), &used(Some(1_075)), MORNING).why().contains("2 h 05 min are left"));
    assert_eq!(
        told(block(), &used(Some(1_200)), MORNING),
        ("The block of 20 hours is used up.".into(), Some(18_500))
    );
}

#[test]
fn without_a_rate_nothing_is_invented() {
    let terms = TypedTerms { rate: None, late_rate: None, locations: vec![location(1)], ..typed() };
    let elsewhere = TicketFacts { location: Some(location(2)), ..facts() };
    assert_eq!(weigh(terms, &elsewhere, MORNING).rate(), None);
}
