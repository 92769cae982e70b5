//! A rota through its versions. Each version answers for the time in which it was in force, so that a past week reads as
//! it was and not as it would be today.

use super::{Answer, Rota, Shift};
use jiff::Timestamp;

/// The versions of a rota, each from the moment it was set; the first also for the time before.
#[derive(Debug, Clone)]
pub struct History {
    first: Rota,
    later: Vec<(Timestamp, Rota)>,
}

impl History {
    /// A rota that was never changed.
    pub fn of(first: Rota) -> Self {
        Self { first, later: Vec::new() }
    }

    /// The same with the version that was set next.
    #[must_use]
    pub fn then(mut self, from: Timestamp, next: Rota) -> Self {
        self.later.push((from, next));
        self.later.sort_by_key(|(from, _)| *from);
        self
    }

    /// The version in force at a moment.
    pub fn at(&self, at: Timestamp) -> &Rota {
        self.later.iter().rfind(|(from, _)| *from <= at).map_or(&self.first, |(_, rota)| rota)
    }

    /// The newest version.
    pub fn newest(&self) -> &Rota {
        self.later.last().map_or(&self.first, |(_, rota)| rota)
    }

    /// Who is, or was, on call at a moment.
    pub fn who(&self, at: Timestamp) -> Answer {
        self.at(at).who(at)
    }

    /// As [`Rota::shifts`], each part by the version in force.
    pub fn shifts(&self, from: Timestamp, to: Timestamp) -> Vec<Shift> {
        let cuts = self.later.iter().map(|(at, _)| *at).filter(|at| from < *at && *at < to);
        let begins: Vec<Timestamp> = std::iter::once(from).chain(cuts).collect();
        let ends = begins.iter().copied().skip(1).chain([to]);
        let mut shifts: Vec<Shift> = Vec::new();
        for (begin, end) in begins.iter().copied().zip(ends) {
            for shift in self.at(begin).shifts(begin, end) {
                match shifts.last_mut().filter(|last| last.answer == shift.answer && last.to == shift.from) {
                    Some(last) => last.to = shift.to,
                    None => shifts.push(shift),
                }
            }
        }
        shifts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rota::read;

    fn rota(person: &str) -> Rota {
        let text = format!(
            "zone = \"UTC\"\n[[layers]]\nname = \"all\"\nevery = \"daily\"\npeople = [\"{person}\"]\n\
             starts = \"2026-01-01T00:00\"\n"
        );
        read(&text).unwrap().rota().unwrap()
    }

    #[test]
    fn a_past_week_is_told_by_the_version_that_was_in_force() {
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let (set, again) = (at("2026-06-03T12:00:00Z"), at("2026-06-05T12:00:00Z"));
        let history = History::of(rota("ana")).then(set, rota("ben")).then(again, rota("ben"));
        assert_eq!(history.who(at("2026-06-03T11:59:59Z")).people, ["ana"]);
        assert_eq!(history.who(set).people, ["ben"]);
        let shifts = history.shifts(at("2026-06-01T00:00:00Z"), at("2026-06-08T00:00:00Z"));
        let told: Vec<_> = shifts.iter().map(|s| (s.to, s.answer.people[0].as_str())).collect();
        assert_eq!(told, [(set, "ana"), (at("2026-06-08T00:00:00Z"), "ben")]);
    }
}
