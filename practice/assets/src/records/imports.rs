//! Imports and what became of each of their rows.

use crate::{
    kinds::{ImportState, MatchedBy, RowVerdict},
    questions::{ImportSummary, Tally},
    rows::{Keys, ListRow, Problem},
    weigh::Keyed,
};
use anyhow::{Result, anyhow};
use kernel::{AssetId, ImportId, OrgId};
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE "assets.locate-import" "select org from imports where id = :id";
    BEGIN "assets.begin-import"
        "insert into imports (id, org, source, state, total, base, staged, added, changed, unchanged, refused,
           begun_by, begun_at)
         values (:id, :org, :source, 'staging', :total, :base, 0, 0, 0, 0, 0, :begun_by, :now)";
    ONE "assets.import" "select * from imports where id = :import and org = :org";
    RECENT "assets.recent-imports"
        "select * from imports where org = :org order by begun_at desc, id desc limit :most";
    STAGED "assets.count-staged"
        "update imports set staged = staged + :staged, added = added + :added, changed = changed + :changed,
           unchanged = unchanged + :unchanged, refused = refused + :refused
         where id = :import and org = :org and state = 'staging'";
    KEEP "assets.keep-import-row"
        "insert into import_rows (import, number, org, file, line, name, serial_key, mac, name_key, verdict,
           matched_by, asset, field, reason)
         values (:import, :number, :org, :file, :line, :name, :serial_key, :mac, :name_key, :verdict,
           :matched_by, :asset, :field, :reason)";
    TWIN_SERIAL "assets.twin-by-serial"
        "select file, line, serial_key, mac, name_key from import_rows
         where import = :import and org = :org and serial_key = :key limit 20";
    TWIN_MAC "assets.twin-by-mac"
        "select file, line, serial_key, mac, name_key from import_rows
         where import = :import and org = :org and mac = :key limit 20";
    TWIN_NAME "assets.twin-by-name"
        "select file, line, serial_key, mac, name_key from import_rows
         where import = :import and org = :org and name_key = :key limit 200";
    TWIN_ASSET "assets.twin-by-asset"
        "select file, line from import_rows where import = :import and org = :org and asset = :asset limit 1";
    ROWS "assets.import-rows"
        "select * from import_rows where import = :import and org = :org and number > :after
         order by number limit :most";
    ROWS_OF "assets.import-rows-of"
        "select * from import_rows where import = :import and org = :org and number > :after and verdict = :verdict
         order by number limit :most";
    OTHERS_SINCE "assets.imports-since"
        "select source from imports where org = :org and id <> :import
           and (committed_revision > :since or undone_revision > :since) limit 1";
    LATER "assets.later-import"
        "select source from imports where org = :org and id <> :import and state = 'committed'
           and committed_revision > :since limit 1";
    TOUCHED "assets.touched-since"
        "select v.asset, v.name from asset_versions v
         where v.org = :org and v.import is null and v.revision > :base
           and (exists (select 1 from import_rows r where r.import = :import and r.asset = v.asset)
             or exists (select 1 from import_rows r where r.import = :import and r.serial_key = v.serial_key)
             or exists (select 1 from import_rows r where r.import = :import and r.mac = v.mac)
             or exists (select 1 from import_rows r where r.import = :import and r.name_key = v.name_key))
         limit 20";
    TOUCHED_ASSETS "assets.touched-assets-since"
        "select v.asset, v.name from asset_versions v
         where v.org = :org and v.import is null and v.revision > :base
           and exists (select 1 from import_rows r where r.import = :import and r.asset = v.asset)
         limit 20";
    COMMIT "assets.commit-import"
        "update imports set state = 'committed', committed_at = :now, committed_revision = :revision
         where id = :import and org = :org and state = 'staging'";
    UNDO "assets.undo-import"
        "update imports set state = 'undone', undone_at = :now, undone_revision = :revision
         where id = :import and org = :org and state = 'committed'";
    DROP "assets.drop-import"
        "update imports set state = 'dropped', dropped_at = :now
         where id = :import and org = :org and state = 'staging'";
}

/// Where an import's id leads.
pub(crate) const LOCATE_IMPORT: &store::Sql = &LOCATE;

/// An import, with the revision of the list that it was begun at.
#[derive(Debug, Clone)]
pub(crate) struct Import {
    pub base: i64,
    pub summary: ImportSummary,
}

