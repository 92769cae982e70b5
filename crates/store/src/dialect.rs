//! The portable dialect of migrations: six column words and two marks, from which both engines' own words are
//! made, so that a table is described once.

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

/// A piece of the text: a word (letters, digits, `_`), a quoted text or comment, blanks, or one other
/// character.
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
    tenant: bool,
    /// Whether it has a column `org`.
    owned: bool,
}

struct Translation<'a> {
    engine: Engine,
    done: Translated,
    before: Vec<&'a str>,
    table: Option<Table>,
    /// Whether `-- tenant` was read since the last statement.
    marked: bool,
}

/// Translates one migration. Errors name the table that cannot be read.
pub(crate) fn translate(text: &str, engine: Engine) -> Result<Translated> {
    let pieces = pieces(text);
    let done =
        Translated { text: String::with_capacity(text.len()), tables: Vec::new(), tenants: Vec::new() };
    let mut t = Translation { engine, done, before: Vec::new(), table: None, marked: false };
    let mut i = 0;
    while i < pieces.len() {
        let piece = pieces[i];
        i += 1;
        if is_blank(piece) {
            t.marked |= piece.trim_end() == "-- tenant";
            t.done.text.push_str(piece);
        } else if t.table.is_some() {
            if t.within_table(piece)? {
                i = t.end_of_table(&pieces, i)?;
            }
            t.before.push(piece);
        } else {
            t.outside(piece)?;
            t.before.push(piece);
        }
    }
    Ok(t.done)
}

impl Translation<'_> {
    fn name(&self) -> &str {
        self.done.tables.last().map_or("", String::as_str)
    }

    fn outside(&mut self, piece: &str) -> Result<()> {
        let mut written = piece;
        if piece == "(" && ends_with(&self.before, &["create", "table", "*"]) {
            let name = (*self.before.last().expect("it ends with three words")).to_owned();
            let tenant = std::mem::take(&mut self.marked);
            if tenant {
                self.done.tenants.push(name.clone());
            }
            self.done.tables.push(name);
            self.table = Some(Table { depth: 1, words: 0, tenant, owned: false });
        } else if is_word(piece) && ends_with(&self.before, &["add", "column", "*"]) {
            written = column_type(piece, self.engine).unwrap_or(piece);
        } else if ends_with(&self.before, &["create", "table", "if"]) {
            bail!("'create table if not exists': a migration knows what is there");
        } else if piece == ";" {
            self.marked = false;
        }
        self.done.text.push_str(written);
        Ok(())
    }

    /// One piece of a table; true after its closing bracket.
    fn within_table(&mut self, piece: &str) -> Result<bool> {
        let mut written = piece;
        let Some(t) = &mut self.table else { return Ok(false) };
        match piece {
            "(" => t.depth += 1,
            ")" => t.depth -= 1,
            "," if t.depth == 1 => t.words = 0,
            _ if t.depth == 1 => {
                t.words += 1;
                t.owned |= t.words == 1 && piece == "org";
                if t.words == 2 {
                    written = column_type(piece, self.engine).unwrap_or(piece);
                }
            }
            _ => {}
        }
        self.done.text.push_str(written);
        if t.depth > 0 {
            return Ok(false);
        }
        if t.tenant && !t.owned {
            bail!("the table {} is marked '-- tenant' and has no column 'org'", self.name());
        }
        self.table = None;
        Ok(true)
    }

    /// Writes what follows a table's closing bracket; gives the next piece.
    fn end_of_table(&mut self, pieces: &[&str], mut i: usize) -> Result<usize> {
        let mut clustered = false;
        loop {
            match pieces.get(i).copied() {
                Some(blank) if is_blank(blank) => {}
                Some("clustered") if !clustered => clustered = true,
                Some(";") => break,
                _ => bail!("the table {} ends neither in ');' nor in ') clustered;'", self.name()),
            }
            i += 1;
        }
        self.done.text.push_str(match (self.engine, clustered) {
            (Engine::Sqlite, true) => " strict, without rowid;",
            (Engine::Sqlite, false) => " strict;",
            (Engine::Postgres, _) => ";",
        });
        Ok(i + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../tests/samples/tickets.sql");

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
        let error = translate("-- tenant\ncreate table stray (a count);", Engine::Sqlite).unwrap_err();
        assert!(error.to_string().contains("stray") && error.to_string().contains("org"));
        assert!(translate("create table if not exists a (a count);", Engine::Postgres).is_err());
    }
}
