//! Whom to tell by when, at every edge that the rule has; and what a breach is.

use super::*;
use crate::{Confidence, Rule};
use jiff::civil::date;
use std::collections::BTreeSet;

const CE: Entity = Entity::CoveredEntity;
const BA: Entity = Entity::BusinessAssociate { agent: false };
const AGENT: Entity = Entity::BusinessAssociate { agent: true };

fn state(code: &str) -> State {
    State::find(code).unwrap()
}

fn affected(list: &[(&str, u32)]) -> Affected {
    Affected { residents: list.iter().map(|(code, n)| (state(code), *n)).collect(), elsewhere: 0 }
}

fn told(breach: &Breach) -> Vec<(String, Option<Date>)> {
    duties(breach).into_iter().map(|duty| (duty.tell.to_string(), duty.by)).collect()
}

fn only(breach: &Breach, tell: &str) -> Duty {
    let mut found: Vec<Duty> = duties(breach).into_iter().filter(|d| d.tell.to_string() == tell).collect();
    assert_eq!(found.len(), 1, "{tell} among {found:#?}");
    found.remove(0)
}

fn tells(breach: &Breach, tell: &str) -> bool {
    duties(breach).iter().any(|duty| duty.tell.to_string() == tell)
}

/// Real reports, whose narratives state the day of discovery: crossing a year, on day 60, at exactly 500, one day late.
#[test]
fn the_ceiling_of_real_reports() {
    let cases = [
        (date(2018, 11, 8), date(2019, 1, 6), ("GA", 2_800), true, true),
        (date(2018, 6, 21), date(2018, 8, 20), ("OR", 38_000), true, true),
        (date(2018, 4, 20), date(2018, 6, 19), ("NC", 500), true, false),
        (date(2018, 7, 2), date(2018, 9, 1), ("MA", 21_311), false, true),
        (date(2013, 10, 22), date(2014, 1, 31), ("IL", 836), false, true),
    ];
    for (discovered, submitted, who, in_time, media) in cases {
        let breach = Breach::of(CE, discovered, affected(&[who]));
        let hhs = only(&breach, "hhs");
        assert_eq!(submitted <= hhs.by.unwrap(), in_time, "{who:?}");
        assert_eq!(hhs.because, "45 CFR 164.408(b)");
        assert_eq!(tells(&breach, &format!("media:{}", who.0)), media, "{who:?}");
    }
}

#[test]
fn a_covered_entity_tells_individuals_media_hhs_and_states() {
    let breach = Breach::of(CE, date(2018, 11, 8), affected(&[("GA", 2_800), ("SC", 12)]));
    let by = Some(date(2019, 1, 7));
    let expected = [
        ("individuals".into(), by),
        ("media:GA".into(), by),
        ("hhs".into(), by),
        ("state:GA".into(), None),
        ("state:SC".into(), None),
    ];
    assert_eq!(told(&breach), expected);
    let individuals = only(&breach, "individuals");
    assert_eq!(individuals.because, "45 CFR 164.404(b)");
    assert_eq!(individuals.confidence, Confidence::Checked);
    assert_eq!(individuals.when(), "without unreasonable delay, and no later than 2019-01-07");
    let media = only(&breach, "media:GA");
    assert_eq!((media.because.as_str(), media.confidence), ("45 CFR 164.406", Confidence::Unverified));
    let json = serde_json::to_value(individuals).unwrap();
    let shape = serde_json::json!({ "tell": "individuals", "whom": "Every affected individual", "by": "2019-01-07",
        "standard": "without unreasonable delay", "because": "45 CFR 164.404(b)", "confidence": "verified",
        "notes": ["Where misuse may be imminent, individuals are also told at once by telephone or other means \
                   (45 CFR 164.404(d)(3); unverified)."] });
    assert_eq!(json, shape);
}

#[test]
fn hhs_is_told_with_the_individuals_from_500_on() {
    let on = date(2026, 3, 2);
    let hhs = |n| only(&Breach::of(CE, on, affected(&[("TX", n)])), "hhs");
    assert_eq!((hhs(499).by, hhs(499).because.as_str()), (Some(date(2027, 3, 1)), "45 CFR 164.408(c)"));
    for n in [500, 501] {
        assert_eq!((hhs(n).by, hhs(n).because.as_str()), (Some(date(2026, 5, 1)), "45 CFR 164.408(b)"));
    }
    // 500 in all, over two States and elsewhere.
    let mut spread = affected(&[("TX", 200), ("OK", 200)]);
    spread.elsewhere = 99;
    assert_eq!(only(&Breach::of(CE, on, spread.clone()), "hhs").because, "45 CFR 164.408(c)");
    spread.elsewhere = 100;
    assert_eq!(only(&Breach::of(CE, on, spread), "hhs").because, "45 CFR 164.408(b)");
}

