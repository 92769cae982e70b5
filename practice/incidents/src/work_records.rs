//! What this slice asks of the database about systems, their isolation, signs and evidence.

use crate::words::{Effect, EvidenceKind, IndicatorKind, Means, Step};
use anyhow::Result;
use kernel::{AssetId, EvidenceId, IncidentId, IsolationId, Moment, PersonId, Refusal, Stop};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE_ISOLATION "incidents.locate-isolation" "select org from isolations where id = :id";
    house LOCATE_EVIDENCE "incidents.locate-evidence" "select org from evidence where id = :id";
    PUT_SYSTEM "incidents.put-system"
        "insert into incident_systems (incident, asset, org, effect, kind, criticality, depends_on, named_by, named_at,
             restored_by, restored_at, proof)
         values (:incident, :asset, :org, :effect, :kind, :criticality, :depends_on, :named_by, :named_at,
             :restored_by, :restored_at, :proof)
         on conflict (incident, asset) do update set effect = excluded.effect, kind = excluded.kind,
             criticality = excluded.criticality, depends_on = excluded.depends_on,
             restored_by = excluded.restored_by, restored_at = excluded.restored_at, proof = excluded.proof
         where incident_systems.org = excluded.org and incident_systems.org = :org";
    SYSTEMS "incidents.systems"
        "select * from incident_systems where incident = :incident and org = :org order by named_at, asset limit 501";
    PUT_ISOLATION "incidents.put-isolation"
        "insert into isolations (id, org, incident, asset, means, ordered_by, ordered_at, done_by, done_at, proof,
             lifted_by, lifted_at, lift_proof)
         values (:id, :org, :incident, :asset, :means, :ordered_by, :ordered_at, :done_by, :done_at, :proof,
             :lifted_by, :lifted_at, :lift_proof)
         on conflict (id) do update set means = excluded.means, done_by = excluded.done_by, done_at = excluded.done_at,
             proof = excluded.proof, lifted_by = excluded.lifted_by, lifted_at = excluded.lifted_at,
             lift_proof = excluded.lift_proof
         where isolations.org = excluded.org and isolations.org = :org";
    ISOLATIONS "incidents.isolations"
        "select * from isolations where org = :org and incident = :incident order by id limit 1000";
    ISOLATION "incidents.isolation" "select * from isolations where id = :isolation and org = :org";
    ADD_INDICATOR "incidents.add-indicator"
        "insert into indicators (incident, text, org, kind, named_by, named_at)
         values (:incident, :text, :org, :kind, :named_by, :now)";
    INDICATORS "incidents.indicators"
        "select text, kind, named_by, named_at from indicators where incident = :incident and org = :org
         order by text limit 1000";
    TAKE "incidents.take-evidence"
        "insert into evidence (id, org, incident, kind, asset, sha256, size_bytes, text, hands, taken_by, taken_at)
         values (:id, :org, :incident, :kind, :asset, :sha256, :size_bytes, :text, :hands, :taken_by, :taken_at)
         on conflict (id) do update set hands = excluded.hands
         where evidence.org = excluded.org and evidence.org = :org";
    PIECES "incidents.evidence"
        "select * from evidence where org = :org and incident = :incident order by id limit 500";
    PIECE "incidents.piece" "select * from evidence where id = :evidence and org = :org";
    HAND "incidents.hand"
        "insert into evidence_hands (evidence, place, org, step, from_person, from_text, to_person, to_text, same_hash,
             told_by, at)
         values (:evidence, :place, :org, :step, :from_person, :from_text, :to_person, :to_text, :same_hash, :told_by,
             :now)";
    HANDS "incidents.hands"
        "select h.* from evidence_hands h join evidence e on e.id = h.evidence
         where h.org = :org and e.org = :org and e.incident = :incident order by h.evidence, h.place limit 5000";
    LAST_HAND "incidents.last-hand"
        "select * from evidence_hands where evidence = :evidence and org = :org order by place desc limit 1";
}

/// A system that an incident touches.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct System {
    pub asset: AssetId,
    pub effect: Effect,
    /// What it is, as a word of the assets.
    pub kind: String,
    /// How much hangs on it, as a word of the assets.
    pub criticality: String,
    pub depends_on: Vec<AssetId>,
    pub named_by: Option<PersonId>,
    pub named_at: Moment,
    pub restored_by: Option<PersonId>,
    pub restored_at: Option<Moment>,
    pub proof: Option<u32>,
}

