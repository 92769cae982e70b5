//! Numbers that add up. Of every number that was handed out it is known whether a form was filled in under it or why it
//! no longer counts: used and voided together are what was reserved, and as many were entered as were used.

use kernel::Refusal;

/// The most numbers that are handed out at once.
pub const MOST_AT_ONCE: u32 = 1_000;

/// How the numbers of one hand-out stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub reserved: u32,
    pub used: Option<u32>,
    pub voided: u32,
    /// How many filled forms were entered into the system since it is back.
    pub entered: Option<u32>,
    /// Whether a second person looked.
    pub checked: bool,
}

impl Counts {
    /// What is still missing before a downtime can be closed; nothing when it adds up.
    pub fn missing(&self) -> Option<String> {
        let Some(used) = self.used else { return Some("it was not said how many were used".to_owned()) };
        let accounted = used + self.voided;
        if accounted < self.reserved {
            let open = self.reserved - accounted;
            return Some(format!("{open} of {} are neither used nor voided", self.reserved));
        }
        if accounted > self.reserved {
            return Some(format!("{accounted} are used or voided, and only {} were reserved", self.reserved));
        }
        match self.entered {
            None if used > 0 => Some(format!("{used} filled forms are not entered yet")),
            Some(entered) if entered != used => Some(format!("{entered} of {used} filled forms are entered")),
            _ if !self.checked => Some("nobody has looked a second time".to_owned()),
            _ => None,
        }
    }

    /// Whether so many can have been used.
    ///
    /// # Errors
    /// A refusal that says how many are left.
    pub fn can_be_used(&self, used: u32) -> Result<(), Refusal> {
        let most = self.reserved - self.voided.min(self.reserved);
        if used <= most {
            return Ok(());
        }
        let sentence = format!(
            "At most {most} can be used: {} were reserved and {} are voided.",
            self.reserved, self.voided
        );
        Err(Refusal::invalid("used", sentence))
    }

    /// Whether so many more can be voided.
    ///
    /// # Errors
    /// A refusal that says how many are left.
    pub fn can_be_voided(&self, more: u32) -> Result<(), Refusal> {
        let taken = self.used.unwrap_or(0) + self.voided;
        let most = self.reserved - taken.min(self.reserved);
        if more <= most {
            return Ok(());
        }
        let sentence =
            format!("At most {most} can be voided: {taken} of {} are used or voided already.", self.reserved);
        Err(Refusal::invalid("last", sentence))
    }
}

/// Stretches of numbers, each with its first and its last.
pub type Stretches = [(u32, u32)];

/// Whether a stretch meets one of the others.
pub fn meets(stretch: (u32, u32), others: &Stretches) -> bool {
    others.iter().any(|(first, last)| stretch.0 <= *last && *first <= stretch.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRESH: Counts = Counts { reserved: 20, used: None, voided: 0, entered: None, checked: false };

    #[test]
    fn used_and_voided_are_what_was_reserved() {
        assert!(FRESH.missing().unwrap().contains("not said"));
        let used = Counts { used: Some(12), ..FRESH };
        assert_eq!(used.missing().unwrap(), "8 of 20 are neither used nor voided");
        let voided = Counts { voided: 8, ..used };
        assert_eq!(voided.missing().unwrap(), "12 filled forms are not entered yet");
        let part = Counts { entered: Some(11), ..voided };
        assert_eq!(part.missing().unwrap(), "11 of 12 filled forms are entered");
        let entered = Counts { entered: Some(12), ..voided };
        assert_eq!(entered.missing().unwrap(), "nobody has looked a second time");
        assert_eq!(Counts { checked: true, ..entered }.missing(), None);
        let none = Counts { used: Some(0), voided: 20, checked: true, ..FRESH };
        assert_eq!(none.missing(), None, "where none was used nothing is entered");
        let much = Counts { used: Some(15), voided: 8, ..FRESH };
        assert!(much.missing().unwrap().contains("only 20"));
    }

    #[test]
    fn no_more_than_was_reserved_is_used_or_voided() {
        let some = Counts { voided: 5, ..FRESH };
        assert!(some.can_be_used(15).is_ok() && some.can_be_used(16).is_err());
        let used = Counts { used: Some(10), ..some };
        assert!(used.can_be_voided(5).is_ok() && used.can_be_voided(6).is_err());
        assert!(meets((5, 8), &[(1, 4), (8, 9)]) && !meets((5, 7), &[(1, 4), (8, 9)]));
    }
}
