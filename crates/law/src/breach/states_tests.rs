//! The statutes of the States, held against a second copy of their numbers, and the days that come out of them.

use super::*;
use crate::Confidence;
use crate::state::{ClockStart, Interplay, Reached, Timing};
use jiff::civil::date;

fn state(code: &str) -> State {
    State::find(code).unwrap()
}

fn to_state(entity: Entity, discovered: Date, code: &str, residents: u32) -> Vec<Duty> {
    let breach = Breach::of(entity, discovered, [(state(code), residents)]);
    duties(&breach).into_iter().filter(|duty| duty.tell == Tell::State(state(code))).collect()
}

fn days_of(code: &str, residents: u32) -> Vec<Option<Date>> {
    to_state(Entity::CoveredEntity, date(2026, 3, 2), code, residents).iter().map(|d| d.by).collect()
}

#[test]
fn fifty_states_the_district_and_five_territories() {
    let all: Vec<State> = State::all().collect();
    assert_eq!(all.len(), 56);
    let territories: Vec<&str> = all.iter().filter(|s| s.law().territory).map(|s| s.code()).collect();
    assert_eq!(territories, ["PR", "AS", "GU", "MP", "VI"]);
    for state in &all {
        assert_eq!(State::find(&state.code().to_lowercase()), Some(*state));
        assert_eq!(all.iter().filter(|other| other.code() == state.code()).count(), 1);
        let law = state.law();
        assert_eq!(law.statute.is_none(), law.territory, "{}", law.code);
        assert!(law.days.is_none() || law.starts != ClockStart::Unstated || law.code == "NM", "{}", law.code);
        assert!(law.territory || law.sources.starts_with('A'), "{}", law.code);
        for agency in &law.agencies {
            let counted = !matches!(
                agency.timing,
                Timing::Unnumbered | Timing::WithResidents | Timing::BeforeResidents
            );
            assert_eq!(agency.count > 0, counted, "{} {}", law.code, agency.whom);
            assert!(agency.only_if.is_none() || law.code == "CA");
        }
    }
    assert_eq!(State::find("ZZ"), None);
    assert_eq!(serde_json::from_str::<State>("\"ga\"").unwrap().name(), "Georgia");
    assert!(serde_json::from_str::<State>("\"ZZ\"").unwrap_err().to_string().contains("'ZZ' is no State"));
}

/// The twenty-two jurisdictions with a number, by number.
#[test]
fn a_state_has_its_number_or_none() {
    let with = |days: u16| -> Vec<&str> {
        State::all().filter(|s| s.law().days == Some(days)).map(State::code).collect()
    };
    assert_eq!(with(30), ["CA", "CO", "FL", "ME", "NY", "WA"]);
    assert_eq!(with(45), ["AL", "AZ", "IN", "MD", "NM", "OH", "OR", "RI", "TN", "VT", "WI"]);
    assert_eq!(with(60), ["CT", "DE", "LA", "SD", "TX"]);
    assert_eq!(State::all().filter(|s| s.law().days.is_some()).count(), 22);
    for state in State::all() {
        let first = &to_state(Entity::CoveredEntity, date(2026, 3, 2), state.code(), 1)[0];
        assert_eq!(first.by.is_some(), state.law().days.is_some(), "{}", state.code());
        let ceiling = state.law().days.map(after_2_march);
        assert_eq!(first.by, ceiling, "{}", state.code());
    }
}

fn after_2_march(days: u16) -> Date {
    match days {
        30 => date(2026, 4, 1),
        45 => date(2026, 4, 16),
        60 => date(2026, 5, 1),
        _ => panic!("no State has {days} days"),
    }
}

#[test]
fn thirteen_states_tell_no_agency_and_alaska_only_of_no_harm() {
    let none: Vec<&str> =
        State::all().filter(|s| !s.law().territory && s.law().agencies.is_empty()).map(State::code).collect();
    let expected = ["AK", "GA", "ID", "KS", "KY", "MI", "MN", "MS", "NV", "OH", "TN", "WV", "WI", "WY"];
    assert_eq!(none, expected);
}

