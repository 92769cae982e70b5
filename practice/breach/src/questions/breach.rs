//! One breach whole: what is known, what the rule finds, every duty with its clock and its paragraph; and, for whoever looks
//! behind the mask, what was written.

use super::BreachLine;
use crate::duties::{self, DutyLine};
use crate::finding::{self, Found};
use crate::letter_records::Letters;
use crate::records::{self, Agreed, Text};
use crate::told_records::{self as told, Factor, Held, Known};
use crate::words::{ExceptionWord, Medium, ProtectionKind, TextKind};
use kernel::{BreachId, Duty, IncidentId, Moment, PersonId, Phi, Stop};
use law::breach as rule;
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Shows what may be a breach.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneBreach {
    pub breach: BreachId,
}

/// Lists the breaches of an incident.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IncidentBreaches {
    pub incident: IncidentId,
}

/// Looks at what is written on a breach.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookAtBreach {
    pub breach: BreachId,
}

/// A breach with everything but its texts.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BreachFile {
    pub now: Moment,
    pub line: BreachLine,
    pub agreed: Option<Agreed>,
    pub medium: Medium,
    pub happened_from: Option<String>,
    pub happened_to: Option<String>,
    pub california: Option<bool>,
    pub protection: Option<ProtectionKind>,
    pub key_is_safe: bool,
    pub exception: Option<ExceptionWord>,
    pub conditions: Vec<String>,
    /// Counts by State: `GA=2800, SC=12`.
    pub counts: String,
    pub elsewhere: u32,
    pub unreachable: Option<u32>,
    /// How the letters stand.
    pub letters: Letters,
    /// What takes the place of letters that cannot be delivered, with its paragraph.
    pub substitute: Option<String>,
    pub knowledge: Vec<Known>,
    /// The paragraph behind the day of discovery.
    pub discovered_because: Option<String>,
    pub factors: Vec<Factor>,
    pub delays: Vec<Held>,
    /// What the rule finds as it is documented.
    pub found: Found,
    pub concluded_by: Option<PersonId>,
    pub concluded_at: Option<Moment>,
    pub duties: Vec<DutyLine>,
    pub texts: Vec<Text>,
}

/// The texts of a breach, opened.
#[derive(Clone, Serialize, JsonSchema)]
pub struct BreachTexts {
    pub breach: BreachId,
    pub texts: Vec<BreachText>,
}

/// One text.
#[derive(Clone, Serialize, JsonSchema)]
pub struct BreachText {
    pub place: u32,
    pub kind: TextKind,
    pub author: Option<PersonId>,
    pub at: Moment,
    pub words: String,
}

impl std::fmt::Debug for BreachText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "text {} ‹sealed›", self.place)
    }
}

/// What takes the place of letters that come back.
fn substitute(unreachable: Option<u32>) -> Option<String> {
    let kind = rule::substitute(unreachable?)?;
    let says = match kind {
        rule::Substitute::OtherMeans => "another form of writing, the telephone or other means",
        rule::Substitute::Public => {
            "a notice on the home page for 90 days or in major media, with a toll-free number"
        }
    };
    Some(format!("{says} ({})", kind.because().paragraph()))
}

impl Question for OneBreach {
    const ACT: Act = Act {
        name: "breach.breach",
        says: "Show what may be a breach",
        path: "/breaches/{breach}",
        duty: Duty::ReadAgreements,
        phi: Phi::Incidental,
    };
    type Answer = BreachFile;

    fn ground(&self) -> Ground {
        Ground::thing(self.breach)
    }

    fn answer(&self, look: &mut Look) -> Result<BreachFile, Stop> {
        let b = records::one(look, self.breach)?;
        let (knowledge, delays) = (told::known(look, b.id)?, told::delays(look, b.id)?);
        let factors = told::factors(look, b.id)?;
        let clocks = told::clocks(look, b.id)?;
        let because = duties::discovered(&b, &knowledge).map(|d| d.because.paragraph().to_owned());
        Ok(BreachFile {
            now: look.now(),
            agreed: b.agreed.clone(),
            medium: b.medium,
            happened_from: b.happened_from.map(|d| d.to_string()),
            happened_to: b.happened_to.map(|d| d.to_string()),
            california: b.california,
            protection: b.protection,
            key_is_safe: b.key_is_safe,
            exception: b.exception,
            conditions: b.conditions.clone(),
            counts: crate::texts::written(&b.affected),
            elsewhere: b.affected.elsewhere,
            unreachable: b.beyond_letters(),
            letters: b.letters,
            substitute: substitute(b.beyond_letters()),
            duties: duties::all(&b, &knowledge, &delays, &clocks, look.now()),
            discovered_because: because,
            found: finding::found(&b, &factors, b.conclusion),
            knowledge,
            factors,
            delays,
            concluded_by: b.concluded_by,
            concluded_at: b.concluded_at,
            texts: records::texts(look, b.id)?,
            line: b.into(),
        })
    }
}

impl Question for IncidentBreaches {
    const ACT: Act = Act {
        name: "breach.of-incident",
        says: "List the breaches of an incident",
        path: "/incidents/{incident}/breaches",
        duty: Duty::ReadAgreements,
        phi: Phi::None,
    };
    type Answer = Vec<BreachLine>;

    fn ground(&self) -> Ground {
        Ground::thing(self.incident)
    }

    fn answer(&self, look: &mut Look) -> Result<Vec<BreachLine>, Stop> {
        Ok(records::of_incident(look, self.incident)?.into_iter().map(BreachLine::from).collect())
    }
}

impl Question for LookAtBreach {
    const ACT: Act = Act {
        name: "breach.look",
        says: "Look at what is written on a breach",
        path: "/breaches/{breach}/texts",
        duty: Duty::DeclareBreach,
        phi: Phi::Holds,
    };
    type Answer = BreachTexts;

    fn ground(&self) -> Ground {
        Ground::thing(self.breach)
    }

    fn answer(&self, look: &mut Look) -> Result<BreachTexts, Stop> {
        let b = records::one(look, self.breach)?;
        let mut texts = Vec::new();
        for (t, words) in records::opened(look, &b)? {
            // A notice is kept whole; it is shown as it reads.
            let words = match t.kind {
                TextKind::Notice => crate::NoticeWords::read(&words)?.happened,
                TextKind::Letterhead | TextKind::Filing => crate::letterhead::plain(&words)?,
                _ => words,
            };
            texts.push(BreachText { place: t.place, kind: t.kind, author: t.author, at: t.at, words });
        }
        Ok(BreachTexts { breach: self.breach, texts })
    }
}
