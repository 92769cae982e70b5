//! The versions of a rota as they are kept, and what its resolver needs beside them.

use crate::records::{RotaRow, known, overrides};
use crate::rota::{History, Rota, RotaText};
use anyhow::{Context, Result};
use kernel::{EscalationPolicyId, Moment};
use store::{Look, params, sql};

sql! {
    VERSION "oncall.rota-version"
        "select layers from rota_versions where rota = :rota and version = :version and org = :org";
    IN_FORCE "oncall.rota-versions-in-force"
        "select version, layers, set_at from rota_versions
         where rota = :rota and org = :org and set_at <= :to_at and version >= (
           select coalesce(max(v.version), 1) from rota_versions v
           where v.rota = :rota and v.org = :org and v.set_at <= :from_at)
         order by version limit 200";
}

fn layers(text: &str) -> Result<RotaText> {
    serde_json::from_str(text).context("the layers of a rota")
}

/// The newest version of a rota.
pub(crate) fn text(look: &mut Look, r: &RotaRow) -> Result<RotaText> {
    let row = look.row(&VERSION, params! { "rota": r.id, "version": r.version })?;
    layers(&row.context("a rota without its version")?.get::<String>("layers")?)
}

/// With the overrides that hold for a policy, and for every one, and what is known of people.
fn completed(
    look: &mut Look,
    r: &RotaRow,
    text: &RotaText,
    policy: Option<EscalationPolicyId>,
) -> Result<Rota> {
    let mut rota = text.rota()?;
    for o in overrides(look, r.id)?.iter().filter(|o| o.policy.is_none() || o.policy == policy) {
        rota.put(o.over())?;
    }
    known(look, &mut rota)?;
    Ok(rota)
}

/// The rota of the bound organization as it is now, with everything that its resolver needs.
pub(crate) fn ready(look: &mut Look, r: &RotaRow) -> Result<Rota> {
    let text = text(look, r)?;
    completed(look, r, &text, None)
}

/// The same through its versions, for a stretch of time and the steps of a policy; without one, for everybody.
pub(crate) fn history(
    look: &mut Look,
    r: &RotaRow,
    policy: Option<EscalationPolicyId>,
    (from, to): (Moment, Moment),
) -> Result<History> {
    let rows = look.rows(&IN_FORCE, params! { "rota": r.id, "from_at": from, "to_at": to })?;
    let mut history: Option<History> = None;
    for row in rows {
        let text = layers(&row.get::<String>("layers")?)?;
        let (rota, set_at) = (completed(look, r, &text, policy)?, row.get::<Moment>("set_at")?);
        history = Some(match history {
            None => History::of(rota),
            Some(history) => history.then(set_at.timestamp(), rota),
        });
    }
    match history {
        Some(history) => Ok(history),
        // Before it was first set: as it was set first.
        None => Ok(History::of(ready(look, r)?)),
    }
}
