//! Kept column maps.

use crate::{kinds::ListKind, questions::SavedColumns};
use anyhow::Result;
use store::{Look, Work, params, sql};
use wire::ColumnMap;

sql! {
    SAVE "assets.save-columns"
        "insert into column_maps (org, list, name, map, saved_at) values (:org, :list, :name, :map, :now)
         on conflict (org, list, name) do update set map = excluded.map, saved_at = excluded.saved_at";
    MAPS "assets.column-maps"
        "select name, map, saved_at from column_maps where org = :org and list = :list order by name limit 200";
}

pub(crate) fn save_columns(work: &mut Work, list: ListKind, name: &str, map: &ColumnMap) -> Result<()> {
    let map = serde_json::to_string(map)?;
    work.run(&SAVE, params! { "list": list, "name": name, "map": map })?;
    Ok(())
}

pub(crate) fn column_maps(look: &mut Look, list: ListKind) -> Result<Vec<SavedColumns>> {
    let rows = look.rows(&MAPS, params! { "list": list })?;
    let read = |r: &store::Row| {
        let map: ColumnMap = serde_json::from_str(&r.get::<String>("map")?)?;
        Ok(SavedColumns { name: r.get("name")?, columns: map.0, saved_at: r.get("saved_at")? })
    };
    rows.iter().map(read).collect()
}
