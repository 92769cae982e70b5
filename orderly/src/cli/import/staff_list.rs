//! Staff: read, staged, weighed against who is there, applied in one commit.

use super::{Desk, Import, Printer, columns, files, sheet, value};
use crate::cli::{Usage, print};
use anyhow::{Result, bail};
use kernel::Role;
use people::{AddImportRows, BeginImport, CommitImport, Outcome, StaffImport, StaffRow, Weighed};
use std::collections::BTreeMap;
use wire::Target;

/// Rows in one transaction.
const CHUNK: usize = 100;

/// The fields of a staff list and what people call them.
const TARGETS: &[Target<'static>] = &[
    target(
        "name",
        false,
        &["full name", "employee", "employee name", "staff name", "display name", "person", "user"],
    ),
    target("first_name", false, &["first", "given name", "forename"]),
    target("last_name", false, &["last", "surname", "family name"]),
    target("email", true, &["e-mail", "email address", "mail", "work email", "user principal name", "upn"]),
    target("roles", false, &["role", "orderly role", "access role"]),
    target("title", false, &["job title", "position", "job", "occupation"]),
    target(
        "trained_on",
        false,
        &["last training", "training date", "security training", "hipaa training", "trained"],
    ),
];

const fn target(name: &'static str, required: bool, also: &'static [&'static str]) -> Target<'static> {
    Target { name, required, also }
}

/// A row that cannot even be staged.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unread {
    pub line: u32,
    pub field: &'static str,
    pub reason: String,
}

pub(super) fn bring_in(desk: &Desk, args: &Import) -> Result<()> {
    let (named, many) = files::find(&args.file)?;
    if many {
        return Err(Usage("A staff list is one file.".to_owned()).into());
    }
    let mut rows = Vec::new();
    let mut unread = Vec::new();
    for file in &named {
        let bytes = files::read(file)?;
        let sheet = sheet(&bytes, args.sheet.as_deref(), &file.name)?;
        let map = columns(desk, args, &sheet, TARGETS)?;
        for (line, fields) in map.apply(&sheet)? {
            match row(line, &fields) {
                Ok(row) => rows.push(row),
                Err(problem) => unread.push(problem),
            }
        }
    }
    if rows.is_empty() && unread.is_empty() {
        bail!("{} holds no row below its header", args.file.display());
    }
    let org = desk.org;
    let import = desk.carry(BeginImport { org })?.import;
    for chunk in rows.chunks(CHUNK) {
        desk.carry(AddImportRows { org, import, rows: chunk.to_vec() })?;
    }
    let weighed = if rows.is_empty() { Vec::new() } else { desk.ask(StaffImport { org, import })?.rows };
    tell(&weighed, &unread);
    let moves = weighed.iter().any(|w| matches!(w.outcome, Outcome::New | Outcome::Changed { .. }));
    if args.dry_run {
        print("Nothing was changed: this was a dry run.");
    } else if !moves {
        print("There is nothing to commit.");
    } else {
        let done = desk.carry(CommitImport { org, import })?;
        print(&format!(
            "Committed as {import}: {} added, {} changed, {} unchanged, {} refused. It can be undone as a whole:\n  \
             orderly do people.undo-import --as EMAIL '{{\"org\":\"{org}\",\"import\":\"{import}\"}}'",
            done.added,
            done.changed,
            done.unchanged,
            done.refused as usize + unread.len()
        ));
    }
    Ok(())
}

/// A row of the list as the people's slice takes it.
pub(super) fn row(line: u32, fields: &BTreeMap<&str, String>) -> Result<StaffRow, Unread> {
    let text = |field: &str| fields.get(field).cloned();
    let name = text("name").or_else(|| {
        let parts: Vec<String> = ["first_name", "last_name"].into_iter().filter_map(text).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    });
    let trained_on = text("trained_on").map(|day| {
        let read = wire::dates::parse(&day);
        read.map(|date| date.to_string()).map_err(|e| Unread {
            line,
            field: "trained_on",
            reason: e.to_string(),
        })
    });
    Ok(StaffRow {
        line,
        name: name.unwrap_or_default(),
        email: text("email").unwrap_or_default(),
        roles: text("roles").map(|r| roles(line, &r)).transpose()?,
        title: text("title"),
        trained_on: trained_on.transpose()?,
    })
}

/// Roles by their word or title, several separated by commas or semicolons.
fn roles(line: u32, text: &str) -> Result<Vec<Role>, Unread> {
    let folded =
        |t: &str| t.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let words = text.split([',', ';', '|', '\n']).map(folded).filter(|w| !w.is_empty());
    let read = |word: String| Role::ALL.iter().copied().find(|role| folded(role.word()) == word);
    words.map(read).collect::<Option<Vec<Role>>>().ok_or_else(|| {
        let all: Vec<&str> = Role::ALL.iter().map(|r| r.word()).collect();
        Unread {
            line,
            field: "roles",
            reason: format!("There is a word that is no role. Roles are {}.", all.join(", ")),
        }
    })
}

fn tell(weighed: &[Weighed], unread: &[Unread]) {
    let mut printer = Printer::new();
    let (mut new, mut changed, mut same, mut refused) = (0, 0, 0, unread.len());
    for row in weighed {
        let who = format!("{} <{}> (line {})", row.name, row.email, row.line);
        match &row.outcome {
            Outcome::New => {
                new += 1;
                printer.line(&format!("+ {who}"));
            }
            Outcome::Changed { changes, .. } => {
                changed += 1;
                printer.line(&format!("~ {who}"));
                for c in changes {
                    let field = c.field.replace('_', " ");
                    printer.line(&format!("    {field}: {} → {}", value(&c.before), value(&c.after)));
                }
            }
            Outcome::Unchanged { .. } => same += 1,
            Outcome::Refused { .. } => refused += 1,
        }
    }
    printer.end("");
    for row in weighed {
        if let Outcome::Refused { field, sentence } = &row.outcome {
            print(&format!("! line {}, {}: {sentence}", row.line, field.replace('_', " ")));
        }
    }
    for problem in unread {
        print(&format!("! line {}, {}: {}", problem.line, problem.field.replace('_', " "), problem.reason));
    }
    let rows = weighed.len() + unread.len();
    print(&format!(
        "{rows} rows: {new} add somebody, {changed} change somebody, {same} tell nothing new, {refused} were refused."
    ));
}
