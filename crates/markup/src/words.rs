//! Times and numbers in words. A nurse reads "in 12 min", not a timestamp; the exact moment with its zone
//! is always one hover away. The script counts on with the same rules, so a page that stays open never
//! says something else than a page that was just fetched.

use jiff::{Timestamp, tz::TimeZone};

const SECOND_US: i64 = 1_000_000;
const MINUTE_S: i64 = 60;
const HOUR_S: i64 = 3_600;
const DAY_S: i64 = 86_400;
/// A narrow space that does not break: it groups digits.
const THIN: char = '\u{202f}';

/// A length of time: "under 1 min", "12 min", "3 h 20 min", "30 h", "12 days", "3 years".
pub fn span(length_us: i64) -> String {
    let seconds = length_us.saturating_abs() / SECOND_US;
    if seconds < MINUTE_S {
        "under 1 min".to_owned()
    } else if seconds < HOUR_S {
        format!("{} min", seconds / MINUTE_S)
    } else if seconds < 10 * HOUR_S && seconds % HOUR_S >= MINUTE_S {
        format!("{} h {} min", seconds / HOUR_S, seconds % HOUR_S / MINUTE_S)
    } else if seconds < 2 * DAY_S {
        format!("{} h", seconds / HOUR_S)
    } else if seconds < 730 * DAY_S {
        format!("{} days", grouped(seconds / DAY_S))
    } else {
        format!("{} years", grouped(seconds / (365 * DAY_S)))
    }
}

/// How long somebody worked, or may work: "0 min", "55 min", "10 h 30 min", "120 h". What is agreed and billed by the hour
/// is told to the minute and never in days.
pub fn worked(minutes: i64) -> String {
    let minutes = minutes.max(0);
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{} h", grouped(hours)),
        (hours, minutes) => format!("{} h {minutes} min", grouped(hours)),
    }
}

/// When something is due, seen from `now_us`: "in 12 min", "3 h late".
pub fn due(due_us: i64, now_us: i64) -> String {
    let left_us = due_us.saturating_sub(now_us);
    if left_us >= 0 { format!("in {}", span(left_us)) } else { format!("{} late", span(left_us)) }
}

/// When something was or will be: "2 days ago", "in 3 h", and "just now" within a minute of the past.
pub fn relative(at_us: i64, now_us: i64) -> String {
    let left_us = at_us.saturating_sub(now_us);
    if left_us > 0 {
        format!("in {}", span(left_us))
    } else if left_us > -MINUTE_S * SECOND_US {
        "just now".to_owned()
    } else {
        format!("{} ago", span(left_us))
    }
}

/// The moment on the wall of a place: "Tue 3 Nov 14:02 CST". `zone` is an IANA name; one that is not known
/// is shown as UTC and says so, because a time without a zone is a wrong time.
pub fn local(moment_us: i64, zone: &str) -> String {
    format_in(moment_us, zone, "%a %-d %b %H:%M %Z")
}

/// The same with its year, for papers and for what is far away: "Tue 3 Nov 2026 14:02 CST".
pub fn local_long(moment_us: i64, zone: &str) -> String {
    format_in(moment_us, zone, "%a %-d %b %Y %H:%M %Z")
}

/// The day only: "3 Nov 2026".
pub fn local_day(moment_us: i64, zone: &str) -> String {
    format_in(moment_us, zone, "%-d %b %Y")
}

/// The clock only: "14:02 CST".
pub fn local_clock(moment_us: i64, zone: &str) -> String {
    format_in(moment_us, zone, "%H:%M %Z")
}

fn format_in(moment_us: i64, zone: &str, format: &str) -> String {
    let Ok(moment) = Timestamp::from_microsecond(moment_us) else {
        return "a moment outside the calendar".to_owned();
    };
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    moment.to_zoned(zone).strftime(format).to_string()
}

/// The moment for machines, to the second: "2026-11-03T20:02:00Z".
pub fn iso(moment_us: i64) -> String {
    match Timestamp::from_microsecond(moment_us) {
        Ok(moment) => moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        Err(_) => String::new(),
    }
}

/// A number with its thousands apart: 1234567 is "1 234 567" (narrow spaces).
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        out.push('\u{2212}');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(THIN);
        }
        out.push(digit);
    }
    out
}

/// An honest count: exact up to `counted_to`, and "1 000+" when the counting stopped there.
pub fn count(number: i64, counted_to: i64) -> String {
    if number >= counted_to { format!("{}+", grouped(counted_to)) } else { grouped(number) }
}

