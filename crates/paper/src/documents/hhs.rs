//! What is typed into the portal of the Secretary of HHS (45 CFR 164.408), in one place and in the portal's order, so that
//! whoever submits has every answer at hand. The portal's own wording rules; it was not read while this was written.

use super::When;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Who files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Filer {
    #[default]
    CoveredEntity,
    /// A business associate for its covered entity.
    BusinessAssociate,
}

/// An organization as the portal asks for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Entity {
    pub name: Option<String>,
    /// "Healthcare Provider", "Health Plan", "Healthcare Clearing House".
    pub kind: Option<String>,
    pub address: Vec<String>,
    pub contact_name: Option<String>,
    pub contact_email: Option<String>,
    pub contact_telephone: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HhsSheet {
    /// The house's own number of the breach: "inc_…".
    pub reference: Option<String>,
    pub filer: Filer,
    pub covered_entity: Entity,
    /// Where the breach happened at or by a business associate.
    pub business_associate: Option<Entity>,
    pub individuals: Option<u64>,
    pub breach: When,
    pub discovered: When,
    /// "Hacking/IT Incident", "Improper Disposal", "Loss", "Theft", "Unauthorized Access/Disclosure".
    pub kinds: Vec<String>,
    /// "Email", "Laptop", "Network Server", …
    pub locations: Vec<String>,
    /// "Clinical", "Demographic", "Financial", "Other".
    pub information: Vec<String>,
    pub description: Option<String>,
    /// What protected the information before: "Security Rule Technical Safeguards", …
    pub safeguards: Vec<String>,
    pub individuals_told: When,
    /// Ten or more whose addresses were missing or wrong; `None` while nobody has said.
    pub substitute_public: Option<bool>,
    /// The States whose media were told; `None` while nobody has said.
    pub media_states: Option<Vec<String>>,
    /// What was done in answer.
    pub actions: Vec<String>,
    /// The last day for the submission, a ceiling.
    pub due: Option<Date>,
    /// The paragraph behind that day: "45 CFR 164.408(c)".
    pub because: Option<String>,
    pub attested_name: Option<String>,
    /// What the portal answered.
    pub submitted: Option<Date>,
    pub confirmation: Option<String>,
}
