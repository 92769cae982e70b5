//! How systems were, and how soon they have to be back, as it is kept.

use crate::continuity::AssetClass;
use crate::uptime::{Reported, StateCause, SystemState};
use anyhow::Result;
use kernel::{AssetId, ContractId, LocationId};
use store::{Look, Row, Work, params, sql};

sql! {
    REPORT "assets.report-state"
        "insert into system_states (asset, place, org, from_at, until_at, condition, cause, reason, ticket, said_by,
           said_at)
         values (:asset, :place, :org, :from_at, :until_at, :state, :cause, :reason, :ticket, :said_by, :now)";
    PLACES "assets.states-said"
        "select coalesce(max(place) + 1, 0) as place from system_states where asset = :asset and org = :org";
    STATES "assets.system-states"
        "select place, from_at, until_at, condition, cause, reason, ticket, said_by, said_at from system_states
         where asset = :asset and org = :org order by place limit :most";
    AIM "assets.set-recovery"
        "insert into recovery_targets (org, class, location, contract, rto_minutes, rpo_minutes, said_by, said_at)
         values (:org, :class, :location, :contract, :rto_minutes, :rpo_minutes, :said_by, :now)
         on conflict (org, class, location, contract) do update set rto_minutes = excluded.rto_minutes,
           rpo_minutes = excluded.rpo_minutes, said_by = excluded.said_by, said_at = excluded.said_at
         where recovery_targets.org = excluded.org";
    AIMS "assets.recovery-targets"
        "select class, location, contract, rto_minutes, rpo_minutes from recovery_targets where org = :org
         order by class, contract, location limit 1000";
}

/// More reports of one system than this are not read: a month has some hundreds.
pub(crate) const MOST_STATES: u32 = 20_000;

pub(crate) fn report(work: &mut Work, asset: AssetId, said: &Reported) -> Result<()> {
    let place: i64 = work.row(&PLACES, params! { "asset": asset })?.map_or(Ok(0), |row| row.get("place"))?;
    if place >= i64::from(MOST_STATES) {
        anyhow::bail!("more than {MOST_STATES} states of {asset} were reported");
    }
    work.run(
        &REPORT,
        params! { "asset": asset, "place": place, "from_at": said.from, "until_at": said.until, "state": said.state,
        "cause": said.cause, "reason": said.reason, "ticket": said.ticket, "said_by": said.said_by },
    )?;
    Ok(())
}

/// Everything that was reported of a system, in the order in which it was said.
pub(crate) fn states(look: &mut Look, asset: AssetId) -> Result<Vec<Reported>> {
    let read = |row: &Row| {
        Ok(Reported {
            place: row.get("place")?,
            from: row.get("from_at")?,
            until: row.get("until_at")?,
            state: row.get::<SystemState>("condition")?,
            cause: row.get::<Option<StateCause>>("cause")?,
            reason: row.get("reason")?,
            ticket: row.get("ticket")?,
            said_by: row.get("said_by")?,
            said_at: row.get("said_at")?,
        })
    };
    look.rows(&STATES, params! { "asset": asset, "most": MOST_STATES })?.iter().map(read).collect()
}

/// A target for the systems of a class, and where it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Aim {
    pub class: AssetClass,
    pub location: Option<LocationId>,
    pub contract: Option<ContractId>,
    pub rto_minutes: i64,
    pub rpo_minutes: Option<i64>,
}

pub(crate) fn aim(work: &mut Work, aim: &Aim) -> Result<()> {
    let by = work.person();
    let word = |id: Option<String>| id.unwrap_or_default();
    work.run(
        &AIM,
        params! { "class": aim.class, "location": word(aim.location.map(|l| l.to_string())),
        "contract": word(aim.contract.map(|c| c.to_string())), "rto_minutes": aim.rto_minutes,
        "rpo_minutes": aim.rpo_minutes, "said_by": by },
    )?;
    Ok(())
}

/// Every target of the bound organization.
pub(crate) fn aims(look: &mut Look) -> Result<Vec<Aim>> {
    let read = |row: &Row| {
        let (location, contract) = (row.get::<String>("location")?, row.get::<String>("contract")?);
        Ok(Aim {
            class: row.get("class")?,
            location: (!location.is_empty()).then(|| location.parse()).transpose()?,
            contract: (!contract.is_empty()).then(|| contract.parse()).transpose()?,
            rto_minutes: row.get("rto_minutes")?,
            rpo_minutes: row.get("rpo_minutes")?,
        })
    };
    look.rows(&AIMS, params! {})?.iter().map(read).collect()
}
