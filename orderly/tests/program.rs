//! The program as others meet it: as processes of its own, beside each other and called by a mail server.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is how a test says that it failed")]

#[path = "program/postfix.rs"]
mod postfix;
#[path = "program/several.rs"]
mod several;
