//! What gives a page its outline: panels with a title, lists of label and value, the steps of long work
//! with what is counted, and the square code that a telephone reads at enrolment.

use crate::words;
use maud::{Markup, PreEscaped, html};
use qrcode::{QrCode, render::svg};

/// A part of a page under its own heading.
pub fn panel(id: &str, title: &str, aside: Option<Markup>, body: &Markup) -> Markup {
    html! {
        section.panel aria-labelledby={ (id) "-title" } id=(id) {
            header.panel-head {
                h2.panel-title id={ (id) "-title" } { (title) }
                @if let Some(aside) = aside { div.panel-aside { (aside) } }
            }
            div.panel-body { (body) }
        }
    }
}

/// Label and value, one below the other.
pub fn definitions(rows: &[(&str, Markup)]) -> Markup {
    html! {
        dl.definitions {
            @for (label, value) in rows { div { dt { (label) } dd { (value) } } }
        }
    }
}

/// How a step of long work stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StepState {
    #[default]
    Waiting,
    Running,
    Done,
    Failed,
}

/// One step of long work.
#[derive(Clone, Debug, Default)]
pub struct Step {
    pub label: String,
    pub state: StepState,
    /// How many of how many, once it is known.
    pub counted: Option<(i64, i64)>,
    /// What is worth knowing: "12 rows could not be read".
    pub words: Option<String>,
}

/// The steps, counted. `id` makes the part replaceable by the stream.
pub fn steps(id: &str, steps: &[Step]) -> Markup {
    html! {
        ol.steps id=(id) {
            @for step in steps {
                @let (class, words) = match step.state {
                    StepState::Waiting => ("step step-waiting", "waits"),
                    StepState::Running => ("step step-running", "runs"),
                    StepState::Done => ("step step-done", "done"),
                    StepState::Failed => ("step step-failed", "failed"),
                };
                li class=(class) {
                    div.step-head {
                        b { (step.label) } span.step-state { (words) }
                        @if let Some((done, all)) = step.counted {
                            span.step-count { (words::grouped(done)) " of " (words::grouped(all)) }
                        }
                    }
                    @if let (StepState::Running, Some((done, all))) = (step.state, step.counted) {
                        progress max=(all.max(1)) value=(done.clamp(0, all.max(1))) aria-label=(step.label) {}
                    }
                    @if let Some(words) = &step.words { p.step-words { (words) } }
                }
            }
        }
    }
}

/// The text as a square code for a telephone's camera, as a picture within the page; none if the text is
/// too long for one (2 953 bytes at most).
pub fn qr_code(text: &str, label: &str) -> Option<Markup> {
    let code = QrCode::new(text.as_bytes()).ok()?;
    let picture = code
        .render::<svg::Color<'_>>()
        .min_dimensions(200, 200)
        .dark_color(svg::Color("#000"))
        .light_color(svg::Color("#fff"))
        .build();
    // The renderer opens with an XML declaration, which has no place inside a page.
    let start = picture.find("<svg")?;
    Some(html! { div.qr role="img" aria-label=(label) { (PreEscaped(&picture[start..])) } })
}
