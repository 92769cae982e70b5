//! Orderly as one program: the house put together from its slices, how it is reached, and the commands of its console.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod agreement_supplies;
mod answers;
mod billing_supplies;
mod change_supplies;
pub mod cli;
pub mod config;
pub mod demo;
pub mod directory;
pub mod house;
pub mod http;
pub mod keys;
pub mod oidc;
mod reactions;
pub mod records;
mod repair_supplies;
pub mod runtime;
pub mod serve;
mod supplies;
pub mod tls;

pub use house::{House, Needed, open};
