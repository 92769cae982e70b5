//! Rotas: the cases of the book by their ids, what is refused, and laws that hold over the hard zones.

// A failed unwrap is how a test says that it failed.
#![allow(clippy::unwrap_used)]

mod cases;
mod laws;
mod refused;

use jiff::Timestamp;
use oncall::rota::{Answer, Rota, RotaProblem, Shift, read};

pub fn rota(text: &str) -> Rota {
    try_rota(text).unwrap()
}

pub fn try_rota(text: &str) -> Result<Rota, RotaProblem> {
    read(text)?.rota()
}

/// A moment typed in the rota's own zone.
pub fn at(rota: &Rota, local: &str) -> Timestamp {
    let local = local.parse::<jiff::civil::DateTime>().unwrap();
    clocks::typed(local, rota.zone()).unwrap()
}

pub fn who(rota: &Rota, local: &str) -> String {
    rota.who(at(rota, local)).people.join("+")
}

pub fn shifts(rota: &Rota, from: &str, to: &str) -> Vec<Shift> {
    let shifts = rota.shifts(at(rota, from), at(rota, to));
    for pair in shifts.windows(2) {
        assert_eq!(pair[0].to, pair[1].from, "there is no hole between two shifts");
    }
    shifts
}

/// Shifts as lines: from, to, who, in the rota's zone.
pub fn lines(rota: &Rota, from: &str, to: &str) -> Vec<String> {
    let local = |t: Timestamp| t.to_zoned(rota.zone().clone()).strftime("%m-%d %H:%M %Z").to_string();
    let name = |answer: &Answer| match answer.people.is_empty() {
        true => "nobody".to_owned(),
        false => answer.people.join("+"),
    };
    shifts(rota, from, to)
        .iter()
        .map(|s| format!("{} - {} {}", local(s.from), local(s.to), name(&s.answer)))
        .collect()
}
