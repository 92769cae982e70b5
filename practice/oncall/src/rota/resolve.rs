//! The one resolver: who is on call at a moment, and why; and the shifts between two moments.

use super::hours::around;
use super::{Every, LONGEST_DAYS, Layer, Override, OverrideKind, Pass, Rota, day_begins};
use clocks::Holidays;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use std::collections::BTreeSet;

/// Who is on call at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Nobody when it is empty: a hole in coverage.
    pub people: Vec<String>,
    pub because: Because,
}

/// Why they are on call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Because {
    /// It is their turn.
    Turn { layer: String },
    /// Whose turn it is cannot take it; they are the next who can.
    NextEligible { layer: String, turn_of: String },
    /// A layer for holidays answers.
    Holiday { layer: String },
    /// Overrides stand above what the layers say.
    Override,
    /// No layer has anybody on call.
    Nobody,
    /// On a holiday, no layer for holidays has anybody on call.
    NobodyOnHoliday,
}

impl Because {
    /// As people say it.
    pub fn words(&self) -> String {
        match self {
            Self::Turn { layer } => format!("their turn in {layer}"),
            Self::NextEligible { layer, .. } => {
                format!("the next in {layer} who can, as whose turn it is cannot")
            }
            Self::Holiday { layer } => format!("holiday: {layer}"),
            Self::Override => "an override".to_owned(),
            Self::Nobody => "no layer has anybody on call".to_owned(),
            Self::NobodyOnHoliday => "a holiday, and no holiday layer has anybody on call".to_owned(),
        }
    }
}

/// A stretch of time in which the answer is the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shift {
    pub from: Timestamp,
    pub to: Timestamp,
    #[serde(flatten)]
    pub answer: Answer,
}

impl Rota {
    /// Who is on call at a moment.
    pub fn who(&self, at: Timestamp) -> Answer {
        let mut answer = self.by_layers(at);
        let covering = |o: &&Override| o.from <= at && at < o.to;
        let standing: Vec<&Override> = self.overrides.iter().filter(covering).collect();
        let before = answer.people.clone();
        // The last who is on call alone clears what stood before; the others act on what is then left.
        let alone = standing.iter().rposition(|o| o.kind == OverrideKind::Alone && self.by_is_there(o, at));
        if let Some(place) = alone {
            answer.people = standing[place].by.iter().cloned().collect();
        }
        for o in standing.iter().skip(alone.map_or(0, |place| place + 1)) {
            self.apply(o, at, &mut answer.people);
        }
        if alone.is_some() || answer.people != before {
            answer.because = Because::Override;
        }
        answer
    }

    fn by_is_there(&self, o: &Override, at: Timestamp) -> bool {
        o.by.as_ref().is_some_and(|by| self.is_there(by, at))
    }

    fn apply(&self, o: &Override, at: Timestamp, people: &mut Vec<String>) {
        let place = o.person.as_ref().and_then(|person| people.iter().position(|p| p == person));
        match (o.kind, place) {
            (OverrideKind::Away, Some(place)) => {
                people.remove(place);
            }
            (OverrideKind::Instead, Some(place)) if self.by_is_there(o, at) => {
                people.remove(place);
                if let Some(by) = o.by.as_ref().filter(|by| !people.contains(by)) {
                    people.insert(place, by.clone());
                }
            }
            (OverrideKind::Besides, _) if self.by_is_there(o, at) => {
                people.extend(o.by.iter().filter(|by| !people.contains(by)).cloned().collect::<Vec<_>>());
            }
            _ => {}
        }
    }

    fn is_there(&self, person: &str, at: Timestamp) -> bool {
        self.members.get(person).is_none_or(|m| m.until.is_none_or(|until| at < until))
    }

    /// Whether somebody holds a certification at a moment.
    pub fn holds(&self, person: &str, certification: &str, at: Timestamp) -> bool {
        let held = self.members.get(person).and_then(|m| m.certifications.get(certification));
        held.is_some_and(|until| until.is_none_or(|until| at < until))
    }

    fn eligible(&self, person: &str, layer: &Layer, at: Timestamp) -> bool {
        let certified = |name: &String| self.holds(person, name, at);
        self.is_there(person, at) && layer.certification.as_ref().is_none_or(certified)
    }

    fn by_layers(&self, at: Timestamp) -> Answer {
        let holiday = self.replaced_on_holidays() && self.is_holiday(at);
        let asked = self.layers.iter().filter(|l| l.holidays == holiday);
        let found = asked.filter_map(|layer| self.of_layer(layer, at)).next();
        found.unwrap_or_else(|| {
            let because = if holiday { Because::NobodyOnHoliday } else { Because::Nobody };
            Answer { people: Vec::new(), because }
        })
    }

