//! How much a document may hold. Every text comes from somebody's keyboard or another program; what is larger than a
//! document of its kind could be is refused with the name of the field, and what cannot be printed is made visible.

use crate::{Document, Problem};
use serde_json::Value;

/// Letters in one text.
pub const TEXT: usize = 8_000;
/// Items in one list.
pub const ITEMS: usize = 1_000;
/// Letters in all texts together.
pub const LETTERS: usize = 400_000;
/// Letters in a text of a form, which must fit its page.
pub const FORM_TEXT: usize = 160;
/// Fields of a form, and lines of all its fields together.
pub const FORM_FIELDS: usize = 20;
pub const FORM_LINES: usize = 24;
/// Letters to individuals in one document.
pub const RECIPIENTS: usize = 100;
/// Numbered forms in one pack.
pub const FORMS: u64 = 400;

/// The document within its bounds: every letter in it can be shown.
pub(crate) fn bounded(document: &Document) -> Result<Document, Problem> {
    let mut value = serde_json::to_value(document).map_err(|e| Problem::Malformed(e.to_string()))?;
    let mut walk = Walk { letters: 0 };
    walk.value(&mut value, "")?;
    let document = serde_json::from_value(value).map_err(|e| Problem::Malformed(e.to_string()))?;
    if let Document::DowntimePack(pack) = &document {
        forms(&pack.forms)?;
    }
    if let Document::BreachLetters(letters) = &document {
        let (has, field) = (letters.recipients.len(), || "recipients".to_owned());
        if has > RECIPIENTS {
            return Err(Problem::TooMany { field: field(), has, most: RECIPIENTS });
        }
        // Every letter repeats what all of them say.
        if walk.letters.saturating_mul(has) > LETTERS * 4 {
            return Err(Problem::TooMuch { field: field(), most: LETTERS * 4 });
        }
    }
    Ok(document)
}

struct Walk {
    letters: usize,
}

impl Walk {
    fn value(&mut self, value: &mut Value, field: &str) -> Result<(), Problem> {
        match value {
            Value::String(text) => self.text(text, field),
            Value::Array(items) => {
                if items.len() > ITEMS {
                    let (field, has) = (field.to_owned(), items.len());
                    return Err(Problem::TooMany { field, has, most: ITEMS });
                }
                for (number, item) in items.iter_mut().enumerate() {
                    self.value(item, &format!("{field}[{number}]"))?;
                }
                Ok(())
            }
            Value::Object(fields) => {
                for (name, inner) in fields {
                    let path = if field.is_empty() { name.clone() } else { format!("{field}.{name}") };
                    self.value(inner, &path)?;
                }
                Ok(())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
        }
    }

    fn text(&mut self, text: &mut String, field: &str) -> Result<(), Problem> {
        let has = text.chars().count();
        if has > TEXT {
            return Err(Problem::TooLong { field: field.to_owned(), has, most: TEXT });
        }
        self.letters += has;
        if self.letters > LETTERS {
            return Err(Problem::TooMuch { field: field.to_owned(), most: LETTERS });
        }
        if text.contains(unprintable) {
            *text = text.chars().map(|c| if unprintable(c) { '\u{fffd}' } else { c }).collect();
        }
        Ok(())
    }
}

/// What has no shape on paper, or would turn the letters after it around. Line feeds stay.
fn unprintable(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let noncharacter = matches!(c as u32 & 0xffff, 0xfffe | 0xffff) || ('\u{fdd0}'..='\u{fdef}').contains(&c);
    let private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}');
    (c.is_control() && c != '\n' && c != '\t') || turns || noncharacter || private || c == '\u{feff}'
}

fn forms(forms: &[crate::Form]) -> Result<(), Problem> {
    let mut printed = 0_u64;
    for (number, form) in forms.iter().enumerate() {
        let field = |name: &str| format!("forms[{number}].{name}");
        if form.last < form.first {
            return Err(Problem::Numbers { field: field("last"), first: form.first, last: form.last });
        }
        printed += u64::from(form.last - form.first) + 1;
        if printed > FORMS {
            let has = usize::try_from(printed).unwrap_or(usize::MAX);
            return Err(Problem::TooMany { field: field("last"), has, most: FORMS as usize });
        }
        if form.fields.len() > FORM_FIELDS {
            let has = form.fields.len();
            return Err(Problem::TooMany { field: field("fields"), has, most: FORM_FIELDS });
        }
        let lines: usize = form.fields.iter().map(|f| usize::from(f.lines.max(1))).sum();
        if lines > FORM_LINES {
            return Err(Problem::TooMany { field: field("fields.lines"), has: lines, most: FORM_LINES });
        }
        let mut texts = vec![(field("name"), &form.name), (field("prefix"), &form.prefix)];
        texts.extend(form.department.iter().map(|text| (field("department"), text)));
        texts.extend(form.goes_to.iter().map(|text| (field("goes_to"), text)));
        texts.extend(
            form.fields.iter().enumerate().map(|(n, f)| (field(&format!("fields[{n}].label")), &f.label)),
        );
        for (field, text) in texts {
            let has = text.chars().count();
            if has > FORM_TEXT {
                return Err(Problem::TooLong { field, has, most: FORM_TEXT });
            }
        }
    }
    Ok(())
}
