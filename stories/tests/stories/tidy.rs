//! The rules of the house over its own source: what is out of place is said in a sentence.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> =
        ["crates", "practice", "rounds", "orderly", "stories", "benches", "simulation"]
            .iter()
            .map(|d| root().join(d))
            .collect();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let inner = fs::read_dir(&path).unwrap().map(|e| e.unwrap().path());
            open.extend(inner.filter(|p| !p.ends_with("target") && !p.ends_with("snapshots")));
        } else if path.extension().is_some_and(|e| e == "rs") {
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    assert!(found.len() > 100, "the tree was found");
    found.sort();
    found
}

fn complain(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn files_and_lines_stay_short_and_every_module_says_what_it_is_for() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let lines = text.lines().count();
        if lines > 400 {
            wrong.push(format!("{name} has {lines} lines: think about its shape."));
        }
        for (number, line) in text.lines().enumerate() {
            if line.chars().count() > 130 {
                wrong.push(format!("{name}:{} is longer than 130 letters.", number + 1));
            }
        }
        let first = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default();
        if !first.starts_with("//!") && !name.contains("/benches/") {
            wrong.push(format!("{name} does not open with a paragraph that says what it is for."));
        }
    }
    complain(&wrong);
}

#[test]
fn sql_stands_in_records_and_only_the_door_says_on_whose_behalf() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let slice = name.starts_with("practice/") && name.contains("/src/");
        if slice && text.contains("sql!") && !name.contains("records") && !name.ends_with("lib.rs") {
            wrong.push(format!("{name} holds SQL; it belongs into records.rs."));
        }
        if slice && text.contains(".on_behalf(") && !text.contains("#[cfg(test)]") {
            wrong.push(format!("{name} says on whose behalf it acts; only the door does."));
        }
    }
    complain(&wrong);
}

#[test]
fn a_slice_never_imports_a_slice_and_the_pure_stay_pure() {
    let slices = ["organizations", "people", "agreements", "assets", "desk", "knowledge"];
    let manifest = |dir: &str| fs::read_to_string(root().join(dir).join("Cargo.toml")).unwrap();
    let depends = |text: &str, on: &str| {
        let direct = text.split("[dev-dependencies]").next().unwrap_or_default();
        direct.lines().any(|l| l.split(['.', ' ', '=']).next() == Some(on))
    };
    let mut wrong = Vec::new();
    for slice in slices {
        let text = manifest(&format!("practice/{slice}"));
        for other in slices.iter().chain(&["rounds", "orderly", "axum", "rusqlite", "postgres", "tokio"]) {
            if *other != slice && depends(&text, other) {
                wrong.push(format!("practice/{slice} depends on {other}."));
            }
        }
    }
    for pure in ["kernel", "clocks", "law", "ledger", "wire", "paper"] {
        let text = manifest(&format!("crates/{pure}"));
        for impure in ["tokio", "rusqlite", "postgres", "axum", "getrandom", "store", "office"] {
            if depends(&text, impure) {
                wrong.push(format!("crates/{pure} is pure and depends on {impure}."));
            }
        }
    }
    complain(&wrong);
}

#[test]
fn names_say_what_a_thing_is() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        for line in text.lines() {
            let Some(rest) = line.trim_start().strip_prefix("pub struct ") else { continue };
            let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            if ["Manager", "Service", "Helper", "Utils", "Handler"].iter().any(|w| word.ends_with(w)) {
                wrong.push(format!("{name}: {word} does not say what it is."));
            }
        }
    }
    complain(&wrong);
}
