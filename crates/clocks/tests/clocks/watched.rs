//! Time periods in monitoring and contract uptime: the catalogue's cases M and U.

use crate::{NEW_YORK, always, at, at_in, daily, hours, minutes};
use clocks::uptime::{Change, Class, Condition, Counts, Report, Seen, Terms, Window, windows, within};
use clocks::{Calendar, Notice, Probe, Recurrence, Thresholds, notices};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};

fn open(calendar: &Calendar, when: &str) -> bool {
    let at = at(when);
    let hour = hours(1);
    calendar.compile(at - hour, at + hour).unwrap().is_open(at)
}

/// Every night from four to five, New York.
fn night() -> Calendar {
    daily(NEW_YORK, "04:00-05:00")
}

#[test]
fn m1_u1_u2_u7_a_nightly_window_keeps_its_wall_clock_when_the_clocks_change() {
    for day in ["2026-03-07", "2026-03-08", "2026-03-09", "2026-10-31", "2026-11-01", "2026-11-02"] {
        assert!(open(&night(), &format!("{day} 04:30")), "{day}");
        assert!(!open(&night(), &format!("{day} 03:30")), "{day}");
        assert!(!open(&night(), &format!("{day} 05:30")), "{day}");
    }
}

#[test]
fn u4_a_window_holds_at_its_first_instant_and_not_at_its_last() {
    assert!(open(&night(), "2026-03-08 04:00") && !open(&night(), "2026-03-08 05:00"));
    let (from, until) = (at("2026-03-08 04:00"), at("2026-03-08 05:00"));
    let list = [Window { from, until, why: "patches".into() }];
    assert!(within(&list, from) && !within(&list, until));
}

#[test]
fn m2_the_day_after_the_change_begins_on_time() {
    let calendar = daily(NEW_YORK, "06:00-24:00");
    for day in ["2026-03-08", "2026-03-09", "2026-11-01", "2026-11-02"] {
        assert!(!open(&calendar, &format!("{day} 00:30")), "{day}");
        assert!(
            !open(&calendar, &format!("{day} 05:59")) && open(&calendar, &format!("{day} 06:00")),
            "{day}"
        );
    }
}

#[test]
fn m3_tomorrow_is_the_next_date_and_not_24_hours_on() {
    let rule: Recurrence = "FREQ=DAILY".parse().unwrap();
    let days = rule.dates(date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 10));
    assert_eq!(days, [date(2026, 3, 7), date(2026, 3, 8), date(2026, 3, 9), date(2026, 3, 10)]);
    let whole =
        daily(NEW_YORK, "00:00-24:00").compile(at("2026-10-31 00:00"), at("2026-11-03 00:00")).unwrap();
    assert_eq!(whole.total_open(), hours(24 + 25 + 24));
}

#[test]
fn m4_a_window_is_in_the_zone_it_names() {
    let utc = daily("UTC", "04:00-05:00");
    let chicago = daily("America/Chicago", "04:00-05:00");
    let noon = at("2026-06-08T12:00Z");
    let first = |calendar: &Calendar| windows(calendar, "quiet", noon, noon + hours(48)).unwrap()[0].from;
    assert_eq!(first(&utc), at("2026-06-09T04:00Z"));
    assert_eq!(first(&chicago), at("2026-06-09T09:00Z"));
}

#[test]
fn m5_when_a_mute_ends_the_alert_is_looked_at_again() {
    let alert = |list: &[(&str, bool)]| -> Vec<Notice> {
        list.iter().map(|(when, firing)| Notice { at: at(when), firing: *firing }).collect()
    };
    let (from, until) = (at("2026-06-08 10:00"), at("2026-06-08 11:00"));
    let mute = [Window { from, until, why: "patches".into() }];
    let now = at("2026-06-09 09:00");
    // Fires and is over within the mute: nobody is told.
    let silent = alert(&[("2026-06-08 10:10", true), ("2026-06-08 10:20", false)]);
    assert_eq!(notices(&silent, &mute, now), []);
    // Fires on: told when the mute ends, and called off later.
    let on = alert(&[("2026-06-08 10:10", true), ("2026-06-08 12:00", false)]);
    assert_eq!(notices(&on, &mute, now), alert(&[("2026-06-08 11:00", true), ("2026-06-08 12:00", false)]));
    // Told before, over within: called off when the mute ends.
    let before = alert(&[("2026-06-08 09:50", true), ("2026-06-08 10:20", false)]);
    let called_off = alert(&[("2026-06-08 09:50", true), ("2026-06-08 11:00", false)]);
    assert_eq!(notices(&before, &mute, now), called_off);
    // Two mutes that meet are one.
    let longer = [mute[0].clone(), Window { from: until, until: at("2026-06-08 13:00"), why: "more".into() }];
    assert_eq!(notices(&on, &longer, now), []);
}