#[test]
fn the_media_are_told_above_500_residents_of_one_state() {
    let on = date(2026, 3, 2);
    let media = |list: &[(&str, u32)]| -> Vec<String> {
        let all = told(&Breach::of(CE, on, affected(list))).into_iter().map(|(tell, _)| tell);
        all.filter(|tell| tell.starts_with("media:")).collect()
    };
    assert!(media(&[("TX", 500)]).is_empty(), "exactly 500");
    assert_eq!(media(&[("TX", 501)]), ["media:TX"]);
    assert!(media(&[("TX", 250), ("OK", 251)]).is_empty(), "501 over two States");
    assert_eq!(media(&[("TX", 501), ("OK", 501), ("KS", 500)]), ["media:OK", "media:TX"]);
    assert_eq!(media(&[("PR", 501), ("DC", 501), ("GU", 501)]), ["media:DC", "media:PR", "media:GU"]);
    let mut elsewhere = affected(&[]);
    elsewhere.elsewhere = 10_000;
    let abroad = told(&Breach::of(CE, on, elsewhere));
    let by = Some(date(2026, 5, 1));
    assert_eq!(abroad, [("individuals".into(), by), ("hhs".into(), by)]);
}

#[test]
fn few_individuals_are_reported_after_the_year_of_discovery() {
    let due = |discovered| only(&Breach::of(CE, discovered, affected(&[("KS", 1)])), "hhs").by;
    assert_eq!(due(date(2023, 6, 1)), Some(date(2024, 2, 29)));
    assert_eq!(due(date(2024, 6, 1)), Some(date(2025, 3, 1)));
    assert_eq!(due(date(2026, 12, 31)), Some(date(2027, 3, 1)));
    assert_eq!(due(date(2027, 1, 1)), Some(date(2028, 2, 29)));
}

#[test]
fn a_business_associate_tells_the_covered_entity() {
    let who = affected(&[("AL", 600), ("GA", 700)]);
    let breach = Breach::of(BA, date(2026, 3, 2), who.clone());
    let expected = [
        ("covered-entity".into(), Some(date(2026, 5, 1))),
        // Alabama's statute gives vendors ten days; Georgia's window is not verified, so none is claimed.
        ("state:AL".into(), Some(date(2026, 3, 12))),
    ];
    assert_eq!(told(&breach), expected);
    assert_eq!(only(&breach, "covered-entity").because, "45 CFR 164.410(b)");
    assert_eq!(only(&breach, "state:AL").whom, "The owner of the data");
    // What an agent discovers the covered entity has discovered: its own clocks run from the same day.
    let breach = Breach::of(AGENT, date(2026, 3, 2), who);
    let agents: Vec<String> = told(&breach).into_iter().map(|(tell, _)| tell).collect();
    let expected = ["covered-entity", "individuals", "media:AL", "media:GA", "hhs", "state:AL", "state:GA"];
    assert_eq!(agents, expected);
    assert_eq!(only(&breach, "individuals").by, Some(date(2026, 5, 1)));
    assert_eq!(only(&breach, "individuals").confidence, Confidence::Unverified);
    assert_eq!(only(&breach, "covered-entity").confidence, Confidence::Checked);
}

#[test]
fn secured_information_and_days_before_the_rule_ask_for_nothing() {
    let mut breach = Breach::of(CE, date(2026, 3, 2), affected(&[("TX", 5_000)]));
    breach.unsecured = false;
    assert_eq!(duties(&breach), []);
    let before = Breach::of(CE, date(2009, 9, 22), affected(&[("TX", 5_000)]));
    assert!(duties(&before).iter().all(|duty| matches!(duty.tell, Tell::State(_))));
    assert!(tells(&Breach::of(CE, date(2009, 9, 23), affected(&[("TX", 5_000)])), "individuals"));
    let before = Breach::of(BA, date(2009, 9, 22), affected(&[("TX", 5_000)]));
    assert_eq!(duties(&before), []);
}

