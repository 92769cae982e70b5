//! Golden answers of `orderly clock due`, and what it says when something is typed wrongly.

use super::{Due, answer};
use clap::Parser;

#[derive(Debug, Parser)]
#[command(no_binary_name = true)]
struct Line {
    #[command(flatten)]
    due: Due,
}

/// Arguments as a shell gives them: parts in double quotes hold together.
fn words(line: &str) -> Vec<String> {
    let cut = |(place, part): (usize, &str)| -> Vec<String> {
        if place % 2 == 1 {
            vec![part.to_owned()]
        } else {
            part.split_whitespace().map(str::to_owned).collect()
        }
    };
    line.split('"').enumerate().flat_map(cut).collect()
}

fn said(line: &str) -> String {
    let zone = if line.contains("--zone") { "" } else { "--zone America/New_York " };
    match Line::try_parse_from(words(&format!("{zone}{line}"))) {
        Ok(line) => answer(&line.due).unwrap_or_else(|usage| usage.0),
        Err(error) => error.to_string(),
    }
}

const OFFICE: &str = "--open \"mon-fri 08:00-17:00\"";

/// Office hours in New York unless others are named; due times without their zone are there.
const DUE: [(&str, &str); 28] = [
    // C01 to C13, C18 and C19 of the catalogue of wrong cases.
    ("--start 2026-06-05T16:00 --budget 2h", "2026-06-08T09:00:00-04:00"),
    ("--closed 2026-11-26 --start 2026-11-25T16:00 --budget 4h", "2026-11-27T11:00:00-05:00"),
    (
        "--closed \"2026-12-24 12:00-24:00\" --closed 2026-12-25 --start 2026-12-23T16:00 --budget 6h",
        "2026-12-28T09:00:00-05:00",
    ),
    ("--closed \"2026-12-24 12:00-24:00\" --start 2026-12-23T16:00 --budget 6h", "2026-12-25T09:00:00-05:00"),
    (
        "--open \"mon-fri 08:00-12:00,13:00-17:00\" --start 2026-06-03T08:00 --budget 6h",
        "2026-06-03T15:00:00-04:00",
    ),
    (
        "--open \"mon-fri 08:00-12:00\" --open \"mon-fri 13:00-17:00\" --start 2026-06-03T08:00 --budget 6h",
        "2026-06-03T15:00:00-04:00",
    ),
    ("--open \"tue 08:00-17:00\" --start 2026-06-03T10:00 --budget 4h", "2026-06-09T12:00:00-04:00"),
    ("--open \"daily 22:00-06:00\" --start 2026-06-03T23:00 --budget 2h", "2026-06-04T01:00:00-04:00"),
    ("--open 24x7 --start 2026-11-01T00:30 --budget 2h", "2026-11-01T01:30:00-05:00"),
    ("--open 24x7 --start 2026-10-31T23:00 --budget 4h", "2026-11-01T02:00:00-05:00"),
    ("--open 24x7 --start 2026-03-08T01:30 --budget 1h", "2026-03-08T03:30:00-04:00"),
    ("--start 2026-06-05T16:00 --budget 200h", "2026-07-08T09:00:00-04:00"),
    ("--open 24x7 --start 2026-11-01T01:30-05:00 --budget 30m", "2026-11-01T02:00:00-05:00"),
    (
        "--open 24x7 --start 2026-11-01T01:30:00-04:00[America/New_York] --budget 30m",
        "2026-11-01T01:00:00-05:00",
    ),
    (
        "--start 2026-06-05T15:00 --budget 8h --pause 2026-06-05T16:00/2026-06-08T10:00",
        "2026-06-08T17:00:00-04:00",
    ),
    (
        "--start 2026-06-08T09:00 --budget 8h --pause 2026-06-08T10:00/2026-06-08T10:30 \
         --pause 2026-06-08T13:00/2026-06-08T14:00",
        "2026-06-09T09:30:00-04:00",
    ),
    (
        "--zone America/Havana --open \"daily 08:00-17:00\" --start 2026-03-08T06:00 --budget 1h",
        "2026-03-08T09:00:00-04:00[America/Havana]",
    ),
    ("--closed 2026-11-26 --start 2026-11-26T11:00 --budget 1h", "2026-11-27T09:00:00-05:00"),
    // Besides: business days, holidays by rule, openings, seconds, nothing at all, and long ago.
    ("--start 2026-06-05T16:00 --budget 2bd", "2026-06-09T16:00:00-04:00"),
    ("--closed us-federal --start 2026-07-02T16:00 --budget 2h", "2026-07-06T09:00:00-04:00"),
    (
        "--also-open \"2026-06-06 08:00-12:00\" --start 2026-06-05T16:00 --budget 2h",
        "2026-06-06T09:00:00-04:00",
    ),
    ("--start 2026-06-05T16:59:30 --budget 45s", "2026-06-08T08:00:15-04:00"),
    ("--start 2026-06-06T11:00 --budget 0h", "2026-06-06T11:00:00-04:00"),
    ("--open 24x7 --start 1900-01-02T00:00Z --budget 1h", "1900-01-01T20:00:00-05:00"),
    ("--open 24x7 --closed 2026-11-26 --start 2026-11-25T23:30 --budget 1h", "2026-11-27T00:30:00-05:00"),
    // Working time between two instants.
    ("--between 2026-06-05T16:00 2026-06-08T09:00", "2 h"),
    ("--open 24x7 --between 2026-11-01T00:00 2026-11-02T00:00", "25 h"),
    ("--between 2026-06-06T09:00 2026-06-07T09:00", "0 s"),
];

