//! The terms of an agreement as a checklist: what 45 CFR 164.504(e)(2) demands, and what an agreement may
//! contain besides.

use kernel::{Citation, Refusal, Status, Stop};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde_json::{Value, json};

/// A term with its tick.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TermLine {
    /// Under which the tick is kept.
    pub id: &'static str,
    pub paragraph: &'static str,
    /// The paragraph of the Security Rule that asks for the same.
    pub also: Option<&'static str>,
    pub title: &'static str,
    pub sentence: &'static str,
    /// Whether an agreement without it fails the rule.
    pub required: bool,
    pub checked: bool,
    /// How well the statement was checked, when that is worth saying.
    pub remark: Option<&'static str>,
}

fn all() -> impl Iterator<Item = &'static law::Term> {
    law::agreement_terms().iter().chain(law::optional_terms())
}

/// Every term, required ones first, with the ticks of an agreement.
pub fn checklist(checked: &[String]) -> Vec<TermLine> {
    let line = |term: &'static law::Term| TermLine {
        id: &term.id,
        paragraph: &term.paragraph,
        also: term.also.as_deref(),
        title: &term.title,
        sentence: &term.sentence,
        required: term.required,
        checked: checked.contains(&term.id),
        remark: term.confidence.remark(),
    };
    all().map(line).collect()
}

/// The ids of terms as they are kept: known ones, each once, in the order of the paragraphs.
///
/// # Errors
/// A refusal that names the first id which is no term.
pub(crate) fn known(ids: &[String]) -> Result<Vec<String>, Stop> {
    if let Some(wrong) = ids.iter().find(|id| !all().any(|t| t.id == **id)) {
        let short: String = wrong.chars().filter(|c| !c.is_control()).take(40).collect();
        return Err(Refusal::invalid("terms", format!("There is no term '{short}'.")).into());
    }
    Ok(all().map(|t| t.id.clone()).filter(|id| ids.contains(id)).collect())
}

/// # Errors
/// A refusal that names the paragraph of each required term which is missing.
pub(crate) fn complete(ids: &[String]) -> Result<(), Stop> {
    let missing = law::missing_terms(ids.iter().map(String::as_str));
    let Some(first) = missing.first() else { return Ok(()) };
    let named: Vec<String> = missing.iter().map(|t| format!("{} ({})", t.title, t.paragraph)).collect();
    let sentence = format!(
        "It cannot be sent while {} unchecked: {}.",
        if missing.len() == 1 { "a required term is" } else { "required terms are" },
        named.join("; "),
    );
    let mut refusal = Refusal::new(Status::Conflict, sentence).because(Citation {
        paragraph: first.paragraph.as_str().into(),
        says: first.sentence.as_str().into(),
    });
    refusal.field = Some("terms".to_owned());
    Err(refusal.into())
}

/// How a list of terms stands in the API: the ids with their titles.
pub(crate) fn schema(_: &mut SchemaGenerator) -> Schema {
    let choices: Vec<Value> = all()
        .map(|t| {
            let says = format!("{} {}", t.paragraph, t.sentence);
            json!({ "const": t.id, "title": t.title, "description": says })
        })
        .collect();
    json_schema!({ "type": "array", "items": { "type": "string", "oneOf": choices } })
}

/// How the answers stand in the API: one yes or no for each question, left out while it is open.
pub(crate) fn answers_schema(_: &mut SchemaGenerator) -> Schema {
    let properties: serde_json::Map<String, Value> = law::not_required_questions()
        .iter()
        .zip(1u32..)
        .map(|(q, place)| {
            let shape = json!({ "type": "string", "enum": ["yes", "no"], "title": q.text,
                                "description": format!("{} ({})", q.means, q.paragraph), "x-order": place });
            (word(q.question), shape)
        })
        .collect();
    json_schema!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// A question's id.
pub(crate) fn word(question: law::Question) -> String {
    match serde_json::to_value(question) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every() -> Vec<String> {
        law::agreement_terms().iter().map(|t| t.id.clone()).collect()
    }

    #[test]
    fn an_agreement_that_lacks_any_required_term_fails_with_its_paragraph() {
        assert!(complete(&every()).is_ok());
        for term in law::agreement_terms() {
            let rest: Vec<String> = every().into_iter().filter(|id| *id != term.id).collect();
            let Err(Stop::Refused(refusal)) = complete(&rest) else { panic!("sent without {}", term.id) };
            assert_eq!(refusal.citation.as_ref().unwrap().paragraph, term.paragraph);
            assert!(refusal.sentence.contains(&term.paragraph));
        }
        let Err(Stop::Refused(all)) = complete(&[]) else { panic!("sent without any term") };
        assert!(law::agreement_terms().iter().all(|t| all.sentence.contains(&t.paragraph)));
    }

    #[test]
    fn ticks_are_kept_in_order_once_and_only_for_terms() {
        let mut twice = every();
        twice.reverse();
        twice.extend(every());
        assert_eq!(known(&twice).unwrap(), every());
        assert!(known(&["arbitration".to_owned()]).is_err());
        let list = checklist(&every());
        assert!(list.iter().all(|t| t.checked == t.required));
        assert_eq!(list.iter().filter(|t| t.required).count(), 12);
    }

    #[test]
    fn the_schema_offers_each_question() {
        let schema = answers_schema(&mut SchemaGenerator::default()).to_value();
        let properties = schema["properties"].as_object().unwrap();
        assert_eq!(properties.len(), law::Question::ALL.len());
        assert!(properties.contains_key("plan-sponsor"));
    }
}
