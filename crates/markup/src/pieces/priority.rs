//! Priority as a sentence, because a bare number starts an argument: "1 · ICU, patient affected now, no
//! spare in the unit".

use maud::{Markup, html};

/// A priority and the reasons that made it.
#[derive(Clone, Debug, Default)]
pub struct Priority<'a> {
    /// 1 is the most urgent.
    pub number: u8,
    /// The reasons, as the rule gave them.
    pub because: &'a str,
    /// Whether patient care is at risk now: the only priority that may be red.
    pub patient_care: bool,
}

/// The sentence.
pub fn priority_sentence(priority: &Priority<'_>) -> Markup {
    html! {
        span.priority.priority-care[priority.patient_care] {
            b.priority-number { span.unseen { "Priority " } (priority.number) }
            span.priority-because { " · " (priority.because) }
        }
    }
}
