//! What a service contract promises about uptime: which systems, how many percent of which hours, and how degraded,
//! maintained and unknown time counts. Unknown time is never counted as up: it counts against us or for nobody, as the
//! contract says, and both are shown.

use super::hours::{NamedCalendar, TypedCalendar};
use super::kinds::CoveredHours;
use super::{records, records_uptime};
use crate::needs::Covering;
use clocks::uptime::Counts;
use clocks::{Calendar, CalendarText};
use jiff::civil::Date;
use kernel::{AssetId, ContractId, Done, Duty, Fact, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// More systems than this are not promised one by one.
const MOST_SYSTEMS: usize = 200;

store::kinds! {
    /// How a time counts.
    CountsAs {
        Available = "available" "As available",
        Unavailable = "unavailable" "As unavailable",
        LeftOut = "left-out" "For nobody",
    }
}

impl CountsAs {
    fn counts(self) -> Counts {
        match self {
            Self::Available => Counts::Available,
            Self::Unavailable => Counts::Unavailable,
            Self::LeftOut => Counts::Excluded,
        }
    }
}

/// Promises how long systems are up.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PromiseUptime {
    pub contract: ContractId,
    /// From which month on, for instance 2026-12.
    #[schemars(extend("x-order" = 1), length(max = 7))]
    pub from_month: String,
    /// How many percent, for instance 99.9.
    #[schemars(extend("x-order" = 2), length(max = 8))]
    pub percent: String,
    /// Which systems.
    #[schemars(extend("x-order" = 3))]
    pub assets: Vec<AssetId>,
    /// In which hours.
    #[schemars(extend("x-order" = 4))]
    pub hours: CoveredHours,
    /// The hours of their own, when there are such.
    #[serde(default)]
    #[schemars(extend("x-order" = 5))]
    pub calendar: Option<TypedCalendar>,
    /// How time counts in which a system works, but not as it should.
    #[schemars(extend("x-order" = 6))]
    pub degraded: CountsAs,
    /// How planned maintenance counts.
    #[schemars(extend("x-order" = 7))]
    pub maintenance: CountsAs,
    /// How time counts in which nobody watched; never as available.
    #[schemars(extend("x-order" = 8))]
    pub unknown: CountsAs,
    /// Whose outages are left out: provider, client, vendor, outside.
    #[serde(default)]
    #[schemars(extend("x-order" = 9))]
    pub left_out: Vec<LeftOut>,
}

store::kinds! {
    /// Whose outages a contract leaves out.
    LeftOut {
        Provider = "provider" "The provider's own outages",
        Client = "client" "The client's own doing",
        Vendor = "vendor" "Outages of vendors and carriers",
        Outside = "outside" "Power, weather and disaster",
    }
}

/// What is promised about uptime, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UptimeTerms {
    /// In millionths.
    pub promised_ppm: u32,
    pub assets: Vec<AssetId>,
    pub hours: CoveredHours,
    pub calendar: Option<NamedCalendar>,
    pub degraded: CountsAs,
    pub maintenance: CountsAs,
    pub unknown: CountsAs,
    pub left_out: Vec<LeftOut>,
}

/// From which month on it is promised.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UptimePromised {
    pub contract: ContractId,
    pub from_month: String,
}

/// A month such as 2026-12, by its first day.
pub fn month(text: &str) -> Option<Date> {
    let text = text.trim();
    (text.len() == 7).then(|| format!("{text}-01").parse().ok()).flatten()
}

/// Percent such as 99.9 in millionths.
fn ppm(text: &str) -> Option<u32> {
    let text = text.trim().trim_end_matches('%').trim();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |t: &str| t.len() <= 4 && t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) {
        return None;
    }
    let part: u32 = format!("{part:0<4}").parse().ok()?;
    let ppm = whole.parse::<u32>().ok()? * 10_000 + part;
    (1..=1_000_000).contains(&ppm).then_some(ppm)
}

impl UptimeTerms {
    /// As clocks reckon with it; `place` are the opening hours of the system's place, as JSON of
    /// `clocks::CalendarText`.
    ///
    /// # Errors
    /// When hours that were kept cannot be read.
    pub fn clocks(&self, zone: &str, place: Option<&str>) -> anyhow::Result<clocks::uptime::Terms> {
        let always =
            || CalendarText { zone: zone.to_owned(), always: true, ..CalendarText::default() }.try_into();
        let service_hours: Calendar = match (self.hours, &self.calendar, place) {
            (CoveredHours::Named, Some(named), _) => named.calendar()?,
            (CoveredHours::Business, _, Some(text)) => serde_json::from_str(text)?,
            _ => always()?,
        };
        Ok(clocks::uptime::Terms {
            service_hours,
            promised_ppm: self.promised_ppm,
            degraded: self.degraded.counts(),
            maintenance: self.maintenance.counts(),
            unknown: self.unknown.counts(),
        })
    }
}

