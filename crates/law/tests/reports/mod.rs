//! Reads the lists of breach reports that HHS publishes, finds the day of discovery in their narratives, and asks the rule when
//! HHS had to be told. Names are not kept.

use jiff::civil::Date;
use law::State;
use law::breach::{Affected, Breach, Entity, Tell, duties};
use regex::Regex;
use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

/// The lists that have narratives, or whose rows are held against the thresholds.
const LISTS: [&str; 3] =
    ["archive-2009-2020.csv", "under-investigation-2018-2020.csv", "portal-2023-2024.csv"];

/// The folder with the lists, where it is present.
pub fn folder() -> Option<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/breaches"));
    folder.is_dir().then(|| folder.to_owned())
}

/// One row of a list.
#[derive(Debug, Clone)]
pub struct Report {
    pub list: &'static str,
    pub row: usize,
    pub state: Option<State>,
    pub affected: u32,
    pub submitted: Date,
    pub by_associate: bool,
    /// As a pattern finds it in the narrative.
    pub discovered: Option<Date>,
}

impl Report {
    /// The duties that the rule derives, if the day of discovery is known.
    pub fn hhs_due(&self) -> Option<Date> {
        let mut people = Affected::default();
        match self.state {
            Some(state) => drop(people.residents.insert(state, self.affected)),
            None => people.elsewhere = self.affected,
        }
        let breach = Breach::of(Entity::CoveredEntity, self.discovered?, people);
        duties(&breach).into_iter().find(|duty| duty.tell == Tell::Hhs)?.by
    }

    /// Days between discovery and report.
    pub fn days(&self) -> Option<i32> {
        Some(self.discovered?.until(self.submitted).ok()?.get_days())
    }

    /// Whether the report came after the last day; nothing where the pattern found a day after the report.
    pub fn late(&self) -> Option<bool> {
        let days = self.days().filter(|days| *days >= 0);
        days.and(self.hhs_due()).map(|due| self.submitted > due)
    }
}

/// What was read, and what could not be.
#[derive(Debug, Default)]
pub struct Found {
    pub reports: Vec<Report>,
    /// Rows that lack what a report needs, by list, row and field.
    pub problems: Vec<String>,
}

/// Reads every list in a folder.
pub fn read(folder: &Path) -> Result<Found, String> {
    let mut found = Found::default();
    for list in LISTS {
        let path = folder.join(list);
        let mut rows =
            csv::ReaderBuilder::new().flexible(true).from_path(&path).map_err(|e| format!("{list}: {e}"))?;
        for (row, record) in rows.byte_records().enumerate() {
            let record = record.map_err(|e| format!("{list}: {e}"))?;
            let field =
                |n: usize| String::from_utf8_lossy(record.get(n).unwrap_or_default()).trim().to_owned();
            let (Ok(affected), Some(submitted)) = (field(3).parse(), day(&field(4))) else {
                found.problems.push(format!(
                    "{list}, row {}: individuals '{}', submitted '{}'",
                    row + 1,
                    field(3),
                    field(4)
                ));
                continue;
            };
            found.reports.push(Report {
                list,
                row: row + 1,
                state: State::find(&field(1)),
                affected,
                submitted,
                by_associate: field(2) == "Business Associate",
                discovered: discovered(&field(8)),
            });
        }
    }
    Ok(found)
}

/// 06/18/2020 or 2024-12-03.
fn day(text: &str) -> Option<Date> {
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    Date::strptime("%m/%d/%Y", text).ok()
}

/// The day of discovery that a narrative states: "On November 8, 2018, the covered entity (CE) discovered …".
fn discovered(narrative: &str) -> Option<Date> {
    use std::sync::LazyLock;
    // A word that is no month is refused when the day is read.
    const DAY: &str = r"([A-Z][a-z]{2,8}) (\d{1,2}), (\d{4})";
    static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = format!(r"(?i)\bOn {DAY},? [^.;]{{0,120}}?\bdiscovered\b");
        Regex::new(&pattern).unwrap_or_else(|e| panic!("{e}"))
    });
    static AFTER: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = format!(r"(?i)\b(?:discovered|learned)\b[^.;]{{0,40}}?\bon {DAY}");
        Regex::new(&pattern).unwrap_or_else(|e| panic!("{e}"))
    });
    let found = BEFORE.captures(narrative).or_else(|| AFTER.captures(narrative))?;
    Date::strptime("%B %d, %Y", format!("{} {}, {}", &found[1], &found[2], &found[3])).ok()
}

/// Which came late, and how many say when the breach was discovered. A pattern finds the day, and a pattern errs.
pub fn summary(found: &Found) -> String {
    let dated: Vec<&Report> = found.reports.iter().filter(|report| report.discovered.is_some()).collect();
    let late: Vec<&&Report> = dated.iter().filter(|report| report.late() == Some(true)).collect();
    let mut text = format!(
        "{} reports ({} by business associates), {} that could not be read, {} that state a day of discovery, \
         {} of these after the report.\n{} came later than the rule allows:\n",
        found.reports.len(),
        found.reports.iter().filter(|report| report.by_associate).count(),
        found.problems.len(),
        dated.len(),
        dated.iter().filter(|report| report.late().is_none()).count(),
        late.len()
    );
    for report in late {
        let (Some(discovered), Some(due), Some(days)) = (report.discovered, report.hhs_due(), report.days())
        else {
            continue;
        };
        let state = report.state.map_or("??", State::code);
        let _ = writeln!(
            text,
            "  {} row {:>4}  {state}  {:>8} people  discovered {discovered}  due {due}  reported {}  {days:>4} days",
            report.list, report.row, report.affected, report.submitted
        );
    }
    text
}
