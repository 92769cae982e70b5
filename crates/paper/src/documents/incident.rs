//! An incident from its first sign to its last lesson: for a client's management, a regulator, an insurer, a court. The
//! report says what was done and by whom, with the proof, and leaves open what is open.

use super::Duty;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IncidentReport {
    /// The house's own number.
    pub number: Option<String>,
    pub title: Option<String>,
    /// Whose incident it is.
    pub organization: Option<String>,
    /// Who works on it for them.
    pub provider: Option<String>,
    /// The kind of incident: "Ransomware".
    pub kind: Option<String>,
    pub severity: Option<String>,
    pub state: Option<String>,
    /// Moments in words with their zone.
    pub declared_at: Option<String>,
    pub declared_by: Option<String>,
    pub closed_at: Option<String>,
    /// As of when the report tells.
    pub as_of: Option<String>,
    pub summary: Option<String>,
    pub roles: Vec<Role>,
    pub timeline: Vec<Event>,
    pub systems: Vec<System>,
    pub tasks: Vec<Task>,
    pub evidence: Vec<Evidence>,
    pub indicators: Vec<Indicator>,
    pub duties: Vec<Duty>,
    pub decisions: Vec<Decision>,
    pub lessons: Vec<String>,
    /// Who may read it: "Privileged and confidential", as counsel says.
    pub handling: Option<String>,
}

/// Who does what in it: "Counsel", a name, how to reach them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Role {
    pub role: String,
    pub name: Option<String>,
    pub reach: Option<String>,
}

/// A line of the timeline.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Event {
    pub at: String,
    pub who: Option<String>,
    pub what: String,
}

/// A system or device that it touched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct System {
    pub name: String,
    /// How soon it must be back: "1, clinical-critical".
    pub criticality: Option<String>,
    /// "isolated 02:14 CST by Dana Reyes".
    pub isolated: Option<String>,
    pub restored: Option<String>,
    /// How that is shown.
    pub proof: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Task {
    pub what: String,
    pub owner: Option<String>,
    pub state: Option<String>,
}

/// Something preserved, with its hash and the hands it went through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Evidence {
    pub name: String,
    /// Sixty-four hexadecimal digits.
    pub sha256: Option<String>,
    pub collected: Option<String>,
    /// From hand to hand, oldest first: "2026-11-22 03:10 CST: Dana Reyes to the safe of the Privacy Office".
    pub custody: Vec<String>,
}

/// What betrays it elsewhere: an address, a hash, a name of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Indicator {
    pub kind: String,
    pub value: String,
    pub seen: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Decision {
    pub at: String,
    pub what: String,
    pub who: Option<String>,
    pub because: Option<String>,
}
