//! What must hold of the rule of priority in every situation that there can be.

use super::*;
use proptest::prelude::*;
use proptest::sample::select;

fn maybe<T: Clone + std::fmt::Debug + 'static>(of: &'static [T]) -> impl Strategy<Value = Option<T>> {
    proptest::option::of(select(of))
}

fn nearing() -> impl Strategy<Value = Option<Nearing>> {
    let left = (-200_i64..400).prop_map(Span::hours);
    proptest::option::of((select(DeadlineKind::ALL), left).prop_map(|(kind, left)| Nearing { kind, left }))
}

fn situation() -> impl Strategy<Value = Situation> {
    let care_area = maybe(CareArea::ALL);
    let device = maybe(Criticality::ALL);
    let kind = select(Trouble::ALL);
    let flag = || maybe(&[true, false]);
    (care_area, device, kind, 1_u32..200, flag(), any::<bool>(), flag(), nearing()).prop_map(
        |(care_area, device, kind, users, workaround, patient_affected, spare, deadline)| Situation {
            care_area,
            device,
            kind,
            users,
            workaround,
            patient_affected,
            spare,
            deadline,
        },
    )
}

proptest! {
    #[test]
    fn what_makes_it_worse_never_lowers_it(s in situation(), more in 1_u32..500) {
        let now = judge(&s).number;
        prop_assert!((1..=4).contains(&now));
        let worse = [
            Situation { patient_affected: true, ..s },
            Situation { users: s.users + more, ..s },
            Situation { workaround: Some(false), ..s },
            Situation { spare: if s.spare == Some(true) { None } else { Some(false) }, ..s },
            Situation { device: Some(Criticality::LifeCritical), ..s },
        ];
        for worse in worse {
            prop_assert!(judge(&worse).number <= now, "{s:?} -> {worse:?}");
        }
        // Another way to work, which nobody had mentioned, never raises it.
        let eased = Situation { workaround: Some(true), ..s };
        let spared = Situation { spare: Some(true), ..s };
        prop_assert!(judge(&eased).number >= now && judge(&spared).number >= now);
    }

    #[test]
    fn a_deadline_only_raises_more_the_nearer_and_never_to_the_first(s in situation(), hours in 1_i64..300) {
        let calm = Situation { deadline: None, ..s };
        prop_assert!(judge(&s).number <= judge(&calm).number);
        if judge(&calm).number > 1 {
            prop_assert!(judge(&s).number > 1, "{s:?}");
        }
        if let Some(deadline) = s.deadline {
            let nearer = Nearing { left: Span(deadline.left.0 - Span::hours(hours).0), ..deadline };
            let nearer = Situation { deadline: Some(nearer), ..s };
            prop_assert!(judge(&nearer).number <= judge(&s).number);
        }
    }

    /// The office's deadline, however near, comes after a patient who is affected now and whom nothing helps;
    /// among equals the board shows the patient first.
    #[test]
    fn a_deadline_never_passes_patient_care(office in situation(), bed in situation()) {
        let office = Situation {
            care_area: Some(CareArea::Billing), patient_affected: false, device: None, ..office
        };
        let clinical = !matches!(bed.care_area, Some(CareArea::Billing | CareArea::Administration));
        let bed = Situation { patient_affected: true, workaround: Some(false), ..bed };
        if clinical {
            prop_assert!(judge(&bed).number <= judge(&office).number, "{bed:?} {office:?}");
        }
    }

    #[test]
    fn the_reasons_name_what_counted(s in situation()) {
        let because = judge(&s).because;
        prop_assert!(!because.is_empty());
        prop_assert_eq!(because.contains("patient affected now"), s.patient_affected);
        if let Some(deadline) = s.deadline {
            prop_assert!(because.contains(deadline.kind.title()));
        }
    }
}
