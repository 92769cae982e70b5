//! The rule of standing as a table.

use super::*;
use AgreementKind::{Baa, NotRequired, Subcontractor};
use AgreementState::{Draft, Sent, Signed, Terminated, Withdrawn};

fn day(n: i64) -> Moment {
    Moment::from_micros(0).plus(Span::days(1000 + n))
}

fn org(n: u8) -> OrgId {
    OrgId::new(day(0), [n; 10])
}

fn agr(n: u8) -> AgreementId {
    AgreementId::new(day(0), [n; 10])
}

const CLIENT: u8 = 1;
const PROVIDER: u8 = 2;
const SUB: u8 = 3;
const SUB_OF_SUB: u8 = 4;

/// Signed, from a day to a day (nothing: without an end).
fn link(id: u8, kind: AgreementKind, associate: u8, above: Option<u8>, from: i64, to: Option<i64>) -> Link {
    Link {
        id: agr(id),
        kind,
        state: Signed,
        associate: org(associate),
        line: agr(id),
        upstream: above.map(agr),
        effective_at: day(from),
        ends_at: to.map(day),
        ended_at: None,
        starts_at: None,
        until_at: None,
    }
}

fn ended(link: Link, on: i64) -> Link {
    Link { state: Terminated, ended_at: Some(day(on)), ..link }
}

fn baa(from: i64, to: Option<i64>) -> Link {
    link(10, Baa, PROVIDER, None, from, to)
}

/// Client, provider, subcontractor, its subcontractor.
fn chain_of_three(ends: [Option<i64>; 3]) -> Vec<Link> {
    vec![
        baa(0, ends[0]),
        link(11, Subcontractor, SUB, Some(10), 0, ends[1]),
        link(12, Subcontractor, SUB_OF_SUB, Some(11), 0, ends[2]),
    ]
}

#[track_caller]
fn is(links: &[Link], employer: u8, on: i64, wanted: Standing) {
    assert_eq!(standing(links, org(employer), org(CLIENT), day(on)).standing, wanted);
}

#[test]
fn own_workforce_needs_no_agreement() {
    is(&[], CLIENT, 0, Standing::OwnWorkforce);
    is(&[ended(baa(0, None), 5)], CLIENT, 9, Standing::OwnWorkforce);
    is(&[], PROVIDER, 0, Standing::Absent);
}

#[test]
fn a_direct_agreement_by_its_dates_and_state() {
    for (from, to, on, wanted) in [
        (10, Some(400), 9, Standing::Absent),
        (10, Some(400), 10, Standing::InForce),
        (10, Some(400), 309, Standing::InForce),
        (10, Some(400), 310, Standing::Lapsing),
        (10, Some(400), 399, Standing::Lapsing),
        (10, Some(400), 400, Standing::Lapsed),
        (10, None, 4000, Standing::InForce),
    ] {
        is(&[baa(from, to)], PROVIDER, on, wanted);
    }
    for state in [Draft, Sent, Withdrawn] {
        is(&[Link { state, ..baa(0, None) }], PROVIDER, 5, Standing::Absent);
    }
    is(&[ended(baa(0, None), 5)], PROVIDER, 6, Standing::Terminated);
    is(&[baa(0, None)], SUB, 5, Standing::Absent);
}

#[test]
fn lapse_takes_effect_at_the_microsecond() {
    let links = [baa(0, Some(100))];
    let just_before = Moment::from_micros(day(100).micros() - 1);
    assert_eq!(standing(&links, org(PROVIDER), org(CLIENT), just_before).standing, Standing::Lapsing);
    is(&links, PROVIDER, 100, Standing::Lapsed);
}

#[test]
fn a_chain_of_three_stands_and_falls_together() {
    let whole = chain_of_three([None, None, None]);
    for employer in [PROVIDER, SUB, SUB_OF_SUB] {
        is(&whole, employer, 5, Standing::InForce);
    }
    // The end of the first is the end of all, and its warning is everybody's.
    let first_ends = chain_of_three([Some(200), None, Some(900)]);
    let found = standing(&first_ends, org(SUB_OF_SUB), org(CLIENT), day(150));
    assert_eq!((found.standing, found.until), (Standing::Lapsing, Some(day(200))));
    for employer in [PROVIDER, SUB, SUB_OF_SUB] {
        is(&first_ends, employer, 200, Standing::Lapsed);
    }
    // The middle ends: above it nothing changes.
    let middle_ends = chain_of_three([None, Some(200), None]);
    is(&middle_ends, PROVIDER, 200, Standing::InForce);
    is(&middle_ends, SUB, 200, Standing::Lapsed);
    is(&middle_ends, SUB_OF_SUB, 200, Standing::Lapsed);
}

