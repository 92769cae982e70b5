//! What differs from the ordinary week: partial closures, extra openings, days by a rule, observed days, typed lines.

use crate::{NEW_YORK, at, due, hours, minutes, office};
use clocks::{
    Budget, Calendar, CalendarText, Horizon, Observed, Pauses, Recurrence, instant, stretch_between, zone,
};
use jiff::civil::{Date, date};
use serde_json::{Value, json};

fn with(more: Value) -> Calendar {
    let mut text = serde_json::to_value(office()).unwrap();
    for (key, value) in more.as_object().unwrap() {
        text[key] = value.clone();
    }
    serde_json::from_value(text).unwrap()
}

fn refused(more: Value) -> String {
    let mut text = serde_json::to_value(office()).unwrap();
    for (key, value) in more.as_object().unwrap() {
        text[key] = value.clone();
    }
    serde_json::from_value::<Calendar>(text).unwrap_err().to_string()
}

#[test]
fn c03_as_a_partial_closure_says_why() {
    let calendar = with(json!({
        "special_days": [{ "date": "2026-12-25", "name": "Christmas Day" }],
        "exceptions": [{ "name": "Christmas Eve", "does": "closed", "from": "2026-12-24T12:00", "until": "2026-12-25" }]
    }));
    let start = at("2026-12-23 16:00");
    assert_eq!(due(&calendar, start, hours(6), &Pauses::none()), at("2026-12-28 09:00"));
    let zone = calendar.zone().clone();
    let told = Horizon::new(calendar).due(start, hours(6), &Pauses::none()).unwrap();
    let said = told.account.sentences(&zone);
    assert_eq!(
        said[3],
        "Thu 2026-12-24 12:00 EST to Fri 2026-12-25 00:00 EST: not counted, closed for Christmas Eve."
    );
}

#[test]
fn an_extra_opening_opens_a_weekend_and_a_closure_goes_before_it() {
    let flu = json!({ "name": "Flu season", "does": "open", "from": "2026-06-06T08:00", "until": "2026-06-06T12:00" });
    let open = with(json!({ "exceptions": [flu] }));
    assert_eq!(due(&open, at("2026-06-05 16:00"), hours(2), &Pauses::none()), at("2026-06-06 09:00"));
    let power = json!({ "name": "Power cut", "does": "closed", "from": "2026-06-06T07:00", "until": "2026-06-06T10:00" });
    let both = with(json!({ "exceptions": [power, flu] }));
    assert_eq!(due(&both, at("2026-06-05 16:00"), hours(2), &Pauses::none()), at("2026-06-06 11:00"));
    let zone = both.zone().clone();
    let told = Horizon::new(both).due(at("2026-06-05 16:00"), hours(2), &Pauses::none()).unwrap();
    let last = told.account.sentences(&zone).pop().unwrap();
    assert!(last.ends_with("1 h counted, within the special hours of Flu season."), "{last}");
}

#[test]
fn an_exception_comes_again_at_the_same_wall_clock() {
    let meeting = with(json!({ "exceptions": [{
        "name": "Staff meeting", "does": "closed", "from": "2026-01-06T08:00", "until": "2026-01-06T09:00",
        "rule": "FREQ=WEEKLY;BYDAY=TU", "except": ["2026-06-09"] }] }));
    // Summer and winter alike, but not on the day that is left out.
    assert_eq!(due(&meeting, at("2026-06-02 08:00"), hours(1), &Pauses::none()), at("2026-06-02 10:00"));
    assert_eq!(due(&meeting, at("2026-11-03 08:00"), hours(1), &Pauses::none()), at("2026-11-03 10:00"));
    assert_eq!(due(&meeting, at("2026-06-09 08:00"), hours(1), &Pauses::none()), at("2026-06-09 09:00"));
}

