//! Numbers and dates. A workbook stores 4 March 2026 as 46085; only the number format of the cell says that it is a
//! day. Source for the built-in formats: ECMA-376 part 1, 18.8.30.

use super::super::SheetError;
use super::super::parts::{Flow, Parts};
use super::take;
use jiff::civil::{Date, Time, date, time};
use jiff::{Span, ToSpan};
use quick_xml::events::Event;
use std::collections::BTreeMap;

/// Most cell styles; Excel itself allows 65 490.
const MAX_STYLES: usize = 65_536;
const DAY_SECONDS: i64 = 86_400;

/// Which cell styles mean a date or a time of day.
#[derive(Default)]
pub(super) struct Formats {
    dated: Vec<bool>,
}

impl Formats {
    /// Reads the styles part.
    pub(super) fn read(parts: &mut Parts<'_>, part: &str) -> Result<Self, SheetError> {
        let mut codes: BTreeMap<u32, bool> = BTreeMap::new();
        let (mut dated, mut in_cells) = (Vec::new(), false);
        parts.walk(part, |event, byte| {
            match &event {
                Event::Start(tag) => {
                    let number = || {
                        let text = take(part, tag, "numFmtId", byte)?;
                        Ok::<_, SheetError>(text.and_then(|text| text.parse::<u32>().ok()).unwrap_or(0))
                    };
                    match tag.local_name().as_ref() {
                        "cellXfs" => in_cells = true,
                        "numFmt" if codes.len() < MAX_STYLES => {
                            let code = take(part, tag, "formatCode", byte)?.unwrap_or_default();
                            codes.insert(number()?, is_date(&code));
                        }
                        "xf" if in_cells && dated.len() < MAX_STYLES => {
                            let number = number()?;
                            dated.push(codes.get(&number).copied().unwrap_or_else(|| built_in(number)));
                        }
                        _ => {}
                    }
                }
                Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => in_cells = false,
                _ => {}
            }
            Ok(Flow::On)
        })?;
        Ok(Formats { dated })
    }

    /// The number as a person would write it, or `None` if the style wants a date that the calendar does not have.
    pub(super) fn text_of(&self, number: f64, style: usize, from_1904: bool) -> Option<String> {
        if self.dated.get(style) == Some(&true) { moment(number, from_1904) } else { Some(plain(number)) }
    }
}

/// Built-in formats that show a date or a time of day (not 46, which shows elapsed hours).
fn built_in(number: u32) -> bool {
    matches!(number, 14..=22 | 27..=36 | 45 | 47 | 50..=58)
}

/// Whether a format code such as `yyyy\-mm\-dd` or `[$-409]d\-mmm` shows a date or a time of day.
fn is_date(code: &str) -> bool {
    let mut signs = code.chars();
    while let Some(sign) = signs.next() {
        match sign {
            // Quoted words, escaped signs, fill and padding signs mean themselves.
            '"' => drop(signs.by_ref().find(|&end| end == '"')),
            '\\' | '_' | '*' => drop(signs.next()),
            '[' => {
                let inside: String = signs.by_ref().take_while(|&end| end != ']').collect();
                let elapsed = |sign: char| matches!(sign.to_ascii_lowercase(), 'h' | 'm' | 's');
                if !inside.is_empty() && inside.chars().all(elapsed) {
                    return false;
                }
            }
            ';' => return false,
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => return true,
            _ => {}
        }
    }
    false
}

/// A number with at most 15 significant digits, which is what Excel shows, and without a needless fraction.
fn plain(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse::<f64>().unwrap_or(number);
    if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
}

/// A serial number as ISO text: a date, a date with time, or a time alone when the day is 0. Excel believes that
/// 1900 was a leap year: its days up to 59 are one off, and its day 60 does not exist.
fn moment(number: f64, from_1904: bool) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&number) {
        return None;
    }
    let seconds = (number * 86_400.0).round() as i64;
    let (day, second) = (seconds / DAY_SECONDS, seconds % DAY_SECONDS);
    let clock = time_of(second);
    if day == 0 && number < 1.0 && (second > 0 || !from_1904) {
        return Some(clock.to_string());
    }
    let start = match (from_1904, day) {
        (true, _) => date(1904, 1, 1),
        (false, 60) => return None,
        (false, ..60) => date(1899, 12, 31),
        (false, _) => date(1899, 12, 30),
    };
    let day: Date = start.checked_add(days(day)).ok()?;
    Some(if second == 0 { day.to_string() } else { format!("{day}T{clock}") })
}

fn days(count: i64) -> Span {
    count.days()
}

fn time_of(second: i64) -> Time {
    let part = |value: i64| i8::try_from(value).expect("hours, minutes and seconds are below 60");
    time(part(second / 3600), part(second / 60 % 60), part(second % 60), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_become_iso_text() {
        let cases = [
            (46_085.0, false, Some("2026-03-04")),
            (46_085.5, false, Some("2026-03-04T12:00:00")),
            (61.0, false, Some("1900-03-01")),
            (60.0, false, None),
            (59.0, false, Some("1900-02-28")),
            (1.0, false, Some("1900-01-01")),
            (0.25, false, Some("06:00:00")),
            (44_623.0, true, Some("2026-03-04")),
            (0.0, true, Some("1904-01-01")),
            (2_958_465.0, false, Some("9999-12-31")),
            (2_958_465.999_999_9, false, None),
            (-1.0, false, None),
            (1e300, false, None),
        ];
        for (number, from_1904, text) in cases {
            assert_eq!(moment(number, from_1904).as_deref(), text, "{number}");
        }
    }

    #[test]
    fn numbers_look_as_in_excel() {
        let cases =
            [(12.0, "12"), (-0.0, "0"), (0.1 + 0.2, "0.3"), (5095550123.0, "5095550123"), (-1.5, "-1.5")];
        for (number, text) in cases {
            assert_eq!(plain(number), text);
        }
    }

    #[test]
    fn format_codes_tell_dates_from_numbers() {
        for code in ["yyyy\\-mm\\-dd", "[$-409]d\\-mmm\\-yy;@", "m/d/yyyy", "h:mm AM/PM", "[Red]dd/mm"] {
            assert!(is_date(code), "{code}");
        }
        for code in
            ["General", "0.00", "#,##0 \"days\"", "[h]:mm:ss", "[Red]0.0", "0\\d", "@", "0;\"y\"", "_m0"]
        {
            assert!(!is_date(code), "{code}");
        }
    }
}
