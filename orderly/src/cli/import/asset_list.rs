//! Assets: read, staged in chunks that keep nobody waiting, weighed, committed in one instant.

use super::{Desk, Import, Printer, columns, files, sheet, value};
use crate::cli::print;
use anyhow::{Result, anyhow, bail};
use assets::{
    BeginImport, CommitImport, DropImport, ListRow, RowVerdict, StageRows, WeighImport, WeighedRow, lists,
};
use kernel::ImportId;

/// Rows in one transaction: a few milliseconds of the one writer.
const CHUNK: usize = 100;

pub(super) fn bring_in(desk: &Desk, args: &Import) -> Result<()> {
    let rows = read(desk, args)?;
    let source = args.file.file_name().unwrap_or(args.file.as_os_str()).to_string_lossy();
    let source: String = source.chars().filter(|c| !c.is_control()).take(200).collect();
    let count = i64::try_from(rows.len())?;
    let import = desk.carry(BeginImport { org: desk.org, source, rows: count })?.import;
    let outcome = weigh_and_commit(desk, args, import, &rows);
    if outcome.is_err() {
        // What stopped it is what has to be said; if the import cannot even be dropped, nobody sees it all the same.
        let _ = desk.carry(DropImport { import });
    }
    outcome
}

fn weigh_and_commit(desk: &Desk, args: &Import, import: ImportId, rows: &[ListRow]) -> Result<()> {
    for chunk in rows.chunks(CHUNK) {
        desk.carry(StageRows { import, rows: chunk.to_vec() })?;
    }
    let more = format!(" (all: orderly ask assets.weigh-import --as EMAIL '{{\"import\":\"{import}\"}}')");
    told(desk, import, RowVerdict::Added, &more)?;
    told(desk, import, RowVerdict::Changed, &more)?;
    told(desk, import, RowVerdict::Refused, &more)?;
    let tally = page(desk, import, None, None)?.import.tally;
    print(&format!(
        "{} rows: {} add an asset, {} change one, {} tell nothing new, {} were refused.",
        tally.total, tally.added, tally.changed, tally.unchanged, tally.refused
    ));
    if args.dry_run {
        desk.carry(DropImport { import })?;
        print("Nothing was changed: this was a dry run.");
    } else if tally.added + tally.changed == 0 {
        desk.carry(DropImport { import })?;
        print("There is nothing to commit.");
    } else {
        desk.carry(CommitImport { import })?;
        print(&format!(
            "Committed as {import}. It can be undone as a whole:\n  \
             orderly do assets.undo-import --as EMAIL '{{\"import\":\"{import}\"}}'"
        ));
    }
    Ok(())
}

fn page(
    desk: &Desk,
    import: ImportId,
    verdict: Option<RowVerdict>,
    after: Option<i64>,
) -> Result<assets::ImportWeighed> {
    desk.ask(WeighImport { import, verdict, after, most: Some(200) })
}

/// Prints every row with this verdict, up to a limit.
fn told(desk: &Desk, import: ImportId, verdict: RowVerdict, more: &str) -> Result<()> {
    let (mut printer, mut after) = (Printer::new(), None);
    loop {
        let page = page(desk, import, Some(verdict), after)?;
        for row in &page.rows {
            for line in lines(row) {
                printer.line(&line);
            }
        }
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    printer.end(more);
    Ok(())
}

fn lines(row: &WeighedRow) -> Vec<String> {
    let at = match &row.file {
        Some(file) => format!("{file}, line {}", row.line),
        None => format!("line {}", row.line),
    };
    let name = row.name.as_deref().unwrap_or("no name");
    match row.verdict {
        RowVerdict::Added => vec![format!("+ {name} ({at})")],
        RowVerdict::Changed => {
            let by = row.matched_by.map_or("", |by| by.title());
            let mut lines = vec![format!("~ {name} ({at}; recognised by its {by})")];
            lines.extend(row.changes.iter().map(|c| {
                format!("    {}: {} → {}", c.field.replace('_', " "), value(&c.before), value(&c.after))
            }));
            lines
        }
        RowVerdict::Refused => {
            let (field, reason) = row.problem.as_ref().map_or(("", ""), |p| (&p.field, &p.reason));
            vec![format!("! {at}, {}: {reason} ({name})", field.replace('_', " "))]
        }
        RowVerdict::Unchanged => Vec::new(),
    }
}

/// The rows of all files, numbered from 1. In a directory a file that is no inventory is told and passed over.
fn read(desk: &Desk, args: &Import) -> Result<Vec<ListRow>> {
    let (named, many) = files::find(&args.file)?;
    let mut rows: Vec<ListRow> = Vec::new();
    for file in &named {
        match read_one(desk, args, file, many) {
            Ok(more) => {
                let from = i64::try_from(rows.len())?;
                rows.extend(more.into_iter().zip(from + 1..).map(|(row, number)| ListRow { number, ..row }));
            }
            Err(error) if many => passed_over(&file.name, &error.root_cause().to_string()),
            Err(error) => return Err(error),
        }
    }
    if rows.is_empty() {
        bail!("{} holds no row and no finding", args.file.display());
    }
    Ok(rows)
}

fn passed_over(file: &str, why: &str) {
    // Some reasons begin with the file's name.
    print(&if why.starts_with(file) { format!("! {why}") } else { format!("! {file}: {why}") });
}

fn read_one(desk: &Desk, args: &Import, file: &files::Named, many: bool) -> Result<Vec<ListRow>> {
    let bytes = files::read(file)?;
    if files::is_report(&bytes) {
        let found = wire::inventory::read_any(&file.name, &bytes)?;
        return Ok(lists::from_found(&file.name, &found, 1));
    }
    let sheet = sheet(&bytes, args.sheet.as_deref(), &file.name)?;
    let map = columns(desk, args, &sheet, lists::TARGETS)?;
    let mut rows = lists::from_sheet(&sheet, &map).map_err(|refusal| anyhow!(refusal.sentence))?;
    if many {
        rows.iter_mut().for_each(|row| row.file = Some(file.name.clone()));
    }
    Ok(rows)
}
