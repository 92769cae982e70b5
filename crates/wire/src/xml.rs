//! Reading XML without trusting it: attributes and character references, no entity of a document's own making, and
//! nothing that opens another file.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart};
use std::borrow::Cow;

/// Longest start tag (bytes) whose attributes are looked at.
const TAG_BYTES: usize = 64 * 1024;

/// The value of the attribute with this local name (`id` finds `r:id` too), or `None`.
/// Errors are the end of a sentence.
pub(crate) fn attribute<'t>(
    tag: &'t BytesStart<'_>,
    name: &str,
) -> Result<Option<Cow<'t, str>>, &'static str> {
    if tag.len() > TAG_BYTES {
        return Err("a tag is longer than 64 KiB");
    }
    // Looking for repeated attributes costs the square of their number, so the first one counts.
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| "an attribute is not well formed")?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|_| "an attribute refers to an entity that XML does not define itself")?;
            return Ok(Some(value));
        }
    }
    Ok(None)
}

/// The text of `&amp;`, `&#233;` and their like. Entities that a document defines for itself are refused.
pub(crate) fn reference(entity: &BytesRef<'_>) -> Result<String, &'static str> {
    match entity.resolve_char_ref() {
        Ok(Some('\0')) | Err(_) => Err("a character reference names no character"),
        Ok(Some(character)) => Ok(character.to_string()),
        Ok(None) => resolve_predefined_entity(&entity.xml10_content())
            .map(str::to_owned)
            .ok_or("it refers to an entity that XML does not define itself"),
    }
}
