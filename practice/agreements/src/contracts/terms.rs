//! What is agreed in a service contract: who, when, where and what is covered, what work outside it costs, and how a
//! month is billed. Typed as people type it, kept with amounts in whole cents.

use super::kinds::{BillingModel, ContractKind, CoveredHours, CoveredPeople};
use super::{hours, money};
use crate::needs::Covering;
use kernel::{AssetId, DepartmentId, LocationId, Refusal, Role};
use office::text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// More of one kind of thing than this is not listed, it is everything.
const MOST_LISTED: usize = 500;
/// The longest step in which work is billed, in minutes.
const LONGEST_STEP_MINUTES: u32 = 480;

/// What is agreed, as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TypedTerms {
    /// What the provider undertakes.
    #[schemars(extend("x-order" = 1))]
    pub kind: ContractKind,
    /// Whose trouble is covered.
    #[schemars(extend("x-order" = 2))]
    pub people: CoveredPeople,
    /// How many people, when a number was agreed.
    #[serde(default)]
    #[schemars(extend("x-order" = 3), range(min = 1, max = 1_000_000))]
    pub most_people: Option<u32>,
    /// Whose people are covered, when certain departments are.
    #[serde(default)]
    #[schemars(extend("x-order" = 4))]
    pub departments: Vec<DepartmentId>,
    /// Who is covered, when certain roles are.
    #[serde(default)]
    #[schemars(extend("x-order" = 5))]
    pub roles: Vec<Role>,
    /// When work is covered.
    #[schemars(extend("x-order" = 6))]
    pub hours: CoveredHours,
    /// The hours of their own, when there are such.
    #[serde(default)]
    #[schemars(extend("x-order" = 7))]
    pub calendar: Option<hours::TypedCalendar>,
    /// Which locations are covered; all when none is chosen.
    #[serde(default)]
    #[schemars(extend("x-order" = 8))]
    pub locations: Vec<LocationId>,
    /// Which kinds of assets are covered; all when neither a kind nor an asset is chosen.
    #[serde(default)]
    #[schemars(extend("x-order" = 9))]
    pub asset_kinds: Vec<String>,
    /// Which applications and other assets are covered by name.
    #[serde(default)]
    #[schemars(extend("x-order" = 10))]
    pub assets: Vec<AssetId>,
    /// Whether work on site is covered; otherwise only what can be done from afar.
    #[serde(default)]
    #[schemars(extend("x-order" = 11))]
    pub on_site: bool,
    /// What an hour costs that is not covered, in US dollars such as 185.00.
    #[serde(default)]
    #[schemars(extend("x-order" = 12), length(max = 20))]
    pub rate: Option<String>,
    /// The same outside the covered hours; the same rate when left out.
    #[serde(default)]
    #[schemars(extend("x-order" = 13), length(max = 20))]
    pub late_rate: Option<String>,
    /// In which steps work is billed, in minutes.
    #[serde(default)]
    #[schemars(extend("x-order" = 14), range(min = 1, max = 480))]
    pub minimum_minutes: Option<u32>,
    /// How a month is billed.
    #[schemars(extend("x-order" = 15))]
    pub billing: BillingModel,
    /// What a month costs in US dollars: for each user, for each device, flat, or for the block.
    #[serde(default)]
    #[schemars(extend("x-order" = 16), length(max = 20))]
    pub price: Option<String>,
    /// How many hours the block holds.
    #[serde(default)]
    #[schemars(extend("x-order" = 17), range(min = 1, max = 100_000))]
    pub block_hours: Option<u32>,
}

/// What is agreed, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Terms {
    pub kind: ContractKind,
    pub people: CoveredPeople,
    /// Of an agreed number.
    pub most_people: Option<u32>,
    pub departments: Vec<DepartmentId>,
    pub roles: Vec<Role>,
    pub hours: CoveredHours,
    pub calendar: Option<hours::NamedCalendar>,
    /// All when empty.
    pub locations: Vec<LocationId>,
    /// All kinds when both this and `assets` are empty.
    pub asset_kinds: Vec<String>,
    pub assets: Vec<AssetId>,
    pub on_site: bool,
    /// What an hour costs that is not covered, in cents.
    pub rate_cents: Option<i64>,
    /// The same outside the covered hours, in cents.
    pub late_rate_cents: Option<i64>,
    pub minimum_minutes: u32,
    pub billing: BillingModel,
    /// What a month costs, in cents: a user, a device, all of it, or the block.
    pub price_cents: Option<i64>,
    pub block_hours: Option<u32>,
    /// Always `USD`.
    pub currency: String,
}

