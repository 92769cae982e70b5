//! Civil money penalties: what a violation may cost, by culpability and by the day on which the penalty is assessed. The lower
//! yearly caps that HHS announced in 2019 are policy that may be withdrawn at will, and never stand among the law.

use crate::citation::Confidence;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::LazyLock;

/// An amount in cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cents(pub u64);

impl Cents {
    const fn dollars(whole: u64) -> Self {
        Self(whole.saturating_mul(100))
    }
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = (self.0 / 100).to_string();
        f.write_str("$")?;
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        if self.0.is_multiple_of(100) { Ok(()) } else { write!(f, ".{:02}", self.0 % 100) }
    }
}

/// A degree of culpability: 160.404(b)(2).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// 1 to 4.
    pub number: u8,
    pub culpability: String,
    pub paragraph: String,
    /// The yearly cap of the 2019 notice before adjustment, in dollars: policy.
    pub discretion: u64,
    pub confidence: Confidence,
}

/// The amounts that hold from a day on, in dollars.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// The first day of assessment for which it holds.
    pub effective: Date,
    pub register: String,
    /// The least for a violation, by tier.
    pub least: [u64; 4],
    /// For identical provisions in a calendar year, and the most for a violation of the fourth tier.
    pub cap: u64,
    /// By what the table before was multiplied, times 100,000.
    pub multiplier: Option<u64>,
    /// How well the amounts were checked.
    pub confidence: Confidence,
    /// How well the register and the day were checked.
    pub published: Confidence,
    pub note: Option<String>,
    /// Estimates of the yearly caps under the 2019 notice, where somebody published them, in cents.
    discretion_cents: Option<[u64; 4]>,
    discretion_note: Option<String>,
}

/// The notice of 2019.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discretion {
    pub title: String,
    pub register: String,
    pub published: Date,
    pub confidence: Confidence,
    /// What it is worth.
    pub note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "as_of")]
    _as_of: Date,
    adjusted_since: Date,
    tier: [Tier; 4],
    table: Vec<Table>,
    discretion: Discretion,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/penalties.toml"))
        .expect("the data file is part of the program, and a test reads it")
});

/// The four tiers.
pub fn tiers() -> &'static [Tier; 4] {
    &FILE.tier
}

/// Every table, oldest first.
pub fn tables() -> &'static [Table] {
    &FILE.table
}

/// The notice of 2019, which is policy.
pub fn discretion() -> &'static Discretion {
    &FILE.discretion
}

impl Table {
    /// The least and the most for one violation of a tier (1 to 4), in dollars.
    fn range(&self, tier: &Tier) -> (u64, u64) {
        let least = self.least[usize::from(tier.number) - 1];
        (least, if tier.number == 4 { self.cap } else { self.least[3] })
    }

    /// The yearly cap under the notice of 2019, and whether somebody published that figure: otherwise it is the notice's own,
    /// unadjusted.
    fn policy(&'static self, tier: &Tier) -> Policy {
        let place = usize::from(tier.number) - 1;
        let published = self.discretion_cents.map(|cents| Cents(cents[place]));
        Policy {
            cap: published.unwrap_or(Cents::dollars(tier.discretion)),
            adjusted: published.is_some(),
            register: &FILE.discretion.register,
            confidence: FILE.discretion.confidence,
            note: self.discretion_note.as_deref().filter(|_| tier.number == 1),
        }
    }
}

/// A yearly cap that HHS has said it will apply, and may stop applying at will. Not law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Policy {
    pub cap: Cents,
    /// Whether the amount is an estimate of the adjusted one; otherwise it is the notice's own of 2019.
    pub adjusted: bool,
    pub register: &'static str,
    #[serde(serialize_with = "Confidence::serialize_word")]
    pub confidence: Confidence,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'static str>,
}

