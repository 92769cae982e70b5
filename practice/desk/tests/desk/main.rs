//! The desk's life told as stories, on each engine that is there.

mod stories;
mod town;
