//! Everything that can be asked to be changed about people, sessions, second factors, tokens and emergencies.

mod add_person;
mod drafts;
mod emergency;
mod end_person;
mod first_owner;
mod imports;
mod invitation;
mod leave;
mod passkey;
mod passkey_sign_in;
mod password;
mod records_of_person;
mod review;
mod revise_person;
mod set_roles;
mod sign_in;
mod step_up;
mod tokens;
mod totp;
mod unlock;

pub use add_person::{AddPerson, Added};
pub use drafts::{DraftKept, DropDraft, SaveDraft};
pub use emergency::{CloseEmergency, ExpireEmergency, OpenEmergency, Opened};
pub use end_person::EndPerson;
pub use first_owner::FirstOwner;
pub use imports::{
    AddImportRows, BeginImport, Begun as ImportBegun, CommitImport, Committed, Staged, UndoImport, Undone,
};
pub use invitation::{AcceptInvitation, Accepted, Link, RenewInvitation};
pub use leave::{Left, Lock, RevokeOtherSessions, RevokeSession, Revoked, SignOut};
pub use passkey::{BeginPasskey, EndPasskey, FinishPasskey, Options, PasskeyAdded};
pub use passkey_sign_in::{BeginPasskeySignIn, FinishPasskeySignIn};
pub use password::ChangePassword;
pub use records_of_person::{AddCertification, Certified, RecordTraining};
pub use review::{ReviewEmergency, Verdict};
pub use revise_person::RevisePerson;
pub use set_roles::SetRoles;
pub use sign_in::{SignIn, SignedIn};
pub use step_up::StepUp;
pub use tokens::{EndToken, MakeToken, TokenMade};
pub use totp::{BeginTotp, ConfirmTotp, EndTotp, NewRecoveryCodes, RecoveryCodes, TotpBegun, TotpConfirmed};
pub use unlock::{Unlock, Unlocked};

pub(crate) use drafts::{about as draft_about, key as draft_key};
pub(crate) use imports::{find as find_import, plans as import_plans};

use kernel::{EmergencyId, PersonId};
use schemars::JsonSchema;
use serde::Serialize;

/// The person it was about.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OfPerson {
    pub person: PersonId,
}

/// The emergency access it was about.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OfEmergency {
    pub emergency: EmergencyId,
}

/// Whether what was shown is right. A mistake is no refusal: it is counted and kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "result", rename_all = "kebab-case")]
pub enum Checked {
    Right,
    Wrong {
        /// Seconds until the next attempt is looked at.
        retry_after_s: u32,
    },
}
