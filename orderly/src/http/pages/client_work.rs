//! What an owner reads of their organization: how much is open and late, how the promises were kept, how
//! much there is to look after, and then the work itself, in order of what it means for patients.

use super::around::{named_in, read, standings};
use super::client_terms;
use super::frame::Frame;
use crate::records::boards::{self, Size};
use axum::response::Response;
use desk::pages::{Around, BoardLook};
use desk::{BoardNow, TrendNow, Went};
use kernel::{Duty, OrgId};
use markup::{Markup, Stat, html, panel, stat_tile, words};

/// Open work and how the promises were kept.
pub async fn work(frame: &Frame<'_>, org: OrgId) -> Result<Markup, Response> {
    let now = frame.ask(desk::Board { org: Some(org) }).await?;
    let named = named_in(frame, &now).await?;
    let around = Around { names: named, standings: standings(frame, vec![org]).await?, ..Around::default() };
    let trend = frame.ask(desk::Trends { org: Some(org), days: Some(30) }).await?;
    let size = read(frame, move |look| boards::size_of(look, org)).await?;
    let look = BoardLook { zone: frame.zone(), grouped: false };
    Ok(html! {
        (panel("at-a-glance", "At a glance", None, &glance(&now, &trend, size, frame, org)))
        (client_terms::clocks(&now))
        (desk::pages::board(&now, &around, look))
        (desk::pages::trends(&trend))
        p { a href={ "/trends?days=90&org=" (org) } { "How the last 90 days went, in numbers" } }
    })
}

fn glance(now: &BoardNow, trend: &TrendNow, size: Size, frame: &Frame<'_>, org: OrgId) -> Markup {
    let late = now.tickets().filter(|t| t.due_at.is_some_and(|due| due < now.now)).count();
    let waits = now.tickets().filter(|t| t.waiting_for.is_some()).count();
    let open = now.tickets().count();
    let list = |more: &str| format!("/tickets?org={org}{more}");
    let number = |n: usize| words::grouped(i64::try_from(n).unwrap_or(i64::MAX));
    let counted = |n: usize| if now.more { format!("{}+", number(n)) } else { number(n) };
    let tile = |label: &str, value: &str, said: &str, href: Option<String>, risk: bool| {
        stat_tile(&Stat { label, value, words: Some(said), href: href.as_deref(), risk, trend: None })
    };
    let many = |n: i64| words::count(n.min(1_000), if n > 1_000 { 1_000 } else { 1_001 });
    let risk = now.at_once.len();
    let holding = format!("{} near to care, {} hold ePHI", many(size.clinical), many(size.holding));
    let sees = |duty: Duty, href: String| frame.has(duty).then_some(href);
    html! {
        p.chart-sentence { (sentence(risk, late, trend)) }
        div.tiles {
            (tile("Patient care at risk", &number(risk), "tickets now", None, risk > 0))
            (tile("Late", &counted(late), "over their time", Some(list("&due=late")), late > 0))
            (tile("Open", &counted(open), "tickets", Some(list("")), false))
            (tile("Waiting", &counted(waits), "for somebody or something", Some(list("&view=waiting")), false))
            (tile("People", &many(size.people), "who work here",
                sees(Duty::ReadPeople, format!("/people?org={org}")), false))
            (tile("Assets", &many(size.assets), &holding,
                sees(Duty::ReadAssets, format!("/assets?org={org}")), false))
        }
    }
}

/// What an owner should know first.
fn sentence(risk: usize, late: usize, trend: &TrendNow) -> String {
    let count = |n: usize| words::counted(i64::try_from(n).unwrap_or(i64::MAX), "ticket", "tickets");
    let now = match (risk, late) {
        (0, 0) => "No patient's care is at risk, and nothing is late.".to_owned(),
        (0, late) => format!("No patient's care is at risk; {} late.", are(&count(late), late)),
        (risk, 0) => format!("Patient care is at risk by {}; nothing is late.", count(risk)),
        (risk, late) => {
            format!("Patient care is at risk by {}, and {} late.", count(risk), are(&count(late), late))
        }
    };
    let (broken, all) = trend.classes.iter().map(Went::breached).fold((0, 0), |s, w| (s.0 + w.0, s.1 + w.1));
    if all == 0 {
        return now;
    }
    format!(
        "{now} Of {} promises in 30 days, {} were kept ({} %).",
        words::grouped(all),
        words::grouped(all - broken),
        (all - broken) * 100 / all
    )
}

fn are(counted: &str, number: usize) -> String {
    format!("{counted} {}", if number == 1 { "is" } else { "are" })
}