impl TypedTerms {
    /// The same as it will be kept: amounts in cents, nothing that contradicts itself, every place and asset one of the
    /// client's own.
    ///
    /// # Errors
    /// A refusal that names the field.
    pub(crate) fn checked(&self, known: &Covering) -> Result<Terms, Refusal> {
        let amount = |field: &str, text: &Option<String>| {
            let text = text.as_deref().map(str::trim).filter(|t| !t.is_empty());
            text.map(|t| money::cents(&format!("terms.{field}"), t)).transpose()
        };
        let rate_cents = amount("rate", &self.rate)?;
        let late_rate_cents = amount("late_rate", &self.late_rate)?.or(rate_cents);
        let price_cents = amount("price", &self.price)?;
        self.check_people(known)?;
        self.check_systems(known)?;
        self.check_money(rate_cents, price_cents)?;
        let calendar = match (self.hours, &self.calendar) {
            (CoveredHours::Named, Some(typed)) => Some(typed.checked()?),
            (CoveredHours::Named, None) => {
                return Err(Refusal::invalid("terms.calendar.name", "Say which hours these are."));
            }
            _ => None,
        };
        let chosen = self.people == CoveredPeople::Chosen;
        Ok(Terms {
            kind: self.kind,
            people: self.people,
            most_people: self.most_people.filter(|_| self.people == CoveredPeople::Number),
            departments: if chosen { self.departments.clone() } else { Vec::new() },
            roles: if chosen { self.roles.clone() } else { Vec::new() },
            hours: self.hours,
            calendar,
            locations: self.locations.clone(),
            asset_kinds: self.asset_kinds.clone(),
            assets: self.assets.clone(),
            on_site: self.on_site,
            rate_cents,
            late_rate_cents,
            minimum_minutes: self.minimum_minutes.unwrap_or(15),
            billing: self.billing,
            price_cents,
            block_hours: self.block_hours.filter(|_| self.billing == BillingModel::Block),
            currency: money::CURRENCY.to_owned(),
        })
    }

    fn check_people(&self, known: &Covering) -> Result<(), Refusal> {
        match self.people {
            CoveredPeople::Number if self.most_people.unwrap_or(0) == 0 => {
                return Err(Refusal::invalid("terms.most_people", "Say how many people are covered."));
            }
            CoveredPeople::Chosen if self.departments.is_empty() && self.roles.is_empty() => {
                let sentence = "Choose the departments or the roles that are covered.";
                return Err(Refusal::invalid("terms.departments", sentence));
            }
            _ => {}
        }
        own("terms.departments", "department", &self.departments, &known.departments)?;
        own("terms.locations", "location", &self.locations, &known.locations)
    }

    fn check_systems(&self, known: &Covering) -> Result<(), Refusal> {
        if let Some(wrong) = self.asset_kinds.iter().find(|k| !known.asset_kinds.contains(k)) {
            let short: String = wrong.chars().filter(|c| !c.is_control()).take(40).collect();
            return Err(Refusal::invalid("terms.asset_kinds", format!("There is no kind '{short}'.")));
        }
        own("terms.assets", "asset", &self.assets, &known.assets)
    }

    fn check_money(&self, rate: Option<i64>, price: Option<i64>) -> Result<(), Refusal> {
        let invalid =
            |field: &str, sentence: &str| Err(Refusal::invalid(&format!("terms.{field}"), sentence));
        if self.minimum_minutes.is_some_and(|m| m == 0 || m > LONGEST_STEP_MINUTES) {
            return invalid("minimum_minutes", "Work is billed in steps of 1 to 480 minutes.");
        }
        if self.kind == ContractKind::BreakFix {
            if rate.is_none() {
                return invalid("rate", "Break-fix work needs a rate: the client says yes to it.");
            }
            return Ok(());
        }
        if price.is_none() {
            return invalid("price", "Say what a month costs.");
        }
        if self.billing == BillingModel::Block && self.block_hours.unwrap_or(0) == 0 {
            return invalid("block_hours", "Say how many hours the block holds.");
        }
        Ok(())
    }
}

/// Each of these is one of the client's own.
fn own<I: Copy + PartialEq>(
    field: &str,
    what: &'static str,
    chosen: &[I],
    known: &[I],
) -> Result<(), Refusal> {
    if chosen.len() > MOST_LISTED {
        return Err(Refusal::invalid(field, format!("At most {MOST_LISTED} can be chosen.")));
    }
    if chosen.iter().all(|id| known.contains(id)) {
        return Ok(());
    }
    Err(Refusal { field: Some(field.to_owned()), ..Refusal::not_found(what) })
}

impl Terms {
    /// The same as somebody would type it again.
    pub fn typed(&self) -> TypedTerms {
        let amount = |cents: Option<i64>| cents.map(money::typed);
        TypedTerms {
            kind: self.kind,
            people: self.people,
            most_people: self.most_people,
            departments: self.departments.clone(),
            roles: self.roles.clone(),
            hours: self.hours,
            calendar: self.calendar.as_ref().map(hours::NamedCalendar::typed),
            locations: self.locations.clone(),
            asset_kinds: self.asset_kinds.clone(),
            assets: self.assets.clone(),
            on_site: self.on_site,
            rate: amount(self.rate_cents),
            late_rate: amount(self.late_rate_cents).filter(|_| self.late_rate_cents != self.rate_cents),
            minimum_minutes: Some(self.minimum_minutes),
            billing: self.billing,
            price: amount(self.price_cents),
            block_hours: self.block_hours,
        }
    }
}

/// What a contract is called.
pub(crate) fn title(text: &str) -> Result<String, Refusal> {
    text::name("title", text)
}

#[cfg(test)]
#[path = "terms_tests.rs"]
pub(crate) mod tests;
