//! Closing days from a calendar file: seen before they are taken in, replaced by the next file of the same name, kept when
//! the hours are revised, and counted by every clock that runs. The year goes out as a calendar again.

use crate::served::{OLGA, Served};
use crate::world::{World, on_each, refused};
use desk::{OneTicket, OpenTicket};
use kernel::{Private, Status};
use organizations::{PlaceKind, Places, ReviseLocation, TakeInCalendar, WeighCalendar, Year};

const LIST: &str = "State holidays";

fn hours() -> [&'static str; 2] {
    [
        "BEGIN:VEVENT\r\nSUMMARY:Staff training\r\nDTSTART:20261209T130000\r\nDTEND:20261209T150000\r\nEND:VEVENT\r\n",
        "BEGIN:VEVENT\r\nSUMMARY:Broken\r\nDTSTART:yesterday\r\nEND:VEVENT\r\n",
    ]
}

fn file(days: &[(&str, &str)], more: &[&str]) -> String {
    let day = |(name, date): &(&str, &str)| {
        let date = date.replace('-', "");
        format!("BEGIN:VEVENT\r\nSUMMARY:{name}\r\nDTSTART;VALUE=DATE:{date}\r\nEND:VEVENT\r\n")
    };
    let days: String = days.iter().map(day).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{days}{}END:VCALENDAR\r\n", more.concat())
}

fn take(w: &World, content: Option<&str>) -> TakeInCalendar {
    TakeInCalendar { location: w.clinic, name: LIST.into(), content: content.map(Private::new) }
}

fn weigh(w: &World, content: &str) -> WeighCalendar {
    WeighCalendar { location: w.clinic, name: LIST.into(), content: Some(Private::new(content)) }
}

/// Weekdays only, one day with hours that somebody typed.
fn revise(w: &World) -> ReviseLocation {
    ReviseLocation {
        location: w.clinic,
        name: "Larkspur clinic".into(),
        zone: "America/Chicago".into(),
        kind: PlaceKind::OnSite,
        always: false,
        weekdays: Some("08:00-17:00".into()),
        saturday: None,
        sunday: None,
        special_days: vec!["2026-12-24 08:00-12:00 Christmas Eve".into()],
        federal_holidays: false,
        dispatch: false,
        travel_minutes: None,
    }
}

/// The odd days of 2026 by date, without those on which the clocks change.
fn odd(w: &World) -> Vec<(String, String)> {
    let told = w.ask(&w.nurse, Year { location: w.clinic, year: Some(2026) });
    let days = told.odd.into_iter().filter(|day| day.kind != organizations::year::OddKind::Clocks);
    days.map(|day| (day.date, day.name)).collect()
}

fn pair(date: &str, name: &str) -> (String, String) {
    (date.to_owned(), name.to_owned())
}

