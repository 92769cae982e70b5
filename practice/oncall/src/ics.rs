//! A rota as an iCalendar (RFC 5545), for the calendar that somebody has on their telephone. It holds names and times,
//! and says where nobody is on call.

use crate::rota::Shift;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What the calendar is made of.
pub struct Feed<'a> {
    /// A name that stays the same, so that a calendar knows an event again: the rota's id.
    pub id: &'a str,
    /// What it is called.
    pub name: &'a str,
    pub shifts: &'a [Shift],
    /// Names of people by id.
    pub names: &'a BTreeMap<String, String>,
    /// Only the shifts of this person.
    pub only: Option<&'a str>,
    pub now: Timestamp,
}

/// The calendar's text.
pub fn calendar(feed: &Feed<'_>) -> String {
    let mut out = String::new();
    let mut line = |text: &str| fold(&mut out, text);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Orderly//On call//EN");
    line("CALSCALE:GREGORIAN");
    line("METHOD:PUBLISH");
    line(&format!("X-WR-CALNAME:{}", escaped(&format!("On call: {}", feed.name))));
    let stamp = instant(feed.now);
    for shift in feed.shifts {
        if feed.only.is_some_and(|only| !shift.answer.people.iter().any(|p| p == only)) {
            continue;
        }
        let name = |id: &String| feed.names.get(id).unwrap_or(id).clone();
        let who: Vec<String> = shift.answer.people.iter().map(name).collect();
        let summary = if who.is_empty() { "Nobody is on call".to_owned() } else { who.join(", ") };
        line("BEGIN:VEVENT");
        line(&format!("UID:{}-{}@orderly", feed.id, instant(shift.from)));
        line(&format!("DTSTAMP:{stamp}"));
        line(&format!("DTSTART:{}", instant(shift.from)));
        line(&format!("DTEND:{}", instant(shift.to)));
        line(&format!("SUMMARY:{}", escaped(&format!("{summary} · {}", feed.name))));
        line(&format!("DESCRIPTION:{}", escaped(&shift.answer.because.words())));
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    out
}

fn instant(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A text as RFC 5545 3.3.11 wants it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(letter);
            }
            '\n' => out.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

/// A line of at most 75 octets, longer ones folded (RFC 5545 3.1); never within a letter.
fn fold(out: &mut String, text: &str) {
    let mut octets = 0;
    for letter in text.chars() {
        if octets + letter.len_utf8() > 75 {
            out.push_str("\r\n ");
            octets = 1;
        }
        let _ = out.write_char(letter);
        octets += letter.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rota::{Answer, Because};

    fn shift(from: &str, to: &str, people: &[&str]) -> Shift {
        let people: Vec<String> = people.iter().map(|p| (*p).to_owned()).collect();
        let because = Because::Turn { layer: "First; line".into() };
        Shift { from: from.parse().unwrap(), to: to.parse().unwrap(), answer: Answer { people, because } }
    }

    #[test]
    fn a_calendar_as_others_read_it() {
        let shifts = [
            shift("2026-11-02T14:00:00Z", "2026-11-09T14:00:00Z", &["per_a"]),
            shift("2026-11-09T14:00:00Z", "2026-11-09T15:00:00Z", &[]),
        ];
        let names = BTreeMap::from([("per_a".to_owned(), format!("Ana \"O\", Sämple {}", "ü".repeat(60)))]);
        let feed = Feed {
            id: "rta_1",
            name: "Nights\r\nEND:VCALENDAR",
            shifts: &shifts,
            names: &names,
            only: None,
            now: "2026-11-01T00:00:00Z".parse().unwrap(),
        };
        let text = calendar(&feed);
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        assert!(text.lines().all(|l| l.len() <= 75), "{text}");
        let unfolded = text.replace("\r\n ", "");
        assert_eq!(unfolded.matches("\r\nEND:VCALENDAR\r\n").count(), 1, "a name cannot end the calendar");
        assert!(unfolded.contains("UID:rta_1-20261102T140000Z@orderly\r\n"));
        assert!(unfolded.contains("DTEND:20261109T140000Z\r\n"));
        assert!(unfolded.contains("SUMMARY:Ana \"O\"\\, Sämple ü"));
        assert!(unfolded.contains("DESCRIPTION:their turn in First\\; line\r\n"));
        assert!(unfolded.contains("SUMMARY:Nobody is on call"));
        let mine = calendar(&Feed { only: Some("per_a"), ..feed });
        assert_eq!(mine.matches("BEGIN:VEVENT").count(), 1);
    }
}
