//! Every behaviour told as a story, on both engines. A story makes its own small world: a provider, two clients, the
//! people who work there, and a clock that only moves when the story says so.

mod door;
mod gate;
mod ledger;
mod policy;
mod surfaces;
mod tenants;
mod tidy;
mod world;
