//! The desk's life told as stories, on each engine that is there.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod golden;
mod pages;
mod query;
mod stories;
mod town;