#[test]
fn law_enforcement_delays_every_notice() {
    let mut breach = Breach::of(CE, date(2018, 11, 8), affected(&[("GA", 2_800), ("TX", 3)]));
    breach.delays = vec![Delay::Written { from: date(2018, 12, 1), until: date(2019, 1, 15) }];
    for tell in ["individuals", "media:GA", "hhs"] {
        let duty = only(&breach, tell);
        assert_eq!(duty.by, Some(date(2019, 1, 15)), "{tell}");
        assert_eq!(duty.not_before, duty.by);
        assert!(duty.because.ends_with(" and 164.412(a)"), "{}", duty.because);
    }
    assert_eq!(only(&breach, "individuals").because, "45 CFR 164.404(b) and 164.412(a)");
    assert_eq!(only(&breach, "individuals").notes, Vec::<String>::new(), "nobody is told at once");
    assert_eq!(only(&breach, "state:TX").by, Some(date(2019, 1, 15)), "60 days of Texas yield as well");
    breach.delays = vec![Delay::Oral { stated: date(2018, 12, 1) }];
    assert_eq!(only(&breach, "individuals").by, Some(date(2019, 1, 7)), "30 days ended on 2018-12-31");
    breach.delays = vec![Delay::Oral { stated: date(2019, 1, 5) }];
    assert_eq!(only(&breach, "individuals").by, Some(date(2019, 2, 4)));
    assert_eq!(only(&breach, "individuals").because, "45 CFR 164.404(b) and 164.412(b)");
    // The yearly report is under 164.412 like the others.
    let mut few = Breach::of(BA, date(2018, 11, 8), affected(&[]));
    few.delays = vec![Delay::Written { from: date(2019, 1, 1), until: date(2019, 6, 1) }];
    assert_eq!(told(&few), [("covered-entity".into(), Some(date(2019, 6, 1)))]);
    few.entity = CE;
    assert_eq!(only(&few, "hhs").by, Some(date(2019, 6, 1)));
}

#[test]
fn hhs_is_due_once_individuals_were_told() {
    let mut breach = Breach::of(CE, date(2026, 3, 2), affected(&[("TX", 500)]));
    breach.individuals_told = Some(date(2026, 3, 20));
    assert_eq!(only(&breach, "hhs").by, Some(date(2026, 3, 20)));
    breach.individuals_told = Some(date(2026, 6, 20));
    assert_eq!(only(&breach, "hhs").by, Some(date(2026, 5, 1)), "too late as well");
}

#[test]
fn what_counts_as_discovery() {
    let on = |day| date(2026, 3, day);
    let wrongdoer = Knowledge::of(Knower::Wrongdoer, on(1));
    assert_eq!(discovered_by_covered_entity(&[wrongdoer]), None);
    assert_eq!(discovered_by_covered_entity(&[]), None);
    let nurse = Knowledge::of(Knower::Workforce, on(9));
    let agent = Knowledge::of(Knower::Agent, on(7));
    let vendor = Knowledge::of(Knower::AssociateAsAgent, on(5));
    let contractor = Knowledge { knower: Knower::IndependentAssociate, since: on(2), passed_on: Some(on(8)) };
    let found = |list: &[Knowledge]| discovered_by_covered_entity(list).unwrap();
    assert_eq!(found(&[wrongdoer, nurse]).on, on(9));
    assert_eq!(found(&[nurse, agent]).on, on(7), "an agent's knowledge counts");
    assert_eq!((found(&[nurse, agent, vendor]).on, found(&[nurse, agent, vendor]).decided_by), (on(5), 2));
    assert_eq!(
        found(&[nurse, contractor]).on,
        on(8),
        "an independent contractor's counts when it is passed on"
    );
    let silent = Knowledge { passed_on: None, ..contractor };
    assert_eq!(found(&[nurse, silent]).on, on(9));
    assert_eq!(found(&[nurse]).because, Rule::BreachDiscovery);
    let own = discovered_by_associate(&[nurse]).unwrap();
    assert_eq!((own.on, own.because), (on(9), Rule::BreachAssociateDiscovery));
}

#[test]
fn addresses_that_are_missing_have_a_substitute() {
    assert_eq!(substitute(0), None);
    assert_eq!((substitute(1), substitute(9)), (Some(Substitute::OtherMeans), Some(Substitute::OtherMeans)));
    assert_eq!((substitute(10), substitute(5_000)), (Some(Substitute::Public), Some(Substitute::Public)));
    assert_eq!(Substitute::Public.stands_until(date(2026, 1, 10)), Some(date(2026, 4, 10)));
    assert_eq!(Substitute::OtherMeans.stands_until(date(2026, 1, 10)), None);
    assert_eq!(Substitute::OtherMeans.because().paragraph(), "45 CFR 164.404(d)(2)(i)");
    assert_eq!(Substitute::Public.because().paragraph(), "45 CFR 164.404(d)(2)(ii)");
    assert_eq!(contents().len(), 5);
}

