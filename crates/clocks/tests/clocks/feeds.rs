//! Feeds from outside, and feeds of ours.

use crate::{NEW_YORK, at, hours, office};
use clocks::{Calendar, CalendarText, Does, Feed, zone};
use jiff::civil::date;

fn read(events: &str) -> Feed {
    let text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n");
    Feed::read(text.as_bytes(), &zone(NEW_YORK).unwrap()).unwrap()
}

fn event(lines: &str) -> String {
    let lines: String =
        lines.lines().map(|line| format!("{}\r\n", line.trim_start_matches("    "))).collect();
    format!("BEGIN:VEVENT\r\n{lines}END:VEVENT\r\n")
}

/// A calendar with everything that a feed says.
fn with(feed: Feed) -> Calendar {
    let mut text = CalendarText::from(office());
    text.special_days = feed.days;
    text.exceptions = feed.hours;
    text.try_into().unwrap()
}

#[test]
fn an_all_day_entry_without_a_zone_is_a_local_day() {
    let feed = read(&event(
        "SUMMARY:Thanks\\, giving\n Day\nDTSTART;VALUE=DATE:20261126\nDTEND;VALUE=DATE:20261127",
    ));
    assert_eq!((feed.days[0].date.as_str(), feed.days[0].name.as_str()), ("2026-11-26", "Thanks, givingDay"));
    let due = crate::due(&with(feed), at("2026-11-25 16:00"), hours(4), &clocks::Pauses::none());
    assert_eq!(due, at("2026-11-27 11:00"));
}

#[test]
fn several_days_and_rules_and_what_they_leave_out_are_taken_over() {
    let feed = read(&[
        event("SUMMARY:Shutdown\nDTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227"),
        event("SUMMARY:Founders\nDTSTART;VALUE=DATE:20200608\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20270608"),
        event("SUMMARY:Long\nDTSTART;VALUE=DATE:20270101\nDURATION:P60D"),
    ]
    .concat());
    let days: Vec<&str> = feed.days.iter().map(|day| day.date.as_str()).collect();
    assert_eq!(days, ["2026-12-24", "2026-12-25", "2026-12-26", "2020-06-08"]);
    assert_eq!(feed.days[3].rule.as_deref(), Some("FREQ=YEARLY"));
    assert_eq!(feed.days[3].except, ["2027-06-08"]);
    assert_eq!((feed.hours[0].from.as_str(), feed.hours[0].until.as_str()), ("2027-01-01", "2027-03-02"));
    let calendar = with(feed);
    assert_eq!(
        crate::due(&calendar, at("2026-06-05 16:00"), hours(2), &clocks::Pauses::none()),
        at("2026-06-09 09:00")
    );
    assert_eq!(
        crate::due(&calendar, at("2027-06-07 16:00"), hours(2), &clocks::Pauses::none()),
        at("2027-06-08 09:00")
    );
}

#[test]
fn hours_are_read_in_the_zone_they_name() {
    let feed = read(&[
        event("SUMMARY:Call\nDTSTART;TZID=America/Los_Angeles:20260608T080000\n\
               DTEND;TZID=America/Los_Angeles:20260608T090000"),
        event("SUMMARY:Flu clinic\nCATEGORIES:HEALTH,OPEN\nDTSTART:20260606T120000Z\nDTEND:20260606T160000Z"),
        event("SUMMARY:Meeting\nDTSTART;TZID=/example.org/2026/America/New_York:20260602T080000\nDURATION:PT1H\n\
               RRULE:FREQ=WEEKLY;UNTIL=20260616T115959Z\nEXDATE:20260609T120000Z"),
        event("SUMMARY:Local\nDTSTART:20260610T120000\nDTEND:20260610T130000"),
    ]
    .concat());
    assert_eq!(feed.skipped, []);
    assert_eq!((feed.hours[0].from.as_str(), feed.hours[0].does), ("2026-06-08T15:00:00Z", Does::Closed));
    assert_eq!((feed.hours[1].from.as_str(), feed.hours[1].does), ("2026-06-06T12:00:00Z", Does::Open));
    // The rule ends before 08:00 local time of its last day, so that day is none of its own.
    assert_eq!(feed.hours[2].rule.as_deref(), Some("FREQ=WEEKLY;UNTIL=20260615"));
    assert_eq!(
        (feed.hours[2].except.as_slice(), feed.hours[2].zone.as_deref()),
        (["2026-06-09".to_owned()].as_slice(), Some(NEW_YORK))
    );
    let open = |when: &str| {
        let calendar = with(feed.clone());
        let instant = at(when);
        calendar.compile(instant - hours(48), instant + hours(48)).unwrap().is_open(instant)
    };
    assert!(!open("2026-06-08 11:30") && open("2026-06-08 12:30"), "a call at eight in Los Angeles");
    assert!(open("2026-06-06 08:00") && !open("2026-06-06 12:00"), "the clinic on Saturday");
    assert!(!open("2026-06-02 08:30") && open("2026-06-09 08:30") && open("2026-06-16 08:30"), "the meeting");
    assert!(!open("2026-06-10 12:30"));
}