impl System {
    fn read(row: &Row) -> Result<Self> {
        let needs: String = row.get("depends_on")?;
        Ok(Self {
            asset: row.get("asset")?,
            effect: row.get("effect")?,
            kind: row.get("kind")?,
            criticality: row.get("criticality")?,
            depends_on: needs.split(',').filter_map(|id| id.parse().ok()).collect(),
            named_by: row.get("named_by")?,
            named_at: row.get("named_at")?,
            restored_by: row.get("restored_by")?,
            restored_at: row.get("restored_at")?,
            proof: row.get("proof")?,
        })
    }
}

pub(crate) fn put_system(work: &mut Work, incident: IncidentId, s: &System) -> Result<()> {
    let needs: Vec<String> = s.depends_on.iter().map(ToString::to_string).collect();
    let given = params! {
        "incident": incident, "asset": s.asset, "effect": s.effect, "kind": &s.kind, "criticality": &s.criticality,
        "depends_on": needs.join(","), "named_by": s.named_by, "named_at": s.named_at,
        "restored_by": s.restored_by, "restored_at": s.restored_at, "proof": s.proof,
    };
    work.run(&PUT_SYSTEM, given)?;
    Ok(())
}

pub(crate) fn systems(look: &mut Look, incident: IncidentId) -> Result<Vec<System>> {
    look.rows(&SYSTEMS, params! { "incident": incident })?.iter().map(System::read).collect()
}

/// An order to isolate a system, and what became of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Isolation {
    pub id: IsolationId,
    pub incident: IncidentId,
    pub asset: AssetId,
    pub means: Means,
    pub ordered_by: Option<PersonId>,
    pub ordered_at: Moment,
    pub done_by: Option<PersonId>,
    pub done_at: Option<Moment>,
    pub proof: Option<u32>,
    pub lifted_by: Option<PersonId>,
    pub lifted_at: Option<Moment>,
    pub lift_proof: Option<u32>,
}

impl Isolation {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            incident: row.get("incident")?,
            asset: row.get("asset")?,
            means: row.get("means")?,
            ordered_by: row.get("ordered_by")?,
            ordered_at: row.get("ordered_at")?,
            done_by: row.get("done_by")?,
            done_at: row.get("done_at")?,
            proof: row.get("proof")?,
            lifted_by: row.get("lifted_by")?,
            lifted_at: row.get("lifted_at")?,
            lift_proof: row.get("lift_proof")?,
        })
    }
}

pub(crate) fn put_isolation(work: &mut Work, i: &Isolation) -> Result<()> {
    let given = params! {
        "id": i.id, "incident": i.incident, "asset": i.asset, "means": i.means, "ordered_by": i.ordered_by,
        "ordered_at": i.ordered_at, "done_by": i.done_by, "done_at": i.done_at, "proof": i.proof,
        "lifted_by": i.lifted_by, "lifted_at": i.lifted_at, "lift_proof": i.lift_proof,
    };
    work.run(&PUT_ISOLATION, given)?;
    Ok(())
}

pub(crate) fn isolations(look: &mut Look, incident: IncidentId) -> Result<Vec<Isolation>> {
    look.rows(&ISOLATIONS, params! { "incident": incident })?.iter().map(Isolation::read).collect()
}

pub(crate) fn isolation(look: &mut Look, isolation: IsolationId) -> Result<Isolation, Stop> {
    match look.row(&ISOLATION, params! { "isolation": isolation })? {
        Some(row) => Ok(Isolation::read(&row)?),
        None => Err(Refusal::not_found("order to isolate").into()),
    }
}

/// A sign; its value is a sealed text.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Indicator {
    pub text: u32,
    pub kind: IndicatorKind,
    pub named_by: Option<PersonId>,
    pub named_at: Moment,
}

pub(crate) fn add_indicator(
    work: &mut Work,
    incident: IncidentId,
    kind: IndicatorKind,
    text: u32,
) -> Result<()> {
    let by = work.person();
    work.run(&ADD_INDICATOR, params! { "incident": incident, "text": text, "kind": kind, "named_by": by })?;
    Ok(())
}

