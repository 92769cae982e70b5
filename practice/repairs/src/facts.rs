//! What can happen to a device in repair, to a loaner and to a vendor's file, each told as a sentence after the name of
//! whoever did it.

use crate::records::Repair;
use crate::words::{Criterion, HolderKind, Media, Method, Outcome};
use kernel::Fact;
use serde_json::Value;

/// A fact about a repair.
pub(crate) fn about(name: &'static str, r: &Repair) -> Fact {
    let fact = Fact::new(name, r.org)
        .about(r.id)
        .about(r.asset)
        .with("repair", r.id)
        .with("asset", r.asset)
        .with("holder_kind", r.holder.kind)
        .with("holder", &r.holder.id)
        .with("media", r.media);
    match r.ticket {
        Some(ticket) => fact.about(ticket).with("ticket", ticket),
        None => fact,
    }
}

/// The fact as a sentence; nothing for a fact of another slice.
pub fn sentence(name: &str, body: &Value) -> Option<String> {
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let to = || text("holder_kind").and_then(HolderKind::from_word).map_or("somebody", HolderKind::title);
    let how = || text("method").and_then(Method::from_word).map_or("wiped", Method::title).to_lowercase();
    let media = || match (text("media").and_then(Media::from_word), text("method")) {
        (Some(Media::Wiped), Some(_)) => format!("its medium was wiped ({})", how()),
        (Some(Media::Wiped), None) => "its medium is wiped".to_owned(),
        (Some(Media::Removed), _) => "its medium is removed".to_owned(),
        _ => "its medium is in it".to_owned(),
    };
    Some(match name {
        "repairs.repair-opened" => format!("took the device for repair; {}", media()),
        "repairs.handed-over" => format!("handed the device to a {}; {}", to(), media()),
        "repairs.sent-to-vendor" => format!("sent the device to its vendor; {}", media()),
        "repairs.received-back" => format!("received the device back from its vendor; {}", media()),
        "repairs.repair-ended" => format!(
            "ended the repair: {}",
            text("outcome").and_then(Outcome::from_word).map_or("done", Outcome::title).to_lowercase()
        ),
        "repairs.asset-lent" => format!("lent the asset to a {}", to()),
        "repairs.loan-returned" => "took the loaner back".to_owned(),
        "repairs.loaner-wiped" => format!("wiped the loaner ({})", how()),
        "repairs.vendor-added" => "began a vendor's file".to_owned(),
        "repairs.vendor-revised" => "revised a vendor's file".to_owned(),
        "repairs.vendor-scored" => format!(
            "scored a vendor {} of 5: {}",
            body.get("score").and_then(Value::as_i64).unwrap_or_default(),
            text("criterion").and_then(Criterion::from_word).map_or("a measure", Criterion::title)
        ),
        _ => return None,
    })
}
