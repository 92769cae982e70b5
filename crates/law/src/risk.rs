//! How a risk is read off: NIST SP 800-30 Rev. 1, tables G-5 and I-2. Both are lookups. They are no products of numbers, and
//! whoever multiplies gets another grid than the publication's.

use crate::citation::Confidence;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Five steps, the same for likelihood, impact and risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    VeryLow,
    Low,
    Moderate,
    High,
    VeryHigh,
}

use Level::{High as H, Low as L, Moderate as M, VeryHigh as VH, VeryLow as VL};

/// Table G-5. Rows: the event is begun by an adversary or occurs; columns: it then does harm. Both from very low to very high.
const G5: [[Level; 5]; 5] =
    [[VL, VL, L, L, L], [VL, L, L, M, M], [L, L, M, M, H], [L, M, M, H, VH], [L, M, H, VH, VH]];

/// Table I-2. Rows: overall likelihood; columns: impact. Not symmetric.
const I2: [[Level; 5]; 5] =
    [[VL, VL, VL, L, L], [VL, L, L, L, M], [VL, L, M, M, H], [VL, L, M, H, VH], [VL, L, M, H, VH]];

/// Where table G-5 stands, and how well it was checked.
pub const G5_SOURCE: (&str, Confidence) = ("NIST SP 800-30 Rev. 1, table G-5", Confidence::Secondary);
/// Where table I-2 stands, and how well it was checked.
pub const I2_SOURCE: (&str, Confidence) = ("NIST SP 800-30 Rev. 1, table I-2", Confidence::Checked);

impl Level {
    /// Every level, from the lowest.
    pub const ALL: [Self; 5] = [VL, L, M, H, VH];

    /// The level of a value between 0 and 100 on the semi-quantitative scale; `None` above.
    pub const fn of_hundred(value: u8) -> Option<Self> {
        match value {
            0..=4 => Some(VL),
            5..=20 => Some(L),
            21..=79 => Some(M),
            80..=95 => Some(H),
            96..=100 => Some(VH),
            _ => None,
        }
    }

    /// The value between 0 and 10 that stands for it on the scale.
    pub const fn of_ten(self) -> u8 {
        match self {
            VL => 0,
            L => 2,
            M => 5,
            H => 8,
            VH => 10,
        }
    }

    /// The word for it, as typed: very-low, low, moderate, high, very-high.
    pub const fn word(self) -> &'static str {
        match self {
            VL => "very-low",
            L => "low",
            M => "moderate",
            H => "high",
            VH => "very-high",
        }
    }

    /// The level of this word.
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            VL => "Very Low",
            L => "Low",
            M => "Moderate",
            H => "High",
            VH => "Very High",
        })
    }
}

/// How often something that nobody intends occurs: table G-3. The frequencies are unverified, and a
/// number at the edge of two levels counts as the higher.
pub fn occurrence(times_a_year: f64) -> Level {
    match times_a_year {
        n if n > 100.0 => VH,
        n if n >= 10.0 => H,
        n if n >= 1.0 => M,
        n if n >= 0.1 => L,
        _ => VL,
    }
}

/// Where a threat comes from, with the likelihood that goes into the row of table G-5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Somebody intends it: the likelihood that they begin (table G-2).
    Adversarial { initiation: Level },
    /// By accident, by structure or by environment: the likelihood that it occurs (table G-3).
    NonAdversarial { occurrence: Level },
}

/// The overall likelihood: table G-5. `harm` is the likelihood that the event, once begun or occurred, does harm (table G-4).
pub const fn overall_likelihood(source: Source, harm: Level) -> Level {
    let row = match source {
        Source::Adversarial { initiation } => initiation,
        Source::NonAdversarial { occurrence } => occurrence,
    };
    G5[row as usize][harm as usize]
}

/// The level of risk: table I-2.
pub const fn risk(likelihood: Level, impact: Level) -> Level {
    I2[likelihood as usize][impact as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tables once more, as the publication prints them: rows from very high to very low, columns from very low.
    const G5_PRINTED: &str = "L M H VH VH / L M M H VH / L L M M H / VL L L M M / VL VL L L L";
    const I2_PRINTED: &str = "VL L M H VH / VL L M H VH / VL L M M H / VL L L L M / VL VL VL L L";

    fn printed(table: &str, cell: impl Fn(Level, Level) -> Level) -> usize {
        let short = |word: &str| match word {
            "VL" => VL,
            "L" => L,
            "M" => M,
            "H" => H,
            "VH" => VH,
            other => panic!("{other}"),
        };
        let mut cells = 0;
        for (row, line) in Level::ALL.into_iter().rev().zip(table.split('/')) {
            for (column, word) in Level::ALL.into_iter().zip(line.split_whitespace()) {
                assert_eq!(cell(row, column), short(word), "{row}, {column}");
                cells += 1;
            }
        }
        cells
    }

    #[test]
    fn all_twenty_five_cells_of_both_tables() {
        let adversarial = |row, column| overall_likelihood(Source::Adversarial { initiation: row }, column);
        let other = |row, column| overall_likelihood(Source::NonAdversarial { occurrence: row }, column);
        assert_eq!(printed(G5_PRINTED, adversarial), 25);
        assert_eq!(printed(G5_PRINTED, other), 25);
        assert_eq!(printed(I2_PRINTED, risk), 25);
        assert_eq!((risk(H, VL), risk(VL, H), risk(M, M)), (VL, L, M), "not symmetric, and no product");
    }

    #[test]
    fn the_scale_at_its_edges() {
        let edges =
            [(0, VL), (4, VL), (5, L), (20, L), (21, M), (79, M), (80, H), (95, H), (96, VH), (100, VH)];
        for (value, level) in edges {
            assert_eq!(Level::of_hundred(value), Some(level), "{value}");
        }
        assert_eq!(Level::of_hundred(101), None);
        assert_eq!(Level::ALL.map(Level::of_ten), [0, 2, 5, 8, 10]);
        for level in Level::ALL {
            assert_eq!(Level::find(level.word()), Some(level));
            assert_eq!(level.to_string().to_lowercase().replace(' ', "-"), level.word());
        }
        assert_eq!(Level::find("extreme"), None);
    }

    #[test]
    fn frequencies_at_their_edges() {
        let edges = [
            (100.1, VH),
            (100.0, H),
            (10.0, H),
            (9.9, M),
            (1.0, M),
            (0.99, L),
            (0.1, L),
            (0.09, VL),
            (0.0, VL),
            (f64::NAN, VL),
            (-1.0, VL),
        ];
        for (times, level) in edges {
            assert_eq!(occurrence(times), level, "{times}");
        }
    }
}