/// An earlier row of the same list.
#[derive(Debug, Clone)]
pub(crate) struct Earlier {
    pub at: Standing,
    keys: Keys,
}

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    pub file: Option<String>,
    pub line: u32,
}

impl Standing {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self { file: row.get("file")?, line: row.get("line")? })
    }
}

impl Keyed for Earlier {
    fn keys(&self) -> &Keys {
        &self.keys
    }
}

/// What became of a row.
pub(crate) struct Weighed<'a> {
    pub row: &'a ListRow,
    pub keys: Option<&'a Keys>,
    pub verdict: RowVerdict,
    pub matched_by: Option<MatchedBy>,
    pub asset: Option<AssetId>,
    pub problem: Option<Problem>,
}

/// A row as it was kept.
#[derive(Debug, Clone)]
pub(crate) struct KeptRow {
    pub number: i64,
    pub file: Option<String>,
    pub line: u32,
    pub name: Option<String>,
    pub verdict: RowVerdict,
    pub matched_by: Option<MatchedBy>,
    pub asset: Option<AssetId>,
    pub problem: Option<Problem>,
}

fn import_of(row: &Row) -> Result<Import> {
    let tally = Tally {
        total: row.get("total")?,
        staged: row.get("staged")?,
        added: row.get("added")?,
        changed: row.get("changed")?,
        unchanged: row.get("unchanged")?,
        refused: row.get("refused")?,
    };
    let summary = ImportSummary {
        id: row.get("id")?,
        org: row.get::<OrgId>("org")?,
        source: row.get("source")?,
        state: row.get("state")?,
        tally,
        begun_by: row.get("begun_by")?,
        begun_at: row.get("begun_at")?,
        committed_at: row.get("committed_at")?,
        undone_at: row.get("undone_at")?,
        dropped_at: row.get("dropped_at")?,
    };
    Ok(Import { base: row.get("base")?, summary })
}

pub(crate) fn begin(work: &mut Work, id: ImportId, source: &str, total: i64, base: i64) -> Result<()> {
    let begun_by = work.person();
    work.run(
        &BEGIN,
        params! { "id": id, "source": source, "total": total, "base": base, "begun_by": begun_by },
    )?;
    Ok(())
}

/// An import of the transaction's organization.
pub(crate) fn import(look: &mut Look, import: ImportId) -> Result<Option<Import>> {
    look.row(&ONE, params! { "import": import })?.as_ref().map(import_of).transpose()
}

/// The revision at which the import was committed.
pub(crate) fn committed_revision(look: &mut Look, import: ImportId) -> Result<i64> {
    let row = look.row(&ONE, params! { "import": import })?.ok_or_else(|| anyhow!("the import is gone"))?;
    Ok(row.get::<Option<i64>>("committed_revision")?.unwrap_or_default())
}

/// The organization's latest imports.
pub(crate) fn recent(look: &mut Look, most: u32) -> Result<Vec<ImportSummary>> {
    look.rows(&RECENT, params! { "most": most })?.iter().map(|r| Ok(import_of(r)?.summary)).collect()
}

pub(crate) fn count_staged(work: &mut Work, import: ImportId, chunk: &Tally) -> Result<bool> {
    let changed = work.run(
        &STAGED,
        params! { "import": import, "staged": chunk.staged, "added": chunk.added, "changed": chunk.changed,
        "unchanged": chunk.unchanged, "refused": chunk.refused },
    )?;
    Ok(changed == 1)
}

pub(crate) fn keep_row(work: &mut Work, import: ImportId, weighed: &Weighed) -> Result<()> {
    let (row, keys) = (weighed.row, weighed.keys);
    let short = |t: &str| t.chars().filter(|c| !c.is_control()).take(200).collect::<String>();
    let (field, reason) = weighed.problem.clone().map(|p| (p.field, p.reason)).unzip();
    work.run(
        &KEEP,
        params! { "import": import, "number": row.number, "file": row.file.as_deref().map(short),
        "line": row.line, "name": row.name.as_deref().map(short),
        "serial_key": keys.and_then(|k| k.serial.as_deref()), "mac": keys.and_then(|k| k.mac.as_deref()),
        "name_key": keys.map(|k| k.name.as_str()), "verdict": weighed.verdict,
        "matched_by": weighed.matched_by, "asset": weighed.asset, "field": field, "reason": reason },
    )?;
    Ok(())
}

