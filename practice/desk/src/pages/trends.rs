//! How the days went, as charts with a sentence above each and the numbers below: for clinical and for
//! administrative work apart, because an hour means something else on a ward than in an office.

use crate::questions::{Day, TrendNow, Went};
use markup::{Bar, Bars, Column, Empty, Markup, Row, Stat, Table, bars, panel, stat_tile, table, words};
use maud::html;

/// Tickets by day, and how the promises were kept.
pub fn trends(trend: &TrendNow) -> Markup {
    let days = i64::try_from(trend.days.len()).unwrap_or(i64::MAX);
    let title = format!("The last {}", words::counted(days, "day", "days"));
    let body = html! {
        (opened(trend, days))
        div.tiles { @for went in &trend.classes { (kept(went)) } }
        p { a href="/trends" { "In numbers, for longer, client by client" } }
    };
    panel("trends", &title, None, &body)
}

/// Everything that is known of the period.
pub fn measures(trend: &TrendNow) -> Markup {
    let days = i64::try_from(trend.days.len()).unwrap_or(i64::MAX);
    html! {
        (panel("opened", "Reported", None, &opened(trend, days)))
        (panel("backlog", "Left over", None, &backlog(trend)))
        (panel("breaches", "Promises broken", None, &breaches(trend)))
        (panel("measures", "By kind of work", None, &by_class(trend)))
        @if trend.counted_to.is_none() {
            p.soft { "No day of this period was counted yet: a day is counted soon after midnight UTC." }
        }
    }
}

fn label(day: &Day) -> String {
    words::local_day(day.day.micros(), "UTC")
}

fn chart(id: &str, sentence: &str, unit: &str, values: Vec<(String, i64)>) -> Markup {
    let most = values.iter().map(|(_, value)| *value).max().unwrap_or(0);
    let all: Vec<Bar> = values
        .into_iter()
        .map(|(label, value)| Bar { label, value, marked: value == most && most > 0 })
        .collect();
    bars(&Bars { id, sentence, unit, step: "Day", bars: &all })
}

fn opened(trend: &TrendNow, days: i64) -> Markup {
    let total: i64 = trend.days.iter().map(|d| d.opened).sum();
    let most = trend.days.iter().max_by_key(|d| d.opened).filter(|d| d.opened > 0);
    let sentence = match most {
        Some(most) => format!(
            "{} in {}; the most on {}: {}. Days are UTC.",
            words::counted(total, "ticket", "tickets"),
            words::counted(days, "day", "days"),
            label(most),
            words::grouped(most.opened)
        ),
        None => format!("No ticket in {}.", words::counted(days, "day", "days")),
    };
    let values = trend.days.iter().map(|d| (label(d), d.opened)).collect();
    chart("tickets-by-day", &sentence, "tickets", values)
}

fn backlog(trend: &TrendNow) -> Markup {
    let known: Vec<(String, i64)> =
        trend.days.iter().filter_map(|d| d.backlog.map(|backlog| (label(d), backlog))).collect();
    let sentence = match (known.first(), known.last()) {
        (Some((_, first)), Some((_, last))) => {
            let moved = match last - first {
                0 => "as many as at the beginning".to_owned(),
                more if more > 0 => format!("{} more than at the beginning", words::grouped(more)),
                less => format!("{} fewer than at the beginning", words::grouped(-less)),
            };
            format!("{} open when the last day ended, {moved}.", words::counted(*last, "ticket", "tickets"))
        }
        _ => "No day was counted yet.".to_owned(),
    };
    chart("backlog-by-day", &sentence, "tickets", known)
}

fn breaches(trend: &TrendNow) -> Markup {
    let counted: Vec<&Day> = trend.days.iter().filter(|d| d.backlog.is_some()).collect();
    let (broken, all): (i64, i64) = counted.iter().fold((0, 0), |(b, a), d| (b + d.breached, a + d.judged));
    let sentence = if all == 0 {
        "No promise came to its end.".to_owned()
    } else {
        format!(
            "{} of {} promises were broken: {}.",
            words::grouped(broken),
            words::grouped(all),
            share(broken, all)
        )
    };
    let values = counted.iter().map(|d| (label(d), d.breached)).collect();
    chart("breaches-by-day", &sentence, "promises", values)
}

fn share(part: i64, whole: i64) -> String {
    if whole == 0 { "none yet".to_owned() } else { format!("{} %", part * 100 / whole) }
}

fn lasted(seconds: Option<i64>) -> String {
    seconds.map_or_else(|| "none yet".to_owned(), |s| words::span(s.saturating_mul(1_000_000)))
}

fn kept(went: &Went) -> Markup {
    let (broken, all) = went.breached();
    let label = format!("{} promises kept", went.class.title());
    let value = share(all - broken, all);
    let detail = format!("{} met, {} broken", words::grouped(all - broken), words::grouped(broken));
    stat_tile(&Stat { label: &label, value: &value, words: Some(&detail), ..Stat::default() })
}

fn by_class(trend: &TrendNow) -> Markup {
    let row = |went: &Went| {
        let (broken, all) = went.breached();
        let text = |text: String| html! { (text) };
        Row {
            id: format!("class-{}", went.class.word()),
            cells: vec![
                text(went.class.title().to_owned()),
                text(words::grouped(went.opened)),
                text(words::grouped(went.resolved)),
                text(lasted(went.response_s)),
                text(lasted(went.resolution_s)),
                text(share(broken, all)),
                text(share(went.reopened, went.resolved)),
                text(words::grouped(went.backlog)),
                text(lasted(went.backlog_age_s)),
            ],
            ..Row::default()
        }
    };
    let number = Column::number;
    let rows: Vec<Row> = trend.classes.iter().map(row).collect();
    html! { div.stack {
        p.chart-sentence { (sentence(trend)) }
        (table(&Table {
            id: "by-class",
            caption: "Clinical and administrative work",
            columns: vec![
                Column::new("Work"), number("Opened"), number("Resolved"), number("First reply"),
                number("Resolution"), number("Broken"), number("Opened again"), number("Left over"),
                number("Its age"),
            ],
            rows,
            empty: Empty { title: "Nothing yet.", will_hold: "Counted days stand here.", act: None },
            ..Table::default()
        }))
        p.soft { "Times are averages by the calendar on the wall, from the report on. Clinical is everything but what comes \
                  from registration, billing or administration while no patient is affected." }
    } }
}

fn sentence(trend: &TrendNow) -> String {
    let said = trend.classes.iter().filter(|went| went.resolved > 0).map(|went| {
        format!("{} work was resolved in {} on the average", went.class.title(), lasted(went.resolution_s))
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() {
        "Nothing was resolved in the counted days.".to_owned()
    } else {
        said.join("; ") + "."
    }
}
