//! The week as strips: a line for each day, a bar for each shift, holes in red and in words. On the nights on which the
//! clocks change a day is drawn as long as it is.

use super::{Names, people};
use crate::questions::RotaTold;
use kernel::Moment;
use markup::{Markup, html, words};

/// The width of a day of 24 hours, in the drawing's own units.
const DAY: i64 = 960;
const HIGH: i64 = 26;

/// The strips of the days that are told.
pub(super) fn strips(told: &RotaTold, names: &Names) -> Markup {
    let zone = &told.rota.zone;
    html! {
        div.oncall-week role="list" {
            @for day in told.days.windows(2) {
                div.oncall-day role="listitem" {
                    span.oncall-date { (words::local_day(day[0].micros(), zone)) }
                    (strip(told, names, day[0], day[1]))
                }
            }
        }
    }
}

fn place(from: Moment, at: Moment) -> i64 {
    at.since(from).0 / 1_000_000 * DAY / 86_400
}

fn strip(told: &RotaTold, names: &Names, from: Moment, to: Moment) -> Markup {
    let zone = &told.rota.zone;
    let wide = place(from, to).max(1);
    let shown = told.shifts.iter().enumerate().filter(|(_, s)| s.from < to && s.to > from);
    let parts: Vec<_> = shown
        .map(|(i, s)| (i, s, s.from.max(from), s.to.min(to)))
        .map(|(i, s, a, b)| (i, s, place(from, a), (place(from, b) - place(from, a)).max(1), a, b))
        .collect();
    let said: Vec<String> = parts
        .iter()
        .map(|(_, s, _, _, a, b)| {
            let (a, b) = (words::local_clock(a.micros(), zone), words::local_clock(b.micros(), zone));
            format!("{a} to {b} {}", people(names, &s.people))
        })
        .collect();
    html! {
        svg.oncall-strip viewBox={ "0 0 " (wide) " " (HIGH) } preserveAspectRatio="none" role="img"
            aria-label=(said.join("; ")) {
            @for (i, shift, x, w, a, b) in &parts {
                @let hole = shift.people.is_empty();
                @let class = if hole { "oncall-hole" } else if i % 2 == 0 { "oncall-even" } else { "oncall-odd" };
                rect class=(class) x=(x) y="0" width=(w) height=(HIGH) {
                    title { (words::local_clock(a.micros(), zone)) " – " (words::local_clock(b.micros(), zone)) " "
                        (people(names, &shift.people)) }
                }
            }
            @if from <= told.now && told.now < to {
                rect.oncall-now x=(place(from, told.now)) y="0" width="3" height=(HIGH) {}
            }
        }
        span.oncall-said { (said.join(" · ")) }
    }
}