#[test]
fn due_times_as_the_catalogue_has_them() {
    for (line, expected) in DUE {
        let line = if line.contains("--open") { line.to_owned() } else { format!("{OFFICE} {line}") };
        let zone = if expected.contains('T') && !expected.contains('[') { "[America/New_York]" } else { "" };
        assert_eq!(said(&line), format!("{expected}{zone}"), "{line}");
    }
}

#[test]
fn the_account_is_told_row_by_row() {
    let line =
        format!("{OFFICE} --closed \"2026-11-26 Thanksgiving Day\" --start 2026-11-25T16:00 --budget 4h");
    assert_eq!(
        said(&format!("{line} --explain")),
        "2026-11-27T11:00:00-05:00[America/New_York]\n\
         Wed 2026-11-25 16:00 EST to Wed 2026-11-25 17:00 EST: 1 h counted, within working hours.\n\
         Wed 2026-11-25 17:00 EST to Thu 2026-11-26 00:00 EST: not counted, outside working hours.\n\
         Thu 2026-11-26 00:00 EST to Fri 2026-11-27 00:00 EST: not counted, closed for Thanksgiving Day.\n\
         Fri 2026-11-27 00:00 EST to Fri 2026-11-27 08:00 EST: not counted, outside working hours.\n\
         Fri 2026-11-27 08:00 EST to Fri 2026-11-27 11:00 EST: 3 h counted, within working hours.\n\
         Due Fri 2026-11-27 11:00 EST, after 4 h of counted time."
    );
    let told: serde_json::Value = serde_json::from_str(&said(&format!("{line} --json"))).unwrap();
    assert_eq!(told["due"], "2026-11-27T11:00:00-05:00[America/New_York]");
    assert_eq!(
        (told["due_utc"].as_str(), told["budget_seconds"].as_i64()),
        (Some("2026-11-27T16:00:00Z"), Some(14_400))
    );
    assert_eq!(
        told["account"][2]["why"],
        serde_json::json!({ "kind": "special_day", "name": "Thanksgiving Day" })
    );
    assert_eq!(
        (told["account"][0]["seconds"].as_i64(), told["account"][1]["counted"].as_bool()),
        (Some(3600), Some(false))
    );
    let between = format!("{OFFICE} --between 2026-06-05T16:00 2026-06-08T09:00 --json");
    let told: serde_json::Value = serde_json::from_str(&said(&between)).unwrap();
    assert_eq!(
        (told["counted_seconds"].as_i64(), told["account"].as_array().unwrap().len()),
        (Some(7200), 3)
    );
    assert!(said(&between.replace("--json", "--explain")).ends_with("1 h counted, within working hours."));
}

