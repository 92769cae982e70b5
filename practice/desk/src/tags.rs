//! Tags: short words by which a desk gathers tickets that belong to one piece of its own work, such as
//! `windows-11` or `badge-readers`. They stand in lists and addresses, so they are words of the desk and never
//! of a patient: what looks like a name, a number of a record or a date is refused.

use kernel::{Private, Refusal};

/// The most tags of one ticket.
pub const MOST_TAGS: usize = 12;
/// The most letters of a tag.
pub const LONGEST_TAG: usize = 30;
/// The most digits of a tag: a version or a year, never a record's number.
const MOST_DIGITS: usize = 4;

/// The tag as it is kept: in lower case, with a hyphen for each blank.
///
/// # Errors
/// A refusal that names the field `tag`.
pub fn tag(text: &Private) -> Result<String, Refusal> {
    let no = |sentence: &str| Err(Refusal::invalid("tag", sentence));
    let text = text.reveal();
    let Some(tag) = normal(text) else {
        return no(
            "A tag has 2 to 30 letters, digits and hyphens, at most 4 of them digits, and begins with a letter.",
        );
    };
    if !identifiers::find(text, &[]).is_empty() {
        return no("This looks like something of a patient. Tags stand in lists for everybody to read.");
    }
    Ok(tag)
}

/// The same from an address, where it is only compared with others.
pub fn normal(text: &str) -> Option<String> {
    let words: Vec<String> =
        text.split([' ', '-']).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    let tag = words.join("-");
    let fits = tag.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let digits = tag.chars().filter(char::is_ascii_digit).count();
    let begins = tag.starts_with(|c: char| c.is_ascii_lowercase());
    (fits && begins && digits <= MOST_DIGITS && (2..=LONGEST_TAG).contains(&tag.len())).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_a_short_word_of_the_desk() {
        let kept = |text: &str| tag(&Private::from(text)).map_err(|refusal| refusal.field.unwrap());
        assert_eq!(kept(" Windows 11 ").unwrap(), "windows-11");
        assert_eq!(kept("badge--readers").unwrap(), "badge-readers");
        for wrong in
            ["", "x", "11-windows", "mrn 0012345", "a_b", "ärger", "50%", "Mr. Testwell", &"x".repeat(31)]
        {
            assert_eq!(kept(wrong).unwrap_err(), "tag", "{wrong:?}");
        }
    }
}
