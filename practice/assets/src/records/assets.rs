//! Assets: each change is a row of its own, and the view `assets` shows the last one that counts.

use crate::{
    kinds::{AssetKind, MatchedBy},
    particulars::Particulars,
    questions::AssetLine,
    rows::Keys,
    text,
    weigh::Keyed,
};
use anyhow::{Result, anyhow};
use kernel::{AssetId, ImportId, Moment, OrgId, Refusal, Stop};
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE "assets.locate-asset" "select org from assets where id = :id";
    BUMP "assets.bump-list"
        "insert into asset_lists (org, revision) values (:org, 1)
         on conflict (org) do update set revision = asset_lists.revision + 1 returning revision";
    KEEP "assets.keep-version"
        "insert into asset_versions (asset, org, revision, import, fresh, name, kind, criticality, holds_ephi,
           reaches_ephi, location, department, serial, maker, model, mac, address, operating_system, state,
           patch_authority, serial_key, name_key, sought, written_at)
         values (:asset, :org, :revision, :import, :fresh, :name, :kind, :criticality, :holds_ephi,
           :reaches_ephi, :location, :department, :serial, :maker, :model, :mac, :address, :operating_system, :state,
           :patch_authority, :serial_key, :name_key, :sought, :now)";
    ONE "assets.asset" "select * from assets where id = :asset and org = :org";
    ADDED_AT "assets.added-at"
        "select written_at from asset_versions where asset = :asset and org = :org and fresh = :fresh";
    BY_SERIAL "assets.by-serial" "select * from assets where org = :org and serial_key = :key limit 20";
    BY_MAC "assets.by-mac" "select * from assets where org = :org and mac = :key limit 20";
    BY_NAME "assets.by-name" "select * from assets where org = :org and name_key = :key limit 20";
    BEFORE "assets.version-before"
        "select v.* from asset_versions v where v.asset = :asset and v.org = :org and v.revision < :revision
           and (v.import is null or exists
             (select 1 from imports i where i.id = v.import and
               (i.state = 'committed' or (i.state = 'undone' and i.undone_revision > :revision))))
         order by v.revision desc limit 1";
    AT "assets.version-at"
        "select * from asset_versions where asset = :asset and org = :org and revision = :revision";
    NAME_OF "assets.name-key"
        "select name_key from assets where id = :asset and org in (select org from reach where person = :who)";
    LIST "assets.list"
        "select * from assets where org in (select org from reach where person = :who)
           and (name_key, id) > (:after_name, :after_id) and (:kind = '' or kind = :kind)
           and (:words = '' or sought like :words escape '\\') and (:retired = 'yes' or state <> 'retired')
         order by name_key, id limit :most";
    LIST_AT "assets.list-at"
        "select * from assets where org = :at_org and org in (select org from reach where person = :who)
           and (name_key, id) > (:after_name, :after_id) and (:kind = '' or kind = :kind)
           and (:words = '' or sought like :words escape '\\') and (:retired = 'yes' or state <> 'retired')
         order by name_key, id limit :most";
    COUNT "assets.count"
        "select count(*) as n from (select 1 as one from assets
           where org in (select org from reach where person = :who) and (:kind = '' or kind = :kind)
             and (:words = '' or sought like :words escape '\\') and (:retired = 'yes' or state <> 'retired')
           limit :most) counted";
    COUNT_AT "assets.count-at"
        "select count(*) as n from (select 1 as one from assets
           where org = :at_org and org in (select org from reach where person = :who)
             and (:kind = '' or kind = :kind) and (:words = '' or sought like :words escape '\\')
             and (:retired = 'yes' or state <> 'retired')
           limit :most) counted";
}

/// Where an asset's id leads.
pub(crate) const LOCATE_ASSET: &store::Sql = &LOCATE;

/// An asset as it is now.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub id: AssetId,
    pub org: OrgId,
    pub import: Option<ImportId>,
    pub particulars: Particulars,
    pub written_at: Moment,
    keys: Keys,
}

impl Keyed for Known {
    fn keys(&self) -> &Keys {
        &self.keys
    }
}

/// Which assets are asked for.
pub(crate) struct Wanted {
    pub org: Option<OrgId>,
    pub kind: Option<AssetKind>,
    pub words: Option<String>,
    pub retired: bool,
}

/// The change of an asset.
pub(crate) struct Version<'a> {
    pub asset: AssetId,
    pub revision: i64,
    pub import: Option<ImportId>,
    /// Whether the asset was not known before.
    pub fresh: bool,
    pub particulars: &'a Particulars,
}

fn particulars(row: &Row) -> Result<Particulars> {
    Ok(Particulars {
        name: row.get("name")?,
        kind: row.get("kind")?,
        criticality: row.get("criticality")?,
        holds_ephi: row.get("holds_ephi")?,
        reaches_ephi: row.get("reaches_ephi")?,
        location: row.get("location")?,
        department: row.get("department")?,
        serial: row.get("serial")?,
        maker: row.get("maker")?,
        model: row.get("model")?,
        mac: row.get("mac")?,
        address: row.get("address")?,
        operating_system: row.get("operating_system")?,
        state: row.get("state")?,
        patch_authority: row.get("patch_authority")?,
    })
}

fn known(row: &Row) -> Result<Known> {
    let particulars = particulars(row)?;
    let keys =
        Keys { serial: row.get("serial_key")?, mac: particulars.mac.clone(), name: row.get("name_key")? };
    Ok(Known {
        id: row.get("id")?,
        org: row.get("org")?,
        import: row.get("import")?,
        written_at: row.get("written_at")?,
        particulars,
        keys,
    })
}