/// State, at least, more than: the number itself is at the edge, one fewer is below, one more above.
#[test]
fn thresholds_are_uncertain_by_one_person() {
    let edges = [
        ("AL", 1_000),
        ("AZ", 1_000),
        ("AR", 1_000),
        ("CA", 500),
        ("CO", 500),
        ("DE", 500),
        ("DC", 50),
        ("FL", 500),
        ("HI", 1_000),
        ("IA", 500),
        ("MO", 1_000),
        ("NM", 1_000),
        ("ND", 250),
        ("OK", 500),
        ("OR", 250),
        ("PA", 500),
        ("RI", 500),
        ("SC", 1_000),
        ("SD", 250),
        ("TX", 250),
        ("UT", 500),
        ("WA", 500),
    ];
    for (code, edge) in edges {
        let agency = &state(code).law().agencies[0];
        let reached = [edge - 1, edge, edge + 1].map(|n| agency.reached(n));
        assert_eq!(reached, [Reached::No, Reached::AtTheEdge, Reached::Yes], "{code}");
        let at_edge = to_state(Entity::CoveredEntity, date(2026, 3, 2), code, edge);
        assert_eq!(at_edge[1].confidence, Confidence::Uncertain, "{code}");
        assert!(at_edge[1].notes.iter().any(|n| n.contains(&format!("exactly {edge} residents"))), "{code}");
    }
    let with_edge = State::all().filter(|s| {
        s.law().agencies.iter().any(|a| a.more_than.is_some() || a.at_least.is_some_and(|n| n > 1))
    });
    assert_eq!(with_edge.count(), edges.len());
    for code in
        ["CT", "IL", "IN", "LA", "ME", "MD", "MA", "MT", "NE", "NH", "NJ", "NY", "NC", "VT", "VA", "PR"]
    {
        assert_eq!(days_of(code, 1).len(), 1 + state(code).law().agencies.len(), "{code} tells of any");
    }
}

/// Discovered on Monday 2026-03-02; the residents' day first, then the agencies'.
#[test]
fn the_days_of_the_agencies() {
    let day = |month, day| Some(date(2026, month, day));
    assert_eq!(days_of("AL", 1_001), [day(4, 16), day(4, 16)]);
    assert_eq!(days_of("AR", 1_001), [None, day(4, 16)]);
    assert_eq!(days_of("CO", 501), [day(4, 1), day(4, 1)]);
    assert_eq!(days_of("CT", 1), [day(5, 1), day(5, 1)]);
    assert_eq!(days_of("DC", 51), [None, None]);
    assert_eq!(days_of("IA", 501), [None, None]);
    assert_eq!(days_of("LA", 1), [day(5, 1), day(5, 11)]);
    assert_eq!(days_of("MD", 1), [day(4, 16), day(4, 16)]);
    assert_eq!(days_of("ME", 1), [day(4, 1), None]);
    assert_eq!(days_of("OK", 501), [None, None]);
    assert_eq!(days_of("PR", 1), [None, day(3, 12)]);
    assert_eq!(days_of("SD", 251), [day(5, 1), day(5, 1)]);
    assert_eq!(days_of("TX", 251), [day(5, 1), day(4, 1)]);
    // Fourteen business days end on Friday 2026-03-20.
    assert_eq!(days_of("VT", 1), [day(4, 16), day(3, 20)]);
    // Five business days after the report to HHS: the ceiling is Friday 2026-05-01, the yearly one Monday 2027-03-01.
    assert_eq!(days_of("IL", 500), [None, day(5, 8)]);
    assert_eq!(days_of("IL", 499), [None, Some(date(2027, 3, 8))]);
    assert_eq!(days_of("NY", 500), [day(4, 1), None, day(5, 6)]);
}

#[test]
fn what_hangs_on_the_notice_to_residents_follows_it_once_it_was_given() {
    let mut breach =
        Breach::of(Entity::CoveredEntity, date(2026, 3, 2), [(state("IA"), 501), (state("VT"), 1)]);
    // Friday the 6th: five business days later is Friday the 13th; Vermont's preliminary notice is due with residents'.
    breach.individuals_told = Some(date(2026, 3, 6));
    let of = |code: &str| {
        let mut all = duties(&breach).into_iter().filter(|duty| duty.tell == Tell::State(state(code)));
        all.nth(1).unwrap().by.unwrap()
    };
    assert_eq!((of("IA"), of("VT")), (date(2026, 3, 13), date(2026, 3, 6)));
}

