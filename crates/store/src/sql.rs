//! Statements with names. Every statement that the house ever runs stands in one list, so that a test can
//! prepare each on both engines and so that a slow or failing one is called by its name in the log.

use crate::{Params, Value, look::Scope};
use anyhow::{Result, anyhow, bail};

/// A named statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sql {
    /// The slice and what it does, for instance `desk.open`.
    pub name: &'static str,
    /// The text for both engines, or for SQLite alone when there is a second one.
    pub text: &'static str,
    /// The text for PostgreSQL, where the engines truly differ.
    pub postgres: Option<&'static str>,
    /// Whether only the house itself may run it.
    pub house: bool,
}

/// Sealed columns are called `…_sealed`. In these no word stands that somebody wrote about their work: secrets, receipts of
/// the house, and signed agreements, which are there before anybody may come near PHI. All others may speak of a patient.
const OF_NO_PATIENT: &[&str] = &[
    "password_sealed",
    "secret_sealed",
    "seed_sealed",
    "state_sealed",
    "begun_sealed",
    "receipt_sealed",
    "paper_sealed",
];

impl Sql {
    /// The first sealed column it names that may speak of a patient.
    pub fn sealed_column(&self) -> Option<&'static str> {
        sealed_column(self.text).or_else(|| self.postgres.and_then(sealed_column))
    }
}

