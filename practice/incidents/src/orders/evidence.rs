//! Evidence: taken with its hash, handed over and returned, each step saying who gave it to whom and whether the hash was
//! taken again. The chain has no gap: whoever had it last is the one who gives it.

use super::{caller, running};
use crate::records::{self, Incident};
use crate::words::{EvidenceKind, Step, TextKind};
use crate::work_records::{self as work_on, Hand, Piece};
use crate::{Serves, facts, texts, when};
use kernel::{AssetId, Done, Duty, EvidenceId, IncidentId, PersonId, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// No incident has more pieces.
const MOST_PIECES: usize = 300;
/// No piece has more steps.
const MOST_HANDS: u32 = 100;

/// Takes a piece of evidence; whoever does so has it from now on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeEvidence {
    pub incident: IncidentId,
    /// What it is.
    #[schemars(extend("x-order" = 1))]
    pub kind: EvidenceKind,
    /// From which system.
    #[schemars(extend("x-order" = 2))]
    pub asset: Option<AssetId>,
    /// The SHA-256 of the image or the file; of a photograph of it where it is a thing.
    #[schemars(extend("x-order" = 3), length(max = 70))]
    pub sha256: Private,
    /// Its size in bytes.
    #[schemars(extend("x-order" = 4))]
    pub size_bytes: Option<i64>,
    /// When it was taken, in local time at the place; now when nothing is said.
    #[schemars(schema_with = "when::schema", extend("x-order" = 5))]
    pub taken: Option<String>,
    /// What it shows, with what it was made, where it is kept, and the number of its seal.
    #[schemars(extend("x-long" = true, "x-order" = 6))]
    pub words: Private,
}

/// Hands a piece of evidence over.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverEvidence {
    pub evidence: EvidenceId,
    /// To a person who works here or at the organization.
    #[schemars(extend("x-order" = 1))]
    pub person: Option<PersonId>,
    /// Or to somebody outside: name, firm, badge, telephone.
    #[schemars(extend("x-order" = 2))]
    pub outside: Option<Private>,
    /// Whether the hash was taken again and is the same.
    #[serde(default)]
    #[schemars(extend("x-order" = 3))]
    pub same_hash: bool,
}

/// Takes a piece of evidence back; whoever does so has it from now on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnEvidence {
    pub evidence: EvidenceId,
    /// Whether the hash was taken again and is the same.
    #[serde(default)]
    #[schemars(extend("x-order" = 1))]
    pub same_hash: bool,
}

/// How a piece stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EvidenceReceipt {
    pub evidence: EvidenceId,
    pub incident: IncidentId,
    /// How many steps its chain of custody has.
    pub hands: u32,
}

