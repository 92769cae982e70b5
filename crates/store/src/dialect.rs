//! The portable dialect of migrations: six column words and two marks, from which both engines' own words are made, so
//! that a table is described once.

use crate::{Engine, sql::quoted_end};
use anyhow::{Result, bail};

/// A migration in an engine's own words.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Translated {
    pub text: String,
    /// The tables it makes, in order.
    pub tables: Vec<String>,
    /// Those that belong to organizations, marked with `-- tenant`.
    pub tenants: Vec<String>,
}

fn column_type(word: &str, engine: Engine) -> Option<&'static str> {
    Some(match (word, engine) {
        ("ident" | "words", Engine::Sqlite) => "text",
        ("ident" | "words", Engine::Postgres) => "text collate \"C\"",
        ("count" | "moment" | "flag", Engine::Sqlite) => "integer",
        ("count" | "moment", Engine::Postgres) => "bigint",
        ("flag", Engine::Postgres) => "boolean",
        ("bytes", Engine::Sqlite) => "blob",
        ("bytes", Engine::Postgres) => "bytea",
        _ => return None,
    })
}

/// A piece of the text: a word (letters, digits, `_`), a quoted text or comment, blanks, or one other character.
fn pieces(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let run = |keep: fn(char) -> bool| rest.find(|c: char| !keep(c)).unwrap_or(rest.len());
        let first = rest.chars().next().expect("at is before the end");
        let length = match quoted_end(text, at) {
            Some(end) => end - at,
            None if first.is_alphanumeric() || first == '_' => run(|c| c.is_alphanumeric() || c == '_'),
            None if first.is_whitespace() => run(char::is_whitespace),
            None => first.len_utf8(),
        };
        out.push(&rest[..length]);
        at += length;
    }
    out
}

fn is_word(piece: &str) -> bool {
    piece.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

fn is_blank(piece: &str) -> bool {
    piece.starts_with(char::is_whitespace) || piece.starts_with("--") || piece.starts_with("/*")
}

/// What the words before a place look like: lower case, without blanks, at most the last five.
fn ends_with(before: &[&str], words: &[&str]) -> bool {
    before.len() >= words.len()
        && before[before.len() - words.len()..]
            .iter()
            .zip(words)
            .all(|(a, b)| *b == "*" || a.eq_ignore_ascii_case(b))
}

/// Where the translation stands within a `create table`.
struct Table {
    depth: usize,
    /// Words since the last comma at depth 1: the first is the column's name, the second its type.
    words: usize,
}

/// Translates one migration. Errors name the table whose end cannot be read.
pub(crate) fn translate(text: &str, engine: Engine) -> Result<Translated> {
    let pieces = pieces(text);
    let (mut out, mut tables, mut tenants) = (String::with_capacity(text.len()), Vec::new(), Vec::new());
    let mut before: Vec<&str> = Vec::new();
    let mut table: Option<Table> = None;
    let mut marked = false;
    let mut i = 0;
    while i < pieces.len() {
        let piece = pieces[i];
        i += 1;
        if is_blank(piece) {
            marked |= piece.trim_end() == "-- tenant";
            out.push_str(piece);
            continue;
        }
        let mut written = piece;
        if let Some(t) = &mut table {
            match piece {
                "(" => t.depth += 1,
                ")" => t.depth -= 1,
                "," if t.depth == 1 => t.words = 0,
                _ if t.depth == 1 => {
                    t.words += 1;
                    if t.words == 2 {
                        written = column_type(piece, engine).unwrap_or(piece);
                    }
                }
                _ => {}
            }
            out.push_str(written);
            if t.depth == 0 {
                table = None;
                i = end_of_table(&pieces, i, engine, &mut out, tables.last().map_or("", String::as_str))?;
            }
            before.push(piece);
            continue;
        }
        if piece == "(" && ends_with(&before, &["create", "table", "*"]) {
            let name = (*before.last().expect("it ends with three words")).to_owned();
            if std::mem::take(&mut marked) {
                tenants.push(name.clone());
            }
            tables.push(name);
            table = Some(Table { depth: 1, words: 0 });
        } else if is_word(piece) && ends_with(&before, &["add", "column", "*"]) {
            written = column_type(piece, engine).unwrap_or(piece);
        }
        if piece == ";" {
            marked = false;
        }
        out.push_str(written);
        before.push(piece);
    }
    Ok(Translated { text: out, tables, tenants })
}

/// Writes what follows a table's closing bracket; gives the next piece.
fn end_of_table(
    pieces: &[&str],
    mut i: usize,
    engine: Engine,
    out: &mut String,
    table: &str,
) -> Result<usize> {
    let mut clustered = false;
    loop {
        match pieces.get(i).copied() {
            Some(blank) if is_blank(blank) => {}
            Some("clustered") if !clustered => clustered = true,
            Some(";") => break,
            _ => bail!("the table {table} ends neither in ');' nor in ') clustered;'"),
        }
        i += 1;
    }
    out.push_str(match (engine, clustered) {
        (Engine::Sqlite, true) => " strict, without rowid;",
        (Engine::Sqlite, false) => " strict;",
        (Engine::Postgres, _) => ";",
    });
    Ok(i + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "-- Tickets.\n-- tenant\ncreate table tickets (\n  id ident primary key,\n  org ident not null \
        references orgs (id),\n  note words check (note in ('a, count', 'b')), -- a count, of things\n  due moment, \
        open flag not null default true, body bytes,\n  unique (org, id)\n);\ncreate table plain (count count, \
        primary key (count)) clustered;\ncreate index tickets_org on tickets (org, due);\n\
        alter table tickets add column flag flag;\n";

    #[test]
    fn one_text_becomes_both() {
        let sqlite = translate(TEXT, Engine::Sqlite).unwrap();
        assert_eq!(sqlite.tables, ["tickets", "plain"]);
        assert_eq!(sqlite.tenants, ["tickets"]);
        assert!(sqlite.text.contains("id text primary key"), "{}", sqlite.text);
        assert!(sqlite.text.contains("note text check (note in ('a, count', 'b')), -- a count, of things"));
        assert!(sqlite.text.contains("due integer, open integer not null default true, body blob"));
        assert!(sqlite.text.contains("unique (org, id)\n) strict;"));
        assert!(
            sqlite
                .text
                .contains("create table plain (count integer, primary key (count)) strict, without rowid;")
        );
        assert!(sqlite.text.contains("add column flag integer;"));
        let postgres = translate(TEXT, Engine::Postgres).unwrap();
        assert!(
            postgres.text.contains("org text collate \"C\" not null references orgs (id)"),
            "{}",
            postgres.text
        );
        assert!(postgres.text.contains("create table plain (count bigint, primary key (count));"));
        assert!(postgres.text.contains("add column flag boolean;"));
    }

    #[test]
    fn an_unreadable_end_is_named() {
        let error = translate("create table odd (a count) strict;", Engine::Sqlite).unwrap_err();
        assert!(error.to_string().contains("odd"));
    }
}