#[test]
fn an_entry_that_replaces_one_day_of_a_rule_takes_that_day_out() {
    let feed = read(&[
        event("UID:1\nSUMMARY:Meeting\nDTSTART:20260602T080000\nDTEND:20260602T090000\nRRULE:FREQ=WEEKLY"),
        event("UID:1\nRECURRENCE-ID:20260609T080000\nSUMMARY:Meeting\nDTSTART:20260610T080000\nDTEND:20260610T090000"),
    ]
    .concat());
    assert_eq!(feed.hours[0].except, ["2026-06-09"]);
    assert_eq!(feed.hours[1].rule, None);
}

#[test]
fn what_is_not_taken_over_is_listed_with_its_line_and_why() {
    let feed = read(&[
        event("SUMMARY:Off\nSTATUS:CANCELLED\nDTSTART;VALUE=DATE:20261126"),
        event("SUMMARY:Groundhog Day\nDESCRIPTION:Observance\\nNobody has it off\nDTSTART;VALUE=DATE:20270202"),
        event("SUMMARY:No start"),
        event("DTSTART;VALUE=DATE:20270202"),
        event("SUMMARY:Backwards\nDTSTART:20260610T120000\nDTEND:20260610T110000"),
        event("SUMMARY:Where\nDTSTART;TZID=Eastern Standard Time:20260610T120000\n\
               DTEND;TZID=Eastern Standard Time:20260610T130000"),
        event("SUMMARY:Hourly\nDTSTART:20260610T120000\nDTEND:20260610T130000\nRRULE:FREQ=HOURLY"),
        event("SUMMARY:Old\nDTSTART;VALUE=DATE:17760704"),
        event("SUMMARY:Unreadable\nDTSTART:tomorrow"),
        event("SUMMARY:Point\nDTSTART:20260610T120000"),
        event("SUMMARY:Kept\nDTSTART;VALUE=DATE:20261126\nBEGIN:VALARM\nDTSTART:nonsense\nEND:VALARM"),
    ]
    .concat());
    assert_eq!(feed.days.len(), 1);
    let said: Vec<&str> = feed.skipped.iter().map(|skipped| skipped.why.as_str()).collect();
    assert_eq!(
        said,
        [
            "is cancelled",
            "is an observance: nobody has the day off",
            "has no beginning (DTSTART)",
            "has no name (SUMMARY)",
            "ends before it begins, or lasts no time",
            "its zone Eastern Standard Time is not an IANA zone",
            "\"FREQ=HOURLY\" is not a part of a rule such as FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
            "lies outside the years 1900 to 2299",
            "its DTSTART cannot be read",
            "has no end",
        ]
    );
    assert_eq!((feed.skipped[0].line, feed.skipped[0].name.as_str()), (3, "Off"));
}

