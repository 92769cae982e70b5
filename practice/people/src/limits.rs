//! How long a session lasts. It depends on where the workstation stands: one's own office, a ward station
//! that many hands touch, or a kiosk in a corridor. After a while without a touch it locks; after its longest
//! time it ends.

use kernel::{Moment, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of workstation somebody signs in at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Used by one person, behind a door.
    Private,
    /// A ward station that many people use.
    Shared,
    /// In a public place.
    Kiosk,
}

/// How long a session of a class lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Without a touch.
    pub idle: Span,
    /// From sign-in on.
    pub absolute: Span,
    /// Whether it can be unlocked after it was idle; otherwise it ends.
    pub locks: bool,
}

/// How a session stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stand {
    Open,
    Locked,
    Ended,
}

/// What the answer depends on.
#[derive(Debug, Clone, Copy)]
pub struct Life {
    pub class: Class,
    pub created_at: Moment,
    pub seen_at: Moment,
    pub locked_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    /// An emergency access that this session opened is running: then only a lock by hand and a sign-out stop
    /// it.
    pub emergency: bool,
}

impl Class {
    pub fn limits(self) -> Limits {
        match self {
            Class::Private => Limits { idle: Span::minutes(30), absolute: Span::hours(12), locks: true },
            Class::Shared => Limits { idle: Span::minutes(3), absolute: Span::hours(12), locks: true },
            Class::Kiosk => Limits { idle: Span::minutes(2), absolute: Span::minutes(15), locks: false },
        }
    }
    pub fn word(self) -> &'static str {
        match self {
            Class::Private => "private",
            Class::Shared => "shared",
            Class::Kiosk => "kiosk",
        }
    }
    /// An unknown word counts as the strictest.
    pub fn from_word(word: &str) -> Self {
        match word {
            "private" => Class::Private,
            "shared" => Class::Shared,
            _ => Class::Kiosk,
        }
    }
    /// As people say it.
    pub fn title(self) -> &'static str {
        match self {
            Class::Private => "My own workstation",
            Class::Shared => "Shared ward station",
            Class::Kiosk => "Kiosk in a public place",
        }
    }
}

impl Life {
    pub fn stand(&self, now: Moment) -> Stand {
        let limits = self.class.limits();
        if self.ended_at.is_some() {
            return Stand::Ended;
        }
        let over = |from: Moment, span: Span| !self.emergency && now.since(from) >= span;
        if over(self.created_at, limits.absolute) {
            Stand::Ended
        } else if self.locked_at.is_some() {
            Stand::Locked
        } else if over(self.seen_at, limits.idle) {
            if limits.locks { Stand::Locked } else { Stand::Ended }
        } else {
            Stand::Open
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stand(class: Class, idle_s: i64, age_s: i64, locked: bool, emergency: bool) -> Stand {
        let now = Moment::from_micros(1_700_000_000_000_000);
        let life = Life {
            class,
            created_at: now.minus(Span::seconds(age_s)),
            seen_at: now.minus(Span::seconds(idle_s)),
            locked_at: locked.then_some(now),
            ended_at: None,
            emergency,
        };
        life.stand(now)
    }

    #[test]
    fn the_table_of_limits() {
        use {Class::*, Stand::*};
        const HOUR: i64 = 3600;
        for (class, idle_s, age_s, locked, emergency, expected) in [
            (Private, 30 * 60 - 1, HOUR, false, false, Open),
            (Private, 30 * 60, HOUR, false, false, Locked),
            (Private, 0, 12 * HOUR - 1, false, false, Open),
            (Private, 0, 12 * HOUR, false, false, Ended),
            (Private, 0, 12 * HOUR, true, false, Ended),
            (Shared, 3 * 60 - 1, HOUR, false, false, Open),
            (Shared, 3 * 60, HOUR, false, false, Locked),
            (Shared, 0, HOUR, true, false, Locked),
            (Shared, 11 * HOUR, 13 * HOUR, false, false, Ended),
            (Kiosk, 119, 200, false, false, Open),
            (Kiosk, 120, 200, false, false, Ended),
            (Kiosk, 0, 15 * 60, false, false, Ended),
            (Shared, HOUR, 13 * HOUR, false, true, Open),
            (Shared, 0, HOUR, true, true, Locked),
        ] {
            let found = stand(class, idle_s, age_s, locked, emergency);
            assert_eq!(found, expected, "{class:?} idle {idle_s} s, {age_s} s old, locked {locked}");
        }
    }

    #[test]
    fn a_session_that_was_ended_stays_ended() {
        let now = Moment::from_micros(0);
        let life = Life {
            class: Class::Private,
            created_at: now,
            seen_at: now,
            locked_at: None,
            ended_at: Some(now),
            emergency: true,
        };
        assert_eq!(life.stand(now), Stand::Ended);
    }

    #[test]
    fn words_come_back() {
        for class in [Class::Private, Class::Shared, Class::Kiosk] {
            assert_eq!(Class::from_word(class.word()), class);
        }
        assert_eq!(Class::from_word("anything"), Class::Kiosk);
    }
}