/// Earlier rows of the import with this key; rows that were refused have none.
pub(crate) fn earlier(look: &mut Look, import: ImportId, by: MatchedBy, key: &str) -> Result<Vec<Earlier>> {
    let sql = match by {
        MatchedBy::Serial => &TWIN_SERIAL,
        MatchedBy::Mac => &TWIN_MAC,
        MatchedBy::Name => &TWIN_NAME,
    };
    let rows = look.rows(sql, params! { "import": import, "key": key })?;
    let read = |r: &Row| {
        let keys = Keys { serial: r.get("serial_key")?, mac: r.get("mac")?, name: r.get("name_key")? };
        Ok(Earlier { at: Standing::read(r)?, keys })
    };
    rows.iter().map(read).collect()
}

/// Where an earlier row stands that speaks of the same asset.
pub(crate) fn earlier_of(look: &mut Look, import: ImportId, asset: AssetId) -> Result<Option<Standing>> {
    look.row(&TWIN_ASSET, params! { "import": import, "asset": asset })?
        .as_ref()
        .map(Standing::read)
        .transpose()
}

/// A page of rows in the order of the list.
pub(crate) fn rows(
    look: &mut Look,
    import: ImportId,
    verdict: Option<RowVerdict>,
    after: i64,
    most: u32,
) -> Result<Vec<KeptRow>> {
    let rows = match verdict {
        Some(verdict) => look
            .rows(&ROWS_OF, params! { "import": import, "verdict": verdict, "after": after, "most": most })?,
        None => look.rows(&ROWS, params! { "import": import, "after": after, "most": most })?,
    };
    let read = |r: &Row| {
        let field: Option<String> = r.get("field")?;
        let reason: Option<String> = r.get("reason")?;
        Ok(KeptRow {
            number: r.get("number")?,
            file: r.get("file")?,
            line: r.get("line")?,
            name: r.get("name")?,
            verdict: r.get("verdict")?,
            matched_by: r.get("matched_by")?,
            asset: r.get("asset")?,
            problem: reason.map(|reason| Problem { field: field.unwrap_or_default(), reason }),
        })
    };
    rows.iter().map(read).collect()
}

/// Another import that was committed or undone after this revision.
pub(crate) fn other_since(look: &mut Look, import: ImportId, since: i64) -> Result<Option<String>> {
    look.row(&OTHERS_SINCE, params! { "import": import, "since": since })?
        .map(|r| r.get("source"))
        .transpose()
}

/// Another import that was committed after this revision and still stands.
pub(crate) fn later_import(look: &mut Look, import: ImportId, since: i64) -> Result<Option<String>> {
    look.row(&LATER, params! { "import": import, "since": since })?.map(|r| r.get("source")).transpose()
}

/// Names of assets that were changed since this revision and that a row speaks of; a few of them.
pub(crate) fn touched(look: &mut Look, import: ImportId, base: i64) -> Result<Vec<String>> {
    names(&look.rows(&TOUCHED, params! { "import": import, "base": base })?)
}

/// Names of the import's own assets that were changed since this revision; a few of them.
pub(crate) fn touched_assets(look: &mut Look, import: ImportId, base: i64) -> Result<Vec<String>> {
    names(&look.rows(&TOUCHED_ASSETS, params! { "import": import, "base": base })?)
}

/// One name for each asset. The statements do not say `distinct`: SQLite would walk all assets for it, in their order.
fn names(rows: &[Row]) -> Result<Vec<String>> {
    let mut found: Vec<(AssetId, String)> = Vec::new();
    for row in rows {
        let asset: AssetId = row.get("asset")?;
        if found.iter().all(|(known, _)| *known != asset) {
            found.push((asset, row.get("name")?));
        }
    }
    Ok(found.into_iter().map(|(_, name)| name).collect())
}

/// Flips the import's state. This one row makes all of its assets seen, or unseen; gives whether it stood as expected.
pub(crate) fn flip(work: &mut Work, import: ImportId, to: ImportState, revision: i64) -> Result<bool> {
    let params = params! { "import": import, "revision": revision };
    let changed = match to {
        ImportState::Committed => work.run(&COMMIT, params)?,
        ImportState::Undone => work.run(&UNDO, params)?,
        ImportState::Dropped => work.run(&DROP, params! { "import": import })?,
        ImportState::Staging => 0,
    };
    Ok(changed == 1)
}
