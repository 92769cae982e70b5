//! The auditor's books: who works where and was trained when, which agreements are in force between whom, and
//! whether what somebody asked had to be done or refused.

use super::{Findings, GRACE, Kind};
use kernel::{Moment, OrgId, PersonId, Phi, Refusal, Who};
use office::Act;
use serde_json::Value;
use std::collections::HashMap;

const DAY: i64 = 86_400_000_000;

/// What is known of a person.
#[derive(Debug, Clone)]
pub struct Known {
    pub org: OrgId,
    pub email: String,
    pub senior: bool,
    /// Answers for compliance where they work.
    pub cares: bool,
    pub ended: Option<i64>,
    /// The day of the last training.
    pub trained: i64,
}

/// An agreement that both sides signed.
#[derive(Debug, Clone)]
pub struct Paper {
    pub id: String,
    pub client: OrgId,
    pub associate: OrgId,
    pub from: i64,
    /// The first moment at which it is over.
    pub until: i64,
    /// When both had signed.
    pub signed: i64,
    /// Signed before it began.
    pub ahead: bool,
    /// Whose own agreement with the client must be in force as well.
    pub under: Option<OrgId>,
    /// A later agreement carries it on without a gap.
    pub carried_on: bool,
    /// What was noted of it: its beginning, warnings by days, its end (0).
    pub noted: Vec<i64>,
}

/// Noted when an agreement begins that was signed ahead.
const BEGUN: i64 = -1;

/// See the module.
#[derive(Debug, Default)]
pub struct Books {
    pub people: HashMap<PersonId, Known>,
    pub papers: Vec<Paper>,
    /// The account owner of each client, by the client's id.
    pub owners: HashMap<String, String>,
}

impl Books {
    pub fn account_owner(&self, org: &str) -> Option<String> {
        self.owners.get(org).cloned()
    }

    /// Whether somebody works there now.
    pub fn works(&self, person: PersonId, at: i64) -> bool {
        self.people.get(&person).is_some_and(|k| k.ended.is_none_or(|ended| at < ended))
    }

    pub fn trained(&self, person: PersonId, at: i64) -> bool {
        self.people.get(&person).is_some_and(|k| at - k.trained <= 365 * DAY)
    }

    /// Whether people of this employer may come near the client's PHI.
    pub fn stands(&self, employer: OrgId, client: OrgId, at: i64) -> bool {
        let of =
            |p: &&Paper| p.client == client && p.associate == employer && (p.from..p.until).contains(&at);
        let mut papers = self.papers.iter().filter(of);
        employer == client || papers.any(|p| p.under.is_none_or(|above| self.stands(above, client, at)))
    }

    /// Both sides have signed: what it follows may be carried on by it.
    pub fn signed(&mut self, paper: Paper) {
        let same = |old: &&mut Paper| old.client == paper.client && old.associate == paper.associate;
        for old in self.papers.iter_mut().filter(same) {
            old.carried_on |= paper.from <= old.until && paper.until > old.until;
        }
        self.papers.push(paper);
    }

    /// Whether it had to be done, or refused.
    pub(super) fn answered(
        &self,
        findings: &mut Findings,
        at: i64,
        who: &Who,
        act: &Act,
        org: Option<OrgId>,
        no: Option<&Refusal>,
    ) {
        let Some(person) = who.person() else { return };
        let Some(known) = self.people.get(&person) else { return };
        let works = self.works(person, at);
        let standing = match org {
            Some(org) if act.phi != Phi::None => self.stands(known.org, org, at),
            _ => true,
        };
        // Whoever takes work on, or looks behind a mask, was trained within the year.
        let trained = (act.name != "desk.take" && act.phi != Phi::Holds) || self.trained(person, at);
        let may = works && standing && trained;
        let said = no.map_or("done", |no| no.sentence.as_str());
        let words = format!(
            "{} by {} (works there: {works}, standing: {standing}, trained: {trained}): {said}",
            act.name, known.email
        );
        match (may, no) {
            (false, None) => findings.add(at, Kind::DoneWithoutStanding, words),
            (true, Some(_)) => findings.add(at, Kind::RefusedWithStanding, words),
            _ => {}
        }
    }

    /// The house noted something about an agreement.
    pub(super) fn noted(&mut self, findings: &mut Findings, now: i64, name: &str, fact: &Value) {
        let days = match name {
            "agreements.agreement-in-force" => BEGUN,
            "agreements.agreement-lapsed" => 0,
            _ => fact["with"]["days"].as_i64().unwrap_or(i64::MAX),
        };
        let about: Vec<&str> =
            fact["about"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let Some(paper) = self.papers.iter_mut().find(|p| about.contains(&p.id.as_str())) else { return };
        let due = if days == BEGUN { paper.from } else { paper.until - days * DAY };
        if now < due || paper.noted.contains(&days) {
            let words = format!("{name} ({days}) of {}, due at {}", paper.id, Moment::from_micros(due));
            findings.add(now, Kind::EndNotNoted, words);
        }
        paper.noted.push(days);
    }

    pub(super) fn tick(&mut self, findings: &mut Findings, now: i64) {
        for paper in &mut self.papers {
            let mut late = |days: i64, due: i64| {
                if due + GRACE < now && !paper.noted.contains(&days) {
                    paper.noted.push(days);
                    let words = format!(
                        "{} days before the end of {} ({})",
                        days,
                        paper.id,
                        Moment::from_micros(due)
                    );
                    findings.add(now, Kind::EndNotNoted, words);
                }
            };
            if paper.ahead {
                late(BEGUN, paper.from);
            }
            // Warnings that were due before it was signed are not given afterwards; the nearest one is.
            for days in [90, 30, 7, 0] {
                if !paper.carried_on && paper.until - days * DAY > paper.signed {
                    late(days, paper.until - days * DAY);
                }
            }
        }
    }
}