/// What violations of one provision in one calendar year may cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Penalty {
    pub tier: u8,
    pub violations: u32,
    /// For one violation.
    pub least_each: Cents,
    pub most_each: Cents,
    /// For all of them, under the cap.
    pub least: Cents,
    pub most: Cents,
    /// For identical provisions in a calendar year.
    pub cap: Cents,
    /// The first day of assessment for which these amounts hold.
    pub table: Date,
    pub because: String,
    #[serde(serialize_with = "Confidence::serialize_word")]
    pub confidence: Confidence,
    /// The lower cap of the 2019 notice, for penalties assessed since. Policy, not law.
    pub policy: Option<Policy>,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPenalty {
    /// There are tiers 1 to 4.
    Tier,
    /// The oldest table held here begins on this day.
    BeforeTables(Date),
    /// The violation is after the assessment.
    NotYet,
}

impl fmt::Display for NoPenalty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tier => f.write_str("there are tiers 1 to 4"),
            Self::BeforeTables(day) => write!(f, "the oldest table held here begins on {day}"),
            Self::NotYet => f.write_str("the violation is after the assessment"),
        }
    }
}

impl std::error::Error for NoPenalty {}

/// What violations of one identical provision in one calendar year may cost, assessed on a day. `violated` is the day of the
/// violations where it is known; before 2015-11-02 the unadjusted amounts hold.
///
/// # Errors
/// There is no such tier, no table for that day, or the violation is after the assessment.
pub fn penalty(
    tier: u8,
    assessed: Date,
    violated: Option<Date>,
    violations: u32,
) -> Result<Penalty, NoPenalty> {
    let tier = tiers().iter().find(|row| row.number == tier).ok_or(NoPenalty::Tier)?;
    if violated.is_some_and(|day| day > assessed) {
        return Err(NoPenalty::NotYet);
    }
    let table = table_for(assessed, violated)?;
    let (least, most) = table.range(tier);
    let all = |each: u64| Cents::dollars(each.saturating_mul(u64::from(violations)).min(table.cap));
    Ok(Penalty {
        tier: tier.number,
        violations,
        least_each: Cents::dollars(least),
        most_each: Cents::dollars(most),
        least: all(least),
        most: all(most),
        cap: Cents::dollars(table.cap),
        table: table.effective,
        because: format!("{} and 102.3 ({})", tier.paragraph, table.register),
        confidence: tier.confidence.max(table.confidence).max(table.published),
        policy: (assessed >= FILE.discretion.published).then(|| table.policy(tier)),
    })
}

