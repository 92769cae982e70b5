//! Reports of trouble: where, by whom, when and about what. The same are used for the season behind the demo
//! and for the work that arrives while somebody watches.

use super::{
    cast::{Cast, Place, Player},
    troubles::{self, Script, one},
};
use desk::OpenTicket;
use jiff::{civil::Weekday, tz::TimeZone};
use kernel::{Chance, Moment, OrgId, Private, Span};
use organizations::CareArea;

/// Trouble that somebody reports.
pub(super) struct Report<'a> {
    pub by: &'a Player,
    pub at: Moment,
    /// Whether the place works day and night, and so does the desk for it.
    pub always: bool,
    /// The zone of the place.
    pub zone: &'a str,
    pub script: &'static Script,
    pub order: OpenTicket,
}

/// Where a report may come from: a department, with its organization's number and the people who report
/// there.
pub(super) struct Spot<'a> {
    org: OrgId,
    place: &'a Place,
    reporters: Vec<&'a Player>,
    /// How much comes from there, beside the others.
    often: u64,
}

/// Every department of every client. A hospital reports more than a practice; those whose agreement has lapsed are
/// left to the scene.
pub(super) fn spots(cast: &Cast) -> Vec<Spot<'_>> {
    let mut spots = Vec::new();
    for (client, often) in cast.clients.iter().zip([3, 4, 5, 0]) {
        let all = cast.reporters(client.org);
        for place in &client.departments {
            let own: Vec<&Player> =
                all.iter().copied().filter(|p| p.department == Some(place.department)).collect();
            let reporters = if own.is_empty() { all.clone() } else { own };
            if !reporters.is_empty() {
                spots.push(Spot { org: client.org, place, reporters, often });
            }
        }
    }
    spots
}

/// One of the spots.
pub(super) fn somewhere<'a, 'b>(spots: &'b [Spot<'a>], chance: &mut Chance) -> Option<&'b Spot<'a>> {
    let mut left = chance.below(spots.iter().map(|s| s.often).sum());
    spots.iter().find(|spot| {
        let here = left < spot.often;
        left = left.saturating_sub(spot.often);
        here
    })
}

impl<'a> Spot<'a> {
    /// Something that goes wrong here at this moment.
    pub fn report(&self, at: Moment, chance: &mut Chance) -> Report<'a> {
        let script = troubles::any(self.place.care_area, chance);
        let patient = chance.below(100) < script.patient;
        self.tell(script, at, patient, chance)
    }

    /// This trouble, here, at this moment.
    pub fn tell(
        &self,
        script: &'static Script,
        at: Moment,
        patient: bool,
        chance: &mut Chance,
    ) -> Report<'a> {
        let by = one(&self.reporters, chance);
        let fits: Vec<_> = self
            .place
            .devices
            .iter()
            .filter(|(word, _)| script.device == Some(word.as_str()))
            .map(|(_, asset)| *asset)
            .collect();
        let asset = if fits.is_empty() { None } else { Some(one(&fits, chance)) };
        let users = u32::try_from(chance.below(u64::from(script.users))).unwrap_or(0) + 1;
        let order = OpenTicket {
            org: self.org,
            kind: script.kind,
            words: Private::from(script.report),
            patient_affected: patient,
            department: Some(self.place.department),
            location: None,
            asset,
            workaround: script.workaround,
            users: Some(users),
            called: None,
        };
        Report { by, at, always: self.always(), zone: &self.place.zone, script, order }
    }

    /// Whether somebody is there at night.
    fn always(&self) -> bool {
        use CareArea::{Emergency, Inpatient, IntensiveCare, Laboratory};
        matches!(self.place.care_area, IntensiveCare | Emergency | Inpatient | Laboratory)
    }

    /// A moment of the ninety days before `now` at which somebody works here.
    fn moment(&self, now: Moment, chance: &mut Chance) -> Moment {
        let zone = TimeZone::get(&self.place.zone).unwrap_or(TimeZone::UTC);
        let always = self.always();
        // A few draws find one; should none fit, an hour of yesterday does.
        for _ in 0..40 {
            let back = Span::days(i64::try_from(chance.below(90)).unwrap_or(0));
            let date = now.minus(back).timestamp().to_zoned(zone.clone()).date();
            let hour = match chance.below(100) {
                0..80 => 7 + chance.below(11),
                _ if always => chance.below(24),
                _ => continue,
            };
            let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
            if weekend && chance.below(100) < if always { 45 } else { 97 } {
                continue;
            }
            let second = i64::try_from(hour * 3600 + chance.below(3600)).unwrap_or(0);
            let Ok(midnight) = date.to_zoned(zone.clone()) else { continue };
            let at = Moment::from_timestamp(midnight.timestamp()).plus(Span::seconds(second));
            if at < now.minus(Span::minutes(4)) {
                return at;
            }
        }
        now.minus(Span::hours(24 + i64::try_from(chance.below(8)).unwrap_or(0)))
    }
}

/// So many reports of the ninety days before `now`, in their order.
pub(super) fn season<'a>(
    spots: &[Spot<'a>],
    now: Moment,
    count: u32,
    chance: &mut Chance,
) -> Vec<Report<'a>> {
    let mut reports = Vec::new();
    for _ in 0..count {
        let Some(spot) = somewhere(spots, chance) else { break };
        let at = spot.moment(now, chance);
        reports.push(spot.report(at, chance));
    }
    reports.sort_by_key(|r| r.at);
    reports
}

/// The first spot of a care area at an organization whose trouble with this device (or without one) there is.
pub(super) fn at<'a, 'b>(spots: &'b [Spot<'a>], org: OrgId, area: CareArea) -> Option<&'b Spot<'a>> {
    spots.iter().find(|s| s.org == org && s.place.care_area == area)
}