impl Order for TakeEvidence {
    const ACT: Act = Act {
        name: "incidents.take-evidence",
        says: "Take a piece of evidence",
        path: "/incidents/{incident}/evidence",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = EvidenceReceipt;
    type Needs = Serves;

    fn ground(&self) -> Ground {
        Ground::thing(self.incident)
    }

    fn perform(&self, work: &mut Work, _: Serves) -> Result<Done<EvidenceReceipt>, Stop> {
        let person = caller(work)?;
        let mut incident = running(work, self.incident)?;
        if work_on::pieces(work, incident.id)?.len() >= MOST_PIECES {
            return Err(Refusal::conflict(format!("This incident has {MOST_PIECES} pieces already.")).into());
        }
        if self.size_bytes.is_some_and(|size| !(0..1 << 60).contains(&size)) {
            return Err(Refusal::invalid("size_bytes", "Give its size in bytes.").into());
        }
        let sha256 = texts::sha256("sha256", self.sha256.reveal())?;
        let taken_at = when::past("taken", self.taken.as_deref(), &incident.zone, work.now())?;
        let words = texts::said("words", &self.words)?;
        let text = records::write(work, &mut incident, TextKind::Evidence, &words)?;
        let piece = Piece {
            id: work.id(),
            incident: incident.id,
            kind: self.kind,
            asset: self.asset,
            sha256,
            size_bytes: self.size_bytes,
            text,
            hands: 0,
            taken_by: Some(person),
            taken_at,
        };
        moved(work, &incident, piece, (None, None), (Some(person), None), (Step::Taken, true))
    }
}

/// Who has a piece: somebody by id, or somebody outside in a sealed text.
type Holder = (Option<PersonId>, Option<u32>);

/// Writes the next step of a piece.
fn moved(
    work: &mut Work,
    incident: &Incident,
    mut piece: Piece,
    from: Holder,
    to: Holder,
    (step, same_hash): (Step, bool),
) -> Result<Done<EvidenceReceipt>, Stop> {
    if piece.hands >= MOST_HANDS {
        return Err(Refusal::conflict(format!("This piece went through {MOST_HANDS} hands already.")).into());
    }
    piece.hands += 1;
    work_on::put_piece(work, &piece)?;
    let hand = Hand {
        evidence: piece.id,
        place: piece.hands,
        step,
        from_person: from.0,
        from_text: from.1,
        to_person: to.0,
        to_text: to.1,
        same_hash,
        told_by: work.person(),
        at: work.now(),
    };
    work_on::hand(work, &hand)?;
    let name = if step == Step::Taken { "incidents.evidence-taken" } else { "incidents.evidence-moved" };
    // The hash of a short message could be guessed, so the ledger holds a commitment to it.
    let commitment = work.commitment(Some(incident.org), &piece.sha256)?;
    let mut fact = facts::about(name, incident)
        .about(piece.id)
        .with("evidence", piece.id)
        .with("evidence_kind", piece.kind)
        .with("step", step)
        .with("place", piece.hands)
        .with("from", hand.from_person)
        .with("to", hand.to_person)
        .with("outside", hand.to_text)
        .with("same_hash", same_hash)
        .with("sha256", commitment);
    if let Some(asset) = piece.asset {
        fact = fact.about(asset).with("asset", asset);
    }
    let receipt = EvidenceReceipt { evidence: piece.id, incident: incident.id, hands: piece.hands };
    Ok(Done::new(fact, receipt))
}

fn held(work: &mut Work, evidence: EvidenceId) -> Result<(Piece, Incident, Holder), Stop> {
    let piece = work_on::piece(work, evidence)?;
    // Evidence moves also after the incident is closed.
    let incident = records::one(work, piece.incident)?;
    let last = work_on::last_hand(work, evidence)?;
    Ok((piece, incident, last.map_or((None, None), |h| (h.to_person, h.to_text))))
}

impl Order for HandOverEvidence {
    const ACT: Act = Act {
        name: "incidents.hand-over-evidence",
        says: "Hand a piece of evidence over",
        path: "/evidence/{evidence}/hand-over",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = EvidenceReceipt;
    type Needs = Serves;

    fn ground(&self) -> Ground {
        Ground::thing(self.evidence)
    }

    fn perform(&self, work: &mut Work, _: Serves) -> Result<Done<EvidenceReceipt>, Stop> {
        caller(work)?;
        let (piece, mut incident, from) = held(work, self.evidence)?;
        let outside = texts::maybe("outside", self.outside.as_ref())?;
        let to = match (self.person, outside) {
            (Some(person), None) if from.0 == Some(person) => {
                return Err(Refusal::invalid("person", "They have it already.").into());
            }
            (Some(person), None) => (Some(person), None),
            (None, Some(words)) => {
                (None, Some(records::write(work, &mut incident, TextKind::Contact, &words)?))
            }
            _ => {
                let sentence = "Name the person, or somebody outside: one of the two.";
                return Err(Refusal::invalid("person", sentence).into());
            }
        };
        moved(work, &incident, piece, from, to, (Step::HandedOver, self.same_hash))
    }
}

impl Order for ReturnEvidence {
    const ACT: Act = Act {
        name: "incidents.return-evidence",
        says: "Take a piece of evidence back",
        path: "/evidence/{evidence}/return",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = EvidenceReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.evidence)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<EvidenceReceipt>, Stop> {
        let person = caller(work)?;
        let (piece, incident, from) = held(work, self.evidence)?;
        if from.0 == Some(person) {
            return Err(Refusal::conflict("You have it already.").into());
        }
        moved(work, &incident, piece, from, (Some(person), None), (Step::Returned, self.same_hash))
    }
}