#[test]
fn a_calendar_file_is_weighed_then_taken_in_and_the_next_of_its_name_replaces_it() {
    on_each(|w| {
        w.act(&w.owner, revise(w));
        let days = [("Friday after", "2026-11-27"), ("Eve", "2026-12-24"), ("Long ago", "2019-11-29")];
        let first = file(&days, &hours());
        let weighed = w.ask(&w.owner, weigh(w, &first));
        let becomes: Vec<_> =
            weighed.becomes.iter().map(|d| (d.date.as_str(), d.kind.word(), d.open.as_str())).collect();
        let training = ("2026-12-09", "shorter", "08:00–13:00, 15:00–17:00");
        assert_eq!(becomes, [("2026-11-27", "closed", ""), training]);
        assert!(weighed.back.is_empty() && (weighed.days, weighed.hours, weighed.replaced) == (1, 1, 0));
        let left: Vec<_> = weighed.left_out.iter().map(|l| (l.line, l.name.as_str())).collect();
        assert_eq!(left, [(Some(11), "Long ago"), (Some(20), "Broken"), (None, "Eve")]);
        assert_eq!(odd(w), [pair("2026-12-24", "Christmas Eve")], "weighing changes nothing");

        let taken = w.act(&w.owner, take(w, Some(&first)));
        assert_eq!((taken.days, taken.hours, taken.replaced, taken.left_out.len()), (1, 1, 0, 3));
        let now = [
            pair("2026-11-27", "Friday after"),
            pair("2026-12-09", "Staff training"),
            pair("2026-12-24", "Christmas Eve"),
        ];
        assert_eq!(odd(w), now);
        w.act(&w.owner, revise(w));
        assert_eq!(odd(w), now, "revised hours keep what came from a file");
        let place = &w.ask(&w.nurse, Places { organization: w.larkspur }).locations[0];
        assert_eq!(
            place.special_days,
            ["2026-12-24 08:00-12:00 Christmas Eve"],
            "the form shows what was typed"
        );

        let second = file(&[("Winter break", "2026-12-28")], &[]);
        let weighed = w.ask(&w.owner, weigh(w, &second));
        assert_eq!((weighed.replaced, weighed.back.len(), weighed.becomes.len()), (2, 2, 1));
        w.act(&w.owner, take(w, Some(&second)));
        assert_eq!(odd(w), [pair("2026-12-24", "Christmas Eve"), pair("2026-12-28", "Winter break")]);
        let lists = w.ask(&w.nurse, Year { location: w.clinic, year: Some(2026) }).lists;
        assert_eq!((lists[0].name.as_str(), lists[0].entries), (LIST, 1));
        assert_eq!(w.act(&w.owner, take(w, None)).replaced, 1);
        assert_eq!(odd(w), [pair("2026-12-24", "Christmas Eve")]);
        crate::proof::sound(&w.house);
    });
}

#[test]
fn open_tickets_are_due_by_the_days_that_were_taken_in() {
    on_each(|w| {
        w.act(&w.owner, revise(w));
        let small = OpenTicket {
            patient_affected: false,
            workaround: Some(true),
            department: None,
            location: Some(w.clinic),
            ..w.trouble()
        };
        let ticket = w.act(&w.nurse, small).ticket;
        let due = || w.ask(&w.technician, OneTicket { ticket }).head.due_at.unwrap();
        let before = due();
        let day = before.date_in("America/Chicago");
        let closed = file(&[("Founders Day", &day.to_string())], &[]);
        w.act(&w.owner, take(w, Some(&closed)));
        assert!(due().date_in("America/Chicago") > day, "{} stayed within a day that is closed", due());
        w.act(&w.owner, take(w, None));
        assert_eq!(due(), before);
    });
}

#[test]
fn what_is_no_calendar_is_refused_by_its_line_and_only_managers_bring_one() {
    on_each(|w| {
        w.act(&w.owner, revise(w));
        let good = file(&[("Friday after", "2026-11-27")], &[]);
        for who in [&w.nurse, &w.technician] {
            assert_eq!(refused(w.try_act(who, take(w, Some(&good)))).status, Status::Forbidden);
            assert_eq!(refused(w.try_ask(who, weigh(w, &good))).status, Status::Forbidden);
        }
        assert_eq!(refused(w.try_act(&w.meridian_owner, take(w, Some(&good)))).status, Status::NotFound);
        let no = |content: &str| refused(w.try_act(&w.owner, take(w, Some(content))));
        assert!(no("not a calendar: at all").sentence.contains("line 1"));
        assert!(no("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Cut off").sentence.contains("line 3"));
        assert_eq!(no(&"x".repeat(organizations::LARGEST_LIST_BYTES + 1)).status, Status::TooLarge);
        assert!(no(&file(&[("Long ago", "2019-01-01")], &[])).sentence.contains("Long ago"));
        let each_day = "BEGIN:VEVENT\r\nSUMMARY:Never\r\nDTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n";
        w.act(&w.owner, ReviseLocation { special_days: Vec::new(), ..revise(w) });
        assert!(no(&file(&[], &[each_day])).sentence.contains("400 days"));
        let many: Vec<String> = (0..420)
            .map(|n| jiff::civil::date(2027, 1, 1).saturating_add(jiff::Span::new().days(n)).to_string())
            .collect();
        let many: Vec<_> = many.iter().map(|date| ("Day", date.as_str())).collect();
        assert!(no(&file(&many, &[])).sentence.contains("at most 400"));
        let none = refused(w.try_act(&w.owner, take(w, None)));
        assert_eq!(none.field.as_deref(), Some("name"));
        let always = ReviseLocation { always: true, weekdays: None, special_days: Vec::new(), ..revise(w) };
        w.act(&w.owner, always);
        assert_eq!(no(&good).status, Status::Conflict);
    });
}

