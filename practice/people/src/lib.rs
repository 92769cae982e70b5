//! People: who works here, what they may do, and how they show that they are who they say.
//!
//! A person belongs to one employer and has roles, which are bundles of duties. They are invited with a
//! one-time link, choose a password, and enrol a second factor. A session lasts as long as its workstation
//! allows. A token lets a program do a part of what its person may do. Emergency access lets somebody do the
//! desk's work for an hour where their roles do not let them; it is told at once and reviewed by somebody
//! else.
//!
//! The view `reach` is made by the binary from `employers (caller, org)` (persons and tokens without a limit)
//! and `token_reach (token, org, person)` (tokens with one; never wider than what their person reaches now).

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod ceremony;
mod codes;
mod directory;
mod enter;
mod factors;
pub mod facts;
mod limits;
mod needs;
pub mod oidc;
mod orders;
mod own;
pub mod pages;
mod password;
mod questions;
mod records;
mod secret;
mod staff;
mod waits;
mod words;

pub use ceremony::Site;
pub use directory::{Known, TOKEN_PREFIX, badge, emergency_used, session, token, touch};
pub use factors::Proof;
pub use limits::{Class, Life, Limits, Stand};
pub use needs::{SignInOf, Workplace};
pub use oidc::*;
pub use orders::*;
pub use password::check as check_password;
pub use questions::*;
pub use secret::Secret;
pub use staff::{Change, Outcome, StaffRow, Weighed};
pub use words::{TRAINING_LASTS, duties_of, is_trained};

use kernel::{EmergencyId, Stop};
use store::{Look, Migration, Schema};

/// The tables and statements of this slice.
pub fn schema() -> Schema {
    Schema {
        slice: "people",
        migrations: const {
            &[
                Migration { name: "0001_people", text: include_str!("../migrations/0001_people.sql") },
                Migration {
                    name: "0002_emergency_used",
                    text: include_str!("../migrations/0002_emergency_used.sql"),
                },
                Migration { name: "0003_oidc", text: include_str!("../migrations/0003_oidc.sql") },
                Migration {
                    name: "0004_sealed_names",
                    text: include_str!("../migrations/0004_sealed_names.sql"),
                },
            ]
        },
        statements: &records::ALL,
    }
}

/// Puts everything that can be asked of this slice into the registry, except [`AddPerson`] and
/// [`RevisePerson`], which need to know of workplaces (see [`Workplace`]), and [`SetIdentityProvider`] (see
/// [`SignInOf`]).
pub fn register(r: &mut office::Registry) {
    r.order::<FirstOwner>()
        .order::<SetRoles>()
        .order::<EndPerson>()
        .order::<RecordTraining>()
        .order::<AddCertification>()
        .order::<RenewInvitation>()
        .order::<AcceptInvitation>()
        .order::<SignIn>()
        .order::<Unlock>()
        .order::<SignOut>()
        .order::<Lock>()
        .order::<RevokeSession>()
        .order::<RevokeOtherSessions>()
        .order::<StepUp>()
        .order::<ChangePassword>()
        .order::<BeginTotp>()
        .order::<ConfirmTotp>()
        .order::<EndTotp>()
        .order::<NewRecoveryCodes>()
        .order::<BeginPasskey>()
        .order::<FinishPasskey>()
        .order::<EndPasskey>()
        .order::<BeginPasskeySignIn>()
        .order::<FinishPasskeySignIn>()
        .order::<SaveDraft>()
        .order::<DropDraft>()
        .order::<MakeToken>()
        .order::<EndToken>()
        .order::<OpenEmergency>()
        .order::<CloseEmergency>()
        .order::<ExpireEmergency>()
        .order::<ReviewEmergency>()
        .order::<BeginImport>()
        .order::<AddImportRows>()
        .order::<CommitImport>()
        .order::<UndoImport>()
        .order::<EndIdentityProvider>()
        .order::<BeginProviderSignIn>()
        .order::<FinishProviderSignIn>()
        .order::<EndByProvider>();
    r.question::<People>()
        .question::<Person>()
        .question::<Me>()
        .question::<DraftOf>()
        .question::<Emergencies>()
        .question::<Emergency>()
        .question::<StaffImport>()
        .question::<IdentityProviders>();
    r.locate("per", records::LOCATE_PERSON).locate("emg", records::LOCATE_EMERGENCY);
    r.locate("idp", &oidc::records::LOCATE_PROVIDER);
    r.tell(facts::sentence);
}

/// The emergency accesses whose time is over and that are still open, at most a hundred: a round carries out
/// [`ExpireEmergency`] for each. Runs as the house.
///
/// # Errors
/// A fault of the store.
pub fn expired_emergencies(look: &mut Look) -> Result<Vec<EmergencyId>, Stop> {
    Ok(records::emergencies::expired(look)?)
}
