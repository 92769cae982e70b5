//! What belongs to an agreement beside its terms: what it is about, who detects, documents and notifies a breach and how
//! soon, and the signed paper itself. The paper is no PHI, it speaks of it; it is sealed all the same, its hash is in
//! the ledger, and every time it is fetched is charted.

mod breach;
pub(crate) mod page;
mod paper;
pub(crate) mod records;

pub use breach::{Bearer, SayBreachDuties};
pub use paper::{FetchPaper, FetchedPaper, KeepPaper, LARGEST_PAPER_BYTES, PaperReceipt, SealedPaper};
pub use records::{BreachDuties, PaperLine};

use serde_json::Value;

/// A fact of these as a sentence; nothing for a fact of another kind.
pub(crate) fn sentence(name: &str, body: &Value) -> Option<String> {
    let number = |key: &str| body.get(key).and_then(Value::as_i64).unwrap_or_default();
    let hash = body.get("sha256").and_then(Value::as_str).unwrap_or_default();
    Some(match name {
        "agreements.breach-duties-said" => {
            format!(
                "Who answers for a breach was said; it is reported within {} hours.",
                number("report_hours")
            )
        }
        "agreements.paper-kept" => {
            format!("The signed paper was kept: {} bytes, SHA-256 {hash}.", number("size_bytes"))
        }
        "agreements.paper-fetched" => format!("The signed paper number {} was fetched.", number("number")),
        _ => return None,
    })
}
