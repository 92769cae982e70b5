//! What is kept about recovery and about what hangs on what.

use crate::continuity::{Continuity, Relation};
use anyhow::Result;
use kernel::AssetId;
use store::{Look, Row, Work, params, sql};

sql! {
    SAY "assets.keep-continuity"
        "insert into asset_continuity (asset, org, creates_ephi, receives_ephi, transmits_ephi, network_zone,
           rto_minutes, rpo_minutes, said_by, said_at)
         values (:asset, :org, :creates_ephi, :receives_ephi, :transmits_ephi, :network_zone, :rto_minutes,
           :rpo_minutes, :said_by, :now)
         on conflict (asset) do update set creates_ephi = excluded.creates_ephi,
           receives_ephi = excluded.receives_ephi, transmits_ephi = excluded.transmits_ephi,
           network_zone = excluded.network_zone, rto_minutes = excluded.rto_minutes,
           rpo_minutes = excluded.rpo_minutes, said_by = excluded.said_by, said_at = excluded.said_at
         where asset_continuity.org = :org";
    SAID "assets.continuity"
        "select creates_ephi, receives_ephi, transmits_ephi, network_zone, rto_minutes, rpo_minutes
         from asset_continuity where asset = :asset and org = :org";
    RELATE "assets.relate"
        "insert into asset_relations (asset, relation, other, org, made_by, made_at)
         values (:asset, :relation, :other, :org, :made_by, :now) on conflict (asset, relation, other) do nothing";
    UNRELATE "assets.unrelate"
        "delete from asset_relations where asset = :asset and relation = :relation and other = :other and org = :org";
    RELATED "assets.relations"
        "select asset, relation, other from asset_relations where org = :org
         order by asset, relation, other limit 20000";
    NAMED "assets.named-and-standing"
        "select id, name, state from assets where id = :asset and org = :org";
}

pub(crate) fn keep_continuity(work: &mut Work, asset: AssetId, said: &Continuity) -> Result<()> {
    let by = work.person();
    work.run(
        &SAY,
        params! { "asset": asset, "creates_ephi": said.creates_ephi, "receives_ephi": said.receives_ephi,
        "transmits_ephi": said.transmits_ephi, "network_zone": said.network_zone.as_deref(),
        "rto_minutes": said.rto_minutes, "rpo_minutes": said.rpo_minutes, "said_by": by },
    )?;
    Ok(())
}

/// What was said of an asset; nothing when nobody said anything.
pub(crate) fn continuity(look: &mut Look, asset: AssetId) -> Result<Option<Continuity>> {
    let row = look.row(&SAID, params! { "asset": asset })?;
    row.map(|r| {
        Ok(Continuity {
            creates_ephi: r.get("creates_ephi")?,
            receives_ephi: r.get("receives_ephi")?,
            transmits_ephi: r.get("transmits_ephi")?,
            network_zone: r.get("network_zone")?,
            rto_minutes: r.get("rto_minutes")?,
            rpo_minutes: r.get("rpo_minutes")?,
        })
    })
    .transpose()
}

/// Gives whether it was not there yet.
pub(crate) fn relate(work: &mut Work, asset: AssetId, relation: Relation, other: AssetId) -> Result<bool> {
    let by = work.person();
    let made = params! { "asset": asset, "relation": relation, "other": other, "made_by": by };
    Ok(work.run(&RELATE, made)? == 1)
}

/// Gives whether it was there.
pub(crate) fn unrelate(work: &mut Work, asset: AssetId, relation: Relation, other: AssetId) -> Result<bool> {
    Ok(work.run(&UNRELATE, params! { "asset": asset, "relation": relation, "other": other })? == 1)
}

/// Everything that hangs together at the bound organization.
pub(crate) fn relations(look: &mut Look) -> Result<Vec<(AssetId, Relation, AssetId)>> {
    let read = |r: &Row| Ok((r.get("asset")?, r.get("relation")?, r.get("other")?));
    look.rows(&RELATED, &[])?.iter().map(read).collect()
}

/// An asset's name and state.
pub(crate) fn named(look: &mut Look, asset: AssetId) -> Result<Option<(String, crate::AssetState)>> {
    look.row(&NAMED, params! { "asset": asset })?.map(|r| Ok((r.get("name")?, r.get("state")?))).transpose()
}
