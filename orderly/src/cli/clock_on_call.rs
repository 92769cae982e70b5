//! Who is on call by a rota in a file: the same resolver as on the page, in the engine and in the calendar feed.

use super::{Usage, print};
use anyhow::{Context, Result};
use clap::Args;
use clocks::{instant, rfc9557};
use jiff::tz::TimeZone;
use oncall::rota::{Answer, LONGEST_DAYS, Shift, read};
use serde_json::{Value, json};
use std::{fs, path::PathBuf};

/// Which rota is asked, and about when.
#[derive(Debug, Args)]
#[command(
    after_help = "Times without an offset are local to the rota's zone; an offset picks one of two occurrences."
)]
pub struct OnCall {
    /// The rota, in TOML or JSON
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The moment: 2026-11-26T03:00
    #[arg(long, value_name = "TIME")]
    at: String,
    /// The shifts from --at to this time, instead of one answer
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// Print JSON for a program
    #[arg(long)]
    json: bool,
}

pub(super) fn run(asked: &OnCall) -> Result<()> {
    let text = fs::read_to_string(&asked.file)
        .with_context(|| format!("FILE: {} cannot be read", asked.file.display()))?;
    print(&answer(asked, &text)?);
    Ok(())
}

fn wrong(field: &str, problem: impl std::fmt::Display) -> Usage {
    Usage(format!("{field}: {problem}"))
}

/// What is printed.
fn answer(asked: &OnCall, text: &str) -> Result<String, Usage> {
    let rota = read(text).and_then(|text| text.rota()).map_err(|problem| Usage(problem.to_string()))?;
    let zone = rota.zone().clone();
    let at = instant(&asked.at, &zone).map_err(|problem| wrong("--at", problem))?;
    let Some(until) = &asked.until else {
        let found = rota.who(at);
        if asked.json {
            let mut told = said(&found);
            told["at"] = rfc9557(at, &zone).into();
            told["at_utc"] = json!(at);
            return Ok(format!("{told:#}"));
        }
        return Ok(line(&found));
    };
    let until = instant(until, &zone).map_err(|problem| wrong("--until", problem))?;
    if until <= at {
        return Err(wrong("--until", "it is not after --at"));
    }
    if until.duration_since(at).as_hours() > 24 * LONGEST_DAYS {
        return Err(wrong("--until", format!("it is more than {LONGEST_DAYS} days after --at")));
    }
    let shifts = rota.shifts(at, until);
    if asked.json {
        let told: Vec<Value> = shifts.iter().map(|shift| told(shift, &zone)).collect();
        return Ok(format!("{:#}", Value::from(told)));
    }
    let lines = shifts
        .iter()
        .map(|s| format!("{} - {}  {}", rfc9557(s.from, &zone), rfc9557(s.to, &zone), line(&s.answer)));
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

fn line(answer: &Answer) -> String {
    let who = if answer.people.is_empty() { "nobody".to_owned() } else { answer.people.join(", ") };
    format!("{who} ({})", answer.because.words())
}

fn said(answer: &Answer) -> Value {
    json!({ "people": answer.people, "because": answer.because, "words": answer.because.words() })
}

fn told(shift: &Shift, zone: &TimeZone) -> Value {
    let mut told = said(&shift.answer);
    told["from"] = rfc9557(shift.from, zone).into();
    told["to"] = rfc9557(shift.to, zone).into();
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROTA: &str = "zone = \"America/Chicago\"\n[[layers]]\nname = \"first line\"\nevery = \"weekly\"\n\
        people = [\"ana\", \"ben\"]\nstarts = \"2026-06-01T08:00\"\nonly = [\"mon-fri 17:00-08:00\"]\n";

    fn asked(at: &str, until: Option<&str>, json: bool) -> OnCall {
        OnCall { file: PathBuf::new(), at: at.into(), until: until.map(Into::into), json }
    }

    #[test]
    fn a_file_answers_for_a_moment_and_for_a_stretch() {
        let at = |at: &str| answer(&asked(at, None, false), ROTA).unwrap();
        assert_eq!(at("2026-11-02T12:00"), "nobody (no layer has anybody on call)");
        assert_eq!(at("2026-11-02T20:00"), "ana (their turn in first line)");
        let stretch = answer(&asked("2026-11-02T12:00", Some("2026-11-03T12:00"), false), ROTA).unwrap();
        let lines: Vec<&str> = stretch.lines().collect();
        assert_eq!(
            lines[1],
            "2026-11-02T17:00:00-06:00[America/Chicago] - 2026-11-03T08:00:00-06:00[America/Chicago]  \
             ana (their turn in first line)"
        );
        assert_eq!(lines.len(), 3);
        let told = answer(&asked("2026-11-02T20:00", None, true), ROTA).unwrap();
        let told: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(told["people"], json!(["ana"]));
        assert_eq!(told["because"], json!({ "kind": "turn", "layer": "first line" }));
        assert_eq!(told["at"], "2026-11-02T20:00:00-06:00[America/Chicago]");
    }

    #[test]
    fn what_is_wrong_names_the_argument_or_the_field() {
        let said = |asked: OnCall, text: &str| answer(&asked, text).unwrap_err().0;
        assert!(said(asked("2026-11-01T01:30", None, false), ROTA).starts_with("--at: "));
        assert!(said(asked("2026-11-02T01:30", Some("2026-11-01"), false), ROTA).starts_with("--until: "));
        let wrong = ROTA.replace("2026-06-01T08:00", "2026-03-08T02:30");
        assert!(said(asked("2026-11-02T01:30", None, false), &wrong).starts_with("layers[0].starts: "));
    }
}