/// What is typed: "+" stands for office hours, a start and two hours, "=" for office hours alone.
const WRONG: [(&str, &str); 31] = [
    ("--zone Mars/Olympus --open 24x7 --start 2026-06-05T16:00 --budget 2h", "--zone: \"Mars/Olympus\""),
    ("--open \"mon-fri 8-17\" --start 2026-06-05T16:00 --budget 2h", "--open: \"8-17\" is not"),
    ("--open \"mon-fri\" --start 2026-06-05T16:00 --budget 2h", "--open: \"mon-fri\" is not"),
    ("= --open \"mon 16:00-18:00\" --start 2026-06-05T16:00 --budget 2h", "--open: 16:00-18:00 overlaps"),
    ("+ --closed 2026-02-30", "--closed: \"2026-02-30\" is not"),
    ("+ --closed 2026-11-26 --closed \"2026-11-26 Again\"", "--closed: 2026-11-26 is listed twice"),
    ("+ --closed 2026-03-08T02:30/2026-03-09", "--closed: 2026-03-08T02:30 does not exist"),
    ("+ --closed 2026-06-05 --also-open 2026-03-08T02:30/2026-03-09", "--also-open: 2026-03-08T02:30"),
    ("+ --closed 2026-06-09/2026-06-08", "--closed: does not lie after its beginning"),
    ("+ --pause 2026-06-09/2026-06-08", "--pause: \"2026-06-09/2026-06-08\" ends before it begins"),
    ("+ --pause 2026-06-09", "--pause: \"2026-06-09\" is not of the form FROM/TO"),
    ("+ --pause 2026-11-01T01:30/2026-11-02", "--pause: 2026-11-01T01:30 occurs twice"),
    ("+ --business-day 25h", "--business-day: must be hours"),
    (
        "= --start 2026-03-08T02:30 --budget 2h",
        "--start: 2026-03-08T02:30 does not exist, the clocks jump over it; \
         2026-03-08T01:30:00-05:00[America/New_York] or 2026-03-08T03:30:00-04:00[America/New_York]",
    ),
    (
        "= --start 2026-11-01T01:30 --budget 2h",
        "--start: 2026-11-01T01:30 occurs twice, the clocks go back; write \
         2026-11-01T01:30:00-04:00[America/New_York] or 2026-11-01T01:30:00-05:00[America/New_York]",
    ),
    ("= --start today --budget 2h", "--start: \"today\" is not a time"),
    ("= --start -9999-01-01T00:00 --budget 2h", "--start: "),
    ("= --start 9999-12-30T00:00 --budget 2h", "--start: an instant lies outside"),
    ("= --start 2299-12-30T00:00 --budget 2h", "--start: an instant lies outside"),
    ("= --start 2026-06-05T16:00 --budget two", "--budget: \"two\" is not"),
    ("= --start 2026-06-05T16:00 --budget -2h", "--budget: \"-2h\" is not"),
    ("= --start 2026-06-05T16:00 --budget 1d", "--budget: a day is 24h or 1bd"),
    ("= --start 2026-06-05T16:00 --budget 99999999999999999999h", "--budget: "),
    ("= --start 2026-06-05T16:00 --budget 100000h", "--budget: the calendar has too few"),
    ("--open 24x7 --start 2026-06-05T16:00 --budget 1bd", "--business-day: must be stated"),
    ("= --start 2026-06-05T16:00", "error: the following required arguments"),
    ("=", "error: the following required arguments"),
    ("--start 2026-06-05T16:00 --budget 2h", "error: the following required arguments"),
    ("= --between 2026-06-05T16:00 2026-06-05T15:00", "--between: the end lies before"),
    ("= --between 1950-01-01 2026-06-05T15:00", "--between: an instant lies outside"),
    ("= --between now 2026-06-05T15:00", "--between: \"now\" is not a time"),
];

#[test]
fn a_feed_of_holidays_closes_its_days_and_what_is_left_out_is_named() {
    let file = std::env::temp_dir().join(format!("holidays-{}.ics", std::process::id()));
    let line = format!("{OFFICE} --feed {} --start 2026-11-25T16:00 --budget 4h", file.display());
    let event = |name: &str, more: &str| {
        format!("BEGIN:VEVENT\r\nSUMMARY:{name}\r\nDTSTART;VALUE=DATE:20261126\r\n{more}END:VEVENT\r\n")
    };
    let both = event("Thanksgiving", "") + &event("A rumour", "STATUS:CANCELLED\r\n");
    std::fs::write(&file, format!("BEGIN:VCALENDAR\r\n{both}END:VCALENDAR\r\n")).unwrap();
    assert_eq!(said(&line), "2026-11-27T11:00:00-05:00[America/New_York]");
    let told = said(&format!("{line} --explain"));
    assert!(told.contains("closed for Thanksgiving"), "{told}");
    assert!(told.contains("Left out of the feed: \"A rumour\""), "{told}");
    std::fs::write(&file, "not a calendar").unwrap();
    assert!(said(&line).starts_with("--feed: "), "{}", said(&line));
    std::fs::remove_file(&file).unwrap();
    assert!(said(&line).starts_with("--feed: "), "{}", said(&line));
}

#[test]
fn what_is_typed_wrongly_is_named_by_its_field() {
    let good = format!("{OFFICE} --start 2026-06-05T16:00 --budget 2h");
    let wrong = |(line, expected): &(&str, &str)| {
        let said = said(&line.replace('+', &good).replace('=', OFFICE));
        (!said.starts_with(expected)).then(|| format!("{line}: {said}"))
    };
    let wrong: Vec<String> = WRONG.iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_that_is_typed_makes_it_stumble() {
    let times = [
        "",
        "-",
        "9999-12-31T23:59:59.999999999Z",
        "-009999-01-02T00:00Z",
        "1900-01-01",
        "2299-12-31",
        "é[",
        "/",
    ];
    let amounts = ["0s", "36525bd", "876600h", "1bd876600h", "é", "1h1h1h", "00000000000000000000001s"];
    let hours = ["daily 00:00-24:00", "mon 23:59-23:58", "24x7", "é 08:00-09:00", "mon-mon 00:00-00:01"];
    let stretches =
        ["1900-01-01/2299-12-31", "9999-12-31/9999-12-31", "-009999-01-02T00:00Z/9999-12-30T22:00:00Z", "//"];
    for start in times {
        for budget in amounts {
            for open in hours {
                for pause in stretches {
                    let rest = ["--zone", "Asia/Kathmandu", "--open", open, "--budget", budget];
                    let more =
                        [format!("--start={start}"), format!("--pause={pause}"), format!("--closed={pause}")];
                    let words = rest.into_iter().map(str::to_owned).chain(more);
                    if let Ok(line) = Line::try_parse_from(words) {
                        let said = answer(&line.due).unwrap_or_else(|usage| usage.0);
                        assert!(!said.is_empty() && said.len() < 4_000);
                    }
                }
            }
        }
    }
}
