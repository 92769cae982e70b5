//! What this slice does, told as stories against a real store, on each engine that is there.

mod accounts;
mod emergencies;
mod factors;
mod house;
mod lists;
mod sign_in;