fn terms() -> Terms {
    Terms {
        service_hours: always(),
        promised_ppm: 999_000,
        degraded: Counts::Available,
        maintenance: Counts::Excluded,
        unknown: Counts::Excluded,
    }
}

fn seen(changes: &[(&str, Condition)]) -> Seen {
    let change = |(when, condition): &(&str, Condition)| Change { at: at(when), condition: *condition };
    Seen { changes: changes.iter().map(change).collect(), ..Seen::default() }
}

fn window(from: &str, until: &str, why: &str) -> Window {
    Window { from: at(from), until: at(until), why: why.into() }
}

/// The classes add up to the month, and no row leaves a gap.
fn whole(report: Report) -> Report {
    let sum = report.available + report.unavailable + report.left_out;
    assert_eq!(sum, report.to.duration_since(report.from));
    assert!(report.rows.windows(2).all(|pair| pair[0].to == pair[1].from && pair[0].class != pair[1].class));
    report
}

#[test]
fn u5_maintenance_is_a_class_of_its_own_and_counts_as_the_contract_says() {
    let mut seen = seen(&[
        ("2026-03-01 00:00", Condition::Up),
        ("2026-03-08 04:10", Condition::Down),
        ("2026-03-08 05:30", Condition::Up),
    ]);
    seen.maintenance = windows(&night(), "patches", at("2026-03-08 00:00"), at("2026-03-09 00:00")).unwrap();
    let report = whole(terms().month(&seen, 2026, 3).unwrap());
    assert_eq!((report.unavailable, report.left_out), (minutes(30), hours(1)));
    assert_eq!(report.time_in(Condition::Maintenance), hours(1));
    assert_eq!(report.time_in(Condition::Down), minutes(30));
    // 743 hours less one that is left out; half an hour of 742 is 0.067 %.
    assert_eq!(report.available + report.unavailable, hours(742));
    assert_eq!((report.available_ppm(), report.met()), (Some(999_326), true));
    let zone = always().zone().clone();
    assert_eq!(
        report.sentence(&zone),
        "From 2026-03-01T00:00:00-05:00[America/New_York] to 2026-04-01T00:00:00-04:00[America/New_York] \
         available 99.9326 % of 99.9000 % promised: kept, 30 min unavailable, 1 h left out."
    );
    assert_eq!(
        report.rows[1].sentence(&zone),
        "Sun 2026-03-08 04:00 EDT to Sun 2026-03-08 05:00 EDT: 1 h in maintenance (patches), left out."
    );
    let strict = Terms { maintenance: Counts::Unavailable, ..terms() };
    assert_eq!(whole(strict.month(&seen, 2026, 3).unwrap()).unavailable, minutes(90));
}

#[test]
fn u6_every_three_days_is_every_three_days() {
    let calendar: Calendar = serde_json::from_value(serde_json::json!({
        "zone": NEW_YORK,
        "exceptions": [{ "name": "backup", "does": "open", "from": "2026-03-01T04:00", "until": "2026-03-01T05:00",
                         "rule": "FREQ=DAILY;INTERVAL=3" }]
    }))
    .unwrap();
    let found = windows(&calendar, "backup", at("2026-03-05 00:00"), at("2026-03-14 00:00")).unwrap();
    let begins: Vec<Timestamp> = found.iter().map(|window| window.from).collect();
    assert_eq!(begins, [at("2026-03-07 04:00"), at("2026-03-10 04:00"), at("2026-03-13 04:00")]);
}

