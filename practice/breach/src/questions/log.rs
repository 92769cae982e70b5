//! The log of a calendar year (45 CFR 164.408(c)): breaches of fewer than 500 individuals that were discovered in it, each
//! with the day by which it is reported and whether it was. It goes out as a sheet too.

use crate::duties::{self, DutyLine};
use crate::records::{self, Breach};
use crate::told_records as told;
use crate::words::{Cause, Conclusion, Medium};
use anyhow::Context as _;
use kernel::{BreachId, Duty, OrgId, Phi, Refusal, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// From this many individuals on a breach is reported with the notices, and not by the log.
const LARGE: u64 = 500;

/// Gives the log of a calendar year: breaches of fewer than 500 individuals.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BreachLog {
    pub org: OrgId,
    /// The calendar year of discovery.
    #[schemars(range(min = 2009, max = 2200))]
    pub year: i16,
}

/// A breach in the log.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LogLine {
    pub breach: BreachId,
    pub title: String,
    pub discovered_on: String,
    pub happened_from: Option<String>,
    pub happened_to: Option<String>,
    pub cause: Cause,
    pub medium: Medium,
    pub individuals: u64,
    pub counts: String,
    pub individuals_told: Option<String>,
    /// The last day for the report to HHS, a ceiling.
    pub report_by: Option<String>,
    pub because: Option<String>,
    pub reported_on: Option<String>,
}

/// The log.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct YearLog {
    pub org: OrgId,
    pub year: i16,
    pub lines: Vec<LogLine>,
}

fn line(b: &Breach, duties: &[DutyLine]) -> LogLine {
    let hhs = duties.iter().find(|d| d.tell == "hhs");
    LogLine {
        breach: b.id,
        title: b.title.clone(),
        discovered_on: b.discovered_on.map(|d| d.to_string()).unwrap_or_default(),
        happened_from: b.happened_from.map(|d| d.to_string()),
        happened_to: b.happened_to.map(|d| d.to_string()),
        cause: b.cause,
        medium: b.medium,
        individuals: b.affected.total(),
        counts: crate::texts::written(&b.affected),
        individuals_told: b.individuals_told.map(|d| d.to_string()),
        report_by: hhs.and_then(|d| d.by).map(|d| d.to_string()),
        because: hhs.map(|d| d.because.clone()),
        reported_on: hhs.and_then(|d| d.told_on).map(|d| d.to_string()),
    }
}

impl YearLog {
    /// The log as a sheet of comma-separated values. A cell that begins like a formula is kept from being one.
    ///
    /// # Errors
    /// None that a text in memory can cause.
    pub fn csv(&self) -> anyhow::Result<String> {
        let mut sheet = csv::Writer::from_writer(Vec::new());
        sheet.write_record([
            "breach",
            "title",
            "discovered on",
            "happened from",
            "happened to",
            "type",
            "location",
            "individuals",
            "by state",
            "individuals told",
            "report by",
            "because",
            "reported on",
        ])?;
        for l in &self.lines {
            let text = |t: &Option<String>| t.clone().unwrap_or_default();
            let plain = |t: &str| match t.chars().next() {
                Some('=' | '+' | '-' | '@') => format!("'{t}"),
                _ => t.to_owned(),
            };
            sheet.write_record([
                l.breach.to_string(),
                plain(&l.title),
                l.discovered_on.clone(),
                text(&l.happened_from),
                text(&l.happened_to),
                l.cause.title().to_owned(),
                l.medium.title().to_owned(),
                l.individuals.to_string(),
                l.counts.clone(),
                text(&l.individuals_told),
                text(&l.report_by),
                text(&l.because),
                text(&l.reported_on),
            ])?;
        }
        let bytes = sheet.into_inner().context("a sheet in memory")?;
        String::from_utf8(bytes).context("a sheet of texts")
    }
}

impl Question for BreachLog {
    const ACT: Act = Act {
        name: "breach.log",
        says: "Give the yearly log of small breaches",
        path: "/organizations/{org}/breach-log",
        duty: Duty::ReadAgreements,
        phi: Phi::None,
    };
    type Answer = YearLog;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn answer(&self, look: &mut Look) -> Result<YearLog, Stop> {
        if !(2009..=2200).contains(&self.year) {
            return Err(Refusal::invalid("year", "Give a year, for instance 2026.").into());
        }
        let mut lines = Vec::new();
        for b in records::of_year(look, self.year)? {
            let small = b.counted && b.affected.total() < LARGE;
            if !small || b.conclusion.is_some_and(|c| c != Conclusion::Breach) {
                continue;
            }
            let (known, held) = (told::known(look, b.id)?, told::delays(look, b.id)?);
            let clocks = told::clocks(look, b.id)?;
            lines.push(line(&b, &duties::all(&b, &known, &held, &clocks, look.now())));
        }
        Ok(YearLog { org: self.org, year: self.year, lines })
    }
}
