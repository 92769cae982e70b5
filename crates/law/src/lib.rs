//! HIPAA as data: which duty stands in which paragraph, since when, and how sure we are.
//!
//! Whatever a program demands, refuses or reminds of because of the law carries its citation from here, so that a reader can
//! look the paragraph up. The sentences are our own words and not legal advice; the paragraph rules. Nothing here reads a
//! clock, a file or a network.
//!
//! | question | answer |
//! |---|---|
//! | which duty, which paragraph? | [`Rule::citation`], [`cite`] |
//! | what was in force on a day? | [`on`] |
//! | what must a business associate agreement say? | [`agreement_terms`], [`missing_terms`] |
//! | does this vendor need one? | [`not_required_questions`], [`weigh`] |
//! | what is an organization under HIPAA? | [`party_questions`], [`classify`] |
//! | who is told of a breach, by when, why? | [`breach::duties`] |
//! | what does a State's breach statute say? | [`State::law`] |
//! | what does the Security Rule ask for? | [`safeguards::safeguards`] |
//! | what may a violation cost? | [`penalty::penalty`] |
//! | how is a risk read off? | [`risk::overall_likelihood`], [`risk::risk`] |
//! | how long is this kept? | [`keep_until`], [`kept`] |
//! | were recognized security practices in place? | [`practices::look_back`] |
//! | where do other frameworks meet it? | [`crosswalk::meets`] |
//! | the Security Rule for other programs? | [`oscal::catalog`] |
//! | every citation, by layer? | [`citations::citations`] |
//! | what is only proposed? | [`proposed`], a type of its own that never stands among the law |

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod agreement;
mod associate;
pub mod breach;
mod citation;
pub mod citations;
pub mod crosswalk;
pub mod oscal;
mod party;
pub mod penalty;
pub mod practices;
mod proposed;
mod retention;
pub mod risk;
mod rule;
pub mod safeguards;
mod state;
mod weigh;

pub use agreement::{Term, agreement_terms, missing_terms, optional_terms};
pub use associate::{Answer, Answers, Inquiry, Question, not_required_questions};
pub use citation::{Act, Citation, Confidence, Kind, Status, cite, find, on};
pub use party::{Makes, Party, PartyAnswers, PartyInquiry, PartyQuestion, classify, party_questions};
pub use proposed::{Proposal, ProposalItem, proposed};
pub use retention::{Covered, Deadline, Kept, keep_until, kept};
pub use rule::Rule;
pub use state::{Agency, ClockStart, Interplay, Medical, Reached, State, StateLaw, Timing, states_as_of};
pub use weigh::{Reason, Verdict, weigh};

#[cfg(test)]
mod safeguards_tests;
#[cfg(test)]
mod tests;

/// The code in the README holds.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
