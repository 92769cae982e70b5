//! What people type about a downtime. It hangs on walls and lies in folders, so it stands open, and nothing about a patient
//! may stand in it: what is likely one is refused.

use identifiers::Kind;
use kernel::{Private, Refusal, Stop};

/// The most characters of a step of a procedure, or of a review.
const LONGEST_TEXT: usize = 8_000;
/// The most characters of a line.
pub(crate) const LONGEST_LINE: usize = 200;

/// What tells who a patient is. A vendor's telephone or the address of a ward may stand here; these may not.
const OF_A_PATIENT: &[Kind] =
    &[Kind::Name, Kind::BirthDate, Kind::Age, Kind::Ssn, Kind::Itin, Kind::RecordNumber, Kind::HealthPlan];

fn no_patient(field: &str, text: &str) -> Result<(), Refusal> {
    match identifiers::find(text, &[]).iter().find(|f| OF_A_PATIENT.contains(&f.kind)) {
        Some(found) => {
            let sentence = format!(
                "This likely holds {} of a patient, and it is read by everybody on the ward: write it without.",
                found.kind.counted(1)
            );
            Err(Refusal::invalid(field, sentence))
        }
        None => Ok(()),
    }
}

/// A text of several lines that must be said.
///
/// # Errors
/// A refusal that names the field: blank, too long, or likely about a patient.
pub(crate) fn said(field: &str, text: &Private) -> Result<String, Stop> {
    let text = office::text::said(field, text, LONGEST_TEXT)?;
    no_patient(field, &text)?;
    Ok(text)
}

/// The same where it may be left out.
///
/// # Errors
/// As for [`said`].
pub(crate) fn maybe(field: &str, text: Option<&Private>) -> Result<Option<String>, Stop> {
    let text = office::text::maybe(field, text, LONGEST_TEXT)?;
    if let Some(text) = &text {
        no_patient(field, text)?;
    }
    Ok(text)
}

/// One line that must be said.
///
/// # Errors
/// As for [`said`].
pub(crate) fn line(field: &str, text: &Private) -> Result<String, Stop> {
    let text = office::text::name(field, text.reveal())?;
    no_patient(field, &text)?;
    Ok(text)
}

/// One line that may be left out.
///
/// # Errors
/// As for [`said`].
pub(crate) fn maybe_line(field: &str, text: Option<&Private>) -> Result<Option<String>, Stop> {
    let text = office::text::optional(field, text.map(Private::reveal), LONGEST_LINE)?;
    if let Some(text) = &text {
        no_patient(field, text)?;
    }
    Ok(text)
}

/// The code of a form: short, in letters, digits and hyphens.
///
/// # Errors
/// A refusal that names the field.
pub(crate) fn code(text: &str) -> Result<String, Stop> {
    let code = text.trim().to_uppercase();
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if code.is_empty() || code.len() > 12 || !code.chars().all(fits) {
        let sentence = "A code is up to 12 letters, digits and hyphens, such as MAR or ADM-2.";
        return Err(Refusal::invalid("code", sentence).into());
    }
    Ok(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patient_has_no_place_in_it() {
        let kept = |text: &str| said("paper", &Private::from(text));
        assert!(kept("Take the red binder and call 555-0100").is_ok());
        assert!(kept("Patient John Sample, DOB 04/12/1957, MRN 00123456").is_err());
        assert!(maybe("paper", Some(&Private::from(" \n "))).unwrap().is_none());
        assert_eq!(code(" adm-2 ").unwrap(), "ADM-2");
        assert!(code("two words").is_err() && code("").is_err() && code(&"A".repeat(13)).is_err());
    }
}
