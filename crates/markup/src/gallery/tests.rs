//! The gallery read as a browser would: every id once, every field with its label, no inline style or code,
//! and everything that one element says about another is there.

use super::*;
use std::collections::{BTreeMap, BTreeSet};

/// A start tag with its attributes, as the markup wrote it.
#[derive(Debug)]
struct Tag {
    name: String,
    attributes: BTreeMap<String, String>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

/// Reads the start tags of well-formed HTML; raw `<`, `>` and `"` stand in no attribute, maud escapes them.
fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    for piece in html.split('<').skip(1) {
        let Some((inside, _)) = piece.split_once('>') else { panic!("an open tag: {piece}") };
        if inside.starts_with(['/', '!', '?']) {
            continue;
        }
        let inside = inside.trim_end_matches('/');
        let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        let mut attributes = BTreeMap::new();
        while !rest.trim_start().is_empty() {
            rest = rest.trim_start();
            let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
            let key = rest[..end].to_owned();
            rest = &rest[end..];
            let mut value = String::new();
            if let Some(quoted) = rest.strip_prefix("=\"") {
                let (inner, after) = quoted.split_once('"').unwrap();
                value = inner.to_owned();
                rest = after;
            }
            assert!(attributes.insert(key.clone(), value).is_none(), "{key} twice in <{inside}>");
        }
        found.push(Tag { name: name.to_owned(), attributes });
    }
    found
}

fn pages() -> [(&'static str, String); 4] {
    [
        ("console", gallery().into_string()),
        ("portal", gallery_portal().into_string()),
        ("emergency", gallery_emergency().into_string()),
        ("door", gallery_door().into_string()),
    ]
}

#[test]
fn ids_are_unique_and_everything_named_by_id_is_there() {
    for (page, html) in pages() {
        let tags = tags(&html);
        let mut ids = BTreeSet::new();
        for id in tags.iter().filter_map(|tag| tag.get("id")) {
            assert!(ids.insert(id.to_owned()), "{page}: id {id} twice");
        }
        for tag in &tags {
            for key in ["for", "aria-labelledby", "aria-describedby", "data-dialog"] {
                for id in tag.get(key).into_iter().flat_map(str::split_whitespace) {
                    assert!(ids.contains(id), "{page}: {key} names {id}, which is not there");
                }
            }
        }
    }
}

#[test]
fn every_field_has_its_label() {
    for (page, html) in pages() {
        let tags = tags(&html);
        let labels: BTreeSet<&str> = tags.iter().filter_map(|tag| tag.get("for")).collect();
        let mut inside_label = 0;
        for tag in &tags {
            // The check boxes of the column chooser stand within their labels.
            inside_label += i32::from(tag.name == "label" && tag.get("for").is_none());
            let kind = tag.get("type").unwrap_or("text");
            if !matches!(tag.name.as_str(), "input" | "select" | "textarea") || kind == "hidden" {
                continue;
            }
            let named =
                tag.get("id").is_some_and(|id| labels.contains(id)) || tag.get("aria-label").is_some();
            if !named {
                inside_label -= 1;
            }
            assert!(inside_label >= 0, "{page}: no label for {tag:?}");
        }
    }
}

#[test]
fn nothing_is_inline() {
    for (page, html) in pages() {
        for tag in tags(&html) {
            for key in tag.attributes.keys() {
                assert!(key != "style" && !key.starts_with("on"), "{page}: {key} in <{}>", tag.name);
            }
            assert!(tag.name != "style", "{page}: a style element");
            assert!(tag.name != "script" || tag.get("src").is_some(), "{page}: an inline script");
            let leads = tag.get("href").or(tag.get("src")).or(tag.get("action"));
            assert!(leads.is_none_or(|to| to.starts_with(['/', '#'])), "{page}: leads to {leads:?}");
        }
        assert!(!html.contains("javascript:"));
    }
}

#[test]
fn the_gallery_is_always_the_same() {
    assert_eq!(gallery().into_string(), gallery().into_string());
    assert!(gallery().into_string().contains("Tue 3 Nov 14:02 CST"));
}

#[test]
fn every_state_says_itself_in_words() {
    let html = gallery().into_string();
    for words in [
        "in 3 h 20 min",
        "3 h 10 min late",
        "paused",
        "met",
        "missed",
        "law",
        "45 CFR 164.410(b)",
        "own workforce",
        "BAA in force",
        "BAA lapses in 12 days",
        "BAA lapsed",
        "BAA terminated",
        "no BAA",
        "no BAA required",
        "Waits for its seal",
        "412 of 1\u{202f}204",
    ] {
        assert!(html.contains(words), "the gallery does not say {words}");
    }
}
