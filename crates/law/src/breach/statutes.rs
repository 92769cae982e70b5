//! What the statutes of the States ask for: residents, agencies, and the owner of the data where a vendor made the discovery. A
//! State whose statute sets no number has no last day here, and a number is never claimed for a day on which it was not read.

use super::Breach;
use super::days::{after, after_business};
use super::delay::delayed;
use super::duties::{Duty, Tell, WITHOUT_DELAY};
use crate::citation::Confidence;
use crate::state::{Agency, ClockStart, Reached, State, StateLaw, Timing, read_since};
use jiff::civil::Date;

/// What the statutes ask of whoever owns the data.
pub(super) fn as_owner(breach: &Breach, hhs_by: Option<Date>) -> Vec<Duty> {
    let mut all = Vec::new();
    for (state, residents) in &breach.affected.residents {
        if *residents == 0 {
            continue;
        }
        let to_residents = residents_of(*state, breach);
        let told = breach.individuals_told.or(to_residents.by);
        all.push(to_residents);
        let agencies = state.law().agencies.iter();
        all.extend(agencies.filter_map(|agency| to_agency(*state, agency, *residents, breach, told, hhs_by)));
    }
    all
}

/// What the statutes ask of a vendor: to tell the owner of the data, where a number of days is known.
pub(super) fn as_vendor(breach: &Breach) -> Vec<Duty> {
    let affected = breach.affected.residents.iter().filter(|(_, residents)| **residents > 0);
    let one = |(state, _): (&State, &u32)| {
        let law = state.law();
        let days = law.vendor_days?;
        let mut duty = blank(*state, law, breach, Confidence::Secondary);
        duty.whom = "The owner of the data".into();
        duty.standard = format!("as a vendor, within {days} days of discovery");
        settle(&mut duty, after(breach.discovered, days), breach);
        Some(duty)
    };
    affected.filter_map(one).collect()
}

/// A duty under a State's statute, with no last day yet.
fn blank(state: State, law: &StateLaw, breach: &Breach, confidence: Confidence) -> Duty {
    let mut notes: Vec<String> = law.hipaa.remark().map(str::to_owned).into_iter().collect();
    let mut confidence = confidence;
    if breach.discovered < read_since() {
        confidence = confidence.max(Confidence::Unverified);
        notes.push(format!(
            "The statute was read as it stands since {}; what it said on {} was not looked at.",
            read_since(),
            breach.discovered
        ));
    }
    Duty {
        tell: Tell::State(state),
        whom: String::new(),
        by: None,
        standard: String::new(),
        because: law.statute.clone().unwrap_or_else(|| format!("No statute of {} was established", law.name)),
        confidence,
        not_before: None,
        only_if: None,
        notes,
    }
}

/// Gives a duty its last day, which yields to a delay for law enforcement.
fn settle(duty: &mut Duty, due: Date, breach: &Breach) {
    let due = delayed(due, &breach.delays);
    duty.by = Some(due.by);
    duty.not_before = due.not_before;
}

fn residents_of(state: State, breach: &Breach) -> Duty {
    let law = state.law();
    let mut duty = blank(state, law, breach, law.confidence);
    duty.whom = format!("Affected residents of {}", law.name);
    duty.notes.extend(law.notes.iter().cloned());
    let begun = law.since.is_none_or(|since| since <= breach.discovered);
    match law.days {
        Some(days) if begun => {
            duty.standard = format!("{WITHOUT_DELAY}, within {days} days of {}", law.starts.words());
            if law.starts != ClockStart::Discovery {
                duty.notes
                    .push("Counted from discovery, which is never later than the statute's start.".into());
            }
            settle(&mut duty, after(breach.discovered, days), breach);
        }
        Some(_) => {
            duty.standard = format!("{WITHOUT_DELAY}, or as fast as can be");
            duty.confidence = duty.confidence.max(Confidence::Unverified);
        }
        None if law.statute.is_none() => duty.standard = "not established".into(),
        None => duty.standard = format!("{WITHOUT_DELAY}, or as fast as can be"),
    }
    duty
}

fn to_agency(
    state: State,
    agency: &Agency,
    residents: u32,
    breach: &Breach,
    told: Option<Date>,
    hhs_by: Option<Date>,
) -> Option<Duty> {
    let reached = agency.reached(residents);
    let before_its_time = agency.since.is_some_and(|since| breach.discovered < since);
    let licensed = agency.only_if.as_ref().is_none_or(|_| breach.licensed_in_california != Some(false));
    if reached == Reached::No || before_its_time || !licensed {
        return None;
    }
    let mut duty = blank(state, state.law(), breach, agency.confidence);
    duty.whom.clone_from(&agency.whom);
    if let Some(statute) = &agency.statute {
        duty.because.clone_from(statute);
    }
    if breach.licensed_in_california != Some(true) {
        duty.only_if.clone_from(&agency.only_if);
    }
    duty.notes.extend(agency.note.clone());
    if reached == Reached::AtTheEdge {
        duty.confidence = Confidence::Uncertain;
        duty.notes.push(format!("Sources do not agree whether exactly {residents} residents count."));
    }
    time_agency(&mut duty, agency, state.law(), breach, told, hhs_by);
    Some(duty)
}

/// Gives an agency's duty its words and its last day. The days of residents and HHS are ceilings that a delay has moved already.
fn time_agency(
    duty: &mut Duty,
    agency: &Agency,
    law: &StateLaw,
    breach: &Breach,
    told: Option<Date>,
    hhs_by: Option<Date>,
) {
    let Agency { count, business, .. } = *agency;
    let later = |day: Date| if business { after_business(day, count) } else { after(day, count) };
    let days = if business { format!("{count} business days") } else { format!("{count} days") };
    match agency.timing {
        Timing::Days => {
            let start = if agency.statute.is_some() { ClockStart::Discovery } else { law.starts };
            duty.standard = format!("within {days} of {}", start.words());
            settle(duty, later(breach.discovered), breach);
            if agency.with_residents_at_latest {
                duty.by = duty.by.map(|by| told.map_or(by, |told| told.min(by)));
            }
        }
        Timing::WithResidents => {
            duty.standard = "no later than the notice to residents".into();
            duty.by = told;
        }
        Timing::BeforeResidents => {
            duty.standard = "before residents are told".into();
            duty.by = told;
        }
        Timing::AfterResidents => {
            duty.standard = format!("within {days} of the notice to residents");
            duty.by = told.map(later);
        }
        Timing::AfterHhs => {
            duty.standard = format!("within {days} of the report to HHS");
            duty.by = hhs_by.map(later);
        }
        Timing::Unnumbered => duty.standard = format!("{WITHOUT_DELAY}, or as fast as can be"),
    }
}
