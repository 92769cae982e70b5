//! What can happen in a downtime and to what prepares for one, each told as a sentence after the name of whoever did it.
//! Facts hold ids, words and numbers; whatever was typed stands in the tables.

use crate::drill_records::{Drill, Station};
use crate::number_records::Numbers;
use crate::plan_records::Procedure;
use crate::records::Downtime;
use crate::words::{Covers, Level, VoidReason};
use kernel::Fact;
use serde_json::Value;

/// A fact about a downtime.
pub(crate) fn about(name: &'static str, d: &Downtime) -> Fact {
    let fact = Fact::new(name, d.org)
        .about(d.id)
        .about(d.org)
        .with("downtime", d.id)
        .with("kind", d.kind)
        .with("covers", d.covers)
        .with("state", d.state);
    match d.ticket {
        Some(ticket) => fact.about(ticket).with("ticket", ticket),
        None => fact,
    }
}

/// A fact about numbers of a form.
pub(crate) fn of_numbers(name: &'static str, n: &Numbers) -> Fact {
    let fact = Fact::new(name, n.org)
        .about(n.id)
        .with("numbers", n.id)
        .with("form", n.form)
        .with("department", n.department)
        .with("first", n.first_number)
        .with("last", n.last_number);
    match n.downtime {
        Some(downtime) => fact.about(downtime).with("downtime", downtime),
        None => fact,
    }
}

/// A fact about a procedure.
pub(crate) fn of_procedure(name: &'static str, p: &Procedure) -> Fact {
    Fact::new(name, p.org)
        .about(p.id)
        .about(p.department)
        .with("procedure", p.id)
        .with("department", p.department)
        .with("covers", p.covers)
        .with("version", p.version)
        .with("review_on", &p.review_on)
}

/// A fact about a drill.
pub(crate) fn of_drill(name: &'static str, d: &Drill) -> Fact {
    Fact::new(name, d.org)
        .about(d.id)
        .about(d.org)
        .with("drill", d.id)
        .with("covers", d.covers)
        .with("held_on", &d.held_on)
        .with("took_part", d.took_part)
        .with("passed", d.passed)
        .with("next_on", &d.next_on)
}

/// A fact about a downtime workstation.
pub(crate) fn of_station(name: &'static str, s: &Station) -> Fact {
    Fact::new(name, s.org)
        .about(s.id)
        .about(s.asset)
        .with("station", s.id)
        .with("asset", s.asset)
        .with("department", s.department)
}

/// The fact as a sentence; nothing for a fact of another slice.
pub fn sentence(name: &str, body: &Value) -> Option<String> {
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let number = |key: &str| body.get(key).and_then(Value::as_i64).unwrap_or_default();
    let what =
        || text("covers").and_then(Covers::from_word).map_or("something", Covers::title).to_lowercase();
    Some(match name {
        "downtime.procedure-written" => {
            format!("wrote the procedure for: {}, version {}", what(), number("version"))
        }
        "downtime.procedure-reviewed" => format!("looked at the procedure for: {}; it stands", what()),
        "downtime.procedure-retired" => format!("retired the procedure for: {}", what()),
        "downtime.form-added" => "added a paper form".to_owned(),
        "downtime.form-retired" => "retired a paper form".to_owned(),
        "downtime.pack-set" => format!("set the pack: {} copies of a form", number("copies")),
        "downtime.numbers-reserved" => {
            format!("handed out the numbers {} to {} of a form", number("first"), number("last"))
        }
        "downtime.numbers-assigned" => "said who answers for the numbers of a form".to_owned(),
        "downtime.numbers-used" => format!("counted {} used forms", number("used")),
        "downtime.numbers-voided" => format!(
            "voided the numbers {} to {}: {}",
            number("first_voided"),
            number("last_voided"),
            text("reason")
                .and_then(VoidReason::from_word)
                .map_or("no longer needed", VoidReason::title)
                .to_lowercase()
        ),
        "downtime.numbers-entered" => format!("entered {} forms into the system", number("entered")),
        "downtime.numbers-checked" => "looked a second time at what was entered".to_owned(),
        "downtime.planned" => format!("planned a downtime: {}", what()),
        "downtime.declared" => format!("declared a downtime: {}", what()),
        "downtime.extended" => "added what else is down".to_owned(),
        "downtime.begun" => format!("began the planned downtime: {}", what()),
        "downtime.cancelled" => "called the planned downtime off".to_owned(),
        "downtime.system-back" => match body.get("in_time") {
            Some(Value::Bool(false)) => "brought a system back, after its time".to_owned(),
            _ => "brought a system back in time".to_owned(),
        },
        "downtime.over" => "Every system is back; paper is entered now".to_owned(),
        "downtime.level-set" => format!(
            "said how the department works: {}",
            text("level").and_then(Level::from_word).map_or("somehow", Level::title).to_lowercase()
        ),
        "downtime.follow-up-added" => "asked somebody for a follow-up".to_owned(),
        "downtime.follow-up-done" => "finished a follow-up".to_owned(),
        "downtime.closed" => match body.get("rto_met") {
            Some(Value::Bool(true)) => "closed the downtime; every system was back in time".to_owned(),
            _ => "closed the downtime; not every system was back in time".to_owned(),
        },
        "downtime.recovery-missed" => {
            format!("{} systems are not back, and their time is over", number("systems"))
        }
        "downtime.coming" => "The planned downtime comes near".to_owned(),
        _ => return prepared(name, body),
    })
}

/// The same of drills and workstations.
fn prepared(name: &str, body: &Value) -> Option<String> {
    let covers = body.get("covers").and_then(Value::as_str).and_then(Covers::from_word);
    let what = || covers.map_or("something", Covers::title).to_lowercase();
    let passed = || if body.get("passed") == Some(&Value::Bool(true)) { "passed" } else { "not passed" };
    Some(match name {
        "downtime.drill-recorded" => format!("recorded a drill: {}, {}", what(), passed()),
        "downtime.drill-overdue" => "The next drill is overdue".to_owned(),
        "downtime.station-kept" => "keeps a workstation for downtimes".to_owned(),
        "downtime.station-checked" => format!("checked a downtime workstation: {}", passed()),
        "downtime.station-ended" => "no longer keeps a workstation for downtimes".to_owned(),
        "downtime.check-overdue" => "The check of a downtime workstation is overdue".to_owned(),
        _ => return None,
    })
}
