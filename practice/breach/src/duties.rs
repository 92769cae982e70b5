//! Who must be told by when, by whom and because of which paragraph, as the law computes it from what is known; with the
//! clock of each, and the duty that an agreement adds. Every day here is a ceiling.

use crate::records::Breach;
use crate::told_records::{Clock, Held, Known};
use crate::words::{DelayForm, KnowerKind, Means};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Moment, PersonId, Span};
use law::breach::{self as rule, Delay, Knowledge, Tell};
use schemars::JsonSchema;
use serde::Serialize;

/// How many days before the last one somebody is warned.
const WARNINGS_DAYS: [i64; 5] = [30, 14, 7, 2, 1];

/// The duty that an agreement adds.
pub(crate) const AGREED: &str = "agreement";

/// The duty in place of letters that cannot be delivered, fewer than ten and from ten on.
pub(crate) const SUBSTITUTE: &str = "substitute";
pub(crate) const FEW: &str = "Fewer than ten individuals whom no letter reaches";
const MANY: &str = "Ten or more individuals whom no letter reaches";

/// One duty with how it stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DutyLine {
    /// By this word the duty is named in an order.
    pub duty: String,
    /// Who is told: individuals, media:GA, hhs, covered-entity, state:GA.
    pub tell: String,
    pub whom: String,
    /// Who does it, under which agreement; the covered entity stays liable for what is its own.
    pub who: String,
    /// The last day, a ceiling; nothing where the law sets none.
    #[schemars(with = "Option<String>")]
    pub by: Option<Date>,
    /// How fast the law wants it.
    pub standard: String,
    pub because: String,
    /// How well the citation was checked: verified, secondary, unverified, uncertain, or agreed.
    pub confidence: String,
    #[schemars(with = "Option<String>")]
    pub not_before: Option<Date>,
    pub only_if: Option<String>,
    pub notes: Vec<String>,
    #[schemars(with = "Option<String>")]
    pub told_on: Option<Date>,
    pub means: Option<Means>,
    pub told_by: Option<PersonId>,
    pub told_at: Option<Moment>,
    /// The sealed evidence, or why it does not apply.
    pub text: Option<u32>,
    pub aside_by: Option<PersonId>,
    pub aside_at: Option<Moment>,
    /// Whether its last day is over and nobody was told.
    pub late: bool,
    /// The first moment after the last day, at the place.
    pub due_at: Option<Moment>,
}

impl DutyLine {
    /// Whether somebody still has to be told.
    pub fn open(&self) -> bool {
        self.told_on.is_none() && self.aside_at.is_none()
    }

    /// The time in a phrase, as a ceiling.
    pub fn when(&self) -> String {
        match self.by {
            Some(by) => format!("{}, and no later than {by}", self.standard),
            None => format!("{}; the law sets no last day", self.standard),
        }
    }
}

/// What the law takes of who knew.
fn knowledge(known: &[Known]) -> Vec<Knowledge> {
    let one = |k: &Known| Knowledge { knower: k.knower.rule(), since: k.since, passed_on: k.passed_on };
    known.iter().map(one).collect()
}

/// When it was discovered, and because of what.
pub(crate) fn discovered(b: &Breach, known: &[Known]) -> Option<rule::Discovery> {
    let pieces = knowledge(known);
    match b.entity.rule() {
        rule::Entity::CoveredEntity => rule::discovered_by_covered_entity(&pieces),
        rule::Entity::BusinessAssociate { .. } => rule::discovered_by_associate(&pieces),
    }
}

fn delays(held: &[Held]) -> Vec<Delay> {
    let one = |h: &Held| match (h.form, h.until) {
        (DelayForm::Written, Some(until)) => Delay::Written { from: h.from, until },
        _ => Delay::Oral { stated: h.from },
    };
    held.iter().map(one).collect()
}

