//! What the orders about incidents must know of other slices' tables.

use incidents::advisories::{Match, stands_in};
use kernel::{AssetId, OrgId};
use store::{Look, params, sql};

sql! {
    house NEEDED "orderly.what-an-asset-needs"
        "select other from asset_relations where org = :org and asset = :asset and relation = 'depends-on'
         order by other limit 50";
    NAMED "orderly.assets-an-advisory-names"
        "select a.id, a.name, a.kind, o.name as organization, a.maker, a.model, a.operating_system,
             case when a.model is not null and :told like '%' || lower(a.model) || '%' then 1 else 0 end as closely
         from assets a join organizations o on o.org = a.org
         where a.org in (select org from reach where person = :who) and a.state <> 'retired'
           and ((a.maker is not null and length(a.maker) > 2 and :told like '%' || lower(a.maker) || '%')
             or (a.model is not null and length(a.model) > 3 and :told like '%' || lower(a.model) || '%')
             or (a.operating_system is not null and length(a.operating_system) > 4
                 and :told like '%' || lower(a.operating_system) || '%'))
         order by closely desc, a.name, a.id limit 100";
    MAILBOXES "orderly.mailboxes-and-advisories"
        "select m.id, m.address, case when a.mailbox is null then 0 else 1 end as advisories
         from mailboxes m left join advisory_mailboxes a on a.mailbox = m.id and a.org = m.org
         where m.org = :place and m.org in (select org from reach where person = :who) and m.ended_at is null
         order by m.address, m.id limit 100";
}

/// The mailboxes of an organization within reach, and whether advisories come there: at most 100.
///
/// # Errors
/// A fault of the store.
pub fn mailboxes(look: &mut Look, org: OrgId) -> anyhow::Result<Vec<(String, String, bool)>> {
    let rows = look.rows(&MAILBOXES, params! { "place": org })?;
    rows.iter().map(|r| Ok((r.get("id")?, r.get("address")?, r.get::<i64>("advisories")? == 1))).collect()
}

/// Names that are held against the assets at once, and matches that are shown.
const AT_ONCE: usize = 60;
const MOST_MATCHES: usize = 100;

/// The assets within reach whose maker, model or operating system stands, as words of its own, among the vendors and products
/// that somebody names: at most 100.
///
/// # Errors
/// A fault of the store.
pub fn named(look: &mut Look, words: &[String]) -> anyhow::Result<Vec<Match>> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    // So many at once that no text grows long in which every maker is looked for.
    for some in words.chunks(AT_ONCE) {
        let told = some.join("\n");
        for row in look.rows(&NAMED, params! { "told": &told })? {
            let Some(one) = read(&row, &told)? else { continue };
            match found.iter_mut().find(|m: &&mut Match| m.asset == one.asset) {
                Some(before) => before.closely |= one.closely,
                None => found.push(one),
            }
        }
    }
    found.sort_by(|a, b| (b.closely, &a.name, &a.asset).cmp(&(a.closely, &b.name, &b.asset)));
    found.truncate(MOST_MATCHES);
    Ok(found)
}

/// Nothing where what is named only stands within a longer word.
fn read(r: &store::Row, told: &str) -> anyhow::Result<Option<Match>> {
    let (maker, model): (Option<String>, Option<String>) = (r.get("maker")?, r.get("model")?);
    let system: Option<String> = r.get("operating_system")?;
    let named = |word: &Option<String>, least: usize| {
        word.as_ref().is_some_and(|w| w.chars().count() >= least && stands_in(told, &w.to_lowercase()))
    };
    let closely = named(&model, 4);
    if !closely && !named(&maker, 3) && !named(&system, 5) {
        return Ok(None);
    }
    let what: Vec<String> = maker.into_iter().chain(model).chain(system).collect();
    Ok(Some(Match {
        asset: r.get("id")?,
        name: r.get("name")?,
        organization: r.get("organization")?,
        what: what.join(" "),
        closely,
        medical: r.get::<String>("kind")? == "medical-device",
    }))
}

/// What an asset of the bound organization needs to work.
pub fn needed(look: &mut Look, asset: AssetId) -> anyhow::Result<Vec<AssetId>> {
    look.rows(&NEEDED, params! { "asset": asset })?.iter().map(|r| r.get("other")).collect()
}