pub(crate) fn indicators(look: &mut Look, incident: IncidentId) -> Result<Vec<Indicator>> {
    let read = |row: &Row| {
        Ok(Indicator {
            text: row.get("text")?,
            kind: row.get("kind")?,
            named_by: row.get("named_by")?,
            named_at: row.get("named_at")?,
        })
    };
    look.rows(&INDICATORS, params! { "incident": incident })?.iter().map(read).collect()
}

/// A piece of evidence.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Piece {
    pub id: EvidenceId,
    pub incident: IncidentId,
    pub kind: EvidenceKind,
    pub asset: Option<AssetId>,
    /// In hexadecimal.
    pub sha256: String,
    pub size_bytes: Option<i64>,
    /// The sealed text that says what it is and where it is kept.
    pub text: u32,
    /// How many steps its chain of custody has.
    pub hands: u32,
    pub taken_by: Option<PersonId>,
    pub taken_at: Moment,
}

impl Piece {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            incident: row.get("incident")?,
            kind: row.get("kind")?,
            asset: row.get("asset")?,
            sha256: row.get("sha256")?,
            size_bytes: row.get("size_bytes")?,
            text: row.get("text")?,
            hands: row.get("hands")?,
            taken_by: row.get("taken_by")?,
            taken_at: row.get("taken_at")?,
        })
    }
}

pub(crate) fn put_piece(work: &mut Work, p: &Piece) -> Result<()> {
    let given = params! {
        "id": p.id, "incident": p.incident, "kind": p.kind, "asset": p.asset, "sha256": &p.sha256,
        "size_bytes": p.size_bytes, "text": p.text, "hands": p.hands, "taken_by": p.taken_by, "taken_at": p.taken_at,
    };
    work.run(&TAKE, given)?;
    Ok(())
}

pub(crate) fn pieces(look: &mut Look, incident: IncidentId) -> Result<Vec<Piece>> {
    look.rows(&PIECES, params! { "incident": incident })?.iter().map(Piece::read).collect()
}

pub(crate) fn piece(look: &mut Look, evidence: EvidenceId) -> Result<Piece, Stop> {
    match look.row(&PIECE, params! { "evidence": evidence })? {
        Some(row) => Ok(Piece::read(&row)?),
        None => Err(Refusal::not_found("piece of evidence").into()),
    }
}

/// A step in the chain of custody: who to whom.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Hand {
    pub evidence: EvidenceId,
    pub place: u32,
    pub step: Step,
    pub from_person: Option<PersonId>,
    /// The sealed text that names somebody outside.
    pub from_text: Option<u32>,
    pub to_person: Option<PersonId>,
    pub to_text: Option<u32>,
    /// Whether its hash was taken again and is the same.
    pub same_hash: bool,
    pub told_by: Option<PersonId>,
    pub at: Moment,
}

impl Hand {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            evidence: row.get("evidence")?,
            place: row.get("place")?,
            step: row.get("step")?,
            from_person: row.get("from_person")?,
            from_text: row.get("from_text")?,
            to_person: row.get("to_person")?,
            to_text: row.get("to_text")?,
            same_hash: row.get("same_hash")?,
            told_by: row.get("told_by")?,
            at: row.get("at")?,
        })
    }
}

pub(crate) fn hand(work: &mut Work, h: &Hand) -> Result<()> {
    let given = params! {
        "evidence": h.evidence, "place": h.place, "step": h.step, "from_person": h.from_person,
        "from_text": h.from_text, "to_person": h.to_person, "to_text": h.to_text, "same_hash": h.same_hash,
        "told_by": h.told_by,
    };
    work.run(&HAND, given)?;
    Ok(())
}

/// Every step of every piece of an incident.
pub(crate) fn hands(look: &mut Look, incident: IncidentId) -> Result<Vec<Hand>> {
    look.rows(&HANDS, params! { "incident": incident })?.iter().map(Hand::read).collect()
}

pub(crate) fn last_hand(look: &mut Look, evidence: EvidenceId) -> Result<Option<Hand>> {
    look.row(&LAST_HAND, params! { "evidence": evidence })?.as_ref().map(Hand::read).transpose()
}