/// The duties under the law; none while nobody knows whose knowledge counts.
fn of_law(b: &Breach, known: &[Known], held: &[Held]) -> Vec<rule::Duty> {
    let Some(found) = discovered(b, known) else { return Vec::new() };
    rule::duties(&rule::Breach {
        discovered: found.on,
        entity: b.entity.rule(),
        affected: b.affected.clone(),
        unsecured: true,
        delays: delays(held),
        individuals_told: b.individuals_told,
        licensed_in_california: b.california,
    })
}

/// Who does it, under which agreement.
fn who(b: &Breach, tell: Tell) -> String {
    if tell == Tell::CoveredEntity {
        return "The business associate".to_owned();
    }
    let own = match b.entity {
        crate::EntityKind::CoveredEntity => "The covered entity",
        _ => "The covered entity, told by its business associate",
    };
    match b.agreed.as_ref().and_then(|a| a.notifies.as_deref()) {
        Some("associate") => {
            "The business associate, as the agreement says; the covered entity stays liable".to_owned()
        }
        Some("both") => "Both, as the agreement says; the covered entity stays liable".to_owned(),
        _ => own.to_owned(),
    }
}

fn line(b: &Breach, duty: rule::Duty) -> DutyLine {
    DutyLine {
        // One State may have several duties: residents and agencies are told apart by who is told.
        duty: format!("{}|{}", duty.tell, duty.whom),
        tell: duty.tell.to_string(),
        who: who(b, duty.tell),
        whom: duty.whom,
        by: duty.by,
        standard: duty.standard,
        because: duty.because,
        confidence: duty.confidence.word().to_owned(),
        not_before: duty.not_before,
        only_if: duty.only_if,
        notes: duty.notes,
        told_on: None,
        means: None,
        told_by: None,
        told_at: None,
        text: None,
        aside_by: None,
        aside_at: None,
        late: false,
        due_at: None,
    }
}

/// The report that an agreement asks of the associate, counted from the day on which the associate knew.
fn agreed(b: &Breach, known: &[Known]) -> Option<DutyLine> {
    let agreed = b.agreed.as_ref()?;
    let hours = agreed.report_hours?;
    let theirs = |k: &&Known| match b.entity {
        crate::EntityKind::CoveredEntity => {
            matches!(k.knower, KnowerKind::AssociateAsAgent | KnowerKind::IndependentAssociate)
        }
        _ => k.knower != KnowerKind::Wrongdoer,
    };
    let since = known.iter().filter(theirs).map(|k| k.since).min()?;
    let days = i64::from(hours.div_ceil(24));
    Some(DutyLine {
        duty: AGREED.to_owned(),
        tell: "covered-entity".to_owned(),
        whom: "The other party of the agreement".to_owned(),
        who: "The business associate".to_owned(),
        by: Some(since.saturating_add(jiff::Span::new().days(days))),
        standard: format!("within {hours} hours of its knowledge, as agreed"),
        because: format!("Agreement {}; 45 CFR 164.410, 164.504(e)(2)(ii)(C)", agreed.agreement),
        confidence: "agreed".to_owned(),
        not_before: None,
        only_if: None,
        notes: vec![
            "Only the day is known on which the associate knew, so whole days are counted.".to_owned(),
        ],
        ..line(
            b,
            rule::Duty {
                tell: Tell::CoveredEntity,
                whom: String::new(),
                by: None,
                standard: String::new(),
                because: String::new(),
                confidence: law::Confidence::Checked,
                not_before: None,
                only_if: None,
                notes: Vec::new(),
            },
        )
    })
}

