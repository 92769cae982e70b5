//! What a fuzzer does with each reader of foreign input: a reader that panics, hangs or grows without bound is a
//! fault. The functions are plain, one file for each crate that reads, so that the tests of that crate replay the
//! files in `corpus/` without a fuzzer.

mod lists;

pub use lists::{inventory, sheet};