#[test]
fn special_days_come_by_a_rule_and_are_kept_when_they_fall_on_a_weekend() {
    let thanksgiving = json!({ "date": "2020-11-26", "name": "Thanksgiving Day",
        "rule": "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH" });
    let black_friday = json!({ "date": "2020-11-27", "name": "Day after Thanksgiving",
        "rule": "FREQ=YEARLY;BYMONTH=11;BYDAY=FR;BYMONTHDAY=23,24,25,26,27,28,29", "open": ["08:00-12:00"] });
    let calendar = with(json!({ "special_days": [thanksgiving, black_friday] }));
    assert_eq!(due(&calendar, at("2026-11-25 16:00"), hours(6), &Pauses::none()), at("2026-11-30 09:00"));
    assert_eq!(due(&calendar, at("2031-11-26 16:00"), hours(2), &Pauses::none()), at("2031-11-28 09:00"));
    // 2027: Christmas Day is a Saturday. In England it is kept on Monday, and the day after it on Tuesday.
    let day = |date: &str, name: &str, observed: &str| {
        let rule = "FREQ=YEARLY";
        json!({ "date": date, "name": name, "rule": rule, "observed": observed })
    };
    let english = with(json!({ "special_days": [
        day("2000-12-25", "Christmas Day", "next-workday"), day("2000-12-26", "Boxing Day", "next-workday")] }));
    assert_eq!(due(&english, at("2027-12-24 16:00"), hours(2), &Pauses::none()), at("2027-12-29 09:00"));
    // 2022: a Sunday and a Monday; Monday is Boxing Day itself, so that Christmas Day is kept on Tuesday.
    assert_eq!(due(&english, at("2022-12-23 16:00"), hours(2), &Pauses::none()), at("2022-12-28 09:00"));
    let federal = with(json!({ "special_days": [day("2000-12-25", "Christmas Day", "nearest-workday")] }));
    assert_eq!(due(&federal, at("2027-12-23 16:00"), hours(2), &Pauses::none()), at("2027-12-27 09:00"));
    assert_eq!(serde_json::to_value(Observed::NextWorkday).unwrap(), "next-workday");
}

fn dates(rule: &str, first: Date, from: Date, to: Date) -> Vec<String> {
    rule.parse::<Recurrence>().unwrap().dates(first, from, to).iter().map(Date::to_string).collect()
}

/// From the examples of RFC 5545, 3.8.5.3, which begin on 2 September 1997.
#[test]
fn rules_read_as_the_standard_has_them() {
    let first = date(1997, 9, 2);
    let year = |rule: &str| dates(rule, first, date(1997, 1, 1), date(1998, 6, 30));
    assert_eq!(year("FREQ=DAILY;COUNT=3"), ["1997-09-02", "1997-09-03", "1997-09-04"]);
    assert_eq!(year("FREQ=DAILY;INTERVAL=10;COUNT=3"), ["1997-09-02", "1997-09-12", "1997-09-22"]);
    assert_eq!(
        year("FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH"),
        [
            "1997-09-02",
            "1997-09-04",
            "1997-09-09",
            "1997-09-11",
            "1997-09-16",
            "1997-09-18",
            "1997-09-23",
            "1997-09-25",
            "1997-09-30",
            "1997-10-02",
            "1997-10-07"
        ]
    );
    let from_friday = dates("FREQ=MONTHLY;COUNT=3;BYDAY=1FR", date(1997, 9, 5), first, date(1998, 6, 30));
    assert_eq!(from_friday, ["1997-09-05", "1997-10-03", "1997-11-07"]);
    let last = dates("FREQ=MONTHLY;BYMONTHDAY=-1", date(2026, 1, 31), date(2026, 1, 1), date(2026, 4, 30));
    assert_eq!(last, ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]);
    let set =
        dates("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", date(1997, 9, 29), first, date(1997, 12, 31));
    assert_eq!(set, ["1997-09-29", "1997-10-30", "1997-11-27", "1997-12-30"]);
    let hundredth =
        dates("FREQ=YEARLY;INTERVAL=3;COUNT=3;BYYEARDAY=1,100", date(1997, 1, 1), date(1997, 1, 1), first);
    assert_eq!(hundredth, ["1997-01-01", "1997-04-10"]);
    let mondays = dates("FREQ=YEARLY;BYDAY=20MO", date(1997, 5, 19), first, date(1999, 12, 31));
    assert_eq!(mondays, ["1998-05-18", "1999-05-17"]);
    // Week starts matter with intervals.
    let monday = dates(
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        date(1997, 8, 5),
        date(1997, 8, 1),
        first,
    );
    assert_eq!(monday, ["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"]);
    let sunday = dates(
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        date(1997, 8, 5),
        date(1997, 8, 1),
        first,
    );
    assert_eq!(sunday, ["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"]);
    // Far from the beginning the answer is the same as counted out from it.
    for rule in [
        "FREQ=DAILY;INTERVAL=7",
        "FREQ=WEEKLY;INTERVAL=3",
        "FREQ=MONTHLY;INTERVAL=5",
        "FREQ=YEARLY;INTERVAL=4",
    ] {
        let all = dates(rule, first, first, date(2100, 1, 1));
        let late = dates(rule, first, date(2090, 1, 1), date(2100, 1, 1));
        let expected: Vec<String> = all.into_iter().filter(|day| day.as_str() >= "2090-01-01").collect();
        assert_eq!(late, expected, "{rule}");
    }
    // 29 February comes every fourth year.
    let leap = dates("FREQ=YEARLY", date(2024, 2, 29), date(2024, 1, 1), date(2032, 12, 31));
    assert_eq!(leap, ["2024-02-29", "2028-02-29", "2032-02-29"]);
}

