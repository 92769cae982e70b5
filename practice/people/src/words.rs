//! What people type about people: names, addresses, titles, dates. Trimmed, held to a length, and refused
//! with the field that is wrong.

use kernel::{Duties, Moment, Refusal, Role, Span};

/// The most letters of a name or a title.
pub const MOST: usize = 200;
/// The most letters of a text.
pub const MOST_TEXT: usize = 20_000;
/// Security training is renewed within this time (45 CFR 164.308(a)(5)).
pub const TRAINING_LASTS: Span = Span::days(365);

/// A line of words: not blank, at most `MOST` letters, nothing but printable letters.
pub(crate) fn line(field: &str, text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::invalid(field, "This must not be empty."));
    }
    if text.chars().count() > MOST {
        return Err(Refusal::invalid(field, "At most 200 letters."));
    }
    if text.chars().any(char::is_control) {
        return Err(Refusal::invalid(field, "Only letters, digits and signs in one line."));
    }
    Ok(text.to_owned())
}

/// The same for what may be left out; blank counts as left out.
pub(crate) fn some_line(field: &str, text: Option<&str>) -> Result<Option<String>, Refusal> {
    text.filter(|t| !t.trim().is_empty()).map(|t| line(field, t)).transpose()
}

/// A text of several lines with at least `least` letters.
pub(crate) fn text(field: &str, text: &str, least: usize) -> Result<String, Refusal> {
    let text = text.trim();
    if text.chars().count() < least {
        return Err(Refusal::invalid(field, format!("Say it in at least {least} letters.")));
    }
    if text.chars().count() > MOST_TEXT {
        return Err(Refusal::invalid(field, "At most 20 000 letters."));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r')) {
        return Err(Refusal::invalid(field, "Control characters cannot be kept."));
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// An address as it is kept and compared. A NUL, which no database keeps, becomes a letter that stands in no address.
pub(crate) fn lower(email: &str) -> String {
    email.trim().to_lowercase().replace('\0', "\u{fffd}")
}

/// An address of a person: something, one @, a domain with a dot or `localhost`.
pub(crate) fn email(field: &str, text: &str) -> Result<String, Refusal> {
    let email = lower(text);
    let parts = email.split_once('@');
    let fits = parts.is_some_and(|(name, domain)| {
        !name.is_empty()
            && !domain.contains('@')
            && (domain == "localhost"
                || domain.split('.').count() > 1 && domain.split('.').all(|p| !p.is_empty()))
    });
    let plain =
        email.chars().all(|c| !c.is_control() && !c.is_whitespace() && !"<>()[]\\,;:\"\u{fffd}".contains(c));
    if !fits || !plain || email.len() > 254 {
        return Err(Refusal::invalid(field, "Write an address like name@clinic.example."));
    }
    Ok(email)
}

/// Roles without repetition; at least one.
pub(crate) fn roles(field: &str, roles: &[Role]) -> Result<Vec<Role>, Refusal> {
    let mut roles = roles.to_vec();
    roles.sort_unstable();
    roles.dedup();
    if roles.is_empty() {
        return Err(Refusal::invalid(field, "Choose at least one role; a reporter may only report trouble."));
    }
    Ok(roles)
}

pub(crate) fn join_roles(roles: &[Role]) -> String {
    roles.iter().map(|r| r.word()).collect::<Vec<_>>().join(",")
}

pub(crate) fn split_roles(words: &str) -> Vec<Role> {
    words.split(',').filter_map(Role::from_word).collect()
}

/// What roles consist of together.
pub fn duties_of(roles: &[Role]) -> Duties {
    roles.iter().fold(Duties::NONE, |sum, role| sum.union(role.duties()))
}

/// A civil date as the moment at which it begins in UTC.
pub(crate) fn day(field: &str, text: &str) -> Result<Moment, Refusal> {
    let wrong = || Refusal::invalid(field, "Write a date like 2026-11-22.");
    let date: jiff::civil::Date = text.trim().parse().map_err(|_| wrong())?;
    let zoned = date.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| wrong())?;
    Ok(Moment::from_timestamp(zoned.timestamp()))
}

/// Whether training on that day is not older than a year now. A day that has not come counts as none.
pub fn is_trained(trained_on: Option<Moment>, now: Moment) -> bool {
    trained_on.is_some_and(|on| on <= now && now.since(on) <= TRAINING_LASTS)
}

/// The end of the third working day after a moment, Monday to Friday, counted in UTC: when a review is due.
pub(crate) fn three_working_days(from: Moment) -> Moment {
    use jiff::civil::Weekday::{Saturday, Sunday};
    let mut at = from;
    let mut left = 3;
    // Two weekend days at most lie between three working days, so this ends.
    while left > 0 {
        at = at.plus(Span::days(1));
        let weekday = at.timestamp().to_zoned(jiff::tz::TimeZone::UTC).weekday();
        if !matches!(weekday, Saturday | Sunday) {
            left -= 1;
        }
        if at.plus(Span::days(1)) == at {
            break;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for good in ["a@b.example", " Ana.Ruiz@Clinic.Example ", "root@localhost", "ñ@münchen.example"] {
            assert!(email("email", good).is_ok(), "{good}");
        }
        assert_eq!(email("email", " Ana@Clinic.Example ").unwrap(), "ana@clinic.example");
        for bad in [
            "",
            "a",
            "@b.example",
            "a@",
            "a@b",
            "a@b@c.example",
            "a b@c.example",
            "a@.example",
            "a@b.example\n,c@d.e",
        ] {
            assert!(email("email", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn lines_and_texts_are_held_to_their_length() {
        assert_eq!(line("name", "  Ana Ruiz ").unwrap(), "Ana Ruiz");
        assert!(
            line("name", " ").is_err()
                && line("name", &"x".repeat(201)).is_err()
                && line("name", "a\u{7}b").is_err()
        );
        assert_eq!(some_line("title", Some("  ")).unwrap(), None);
        assert_eq!(text("words", "one\r\ntwo", 3).unwrap(), "one\ntwo");
        assert!(text("words", "short", 10).is_err() && text("words", &"x".repeat(20_001), 1).is_err());
    }

    #[test]
    fn roles_are_bundles_of_duties() {
        assert!(roles("roles", &[]).is_err());
        let both = roles("roles", &[Role::Technician, Role::Auditor, Role::Technician]).unwrap();
        assert_eq!(split_roles(&join_roles(&both)), both);
        let duties = duties_of(&both);
        assert!(duties.has(kernel::Duty::WorkTickets) && duties.has(kernel::Duty::ReadLedger));
        assert!(!duties.has(kernel::Duty::ManagePeople));
        assert!(split_roles("nothing,else").is_empty());
    }

    #[test]
    fn training_lasts_a_year() {
        let on = day("on", "2025-11-22").unwrap();
        for (now, trained) in
            [("2025-11-21", false), ("2025-11-22", true), ("2026-11-22", true), ("2026-11-23", false)]
        {
            assert_eq!(is_trained(Some(on), day("now", now).unwrap()), trained, "{now}");
        }
        assert!(!is_trained(None, on));
        assert!(day("on", "22.11.2026").is_err() && day("on", "2026-02-30").is_err());
    }

    #[test]
    fn three_working_days_leave_the_weekend_out() {
        // 2026-11-20 is a Friday.
        for (from, due) in [
            ("2026-11-16", "2026-11-19"),
            ("2026-11-18", "2026-11-23"),
            ("2026-11-20", "2026-11-25"),
            ("2026-11-21", "2026-11-25"),
            ("2026-11-22", "2026-11-25"),
        ] {
            assert_eq!(
                three_working_days(day("from", from).unwrap()),
                day("due", due).unwrap(),
                "from {from}"
            );
        }
        let last = Moment::from_micros(i64::MAX);
        assert!(three_working_days(last) >= last);
    }
}
