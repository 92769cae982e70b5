//! The words that every part of the house shares: who somebody is, which organization something belongs to, when it
//! happened, what happened, and how a refusal is said. Nothing here reads a clock, a file or a database.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod chance;
mod done;
mod duty;
mod ids;
mod moment;
mod private;
mod stop;
mod who;

pub use chance::Chance;
pub use done::{Done, Fact};
pub use duty::{Duties, Duty, OutsideTerm, Phi, Role, Standing};
pub use ids::*;
pub use moment::{Moment, Span};
pub use private::{Private, with_commitments};
pub use stop::{Citation, Fault, Refusal, Remedy, Status, Stop};
pub use who::{Badge, Emergency, Who};
