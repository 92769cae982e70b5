//! The auditor's view of emergency access: it ends when its time is over, those who answer for compliance on both sides
//! hear of its beginning and are asked for its review, and whether the review came in time is counted by the auditor's
//! own days.

use super::books::Books;
use super::hours::date;
use super::letters::Letters;
use super::{Findings, GRACE, Kind};
use kernel::{Moment, OrgId, PersonId};
use serde_json::Value;
use std::collections::HashMap;

const DAY: i64 = 86_400_000_000;

/// An emergency access as whoever opened it was told.
#[derive(Debug)]
struct Emergency {
    org: OrgId,
    person: PersonId,
    until: i64,
    /// When its review is due, once it is over.
    review_due: Option<i64>,
    reviewed: bool,
}

/// See the module.
#[derive(Debug, Default)]
pub struct Emergencies(HashMap<String, Emergency>);

/// Three days on which offices work, counted in UTC from the moment on which it ended.
fn three_working_days(from: i64) -> i64 {
    let mut at = from;
    for _ in 0..3 {
        at += DAY;
        while date(at).weekday().to_monday_one_offset() > 5 {
            at += DAY;
        }
    }
    at
}

impl Emergencies {
    /// Somebody opened it for so many minutes.
    pub fn opened(&mut self, id: &str, (org, person): (OrgId, PersonId), until: i64) {
        let new = Emergency { org, person, until, review_due: None, reviewed: false };
        self.0.insert(id.to_owned(), new);
    }

    /// Whether it is over, and nobody has reviewed it.
    pub fn to_review(&self, id: &str) -> bool {
        self.0.get(id).is_some_and(|kept| kept.review_due.is_some() && !kept.reviewed)
    }

    /// The ledger says something of an emergency access.
    pub(super) fn noted(
        &mut self,
        findings: &mut Findings,
        now: i64,
        (name, fact): (&str, &Value),
        books: &Books,
        letters: &mut Letters,
    ) {
        let id = fact["with"]["emergency"].as_str().unwrap_or_default();
        let Some(kept) = self.0.get_mut(id) else {
            return findings.add(now, Kind::EmergencyAmiss, format!("{name} of {id}, which nobody opened"));
        };
        let word = match name {
            "people.emergency-opened" => "Emergency access was opened",
            "people.emergency-expired" | "people.emergency-closed" => {
                if kept.review_due.is_some() || (name == "people.emergency-expired" && now < kept.until) {
                    findings.add(now, Kind::EmergencyAmiss, format!("{id} ended twice, or too soon"));
                }
                kept.review_due = Some(three_working_days(now.min(kept.until)));
                "waits for its review"
            }
            "people.emergency-reviewed" => {
                let in_time = kept.review_due.is_some_and(|due| now <= due);
                if kept.reviewed || fact["with"]["in_time"] != in_time {
                    let words = format!("the review of {id} was in time: {in_time}; {fact}");
                    findings.add(now, Kind::EmergencyAmiss, words);
                }
                kept.reviewed = true;
                return;
            }
            _ => return,
        };
        let employer = books.people.get(&kept.person).map(|known| known.org);
        let cares = |known: &&super::Known| {
            known.cares && known.ended.is_none() && (known.org == kept.org || Some(known.org) == employer)
        };
        let mut to: Vec<&String> = books.people.values().filter(cares).map(|known| &known.email).collect();
        to.sort();
        for to in to {
            letters.owe(now, Some(to.clone()), word);
        }
    }

    pub(super) fn tick(&mut self, findings: &mut Findings, now: i64) {
        let mut open: Vec<&String> = self
            .0
            .iter()
            .filter(|(_, kept)| kept.review_due.is_none() && kept.until + GRACE < now)
            .map(|(id, _)| id)
            .collect();
        open.sort();
        for id in open {
            let until = Moment::from_micros(self.0[id].until);
            findings.add(now, Kind::EmergencyAmiss, format!("{id} is open still, and was to end at {until}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auditor::hours::micros;
    use jiff::civil::Date;

    #[test]
    fn a_weekend_lies_between_three_working_days() {
        let day = |day| micros(Date::constant(2026, 11, day));
        assert_eq!(three_working_days(day(16)), day(19));
        assert_eq!(three_working_days(day(20)), day(25));
        assert_eq!(three_working_days(day(22)), day(25));
    }
}
