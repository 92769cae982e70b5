//! Weighing a list row by row: which asset a row speaks of, and whether it adds one, changes one, changes nothing or
//! cannot be taken. Everything is written down at once and seen by nobody before the import is committed.

use crate::{
    kinds::{ImportState, MatchedBy, RowVerdict},
    needs::Places,
    questions::Tally,
    records::{self, Import, Standing, Version, Weighed},
    rows::{Keys, ListRow, MOST_ROWS, Problem},
    weigh::{Match, matched, twin},
};
use kernel::{AssetId, Fact, Refusal, Stop};
use store::Work;

/// Stages the next rows; gives how they were weighed and the fact.
pub(crate) fn stage(
    work: &mut Work,
    import: &Import,
    rows: &[ListRow],
    places: &Places,
) -> Result<(Tally, Fact), Stop> {
    let summary = &import.summary;
    check(import, rows)?;
    let mut tally = Tally { total: summary.tally.total, ..Tally::default() };
    let mut fact = Fact::new("assets.rows-staged", summary.org).about(summary.id);
    for row in rows {
        let (verdict, asset) = weigh(work, import, row, places)?;
        tally.count(verdict);
        if let (Some(asset), RowVerdict::Added | RowVerdict::Changed) = (asset, verdict) {
            fact = fact.about(asset);
        }
    }
    if !records::count_staged(work, summary.id, &tally)? {
        return Err(Refusal::conflict("This import was settled by somebody else at this moment.").into());
    }
    let fact = fact
        .with("import", summary.id)
        .with("rows", tally.staged)
        .with("added", tally.added)
        .with("changed", tally.changed)
        .with("refused", tally.refused);
    Ok((tally, fact))
}

fn check(import: &Import, rows: &[ListRow]) -> Result<(), Refusal> {
    let summary = &import.summary;
    if summary.state != ImportState::Staging {
        let state = summary.state.title().to_lowercase();
        return Err(Refusal::conflict(format!("This import is {state}; no rows can be added to it.")));
    }
    if rows.is_empty() || rows.len() > MOST_ROWS {
        return Err(Refusal::invalid("rows", format!("From 1 to {MOST_ROWS} rows are staged at a time.")));
    }
    let mut next = summary.tally.staged;
    for row in rows {
        next += 1;
        if row.number != next {
            let sentence = format!("The next row is number {next}, not number {}.", row.number);
            return Err(Refusal::invalid("rows", sentence));
        }
    }
    if next > summary.tally.total {
        let sentence = format!("The import was begun for {} rows; here are more.", summary.tally.total);
        return Err(Refusal::invalid("rows", sentence));
    }
    Ok(())
}

/// What the row was recognised as, or why it cannot be taken.
struct Told {
    verdict: RowVerdict,
    matched_by: Option<MatchedBy>,
    asset: AssetId,
    keys: Keys,
}

fn weigh(
    work: &mut Work,
    import: &Import,
    row: &ListRow,
    places: &Places,
) -> Result<(RowVerdict, Option<AssetId>), Stop> {
    let weighed = match told(work, import, row, places)? {
        Ok(told) => {
            let weighed = Weighed {
                row,
                keys: Some(&told.keys),
                verdict: told.verdict,
                matched_by: told.matched_by,
                asset: Some(told.asset),
                problem: None,
            };
            records::keep_row(work, import.summary.id, &weighed)?;
            (told.verdict, Some(told.asset))
        }
        Err(problem) => {
            let problem = Some(problem);
            let verdict = RowVerdict::Refused;
            let weighed = Weighed { row, keys: None, verdict, matched_by: None, asset: None, problem };
            records::keep_row(work, import.summary.id, &weighed)?;
            (verdict, None)
        }
    };
    Ok(weighed)
}

fn told(
    work: &mut Work,
    import: &Import,
    row: &ListRow,
    places: &Places,
) -> Result<Result<Told, Problem>, Stop> {
    let id = import.summary.id;
    let keys = match row.keys() {
        Ok(keys) => keys,
        Err(problem) => return Ok(Err(problem)),
    };
    if let Some(twin) = twin(&keys, |by, key| records::earlier(work, id, by, key))? {
        return Ok(Err(same_as(row, &twin.at)));
    }
    let (matched_by, known) = match matched(&keys, |by, key| records::with_key(work, by, key))? {
        Match::Unclear(problem) => return Ok(Err(problem)),
        Match::New => (None, None),
        Match::Known(by, known) => (Some(by), Some(known)),
    };
    if let Some(known) = &known
        && let Some(at) = records::earlier_of(work, id, known.id)?
    {
        return Ok(Err(same_as(row, &at)));
    }
    let before = known.as_ref().map(|k| &k.particulars);
    let after = match row.over(before, places) {
        Ok(after) => after,
        Err(problem) => return Ok(Err(problem)),
    };
    let asset = known.as_ref().map_or_else(|| work.id(), |k| k.id);
    let verdict = match before {
        None => RowVerdict::Added,
        Some(before) if *before == after => RowVerdict::Unchanged,
        Some(_) => RowVerdict::Changed,
    };
    if verdict != RowVerdict::Unchanged {
        let version = Version {
            asset,
            revision: import.base,
            import: Some(id),
            fresh: before.is_none(),
            particulars: &after,
        };
        records::keep(work, &version)?;
    }
    Ok(Ok(Told { verdict, matched_by, asset, keys }))
}

fn same_as(row: &ListRow, at: &Standing) -> Problem {
    let reason = match &at.file {
        Some(file) if row.file.as_ref() != Some(file) => format!("The same asset stands in {file} already."),
        _ => format!("The same asset stands on line {} already.", at.line),
    };
    Problem { field: "name".to_owned(), reason }
}
