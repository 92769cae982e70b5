//! Which trouble comes first. Priority is not what somebody demands but what follows from where care is
//! given, what the device is for, how many people are stopped, whether there is another way to work, and
//! whether a patient is affected now. A day on which payroll or claims must be out presses too, and never
//! past patient care. The rule is the same for everybody, and it says its reasons in a sentence.

use crate::words::{CareArea, Criticality, DeadlineKind, Trouble};
use kernel::{Moment, Span};

/// Everything the rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Situation {
    /// Nothing when it is not known where care is given.
    pub care_area: Option<CareArea>,
    pub device: Option<Criticality>,
    pub kind: Trouble,
    /// How many people are stopped or slowed.
    pub users: u32,
    /// Whether there is another way to work; nothing when nobody said.
    pub workaround: Option<bool>,
    pub patient_affected: bool,
    /// Whether a working spare stands in the unit; nothing when nobody can tell.
    pub spare: Option<bool>,
    /// A day in an office that nobody here can move.
    pub deadline: Option<Nearing>,
}

/// How near a deadline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nearing {
    pub kind: DeadlineKind,
    /// Negative once it is over.
    pub left: Span,
}

/// A deadline this near is looked at with ordinary trouble, and this near with urgent trouble. It never makes
/// a ticket one of the first: those are kept for where a life can depend on it.
const DEADLINE_STEPS: [(Span, i32); 2] = [(Span::hours(72), 3), (Span::hours(24), 2)];

impl Nearing {
    /// How near it is at `now`.
    pub fn of(kind: DeadlineKind, at: Moment, now: Moment) -> Self {
        Self { kind, left: at.since(now) }
    }

    fn raises_to(self) -> i32 {
        DEADLINE_STEPS.iter().filter(|(within, _)| self.left <= *within).map(|step| step.1).min().unwrap_or(4)
    }

    fn words(self) -> String {
        let what = self.kind.title();
        match self.left {
            left if left < Span(0) => format!("{what} was due"),
            left if left <= DEADLINE_STEPS[1].0 => format!("{what} within a day"),
            left if left <= DEADLINE_STEPS[0].0 => format!("{what} within three days"),
            _ => format!("{what} ahead"),
        }
    }
}

/// When the rule must look again because a deadline came nearer; nothing once it is over.
pub fn look_again_at(deadline: Moment, now: Moment) -> Option<Moment> {
    let steps = DEADLINE_STEPS.iter().map(|(within, _)| Moment::from_micros(deadline.micros() - within.0));
    // A step is reached at its moment, the deadline itself is over just after it.
    steps.chain([Moment::from_micros(deadline.micros() + 1)]).filter(|at| *at > now).min()
}

/// What the rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// 1 (first) to 4.
    pub number: u8,
    /// The reasons, the weightiest first.
    pub because: String,
}

/// Many people at once: a whole unit.
const A_UNIT: u32 = 10;
/// Very many: a whole site.
const A_SITE: u32 = 50;

/// Where a care area begins, and how far up it can get by itself. Priority 1 is kept for where a life can
/// depend on it.
fn range(area: Option<CareArea>) -> (i32, i32) {
    use CareArea::*;
    match area {
        Some(IntensiveCare | Emergency | OperatingRoom) => (2, 1),
        Some(Inpatient | Procedure | Imaging | Laboratory | Pharmacy) => (3, 1),
        Some(Ambulatory | Registration) => (3, 2),
        Some(Billing | Administration) => (4, 2),
        None => (3, 2),
    }
}

/// The rule.
pub fn judge(s: &Situation) -> Judged {
    let (mut number, mut best) = range(s.care_area);
    let vital = s.device == Some(Criticality::LifeCritical);
    if vital && s.patient_affected {
        best = 1;
    }
    if s.patient_affected {
        number -= 1;
    }
    if vital {
        number -= 1;
    }
    number -= match s.users {
        A_SITE.. => 2,
        A_UNIT.. => 1,
        _ => 0,
    };
    if s.eased() {
        number += 1;
    } else if s.stuck() && (s.patient_affected || s.weighty()) {
        // Without another way, an ordinary trouble stays ordinary; one that touches a patient or a critical
        // device rises.
        number -= 1;
    }
    if s.kind == Trouble::Question && !s.patient_affected {
        number = 4;
    }
    if s.kind == Trouble::Suspicious {
        number = number.min(2);
    }
    if let Some(deadline) = s.deadline {
        number = number.min(deadline.raises_to());
    }
    let number = u8::try_from(number.clamp(best, 4)).expect("between 1 and 4");
    Judged { number, because: because(s) }
}