/// The notice that takes the place of letters which cannot be delivered; due with the letters themselves.
fn substitute(b: &Breach, individuals: Option<&DutyLine>) -> Option<DutyLine> {
    let (number, individuals) = (b.beyond_letters()?, individuals?);
    let kind = rule::substitute(number)?;
    let (whom, standard, note) = match kind {
        rule::Substitute::OtherMeans => (
            FEW,
            "another form of writing, the telephone or other means, with the letters",
            "They are told one by one.",
        ),
        rule::Substitute::Public => (
            MANY,
            "on the home page for 90 days or in major media, with the letters",
            "A toll-free number answers for at least 90 days as well (how long was not checked against the text).",
        ),
    };
    let cited = kind.because().citation();
    Some(DutyLine {
        duty: format!("{SUBSTITUTE}|{whom}"),
        tell: SUBSTITUTE.to_owned(),
        whom: whom.to_owned(),
        standard: standard.to_owned(),
        because: cited.paragraph.to_string(),
        confidence: cited.confidence.word().to_owned(),
        only_if: None,
        notes: vec![format!("{number} of them. {note}")],
        ..individuals.clone()
    })
}

/// The first moment after a day, at the place.
fn after(day: Date, zone: &str) -> Option<Moment> {
    let zone = clocks::zone(zone).unwrap_or(TimeZone::UTC);
    let next = day.tomorrow().ok()?.to_zoned(zone).ok()?;
    Some(Moment::from_timestamp(next.timestamp()))
}

/// Every duty, with what its clock says.
pub(crate) fn all(
    b: &Breach,
    known: &[Known],
    held: &[Held],
    clocks: &[Clock],
    now: Moment,
) -> Vec<DutyLine> {
    let mut lines: Vec<DutyLine> = of_law(b, known, held).into_iter().map(|d| line(b, d)).collect();
    let instead = substitute(b, lines.iter().find(|l| l.tell == "individuals"));
    lines.extend(instead);
    lines.extend(agreed(b, known));
    for line in &mut lines {
        line.due_at = line.by.and_then(|by| after(by, &b.zone));
        if let Some(clock) = clocks.iter().find(|c| c.word == line.duty) {
            (line.told_on, line.means, line.told_by, line.told_at) =
                (clock.told_on, clock.means, clock.told_by, clock.told_at);
            (line.text, line.aside_by, line.aside_at) = (clock.text, clock.aside_by, clock.aside_at);
        }
        line.late = line.open() && line.due_at.is_some_and(|due| due <= now);
    }
    lines
}

/// When somebody is warned next of a duty that is due at a moment: 30, 14, 7, 2 days and a day before, and when it is over.
pub(crate) fn next_warning(due: Moment, now: Moment, noted_late: bool) -> Option<Moment> {
    let ahead = WARNINGS_DAYS.iter().map(|days| due.minus(Span::days(*days))).find(|at| *at > now);
    ahead.or((!noted_late).then_some(due))
}

/// How many whole days are left until a moment; 0 on the last day.
pub(crate) fn days_left(due: Moment, now: Moment) -> i64 {
    (due.since(now).0.max(0) - 1).max(0) / Span::days(1).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_come_before_the_last_day_and_once_after_it() {
        let due = Moment::from_timestamp("2027-01-08T06:00:00Z".parse().unwrap());
        let mut now = due.minus(Span::days(60));
        let mut given = Vec::new();
        while let Some(at) = next_warning(due, now, given.last() == Some(&due)) {
            given.push(at);
            now = at;
        }
        let days: Vec<i64> = given.iter().map(|at| due.since(*at).0 / Span::days(1).0).collect();
        assert_eq!(days, [30, 14, 7, 2, 1, 0]);
        assert_eq!(next_warning(due, due.plus(Span::days(3)), false), Some(due), "late from the beginning");
        assert_eq!(next_warning(due, due.plus(Span::days(3)), true), None);
        assert_eq!(
            (days_left(due, due.minus(Span::hours(3))), days_left(due, due.minus(Span::days(7)))),
            (0, 6)
        );
    }

    #[test]
    fn the_last_day_counts_whole_at_its_place() {
        let day: Date = "2026-11-01".parse().unwrap();
        let end = after(day, "America/Chicago").unwrap();
        assert_eq!(end.timestamp().to_string(), "2026-11-02T06:00:00Z", "the clocks went back that day");
    }
}
