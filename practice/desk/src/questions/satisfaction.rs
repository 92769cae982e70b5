//! How it was for those who reported, by client and month: how many answered, and what they said. A chart of
//! few answers says little, so the number of answers stands beside everything.

use crate::records::{self, month_of};
use crate::words::Rating;
use kernel::{Duty, OrgId, Phi, Refusal, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::Look;

/// The longest period, in months.
pub const MOST_MONTHS: u32 = 24;

/// How content those were who reported.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Satisfaction {
    /// Only this organization.
    pub org: Option<OrgId>,
    /// How many months back, this one included; 12 when nothing is said, at most 24.
    #[schemars(range(min = 1, max = 24))]
    pub months: Option<u32>,
}

/// The answers of the period.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SatisfactionNow {
    /// Months with answers of anybody within reach, the oldest first.
    pub months: Vec<Answers>,
    /// The same for each client, whoever answered most first.
    pub clients: Vec<ClientAnswers>,
}

/// What one client's people answered.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClientAnswers {
    pub org: OrgId,
    pub months: Vec<Answers>,
}

/// The answers of a month (UTC).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Answers {
    pub year: i64,
    /// 1 to 12.
    pub month: i64,
    pub good: i64,
    pub fair: i64,
    pub poor: i64,
}

impl Answers {
    pub fn all(&self) -> i64 {
        self.good + self.fair + self.poor
    }

    /// Several months as one.
    pub fn sum<'a>(months: impl IntoIterator<Item = &'a Answers>) -> Answers {
        months.into_iter().fold(Answers::default(), |sum, m| Answers {
            good: sum.good + m.good,
            fair: sum.fair + m.fair,
            poor: sum.poor + m.poor,
            ..sum
        })
    }
}

impl Question for Satisfaction {
    const ACT: Act = Act {
        name: "desk.satisfaction",
        says: "See how content those were who reported",
        path: "/desk/satisfaction",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = SatisfactionNow;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<SatisfactionNow, Stop> {
        let asked = self.months.unwrap_or(12);
        if !(1..=MOST_MONTHS).contains(&asked) {
            return Err(Refusal::invalid("months", "A period is 1 to 24 months.").into());
        }
        let first = month_of(look.now()) - i64::from(asked) + 1;
        let mut all: BTreeMap<i64, Answers> = BTreeMap::new();
        let mut clients: BTreeMap<OrgId, BTreeMap<i64, Answers>> = BTreeMap::new();
        for (org, month, rating, n) in records::rated_months(look, self.org, first)? {
            for answers in [&mut all, clients.entry(org).or_default()] {
                let here = answers.entry(month).or_insert_with(|| Answers {
                    year: month.div_euclid(12),
                    month: month.rem_euclid(12) + 1,
                    ..Answers::default()
                });
                match rating {
                    Rating::Good => here.good += n,
                    Rating::Fair => here.fair += n,
                    Rating::Poor => here.poor += n,
                }
            }
        }
        let of = |(org, months): (OrgId, BTreeMap<i64, Answers>)| ClientAnswers {
            org,
            months: months.into_values().collect(),
        };
        let mut clients: Vec<ClientAnswers> = clients.into_iter().map(of).collect();
        clients.sort_by_key(|client| (-Answers::sum(&client.months).all(), client.org));
        Ok(SatisfactionNow { months: all.into_values().collect(), clients })
    }
}
