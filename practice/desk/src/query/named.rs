//! Filters by a name: `client:larkspur`, `from:"Nora Testwell"`. Whom a name means, the binary knows; here the names are
//! found in what was typed and put down as ids, so that everything behind reads ids alone.

use super::{MOST_TERMS, Unread, filter, unread};
use kernel::{OrgId, PersonId};

/// What a name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    Organization,
    Person,
}

impl Named {
    fn of(filter: &str) -> Option<Self> {
        match filter::known(filter)? {
            "org" => Some(Named::Organization),
            "assignee" | "reporter" => Some(Named::Person),
            _ => None,
        }
    }

    fn is_id(self, value: &str) -> bool {
        match self {
            Named::Organization => value.parse::<OrgId>().is_ok(),
            Named::Person => value.parse::<PersonId>().is_ok(),
        }
    }
}

/// What was typed, with ids for the names in its filters. `find` gives the ids of everything that is called so; several
/// are any of them.
///
/// # Errors
/// The sign at which a name stands that nothing in reach has, or that too many have; or what `find` could not do.
pub fn with_ids<E>(
    text: &str,
    mut find: impl FnMut(Named, &str) -> Result<Vec<String>, E>,
) -> Result<Result<String, Unread>, E> {
    let signs: Vec<char> = text.chars().collect();
    let (mut out, mut i, mut fresh) = (String::with_capacity(text.len()), 0, true);
    while i < signs.len() {
        let quoted = |from: usize| signs[from..].iter().position(|c| *c == '"').map(|n| from + n);
        let ends = |c: &char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '|');
        if !fresh || ends(&signs[i]) || signs[i] == '-' {
            // A quotation is copied whole: what stands in it is no filter.
            let end =
                if signs[i] == '"' { quoted(i + 1).map_or(signs.len(), |close| close + 1) } else { i + 1 };
            fresh = matches!(signs[end - 1], '(' | '|' | '-') || signs[end - 1].is_whitespace();
            out.extend(&signs[i..end]);
            i = end;
            continue;
        }
        let end = signs[i..].iter().position(ends).map_or(signs.len(), |n| i + n);
        let word: String = signs[i..end].iter().collect();
        let named = word.split_once(':').and_then(|(name, value)| Some((name, value, Named::of(name)?)));
        let Some((name, value, kind)) = named else {
            (i, fresh) = (end, false);
            out.push_str(&word);
            continue;
        };
        // Several words of a name stand in quotes behind the colon.
        let close = if value.is_empty() && signs.get(end) == Some(&'"') { quoted(end + 1) } else { None };
        let names: Vec<String> = match close {
            Some(close) => vec![signs[end + 1..close].iter().collect()],
            None => value.split(',').filter(|v| !v.is_empty()).map(str::to_owned).collect(),
        };
        if names.is_empty() {
            (i, fresh) = (end, false);
            out.push_str(&word);
            continue;
        }
        match ids(kind, &names, i + 1, &mut find)? {
            Ok(ids) => out.push_str(&format!("{name}:{}", ids.join(","))),
            Err(unread) => return Ok(Err(unread)),
        }
        (i, fresh) = (close.map_or(end, |close| close + 1), false);
    }
    Ok(Ok(out))
}

fn ids<E>(
    kind: Named,
    names: &[String],
    at: usize,
    find: &mut impl FnMut(Named, &str) -> Result<Vec<String>, E>,
) -> Result<Result<Vec<String>, Unread>, E> {
    let mut ids = Vec::new();
    // What cannot be read anyhow is not looked up.
    for name in names.iter().take(MOST_TERMS) {
        if kind.is_id(name) {
            ids.push(name.clone());
            continue;
        }
        let found = find(kind, name.trim())?;
        // What was typed is not said again: a refusal may be charted.
        let what = if kind == Named::Organization { "client" } else { "person" };
        if found.is_empty() {
            return Ok(Err(unread(
                at,
                format!("no {what} in your reach is called so. Part of the name is enough."),
            )));
        }
        ids.extend(found);
    }
    if ids.len() > MOST_TERMS {
        return Ok(Err(unread(at, format!("more than {MOST_TERMS} are called so. Type more of the name."))));
    }
    Ok(Ok(ids))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Result<String, Unread> {
        let find = |kind: Named, name: &str| -> Result<Vec<String>, ()> {
            Ok(match (kind, name.to_lowercase().as_str()) {
                (Named::Organization, "larkspur" | "larkspur family") => vec!["ORG1".into()],
                (Named::Person, "testwell") => vec!["PER1".into(), "PER2".into()],
                (Named::Person, "me") => vec!["PER9".into()],
                (Named::Person, "many") => (0..40).map(|n| format!("PER{n}")).collect(),
                _ => Vec::new(),
            })
        };
        with_ids(text, find).unwrap()
    }

    #[test]
    fn names_become_ids_and_everything_else_stays_as_it_is() {
        for (typed, read) in [
            ("client:larkspur printer", "client:ORG1 printer"),
            ("printer Client:\"Larkspur Family\" -toner", "printer Client:ORG1 -toner"),
            ("(from:testwell OR for:me) status:open", "(from:PER1,PER2 OR for:PER9) status:open"),
            ("-from:testwell", "-from:PER1,PER2"),
            ("\"client:larkspur\" say \"from:nobody", "\"client:larkspur\" say \"from:nobody"),
            ("error: 0x80070005 http://client:x a-client:y", "error: 0x80070005 http://client:x a-client:y"),
            ("", ""),
            ("client:", "client:"),
            ("client:\"never closed", "client:\"never closed"),
        ] {
            assert_eq!(told(typed).as_deref(), Ok(read), "{typed}");
        }
        let id = kernel::OrgId::new(kernel::Moment::from_micros(0), [3; 10]).to_string();
        assert_eq!(told(&format!("org:{id}")).unwrap(), format!("org:{id}"));
    }

    #[test]
    fn a_name_of_nobody_or_of_too_many_is_refused_at_its_place_and_not_repeated() {
        let unread = told("printer from:stranger").unwrap_err();
        assert!(unread.at == 9 && unread.why.contains("no person"), "{unread}");
        assert!(!unread.why.contains("stranger"));
        assert!(told("client:meridian").unwrap_err().why.contains("no client"));
        assert!(told("from:many").unwrap_err().why.contains("Type more of the name"));
    }
}