#[test]
fn what_is_no_feed_is_refused_by_its_line() {
    let home = zone(NEW_YORK).unwrap();
    let refused = |bytes: &[u8]| Feed::read(bytes, &home).unwrap_err().to_string();
    assert!(refused(b"").starts_with("line 1: "));
    assert_eq!(refused(b"<html>\nX:Y\n"), "line 2: a feed begins with BEGIN:VCALENDAR");
    assert!(
        refused(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\n").starts_with("line 3: the feed ends within")
    );
    assert!(refused(&vec![b' '; clocks::LARGEST_FEED + 1]).contains("1 MiB"));
    let many = "BEGIN:VEVENT\nEND:VEVENT\n".repeat(5_001);
    assert!(refused(format!("BEGIN:VCALENDAR\n{many}").as_bytes()).contains("5000 entries"));
}

#[test]
fn a_feed_of_ours_reads_back_as_the_same_hours() {
    let calendar: Calendar = serde_json::from_value(serde_json::json!({
        "zone": NEW_YORK, "holidays": "us-federal",
        "week": { "monday": ["08:00-17:00"], "thursday": ["08:00-17:00"], "friday": ["08:00-17:00"] },
        "special_days": [{ "date": "2026-12-24", "name": "Christmas Eve; short, \\ cold", "open": ["08:00-12:00"] },
                         { "date": "2020-06-08", "name": "Überraschung ".repeat(8).trim(), "rule": "FREQ=YEARLY" }],
        "exceptions": [{ "name": "Flu season", "does": "open", "from": "2026-06-06T08:00", "until": "2026-06-06T12:00" },
                       { "name": "Meeting", "does": "closed", "from": "2026-01-05T08:00", "until": "2026-01-05T09:00",
                         "rule": "FREQ=WEEKLY" }]
    }))
    .unwrap();
    let (from, to) = (date(2026, 1, 1), date(2026, 12, 31));
    let text = calendar.feed("desk.example", from, to, at("2026-06-01T00:00Z")).unwrap();
    assert!(text.lines().all(|line| line.len() <= 75), "lines are folded");
    let feed = Feed::read(text.as_bytes(), calendar.zone()).unwrap();
    assert_eq!(feed.skipped, []);
    assert!(feed.days.iter().any(|day| day.name == "Christmas Eve; short, \\ cold"));
    let mut copy = CalendarText::from(calendar.clone());
    (copy.special_days, copy.exceptions, copy.holidays) = (feed.days, feed.hours, None);
    let copy = Calendar::try_from(copy).unwrap();
    let laid = |calendar: &Calendar| {
        let compiled = calendar.compile(at("2026-01-01 00:00"), at("2027-01-01 00:00")).unwrap();
        compiled.intervals().collect::<Vec<_>>()
    };
    assert_eq!(laid(&copy), laid(&calendar));
    assert_eq!(calendar.feed("desk.example", from, to, at("2026-06-01T00:00Z")).unwrap(), text);
    assert!(calendar.feed("x", to, from, at("2026-06-01T00:00Z")).is_err());
    assert!(calendar.feed("x", from, date(2040, 1, 1), at("2026-06-01T00:00Z")).is_err());
}

#[test]
fn what_lies_outside_the_dates_that_are_asked_for_is_left_out_with_its_line() {
    let day = |name: &str, date: &str| event(&format!("SUMMARY:{name}\nDTSTART;VALUE=DATE:{date}"));
    let events = [
        day("Long ago", "20200101"),
        event("SUMMARY:Every year\nDTSTART;VALUE=DATE:20200704\nRRULE:FREQ=YEARLY"),
        event("SUMMARY:Around new year\nDTSTART;VALUE=DATE:20251230\nDTEND;VALUE=DATE:20260103"),
        event("SUMMARY:Party\nDTSTART:20191231T120000\nDTEND:20191231T170000\nRDATE:20261231T120000"),
        day("Far ahead", "20400101"),
    ];
    let text = format!("BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n", events.concat());
    let dates = date(2026, 1, 1)..=date(2031, 12, 31);
    let feed = Feed::read_for(text.as_bytes(), &zone(NEW_YORK).unwrap(), dates).unwrap();
    let days: Vec<&str> = feed.days.iter().map(|day| day.date.as_str()).collect();
    assert_eq!(days, ["2020-07-04", "2026-01-01", "2026-01-02"]);
    let skipped: Vec<(usize, &str)> = feed.skipped.iter().map(|s| (s.line, s.name.as_str())).collect();
    assert_eq!(skipped, [(2, "Long ago"), (22, "Far ahead")], "{:?}", feed.skipped);
    assert!(feed.skipped[0].why.contains("over") && feed.skipped[1].why.contains("ahead"));
    assert!(feed.hours.iter().any(|hours| hours.from.starts_with("2026-12-31")));
}
