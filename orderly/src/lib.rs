//! Orderly as one program: the house put together from its slices, how it is reached, and the commands of its console.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod answers;
pub mod cli;
pub mod config;
pub mod demo;
pub mod directory;
pub mod folder;
pub mod house;
pub mod http;
pub mod keys;
pub mod oidc;
pub mod press;
mod reactions;
pub mod records;
pub mod runtime;
pub mod serve;
pub mod supplies;
pub mod tls;

pub use house::{House, Needed, open};
