//! orderly
