//! Recognized security practices, Pub. L. 116-321 (42 U.S.C. 17941): HHS considers whether they were in place for the twelve
//! months before, which can make a penalty smaller and an audit shorter. Evidence has to reach back that far without a gap.

use crate::citation::Confidence;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Where the look-back stands, and how well it was checked.
pub const SOURCE: (&str, Confidence) = ("42 U.S.C. 17941 (Pub. L. 116-321)", Confidence::Checked);

/// What counts as a recognized practice; general knowledge.
pub const QUALIFIES: [(&str, &str, Confidence); 3] = [
    (
        "NIST Act, section 2(c)(15)",
        "Standards, guidelines and practices developed under it, such as the NIST Cybersecurity Framework.",
        Confidence::Unverified,
    ),
    (
        "Cybersecurity Act of 2015, section 405(d)",
        "The approaches promulgated under it: Health Industry Cybersecurity Practices.",
        Confidence::Unverified,
    ),
    (
        "42 U.S.C. 17941",
        "Other programs that address cybersecurity and are recognized by statute or regulation.",
        Confidence::Unverified,
    ),
];

/// What the dates of evidence show about the twelve months before a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookBack {
    /// The first day of the twelve months.
    pub from: Date,
    /// The day that is looked back from.
    pub on: Date,
    /// The stretches without evidence: the first and the last day of each.
    pub gaps: Vec<(Date, Date)>,
}

impl LookBack {
    /// Whether evidence covers all of the twelve months.
    pub const fn in_place(&self) -> bool {
        self.gaps.is_empty()
    }
}

/// Looks back from a day over the evidence that one practice was in place. Each date of evidence speaks for itself and for the
/// `holds_days` days after it, as long as the organization's own schedule lets a review, a report or a scan stand; the statute
/// names no such number. Evidence after the day counts for nothing.
pub fn look_back(on: Date, evidence: &[Date], holds_days: u16) -> LookBack {
    let from = on.saturating_sub(1.year());
    let mut dates: Vec<Date> = evidence.iter().copied().filter(|day| *day <= on).collect();
    dates.sort_unstable();
    let mut gaps = Vec::new();
    // The first day that nothing speaks for yet.
    let mut open = from;
    for day in dates {
        if day > open {
            gaps.push((open, day.saturating_sub(1.day())));
        }
        let next = day.saturating_add((i64::from(holds_days) + 1).days());
        open = open.max(next);
    }
    if open <= on {
        gaps.push((open, on));
    }
    LookBack { from, on, gaps }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const ON: Date = date(2026, 6, 30);

    #[test]
    fn twelve_months_without_a_gap() {
        let quarterly =
            [date(2025, 6, 1), date(2025, 9, 1), date(2025, 12, 1), date(2026, 3, 1), date(2026, 6, 1)];
        let back = look_back(ON, &quarterly, 92);
        assert_eq!((back.from, back.in_place()), (date(2025, 6, 30), true));
        // 92 days lie between the two pairs that are furthest apart, so 91 days after each leave nothing open.
        assert!(look_back(ON, &quarterly, 91).in_place());
        let open = [date(2025, 8, 31), date(2026, 5, 31)].map(|day| (day, day));
        assert_eq!(look_back(ON, &quarterly, 90).gaps, open);
    }

    #[test]
    fn what_is_missing_is_named() {
        assert!(!look_back(ON, &[], 365).in_place());
        assert_eq!(look_back(ON, &[], 365).gaps, [(date(2025, 6, 30), ON)]);
        assert_eq!(look_back(ON, &[ON], 0).gaps, [(date(2025, 6, 30), date(2026, 6, 29))]);
        assert_eq!(look_back(ON, &[date(2025, 6, 30)], 0).gaps, [(date(2025, 7, 1), ON)]);
        assert!(look_back(ON, &[date(2025, 6, 30)], 365).in_place());
        assert_eq!(look_back(ON, &[date(2025, 6, 30)], 364).gaps, [(ON, ON)]);
        assert_eq!(look_back(ON, &[date(2025, 6, 29)], 365).gaps, [(ON, ON)], "what is older holds less far");
        assert_eq!(
            look_back(ON, &[date(2026, 7, 1)], 9_999).gaps,
            [(date(2025, 6, 30), ON)],
            "not yet there"
        );
        // In whatever order, and twice.
        let mixed = [date(2026, 1, 1), date(2025, 6, 30), date(2026, 1, 1)];
        assert!(look_back(ON, &mixed, 185).in_place());
    }

    #[test]
    fn a_leap_day_looks_back_to_the_end_of_february() {
        assert_eq!(look_back(date(2024, 2, 29), &[], 0).from, date(2023, 2, 28));
    }

    proptest! {
        #[test]
        fn a_day_lies_in_a_gap_exactly_when_nothing_speaks_for_it(
            offsets in prop::collection::vec(-100_i64..500, 0..12), holds in 0_u16..200, at in 0_i64..=365
        ) {
            let evidence: Vec<Date> = offsets.iter().map(|n| ON.saturating_sub(n.days())).collect();
            let back = look_back(ON, &evidence, holds);
            let day = back.from.saturating_add(at.days()).min(ON);
            let spoken = evidence.iter().filter(|e| **e <= ON).any(|e| {
                *e <= day && day <= e.saturating_add(i64::from(holds).days())
            });
            let in_gap = back.gaps.iter().any(|(first, last)| *first <= day && day <= *last);
            prop_assert_eq!(spoken, !in_gap);
        }
    }
}
