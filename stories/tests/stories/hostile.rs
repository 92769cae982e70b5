//! Nonsense, called by name: whatever stands in a field, the answer is a refusal or a receipt, never a fault and never a
//! panic.

use crate::{
    tenants::{body, larkspurs, nothings},
    world::{World, on_each},
};
use futures_executor::block_on;
use kernel::{Stop, Who};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// How many callers talk at once.
const CALLERS: usize = 8;

fn nested(depth: usize, inner: Value, around: fn(Value) -> Value) -> Value {
    (0..depth).fold(inner, |value, _| around(value))
}

/// What stands in a field that should hold something else.
fn nonsense() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e308),
        json!(0.1),
        json!(""),
        json!(" \t\r\n"),
        json!("\0"),
        json!("before\0after"),
        json!("\u{feff}\u{202e}\u{1f480}\u{fffd}\u{fffe}"),
        json!("'; drop table tickets; --"),
        json!("<script>alert(1)</script>"),
        json!("%s%n{}{0}${1}../../etc/passwd"),
        json!("-009999-01-01T00:00:00Z"),
        json!("9999-12-31"),
        json!("2026-02-30"),
        json!("18446744073709551616"),
        json!("org_ffffffffffffffffffffffffffffffff"),
        json!("tkt_"),
        json!("x".repeat(70_000)),
        json!("é ".repeat(30_000)),
        json!({}),
        json!([]),
        json!([null, 1, "x", [], {}]),
        json!(vec!["y"; 3_000]),
        json!({ "0": { "0": 0 } }),
        nested(100, json!("deep"), |v| json!([v])),
        nested(100, json!("deep"), |v| json!({ "a": v })),
    ]
}

/// Bodies that are wrong in one place each.
fn bodies(right: &Value) -> Vec<Value> {
    let mut out = nonsense();
    let Some(fields) = right.as_object() else { return out };
    for name in fields.keys() {
        for value in nonsense() {
            let mut body = right.clone();
            body[name] = value;
            out.push(body);
        }
        let mut without = fields.clone();
        without.remove(name);
        out.push(Value::Object(without));
    }
    for name in ["", "nobody", "__proto__", "ORG", "\0"] {
        let mut body = right.clone();
        body[name] = json!(1);
        out.push(body);
    }
    out
}

fn brief(body: &Value) -> String {
    body.to_string().chars().take(600).collect()
}

/// Calls and says what went wrong on our side, if something did.
fn wrong(w: &World, who: &Who, name: &str, body: &Value, key: Option<String>) -> Option<String> {
    let call = || block_on(w.house.office.call(who, name, body.clone(), key));
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)) {
        Ok(Ok(_) | Err(Stop::Refused(_))) => None,
        Ok(Err(Stop::Failed(fault))) => Some(format!("{name} as {who:?}: {fault}\n  {}", brief(body))),
        Err(_) => Some(format!("{name} as {who:?}: a panic\n  {}", brief(body))),
    }
}

/// Every act with every wrong body.
fn calls(w: &World) -> Vec<(&'static str, Value)> {
    let document = office::document(w.house.office.registry(), "0");
    let mut ids: BTreeMap<&'static str, String> = nothings();
    ids.extend(larkspurs(w));
    let entries = w.house.office.registry().entries();
    entries
        .iter()
        .flat_map(|e| bodies(&body(e, &document, &ids)).into_iter().map(|b| (e.act.name, b)))
        .collect()
}

#[test]
fn nonsense_is_refused_and_never_a_fault() {
    on_each(|w| {
        let calls = calls(w);
        assert!(calls.len() > 5_000, "only {} calls", calls.len());
        let (next, found) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        thread::scope(|scope| {
            for _ in 0..CALLERS {
                scope.spawn(|| {
                    while let Some((name, body)) = calls.get(next.fetch_add(1, Ordering::Relaxed)) {
                        for who in [&w.owner, &Who::Nobody] {
                            if let Some(wrong) = wrong(w, who, name, body, None) {
                                found.lock().unwrap().push(wrong);
                            }
                        }
                    }
                });
            }
        });
        let found = found.into_inner().unwrap();
        let shown = found.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
        assert!(found.is_empty(), "{} faults\n{shown}", found.len());
        // The house goes on as before.
        w.report();
        crate::proof::sound(&w.house);
    });
}

#[test]
fn a_key_for_once_may_be_nonsense_too() {
    on_each(|w| {
        for key in ["", "\0", " ", "k\nk", &"k".repeat(10_000), "\u{1f480}"] {
            let body = serde_json::to_value(w.trouble()).unwrap();
            assert_eq!(wrong(w, &w.nurse, "desk.open-ticket", &body, Some(key.to_owned())), None, "{key:?}");
        }
    });
}
