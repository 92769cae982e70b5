//! How risky a change is: a rule over where care is given, how long something is away, whether there is a way back,
//! and what hangs on the device. It says its reason in words, because people must agree to it.

use crate::words::{BackOut, CareArea, Risk};

/// What the rule looks at.
#[derive(Debug, Clone)]
pub struct Situation<'a> {
    pub care_areas: &'a [CareArea],
    /// For how long something is away, in minutes.
    pub downtime_minutes: u32,
    pub back_out: BackOut,
    /// Whether lives hang on the device that is changed.
    pub life_support: bool,
}

/// What the rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub risk: Risk,
    pub because: String,
}

/// Longer than this nobody works on paper without harm.
const LONG_MINUTES: u32 = 60;

/// Judges a change. It never becomes less risky by a longer downtime, a further care area or a worse way back.
pub fn judge(s: &Situation<'_>) -> Judged {
    let acute = s.care_areas.iter().find(|a| a.acute());
    let clinical = s.care_areas.iter().find(|a| a.clinical());
    let away = s.downtime_minutes > 0;
    let tested = s.back_out == BackOut::Tested;
    let place = |area: &CareArea| area.title().to_lowercase();
    let (risk, because) = if s.life_support {
        (Risk::High, "lives hang on the device".to_owned())
    } else if let (Some(area), true, false) = (acute, away, tested) {
        (Risk::High, format!("{} goes without it and the way back is not tested", place(area)))
    } else if let (Some(area), true) = (clinical, s.downtime_minutes > LONG_MINUTES) {
        (Risk::High, format!("{} goes without it for more than an hour", place(area)))
    } else if let (Some(area), BackOut::Nothing) = (clinical, s.back_out) {
        (Risk::High, format!("{} is touched and there is no way back", place(area)))
    } else if let Some(area) = clinical {
        (Risk::Moderate, format!("{} is touched", place(area)))
    } else if away && !tested {
        (Risk::Moderate, "something is away and the way back is not tested".to_owned())
    } else if s.back_out == BackOut::Nothing {
        (Risk::Moderate, "there is no way back".to_owned())
    } else {
        (Risk::Low, "no patient care is touched".to_owned())
    };
    Judged { risk, because }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(areas: &[CareArea], minutes: u32, back_out: BackOut) -> Risk {
        judge(&Situation { care_areas: areas, downtime_minutes: minutes, back_out, life_support: false }).risk
    }

    #[test]
    fn the_table_of_risks() {
        use BackOut::{Nothing, Tested, Written};
        use CareArea::{Ambulatory, Billing, IntensiveCare};
        assert_eq!(of(&[Billing], 0, Written), Risk::Low);
        assert_eq!(of(&[Billing], 30, Tested), Risk::Low);
        assert_eq!(of(&[Billing], 30, Written), Risk::Moderate);
        assert_eq!(of(&[Billing], 0, Nothing), Risk::Moderate);
        assert_eq!(of(&[Ambulatory], 0, Tested), Risk::Moderate);
        assert_eq!(of(&[Ambulatory], 61, Tested), Risk::High);
        assert_eq!(of(&[Ambulatory], 0, Nothing), Risk::High);
        assert_eq!(of(&[IntensiveCare], 5, Tested), Risk::Moderate);
        assert_eq!(of(&[Billing, IntensiveCare], 5, Written), Risk::High);
        let on_a_pump =
            judge(&Situation { care_areas: &[], downtime_minutes: 0, back_out: Tested, life_support: true });
        assert_eq!(on_a_pump.risk, Risk::High);
    }

    #[test]
    fn it_never_becomes_less_risky_by_more() {
        for (i, area) in CareArea::ALL.iter().enumerate() {
            for minutes in [0, 1, 60, 61, 600] {
                for (b, back_out) in BackOut::ALL.iter().enumerate() {
                    let here = of(&[*area], minutes, *back_out);
                    assert!(of(&[*area], minutes + 60, *back_out) >= here);
                    for worse in &BackOut::ALL[b..] {
                        assert!(of(&[*area], minutes, *worse) >= here);
                    }
                    for more in &CareArea::ALL[i..] {
                        assert!(of(&[*area, *more], minutes, *back_out) >= here);
                    }
                }
            }
        }
    }
}
