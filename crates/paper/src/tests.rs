//! What every document says, and what it refuses.
