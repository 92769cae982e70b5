//! What must hold for every calendar: the answer agrees with a walk minute by minute, more work is never due
//! earlier, and the parts of a target add up.

use clocks::{Calendar, CalendarText, Horizon, Pause, Pauses, Span, SpecialDayText, WeekText};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;

const ZONES: [&str; 5] =
    ["America/New_York", "America/Havana", "Australia/Lord_Howe", "Asia/Kathmandu", "Europe/London"];

/// A span that begins and ends between 04:00 and 23:00, or runs overnight: no edge lies in an hour that some
/// zone repeats, because a walker that only sees the wall clock cannot tell first from last there.
fn span() -> impl Strategy<Value = String> {
    (4u16..23, 0u16..60, 4u16..23, 0u16..60)
        .prop_filter("a span needs a length", |(h, m, h2, m2)| (h, m) != (h2, m2))
        .prop_map(|(h, m, h2, m2)| format!("{h:02}:{m:02}-{h2:02}:{m2:02}"))
}

fn day() -> impl Strategy<Value = Vec<String>> {
    prop_oneof![1 => Just(Vec::new()), 3 => span().prop_map(|span| vec![span])]
}

fn calendar() -> impl Strategy<Value = Calendar> {
    let special = proptest::collection::btree_map(0i32..60, day(), 0..5);
    (0..ZONES.len(), [day(), day(), day(), day(), day(), day(), day()], span(), special, any::<bool>())
        .prop_map(
            |(zone, [monday, tuesday, wednesday, thursday, friday, saturday, _], last, special, autumn)| {
                let first = season(autumn);
                let special_days = special
                    .into_iter()
                    .map(|(offset, open)| SpecialDayText {
                        date: first.saturating_add(offset.days()).to_string(),
                        name: "Special".into(),
                        open,
                        ..SpecialDayText::default()
                    })
                    .collect();
                let sunday = vec![last];
                let week = WeekText { monday, tuesday, wednesday, thursday, friday, saturday, sunday };
                CalendarText { zone: ZONES[zone].into(), week, special_days, ..CalendarText::default() }
                    .try_into()
                    .unwrap()
            },
        )
}

/// Sixty days that hold a clock change in most zones.
fn season(autumn: bool) -> Date {
    if autumn { date(2026, 9, 20) } else { date(2026, 2, 20) }
}

fn start() -> impl Strategy<Value = Timestamp> {
    (any::<bool>(), 0i64..60 * 24 * 60).prop_map(|(autumn, minute)| {
        let midnight = season(autumn).at(0, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap();
        midnight.timestamp() + SignedDuration::from_mins(minute)
    })
}

/// Up to three pauses as minutes after the start.
fn rests() -> impl Strategy<Value = Vec<(i64, i64)>> {
    proptest::collection::vec((-600i64..6_000, 0i64..3_000), 0..4)
}

fn pauses(start: Timestamp, list: &[(i64, i64)]) -> Pauses {
    Pauses::new(list.iter().map(|(after, length)| {
        let from = start + SignedDuration::from_mins(*after);
        Pause { from, until: Some(from + SignedDuration::from_mins(*length)), reason: "rest".into() }
    }))
    .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn later_starts_and_larger_targets_are_never_due_earlier(
        calendar in calendar(), start in start(), later in 0i64..10_000,
        target in 0i64..3_000, more in 0i64..3_000, list in rests(),
    ) {
        let rests = pauses(start, &list);
        let (mins, mut horizon) = (SignedDuration::from_mins, Horizon::new(calendar));
        let due = horizon.due_at(start, mins(target), &rests).unwrap();
        prop_assert!(due <= horizon.due_at(start, mins(target + more), &rests).unwrap());
        prop_assert!(due <= horizon.due_at(start + mins(later), mins(target), &rests).unwrap());
    }

    #[test]
    fn the_parts_of_a_target_add_up(
        calendar in calendar(), start in start(),
        first in 0i64..3_000, second in 1i64..3_000, list in rests(),
    ) {
        let rests = pauses(start, &list);
        let (mins, mut horizon) = (SignedDuration::from_mins, Horizon::new(calendar.clone()));
        let halfway = horizon.due_at(start, mins(first), &rests).unwrap().unwrap();
        let after_both = horizon.due_at(halfway, mins(second), &rests).unwrap();
        prop_assert_eq!(after_both, horizon.due_at(start, mins(first + second), &rests).unwrap());
        prop_assert_eq!(after_both, Some(crate::due(&calendar, start, mins(first + second), &rests)));
    }

    #[test]
    fn a_pause_of_closed_time_is_neutral(
        calendar in calendar(), start in start(), target in 0i64..3_000, list in rests(),
    ) {
        let compiled = calendar.compile(start, start + SignedDuration::from_hours(24 * 60)).unwrap();
        let open: Vec<(Timestamp, Timestamp)> = compiled.intervals().collect();
        let closed = open.windows(2).map(|pair| Pause {
            from: pair[0].1, until: Some(pair[1].0), reason: "closed anyway".into(),
        });
        let (mins, mut horizon) = (SignedDuration::from_mins, Horizon::new(calendar));
        let due = horizon.due_at(start, mins(target), &pauses(start, &list)).unwrap();
        let said = list.iter().map(|(after, length)| Pause {
            from: start + mins(*after), until: Some(start + mins(after + length)), reason: "rest".into(),
        });
        let more = Pauses::new(closed.chain(said)).unwrap();
        prop_assert_eq!(due, horizon.due_at(start, mins(target), &more).unwrap());
        prop_assert_eq!(
            horizon.elapsed(start, start + mins(5_000), &pauses(start, &list)).unwrap(),
            horizon.elapsed(start, start + mins(5_000), &more).unwrap()
        );
    }

    #[test]
    fn round_the_clock_is_plain_addition(start in start(), target in 0i64..1_000_000) {
        for zone in ZONES {
            let calendar = Calendar::always(zone).unwrap();
            let target = SignedDuration::from_secs(target);
            let due = Horizon::new(calendar).due_at(start, target, &Pauses::none()).unwrap();
            prop_assert_eq!(due, Some(start + target));
        }
    }

    #[test]
    fn no_text_makes_the_reader_of_spans_stumble(text in "\\PC{0,12}") {
        if let Ok(span) = Span::parse(&text) {
            prop_assert_eq!(Span::parse(&span.to_string()), Ok(span));
            prop_assert!(span.from_minute() < span.to_minute());
        }
    }

    #[test]
    fn no_instant_and_no_length_makes_the_clock_stumble(
        calendar in calendar(), start in any::<i64>(), target in any::<i64>(), until in any::<i64>(),
    ) {
        let edge = |n: i64| Timestamp::from_second(n % 253_402_207_200).unwrap_or(Timestamp::MIN);
        let (start, until) = (edge(start), edge(until));
        let (from, last) = (start.min(until), start.max(until));
        let rests = Pauses::new([Pause { from, until: Some(last), reason: "x".into() }]);
        let mut horizon = Horizon::new(calendar);
        let target = SignedDuration::from_secs(target % 500_000_000);
        for rests in [rests.unwrap(), Pauses::none()] {
            if let Ok(Some(due)) = horizon.due_at(start, target, &rests) {
                prop_assert!(due >= start);
            }
            if let Ok(used) = horizon.elapsed(start, until, &rests) {
                prop_assert!(!used.is_negative());
            }
        }
    }
}
