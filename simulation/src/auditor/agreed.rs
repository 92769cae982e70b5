//! What was agreed with whom, as the auditor writes it down: how soon somebody answers, is told something again, stands there
//! and is done, in which hours, and what may stop the clocks. What nobody agreed on otherwise the house promises everybody.

use super::promises::Clock;
use crate::town::SITES;
use std::collections::HashMap;

/// What is promised for one priority: minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Targets {
    pub response: u32,
    pub resolution: u32,
    pub update: Option<u32>,
    pub arrival: Option<u32>,
    /// Whether the clocks run day and night.
    pub always: bool,
    /// For which reasons the clocks of the work rest.
    pub pausing: &'static [&'static str],
}

pub const EVERYTHING: &[&str] = &["reporter", "vendor", "parts", "change-window"];

impl Targets {
    pub(super) fn seconds(&self, clock: Clock) -> Option<i64> {
        let minutes = match clock {
            Clock::Response => Some(self.response),
            Clock::Resolution => Some(self.resolution),
            Clock::Update => self.update,
            Clock::Arrival => self.arrival,
        };
        minutes.map(|minutes| i64::from(minutes) * 60)
    }
}

/// The house's own promises, written down here once more.
fn everybody(priority: u8) -> Targets {
    let (response, resolution, always) = match priority {
        1 => (15, 4 * 60, true),
        2 => (30, 8 * 60, true),
        3 => (4 * 60, 27 * 60, false),
        _ => (8 * 60, 45 * 60, false),
    };
    Targets { response, resolution, update: None, arrival: None, always, pausing: EVERYTHING }
}

/// See the module.
#[derive(Debug, Default)]
pub struct Agreed {
    /// For all four priorities, by organization.
    pub with: HashMap<usize, [Targets; 4]>,
    /// The same for one place, which goes before.
    pub at: HashMap<usize, [Targets; 4]>,
}

impl Agreed {
    pub(super) fn at(&self, site: usize, priority: u8) -> Targets {
        let agreed = self.at.get(&site).or_else(|| self.with.get(&SITES[site].org));
        let line = agreed.and_then(|lines| lines.get(usize::from(priority).saturating_sub(1)));
        line.copied().unwrap_or_else(|| everybody(priority))
    }
}
