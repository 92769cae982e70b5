//! The stories have no library: see `tests/stories/main.rs`.
