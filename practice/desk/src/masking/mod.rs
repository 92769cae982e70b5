//! What stands masked before somebody looks. By default everything that was typed; an organization may decide that
//! only likely identifiers are masked, knowing that some are missed. It may also say what its own record numbers look
//! like, so that they are known without a word around them.

mod orders;
pub mod records;

pub use orders::{MaskingSet, PatternsSet, SetMasking, SetRecordNumberPatterns, TextRules, TextRulesNow};
pub use records::{Rules, rules};

use crate::questions::{FoundInMine, OutlineOf};
use office::Registry;
use serde_json::Value;

store::kinds! {
    /// What of a text is masked before a look.
    Masking {
        /// The whole text.
        Strict = "strict" "Every text is masked whole until somebody looks",
        /// Likely identifiers only.
        Identifiers = "identifiers" "Only likely identifiers are masked",
    }
}

/// Every order and question about masking.
pub(crate) fn register(r: &mut Registry) {
    r.order::<SetMasking>()
        .order::<SetRecordNumberPatterns>()
        .question::<TextRules>()
        .question::<OutlineOf>()
        .question::<FoundInMine>();
}

/// What happened to the rules, as a sentence.
pub(crate) fn sentence(name: &str, body: &Value) -> Option<String> {
    Some(match name {
        "desk.masking-set" => match body.get("masking").and_then(Value::as_str) {
            Some("identifiers") => "decided that only likely identifiers in texts are masked".to_owned(),
            _ => "decided that texts are masked whole".to_owned(),
        },
        "desk.record-number-patterns-set" => {
            match body.get("count").and_then(Value::as_u64).unwrap_or_default() {
                0 => "took the forms of record numbers away".to_owned(),
                1 => "said what record numbers look like, in one form".to_owned(),
                n => format!("said what record numbers look like, in {n} forms"),
            }
        }
        _ => return None,
    })
}
