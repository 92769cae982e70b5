//! The filters of a search by their names, each as the form's own part, and what each of them can be.

use super::{MOST_TERMS, Query, Unread, one_or, unread};
use crate::filter::DueWithin;
use crate::questions::Tickets;
use crate::words::{CareArea, Nature, State, Trouble, View, WaitReason};
use std::fmt;

/// The names that people type, and the part of the list that they mean.
const NAMES: &[(&str, &str)] = &[
    ("status", "state"),
    ("state", "state"),
    ("priority", "priority"),
    ("kind", "kind"),
    ("trouble", "kind"),
    ("nature", "nature"),
    ("tier", "tier"),
    ("area", "care_area"),
    ("care", "care_area"),
    ("waits", "waiting_for"),
    ("due", "due"),
    ("older", "older_days"),
    ("newer", "newer_days"),
    ("tag", "tag"),
    ("lost", "standing_lost"),
    ("mine", "mine"),
    ("unassigned", "nobody"),
    ("client", "org"),
    ("org", "org"),
    ("location", "location"),
    ("asset", "asset"),
    ("assignee", "assignee"),
    ("for", "assignee"),
    ("reporter", "reporter"),
    ("from", "reporter"),
];

pub(super) fn known(name: &str) -> Option<&'static str> {
    NAMES.iter().find(|(typed, _)| typed.eq_ignore_ascii_case(name)).map(|(_, part)| *part)
}

/// One filter; several values with commas between them are any of them.
pub(super) fn read(name: &str, value: &str, at: usize) -> Result<Query, Unread> {
    let part = known(name).unwrap_or_default();
    // What was typed is not said again: a refusal is charted, and anybody may type anything.
    let called =
        NAMES.iter().find(|(typed, _)| typed.eq_ignore_ascii_case(name)).map_or("it", |(typed, _)| *typed);
    let wrong = || unread(at, format!("this is nothing that {called} can be. {}", example(part)));
    let values: Vec<&str> = value.split(',').filter(|v| !v.is_empty()).collect();
    if values.len() > MOST_TERMS {
        return Err(unread(at, format!("{called} has more than {MOST_TERMS} values.")));
    }
    let each: Vec<Query> = values.iter().map(|v| one(part, v).ok_or_else(wrong)).collect::<Result<_, _>>()?;
    one_or(each, Query::Any).ok_or_else(wrong)
}

fn one(part: &str, value: &str) -> Option<Query> {
    let lower = value.to_lowercase();
    let yes = |query: Query| match lower.as_str() {
        "yes" | "true" | "me" => Some(query),
        "no" | "false" => Some(Query::Not(Box::new(query))),
        _ => None,
    };
    let viewed = |view| Some(Query::Only(Box::new(Tickets { view: Some(view), ..Tickets::default() })));
    match (part, lower.as_str()) {
        ("mine", _) => yes(Query::Mine),
        ("nobody", _) => yes(Query::Nobody),
        ("standing_lost", _) => {
            yes(Query::Only(Box::new(Tickets { standing_lost: Some(true), ..Tickets::default() })))
        }
        ("state", "open") => viewed(View::Open),
        ("state", "resolved") => viewed(View::Resolved),
        ("priority", "1" | "2" | "3" | "4") | ("tier", "1" | "2" | "3") => plain(part, &lower),
        ("priority" | "tier", _) => None,
        _ => plain(part, &lower),
    }
}

fn plain(part: &str, value: &str) -> Option<Query> {
    let asked = Tickets::from_pairs([(part, value)]).ok()?;
    Some(Query::Only(Box::new(asked)))
}

fn example(part: &str) -> String {
    let words = |all: Vec<&str>| format!("It is one of {}.", all.join(", "));
    match part {
        "state" => words(["open"].into_iter().chain(State::ALL.iter().map(|s| s.word())).collect()),
        "priority" => "It is 1, 2, 3 or 4.".to_owned(),
        "tier" => "It is 1, 2 or 3.".to_owned(),
        "kind" => words(Trouble::ALL.iter().map(|w| w.word()).collect()),
        "nature" => words(Nature::ALL.iter().map(|w| w.word()).collect()),
        "care_area" => words(CareArea::ALL.iter().map(|w| w.word()).collect()),
        "waiting_for" => words(WaitReason::ALL.iter().map(|w| w.word()).collect()),
        "due" => words(DueWithin::ALL.iter().map(|w| w.word()).collect()),
        "older_days" | "newer_days" => "It is a number of days.".to_owned(),
        "tag" => "It is a tag in lower case, such as windows-11.".to_owned(),
        "mine" | "nobody" | "standing_lost" => "It is yes or no.".to_owned(),
        _ => "It is an id, as the address of its page ends.".to_owned(),
    }
}

pub(super) fn write(part: &Tickets, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (name, value) in part.pairs() {
        let typed = NAMES.iter().find(|(_, part)| *part == name).map_or("status", |(typed, _)| typed);
        let value = if name == "standing_lost" { "yes" } else { value.as_str() };
        write!(f, "{typed}:{value}")?;
    }
    Ok(())
}
