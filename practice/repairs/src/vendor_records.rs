//! Everything this slice asks of the database about vendors' files, and nothing else asks for these tables but the supply
//! of a device that is sent.

use crate::words::{Baa, Criterion, Supplies};
use anyhow::Result;
use kernel::{OrgId, PersonId, Refusal, Stop, VendorId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE "repairs.locate-vendor" "select org from vendors where id = :id";
    ONE "repairs.vendor" "select * from vendors where id = :vendor and org = :org";
    PUT "repairs.put-vendor"
        "insert into vendors (id, org, name, supplies, support_hours, contract_number, touches_ephi, baa,
             reevaluate_on, zone, kept_by, kept_at)
         values (:id, :org, :name, :supplies, :support_hours, :contract_number, :touches_ephi, :baa, :reevaluate_on,
             :zone, :kept_by, :now)
         on conflict (id) do update set name = excluded.name, supplies = excluded.supplies,
             support_hours = excluded.support_hours, contract_number = excluded.contract_number,
             touches_ephi = excluded.touches_ephi, baa = excluded.baa, reevaluate_on = excluded.reevaluate_on,
             kept_by = excluded.kept_by, kept_at = excluded.kept_at
         where vendors.org = :org";
    LIST "repairs.vendors"
        "select * from vendors where org in (select org from reach where person = :who)
           and (:at_org = '' or org = :at_org) and (name > :after_name or (name = :after_name and id > :after))
         order by name, id limit :most";
    SCORE "repairs.score-vendor"
        "insert into vendor_scores (vendor, criterion, org, score, evidence, seen_on, kept_by, kept_at)
         values (:vendor, :criterion, :org, :score, :evidence, :seen_on, :kept_by, :now)
         on conflict (vendor, criterion) do update set score = excluded.score, evidence = excluded.evidence,
             seen_on = excluded.seen_on, kept_by = excluded.kept_by, kept_at = excluded.kept_at
         where vendor_scores.org = :org";
    SCORES "repairs.vendor-scores"
        "select * from vendor_scores where vendor = :vendor and org = :org order by criterion";
    WITHIN "repairs.scores-within-reach"
        "select criterion, score from vendor_scores where vendor = :vendor
           and org in (select org from reach where person = :who)";
}

/// A vendor's file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Vendor {
    pub id: VendorId,
    /// Whose file it is.
    pub org: OrgId,
    pub name: String,
    pub supplies: Supplies,
    pub support_hours: Option<String>,
    pub contract_number: Option<String>,
    pub touches_ephi: bool,
    pub baa: Baa,
    /// The day on which it is judged again.
    pub reevaluate_on: String,
    pub zone: String,
    pub kept_by: PersonId,
}

impl Vendor {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            org: row.get("org")?,
            name: row.get("name")?,
            supplies: row.get("supplies")?,
            support_hours: row.get("support_hours")?,
            contract_number: row.get("contract_number")?,
            touches_ephi: row.get("touches_ephi")?,
            baa: row.get("baa")?,
            reevaluate_on: row.get("reevaluate_on")?,
            zone: row.get("zone")?,
            kept_by: row.get("kept_by")?,
        })
    }
}

/// A vendor of the bound organization.
pub(crate) fn one(look: &mut Look, vendor: VendorId) -> Result<Vendor, Stop> {
    let row = look.row(&ONE, params! { "vendor": vendor })?;
    let row = row.ok_or_else(|| Refusal::not_found("vendor"))?;
    Ok(Vendor::read(&row)?)
}

pub(crate) fn put(work: &mut Work, v: &Vendor) -> Result<()> {
    let written = work.run(
        &PUT,
        params! {
            "id": v.id, "name": &v.name, "supplies": v.supplies, "support_hours": v.support_hours.clone(),
            "contract_number": v.contract_number.clone(), "touches_ephi": v.touches_ephi, "baa": v.baa,
            "reevaluate_on": &v.reevaluate_on, "zone": &v.zone, "kept_by": v.kept_by,
        },
    )?;
    anyhow::ensure!(written == 1, "the vendor {} belongs to another organization than the bound one", v.id);
    Ok(())
}

/// Vendors within reach, by name.
pub(crate) fn list(
    look: &mut Look,
    org: Option<OrgId>,
    after: Option<(String, VendorId)>,
    most: u32,
) -> Result<Vec<Vendor>> {
    let at_org = org.map(|o| o.to_string()).unwrap_or_default();
    let (name, id) = after.map_or_else(Default::default, |(name, id)| (name, id.to_string()));
    let given = params! { "at_org": at_org, "after_name": name, "after": id, "most": most };
    look.rows(&LIST, given)?.iter().map(Vendor::read).collect()
}

/// How a vendor stands by one measure.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Score {
    pub criterion: Criterion,
    /// 1 (bad) to 5 (good).
    pub score: u32,
    pub evidence: String,
    /// The day of the evidence.
    pub seen_on: String,
    pub kept_by: PersonId,
}

pub(crate) fn score(work: &mut Work, vendor: VendorId, s: &Score) -> Result<()> {
    let given = params! {
        "vendor": vendor, "criterion": s.criterion, "score": s.score, "evidence": &s.evidence,
        "seen_on": &s.seen_on, "kept_by": s.kept_by,
    };
    let written = work.run(&SCORE, given)?;
    anyhow::ensure!(written == 1, "a score of {vendor} belongs to another organization than the bound one");
    Ok(())
}

pub(crate) fn scores(look: &mut Look, vendor: VendorId) -> Result<Vec<Score>> {
    let read = |row: &Row| {
        Ok(Score {
            criterion: row.get("criterion")?,
            score: row.get("score")?,
            evidence: row.get("evidence")?,
            seen_on: row.get("seen_on")?,
            kept_by: row.get("kept_by")?,
        })
    };
    look.rows(&SCORES, params! { "vendor": vendor })?.iter().map(read).collect()
}

/// The bare scores of a vendor within reach.
pub(crate) fn scored(look: &mut Look, vendor: VendorId) -> Result<Vec<(Criterion, u8)>> {
    let read = |row: &Row| Ok((row.get("criterion")?, u8::try_from(row.get::<u32>("score")?)?));
    look.rows(&WITHIN, params! { "vendor": vendor })?.iter().map(read).collect()
}