impl PromiseUptime {
    fn checked(&self, known: &Covering) -> Result<UptimeTerms, Refusal> {
        let Some(promised_ppm) = ppm(&self.percent) else {
            return Err(Refusal::invalid("percent", "Give percent such as 99.9, at most four places."));
        };
        if self.assets.is_empty() || self.assets.len() > MOST_SYSTEMS {
            return Err(Refusal::invalid("assets", format!("Choose the systems, at most {MOST_SYSTEMS}.")));
        }
        if !self.assets.iter().all(|asset| known.assets.contains(asset)) {
            return Err(Refusal { field: Some("assets".to_owned()), ..Refusal::not_found("asset") });
        }
        if self.unknown == CountsAs::Available {
            let sentence =
                "Time in which nobody watched is never counted as up. Leave it out, or count it against us.";
            return Err(Refusal::invalid("unknown", sentence));
        }
        let calendar = match (self.hours, &self.calendar) {
            (CoveredHours::Named, Some(typed)) => Some(typed.checked().map_err(|refusal| Refusal {
                field: refusal.field.map(|field| field.trim_start_matches("terms.").to_owned()),
                ..refusal
            })?),
            (CoveredHours::Named, None) => {
                return Err(Refusal::invalid("calendar.name", "Say which hours these are."));
            }
            _ => None,
        };
        Ok(UptimeTerms {
            promised_ppm,
            assets: self.assets.clone(),
            hours: self.hours,
            calendar,
            degraded: self.degraded,
            maintenance: self.maintenance,
            unknown: self.unknown,
            left_out: LeftOut::ALL.iter().copied().filter(|l| self.left_out.contains(l)).collect(),
        })
    }
}

impl Order for PromiseUptime {
    const ACT: Act = Act {
        name: "agreements.promise-uptime",
        says: "Promise how long systems are up",
        path: "/contracts/{contract}/uptime/promise",
        duty: Duty::ManageContracts,
        phi: Phi::None,
    };
    type Receipt = UptimePromised;
    type Needs = Covering;

    fn ground(&self) -> Ground {
        Ground::thing(self.contract)
    }

    fn perform(&self, work: &mut Work, needs: Covering) -> Result<Done<UptimePromised>, Stop> {
        let contract = records::one(work, self.contract)?.ok_or_else(|| Refusal::not_found("contract"))?;
        super::orders::only_for_provider(work, needs.employer, contract.provider)?;
        let Some(from) = month(&self.from_month) else {
            return Err(Refusal::invalid("from_month", "Give a month such as 2026-12.").into());
        };
        if from < work.now().date_in(&contract.zone).first_of_month() {
            let sentence = "What was agreed for a month that is over stays. Give this month or a later one.";
            return Err(Refusal::invalid("from_month", sentence).into());
        }
        let (terms, from_month) = (self.checked(&needs)?, from.strftime("%Y-%m").to_string());
        records_uptime::promise(work, self.contract, &from_month, &terms)?;
        let fact = Fact::new("agreements.uptime-promised", contract.client)
            .about(contract.id)
            .with("contract", contract.id)
            .with("from_month", &from_month)
            .with("promised_ppm", terms.promised_ppm)
            .with("systems", terms.assets.len());
        Ok(Done::new(fact, UptimePromised { contract: self.contract, from_month }))
    }
}

/// What a contract promises for a month (such as 2026-12), with its client's time zone; nothing where it promises
/// nothing about uptime.
///
/// # Errors
/// A refusal when there is no such contract, or a fault of the store.
pub fn uptime_terms(
    look: &mut Look,
    contract: ContractId,
    of_month: &str,
) -> Result<(String, String, Option<UptimeTerms>), Stop> {
    let known = records::one(look, contract)?.ok_or_else(|| Refusal::not_found("contract"))?;
    let versions = records::versions(look, contract)?;
    let title = versions.last().map(|v| v.title.clone()).unwrap_or_default();
    let promised = records_uptime::promised(look, contract)?;
    let holds = promised.into_iter().find(|(from, _)| from.as_str() <= of_month).map(|(_, terms)| terms);
    Ok((known.zone, title, holds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_and_months_read_as_people_write_them() {
        for (text, ppm_of) in
            [("99.9", 999_000), ("99.95 %", 999_500), ("100", 1_000_000), ("99.9999", 999_999)]
        {
            assert_eq!(ppm(text), Some(ppm_of), "{text}");
        }
        for wrong in ["", "99,9", "100.1", "-1", "0", "99.99999", ".5", "abc", "١٠"] {
            assert_eq!(ppm(wrong), None, "{wrong}");
        }
        assert_eq!(month("2026-12").map(|d| d.to_string()).as_deref(), Some("2026-12-01"));
        for wrong in ["2026-13", "2026", "26-12", "2026-12-01", ""] {
            assert_eq!(month(wrong), None, "{wrong}");
        }
    }
}