impl Situation {
    /// There is another way to work. Whoever says that there is none knows better than a list of spares.
    fn eased(&self) -> bool {
        self.workaround == Some(true) || self.spare == Some(true) && self.workaround.is_none()
    }

    fn weighty(&self) -> bool {
        matches!(self.device, Some(Criticality::LifeCritical | Criticality::High))
    }

    fn stuck(&self) -> bool {
        !self.eased() && (self.workaround == Some(false) || self.spare == Some(false))
    }
}

fn because(s: &Situation) -> String {
    let mut reasons = vec![s.care_area.map_or("care area not known", CareArea::title).to_owned()];
    if s.patient_affected {
        reasons.push("patient affected now".into());
    }
    if let Some(device @ (Criticality::LifeCritical | Criticality::High)) = s.device {
        reasons.push(device.title().into());
    }
    if s.kind == Trouble::Suspicious {
        reasons.push("may be an attack".into());
    }
    if s.users > 1 {
        reasons.push(format!("{} people", s.users));
    }
    match s.workaround {
        Some(true) => reasons.push("a workaround exists".into()),
        Some(false) => reasons.push("no workaround".into()),
        None => {}
    }
    match s.spare {
        Some(true) => reasons.push("a spare in the unit".into()),
        Some(false) if s.patient_affected || s.weighty() => reasons.push("no spare in the unit".into()),
        _ => {}
    }
    if let Some(deadline) = s.deadline {
        reasons.push(deadline.words());
    }
    if s.kind == Trouble::Question && !s.patient_affected {
        reasons.push("a question".into());
    }
    reasons.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use CareArea::*;
    use Criticality::*;

    fn s(area: CareArea, patient: bool, workaround: Option<bool>, users: u32) -> Situation {
        Situation {
            care_area: Some(area),
            device: None,
            kind: Trouble::CannotWork,
            users,
            workaround,
            patient_affected: patient,
            spare: None,
            deadline: None,
        }
    }

    fn holds(table: &[(Situation, u8, &str)]) {
        for (situation, number, because) in table {
            let judged = judge(situation);
            assert_eq!((judged.number, judged.because.as_str()), (*number, *because), "{situation:?}");
        }
    }

    #[test]
    fn where_care_is_given_comes_first() {
        let (yes, no, open) = (Some(true), Some(false), None);
        holds(&[
            (s(IntensiveCare, true, no, 1), 1, "intensive care, patient affected now, no workaround"),
            (s(IntensiveCare, true, open, 1), 1, "intensive care, patient affected now"),
            (s(IntensiveCare, true, yes, 1), 2, "intensive care, patient affected now, a workaround exists"),
            (s(IntensiveCare, false, open, 1), 2, "intensive care"),
            (s(IntensiveCare, false, yes, 1), 3, "intensive care, a workaround exists"),
            (s(Emergency, false, open, 12), 1, "emergency, 12 people"),
            (
                s(OperatingRoom, true, no, 6),
                1,
                "operating room, patient affected now, 6 people, no workaround",
            ),
            (s(Inpatient, true, no, 1), 1, "inpatient ward, patient affected now, no workaround"),
            (s(Inpatient, true, open, 1), 2, "inpatient ward, patient affected now"),
            (s(Inpatient, false, no, 1), 3, "inpatient ward, no workaround"),
            (s(Laboratory, false, open, 10), 2, "laboratory, 10 people"),
            (s(Pharmacy, false, yes, 1), 4, "pharmacy, a workaround exists"),
        ]);
    }

    #[test]
    fn offices_devices_questions_and_attacks_have_their_places() {
        let (yes, no, open) = (Some(true), Some(false), None);
        holds(&[
            (
                s(Ambulatory, true, no, 60),
                2,
                "ambulatory care, patient affected now, 60 people, no workaround",
            ),
            (s(Registration, false, open, 9), 3, "registration, 9 people"),
            // Nobody gets to the front by saying that a patient is affected from the billing office.
            (s(Billing, true, open, 1), 3, "billing, patient affected now"),
            (s(Billing, false, no, 1), 4, "billing, no workaround"),
            // A whole site that cannot send its claims does not starve.
            (s(Billing, false, open, 80), 2, "billing, 80 people"),
            (
                Situation { device: Some(LifeCritical), ..s(Ambulatory, true, no, 1) },
                1,
                "ambulatory care, patient affected now, life-critical device, no workaround",
            ),
            (
                Situation { device: Some(LifeCritical), ..s(Ambulatory, false, open, 1) },
                2,
                "ambulatory care, life-critical device",
            ),
            (
                Situation { device: Some(High), ..s(Imaging, false, no, 1) },
                2,
                "imaging, critical device, no workaround",
            ),
            (Situation { device: Some(Low), ..s(Imaging, false, no, 1) }, 3, "imaging, no workaround"),
            (
                Situation { kind: Trouble::Question, ..s(Emergency, false, open, 1) },
                4,
                "emergency, a question",
            ),
            (
                Situation { kind: Trouble::Question, ..s(Emergency, true, open, 1) },
                1,
                "emergency, patient affected now",
            ),
            (
                Situation { kind: Trouble::Suspicious, ..s(Billing, false, yes, 1) },
                2,
                "billing, may be an attack, a workaround exists",
            ),
            (Situation { care_area: None, ..s(Billing, false, open, 1) }, 3, "care area not known"),
        ]);
    }

    #[test]
    fn a_spare_in_the_unit_counts_as_another_way_unless_somebody_says_there_is_none() {
        let spare = |spare, situation| Situation { device: Some(LifeCritical), spare, ..situation };
        holds(&[
            (
                spare(Some(false), s(IntensiveCare, true, None, 1)),
                1,
                "intensive care, patient affected now, life-critical device, no spare in the unit",
            ),
            (
                Situation { device: Some(High), spare: Some(false), ..s(Imaging, false, None, 1) },
                2,
                "imaging, critical device, no spare in the unit",
            ),
            (
                Situation { device: Some(High), spare: Some(true), ..s(Imaging, false, None, 1) },
                4,
                "imaging, critical device, a spare in the unit",
            ),
            (
                Situation { device: Some(High), spare: Some(true), ..s(Imaging, false, Some(false), 1) },
                2,
                "imaging, critical device, no workaround, a spare in the unit",
            ),
            // A spare printer is not worth a word.
            (Situation { device: Some(Low), spare: Some(false), ..s(Imaging, false, None, 1) }, 3, "imaging"),
        ]);
    }

    #[test]
    fn a_deadline_presses_as_it_nears_and_never_to_the_very_first() {
        use DeadlineKind::*;
        let due = |kind, hours| Some(Nearing { kind, left: Span::hours(hours) });
        let desk = |deadline| Situation { deadline, ..s(Billing, false, None, 1) };
        holds(&[
            (desk(due(Payroll, 200)), 4, "billing, payroll ahead"),
            (desk(due(Payroll, 72)), 3, "billing, payroll within three days"),
            (desk(due(ClaimsCutOff, 24)), 2, "billing, claims cut-off within a day"),
            (desk(due(MonthEnd, -5)), 2, "billing, month end was due"),
            (
                Situation { users: 500, ..desk(due(Payroll, 1)) },
                2,
                "billing, 500 people, payroll within a day",
            ),
        ]);
        let at = |text: &str| Moment::from_timestamp(text.parse().unwrap());
        let payroll = at("2026-06-12T17:00:00Z");
        let again = |now: &str| look_again_at(payroll, at(now));
        assert_eq!(again("2026-06-01T00:00:00Z"), Some(at("2026-06-09T17:00:00Z")));
        assert_eq!(again("2026-06-09T17:00:00Z"), Some(at("2026-06-11T17:00:00Z")));
        assert_eq!(again("2026-06-12T16:59:00Z"), Some(at("2026-06-12T17:00:00.000001Z")));
        assert_eq!(again("2026-06-13T00:00:00Z"), None);
        let nearing = |now: Moment| judge(&desk(Some(Nearing::of(Payroll, payroll, now)))).because;
        assert_eq!(nearing(again("2026-06-12T16:59:00Z").unwrap()), "billing, payroll was due");
    }
}

#[cfg(test)]
#[path = "priority_tests.rs"]
mod properties;