#[test]
fn u8_a_monitor_that_did_not_run_saw_neither_up_nor_down() {
    let mut seen = seen(&[("2026-03-01 00:00", Condition::Up), ("2026-03-10 10:10", Condition::Down)]);
    seen.unwatched = vec![window("2026-03-10 10:00", "2026-03-10 10:30", "our own outage")];
    seen.changes.push(Change { at: at("2026-03-10 10:40"), condition: Condition::Up });
    let report = whole(terms().month(&seen, 2026, 3).unwrap());
    assert_eq!(report.time_in(Condition::Unknown), minutes(30));
    assert_eq!((report.unavailable, report.left_out), (minutes(10), minutes(30)));
    // Nothing was seen at all: nothing counts, and nothing is promised of it.
    let blank = whole(terms().month(&Seen::default(), 2026, 3).unwrap());
    assert_eq!((blank.available_ppm(), blank.met()), (None, true));
}

#[test]
fn u8_probes_that_stay_away_become_unknown() {
    let thresholds = Thresholds { worse_after: 3, better_after: 2, silent_after: minutes(5) };
    let probes = [Probe { at: at("2026-03-10 10:00"), found: Condition::Up }];
    let changes = thresholds.changes(&probes, at("2026-03-10 11:00"));
    let unknown = Change { at: at("2026-03-10 10:05"), condition: Condition::Unknown };
    assert_eq!(changes[1..], [unknown]);
}

#[test]
fn u10_the_counting_of_probes_goes_on_across_a_window() {
    let thresholds = Thresholds { worse_after: 3, better_after: 2, silent_after: hours(1) };
    let start = at("2026-03-10 03:57");
    let probes: Vec<Probe> = [true, true, false, false, false, true, false, true, true]
        .iter()
        .enumerate()
        .map(|(minute, up)| Probe {
            at: start + SignedDuration::from_mins(minute as i64),
            found: if *up { Condition::Up } else { Condition::Down },
        })
        .collect();
    // Fails at 03:59, 04:00 and 04:01: three in a row, of which two lie in the window that begins at 04:00. One good
    // probe between the bad ones is not yet up again.
    let changes = thresholds.changes(&probes, at("2026-03-10 04:06"));
    let expected = [("03:57", Condition::Up), ("03:59", Condition::Down), ("04:04", Condition::Up)];
    let expected = expected.map(|(when, condition)| (at(&format!("2026-03-10 {when}")), condition));
    assert_eq!(changes.iter().map(|change| (change.at, change.condition)).collect::<Vec<_>>(), expected);
    let patches = vec![window("2026-03-10 04:00", "2026-03-10 04:02", "patches")];
    let seen = Seen { changes, maintenance: patches, ..Seen::default() };
    let report = whole(terms().report(&seen, start, at("2026-03-10 05:00")).unwrap());
    // Down from 03:59 to the window, and from its end until 04:04.
    assert_eq!((report.unavailable, report.left_out), (minutes(3), minutes(2)));
}

#[test]
fn u11_uptime_is_counted_inside_the_service_hours() {
    let office = Terms { service_hours: crate::office(), ..terms() };
    let mut seen = seen(&[
        ("2026-06-01 00:00", Condition::Up),
        ("2026-06-05 16:00", Condition::Down),
        ("2026-06-08 09:00", Condition::Degraded),
        ("2026-06-08 10:00", Condition::Up),
    ]);
    seen.excluded = vec![window("2026-06-08 08:30", "2026-06-08 08:45", "the client's own power cut")];
    let report = whole(office.month(&seen, 2026, 6).unwrap());
    // An hour on Friday, and on Monday an hour less the quarter that the contract leaves out.
    assert_eq!(report.unavailable, minutes(105));
    assert_eq!(report.available + report.unavailable, hours(22 * 9) - minutes(15));
    assert!(!report.met());
    let excluded = Class::Excluded("the client's own power cut".into());
    assert!(report.rows.iter().any(|row| row.class == excluded && row.counts == Counts::Excluded));
    assert_eq!(report.time_in(Condition::Degraded), hours(1));
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(serde_json::from_value::<Report>(json).unwrap(), report);
}

#[test]
fn a_month_begins_at_midnight_of_its_own_zone() {
    let havana = clocks::zone("America/Havana").unwrap();
    let (from, to) = clocks::uptime::month(&havana, 2026, 3).unwrap();
    assert_eq!(
        (from, to),
        (at_in("2026-03-01 00:00", "America/Havana"), at_in("2026-04-01 00:00", "America/Havana"))
    );
    assert!(clocks::uptime::month(&havana, 2026, 13).is_none());
    assert!(terms().month(&Seen::default(), 9999, 12).is_err());
}
