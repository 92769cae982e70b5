//! What holds for every question that can be put to the gate, proven by a solver instead of tried: see `tests/gate.rs`.
