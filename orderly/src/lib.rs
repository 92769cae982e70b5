//! Orderly as one program: the house put together from its slices, how it is reached, and the commands of its console.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod agreement_supplies;
pub mod directory;
pub mod house;
pub mod http;
mod reactions;
pub mod records;
mod supplies;

pub use house::{House, Needed, open};
