//! Who else is on a ticket's page, so that two people do not do the same work twice: whose page is open on it, who is
//! writing a reply, and who may take it.

use super::around::{names, read};
use super::frame::Frame;
use crate::records::{boards, places};
use axum::response::Response;
use desk::{Story, pages::MayTake};
use kernel::{Moment, OrgId, Span, Standing, Who};
use std::collections::BTreeMap;

/// How long after the last letter somebody still counts as writing.
const WRITING: Span = Span::minutes(2);

/// Who else is writing a reply: whose draft was kept a moment ago, and who has not sent it since.
pub async fn writing(frame: &Frame<'_>, told: &Story) -> Result<Vec<(String, Moment)>, Response> {
    let (me, since) = (frame.badge.person, told.now.minus(WRITING));
    let draft = format!("desk.reply.{}", told.head.ticket);
    let found = read(frame, move |look| boards::writing(look, &draft, me, since)).await?;
    let sent =
        |person, at: Moment| told.texts.iter().any(|text| text.author == Some(person) && text.at >= at);
    let still = found.into_iter().filter(|(person, _, at)| !sent(*person, *at));
    Ok(still.map(|(_, name, at)| (name, at)).collect())
}

/// Who else has it open now, by name as far as the viewer may know it.
pub async fn looking(frame: &Frame<'_>, told: &Story) -> Result<Vec<String>, Response> {
    let others = frame.app.live.others(told.head.ticket, frame.badge.person, told.now);
    if others.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = others.iter().map(ToString::to_string).collect();
    let known = names(frame, ids.clone()).await?;
    let unknown = || "somebody else".to_owned();
    let mut told: Vec<String> = ids.iter().map(|id| known.get(id).cloned().unwrap_or_else(unknown)).collect();
    told.sort();
    told.dedup();
    Ok(told)
}

/// Everybody within reach who works where the ticket is, and what keeps each from it.
pub(super) async fn workers(frame: &Frame<'_>, told: &Story) -> Result<Vec<MayTake>, Response> {
    let org = told.head.org;
    let known = read(frame, move |look| places::workers(look, org)).await?;
    let mut employers: Vec<OrgId> = known.iter().map(|(known, _)| known.employer).collect();
    employers.sort();
    employers.dedup();
    let standings = frame.office.read(&Who::House("board"), move |look| {
        let of = |employer: &OrgId| Ok((*employer, agreements::standing(look, *employer, org)?));
        employers.iter().map(of).collect::<Result<BTreeMap<OrgId, Standing>, kernel::Stop>>()
    });
    let standings = standings.await.map_err(|stop| frame.stopped(stop))?;
    let demand = desk::routing::Demand { tier: told.head.tier, certification: told.certification.clone() };
    let now = frame.office.now();
    let judged = |(known, held): (places::Known, Vec<places::Held>)| {
        let standing = standings.get(&known.employer).copied().unwrap_or(Standing::Absent);
        let worker = crate::supplies::desk::worker(known, held, standing, now);
        let missing = desk::routing::missing(&demand, &worker, now);
        MayTake {
            person: worker.person.to_string(),
            missing: missing.iter().map(desk::routing::Missing::words).collect(),
            name: worker.name,
        }
    };
    Ok(known.into_iter().map(judged).collect())
}
