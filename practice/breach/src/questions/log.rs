//! The log of a calendar year (45 CFR 164.408(c)): breaches of fewer than 500 individuals that were discovered in it, each
//! with the day by which it is reported and whether it was. It goes out as a sheet too.

use crate::duties::{self, DutyLine};
use crate::records::{self, Breach};
use crate::told_records as told;
use crate::words::{Cause, Conclusion, Medium};
use anyhow::Context as _;
use jiff::civil::Date;
use kernel::{BreachId, Duty, OrgId, Phi, Refusal, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// From this many individuals on a breach is reported with the notices, and not by the log.
const LARGE: u64 = 500;

/// So many records a page looks at when nothing is said, and at most.
const MOST: u32 = 50;
const AT_MOST: u32 = 200;

/// Gives the log of a calendar year: breaches of fewer than 500 individuals, in the order of their discovery, a page at a time.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BreachLog {
    pub org: OrgId,
    /// The calendar year of discovery.
    #[schemars(range(min = 2009, max = 2200))]
    pub year: i16,
    /// Where the log goes on: the day and the record that the page before gave.
    pub after_on: Option<String>,
    pub after: Option<BreachId>,
    /// So many records are looked at; 50 when nothing is said, 200 at most.
    pub most: Option<u32>,
}

impl BreachLog {
    /// The first page of a year's log.
    pub fn of(org: OrgId, year: i16) -> Self {
        Self { org, year, after_on: None, after: None, most: None }
    }

    /// The page behind this one, of as many records as are looked at in one go.
    pub fn behind(self, on: &LogPlace) -> Self {
        Self { after_on: Some(on.on.clone()), after: Some(on.breach), most: Some(AT_MOST), ..self }
    }
}

/// Where a log goes on.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LogPlace {
    pub on: String,
    pub breach: BreachId,
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
    /// Where it goes on; nothing on the last page. A page holds fewer lines than were looked at where a breach was large or
    /// was none.
    pub more: Option<LogPlace>,
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

impl BreachLog {
    /// Where the page before ended.
    fn after(&self) -> Result<Option<(Date, BreachId)>, Stop> {
        let Some((on, breach)) = self.after_on.as_deref().zip(self.after) else { return Ok(None) };
        let on = on.parse().map_err(|_| {
            Refusal::invalid("after_on", "Give the day at which the page before ended, as 2026-03-01.")
        })?;
        Ok(Some((on, breach)))
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
        let most = self.most.unwrap_or(MOST).clamp(1, AT_MOST);
        let mut found = records::of_year(look, self.year, self.after()?, most + 1)?;
        let more = found.len() > most as usize;
        found.truncate(most as usize);
        let last = found.last().filter(|_| more);
        let more = last.and_then(|b| Some(LogPlace { on: b.discovered_on?.to_string(), breach: b.id }));
        let mut lines = Vec::new();
        for b in found {
            let small = b.counted && b.affected.total() < LARGE;
            if !small || b.conclusion.is_some_and(|c| c != Conclusion::Breach) {
                continue;
            }
            let (known, held) = (told::known(look, b.id)?, told::delays(look, b.id)?);
            let clocks = told::clocks(look, b.id)?;
            lines.push(line(&b, &duties::all(&b, &known, &held, &clocks, look.now())));
        }
        Ok(YearLog { org: self.org, year: self.year, lines, more })
    }
}