#[test]
fn rules_that_cannot_be_read_are_refused_by_the_part() {
    for (rule, said) in [
        ("", "is not a part"),
        ("BYMONTH=1", "FREQ is missing"),
        ("FREQ=HOURLY", "\"FREQ=HOURLY\""),
        ("FREQ=YEARLY;BYWEEKNO=3", "\"BYWEEKNO=3\""),
        ("FREQ=YEARLY;BYHOUR=3", "\"BYHOUR=3\""),
        ("FREQ=YEARLY;FREQ=DAILY", "FREQ stands twice"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL=0"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20260101", "exclude each other"),
        ("FREQ=WEEKLY;BYDAY=1MO", "numbered weekday"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY=32"),
        ("FREQ=YEARLY;BYDAY=é", "BYDAY"),
    ] {
        let problem = rule.parse::<Recurrence>().unwrap_err();
        assert!(problem.contains(said), "{rule}: {problem}");
    }
}

#[test]
fn exceptions_that_cannot_be_are_refused_by_field() {
    let exception = |from: &str, until: &str| {
        let one = json!({ "name": "x", "does": "closed", "from": from, "until": until });
        json!({ "exceptions": [one] })
    };
    let skipped = refused(exception("2026-03-08T02:30", "2026-03-09"));
    assert_eq!(
        skipped,
        "exceptions[0].from: 2026-03-08T02:30 does not exist, the clocks jump over it; \
         2026-03-08T01:30:00-05:00[America/New_York] or 2026-03-08T03:30:00-04:00[America/New_York] may be meant"
    );
    assert!(refused(exception("2026-11-01T01:30", "2026-11-02")).contains("occurs twice"));
    assert!(
        refused(exception("2026-11-02", "2026-11-02")).starts_with("exceptions[0].until: does not lie after")
    );
    assert!(
        refused(exception("soon", "2026-11-02")).starts_with("exceptions[0].from: \"soon\" is not a time")
    );
    assert!(refused(exception("1776-07-04", "2026-11-02")).starts_with("exceptions[0].from: "));
    let rule = json!({ "exceptions": [{ "name": "x", "does": "open", "rule": "FREQ=DAILY",
        "from": "2026-01-01T08:00-05:00", "until": "2026-01-01T09:00" }] });
    assert!(refused(rule).starts_with("exceptions[0].from: is not a local time"));
    let except = json!({ "special_days": [{ "date": "2026-01-01", "name": "x", "except": ["2027-01-01"] }] });
    assert_eq!(refused(except), "special_days[0].except: needs a rule");
    let day = json!({ "business_day": "25h" });
    assert!(refused(day).starts_with("business_day: "));
    // With an offset the closure is accepted.
    let offset = with(exception("2026-11-01T01:30-05:00", "2026-11-02"));
    assert_eq!(offset.text().exceptions.len(), 1);
}

#[test]
fn hours_are_typed_in_lines() {
    let typed = |open: &[&str], closed: &[&str]| {
        let mut text = CalendarText { zone: NEW_YORK.into(), ..CalendarText::default() };
        open.iter().for_each(|line| text.add_open(line).unwrap());
        closed.iter().for_each(|line| text.add_closed(line).unwrap());
        Calendar::try_from(text.settled()).unwrap()
    };
    let calendar =
        typed(&["Mon-Fri 08:00-17:00"], &["2026-11-26 Thanksgiving Day", "2026-12-24 12:00-24:00"]);
    assert_eq!(due(&calendar, at("2026-11-25 16:00"), hours(4), &Pauses::none()), at("2026-11-27 11:00"));
    assert_eq!(due(&calendar, at("2026-12-23 16:00"), hours(6), &Pauses::none()), at("2026-12-25 09:00"));
    assert_eq!(calendar.business_day(), Some(hours(9)));
    let shifts = typed(&["fri-mon 22:00-06:00", "tue,wed 08:00-12:00, 13:00-17:00"], &[]);
    let week = &shifts.text().week;
    assert_eq!((week.monday.len(), week.tuesday.len(), week.thursday.len()), (1, 2, 0));
    assert!(typed(&["24x7"], &[]).text().always);
    let but_one = typed(&["24x7"], &["2026-11-26T06:00/2026-11-26T07:00"]);
    assert_eq!(due(&but_one, at("2026-11-26 05:30"), hours(1), &Pauses::none()), at("2026-11-26 07:30"));
    assert!(typed(&["daily 08:00-12:00"], &["us-federal"]).text().holidays.is_some());
    let mut text = CalendarText::default();
    for wrong in
        ["", "mon", "mon-fri", "moonday 08:00-09:00", "mon-fri 8-17", "mon 24:00-25:00", "mo 08:00-09:00"]
    {
        assert!(text.add_open(wrong).is_err(), "{wrong}");
    }
    for wrong in ["", "tomorrow", "2026-02-30", "2026-12-24 25:00-26:00", "2026-W10-1", "20261224"] {
        assert!(text.add_closed(wrong).is_err(), "{wrong}");
    }
    assert!(text.add_opening("9999-12-31").is_err());
    assert_eq!(text, CalendarText::default());
}

#[test]
fn o3_a_typed_instant_is_refused_with_both_candidates_and_taken_with_an_offset() {
    let zone = zone(NEW_YORK).unwrap();
    assert_eq!(
        instant("2026-11-01T01:30", &zone).unwrap_err(),
        "2026-11-01T01:30 occurs twice, the clocks go back; write 2026-11-01T01:30:00-04:00[America/New_York] \
         or 2026-11-01T01:30:00-05:00[America/New_York]"
    );
    let second = at("2026-11-01T01:30:00-05:00");
    for text in ["2026-11-01T01:30-05:00", "2026-11-01T01:30:00-05:00[America/New_York]", "2026-11-01T06:30Z"]
    {
        assert_eq!(instant(text, &zone), Ok(second), "{text}");
    }
    for wrong in ["", "now", "2026-13-01T00:00", "2026-11-01T01:30-09:00[America/New_York]", &"9".repeat(500)]
    {
        assert!(instant(wrong, &zone).is_err(), "{wrong}");
    }
    let stretch = "2026-11-01T01:30:00-04:00[America/New_York]/2026-11-01T01:30:00-05:00[America/New_York]";
    let (from, to) = stretch_between(stretch, &zone).unwrap();
    assert_eq!(to.duration_since(from), minutes(60));
    assert!(stretch_between("2026-11-02T08:00/2026-11-02T07:00", &zone).is_err());
    assert!(stretch_between("2026-11-02T08:00", &zone).is_err());
}

#[test]
fn o1_a_weekly_span_keeps_its_wall_clock_in_summer_and_winter() {
    for day in ["2026-06-01", "2026-12-07"] {
        let start = at(&format!("{day} 07:00"));
        assert_eq!(due(&office(), start, minutes(1), &Pauses::none()), at(&format!("{day} 08:01")));
    }
}

#[test]
fn closing_when_the_repeated_hour_begins_is_the_first_time_the_clock_shows_it() {
    // At 02:00 summer time the clocks go back to 01:00; who closes at 01:00 has closed an hour before that.
    let calendar = crate::daily(NEW_YORK, "00:00-01:00");
    let compiled = calendar.compile(at("2026-11-01 00:00"), at("2026-11-02 00:00")).unwrap();
    assert_eq!(compiled.total_open(), hours(1));
}

#[test]
fn a_budget_stands_in_a_contract_as_text() {
    let budget: Budget = serde_json::from_value(json!("2bd")).unwrap();
    assert_eq!(serde_json::to_value(budget).unwrap(), "2bd");
    assert!(serde_json::from_value::<Budget>(json!("two days")).is_err());
}
