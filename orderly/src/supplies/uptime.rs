//! A month of uptime under a service contract: what the contract promises, how each of its systems was, and every stretch of
//! time with the reason why it counts as it does. And what the orders about it need to know.

use crate::records::{contracts as of_contract, places};
use agreements::contracts::{self, LeftOut, UptimeTerms};
use assets::needs::{Scoped, Zoned};
use assets::uptime::StateCause;
use clocks::uptime::{Condition, Counts, Report};
use jiff::SignedDuration;
use kernel::{AssetId, ContractId, Duty, LocationId, Moment, Phi, Refusal, Stop};
use office::{Act, Ground, Question, Registry};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

pub fn register(registry: &mut Registry) {
    registry
        .order_with::<assets::ReportState>(|look, o| zoned(look, o.asset))
        .order_with::<assets::CorrectState>(|look, o| zoned(look, o.asset))
        .order_with::<assets::SetRecovery>(|look, o| scoped(look, o.location, o.contract))
        .question::<UptimeOf>();
}

fn zoned(look: &mut Look, asset: AssetId) -> Result<Zoned, Stop> {
    let known = super::asset(look, asset)?;
    let zone = places::hours(look, known.location)?.and_then(|hours| hours.zone);
    Ok(Zoned { zone: zone.unwrap_or_else(|| "UTC".to_owned()) })
}

fn scoped(
    look: &mut Look,
    location: Option<LocationId>,
    contract: Option<ContractId>,
) -> Result<Scoped, Stop> {
    let missing = |what| Err(Refusal { field: Some(String::from(what)), ..Refusal::not_found(what) }.into());
    if let Some(location) = location
        && !places::has_location(look, location)?
    {
        return missing("location");
    }
    match contract.map(|contract| contracts::uptime_terms(look, contract, "0000-00")) {
        Some(Err(Stop::Refused(_))) => missing("contract"),
        Some(Err(stop)) => Err(stop),
        _ => Ok(Scoped),
    }
}

/// Shows a month of uptime under a service contract, with the account of every stretch.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UptimeOf {
    pub contract: ContractId,
    /// Such as 2026-11; the running month when left out.
    pub month: Option<String>,
}

/// A month of uptime under a contract.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UptimeMonth {
    pub contract: ContractId,
    pub org: kernel::OrgId,
    pub title: String,
    pub month: String,
    pub zone: String,
    /// Whether it is still running: what is to come is not counted.
    pub running: bool,
    /// Nothing where the contract promises nothing about uptime in that month.
    pub terms: Option<UptimeTerms>,
    pub systems: Vec<SystemMonth>,
}

/// A month of a system.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SystemMonth {
    pub asset: AssetId,
    pub name: String,
    /// Of what counts, such as 99.9500, cut off and never rounded up; nothing when nothing counts.
    pub available_percent: Option<String>,
    pub promised_percent: String,
    pub kept: bool,
    pub available_seconds: i64,
    pub unavailable_seconds: i64,
    pub left_out_seconds: i64,
    pub up_seconds: i64,
    pub degraded_seconds: i64,
    pub down_seconds: i64,
    pub maintenance_seconds: i64,
    /// Nobody watched; never counted as available.
    pub unknown_seconds: i64,
    /// Every stretch of the month, each beginning where the one before ends.
    pub account: Vec<UptimeRow>,
}

/// A stretch of time and why it counts as it does.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UptimeRow {
    pub from: Moment,
    pub to: Moment,
    pub seconds: i64,
    pub was: String,
    /// `available`, `unavailable` or `left-out`.
    pub counts: String,
}

/// Millionths as percent.
fn percent(ppm: u32) -> String {
    format!("{}.{:04}", ppm / 10_000, ppm % 10_000)
}

fn cause(left_out: LeftOut) -> StateCause {
    match left_out {
        LeftOut::Provider => StateCause::Provider,
        LeftOut::Client => StateCause::Client,
        LeftOut::Vendor => StateCause::Vendor,
        LeftOut::Outside => StateCause::Outside,
    }
}

