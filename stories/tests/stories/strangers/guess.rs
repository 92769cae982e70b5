//! What a statement's parameters mean, read from its text: which column each is held against, or how many rows are
//! wanted at most. From that and a row of the filled house come values with which the statement finds that row.

use super::filled::{Cells, Filled};
use regex::Regex;
use std::{collections::BTreeMap, sync::LazyLock};
use store::{Sql, Value};

/// What a parameter is held against.
#[derive(Debug, Clone, PartialEq)]
enum Want {
    Column(String, String),
    Pattern,
    Literal(String),
    Limit,
}

/// A statement with what is known of its parameters.
pub struct Guess {
    pub sql: &'static Sql,
    /// The tables of organizations, and the views over them, that it names.
    pub tables: Vec<String>,
    wants: Vec<(String, Option<Want>)>,
}

static PARAMETER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:^|[^:]):([a-z_][a-z0-9_]*)").unwrap());
static HELD: LazyLock<Regex> = LazyLock::new(|| {
    let column = r"(?:[a-z_]+\.)?([a-z_]+)";
    Regex::new(&format!(r"{column}\s*(=|<>|<=|>=|<|>)\s*(?:coalesce\()?:([a-z_]+)")).unwrap()
});
static TURNED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r":([a-z_]+)\s*(=|<>|<=|>=|<|>)\s*(?:[a-z_]+\.)?([a-z_]+)").unwrap());
static PAIRS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\(([a-z_., ]+)\)\s*(<|>|=)\s*\((:[a-z_:, ]+)\)").unwrap());
static LITERAL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r":([a-z_]+)\s*=\s*'([^']*)'").unwrap());
static INSERT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?s)insert into [a-z_]+\s*\(([^)]*)\)\s*(?:values\s*\(|select )(.*)").unwrap()
});

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').collect()
}

impl Guess {
    /// Nothing when the statement touches nothing that belongs to organizations.
    pub fn new(sql: &'static Sql, tables: &[String]) -> Option<Self> {
        let words = words(sql.text);
        let tables: Vec<String> = tables.iter().filter(|t| words.contains(&t.as_str())).cloned().collect();
        if tables.is_empty() {
            return None;
        }
        let mut wants = Vec::<(String, Option<Want>)>::new();
        for found in PARAMETER.captures_iter(sql.text) {
            let name = found[1].to_owned();
            if !["org", "who", "now"].contains(&name.as_str()) && !wants.iter().any(|w| w.0 == name) {
                let want = want(sql.text, &name);
                wants.push((name, want));
            }
        }
        Some(Self { sql, tables, wants })
    }

    pub fn changes(&self) -> bool {
        !self.sql.text.trim_start().starts_with("select") && !self.sql.text.trim_start().starts_with("with")
    }

    pub fn inserts(&self) -> bool {
        self.sql.text.trim_start().starts_with("insert")
    }

    /// Whether it can only ever make a row of its own.
    fn only_adds(&self) -> bool {
        self.inserts() && !self.sql.text.contains("on conflict")
    }

    pub fn answers(&self) -> bool {
        !self.changes() || self.sql.text.contains("returning")
    }

    /// Values by which the statement finds this row. What cannot be guessed is of the kind `plain`.
    pub fn values(&self, filled: &Filled, row: &Cells, plain: &Value) -> Vec<(&'static str, Value)> {
        let value = |(name, want): &(String, Option<Want>)| {
            let value = match want {
                Some(Want::Limit) => Value::Count(1_000),
                Some(Want::Pattern) => Value::Words("%".into()),
                Some(Want::Literal(text)) => Value::Words(text.clone()),
                Some(Want::Column(column, held)) => {
                    let found = row.get(column).filter(|v| **v != Value::Null);
                    let found = found.or_else(|| filled.beside(row, &self.tables, column));
                    found.or_else(|| filled.anywhere(row, column)).map_or(plain.clone(), |v| held_as(v, held))
                }
                None => filled.anywhere(row, name).cloned().unwrap_or(plain.clone()),
            };
            let value = if self.only_adds() { another(name, value) } else { value };
            let name: &'static str = filled.name(name);
            (name, value)
        };
        self.wants.iter().map(value).collect()
    }
}

fn want(text: &str, name: &str) -> Option<Want> {
    if Regex::new(&format!(r"limit\s*:{name}\b")).unwrap().is_match(text) {
        return Some(Want::Limit);
    }
    if Regex::new(&format!(r"like\s*:{name}\b")).unwrap().is_match(text) {
        return Some(Want::Pattern);
    }
    let mut found = BTreeMap::<u8, Want>::new();
    let mut note = |column: &str, held: &str| {
        let rank = u8::from(held != "=");
        found.entry(rank).or_insert_with(|| Want::Column(column.to_owned(), held.to_owned()));
    };
    for held in HELD.captures_iter(text).filter(|h| &h[3] == name) {
        note(&held[1], &held[2]);
    }
    for held in TURNED.captures_iter(text).filter(|h| &h[1] == name && !h[3].is_empty()) {
        let turned = held[2].replace('<', "!").replace('>', "<").replace('!', ">");
        note(&held[3], if &held[2] == "<>" { "<>" } else { &turned });
    }
    for pairs in PAIRS.captures_iter(text) {
        let place = pairs[3].split(',').position(|p| p.trim().trim_start_matches(':') == name);
        if let Some(column) = place.and_then(|i| pairs[1].split(',').nth(i)) {
            note(column.trim().rsplit('.').next().unwrap_or_default(), &pairs[2]);
        }
    }
    if let Some(insert) = INSERT.captures(text) {
        let place = insert[2].split(',').position(|p| p.trim().trim_end_matches(')') == format!(":{name}"));
        if let Some(column) = place.and_then(|i| insert[1].split(',').nth(i)) {
            note(column.trim(), "=");
        }
    }
    if let Some(literal) = LITERAL.captures_iter(text).find(|l| &l[1] == name) {
        found.entry(2).or_insert_with(|| Want::Literal(literal[2].to_owned()));
    }
    found.into_values().next()
}

/// For a row that is added: what makes it another than those that are there.
fn another(name: &str, value: Value) -> Value {
    match value {
        Value::Words(id) if matches!(name, "id" | "made") && id.len() == 36 => {
            Value::Words(format!("{}_{}", &id[..3], "f".repeat(32)))
        }
        Value::Count(n) => Value::Count(n.saturating_add(1_000_000)),
        Value::Bytes(bytes) => Value::Bytes(bytes.into_iter().rev().collect()),
        other => other,
    }
}

/// A value that stands to this one as the statement asks.
fn held_as(value: &Value, held: &str) -> Value {
    match (held.trim_end_matches('='), value) {
        ("<", Value::Count(_)) => Value::Count(i64::MAX / 4),
        (">", Value::Count(_)) => Value::Count(0),
        ("<", Value::Words(_)) => Value::Words("~".into()),
        (">", Value::Words(_)) => Value::Words(String::new()),
        ("<>", Value::Words(_)) => Value::Words("~".into()),
        ("<>", Value::Flag(yes)) => Value::Flag(!yes),
        ("<>", Value::Count(n)) => Value::Count(i64::from(*n == 0)),
        _ => value.clone(),
    }
}
