//! Quiet charts. The sentence above says what the picture shows, the labels stand where they belong, and
//! the table below is for whoever would rather read. Colours come from the page, so a chart is right in
//! daylight, at night and on paper.

use crate::words;
use maud::{Markup, html};

/// One day (or other step) of a chart.
#[derive(Clone, Debug, Default)]
pub struct Bar {
    /// "3 Nov".
    pub label: String,
    pub value: i64,
    /// Whether the bar is one of the days that the sentence speaks of.
    pub marked: bool,
}

/// A chart of bars.
#[derive(Clone, Debug, Default)]
pub struct Bars<'a> {
    /// An id that is unique on the page.
    pub id: &'a str,
    /// What it shows, as a sentence: "12 tickets a day, twice as many on Mondays."
    pub sentence: &'a str,
    /// What is counted: "tickets".
    pub unit: &'a str,
    /// The heading of the labels: "Day".
    pub step: &'a str,
    pub bars: &'a [Bar],
}

const WIDTH: i64 = 720;
const HEIGHT: i64 = 120;
const TOP: i64 = 18;

/// The chart with its sentence and its table.
pub fn bars(chart: &Bars<'_>) -> Markup {
    html! {
        figure.chart id=(chart.id) {
            figcaption.chart-sentence { (chart.sentence) }
            @if chart.bars.is_empty() {
                p.chart-none { "Nothing was counted yet." }
            } @else {
                (picture(chart))
                details.chart-table {
                    summary { "Read it as a table" }
                    table.account {
                        thead { tr {
                            th scope="col" { (chart.step) }
                            th.cell-number scope="col" { (chart.unit) }
                        } }
                        tbody { @for bar in chart.bars {
                            tr { td { (bar.label) } td.cell-number { (words::grouped(bar.value)) } }
                        } }
                    }
                }
            }
        }
    }
}

fn picture(chart: &Bars<'_>) -> Markup {
    let count = i64::try_from(chart.bars.len()).unwrap_or(i64::MAX).max(1);
    let most = chart.bars.iter().map(|bar| bar.value).max().unwrap_or(0).max(1);
    let highest = chart.bars.iter().position(|bar| bar.value == most);
    let last = chart.bars.len() - 1;
    let wide = (WIDTH / count).clamp(2, 48);
    let gap = if wide > 6 { 2 } else { 1 };
    html! {
        svg.chart-picture viewBox={ "0 0 " (WIDTH) " " (TOP + HEIGHT + 20) } role="img"
            aria-label=(chart.sentence) preserveAspectRatio="xMinYMid meet" {
            path.chart-line d={ "M0 " (TOP + HEIGHT) ".5H" (WIDTH) } {}
            @for ((place, bar), step) in chart.bars.iter().enumerate().zip(0i64..) {
                @let tall = scaled(bar.value, most);
                @let left = step * wide;
                rect.chart-bar.chart-marked[bar.marked] x=(left) y=(TOP + HEIGHT - tall)
                    width=(wide - gap) height=(tall) rx="1" {
                    title { (bar.label) ": " (words::grouped(bar.value)) " " (chart.unit) }
                }
                @if Some(place) == highest || (place == last && place != 0) {
                    text.chart-label x=(left + wide / 2) y=(TOP + HEIGHT - tall - 5)
                        text-anchor=(anchor(place, last)) { (words::grouped(bar.value)) }
                }
                @if place == 0 || place == last {
                    text.chart-label x=(if place == 0 { left } else { left + wide - gap })
                        y=(TOP + HEIGHT + 15) text-anchor=(anchor(place, last)) { (bar.label) }
                }
            }
        }
    }
}

fn anchor(place: usize, last: usize) -> &'static str {
    if place == 0 {
        "start"
    } else if place == last {
        "end"
    } else {
        "middle"
    }
}

fn scaled(value: i64, most: i64) -> i64 {
    i64::try_from(i128::from(value.max(0)) * i128::from(HEIGHT) / i128::from(most.max(1))).unwrap_or(HEIGHT)
}

/// A line as small as a word; `label` says what it shows to whoever cannot see it.
pub fn sparkline(values: &[i64], label: &str) -> Markup {
    let least = values.iter().copied().min().unwrap_or(0);
    let most = values.iter().copied().max().unwrap_or(0);
    let range = i128::from(most) - i128::from(least);
    let steps = i128::try_from(values.len().saturating_sub(1).max(1)).unwrap_or(1);
    let points = values.iter().zip(0i128..).map(|(value, step)| {
        let up = if range == 0 { 8 } else { (i128::from(*value) - i128::from(least)) * 16 / range };
        format!("{},{}", 2 + step * 92 / steps, 18 - up)
    });
    html! {
        svg.sparkline viewBox="0 0 96 20" width="96" height="20" role="img" aria-label=(label) {
            polyline points=(points.collect::<Vec<_>>().join(" ")) {}
        }
    }
}

/// A number that matters, with what it means.
#[derive(Clone, Debug, Default)]
pub struct Stat<'a> {
    pub label: &'a str,
    /// The number with its unit: "14", "98 %", "12 min".
    pub value: &'a str,
    /// What to make of it: "3 more than yesterday".
    pub words: Option<&'a str>,
    pub href: Option<&'a str>,
    /// Whether it counts something late, at risk or uncovered.
    pub risk: bool,
    pub trend: Option<Markup>,
}

/// The tile.
pub fn stat_tile(stat: &Stat<'_>) -> Markup {
    let inside = html! {
        span.stat-label { (stat.label) }
        span.stat-value { (stat.value) }
        @if let Some(words) = stat.words { span.stat-words { (words) } }
        @if let Some(trend) = &stat.trend { (trend) }
    };
    html! {
        @match stat.href {
            Some(href) => a.stat.stat-risk[stat.risk] href=(href) { (inside) },
            None => div.stat.stat-risk[stat.risk] { (inside) },
        }
    }
}