fn told((asset, name): (AssetId, String), report: &Report) -> SystemMonth {
    let seconds = |length: SignedDuration| length.as_secs();
    let counts = |counts: Counts| match counts {
        Counts::Available => "available",
        Counts::Unavailable => "unavailable",
        Counts::Excluded => "left-out",
    };
    let row = |row: &clocks::uptime::Row| UptimeRow {
        from: Moment::from_timestamp(row.from),
        to: Moment::from_timestamp(row.to),
        seconds: seconds(row.to.duration_since(row.from)),
        was: row.class.to_string(),
        counts: counts(row.counts).to_owned(),
    };
    SystemMonth {
        asset,
        name,
        available_percent: report.available_ppm().map(percent),
        promised_percent: percent(report.promised_ppm),
        kept: report.met(),
        available_seconds: seconds(report.available),
        unavailable_seconds: seconds(report.unavailable),
        left_out_seconds: seconds(report.left_out),
        up_seconds: seconds(report.time_in(Condition::Up)),
        degraded_seconds: seconds(report.time_in(Condition::Degraded)),
        down_seconds: seconds(report.time_in(Condition::Down)),
        maintenance_seconds: seconds(report.time_in(Condition::Maintenance)),
        unknown_seconds: seconds(report.time_in(Condition::Unknown)),
        account: report.rows.iter().map(row).collect(),
    }
}

fn system(
    look: &mut Look,
    asset: AssetId,
    (terms, zone): (&UptimeTerms, &str),
    (from, to): (jiff::Timestamp, jiff::Timestamp),
) -> Result<Option<SystemMonth>, Stop> {
    let Some((name, hours)) = of_contract::system(look, asset)? else { return Ok(None) };
    let excluded: Vec<StateCause> = terms.left_out.iter().map(|left_out| cause(*left_out)).collect();
    let reports = assets::uptime::reports(look, asset)?;
    let seen = assets::uptime::seen(&reports, &excluded, Moment::from_timestamp(to));
    let report = terms.clocks(zone, hours.as_deref())?.report(&seen, from, to);
    let report = report.map_err(|problem| anyhow::anyhow!("the uptime of {asset}: {problem}"))?;
    Ok(Some(told((asset, name), &report)))
}

impl Question for UptimeOf {
    const ACT: Act = Act {
        name: "agreements.uptime",
        says: "See a month of uptime under a contract",
        path: "/contracts/{contract}/uptime",
        duty: Duty::ReadAgreements,
        phi: Phi::None,
    };
    type Answer = UptimeMonth;

    fn ground(&self) -> Ground {
        Ground::thing(self.contract)
    }

    fn answer(&self, look: &mut Look) -> Result<UptimeMonth, Stop> {
        let now = look.now();
        let wrong = || Refusal::invalid("month", "Give a month such as 2026-11.");
        let (zone, _, _) = contracts::uptime_terms(look, self.contract, "0000-00")?;
        let first = match self.month.as_deref().map(str::trim).filter(|month| !month.is_empty()) {
            Some(month) => contracts::month(month).ok_or_else(wrong)?,
            None => now.date_in(&zone).first_of_month(),
        };
        let month = first.strftime("%Y-%m").to_string();
        let (zone, title, terms) = contracts::uptime_terms(look, self.contract, &month)?;
        let tz = clocks::zone(&zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let (from, end) = clocks::uptime::month(&tz, first.year(), first.month()).ok_or_else(wrong)?;
        let to = end.min(now.timestamp());
        let mut systems = Vec::new();
        if let Some(terms) = terms.as_ref().filter(|_| from < to) {
            for asset in &terms.assets {
                systems.extend(system(look, *asset, (terms, &zone), (from, to))?);
            }
        }
        let org = look.org().ok_or_else(|| anyhow::anyhow!("a contract without an organization"))?;
        let running = to < end;
        Ok(UptimeMonth { contract: self.contract, org, title, month, zone, running, terms, systems })
    }
}