/// The number of the next change of the organization's list.
pub(crate) fn next_revision(work: &mut Work) -> Result<i64> {
    work.row(&BUMP, &[])?.ok_or_else(|| anyhow!("a list's revision was not counted"))?.get("revision")
}

pub(crate) fn keep(work: &mut Work, version: &Version) -> Result<()> {
    let p = version.particulars;
    work.run(
        &KEEP,
        params! { "asset": version.asset, "revision": version.revision, "import": version.import,
        "fresh": version.fresh, "name": &p.name, "kind": p.kind, "criticality": p.criticality,
        "holds_ephi": p.holds_ephi, "reaches_ephi": p.reaches_ephi, "location": p.location,
        "department": p.department, "serial": p.serial.as_deref(), "maker": p.maker.as_deref(),
        "model": p.model.as_deref(), "mac": p.mac.as_deref(), "address": p.address.as_deref(),
        "operating_system": p.operating_system.as_deref(), "state": p.state,
        "patch_authority": p.patch_authority,
        "serial_key": p.serial.as_deref().and_then(text::serial_key), "name_key": text::name_key(&p.name),
        "sought": p.sought() },
    )?;
    Ok(())
}

/// An asset of the transaction's organization.
pub(crate) fn asset(look: &mut Look, asset: AssetId) -> Result<Option<Known>> {
    look.row(&ONE, params! { "asset": asset })?.as_ref().map(known).transpose()
}

/// When the asset was first written down.
pub(crate) fn added_at(look: &mut Look, asset: AssetId) -> Result<Option<Moment>> {
    look.row(&ADDED_AT, params! { "asset": asset, "fresh": true })?.map(|r| r.get("written_at")).transpose()
}

/// A few assets of the transaction's organization with this key.
pub(crate) fn with_key(look: &mut Look, by: MatchedBy, key: &str) -> Result<Vec<Known>> {
    let sql = match by {
        MatchedBy::Serial => &BY_SERIAL,
        MatchedBy::Mac => &BY_MAC,
        MatchedBy::Name => &BY_NAME,
    };
    look.rows(sql, params! { "key": key })?.iter().map(known).collect()
}

/// How the asset was before a change that an import brought, and after it.
pub(crate) fn around(
    look: &mut Look,
    asset: AssetId,
    base: i64,
) -> Result<Option<(Particulars, Particulars)>> {
    let at = params! { "asset": asset, "revision": base };
    let after = look.row(&AT, at)?.as_ref().map(particulars).transpose()?;
    let before = look.row(&BEFORE, at)?.as_ref().map(particulars).transpose()?;
    Ok(before.zip(after))
}

/// A page of assets by name.
pub(crate) fn list(
    look: &mut Look,
    wanted: &Wanted,
    after: Option<AssetId>,
    most: u32,
) -> Result<Vec<AssetLine>> {
    let mut from = (String::new(), String::new());
    if let Some(asset) = after {
        let row = look.row(&NAME_OF, params! { "asset": asset })?;
        from = (row.map(|r| r.get("name_key")).transpose()?.unwrap_or_default(), asset.to_string());
    }
    let words = wanted.words.as_deref().map(text::anywhere).unwrap_or_default();
    let (kind, retired) =
        (wanted.kind.map_or("", AssetKind::word), if wanted.retired { "yes" } else { "no" });
    let rows = match wanted.org {
        Some(org) => look.rows(
            &LIST_AT,
            params! { "at_org": org, "after_name": from.0, "after_id": from.1, "kind": kind, "words": words,
            "retired": retired, "most": most },
        )?,
        None => look.rows(
            &LIST,
            params! { "after_name": from.0, "after_id": from.1, "kind": kind, "words": words,
            "retired": retired, "most": most },
        )?,
    };
    let line = |r: &Row| {
        known(r).map(|k| AssetLine { id: k.id, org: k.org, particulars: k.particulars, import: k.import })
    };
    rows.iter().map(line).collect()
}

/// How many there are, counted no further than `most`.
pub(crate) fn count(look: &mut Look, wanted: &Wanted, most: u32) -> Result<i64> {
    let words = wanted.words.as_deref().map(text::anywhere).unwrap_or_default();
    let (kind, retired) =
        (wanted.kind.map_or("", AssetKind::word), if wanted.retired { "yes" } else { "no" });
    let row = match wanted.org {
        Some(org) => look.row(
            &COUNT_AT,
            params! { "at_org": org, "kind": kind, "words": words, "retired": retired, "most": most },
        )?,
        None => {
            look.row(&COUNT, params! { "kind": kind, "words": words, "retired": retired, "most": most })?
        }
    };
    row.ok_or_else(|| anyhow!("a count without a row"))?.get("n")
}

/// Two assets with one serial number are one asset.
pub(crate) fn refuse_known_serial(
    look: &mut Look,
    particulars: &Particulars,
    but: Option<AssetId>,
) -> Result<(), Stop> {
    let Some(key) = particulars.serial.as_deref().and_then(text::serial_key) else { return Ok(()) };
    let other = with_key(look, MatchedBy::Serial, &key)?.into_iter().find(|k| Some(k.id) != but);
    other.map_or(Ok(()), |k| {
        let sentence = format!("The asset '{}' has this serial number already.", k.particulars.name);
        Err(Refusal::invalid("serial", sentence).remedy("See it", Some(format!("/assets/{}", k.id))).into())
    })
}
