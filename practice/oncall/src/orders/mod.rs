//! What can be asked about rotas, and what every such order has in common.

mod coverage;
mod escalate;
mod feed;
mod fire;
mod notify;
mod over;
mod policy;
mod reach;
mod rota;
mod swap;

pub use coverage::{CheckCoverage, CoverageReceipt, DropSkill, Gap, RequireSkill};
pub(crate) use coverage::{gaps, without};
pub use escalate::{Acknowledge, EscalationReceipt, ForceStep, Snooze};
pub(crate) use escalate::{about, answer, next};
pub(crate) use feed::digest;
pub use feed::{EndFeed, FeedMade, FeedReceipt, MakeFeed};
pub use fire::{FireSteps, StepsFired, TOGETHER};
pub use notify::{NoticesSent, SendNotices};
pub use over::{AddOverride, EndOverride, OverrideReceipt};
pub use policy::{AddStep, DropStep, Named, OpenPolicy, PolicyReceipt, RetirePolicy};
pub use reach::{EndGateway, GatewayReceipt, PhoneReceipt, SetGateway, SetMyPhone};
pub use rota::{OpenRota, RetireRota, RotaReceipt, SetRota};
pub use swap::{AcceptSwap, AskSwap, DeclineSwap, SwapReceipt};

use crate::needs::Staff;
use crate::records::{self, RotaRow};
use crate::rota::RotaProblem;
use kernel::{Moment, PersonId, Refusal, RotaId, Span, Stop};
use schemars::{Schema, SchemaGenerator, json_schema};
use store::{Look, Work};

/// How a time stands in the API.
pub(crate) fn date_time(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": "date-time" })
}

/// The longest override or swap.
const LONGEST: Span = Span::days(100);

/// Whoever signed in.
pub(crate) fn caller(work: &Work) -> Result<PersonId, Stop> {
    let sentence = "Only somebody who signed in can do this.";
    Ok(work.person().ok_or_else(|| Refusal::forbidden(sentence))?)
}

/// A rota that is in use.
fn running(look: &mut Look, rota: RotaId) -> Result<RotaRow, Stop> {
    let rota = records::one(look, rota)?;
    if rota.retired_at.is_some() {
        let refusal = Refusal::conflict("This rota was retired. Open another one.");
        return Err(refusal.remedy("Show the rotas", Some("/oncall".to_owned())).into());
    }
    Ok(rota)
}

fn problem(p: RotaProblem, field: &str) -> Stop {
    let sentence = if p.field == "rota" { p.sentence } else { format!("{}: {}", p.field, p.sentence) };
    Refusal::invalid(field, sentence).into()
}

/// A stretch of time as it was typed.
fn stretch(
    (from_field, from): (&str, &str),
    (to_field, to): (&str, &str),
    zone: &str,
    now: Moment,
) -> Result<(Moment, Moment), Stop> {
    let from = office::text::moment(from_field, from, zone)?;
    let to = office::text::moment(to_field, to, zone)?;
    if to <= from {
        return Err(Refusal::invalid(to_field, "It ends before it begins.").into());
    }
    if to.since(from) > LONGEST {
        return Err(Refusal::invalid(to_field, "It is longer than 100 days.").into());
    }
    if to <= now {
        return Err(Refusal::invalid(to_field, "This is over already.").into());
    }
    Ok((from, to))
}

/// Somebody of the rota's own organization; what they hold is kept for the resolver.
fn colleague(work: &mut Work, staff: &Staff, field: &str, person: PersonId) -> Result<(), Stop> {
    let sentence = "Only somebody who works at the rota's own organization can be on call.";
    let member = staff.of(person).ok_or_else(|| Refusal::invalid(field, sentence))?;
    Ok(records::know(work, person, None, &member.skills)?)
}
