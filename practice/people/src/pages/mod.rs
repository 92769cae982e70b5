//! The pages about people and sign-in. Each is a function from an answer to what stands in the middle of a
//! page. All work without a script, except passkeys, which only a script can ask a browser for; those pages
//! say so.
//!
//! Forms that set or take a cookie, and those whose answer shows a secret once or says that a code was wrong,
//! post to addresses of their own (see [`paths`]); all others to `/do/{act}`.

mod emergency;
mod me;
mod people;
mod security;
mod sign_in;
mod staff;

pub use emergency::{emergencies, emergency, open_emergency};
pub use me::me;
pub use people::{AddForm, May, add_person, link_once, people, person};
pub use security::{Shown, security};
pub use sign_in::{SignInForm, accept_invitation, lock, sign_in};
pub use staff::staff_import;

use markup::{Markup, html, words};
use std::collections::BTreeMap;

/// Where forms are posted that set or take a cookie, and where a browser's script asks about passkeys.
pub mod paths {
    /// `email`, `password`, `code`, `class`, `_next`: [`crate::SignIn`]; also switches the person at a shared
    /// station.
    pub const SIGN_IN: &str = "/sign-in";
    /// `password`, `code`, `_next`: [`crate::Unlock`].
    pub const UNLOCK: &str = "/unlock";
    pub const SIGN_OUT: &str = "/sign-out";
    /// `link`, `password`: [`crate::AcceptInvitation`].
    pub const INVITATION: &str = "/invitation";
    /// `email`, `class`, `_next` as JSON: [`crate::BeginPasskeySignIn`], answers its options.
    pub const PASSKEY_SIGN_IN_BEGIN: &str = "/sign-in/passkey/begin";
    /// The same and `credential`: [`crate::FinishPasskeySignIn`].
    pub const PASSKEY_SIGN_IN_FINISH: &str = "/sign-in/passkey/finish";
    /// `name` as JSON: [`crate::BeginPasskey`], answers its options.
    pub const PASSKEY_BEGIN: &str = "/me/passkeys/begin";
    /// The same and `credential`: [`crate::FinishPasskey`].
    pub const PASSKEY_FINISH: &str = "/me/passkeys/finish";
    /// [`crate::AddPerson`]; the answer shows the one-time link.
    pub const ADD_PERSON: &str = "/people/new";
    /// The page with second factors, passwords and tokens; below it their acts, such as
    /// `/me/security/step-up`.
    pub const SECURITY: &str = "/me/security";
}

/// What is wrong with a form, by field; the empty name is the whole form.
pub type Errors = BTreeMap<String, String>;

fn error<'a>(errors: &'a Errors, field: &str) -> Option<&'a str> {
    errors.get(field).map(String::as_str)
}

fn whole(errors: &Errors) -> Markup {
    html! {
        @if let Some(words) = error(errors, "") {
            div role="alert" { (markup::notice(markup::Tone::Soon, &html! { p { (words) } })) }
        }
    }
}

fn day(moment: kernel::Moment) -> String {
    words::local_day(moment.micros(), "UTC")
}

fn roles(roles: &[kernel::Role]) -> String {
    roles.iter().map(|r| r.title()).collect::<Vec<_>>().join(", ")
}
