//! What an organization's page says beside the work itself: who may work there and by which right, what the service
//! contract covers and how much of it this month has used, and the clocks that run for it.

use super::frame::Frame;
use crate::records::boards;
use agreements::contracts::{BillingModel, ContractOf, ContractShown, Contracts, Terms};
use agreements::{Engaged, Found};
use axum::response::Response;
use billing::{Month, MonthTime};
use desk::BoardNow;
use kernel::{ContractId, Duty, Moment, OrgId, Span, Standing, Who};
use markup::{Markup, html, panel, words};

/// How many of the next due times are named.
const CLOCKS: usize = 5;

/// An employer whose people may work there.
struct Employer {
    name: String,
    standing: agreements::Found,
    /// For a subcontractor: what was agreed, by whom, and the papers.
    lent: Option<Engaged>,
    /// Who engaged it, and who of its people may work here, by name.
    provider: String,
    hands: Vec<String>,
}

impl Employer {
    /// The zone in which the days of a subcontractor's term begin and end: the client's.
    fn zone(&self) -> Option<&str> {
        self.lent.as_ref().and_then(|lent| lent.chain.last()).map(|paper| paper.zone.as_str())
    }
}

/// Everybody who may work there, each with the right by which they may; of somebody else's people also who they are, for
/// whom and how long they work there, and the chain of agreements it rests on.
pub async fn who_may_work(frame: &Frame<'_>, org: OrgId, name: &str) -> Result<Markup, Response> {
    let read = frame.office.read(&Who::House("board"), move |look| {
        look.at(Some(org));
        let mut lent = agreements::engaged_here(look)?;
        let mut found: Vec<Employer> = Vec::new();
        let listed = boards::employers_at(look, org)?;
        let called = |id: OrgId| listed.iter().find(|(o, ..)| *o == id).map(|(_, name, _)| name.clone());
        for (employer, name, engaged) in &listed {
            let at = lent.iter().position(|l| *engaged && l.subcontractor == *employer);
            let lent = at.map(|at| lent.swap_remove(at));
            let provider = lent.as_ref().and_then(|l| called(l.provider)).unwrap_or_default();
            let hands = if *engaged { boards::hands_of(look, *employer)? } else { Vec::new() };
            let standing = agreements::standing_found(look, *employer, org)?;
            found.push(Employer { name: name.clone(), standing, lent, provider, hands });
        }
        Ok((look.now(), found))
    });
    let (now, employers) = read.await.map_err(|stop| frame.stopped(stop))?;
    let own = format!("{name}'s own workforce works here by its roles; no agreement is needed for it.");
    let body = html! { ul.stack {
        li { (own) }
        @for employer in &employers { li {
            p { (of_employer(employer, now, frame.zone())) }
            @if let Some(lent) = &employer.lent { (of_lent(frame, name, employer, lent)) }
        } }
    } };
    Ok(panel("who-may-work", "Who may work here", None, &body))
}

/// The right of an employer; a term that has not begun or is over is said as what it is.
fn of_employer(employer: &Employer, now: Moment, zone: &str) -> String {
    let zone = employer.zone().unwrap_or(zone);
    let day = |at: Moment| words::local_day(at.micros(), zone);
    let term = employer.lent.as_ref().map(|lent| lent.term).unwrap_or_default();
    let whose = format!("Technicians of {}, engaged here as a subcontractor,", employer.name);
    if let Some(first) = term.starts_at.filter(|first| *first > now) {
        return format!("{whose} may work here from {} on, and not before.", day(first));
    }
    if let Some(end) = term.until_at.filter(|end| *end <= now) {
        let last = day(end.minus(Span(1)));
        return format!("{whose} may not touch what holds PHI: they were engaged until {last}.");
    }
    let Found { standing, until, .. } = employer.standing;
    line(&employer.name, employer.lent.is_some(), standing, until.map(|end| day(end.minus(Span(1)))))
}

/// Who of a subcontractor's people, for whom, how long and by which papers.
fn of_lent(frame: &Frame<'_>, client: &str, employer: &Employer, lent: &Engaged) -> Markup {
    let reads = frame.has(Duty::ReadAgreements);
    let zone = employer.zone().unwrap_or(frame.zone());
    let party = |org: OrgId| match org {
        org if org == lent.provider => employer.provider.as_str(),
        org if org == lent.subcontractor => employer.name.as_str(),
        _ => client,
    };
    let days = |left: Option<i64>| left.map(|left| format!(", {} left", words::counted(left, "day", "days")));
    html! {
        p.soft { "Engaged by " (employer.provider) ", " (agreements::term_words(&lent.term, zone)) ". "
            @if employer.hands.is_empty() { "Nobody of it works on tickets yet." }
            @else { "Of them: " (employer.hands.join(", ")) "." } }
        p.soft { "The chain of agreements: "
            @for (place, paper) in lent.chain.iter().enumerate() {
                @if place > 0 { ", then " }
                (party(paper.principal)) " with " (party(paper.associate)) " ("
                @if reads { a href={ "/agreements/" (paper.agreement) } { (paper.shown.title()) } }
                @else { (paper.shown.title()) }
                (days(paper.days_left).unwrap_or_default()) ")"
            }
            "." }
    }
}