/// A number with its noun: "1 ticket", "12 tickets".
pub fn counted(number: i64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// The two letters of a person's mark: "Ana Ruiz" is "AR".
pub fn initials(name: &str) -> String {
    let mut letters = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = letters.next();
    first.into_iter().chain(letters.next_back()).flat_map(char::to_uppercase).collect()
}

/// The words of a name written for machines: "patient_affected_now" is "Patient affected now".
pub fn humane(name: &str) -> String {
    let words = name.split(['_', '-', ' ']).enumerate().map(|(place, word)| {
        let spelled = ABBREVIATIONS.iter().find(|spelled| spelled.to_lowercase().replace('-', "") == word);
        let mut letters = word.chars();
        match (spelled, letters.next()) {
            (Some(spelled), _) => (*spelled).to_owned(),
            (None, Some(first)) if place == 0 => first.to_uppercase().chain(letters).collect(),
            _ => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What is not written as other words are.
const ABBREVIATIONS: &[&str] = &["BAA", "EHR", "ePHI", "HHS", "PHI", "RMA", "RPO", "RTO", "SHA-256"];

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60 * SECOND_US;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;

    #[test]
    fn spans_read_like_speech() {
        for (length, words) in [
            (0, "under 1 min"),
            (59 * SECOND_US, "under 1 min"),
            (12 * MINUTE, "12 min"),
            (HOUR, "1 h"),
            (3 * HOUR + 20 * MINUTE, "3 h 20 min"),
            (11 * HOUR + 20 * MINUTE, "11 h"),
            (30 * HOUR, "30 h"),
            (2 * DAY, "2 days"),
            (90 * DAY, "90 days"),
            (3 * 365 * DAY, "3 years"),
        ] {
            assert_eq!(span(length), words);
            assert_eq!(span(-length), words);
        }
    }

    #[test]
    fn due_and_relative_know_which_side_of_now_they_stand_on() {
        assert_eq!(due(12 * MINUTE, 0), "in 12 min");
        assert_eq!(due(0, 3 * HOUR), "3 h late");
        assert_eq!(relative(0, 2 * DAY), "2 days ago");
        assert_eq!(relative(0, 5 * SECOND_US), "just now");
        assert_eq!(relative(2 * HOUR, 0), "in 2 h");
    }

    #[test]
    fn no_moment_panics() {
        for moment in [i64::MIN, -1, 0, i64::MAX] {
            assert!(!due(moment, i64::MAX).is_empty());
            assert!(!relative(moment, i64::MIN).is_empty());
            assert!(!local(moment, "America/Chicago").is_empty());
            assert!(!grouped(moment).is_empty());
        }
        assert_eq!(iso(i64::MAX), "");
    }

    #[test]
    fn a_local_time_names_its_zone() {
        let moment_us = "2026-11-03T20:02:00Z".parse::<Timestamp>().unwrap().as_microsecond();
        assert_eq!(local(moment_us, "America/Chicago"), "Tue 3 Nov 14:02 CST");
        assert_eq!(local_long(moment_us, "America/Chicago"), "Tue 3 Nov 2026 14:02 CST");
        assert_eq!(local_clock(moment_us, "UTC"), "20:02 UTC");
        assert_eq!(local(moment_us, "Nowhere/Atall"), "Tue 3 Nov 20:02 UTC");
        assert_eq!(iso(moment_us), "2026-11-03T20:02:00Z");
    }

    #[test]
    fn work_is_told_in_hours_and_minutes_however_much_it_is() {
        let told = [0, 55, 60, 630, 7_200, 60_001].map(worked);
        assert_eq!(told, ["0 min", "55 min", "1 h", "10 h 30 min", "120 h", "1\u{202f}000 h 1 min"]);
        assert_eq!(worked(i64::MIN), "0 min");
        assert!(!worked(i64::MAX).is_empty());
    }

    #[test]
    fn numbers_group_and_counts_stop_honestly() {
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(grouped(-1000), "\u{2212}1\u{202f}000");
        assert_eq!(count(1000, 1000), "1\u{202f}000+");
        assert_eq!(count(12, 1000), "12");
        assert_eq!(counted(1, "ticket", "tickets"), "1 ticket");
        assert_eq!(counted(0, "ticket", "tickets"), "0 tickets");
    }

    #[test]
    fn names_become_initials_and_words() {
        assert_eq!(initials("Ana María Ruiz"), "AR");
        assert_eq!(initials("Pim"), "P");
        assert_eq!(initials(""), "");
        assert_eq!(humane("patient_affected_now"), "Patient affected now");
        assert_eq!(humane("ehr-build"), "EHR build");
        assert_eq!(humane("holds_ephi"), "Holds ePHI");
        assert_eq!(humane("sha256"), "SHA-256");
    }
}
