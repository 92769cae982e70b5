//! Calendar feeds and lines of hours as anybody may send them. What is read must make a calendar or be refused with a
//! field, and a calendar must answer for a year without a panic. The tests of `crates/clocks` include this file and
//! replay the corpus.

use clocks::{Calendar, CalendarText, Feed, Horizon, Pauses};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};

/// The first byte chooses what the rest is: a feed, or lines of hours.
pub fn feed(data: &[u8]) {
    let Some((choice, rest)) = data.split_first() else { return };
    let mut text = CalendarText { zone: "America/New_York".into(), ..CalendarText::default() };
    text.add_open("mon-fri 08:00-17:00").expect("these are hours");
    if choice % 2 == 0 {
        let home = clocks::zone("America/New_York").expect("the zone is in the program");
        let Ok(feed) = Feed::read(rest, &home) else { return };
        let dates = date(2026, 1, 1)..=date(2031, 12, 31);
        let near = Feed::read_for(rest, &home, dates).expect("what is a feed is one for any dates");
        assert!(near.days.len() <= feed.days.len() && near.hours.len() <= feed.hours.len());
        assert!(feed.skipped.iter().all(|skipped| skipped.line > 0 && skipped.name.len() <= 120));
        (text.special_days, text.exceptions) = (feed.days, feed.hours);
    } else {
        for (place, line) in String::from_utf8_lossy(rest).lines().take(50).enumerate() {
            let read = match place % 3 {
                0 => text.add_open(line),
                1 => text.add_closed(line),
                _ => text.add_opening(line),
            };
            if let Err(problem) = read {
                assert!(!problem.is_empty() && problem.len() < 2_000);
            }
        }
    }
    match Calendar::try_from(text.settled()) {
        Ok(calendar) => answers(calendar),
        Err(problem) => assert!(!problem.field.is_empty() && !problem.problem.is_empty()),
    }
}

fn answers(calendar: Calendar) {
    let start: Timestamp = "2026-11-01T05:30:00Z".parse().expect("this is an instant");
    let zone = calendar.zone().clone();
    let date = start.to_zoned(zone.clone()).date();
    let out = calendar.feed("fuzz.example", date, date.saturating_add(jiff::Span::new().days(30)), start);
    assert!(
        out.is_ok_and(|text| Feed::read(text.as_bytes(), &zone).is_ok() || text.len() > clocks::LARGEST_FEED)
    );
    let mut horizon = Horizon::new(calendar);
    let target = SignedDuration::from_hours(40);
    if let Ok(due) = horizon.due(start, target, &Pauses::none()) {
        assert_eq!(due.account.counted(), target);
        assert!(due.account.rows.windows(2).all(|pair| pair[0].to == pair[1].from));
    }
}
