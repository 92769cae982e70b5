//! On call: who answers tonight, who answers when they do not, and what is told to whom. A rota says who is on call at
//! any moment; there is one answer to that question, and the page, the engine, the calendar feed and the paper on the
//! wall all read it.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod rota;