#[test]
fn california_and_its_licensed_clinics() {
    let discovered = date(2026, 3, 2);
    let mut breach = Breach::of(Entity::CoveredEntity, discovered, [(state("CA"), 501)]);
    let ca = |breach: &Breach| -> Vec<Duty> {
        duties(breach).into_iter().filter(|duty| duty.tell == Tell::State(state("CA"))).collect()
    };
    let by: Vec<Option<Date>> = ca(&breach).iter().map(|duty| duty.by).collect();
    // Residents in 30 days; the Attorney General 15 days after them; the Department in 15 business days.
    assert_eq!(by, [date(2026, 4, 1), date(2026, 4, 16), date(2026, 3, 23)].map(Some));
    let clinic = ca(&breach).remove(2);
    assert!(clinic.only_if.is_some() && clinic.because.contains("1280.15"));
    breach.licensed_in_california = Some(true);
    assert_eq!(ca(&breach)[2].only_if, None);
    breach.licensed_in_california = Some(false);
    assert_eq!(ca(&breach).len(), 2);
    // The 30 days came with 2026.
    let before = to_state(Entity::CoveredEntity, date(2025, 12, 31), "CA", 501);
    assert_eq!((before[0].by, before[0].confidence), (None, Confidence::Unverified));
    assert_eq!(before.len(), 2, "the Attorney General's fifteen days came with them");
    let since = to_state(Entity::CoveredEntity, date(2026, 1, 1), "CA", 501);
    assert_eq!(since[0].by, Some(date(2026, 1, 31)));
    assert_eq!(since.len(), 3);
}

#[test]
fn a_number_is_not_claimed_with_confidence_for_a_day_on_which_it_was_not_read() {
    let at = |day| to_state(Entity::CoveredEntity, day, "TX", 300);
    assert!(at(date(2025, 8, 31)).iter().all(|duty| duty.confidence == Confidence::Unverified));
    assert!(at(date(2025, 8, 31))[0].notes.iter().any(|n| n.contains("was not looked at")));
    assert_eq!(at(date(2025, 9, 1))[0].confidence, Confidence::Checked);
    assert_eq!(at(date(2025, 9, 1))[1].confidence, Confidence::Secondary);
    let guam = &to_state(Entity::CoveredEntity, date(2026, 3, 2), "GU", 3)[0];
    assert_eq!(
        (guam.by, guam.confidence, guam.standard.as_str()),
        (None, Confidence::Uncertain, "not established")
    );
    assert!(guam.because.contains("No statute of Guam"));
}

#[test]
fn what_a_statute_does_with_hipaa_is_said() {
    let of = |kind| State::all().filter(move |s| s.law().hipaa == kind).map(State::code).collect::<Vec<_>>();
    assert_eq!(of(Interplay::Exempt), ["AZ", "IA", "KY", "NM", "OR", "TN", "WI"]);
    assert_eq!(of(Interplay::Partly), ["AL", "CT", "WA"]);
    assert_eq!(of(Interplay::Unclear), ["FL", "IN", "MN", "OH", "PA"]);
    let deemed = ["DE", "DC", "HI", "MD", "MI", "ND", "OK", "RI", "SD", "UT", "VT", "WY"];
    assert_eq!(of(Interplay::Deemed), deemed);
    for kind in [Interplay::Exempt, Interplay::Partly, Interplay::Unclear, Interplay::Deemed] {
        for code in of(kind) {
            let first = &to_state(Entity::CoveredEntity, date(2026, 3, 2), code, 1)[0];
            assert_eq!(first.notes[0], kind.remark().unwrap());
        }
    }
}

#[test]
fn vendors_have_ten_days_where_the_sources_say_so() {
    let vendor = Entity::BusinessAssociate { agent: false };
    for state in State::all() {
        let told = to_state(vendor, date(2026, 3, 2), state.code(), 5_000);
        let expected = ["AL", "FL", "MD", "OR"].contains(&state.code());
        assert_eq!(told.len(), usize::from(expected), "{}", state.code());
        assert!(told.iter().all(|duty| duty.by == Some(date(2026, 3, 12))));
        assert!(to_state(vendor, date(2026, 3, 2), state.code(), 0).is_empty());
        assert!(to_state(Entity::CoveredEntity, date(2026, 3, 2), state.code(), 0).is_empty());
    }
}

#[test]
fn a_standard_says_how_fast_and_a_note_from_when() {
    let first = |code| to_state(Entity::CoveredEntity, date(2026, 3, 2), code, 1).remove(0);
    assert_eq!(first("GA").standard, "without unreasonable delay, or as fast as can be");
    assert_eq!(first("AL").standard, "without unreasonable delay, within 45 days of determination");
    assert_eq!(first("CA").standard, "without unreasonable delay, within 30 days of discovery");
    let noted = |code| first(code).notes.iter().any(|note| note.starts_with("Counted from discovery"));
    assert!(noted("AL") && noted("ME") && !noted("CA") && !noted("GA"));
}