fn presumed() -> Impermissible {
    Impermissible { impermissible: Some(true), ..Impermissible::default() }
}

#[test]
fn a_use_that_is_not_permitted_is_presumed_a_breach() {
    let all: Vec<FactorKind> = factors().iter().map(|factor| factor.kind).collect();
    assert_eq!(all.len(), 4);
    let open = Finding::Presumed { open: all.clone(), missing: vec![] };
    assert_eq!(find_breach(&presumed()), open);
    assert_eq!(find_breach(&Impermissible::default()), open, "an open question never counts in favour");
    assert!(open.is_breach());
    let permitted = Impermissible { impermissible: Some(false), ..presumed() };
    assert_eq!(find_breach(&permitted), Finding::Permitted);
    assert!(!Finding::Permitted.is_breach());
    // Ransomware is no case of its own: it encrypts what was not encrypted before.
    let ransomware = Impermissible { protection: Some(Protection::None), ..presumed() };
    assert!(find_breach(&ransomware).is_breach());
}

#[test]
fn low_probability_needs_all_four_factors_and_a_conclusion() {
    let all: Vec<FactorKind> = factors().iter().map(|factor| factor.kind).collect();
    let mut facts = Impermissible { concluded_low: true, ..presumed() };
    for (place, kind) in all.iter().enumerate() {
        assert_eq!(find_breach(&facts), Finding::Presumed { open: all[place..].to_vec(), missing: vec![] });
        facts.factors.insert(*kind, Weighed::SpeaksForLow);
    }
    assert_eq!(find_breach(&facts), Finding::LowProbability);
    facts.concluded_low = false;
    assert_eq!(find_breach(&facts), Finding::Presumed { open: vec![], missing: vec![] });
    facts.concluded_low = true;
    facts.factors.insert(FactorKind::Who, Weighed::SpeaksAgainst);
    assert_eq!(find_breach(&facts), Finding::LowProbability, "a person weighs them against each other");
    facts.factors.extend(all.into_iter().map(|kind| (kind, Weighed::SpeaksAgainst)));
    assert!(find_breach(&facts).is_breach(), "nothing speaks for it");
}

#[test]
fn an_exception_needs_every_condition_documented() {
    assert_eq!(exceptions().iter().map(|e| e.conditions.len()).collect::<Vec<_>>(), [4, 3, 1]);
    for exception in exceptions() {
        let ids = || exception.conditions.iter().map(|c| c.id.clone());
        let claim = |documented: BTreeSet<String>| {
            let facts = Impermissible { exception: Some((exception.kind, documented)), ..presumed() };
            find_breach(&facts)
        };
        assert_eq!(claim(ids().collect()), Finding::Excepted(exception.kind));
        for left_out in ids() {
            let Finding::Presumed { missing, .. } = claim(ids().filter(|id| *id != left_out).collect())
            else {
                panic!("{left_out} was not documented");
            };
            assert_eq!(missing.iter().map(|c| &c.id).collect::<Vec<_>>(), [&left_out]);
        }
    }
}

#[test]
fn secured_means_a_named_way_and_a_safe_key() {
    use HarbourKind::{EncryptedAtRest, EncryptedInMotion, MediaDestroyed, PaperDestroyed};
    let named = |harbour, key_is_safe| Protection::Named { harbour, key_is_safe }.secured();
    for harbour in [EncryptedAtRest, EncryptedInMotion] {
        assert_eq!((named(harbour, true), named(harbour, false)), (Some(harbour), None));
    }
    for harbour in [PaperDestroyed, MediaDestroyed] {
        assert_eq!((named(harbour, true), named(harbour, false)), (Some(harbour), Some(harbour)));
    }
    assert_eq!((Protection::None.secured(), Protection::Redaction.secured()), (None, None));
    assert_eq!(harbours().len(), 4);
    let protection = Some(Protection::Named { harbour: EncryptedAtRest, key_is_safe: true });
    let laptop = Impermissible { protection, ..presumed() };
    assert_eq!(find_breach(&laptop), Finding::Secured(EncryptedAtRest));
}