fn sealed_column(text: &'static str) -> Option<&'static str> {
    text.match_indices("_sealed").find_map(|(at, end)| {
        let head = &text[..at];
        let begin = head.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_').map_or(0, |i| i + 1);
        let name = &text[begin..at + end.len()];
        let longer = text[at + end.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        (!longer && !OF_NO_PATIENT.contains(&name)).then_some(name)
    })
}

/// Makes a constant [`Sql`] for each statement, and `STATEMENTS`, the list of them all.
///
/// ```
/// store::sql! {
///     OPEN "desk.open" "insert into tickets (id, org) values (:id, :org)";
///     house DUE "desk.due" "select id from tickets where due <= :now";
///     FIND "desk.find" "select 1" postgres "select 1::bigint";
/// }
/// assert_eq!((OPEN.name, DUE.house, STATEMENTS.len()), ("desk.open", true, 3));
/// ```
#[macro_export]
macro_rules! sql {
    ($($(#[$meta:meta])* $($word:ident)+ $name:literal $text:literal $(postgres $other:literal)?;)*) => {
        $($crate::sql_one! { $(#[$meta])* [$($word)+] $name $text [$($other)?] })*
        /// Every statement above.
        pub const STATEMENTS: &[&$crate::Sql] = &[$(&$crate::sql_name!($($word)+)),*];
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! sql_one {
    ($(#[$meta:meta])* [house $id:ident] $name:literal $text:literal [$($other:literal)?]) => {
        $(#[$meta])*
        pub const $id: $crate::Sql =
            $crate::Sql { name: $name, text: $text, postgres: $crate::sql_other!($($other)?), house: true };
    };
    ($(#[$meta:meta])* [$id:ident] $name:literal $text:literal [$($other:literal)?]) => {
        $(#[$meta])*
        pub const $id: $crate::Sql =
            $crate::Sql { name: $name, text: $text, postgres: $crate::sql_other!($($other)?), house: false };
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! sql_name {
    (house $id:ident) => {
        $id
    };
    ($id:ident) => {
        $id
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! sql_other {
    () => {
        None
    };
    ($text:literal) => {
        Some($text)
    };
}

/// A statement's text with numbered parameters, and their names in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Numbered {
    pub text: String,
    pub names: Vec<String>,
}

/// Copies a quoted text or a comment that begins at `at`, if one does, and gives where it ends.
pub(crate) fn quoted_end(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let close =
        |open: usize, mark: &str| rest[open..].find(mark).map_or(text.len(), |i| at + open + i + mark.len());
    if rest.starts_with("--") {
        Some(close(2, "\n"))
    } else if rest.starts_with("/*") {
        Some(close(2, "*/"))
    } else if rest.starts_with('\'') {
        Some(close(1, "'"))
    } else if rest.starts_with('"') {
        Some(close(1, "\""))
    } else {
        None
    }
}

/// Numbers the named parameters: `:org` becomes `?1` (or `$1`), the same name the same number.
pub(crate) fn number(text: &str, sigil: char) -> Numbered {
    let bytes = text.as_bytes();
    let (mut out, mut names) = (String::with_capacity(text.len()), Vec::<String>::new());
    let mut at = 0;
    while at < text.len() {
        if let Some(end) = quoted_end(text, at) {
            out.push_str(&text[at..end]);
            at = end;
            continue;
        }
        let starts_name = |i: usize| bytes.get(i).is_some_and(|b| b.is_ascii_lowercase() || *b == b'_');
        let length = text[at..].chars().next().map_or(1, char::len_utf8);
        if bytes[at] == b':' && bytes.get(at + 1) == Some(&b':') {
            out.push_str("::");
            at += 2;
        } else if bytes[at] == b':' && starts_name(at + 1) {
            let mut end = at + 1;
            while bytes.get(end).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_') {
                end += 1;
            }
            let name = &text[at + 1..end];
            let place = names.iter().position(|n| n == name).unwrap_or_else(|| {
                names.push(name.to_owned());
                names.len() - 1
            });
            out.push(sigil);
            out.push_str(&(place + 1).to_string());
            at = end;
        } else {
            out.push_str(&text[at..at + length]);
            at += length;
        }
    }
    Numbered { text: out, names }
}

/// A statement with what is bound to it.
pub(crate) struct Ask<'a> {
    pub sql: &'a Sql,
    pub scope: &'a Scope,
    pub params: Params<'a>,
}

impl Ask<'_> {
    /// The values in the order of `names`. The transaction binds `:org`, `:who` and `:now`; nobody else may.
    pub fn bind(&self, names: &[String]) -> Result<Vec<&Value>> {
        let name = self.sql.name;
        let (mut values, mut given, mut next) = (Vec::with_capacity(names.len()), 0, 0);
        for wanted in names {
            values.push(match wanted.as_str() {
                "org" => &self.scope.org_value,
                "who" => &self.scope.reach,
                "now" if self.scope.now.is_some() => &self.scope.now_value,
                "now" => bail!("{name}: uses ':now' before the transaction was told the moment"),
                other => {
                    // Callers mostly give them in the order of the statement, so the search begins behind the last.
                    let (before, behind) = self.params.split_at(next);
                    let found = behind.iter().chain(before).position(|(given, _)| *given == other);
                    let Some(found) = found else { bail!("{name}: nothing was given for ':{other}'") };
                    given += 1;
                    let place = (next + found) % self.params.len();
                    next = (place + 1) % self.params.len();
                    &self.params[place].1
                }
            });
        }
        if given != self.params.len() {
            return Err(self.too_many(names));
        }
        if values.iter().any(|value| matches!(value, Value::Words(text) if text.contains('\0'))) {
            bail!("{name}: words with a NUL character, which cannot be kept");
        }
        Ok(values)
    }

    /// Why not every parameter that was given found its place.
    fn too_many(&self, names: &[String]) -> anyhow::Error {
        let name = self.sql.name;
        for (given, _) in self.params {
            if matches!(*given, "org" | "who" | "now") {
                return anyhow!("{name}: ':{given}' is bound by the transaction, not by its caller");
            }
            if !names.iter().any(|n| n == given) {
                return anyhow!("{name}: there is no parameter ':{given}' in this statement");
            }
        }
        anyhow!("{name}: a parameter was given twice")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_column_is_found_unless_no_patient_is_in_it() {
        assert_eq!(sealed_column("select a.name_sealed, secret_sealed from a"), Some("name_sealed"));
        assert_eq!(sealed_column("insert into a (b) values (:text_sealed)"), Some("text_sealed"));
        for text in
            ["select secret_sealed from a", "select size from unsealed_up", "select x_sealed_at from a"]
        {
            assert_eq!(sealed_column(text), None, "{text}");
        }
    }

    #[test]
    fn names_are_numbered_and_casts_quotes_and_comments_are_left_alone() {
        let text = "select ':no', a::text -- :no\n from t where x = :x and y = :y2 or x = :x /* :no */ or 'ü' = \"c\"";
        let numbered = number(text, '$');
        assert_eq!(numbered.names, ["x", "y2"]);
        assert_eq!(
            numbered.text,
            "select ':no', a::text -- :no\n from t where x = $1 and y = $2 or x = $1 /* :no */ or 'ü' = \"c\""
        );
    }
}
