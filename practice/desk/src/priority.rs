//! Which trouble comes first. Priority is not what somebody demands but what follows from where care is
//! given, what the device is for, how many people are stopped, whether there is another way to work, and
//! whether a patient is affected now. The rule is the same for everybody, and it says its reasons in a
//! sentence.

use crate::words::{CareArea, Criticality, Trouble};

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
    let weighty = vital || s.device == Some(Criticality::High);
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
    match s.workaround {
        Some(true) => number += 1,
        // Without another way, an ordinary trouble stays ordinary; one that touches a patient or a critical
        // device rises.
        Some(false) if s.patient_affected || weighty => number -= 1,
        _ => {}
    }
    if s.kind == Trouble::Question && !s.patient_affected {
        number = 4;
    }
    if s.kind == Trouble::Suspicious {
        number = number.min(2);
    }
    let number = u8::try_from(number.clamp(best, 4)).expect("between 1 and 4");
    Judged { number, because: because(s) }
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
    fn what_makes_it_worse_never_lowers_it() {
        for area in CareArea::ALL {
            for kind in Trouble::ALL {
                for device in [None, Some(Low), Some(Normal), Some(High), Some(LifeCritical)] {
                    for workaround in [Some(true), None, Some(false)] {
                        for users in [1, 10, 50] {
                            let calm = Situation {
                                care_area: Some(*area),
                                device,
                                kind: *kind,
                                users,
                                workaround,
                                patient_affected: false,
                            };
                            let now = judge(&calm).number;
                            assert!((1..=4).contains(&now));
                            assert!(judge(&Situation { patient_affected: true, ..calm }).number <= now);
                            assert!(judge(&Situation { users: 500, ..calm }).number <= now);
                            assert!(judge(&Situation { workaround: Some(false), ..calm }).number <= now);
                            assert!(judge(&Situation { device: Some(LifeCritical), ..calm }).number <= now);
                        }
                    }
                }
            }
        }
    }
}
