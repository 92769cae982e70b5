//! How the days went, as a chart with a sentence above it.

use crate::questions::TrendNow;
use markup::{Bar, Bars, Markup, Stat, bars, panel, stat_tile, words};
use maud::html;

/// Tickets by day, and how the promises were kept.
pub fn trends(trend: &TrendNow) -> Markup {
    let total: i64 = trend.days.iter().map(|d| d.opened).sum();
    let most = trend.days.iter().max_by_key(|d| d.opened).filter(|d| d.opened > 0);
    let days = i64::try_from(trend.days.len()).unwrap_or(i64::MAX);
    let sentence = match most {
        Some(most) => format!(
            "{} in {}; the most on {}: {}. Days are UTC.",
            words::counted(total, "ticket", "tickets"),
            words::counted(days, "day", "days"),
            words::local_day(most.day.micros(), "UTC"),
            words::grouped(most.opened)
        ),
        None => format!("No ticket in {}.", words::counted(days, "day", "days")),
    };
    let peak = most.map(|d| d.day);
    let all: Vec<Bar> = trend
        .days
        .iter()
        .map(|d| Bar {
            label: words::local_day(d.day.micros(), "UTC"),
            value: d.opened,
            marked: Some(d.day) == peak,
        })
        .collect();
    let chart = Bars { id: "tickets-by-day", sentence: &sentence, unit: "tickets", step: "Day", bars: &all };
    let title = format!("The last {}", words::counted(days, "day", "days"));
    let body = html! {
        (bars(&chart))
        div.tiles {
            @for kept in &trend.kept {
                @let judged = kept.met + kept.missed;
                @let share = if judged == 0 { "none yet".to_owned() } else { format!("{} %", kept.met * 100 / judged) };
                @let detail = format!("{} met, {} missed, {} running", words::grouped(kept.met),
                    words::grouped(kept.missed), words::grouped(kept.running));
                (stat_tile(&Stat { label: &format!("{} kept", kept.promise.title()), value: &share,
                    words: Some(&detail), href: None, risk: false, trend: None }))
            }
        }
    };
    panel("trends", &title, None, &body)
}
