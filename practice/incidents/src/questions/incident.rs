//! One incident whole: its tasks, roles, systems in the order in which they come back, isolation, signs and evidence with
//! its chain of custody; and, for whoever looks behind the mask, what was written.

use crate::records::{self, Incident, Named, Task, Text};
use crate::restore::{Down, restore_order};
use crate::words::{Effect, TextKind};
use crate::work_records::{self as work_on, Hand, Indicator, Isolation, Piece, System};
use kernel::{Duty, IncidentId, Moment, PersonId, Phi, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Shows an incident.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneIncident {
    pub incident: IncidentId,
}

/// Looks at what is written on an incident.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookAtIncident {
    pub incident: IncidentId,
}

/// An incident with everything but its texts.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IncidentFile {
    pub now: Moment,
    pub incident: Incident,
    pub tasks: Vec<Task>,
    pub roles: Vec<Named>,
    /// In the order in which they come back; those that are clean or back stand last.
    pub systems: Vec<SystemLine>,
    pub isolations: Vec<Isolation>,
    pub indicators: Vec<Indicator>,
    pub evidence: Vec<PieceLine>,
    pub texts: Vec<Text>,
    /// Where its playbook stands in the law.
    pub sources: String,
}

/// A system with its place among those that come back.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SystemLine {
    pub system: System,
    /// Its place; nothing for one that is clean or back.
    pub place: Option<u32>,
}

/// A piece of evidence with its chain of custody.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PieceLine {
    pub piece: Piece,
    pub hands: Vec<Hand>,
}

/// The texts of an incident, opened.
#[derive(Clone, Serialize, JsonSchema)]
pub struct IncidentTexts {
    pub incident: IncidentId,
    pub texts: Vec<IncidentText>,
}

/// One text.
#[derive(Clone, Serialize, JsonSchema)]
pub struct IncidentText {
    pub place: u32,
    pub kind: TextKind,
    pub author: Option<PersonId>,
    pub at: Moment,
    pub words: String,
}

impl std::fmt::Debug for IncidentText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "text {} ‹sealed›", self.place)
    }
}

fn in_order(all: Vec<System>) -> Vec<SystemLine> {
    let (down, up): (Vec<System>, Vec<System>) =
        all.into_iter().partition(|s| s.effect != Effect::Clean && s.restored_at.is_none());
    let asked: Vec<Down> = down
        .iter()
        .map(|s| Down {
            asset: s.asset,
            criticality: s.criticality.clone(),
            depends_on: s.depends_on.clone(),
        })
        .collect();
    let order = restore_order(&asked);
    let mut lines: Vec<SystemLine> = down
        .into_iter()
        .map(|system| {
            let place = order.iter().position(|asset| *asset == system.asset);
            SystemLine { place: place.and_then(|p| u32::try_from(p + 1).ok()), system }
        })
        .collect();
    lines.sort_by_key(|line| line.place);
    lines.extend(up.into_iter().map(|system| SystemLine { system, place: None }));
    lines
}

impl Question for OneIncident {
    const ACT: Act = Act {
        name: "incidents.incident",
        says: "Show an incident",
        path: "/incidents/{incident}",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Answer = IncidentFile;

    fn ground(&self) -> Ground {
        Ground::thing(self.incident)
    }

    fn answer(&self, look: &mut Look) -> Result<IncidentFile, Stop> {
        let incident = records::one(look, self.incident)?;
        let mut tasks = records::tasks(look, incident.id)?;
        for task in &mut tasks {
            task.because = task.account(&incident);
        }
        let hands = work_on::hands(look, incident.id)?;
        let with_hands = |piece: Piece| PieceLine {
            hands: hands.iter().filter(|h| h.evidence == piece.id).cloned().collect(),
            piece,
        };
        Ok(IncidentFile {
            now: look.now(),
            tasks,
            roles: records::roles(look, incident.id)?,
            systems: in_order(work_on::systems(look, incident.id)?),
            isolations: work_on::isolations(look, incident.id)?,
            indicators: work_on::indicators(look, incident.id)?,
            evidence: work_on::pieces(look, incident.id)?.into_iter().map(with_hands).collect(),
            texts: records::texts(look, incident.id)?,
            sources: crate::playbook(incident.kind).sources.clone(),
            incident,
        })
    }
}

impl Question for LookAtIncident {
    const ACT: Act = Act {
        name: "incidents.look",
        says: "Look at what is written on an incident",
        path: "/incidents/{incident}/texts",
        duty: Duty::SeePhi,
        phi: Phi::Holds,
    };
    type Answer = IncidentTexts;

    fn ground(&self) -> Ground {
        Ground::thing(self.incident)
    }

    fn answer(&self, look: &mut Look) -> Result<IncidentTexts, Stop> {
        let incident = records::one(look, self.incident)?;
        let open = |(t, words): (Text, String)| IncidentText {
            place: t.place,
            kind: t.kind,
            author: t.author,
            at: t.at,
            words,
        };
        let texts = records::opened(look, &incident)?.into_iter().map(open).collect();
        Ok(IncidentTexts { incident: self.incident, texts })
    }
}
