//! Bringing in a client's lists from files: assets and staff as CSV or XLSX, GLPI reports and network scans, one file or a
//! whole directory. What would change is printed first; then all of it is committed at once, and what became of every
//! refused row is said. It can be undone as a whole.

mod asset_list;
mod files;
mod staff_list;
#[cfg(test)]
mod tests;

use super::{Usage, print};
use crate::{House, runtime::said};
use anyhow::{Context as _, Result, anyhow};
use assets::{Columns, ListKind, SaveColumns};
use clap::{Args, ValueEnum};
use futures_executor::block_on;
use kernel::{OrgId, Who};
use office::{Order, Question};
use organizations::Organizations;
use std::{collections::BTreeMap, path::PathBuf};
use wire::{ColumnMap, Sheet, Target};

/// How many lines of a kind are printed before the rest is only counted.
const PRINTED: usize = 200;

/// What a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum List {
    Assets,
    Staff,
}

/// What is brought in, and how it is read.
#[derive(Debug, Clone, Args)]
pub struct Import {
    /// Whose list it is: the organization's id or its name
    organization: String,
    /// A list (CSV, XLSX), a GLPI report (JSON), an nmap scan (XML), or a directory
    file: PathBuf,
    /// What the list holds
    #[arg(long, value_enum, default_value = "assets")]
    list: List,
    /// A kept map's name, or field=header; may be given several times
    #[arg(long, value_name = "MAP")]
    columns: Vec<String>,
    /// Keep the columns that were used under this name
    #[arg(long, value_name = "NAME")]
    keep_columns: Option<String>,
    /// The sheet of a workbook [default: its first]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
}

/// On whose behalf, and where.
struct Desk<'a> {
    house: &'a House,
    who: Who,
    org: OrgId,
}

impl Desk<'_> {
    fn carry<O: Order>(&self, order: O) -> Result<O::Receipt> {
        let charted = block_on(self.house.office.execute(&self.who, order));
        charted.map(|c| c.receipt).map_err(|stop| anyhow!(said(&stop)))
    }
    fn ask<Q: Question>(&self, question: Q) -> Result<Q::Answer> {
        ask(self.house, &self.who, question)
    }
}

fn ask<Q: Question>(house: &House, who: &Who, question: Q) -> Result<Q::Answer> {
    block_on(house.office.answer(who, question)).map_err(|stop| anyhow!(said(&stop)))
}

/// Brings the list in.
///
/// # Errors
/// A refusal with its way out; a file or a column that cannot be read; what was typed wrongly.
pub fn run(house: &House, who: Who, args: &Import) -> Result<()> {
    let org = organization(house, &who, &args.organization)?;
    let desk = Desk { house, who, org };
    match args.list {
        List::Assets => asset_list::bring_in(&desk, args),
        List::Staff => staff_list::bring_in(&desk, args),
    }
}

/// The organization with this id, or the only one within reach whose name is or holds this.
fn organization(house: &House, who: &Who, typed: &str) -> Result<OrgId> {
    if let Ok(org) = typed.parse() {
        return Ok(org);
    }
    let wanted = typed.trim().to_lowercase();
    let (mut same, mut near, mut after) = (Vec::new(), Vec::new(), None);
    loop {
        let page = ask(house, who, Organizations { after: after.take(), most: Some(200) })?;
        for line in page.lines {
            let name = line.name.to_lowercase();
            if name == wanted {
                same.push((line.organization, line.name.clone()));
            }
            if !wanted.is_empty() && name.contains(&wanted) {
                near.push((line.organization, line.name));
            }
        }
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    let found = if same.is_empty() { near } else { same };
    match found.as_slice() {
        [(org, _)] => Ok(*org),
        [] => Err(Usage(format!("There is no organization '{typed}' within your reach.")).into()),
        several => {
            let names: Vec<String> =
                several.iter().take(10).map(|(org, name)| format!("{name} ({org})")).collect();
            Err(Usage(format!("Which one do you mean: {}?", names.join(", "))).into())
        }
    }
}

/// The columns of a list: a kept map or a guess, corrected by what was typed.
fn columns(desk: &Desk, args: &Import, sheet: &Sheet, targets: &[Target]) -> Result<ColumnMap> {
    let (pairs, names): (Vec<&String>, Vec<&String>) = args.columns.iter().partition(|c| c.contains('='));
    let mut map = match names.as_slice() {
        [] => ColumnMap::guess(&sheet.header, targets),
        [name] => kept(desk, args.list, name)?,
        _ => return Err(Usage("Name one kept map at most.".to_owned()).into()),
    };
    correct(&mut map, &pairs);
    map.check(&sheet.header, targets).map_err(|e| Usage(e.to_string()))?;
    if let Some(name) = &args.keep_columns {
        let columns: BTreeMap<String, String> = map.0.clone();
        desk.carry(SaveColumns { org: desk.org, list: kind(args.list), name: name.clone(), columns })?;
        print(&format!("The columns are kept as '{name}'."));
    }
    Ok(map)
}

fn correct(map: &mut ColumnMap, pairs: &[&String]) {
    for pair in pairs {
        let (field, column) = pair.split_once('=').unwrap_or((pair, ""));
        let (field, column) =
            (field.trim().to_lowercase().replace([' ', '-'], "_"), column.trim().to_owned());
        // A column that is given to another field is no longer what was guessed.
        map.0.retain(|_, taken| *taken != column);
        if column.is_empty() {
            map.0.remove(&field);
        } else {
            map.0.insert(field, column);
        }
    }
}

fn kept(desk: &Desk, list: List, name: &str) -> Result<ColumnMap> {
    let maps = desk.ask(Columns { org: desk.org, list: kind(list) })?.maps;
    let names: Vec<String> = maps.iter().map(|m| format!("'{}'", m.name)).collect();
    let found = maps.into_iter().find(|m| m.name.eq_ignore_ascii_case(name.trim()));
    found.map(|m| ColumnMap(m.columns)).ok_or_else(|| {
        let there = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        Usage(format!("No map is kept as '{name}' (kept: {there}). Write field=header instead.")).into()
    })
}

fn kind(list: List) -> ListKind {
    match list {
        List::Assets => ListKind::Assets,
        List::Staff => ListKind::Staff,
    }
}

/// The sheet that was asked for.
fn sheet(bytes: &[u8], name: Option<&str>, file: &str) -> Result<Sheet> {
    let sheet = match name {
        Some(name) => Sheet::read_named(bytes, name),
        None => Sheet::read(bytes),
    };
    sheet.with_context(|| format!("{file} cannot be read as a list"))
}

/// Prints lines up to a limit and says how many were left out.
struct Printer {
    printed: usize,
    left_out: usize,
}

impl Printer {
    fn new() -> Self {
        Self { printed: 0, left_out: 0 }
    }
    fn line(&mut self, text: &str) {
        if self.printed < PRINTED {
            self.printed += 1;
            print(text);
        } else {
            self.left_out += 1;
        }
    }
    fn end(&self, where_else: &str) {
        if self.left_out > 0 {
            print(&format!("  and {} more{where_else}", self.left_out));
        }
    }
}

/// A value as it is printed: nothing is "not known".
fn value(text: &str) -> &str {
    if text.is_empty() { "not known" } else { text }
}