#[test]
fn termination_in_the_middle_ends_what_hangs_from_it() {
    let mut links = chain_of_three([None, None, None]);
    links[1] = ended(links[1].clone(), 50);
    is(&links, PROVIDER, 60, Standing::InForce);
    is(&links, SUB, 60, Standing::Terminated);
    is(&links, SUB_OF_SUB, 60, Standing::Terminated);
    links[1] = Link { state: Sent, ended_at: None, ..links[1].clone() };
    is(&links, SUB_OF_SUB, 60, Standing::Absent);
}

#[test]
fn a_renewal_carries_the_line_and_all_that_hangs_from_it() {
    let mut links = chain_of_three([Some(200), None, None]);
    let renewal = Link { id: agr(20), line: agr(10), ..link(20, Baa, PROVIDER, None, 200, None) };
    links.push(Link { state: Sent, ..renewal.clone() });
    is(&links, SUB_OF_SUB, 200, Standing::Lapsed);
    links[3] = renewal;
    for employer in [PROVIDER, SUB, SUB_OF_SUB] {
        is(&links, employer, 199, Standing::Lapsing);
        is(&links, employer, 200, Standing::InForce);
    }
}

#[test]
fn not_required_stands_until_it_is_revoked_and_only_for_whom_it_was_kept() {
    let kept = link(30, NotRequired, PROVIDER, None, 10, None);
    is(std::slice::from_ref(&kept), PROVIDER, 9, Standing::Absent);
    is(std::slice::from_ref(&kept), PROVIDER, 10, Standing::NotRequired);
    is(std::slice::from_ref(&kept), SUB, 10, Standing::Absent);
    is(&[ended(kept.clone(), 20)], PROVIDER, 21, Standing::Absent);
    // An agreement in force says more; a lapsed one says less.
    is(&[kept.clone(), baa(0, None)], PROVIDER, 11, Standing::InForce);
    is(&[kept, baa(0, Some(5))], PROVIDER, 11, Standing::NotRequired);
}

#[test]
fn a_circle_or_a_missing_upstream_is_never_in_force() {
    let orphan = [link(11, Subcontractor, SUB, Some(10), 0, None)];
    is(&orphan, SUB, 5, Standing::Absent);
    let circle = [
        link(10, Subcontractor, PROVIDER, Some(11), 0, None),
        link(11, Subcontractor, SUB, Some(10), 0, None),
    ];
    is(&circle, SUB, 5, Standing::Absent);
    is(&circle, PROVIDER, 5, Standing::Absent);
    assert_eq!(below(&circle, agr(10)).len(), 2);
}

#[test]
fn what_ended_last_is_what_is_said() {
    let older = ended(baa(0, None), 50);
    let newer = Link { id: agr(21), line: agr(21), ..baa(60, Some(90)) };
    is(&[older.clone(), newer.clone()], PROVIDER, 100, Standing::Lapsed);
    is(&[ended(newer, 120), older], PROVIDER, 130, Standing::Terminated);
}

#[test]
fn days_and_those_below() {
    assert_eq!(days_left(day(90), day(0)), 90);
    assert_eq!(days_left(Moment::from_micros(day(90).micros() + 1), day(0)), 91);
    assert_eq!(days_left(day(0), day(3)), 0);
    let links = chain_of_three([None, None, None]);
    assert_eq!(below(&links, agr(10)), [org(SUB), org(SUB_OF_SUB)]);
    assert_eq!(below(&links, agr(12)), []);
}

#[test]
fn somebody_elses_people_come_near_nothing_outside_their_term() {
    let mut links = chain_of_three([None, Some(400), None]);
    let lent = links.iter().position(|l| l.associate == org(SUB)).unwrap();
    (links[lent].starts_at, links[lent].until_at) = (Some(day(10)), Some(day(24)));
    let at = |n: i64| standing(&links, org(SUB), org(CLIENT), day(n));
    assert_eq!(at(9).standing, Standing::Absent);
    assert_eq!((at(10).standing, at(10).until), (Standing::InForce, Some(day(24))), "no paper lapses");
    assert_eq!(at(23).standing, Standing::InForce);
    // It is said what keeps them out: the term while the papers hold, and else the papers.
    let outside = |n: i64| at(n).outside_term;
    assert_eq!(
        [outside(9), outside(10), outside(23), outside(24), outside(400)],
        [Some(OutsideTerm::ToCome), None, None, Some(OutsideTerm::Over), None]
    );
    assert_eq!((at(24).standing, at(24).agreement), (Standing::Lapsed, Some(links[lent].id)));
    // The provider above them is not held by their term.
    assert_eq!(standing(&links, org(PROVIDER), org(CLIENT), day(24)).standing, Standing::InForce);
}
