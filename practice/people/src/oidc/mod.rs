//! Signing in with the account of one's own organization, by OpenID Connect: a client names its identity provider, and
//! its people come in with the account they have there already. Somebody who comes for the first time may report
//! trouble and no more until their roles were looked at. The provider can end sessions too. Whoever has a password
//! here signs in with it as before, also when the provider is down.

mod leave;
pub mod pages;
mod provider;
pub(crate) mod records;
mod sign_in;

pub use leave::{EndByProvider, LogoutClaims, ProviderEnded};
pub use provider::{
    EndIdentityProvider, IdentityProviderLine, IdentityProviders, ProviderReceipt, ProvidersOf,
    SetIdentityProvider,
};
pub use records::{Settings, settings};
pub use sign_in::{BeginProviderSignIn, BegunSignIn, Claims, FinishProviderSignIn, Kept, begun};
