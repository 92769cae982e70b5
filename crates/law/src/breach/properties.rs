//! What holds for every breach: no day is ever later than the rule allows, and whoever discovers later is never due sooner.

use super::*;
use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

fn days() -> impl Strategy<Value = Date> {
    (0_i64..9_000).prop_map(|n| date(2009, 9, 23).saturating_add(n.days()))
}

fn entities() -> impl Strategy<Value = Entity> {
    prop_oneof![
        Just(Entity::CoveredEntity),
        any::<bool>().prop_map(|agent| Entity::BusinessAssociate { agent })
    ]
}

fn affected() -> impl Strategy<Value = Affected> {
    let counts = prop_oneof![0_u32..3, 248_u32..253, 498_u32..503, 998_u32..1_003, any::<u32>()];
    let residents =
        prop::collection::btree_map((0_usize..56).prop_map(|n| State::all().nth(n).unwrap()), counts, 0..6);
    (residents, 0_u32..600).prop_map(|(residents, elsewhere)| Affected { residents, elsewhere })
}

fn delays(near: Date) -> impl Strategy<Value = Vec<Delay>> {
    let from = (-20_i64..120).prop_map(move |n| near.saturating_add(n.days()));
    let one = (from, 0_i64..150, any::<bool>()).prop_map(|(from, length, written)| {
        if written {
            Delay::Written { from, until: from.saturating_add(length.days()) }
        } else {
            Delay::Oral { stated: from }
        }
    });
    prop::collection::vec(one, 0..4)
}

fn breaches() -> impl Strategy<Value = Breach> {
    let anybody = prop_oneof![Just(None), any::<bool>().prop_map(Some)];
    (entities(), days(), affected(), anybody).prop_map(|(entity, discovered, affected, licensed)| {
        let mut breach = Breach::of(entity, discovered, affected);
        breach.licensed_in_california = licensed;
        breach
    })
}

/// The duties in the order in which they come, which does not hang on the day unless a statute is younger than it.
fn days_by_duty(breach: &Breach) -> Vec<((String, String), Option<Date>)> {
    duties(breach).into_iter().map(|d| ((d.tell.to_string(), d.whom), d.by)).collect()
}

proptest! {
    #[test]
    fn federal_days_are_never_later_than_sixty_days_or_the_year(breach in breaches()) {
        let ceiling = breach.discovered.saturating_add(60.days());
        let year = breach.discovered.last_of_year().saturating_add(60.days());
        for duty in duties(&breach) {
            let Some(by) = duty.by else { continue };
            prop_assert!(by >= breach.discovered, "{duty:?}");
            match duty.tell {
                Tell::Individuals | Tell::Media(_) | Tell::CoveredEntity => prop_assert_eq!(by, ceiling),
                Tell::Hhs if breach.affected.total() >= 500 => prop_assert_eq!(by, ceiling),
                Tell::Hhs => prop_assert_eq!(by, year),
                Tell::State(state) => {
                    let days = state.law().days.unwrap_or(60).max(60) + 15;
                    let last = breach.discovered.saturating_add(i64::from(days).days());
                    prop_assert!(by <= last.max(year.saturating_add(7.days())), "{duty:?}");
                }
            }
        }
    }

    #[test]
    fn whoever_discovers_later_is_never_due_sooner(
        (breach, delays, later) in breaches().prop_flat_map(|b| {
            let near = b.discovered;
            (Just(b), delays(near), 0_i64..400)
        })
    ) {
        let mut breach = breach;
        breach.delays = delays;
        let first = days_by_duty(&breach);
        breach.discovered = breach.discovered.saturating_add(later.days());
        let second = days_by_duty(&breach);
        for (duty, by) in first {
            // A duty that is there on both days, and has a day on both.
            let again = second.iter().find(|(other, _)| *other == duty).and_then(|(_, by)| *by);
            if let (Some(by), Some(again)) = (by, again) {
                prop_assert!(by <= again, "{duty:?} was due by {by}, and {later} days later by {again}");
            }
        }
    }

    #[test]
    fn a_delay_only_ever_moves_a_day_back_and_never_past_what_was_asked(
        (breach, delays) in breaches().prop_flat_map(|b| {
            let near = b.discovered;
            (Just(b), delays(near))
        })
    ) {
        let mut held = breach.clone();
        held.delays = delays.clone();
        let last = delays.iter().map(|delay| match delay {
            Delay::Written { until, .. } => *until,
            Delay::Oral { stated } => stated.saturating_add(30.days()),
        });
        let last = last.max();
        for (before, after) in duties(&breach).into_iter().zip(duties(&held)) {
            prop_assert_eq!(before.tell, after.tell);
            let (Some(before), Some(by)) = (before.by, after.by) else { continue };
            prop_assert!(before <= by);
            // Fifteen days after residents, or five business days after HHS, come on top.
            let room = last.unwrap_or(before).saturating_add(60.days());
            prop_assert!(by <= before.max(room), "{after:?}");
            if matches!(after.tell, Tell::Individuals | Tell::Media(_) | Tell::Hhs | Tell::CoveredEntity) {
                prop_assert_eq!(by, before.max(by));
                prop_assert!(by == before || Some(by) <= last);
            }
        }
    }

    #[test]
    fn more_people_affected_never_take_a_duty_away(breach in breaches(), more in 1_u32..1_000) {
        let fewer: Vec<Tell> = duties(&breach).into_iter().map(|duty| duty.tell).collect();
        let mut larger = breach;
        larger.affected.residents.values_mut().for_each(|n| *n = n.saturating_add(more));
        let larger: Vec<Tell> = duties(&larger).into_iter().map(|duty| duty.tell).collect();
        prop_assert!(fewer.iter().all(|tell| larger.contains(tell)));
    }

    #[test]
    fn any_day_at_all_has_an_answer(year in -9999_i16..=9999, day in 1_i16..=365, affected in affected()) {
        let discovered = date(year, 1, 1).saturating_add(i64::from(day - 1).days());
        for entity in [Entity::CoveredEntity, Entity::BusinessAssociate { agent: true }] {
            let breach = Breach::of(entity, discovered, affected.clone());
            for duty in duties(&breach) {
                prop_assert!(duty.by.is_none_or(|by| by >= discovered));
                prop_assert!(!duty.because.is_empty() && !duty.standard.is_empty());
            }
        }
    }
}
