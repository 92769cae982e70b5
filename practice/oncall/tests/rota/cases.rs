//! The on-call cases of the book, each named by its id.

use crate::{at, lines, rota, shifts, try_rota, who};
use jiff::{SignedDuration, Timestamp};
use oncall::rota::{Because, Member, Override, OverrideKind};

fn layer(every: &str, people: &str, starts: &str, more: &str) -> String {
    format!(
        "zone = \"America/New_York\"\n[[layers]]\nname = \"first\"\nevery = \"{every}\"\npeople = [{people}]\n\
         starts = \"{starts}\"\n{more}\n"
    )
}

const TWO: &str = "\"ana\", \"ben\"";
const THREE: &str = "\"ana\", \"ben\", \"cara\"";

#[test]
fn o1_a_weekly_shift_made_in_summer_keeps_its_wall_clock_in_winter() {
    let r = rota(&layer("weekly", TWO, "2026-06-01T08:00", ""));
    assert_eq!((who(&r, "2026-06-01T08:00"), who(&r, "2026-06-08T07:59")), ("ana".into(), "ana".into()));
    // Monday 2 November is the 22nd week: ana again, and from eight in the morning by the winter's clock.
    assert_eq!((who(&r, "2026-11-02T07:59"), who(&r, "2026-11-02T08:00")), ("ben".into(), "ana".into()));
    let winter = lines(&r, "2026-11-02T08:00", "2026-11-16T08:00");
    assert_eq!(winter, ["11-02 08:00 EST - 11-09 08:00 EST ana", "11-09 08:00 EST - 11-16 08:00 EST ben"]);
}

#[test]
fn o2_a_shift_across_the_change_ends_by_the_wall_clock_and_the_next_begins_there() {
    let r = rota(&layer("daily", TWO, "2026-10-31T20:00", ""));
    let found = shifts(&r, "2026-10-31T20:00", "2026-11-02T20:00");
    let hours: Vec<i64> = found.iter().map(|s| s.to.duration_since(s.from).as_hours()).collect();
    assert_eq!(hours, [25, 24]);
    let spring = rota(&layer("daily", TWO, "2026-03-07T20:00", ""));
    let found = shifts(&spring, "2026-03-07T20:00", "2026-03-09T20:00");
    let hours: Vec<i64> = found.iter().map(|s| s.to.duration_since(s.from).as_hours()).collect();
    assert_eq!(hours, [23, 24]);
}

#[test]
fn o2_a_turn_whose_local_time_is_skipped_begins_at_the_change_and_a_repeated_one_at_its_first_occurrence() {
    let r = rota(&layer("daily", TWO, "2026-03-07T02:30", ""));
    let found = lines(&r, "2026-03-07T02:30", "2026-03-09T02:30");
    assert_eq!(found, ["03-07 02:30 EST - 03-08 03:00 EDT ana", "03-08 03:00 EDT - 03-09 02:30 EDT ben"]);
    let r = rota(&layer("daily", TWO, "2026-10-31T01:30", ""));
    let found = lines(&r, "2026-10-31T01:30", "2026-11-02T01:30");
    assert_eq!(found, ["10-31 01:30 EDT - 11-01 01:30 EDT ana", "11-01 01:30 EDT - 11-02 01:30 EST ben"]);
}

#[test]
fn o3_a_typed_start_that_does_not_exist_or_occurs_twice_is_refused_with_both_candidates() {
    for (starts, candidates) in [
        ("2026-03-08T02:30", ["2026-03-08T06:30:00Z", "2026-03-08T07:30:00Z"]),
        ("2026-11-01T01:30", ["2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"]),
    ] {
        let problem = try_rota(&layer("daily", TWO, starts, "")).unwrap_err();
        assert_eq!(problem.field, "layers[0].starts");
        assert!(candidates.iter().all(|c| problem.sentence.contains(c)), "{problem}");
    }
    let chosen = rota(&layer("daily", TWO, "2026-11-01T01:30:00-05:00", ""));
    let first: Timestamp = "2026-11-01T06:30:00Z".parse().unwrap();
    assert!(chosen.who(first - SignedDuration::from_secs(1)).people.is_empty());
    assert_eq!(chosen.who(first).people, ["ana"]);
}

#[test]
fn o5_a_seven_hour_rotation_on_the_day_of_25_hours_has_no_hole_and_turns_of_seven_hours() {
    let r = rota(&layer("hourly", TWO, "2026-10-31T20:00", "times = 7"));
    let found = shifts(&r, "2026-10-31T20:00", "2026-11-01T22:00");
    let hours: Vec<i64> = found.iter().map(|s| s.to.duration_since(s.from).as_hours()).collect();
    assert_eq!(hours, [7, 7, 7, 6]);
    // Hours that divide a day follow the wall clock: the turn that holds the repeated hour is an hour longer.
    let r = rota(&layer("hourly", TWO, "2026-10-31T20:00", "times = 6"));
    let found = lines(&r, "2026-10-31T20:00", "2026-11-01T08:00");
    assert_eq!(found, ["10-31 20:00 EDT - 11-01 02:00 EST ana", "11-01 02:00 EST - 11-01 08:00 EST ben"]);
}

