//! What the hospital agreed on with the desk, beside what the house promises everybody: news for the reporter, somebody on
//! site, what may stop the clocks. In the middle of the year something else is agreed for all of it and for one of its
//! places, and that place opens at other hours; whatever is open then is reckoned anew.

use crate::auditor::{Auditor, EVERYTHING, Targets, hours::Opening};
use crate::changes::Change;
use crate::door::Door;
use crate::town::{HOSPITAL, SITES, Town};
use crate::year::{DAY, Event, HOUR, Year};
use anyhow::{Context, Result};
use desk::words::{Hours, WaitReason};
use desk::{SetCommitments, Target};
use organizations::{PlaceKind, ReviseLocation};

/// The outpatient clinic, in the town's places.
const CLINIC: usize = 2;

/// What is agreed anew in the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anew {
    /// For the clinic alone.
    AtTheClinic,
    /// For the whole hospital, but for what was agreed for the clinic.
    Everywhere,
    /// The clinic opens at other hours.
    Hours,
}

const SOME: &[&str] = &["reporter", "parts", "change-window"];

const fn line(
    (response, resolution): (u32, u32),
    (update, arrival): (Option<u32>, Option<u32>),
    always: bool,
) -> Targets {
    Targets { response, resolution, update, arrival, always, pausing: SOME }
}

/// From the first day on, at the hospital.
const FIRST: [Targets; 4] = [
    line((15, 240), (Some(120), Some(120)), true),
    line((30, 480), (Some(300), Some(240)), true),
    line((240, 27 * 60), (Some(18 * 60), Some(540)), false),
    line((480, 45 * 60), (None, None), false),
];

/// Later, for the clinic: even what is urgent is counted in its opening hours.
const CLINICS: [Targets; 4] = [
    Targets { pausing: EVERYTHING, ..line((15, 240), (Some(120), Some(120)), true) },
    Targets { pausing: EVERYTHING, ..line((60, 600), (Some(300), Some(180)), false) },
    Targets { pausing: EVERYTHING, ..line((120, 18 * 60), (Some(600), None), false) },
    Targets { pausing: EVERYTHING, ..line((300, 30 * 60), (None, Some(600)), false) },
];

/// Later still, for the hospital: some of it sooner, and the last of it day and night, with more time.
const SECOND: [Targets; 4] = [
    line((15, 200), (Some(90), Some(90)), true),
    line((30, 400), (Some(240), Some(200)), true),
    line((180, 20 * 60), (Some(900), Some(480)), false),
    line((24 * 60, 96 * 60), (Some(96 * 60), None), true),
];

fn target(line: &Targets) -> Target {
    Target {
        response_minutes: line.response,
        resolution_minutes: line.resolution,
        update_minutes: line.update,
        arrival_minutes: line.arrival,
        hours: if line.always { Hours::Always } else { Hours::Business },
    }
}

/// Something is agreed for the hospital, or for one of its places.
fn agree(door: &mut Door, town: &Town, place: Option<usize>, lines: [Targets; 4]) -> Result<()> {
    let [p1, p2, p3, p4] = lines.each_ref().map(target);
    let org = town.orgs[HOSPITAL];
    let order = SetCommitments {
        org,
        location: place.map(|place| town.locations[place]),
        criticality: None,
        contract: None,
        p1,
        p2,
        p3,
        p4,
        pausing: lines[0].pausing.iter().filter_map(|word| WaitReason::from_word(word)).collect(),
    };
    let follow = |auditor: &mut Auditor, _: &_, now| {
        let promises = &mut auditor.promises;
        let concerned: Vec<usize> = match place {
            Some(place) => vec![place],
            // What was agreed for a place goes before.
            None => (0..SITES.len())
                .filter(|n| SITES[*n].org == HOSPITAL && !promises.agreed.at.contains_key(n))
                .collect(),
        };
        match place {
            Some(place) => promises.agreed.at.insert(place, lines),
            None => promises.agreed.with.insert(HOSPITAL, lines),
        };
        promises.set_anew(now, |site| concerned.contains(&site));
    };
    door.give(&town.people[0].who(), None, order, follow)?.context("what was agreed was refused")?;
    door.compare_open_work()
}

/// What holds from the first day on.
///
/// # Errors
/// A fault of the house, a refusal, a finding of the auditor.
pub fn found(door: &mut Door, town: &Town) -> Result<()> {
    agree(door, town, None, FIRST)
}

impl Year {
    pub(crate) fn plan_terms(&mut self, begins: i64, days: i64) {
        for (anew, part) in [(Anew::AtTheClinic, 3), (Anew::Everywhere, 5), (Anew::Hours, 7)] {
            let at = begins + days * part / 10 * DAY + 15 * HOUR;
            self.agenda.add(at, Event::Change(Change::Terms(anew)));
        }
    }

    pub(crate) fn agree_anew(&mut self, anew: Anew) -> Result<()> {
        match anew {
            Anew::AtTheClinic => agree(&mut self.door, &self.town, Some(CLINIC), CLINICS),
            Anew::Everywhere => agree(&mut self.door, &self.town, None, SECOND),
            Anew::Hours => self.open_at_other_hours(),
        }
    }

    fn open_at_other_hours(&mut self) -> Result<()> {
        let site = &SITES[CLINIC];
        let opening = Opening { weekdays: (8, 19), saturday: None, ..site.opening };
        let order = ReviseLocation {
            location: self.town.locations[CLINIC],
            name: site.name.into(),
            zone: opening.zone.name().into(),
            kind: PlaceKind::OnSite,
            always: opening.always,
            weekdays: Some("08:00-19:00".into()),
            saturday: None,
            sunday: None,
            special_days: Vec::new(),
            federal_holidays: opening.federal_holidays,
            dispatch: true,
            travel_minutes: Some(20),
        };
        let follow = |auditor: &mut Auditor, _: &_, now| {
            auditor.promises.hours_changed(now, CLINIC, &opening);
        };
        let owner = self.town.people[0].who();
        self.door.give(&owner, None, order, follow)?.context("other hours were refused")?;
        self.door.compare_open_work()
    }
}