/// A form with a file, as a browser sends it.
fn form(name: &str, content: &str) -> String {
    format!(
        "--edge\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n{name}\r\n--edge\r\n\
         Content-Disposition: form-data; name=\"text\"\r\n\r\n\r\n--edge\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"days.ics\"\r\nContent-Type: text/calendar\r\n\r\n\
         {content}\r\n--edge--\r\n"
    )
}

#[test]
fn a_browser_brings_a_file_sees_what_it_changes_and_the_year_goes_out_with_it() {
    on_each(|w| {
        w.act(&w.owner, revise(w));
        let served = Served::new(&w.house);
        let cookie = served.sign_in(OLGA);
        let year = format!("/locations/{}/year", w.clinic);
        assert!(served.page(&cookie, &year).text().contains("name=\"file\""));
        let headers = [
            ("Cookie", cookie.as_str()),
            ("Sec-Fetch-Site", "same-origin"),
            ("Content-Type", "multipart/form-data; boundary=edge"),
        ];
        let path = format!("/locations/{}/calendar", w.clinic);
        let content = file(&[("Fri<day> after", "2026-11-27")], &hours());
        let page = served.send("POST", &path, &headers, form(LIST, &content).as_bytes());
        assert_eq!(page.status, 200, "{}", page.text());
        for part in
            ["Friday 2026-11-27", "Fri&lt;day&gt; after", "Line 12", "/do/organizations.take-in-calendar"]
        {
            assert!(page.text().contains(part), "{part}");
        }
        assert_eq!(served.send("POST", &path, &headers, form(LIST, "").as_bytes()).status, 422);
        assert_eq!(served.send("POST", &path, &headers, b"--edge\r\nnonsense").status, 400);
        let sent = [headers[0], headers[1], ("Content-Type", "application/x-www-form-urlencoded")];
        let text: String = content.bytes().map(|b| format!("%{b:02X}")).collect();
        let body = format!("location={}&name=State+holidays&content={text}&_next={year}", w.clinic);
        let done = served.send("POST", "/do/organizations.take-in-calendar", &sent, body.as_bytes());
        assert_eq!((done.status, done.line("location")), (303, Some(year.as_str())), "{}", done.text());
        let page = served.page(&cookie, &format!("{year}?year=2026")).text();
        assert!(page.contains("Staff training") && page.contains("Take these days away"), "{page}");

        // Out again: the year as a calendar that others can read.
        let out = served.page(&cookie, &format!("{year}.ics?year=2026"));
        assert_eq!(out.line("content-type"), Some("text/calendar; charset=utf-8"));
        let zone = clocks::zone("America/Chicago").unwrap();
        let feed = clocks::Feed::read(out.text().as_bytes(), &zone).unwrap();
        let days: Vec<_> = feed.days.iter().map(|d| (d.date.as_str(), d.name.as_str())).collect();
        assert_eq!(days, [("2026-11-27", "Fri<day> after"), ("2026-12-24", "Christmas Eve")]);
        let hours: Vec<_> = feed.hours.iter().map(|h| (h.name.as_str(), h.from.as_str())).collect();
        let eve = ("Christmas Eve", "2026-12-24T14:00:00Z");
        assert_eq!(hours, [eve, ("Staff training", "2026-12-09T19:00:00Z")]);
        assert!(feed.skipped.is_empty());
        assert_ne!(served.get(&format!("{year}.ics")).status, 200, "nobody who is not signed in");
    });
}
