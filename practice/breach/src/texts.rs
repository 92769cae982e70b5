//! What people type about a breach, and the counts and days they give. A title is read in lists and stands open;
//! everything else that is typed is sealed.

use jiff::civil::Date;
use kernel::{Moment, Private, Refusal, Stop};
use law::State;
use law::breach::Affected;

/// The most characters of a title.
const LONGEST_TITLE: usize = 120;
/// The most characters of a text.
const LONGEST_TEXT: usize = 20_000;
/// The most characters of a line of the letterhead.
const LONGEST_LINE: usize = 200;
/// The most characters of an address or an offer.
const LONGEST_PART: usize = 2_000;
/// The most characters of counts by State.
const LONGEST_COUNTS: usize = 2_000;

pub(crate) fn title(field: &str, text: &str) -> Result<String, Stop> {
    let title = office::text::optional(field, Some(text), LONGEST_TITLE)?;
    Ok(title.ok_or_else(|| Refusal::invalid(field, "A title is needed here."))?)
}

pub(crate) fn said(field: &str, text: &Private) -> Result<String, Stop> {
    Ok(office::text::said(field, text, LONGEST_TEXT)?)
}

pub(crate) fn maybe(field: &str, text: Option<&Private>) -> Result<Option<String>, Stop> {
    Ok(office::text::maybe(field, text, LONGEST_TEXT)?)
}

/// A line of the letterhead that may be left out.
pub(crate) fn line(field: &str, text: Option<&Private>) -> Result<Option<String>, Stop> {
    Ok(office::text::optional(field, text.map(Private::reveal), LONGEST_LINE)?)
}

/// An address or an offer that may be left out.
pub(crate) fn part(field: &str, text: Option<&Private>) -> Result<Option<String>, Stop> {
    Ok(office::text::maybe(field, text, LONGEST_PART)?)
}

/// An address that must be said.
pub(crate) fn said_part(field: &str, text: &Private) -> Result<String, Stop> {
    Ok(office::text::said(field, text, LONGEST_PART)?)
}

/// A day that was typed and is not to come.
pub(crate) fn past(field: &str, text: &str, now: Moment, zone: &str) -> Result<Date, Stop> {
    let day = day(field, text)?;
    if day > now.date_in(zone) {
        return Err(Refusal::invalid(field, "This day is still to come.").into());
    }
    Ok(day)
}

/// The same for one that may be left out.
pub(crate) fn maybe_past(
    field: &str,
    text: Option<&str>,
    now: Moment,
    zone: &str,
) -> Result<Option<Date>, Stop> {
    text.map(str::trim).filter(|t| !t.is_empty()).map(|t| past(field, t, now, zone)).transpose()
}

/// A day that was typed.
pub(crate) fn day(field: &str, text: &str) -> Result<Date, Stop> {
    match text.trim().parse::<Date>() {
        Ok(day) if (2000..=2200).contains(&day.year()) => Ok(day),
        _ => Err(Refusal::invalid(field, "Give a day, for instance 2026-11-25.").into()),
    }
}

/// Counts by State as they are typed: `GA=2800, SC=12`.
pub(crate) fn affected(field: &str, text: &str, elsewhere: u32) -> Result<Affected, Stop> {
    if text.len() > LONGEST_COUNTS {
        return Err(Refusal::invalid(field, "This is longer than any list of States.").into());
    }
    let mut counted = Affected { elsewhere, ..Affected::default() };
    let parts = text.split([',', ';', '\n']).map(str::trim).filter(|p| !p.is_empty());
    for part in parts {
        let short: String = part.chars().filter(|c| !c.is_control()).take(30).collect();
        let wrong = |why: &str| Refusal::invalid(field, format!("'{short}' {why}. Write it like GA=2800."));
        let (code, number) = part.split_once('=').ok_or_else(|| wrong("is no count of a State"))?;
        let code = code.trim().to_ascii_uppercase();
        let state = State::find(&code).ok_or_else(|| wrong("names no State"))?;
        let digits: String = number.chars().filter(|c| *c != ' ').collect();
        let number: u32 = digits.parse().map_err(|_| wrong("holds no whole number"))?;
        if counted.residents.insert(state, number).is_some() {
            return Err(wrong("counts a State twice").into());
        }
    }
    Ok(counted)
}

/// Counts by State as they are kept and shown.
pub(crate) fn written(affected: &Affected) -> String {
    let parts: Vec<String> = affected.residents.iter().map(|(s, n)| format!("{}={n}", s.code())).collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_by_state_and_wrong_ones_are_named() {
        let read = affected("affected", " ga=2800,\nSC = 12; ", 3).unwrap();
        assert_eq!((read.total(), written(&read)), (2815, "GA=2800, SC=12".to_owned()));
        assert_eq!(affected("affected", "", 0).unwrap().total(), 0);
        for wrong in ["GA", "ZZ=1", "GA=-1", "GA=1, GA=2", "GA=99999999999", "GA=1e3", "\u{0}=1"] {
            let Err(Stop::Refused(refusal)) = affected("affected", wrong, 0) else { panic!("{wrong}") };
            assert_eq!(refusal.field.as_deref(), Some("affected"));
        }
    }

    #[test]
    fn days_are_days_that_can_be_meant() {
        let now = Moment::from_timestamp("2026-11-25T03:00:00Z".parse().unwrap());
        assert!(past("on", "2026-11-24", now, "America/Chicago").is_ok());
        assert!(past("on", "2026-11-25", now, "America/Chicago").is_err());
        assert!(day("on", "soon").is_err() && day("on", "9999-12-31").is_err());
    }
}
