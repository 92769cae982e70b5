//! What can be asked about agreements, one question a file.

mod agreement;
mod agreements;
mod standing;

pub use crate::shown::AgreementLine;
pub use agreement::{AgreementOf, AgreementPage, AnswerLine, Happened, Signature};
pub(crate) use agreements::chain_of;
pub use agreements::{AgreementList, Agreements, Branch, EngagementLine};
pub use standing::{StandingAt, StandingLine, Standings, StandingsList};