#[test]
fn o7_monthly_from_the_31st_hands_off_on_the_last_day_of_shorter_months() {
    let r = rota(&layer("monthly", THREE, "2026-01-31T08:00", ""));
    let found = shifts(&r, "2026-01-31T08:00", "2026-08-31T08:00");
    let begins: Vec<String> =
        found.iter().map(|s| s.from.to_zoned(r.zone().clone()).strftime("%m-%d").to_string()).collect();
    assert_eq!(begins, ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31"]);
}

#[test]
fn o8_a_turn_that_passes_on_worked_days_is_not_spent_on_a_weekend() {
    let days = "only = [\"mon-fri 00:00-24:00\"]\npass = \"worked-days\"";
    let r = rota(&layer("daily", THREE, "2026-06-01T00:00", days));
    let week = ["01", "02", "03", "04", "05", "08", "09", "10", "11", "12"];
    let found: Vec<String> = week.iter().map(|d| who(&r, &format!("2026-06-{d}T12:00"))).collect();
    assert_eq!(found.join(" "), "ana ben cara ana ben cara ana ben cara ana");
    assert_eq!(who(&r, "2026-06-06T12:00"), "", "nobody works on Saturday");
    // Without the option the calendar's days count, and the weekend takes two turns.
    let r = rota(&layer("daily", THREE, "2026-06-01T00:00", "only = [\"mon-fri 00:00-24:00\"]"));
    assert_eq!(who(&r, "2026-06-08T12:00"), "ben");
}

#[test]
fn o9_an_override_shows_in_the_shifts_exactly_where_the_resolver_uses_it() {
    let over = "[[overrides]]\nkind = \"instead\"\nperson = \"ana\"\nby = \"dora\"\nfrom = \"2026-06-02T12:00\"\n\
                to = \"2026-06-02T18:00\"";
    let r = rota(&layer("weekly", TWO, "2026-06-01T08:00", over));
    let found = lines(&r, "2026-06-01T08:00", "2026-06-08T08:00");
    assert_eq!(
        found,
        [
            "06-01 08:00 EDT - 06-02 12:00 EDT ana",
            "06-02 12:00 EDT - 06-02 18:00 EDT dora",
            "06-02 18:00 EDT - 06-08 08:00 EDT ana"
        ]
    );
    assert_eq!(who(&r, "2026-06-02T12:00"), "dora");
    assert_eq!(r.who(at(&r, "2026-06-02T12:00")).because, Because::Override);
}

#[test]
fn o10_an_override_of_one_rota_does_not_leak_into_another_of_the_same_people() {
    let plain = layer("weekly", TWO, "2026-06-01T08:00", "");
    let (mut first, second) = (rota(&plain), rota(&plain));
    let cover = Override {
        kind: OverrideKind::Instead,
        person: Some("ana".into()),
        by: Some("dora".into()),
        from: at(&first, "2026-06-01T08:00"),
        to: at(&first, "2026-06-08T08:00"),
    };
    first.put(cover).unwrap();
    assert_eq!(who(&first, "2026-06-03T12:00"), "dora");
    assert_eq!(who(&second, "2026-06-03T12:00"), "ana");
}

#[test]
fn o12_a_cover_across_several_shifts_keeps_the_holes_between_them() {
    let nights = "only = [\"mon-fri 17:00-08:00\"]\n[[overrides]]\nkind = \"instead\"\nperson = \"ana\"\nby = \"dora\"\n\
                  from = \"2026-06-01T00:00\"\nto = \"2026-06-04T00:00\"";
    let r = rota(&layer("weekly", TWO, "2026-06-01T08:00", nights));
    let found = lines(&r, "2026-06-01T08:00", "2026-06-04T09:00");
    assert_eq!(
        found,
        [
            "06-01 08:00 EDT - 06-01 17:00 EDT nobody",
            "06-01 17:00 EDT - 06-02 08:00 EDT dora",
            "06-02 08:00 EDT - 06-02 17:00 EDT nobody",
            "06-02 17:00 EDT - 06-03 08:00 EDT dora",
            "06-03 08:00 EDT - 06-03 17:00 EDT nobody",
            "06-03 17:00 EDT - 06-04 00:00 EDT dora",
            "06-04 00:00 EDT - 06-04 08:00 EDT ana",
            "06-04 08:00 EDT - 06-04 09:00 EDT nobody"
        ]
    );
}

#[test]
fn o13_who_leaves_or_loses_a_certification_in_the_middle_of_a_shift_is_followed_by_the_next_eligible() {
    let certified = "certification = \"Epic\"\n\
         [[people]]\nname = \"ana\"\ncertifications = [{ name = \"Epic\", until = \"2026-06-03T00:00\" }]\n\
         [[people]]\nname = \"ben\"\n\
         [[people]]\nname = \"cara\"\nuntil = \"2026-06-05T12:00\"\ncertifications = [{ name = \"Epic\" }]";
    let r = rota(&layer("weekly", THREE, "2026-06-01T08:00", certified));
    let found = lines(&r, "2026-06-01T08:00", "2026-06-08T08:00");
    assert_eq!(
        found,
        [
            "06-01 08:00 EDT - 06-03 00:00 EDT ana",
            "06-03 00:00 EDT - 06-05 12:00 EDT cara",
            "06-05 12:00 EDT - 06-08 08:00 EDT nobody"
        ],
        "ben holds no certification"
    );
    let because = Because::NextEligible { layer: "first".into(), turn_of: "ana".into() };
    assert_eq!(r.who(at(&r, "2026-06-04T00:00")).because, because);
    // An override to somebody who has left does not make a hole of a shift that somebody has.
    let mut r = rota(&layer("weekly", TWO, "2026-06-01T08:00", ""));
    r.know("dora", Member { until: Some(at(&r, "2026-06-01T09:00")), ..Member::default() });
    let cover = |r: &oncall::rota::Rota| Override {
        kind: OverrideKind::Instead,
        person: Some("ana".into()),
        by: Some("dora".into()),
        from: at(r, "2026-06-01T08:00"),
        to: at(r, "2026-06-08T08:00"),
    };
    r.put(cover(&r)).unwrap();
    assert_eq!((who(&r, "2026-06-01T08:30"), who(&r, "2026-06-01T09:00")), ("dora".into(), "ana".into()));
}

#[test]
fn o14_on_a_holiday_the_holiday_layer_replaces_all_others() {
    let holiday = "[[layers]]\nname = \"holidays\"\nevery = \"daily\"\npeople = [\"hal\", \"ida\"]\n\
                   starts = \"2026-01-01T00:00\"\nholidays = true\nonly = [\"mon-sun 06:00-24:00\"]\n";
    let text = layer("weekly", TWO, "2026-06-01T08:00", "");
    let r = rota(&format!("holidays = [\"2026-11-26\"]\nfederal_holidays = false\n{text}{holiday}"));
    let found = lines(&r, "2026-11-25T12:00", "2026-11-27T12:00");
    assert_eq!(
        found,
        [
            "11-25 12:00 EST - 11-26 00:00 EST ben",
            "11-26 00:00 EST - 11-26 06:00 EST nobody",
            "11-26 06:00 EST - 11-27 00:00 EST ida",
            "11-27 00:00 EST - 11-27 12:00 EST ben"
        ]
    );
    assert_eq!(r.who(at(&r, "2026-11-26T03:00")).because, Because::NobodyOnHoliday);
    // The federal holidays by their rule: the Friday before a Saturday's Independence Day.
    let r = rota(&format!("federal_holidays = true\n{text}{holiday}"));
    assert_eq!(r.who(at(&r, "2026-07-03T12:00")).because, Because::Holiday { layer: "holidays".into() });
}

#[test]
fn layers_are_asked_from_top_to_bottom_and_overrides_stand_above_all() {
    let over = |kind: &str, who: &str| {
        format!(
            "[[overrides]]\nkind = \"{kind}\"\n{who}\nfrom = \"2026-06-03T00:00\"\nto = \"2026-06-03T12:00\"\n"
        )
    };
    let below = "only = [\"mon-fri 08:00-17:00\"]\n[[layers]]\nname = \"nights\"\nevery = \"together\"\n\
                 people = [\"nia\", \"otto\"]\nstarts = \"2026-06-01T00:00\"\n";
    let r = rota(&layer("weekly", TWO, "2026-06-01T00:00", below));
    assert_eq!((who(&r, "2026-06-03T12:00"), who(&r, "2026-06-03T03:00")), ("ana".into(), "nia+otto".into()));
    for (kind, people, day, night) in [
        ("besides", "by = \"dora\"", "ana+dora", "nia+otto+dora"),
        ("away", "person = \"otto\"", "ana", "nia"),
        ("alone", "by = \"dora\"", "dora", "dora"),
        ("instead", "person = \"nia\"\nby = \"otto\"", "ana", "otto"),
    ] {
        let r = rota(&layer("weekly", TWO, "2026-06-01T00:00", &format!("{below}{}", over(kind, people))));
        let found = (who(&r, "2026-06-03T09:00"), who(&r, "2026-06-03T03:00"));
        assert_eq!(found, (day.to_owned(), night.to_owned()), "{kind}");
    }
}
