//! Every behaviour told as a story, on both engines. A story makes its own small world: a provider, two clients, the
//! people who work there, and a clock that only moves when the story says so.

// A failed unwrap is how a story says that it failed.
#![allow(clippy::unwrap_used)]

mod advisories_by_mail;
mod agreements;
mod amid_an_incident;
mod attachments;
mod billing;
mod breach;
mod breach_letters;
mod calendars;
mod calls;
mod changes;
mod clock_rules;
mod company;
mod contracts;
mod documents;
mod door;
mod downtime;
mod drawn_forms;
mod durability;
mod entrance;
mod escalation;
mod gate;
mod hostile;
mod incidents;
mod killed;
mod knowledge;
mod labels;
mod ledger;
mod lent;
mod letters_fetched;
mod letters_in;
mod lists;
mod mail;
mod oncall;
mod one_step;
mod organizations;
mod outages;
mod outsider;
mod phi;
mod policy;
mod power;
mod proof;
mod providers;
mod repairs;
mod satisfaction;
mod served;
mod servers;
mod short_messages;
mod sought;
mod storms;
mod strangers;
mod surfaces;
mod tenants;
mod tickets;
mod tidy;
mod to_the_end;
mod together;
mod veris;
mod words;
mod world;
