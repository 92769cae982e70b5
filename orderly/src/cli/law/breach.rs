//! `orderly law breach`: the night it is needed. Who has to be told, by when, and why.

use super::{doubt, wrapped};
use crate::cli::Usage;
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use law::State;
use law::breach::{Affected, Breach as Facts, Delay, Duty, Entity, Tell, duties};

/// A breach, as it is known tonight.
#[derive(Debug, Args)]
pub struct Breach {
    /// The day of discovery: known, or knowable with reasonable diligence
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    discovered: Date,
    /// covered-entity or business-associate: on whom the duties fall
    #[arg(long, value_enum, value_name = "WHO", hide_possible_values = true)]
    entity: Who,
    /// The associate is the covered entity's agent: its clocks run too
    #[arg(long)]
    agent: bool,
    /// How many live where, as often as needed: GA=2800, elsewhere=3
    #[arg(long, value_name = "STATE=COUNT", value_parser = affected)]
    affected: Vec<(Option<State>, u32)>,
    /// no: it was encrypted or destroyed as HHS says
    #[arg(long, value_enum, value_name = "YES|NO", default_value = "yes", hide_possible_values = true)]
    unsecured: YesNo,
    /// Asked for: written:2018-12-01..2019-01-15 or oral:2018-12-01
    #[arg(long, value_name = "DELAY", value_parser = delay)]
    delay: Vec<Delay>,
    /// The day on which the individuals were told, once they were
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    told: Option<Date>,
    /// yes: a clinic, facility, home health or hospice of California
    #[arg(long, value_enum, value_name = "YES|NO", hide_possible_values = true)]
    clinic: Option<YesNo>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Who {
    CoveredEntity,
    BusinessAssociate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum YesNo {
    Yes,
    No,
}

pub(super) fn day(text: &str) -> Result<Date, String> {
    let shape = || format!("'{text}' is no day; write it as 2018-11-08");
    let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if plain { text.parse().map_err(|_| shape()) } else { Err(shape()) }
}

fn affected(text: &str) -> Result<(Option<State>, u32), String> {
    let (whence, count) =
        text.split_once('=').ok_or_else(|| "write a State and a count, as in GA=2800".to_owned())?;
    let state = match whence.trim() {
        other if other.eq_ignore_ascii_case("elsewhere") => None,
        code => Some(State::find(code).ok_or_else(|| {
            format!("'{code}' is no State, district or territory; write two letters, or elsewhere")
        })?),
    };
    match count.trim().parse::<u32>() {
        Ok(0) => Err("the count is at least 1".into()),
        Ok(count) => Ok((state, count)),
        Err(_) => Err(format!("'{count}' is no count of people; write a whole number up to {}", u32::MAX)),
    }
}

fn delay(text: &str) -> Result<Delay, String> {
    let way_out = "write written:2018-12-01..2019-01-15 or oral:2018-12-01";
    match text.split_once(':') {
        Some(("oral", stated)) => Ok(Delay::Oral { stated: day(stated)? }),
        Some(("written", time)) => {
            let (from, until) = time.split_once("..").ok_or_else(|| way_out.to_owned())?;
            let (from, until) = (day(from)?, day(until)?);
            if until < from {
                return Err(format!("the time ends on {until}, before it begins on {from}"));
            }
            Ok(Delay::Written { from, until })
        }
        _ => Err(way_out.to_owned()),
    }
}

impl Breach {
    fn facts(&self) -> Result<Facts> {
        let entity = match self.entity {
            Who::CoveredEntity => Entity::CoveredEntity,
            Who::BusinessAssociate => Entity::BusinessAssociate { agent: self.agent },
        };
        let owner = entity != Entity::BusinessAssociate { agent: false };
        if owner && self.affected.is_empty() {
            bail!(Usage("--affected is needed: who is told depends on how many live where.".into()));
        }
        if self.told.is_some_and(|told| told < self.discovered) {
            bail!(Usage("--told is before --discovered.".into()));
        }
        let mut people = Affected::default();
        for (state, count) in &self.affected {
            let twice = match state {
                Some(state) => people.residents.insert(*state, *count).is_some(),
                None => std::mem::replace(&mut people.elsewhere, *count) > 0,
            };
            if twice {
                let whence = state.map_or("elsewhere", State::code);
                bail!(Usage(format!("--affected: {whence} is given twice.")));
            }
        }
        let mut facts = Facts::of(entity, self.discovered, people);
        facts.unsecured = self.unsecured == YesNo::Yes;
        facts.delays.clone_from(&self.delay);
        facts.individuals_told = self.told;
        facts.licensed_in_california = self.clinic.map(|answer| answer == YesNo::Yes);
        Ok(facts)
    }
}

/// Every duty, as text or as JSON.
///
/// # Errors
/// Flags that contradict each other.
pub(super) fn answer(asked: &Breach) -> Result<String> {
    let facts = asked.facts()?;
    let duties = duties(&facts);
    if asked.json {
        return Ok(format!("{:#}", serde_json::json!({ "duties": duties })));
    }
    let mut text = headline(asked, &facts);
    duties.iter().for_each(|duty| text.push_str(&paragraph(duty)));
    text.push_str(&remarks(asked, &facts, &duties));
    Ok(text)
}

fn headline(asked: &Breach, facts: &Facts) -> String {
    let who = match asked.entity {
        Who::CoveredEntity if asked.agent => "a covered entity, through an agent",
        Who::CoveredEntity => "a covered entity",
        Who::BusinessAssociate if asked.agent => "a business associate that is the covered entity's agent",
        Who::BusinessAssociate => "a business associate",
    };
    let people = match facts.affected.total() {
        0 => "nobody counted yet".to_owned(),
        1 => "1 person affected".to_owned(),
        n => format!("{n} people affected"),
    };
    wrapped(&format!("Discovered on {} by {who}; {people}.", facts.discovered), "")
}

fn paragraph(duty: &Duty) -> String {
    let mut text = format!("\n{}", wrapped(&format!("{} [{}]", duty.whom, duty.tell), ""));
    text.push_str(&wrapped(&format!("{}.", duty.when()), "  "));
    text.push_str(&wrapped(&format!("Because: {}{}.", duty.because, doubt(duty.confidence)), "  "));
    let only_if = duty.only_if.as_ref().map(|what| format!("Only for {what}."));
    let wait = duty.not_before.map(|day| format!("Not before {day}: an official asked for it."));
    for note in only_if.iter().chain(&wait).chain(&duty.notes) {
        text.push_str(&wrapped(note, "  - "));
    }
    text
}

fn remarks(asked: &Breach, facts: &Facts, duties: &[Duty]) -> String {
    let mut all: Vec<&str> = Vec::new();
    if !facts.unsecured {
        all.push(
            "Secured information has no breach under 45 CFR 164.402, so federal law has nobody told; write down why it was \
             secured (164.414(b)). The statutes of the States were not asked.",
        );
    } else if duties.iter().all(|duty| matches!(duty.tell, Tell::State(_))) {
        all.push(
            "The breach rule was not yet in force on that day; it has been since 2009-09-23 (74 FR 42740).",
        );
    }
    if asked.entity == Who::BusinessAssociate && !asked.agent {
        all.push(
            "The covered entity's own clock starts when it is told (78 FR 5566, unverified), and the agreement \
             between the two may \
             set a shorter time.",
        );
    }
    all.push(
        "A last day is a ceiling: whoever could have told sooner is late. Calendar days, no holiday extends them. Not legal \
         advice: read the paragraphs.",
    );
    all.iter().map(|remark| format!("\n{}", wrapped(remark, ""))).collect()
}