/// The table for a day of assessment: the newest that is in effect, or the unadjusted one for an old violation.
///
/// # Errors
/// The day is before the oldest table.
pub fn table_for(assessed: Date, violated: Option<Date>) -> Result<&'static Table, NoPenalty> {
    let oldest = &FILE.table[0];
    if assessed < oldest.effective || violated.is_some_and(|day| day < oldest.effective) {
        return Err(NoPenalty::BeforeTables(oldest.effective));
    }
    if violated.is_some_and(|day| day < FILE.adjusted_since) {
        return Ok(oldest);
    }
    Ok(FILE.table.iter().rev().find(|table| table.effective <= assessed).unwrap_or(oldest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn on(tier: u8, assessed: Date, violations: u32) -> Penalty {
        penalty(tier, assessed, None, violations).unwrap()
    }

    #[test]
    fn each_table_follows_from_the_one_before() {
        let mut steps = 0;
        for pair in tables().windows(2) {
            assert!(pair[0].effective < pair[1].effective);
            let Some(multiplier) = pair[1].multiplier else { continue };
            let step = |amount: u64| (amount * multiplier + 50_000) / 100_000;
            assert_eq!(pair[1].least, pair[0].least.map(step), "{}", pair[1].effective);
            assert_eq!(pair[1].cap, step(pair[0].cap), "{}", pair[1].effective);
            steps += 1;
        }
        assert_eq!((steps, tables().len()), (9, 11));
        assert_eq!(tables()[0].least, [100, 1_000, 10_000, 50_000]);
        assert_eq!(tables()[1].least, [110, 1_100, 11_002, 55_010]);
    }

    #[test]
    fn the_day_of_assessment_chooses_the_table() {
        let least = |day| on(1, day, 1).least_each;
        assert_eq!(least(date(2026, 1, 27)), Cents(14_100));
        assert_eq!(least(date(2026, 1, 28)), Cents(14_500));
        assert_eq!(least(date(2016, 9, 5)), Cents(10_000));
        assert_eq!(least(date(2016, 9, 6)), Cents(11_000));
        let old = penalty(1, date(2026, 3, 1), Some(date(2015, 11, 1)), 1).unwrap();
        assert_eq!((old.least_each, old.cap), (Cents(10_000), Cents(150_000_000)));
        let new = penalty(1, date(2026, 3, 1), Some(date(2015, 11, 2)), 1).unwrap();
        assert_eq!(new.least_each, Cents(14_500));
        assert_eq!(on(1, date(2013, 3, 26), 1).table, date(2013, 3, 26));
        let first = NoPenalty::BeforeTables(date(2013, 3, 26));
        assert_eq!(penalty(1, date(2013, 3, 25), None, 1), Err(first));
        assert_eq!(penalty(1, date(2026, 3, 1), Some(date(2013, 3, 25)), 1), Err(first));
        assert!(penalty(1, date(2026, 3, 1), Some(date(2013, 3, 26)), 1).is_ok());
        assert_eq!(penalty(1, date(2026, 3, 1), Some(date(2026, 3, 2)), 1), Err(NoPenalty::NotYet));
        assert!(penalty(1, date(2026, 3, 1), Some(date(2026, 3, 1)), 1).is_ok());
        for tier in [0, 5, 255] {
            assert_eq!(penalty(tier, date(2026, 3, 1), None, 1), Err(NoPenalty::Tier));
        }
        let said = [NoPenalty::Tier, first, NoPenalty::NotYet].map(|why| why.to_string());
        let sentences = [
            "there are tiers 1 to 4",
            "the oldest table held here begins on 2013-03-26",
            "the violation is after the assessment",
        ];
        assert_eq!(said, sentences);
    }

    #[test]
    fn four_violations_of_the_third_tier() {
        let four = on(3, date(2026, 3, 1), 4);
        assert_eq!((four.least_each, four.most_each), (Cents(1_460_200), Cents(7_301_100)));
        assert_eq!((four.least, four.most), (Cents(5_840_800), Cents(29_204_400)));
        assert_eq!(four.cap, Cents(219_029_400));
        assert_eq!(four.confidence, Confidence::Secondary);
        assert_eq!(four.because, "45 CFR 160.404(b)(2)(iii) and 102.3 (91 FR 3665)");
        let policy = four.policy.unwrap();
        assert_eq!((policy.cap, policy.adjusted), (Cents(36_505_200), true));
    }

    #[test]
    fn the_cap_ends_what_adds_up() {
        let day = date(2026, 3, 1);
        assert_eq!(on(4, day, 1).most_each, on(4, day, 1).cap);
        assert_eq!(on(4, day, 31).least, on(4, day, 1).cap, "31 times 73,011 is above the cap");
        assert_eq!(on(4, day, 29).least, Cents(29 * 7_301_100));
        assert_eq!(on(1, day, u32::MAX).most, on(1, day, 1).cap);
        assert_eq!(on(2, day, 0).most, Cents(0));
    }

    #[test]
    fn the_notice_of_2019_is_policy_and_an_estimate() {
        assert_eq!(on(1, date(2019, 4, 29), 1).policy, None);
        let first = on(1, date(2019, 4, 30), 1).policy.unwrap();
        assert_eq!((first.cap, first.adjusted), (Cents(2_500_000), false));
        let now = |tier| on(tier, date(2026, 3, 1), 1).policy.unwrap();
        assert_eq!(
            [1, 2, 3, 4].map(|tier| now(tier).cap.to_string()),
            ["$36,505.50", "$146,053", "$365,052", "$2,190,294"]
        );
        assert!(now(1).note.is_some() && now(2).note.is_none());
        assert_eq!(on(1, date(2025, 1, 1), 1).policy.unwrap().cap.to_string(), "$35,581");
        assert!(discretion().note.starts_with("Policy, not law"));
    }

    #[test]
    fn amounts_are_written_with_commas_and_cents() {
        for (cents, text) in
            [(0, "$0"), (5, "$0.05"), (99_900, "$999"), (100_000, "$1,000"), (123_456_789, "$1,234,567.89")]
        {
            assert_eq!(Cents(cents).to_string(), text);
        }
    }
}