    /// Who of a layer is on call; nothing where it has nobody.
    fn of_layer(&self, layer: &Layer, at: Timestamp) -> Option<Answer> {
        if layer.ends.is_some_and(|ends| ends <= at) || !self.works(layer, at) {
            return None;
        }
        let number = layer.turns.number(at, &self.zone)?;
        let because = |layer: &Layer| match layer.holidays {
            true => Because::Holiday { layer: layer.name.clone() },
            false => Because::Turn { layer: layer.name.clone() },
        };
        if layer.turns.every == Every::Together {
            let people = layer.people.iter().filter(|p| self.eligible(p, layer, at));
            let people: Vec<String> = people.cloned().collect();
            return (!people.is_empty()).then(|| Answer { people, because: because(layer) });
        }
        let turn = match layer.pass {
            Pass::WorkedDays => self.worked_turn(layer, number)?,
            Pass::Calendar => number,
        };
        let count = layer.people.len();
        let place = usize::try_from(turn.rem_euclid(i64::try_from(count).ok()?)).ok()?;
        let in_order = (0..count).map(|next| &layer.people[(place + next) % count]);
        let person = in_order.into_iter().find(|p| self.eligible(p, layer, at))?;
        let turn_of = &layer.people[place];
        let because = if person == turn_of {
            because(layer)
        } else {
            Because::NextEligible { layer: layer.name.clone(), turn_of: turn_of.clone() }
        };
        Some(Answer { people: vec![person.clone()], because })
    }

    /// The number of the turn when it passes on worked days only.
    fn worked_turn(&self, layer: &Layer, number: i64) -> Option<i64> {
        let (mut day, last) = (layer.turns.day(0)?, layer.turns.day(number)?);
        let mut worked = 0_i64;
        while day <= last {
            worked += i64::from(self.is_worked(layer, day));
            day = day.tomorrow().ok()?;
        }
        Some((worked - 1).max(0))
    }

    fn is_worked(&self, layer: &Layer, day: Date) -> bool {
        let hours = layer.only.is_empty() || layer.only.iter().any(|only| only.on(day));
        hours && !(self.replaced_on_holidays() && !layer.holidays && self.is_holiday_on(day))
    }

    fn works(&self, layer: &Layer, at: Timestamp) -> bool {
        let inside = |(from, to): (Timestamp, Timestamp)| from <= at && at < to;
        layer.only.is_empty()
            || around(at, &self.zone)
                .any(|day| layer.only.iter().any(|only| only.of(day, &self.zone).is_some_and(inside)))
    }

    fn replaced_on_holidays(&self) -> bool {
        self.layers.iter().any(|l| l.holidays)
    }

    fn is_holiday_on(&self, day: Date) -> bool {
        self.holidays.contains(&day) || (self.federal_holidays && Holidays::UsFederal.on(day).is_some())
    }

    /// A holiday lasts from the moment its date begins to the moment the next one does.
    fn is_holiday(&self, at: Timestamp) -> bool {
        around(at, &self.zone).any(|day| {
            let next = day.tomorrow().ok().and_then(|next| day_begins(next, &self.zone));
            self.is_holiday_on(day)
                && day_begins(day, &self.zone).is_some_and(|begins| begins <= at)
                && next.is_none_or(|next| at < next)
        })
    }

    /// The shifts from one moment to another, without a hole: where nobody is on call, a shift without people says so.
    /// Nothing is told beyond [`LONGEST_DAYS`].
    pub fn shifts(&self, from: Timestamp, to: Timestamp) -> Vec<Shift> {
        let longest = from.saturating_add(SignedDuration::from_hours(24 * LONGEST_DAYS));
        let to = to.min(longest.unwrap_or(to));
        let mut shifts: Vec<Shift> = Vec::new();
        if to <= from {
            return shifts;
        }
        let mut moments = self.changes(from, to);
        moments.insert(from);
        let ends = moments.iter().copied().skip(1).chain([to]);
        for (begins, ends) in moments.iter().copied().zip(ends) {
            let answer = self.who(begins);
            match shifts.last_mut().filter(|last| last.answer == answer) {
                Some(last) => last.to = ends,
                None => shifts.push(Shift { from: begins, to: ends, answer }),
            }
        }
        shifts
    }

    /// Every moment within a stretch at which the answer could change.
    fn changes(&self, from: Timestamp, to: Timestamp) -> BTreeSet<Timestamp> {
        let mut moments = BTreeSet::new();
        for layer in &self.layers {
            moments.insert(layer.turns.first);
            moments.extend(layer.ends);
            let number = layer.turns.number(from, &self.zone).unwrap_or(0);
            let begins = |k: i64| layer.turns.begins(k, &self.zone).filter(|begins| *begins < to);
            if layer.turns.every != Every::Together {
                moments.extend((number..).map_while(begins));
            }
        }
        for day in self.days(from, to) {
            moments.extend(day_begins(day, &self.zone));
            let hours = self.layers.iter().flat_map(|l| &l.only).filter_map(|only| only.of(day, &self.zone));
            moments.extend(hours.flat_map(|(opens, closes)| [opens, closes]));
        }
        moments.extend(self.overrides.iter().flat_map(|o| [o.from, o.to]));
        for member in self.members.values() {
            moments.extend(member.until);
            moments.extend(member.certifications.values().flatten());
        }
        moments.retain(|moment| from < *moment && *moment < to);
        moments
    }

    /// The local days that touch a stretch, with one more on each side.
    fn days(&self, from: Timestamp, to: Timestamp) -> impl Iterator<Item = Date> {
        let last = self.zone.to_datetime(to).date();
        let last = last.tomorrow().unwrap_or(last);
        let first = around(from, &self.zone).next();
        let next = |day: &Date| day.tomorrow().ok();
        std::iter::successors(first, next).take_while(move |day| *day <= last)
    }
}
