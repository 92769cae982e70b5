//! Swaps: whoever is on call asks a colleague to take some of their time, perhaps for some of the colleague's in return.
//! Nothing changes before the colleague accepts.

use super::{caller, colleague, date_time, running, stretch};
use crate::facts;
use crate::needs::Staff;
use crate::records::{self, OverrideRow, RotaRow, SwapRow};
use crate::words::{OverrideKind, SwapState};
use kernel::{Done, Duty, Moment, PersonId, Phi, Refusal, RotaId, Stop, SwapId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// Asks a colleague to take some of your time on call.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskSwap {
    #[schemars(extend("x-order" = 1))]
    pub rota: RotaId,
    /// The colleague.
    #[schemars(extend("x-order" = 2))]
    pub with: PersonId,
    /// From when they take it, in local time of the rota.
    #[schemars(schema_with = "date_time", extend("x-order" = 3))]
    pub starts: String,
    #[schemars(schema_with = "date_time", extend("x-order" = 4))]
    pub ends: String,
    /// From when you take theirs in return; nothing for a gift.
    #[serde(default)]
    #[schemars(schema_with = "date_time", extend("x-order" = 5))]
    pub back_starts: Option<String>,
    #[serde(default)]
    #[schemars(schema_with = "date_time", extend("x-order" = 6))]
    pub back_ends: Option<String>,
}

/// Accepts a swap that you were asked for.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptSwap {
    pub swap: SwapId,
}

/// Declines a swap that you were asked for, or withdraws your own wish.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclineSwap {
    pub swap: SwapId,
}

/// A swap after an order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SwapReceipt {
    pub swap: SwapId,
    pub rota: RotaId,
    pub state: SwapState,
}

/// Refuses to give away a time in which somebody is never on call.
fn has_turn(
    look: &mut Look,
    r: &RotaRow,
    who: PersonId,
    at: (Moment, Moment),
    field: &str,
) -> Result<(), Stop> {
    let (rota, id) = (records::ready(look, r)?, who.to_string());
    let shifts = rota.shifts(at.0.timestamp(), at.1.timestamp());
    if shifts.iter().any(|s| s.answer.people.contains(&id)) {
        return Ok(());
    }
    let sentence = "They are not on call in this time, so there is nothing to take over.";
    Err(Refusal::invalid(field, sentence).remedy("Show the rota", Some(format!("/oncall/{}", r.id))).into())
}

impl Order for AskSwap {
    const ACT: Act = Act {
        name: "oncall.ask-swap",
        says: "Ask a colleague to swap time on call",
        path: "/rotas/{rota}/swaps",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = SwapReceipt;
    type Needs = Staff;

    fn ground(&self) -> Ground {
        Ground::thing(self.rota)
    }

    fn perform(&self, work: &mut Work, staff: Staff) -> Result<Done<SwapReceipt>, Stop> {
        let (me, now) = (caller(work)?, work.now());
        let rota = running(work, self.rota)?;
        if self.with == me {
            return Err(Refusal::invalid("with", "Choose a colleague, not yourself.").into());
        }
        colleague(work, &staff, "with", self.with)?;
        let given = stretch(("starts", &self.starts), ("ends", &self.ends), &rota.zone, now)?;
        has_turn(work, &rota, me, given, "starts")?;
        let blank =
            |text: &Option<String>| text.as_ref().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
        let back = match (blank(&self.back_starts), blank(&self.back_ends)) {
            (None, None) => None,
            (starts, ends) => {
                let (starts, ends) = (starts.unwrap_or_default(), ends.unwrap_or_default());
                Some(stretch(("back_starts", &starts), ("back_ends", &ends), &rota.zone, now)?)
            }
        };
        if let Some(back) = back {
            colleague(work, &staff, "rota", me)?;
            has_turn(work, &rota, self.with, back, "back_starts")?;
        }
        let swap = SwapRow {
            id: work.id(),
            rota: rota.id,
            asker: me,
            asked: self.with,
            from_at: given.0,
            to_at: given.1,
            back_from: back.map(|b| b.0),
            back_to: back.map(|b| b.1),
            state: SwapState::Asked,
        };
        records::put_swap(work, &swap)?;
        Ok(told(&rota, &swap, "oncall.swap-asked"))
    }
}

fn told(rota: &RotaRow, swap: &SwapRow, name: &'static str) -> Done<SwapReceipt> {
    let fact = facts::about(name, rota).about(swap.id).with("asker", swap.asker).with("asked", swap.asked);
    Done::new(fact, SwapReceipt { swap: swap.id, rota: rota.id, state: swap.state })
}

/// Somebody stands in for somebody from one moment to another.
fn hand_over(
    work: &mut Work,
    swap: &SwapRow,
    (person, stand_in): (PersonId, PersonId),
    (from_at, to_at): (Moment, Moment),
) -> Result<(), Stop> {
    let over = OverrideRow {
        id: work.id(),
        rota: swap.rota,
        kind: OverrideKind::Instead,
        person: Some(person),
        stand_in: Some(stand_in),
        policy: None,
        from_at,
        to_at,
        made_by: work.person(),
    };
    Ok(records::put_override(work, &over)?)
}

fn decided(work: &mut Work, swap: &mut SwapRow, state: SwapState) -> Result<(), Stop> {
    if !records::decide(work, swap.id, state)? {
        let sentence = format!("This swap is {} already.", swap.state.title());
        return Err(Refusal::conflict(sentence).into());
    }
    swap.state = state;
    Ok(())
}

impl Order for AcceptSwap {
    const ACT: Act = Act {
        name: "oncall.accept-swap",
        says: "Accept a swap",
        path: "/rotas/swaps/{swap}/accept",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = SwapReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.swap)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<SwapReceipt>, Stop> {
        let mut swap = records::swap(work, self.swap)?;
        if swap.asked != caller(work)? {
            return Err(Refusal::forbidden("Only whoever was asked can accept this swap.").into());
        }
        let mut rota = running(work, swap.rota)?;
        let now = work.now();
        if swap.to_at <= now {
            return Err(Refusal::conflict("The time of this swap is over.").into());
        }
        has_turn(work, &rota, swap.asker, (swap.from_at, swap.to_at), "swap")?;
        decided(work, &mut swap, SwapState::Accepted)?;
        hand_over(work, &swap, (swap.asker, swap.asked), (swap.from_at, swap.to_at))?;
        if let (Some(from), Some(to)) = (swap.back_from, swap.back_to) {
            hand_over(work, &swap, (swap.asked, swap.asker), (from, to))?;
        }
        rota.check_again(swap.back_from.map_or(swap.from_at, |b| b.min(swap.from_at)), now);
        records::put(work, &rota)?;
        Ok(told(&rota, &swap, "oncall.swap-accepted"))
    }
}

impl Order for DeclineSwap {
    const ACT: Act = Act {
        name: "oncall.decline-swap",
        says: "Decline or withdraw a swap",
        path: "/rotas/swaps/{swap}/decline",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = SwapReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.swap)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<SwapReceipt>, Stop> {
        let (me, mut swap) = (caller(work)?, records::swap(work, self.swap)?);
        let (state, name) = match me {
            me if me == swap.asked => (SwapState::Declined, "oncall.swap-declined"),
            me if me == swap.asker => (SwapState::Withdrawn, "oncall.swap-withdrawn"),
            _ => return Err(Refusal::forbidden("Only the two of this swap can decide on it.").into()),
        };
        decided(work, &mut swap, state)?;
        let rota = records::one(work, swap.rota)?;
        Ok(told(&rota, &swap, name))
    }
}
