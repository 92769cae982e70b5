//! What this slice does, told as stories against a real store, on each engine that is there.

#![allow(clippy::unwrap_used, reason = "in a test, what must be there may be unwrapped")]

mod accounts;
mod emergencies;
mod factors;
mod house;
mod lists;
mod sign_in;