/// One employer's right in a sentence.
fn line(name: &str, engaged: bool, standing: Standing, until: Option<String>) -> String {
    let whose = match engaged {
        true => format!("Technicians of {name}, engaged here as a subcontractor,"),
        false => format!("Technicians of {name}, which serves them,"),
    };
    let paper = match engaged {
        true => "the agreements of the whole chain are in force",
        false => "their business associate agreement is in force",
    };
    match (standing, until) {
        (Standing::NotRequired, _) => {
            format!("{whose} may work here: an agreement is not required, and why is kept (45 CFR 160.103).")
        }
        (Standing::InForce, Some(day)) => format!("{whose} may work here: {paper}, until {day}."),
        (Standing::InForce | Standing::OwnWorkforce, _) => format!("{whose} may work here: {paper}."),
        (Standing::Lapsing, Some(day)) => {
            format!("{whose} may work here until {day}, when an agreement ends.")
        }
        (Standing::Lapsing, None) => format!("{whose} may work here; an agreement ends soon."),
        (Standing::Lapsed | Standing::Terminated, _) => {
            format!("{whose} may not touch what holds PHI: an agreement has ended (45 CFR 164.502(e)).")
        }
        (Standing::Absent, _) => {
            format!("{whose} may not touch what holds PHI: no agreement is in force (45 CFR 164.502(e)).")
        }
    }
}

/// What a contract costs by, and how much of it is used.
fn used(terms: &Terms, covered: i64) -> String {
    let spent = words::worked(covered);
    match (terms.billing, terms.block_hours) {
        (BillingModel::Block, Some(hours)) => {
            let share = covered * 100 / (i64::from(hours) * 60).max(1);
            format!("{spent} of the block of {hours} hours used this month ({share} %)")
        }
        _ => format!("{spent} of covered work this month"),
    }
}

/// The contracts that run, with what this month has used; nothing for whoever does not read agreements.
pub async fn contracts(frame: &Frame<'_>, org: OrgId) -> Result<Markup, Response> {
    if !frame.has(Duty::ReadAgreements) {
        return Ok(html! {});
    }
    let list = frame.ask(Contracts { organization: org }).await?;
    let runs = |shown| matches!(shown, ContractShown::Active | ContractShown::Ending);
    let running: Vec<_> = list.contracts.iter().filter(|c| runs(c.shown)).collect();
    let sheet = format!("/organizations/{org}/sheets");
    let mut rows = Vec::new();
    for line in &running {
        let told = frame.ask(ContractOf { contract: line.contract }).await?;
        let Some(version) = told.versions.into_iter().find(|v| v.holds) else { continue };
        let covered = covered(frame, org, line.contract, &line.zone).await?;
        rows.push((line, version.terms, covered));
    }
    let body = html! {
        @if rows.is_empty() {
            p { "No service contract runs. Work here is billed as it is done. "
                a href={ "/organizations/" (org) "/contracts" } { "Service contracts" } }
        }
        ul.stack { @for (line, terms, covered) in &rows { li {
            p { a href={ "/contracts/" (line.contract) } { (line.title) } ": " (line.kind.title()) ", "
                (terms.billing.title()) ", " (used(terms, *covered)) "." }
            p.soft {
                @match (&line.ends_on, line.days_left) {
                    (Some(day), Some(left)) => { "Runs until " (day) ", " (words::counted(left, "day", "days")) " more. " },
                    (Some(day), None) => { "Runs until " (day) ". " },
                    _ => "Runs until somebody ends it. ",
                }
                a href=(sheet) { "This month's sheet" }
            }
        } } }
    };
    Ok(panel("contract", "Service contract", None, &body))
}

/// The covered minutes of this month under a contract, on the client's own clock.
async fn covered(frame: &Frame<'_>, org: OrgId, contract: ContractId, zone: &str) -> Result<i64, Response> {
    let month = Month::of(frame.office.now(), zone);
    let time = frame.ask(MonthTime { org, month, zone: Some(zone.to_owned()) }).await?;
    let under = time.lines.iter().filter(|l| l.covered && l.contract == Some(contract));
    Ok(under.map(|l| i64::from(l.minutes)).sum())
}

/// The clocks that run at the organization: how many run, rest and are late, and which end next.
pub fn clocks(now: &BoardNow) -> Markup {
    let count = |n: usize| words::counted(i64::try_from(n).unwrap_or(i64::MAX), "clock", "clocks");
    let mut due: Vec<_> = now.tickets().filter_map(|t| Some((t.due_at?, t))).collect();
    due.sort_by_key(|(at, t)| (*at, t.ticket));
    let late = due.iter().filter(|(at, _)| *at < now.now).count();
    let rests = now.tickets().count() - due.len();
    let body = html! {
        @if due.is_empty() && rests == 0 { p.soft { "No clock runs: nothing is open." } } @else {
            p { (count(due.len())) " running, " (late) " of them over time; " (rests) " at rest." }
            ul.stack { @for (at, ticket) in due.iter().take(CLOCKS) { li {
                a href={ "/tickets/" (ticket.ticket) } { "#" (ticket.number) " " (ticket.kind.title()) } ": "
                (ticket.due_what.map_or("Due", |what| what.title())) " "
                @if *at < now.now { b { "was due " (markup::relative_time(at.micros(), now.now.micros(), &ticket.zone)) } }
                @else { "due " (markup::relative_time(at.micros(), now.now.micros(), &ticket.zone)) }
            } } }
        }
    };
    panel("clocks", "Clocks", None, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_employer_is_told_with_its_right() {
        let provider = line("Harborlight IT", false, Standing::InForce, Some("30 Nov 2026".into()));
        assert_eq!(
            provider,
            "Technicians of Harborlight IT, which serves them, may work here: their business associate agreement is in \
             force, until 30 Nov 2026."
        );
        let lent = line("Copperline", true, Standing::Absent, None);
        assert!(lent.contains("engaged here as a subcontractor, may not touch what holds PHI"), "{lent}");
    }
}
