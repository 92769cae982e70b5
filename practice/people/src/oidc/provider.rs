//! With which identity provider an organization's people sign in: said by whoever manages sign-in, shown without its
//! secret, ended at once.

use super::records::{self, Settings};
use crate::{needs::SignInOf, secret::Secret, words};
use kernel::{Done, Duty, Fact, IdentityProviderId, Moment, OrgId, PersonId, Phi, Refusal, Stop};
use office::{Act, Ground, Order, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// Lets an organization's people sign in with its own identity provider.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetIdentityProvider {
    /// Whose people.
    #[schemars(extend("x-order" = 1))]
    pub org: OrgId,
    /// What people call it, for instance "Larkspur account".
    #[schemars(extend("x-order" = 2), length(max = 200))]
    pub name: String,
    /// Its issuer: an https address below which `/.well-known/openid-configuration` lies.
    #[schemars(extend("x-order" = 3), length(max = 400))]
    pub issuer: String,
    /// The client id that it gave this house.
    #[schemars(extend("x-order" = 4), length(max = 200))]
    pub client_id: String,
    /// The client secret that goes with it.
    #[schemars(extend("x-order" = 5))]
    pub client_secret: Secret,
    /// Whether a second factor that the provider asked for counts here.
    #[serde(default)]
    #[schemars(extend("x-order" = 6))]
    pub trusts_factors: bool,
    /// Whether every address that it names is one it has checked, even when it does not say so. Then a person with that
    /// address is taken to be the same.
    #[serde(default)]
    #[schemars(extend("x-order" = 7))]
    pub trusts_addresses: bool,
    /// Whether people who are not here yet come in as reporters; their roles wait for a review.
    #[serde(default)]
    #[schemars(extend("x-order" = 8))]
    pub admits: bool,
}

/// Ends a provider: nobody signs in with it any more, and the sessions that it opened end.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndIdentityProvider {
    pub provider: IdentityProviderId,
}

/// A provider that was set or ended.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProviderReceipt {
    pub provider: IdentityProviderId,
    /// The address that starts a sign-in: for the organization's own pages.
    pub starts_at: String,
}

/// Lists the identity providers of an organization.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityProviders {
    pub org: OrgId,
}

/// The providers, and who came by them and waits for a look at their roles.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProvidersOf {
    pub org: OrgId,
    pub providers: Vec<IdentityProviderLine>,
    pub arrived: Vec<Arrived>,
}

/// A provider without its secret.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IdentityProviderLine {
    pub provider: IdentityProviderId,
    pub name: String,
    pub issuer: String,
    pub client_id: String,
    pub trusts_factors: bool,
    pub trusts_addresses: bool,
    pub admits: bool,
    pub made_at: Moment,
}

/// Somebody whom a provider brought.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Arrived {
    pub person: PersonId,
    pub name: String,
    pub at: Moment,
}

/// The address at which a sign-in with a provider begins.
pub(crate) fn starts_at(provider: IdentityProviderId) -> String {
    format!("/sign-in/with/{provider}")
}

/// An issuer: https, or plain http on this machine itself, without a query or a fragment (OpenID Connect Discovery 1.0,
/// section 2).
fn issuer(text: &str) -> Result<String, Refusal> {
    let text = words::line("issuer", text)?;
    let wrong = |sentence: &str| Refusal::invalid("issuer", sentence);
    let local = ["http://localhost", "http://127.0.0.1", "http://[::1]"].iter().any(|here| {
        text.strip_prefix(here).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    });
    if !text.starts_with("https://") && !local {
        return Err(wrong("An issuer is an https address."));
    }
    if text.contains(['?', '#', ' ', '@']) || text.len() > 400 {
        return Err(wrong("An issuer has no query, no fragment and no name in it, and at most 400 letters."));
    }
    Ok(text)
}

impl Order for SetIdentityProvider {
    const ACT: Act = Act {
        name: "people.set-identity-provider",
        says: "Let people sign in with an identity provider",
        path: "/organizations/{org}/identity-providers",
        duty: Duty::ManageSignIn,
        phi: Phi::None,
    };
    type Receipt = ProviderReceipt;
    type Needs = SignInOf;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, of: SignInOf) -> Result<Done<ProviderReceipt>, Stop> {
        of.allowed(self.org)?;
        if self.client_secret.is_blank() {
            return Err(Refusal::invalid("client_secret", "A client secret is needed here.").into());
        }
        let settings = Settings {
            id: work.id(),
            org: self.org,
            name: words::line("name", &self.name)?,
            issuer: issuer(&self.issuer)?,
            client_id: words::line("client_id", &self.client_id)?,
            client_secret: self.client_secret.reveal().to_owned(),
            trusts_factors: self.trusts_factors,
            trusts_addresses: self.trusts_addresses,
            admits: self.admits,
        };
        records::set(work, &settings)?;
        let fact = Fact::new("people.identity-provider-set", self.org)
            .about(settings.id)
            .about(self.org)
            .with("provider", settings.id)
            .with("issuer", &settings.issuer)
            .with("trusts_factors", self.trusts_factors)
            .with("trusts_addresses", self.trusts_addresses)
            .with("admits", self.admits);
        Ok(Done::new(fact, ProviderReceipt { provider: settings.id, starts_at: starts_at(settings.id) }))
    }
}

impl Order for EndIdentityProvider {
    const ACT: Act = Act {
        name: "people.end-identity-provider",
        says: "End an identity provider",
        path: "/identity-providers/{provider}/end",
        duty: Duty::ManageSignIn,
        phi: Phi::None,
    };
    type Receipt = ProviderReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.provider)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<ProviderReceipt>, Stop> {
        if !records::end(work, self.provider)? {
            return Err(Refusal::conflict("This identity provider has ended already.").into());
        }
        let org = work.org();
        // The sessions are of people, whichever right the caller has there.
        work.as_house(true);
        let sessions = records::end_sessions(work, self.provider)?;
        let fact = Fact::new("people.identity-provider-ended", org)
            .about(self.provider)
            .with("provider", self.provider)
            .with("sessions", sessions);
        let starts_at = starts_at(self.provider);
        Ok(Done::new(fact, ProviderReceipt { provider: self.provider, starts_at }))
    }
}

impl Question for IdentityProviders {
    const ACT: Act = Act {
        name: "people.identity-providers",
        says: "List identity providers",
        path: "/organizations/{org}/identity-providers/list",
        duty: Duty::ManageSignIn,
        phi: Phi::None,
    };
    type Answer = ProvidersOf;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn answer(&self, look: &mut Look) -> Result<ProvidersOf, Stop> {
        let read = |row: &store::Row| {
            Ok(IdentityProviderLine {
                provider: row.get("id")?,
                name: row.get("name")?,
                issuer: row.get("issuer")?,
                client_id: row.get("client_id")?,
                trusts_factors: row.get("trusts_factors")?,
                trusts_addresses: row.get("trusts_addresses")?,
                admits: row.get("admits")?,
                made_at: row.get("made_at")?,
            })
        };
        let providers = records::list(look)?.iter().map(read).collect::<anyhow::Result<_>>()?;
        let arrived = records::arrived(look)?.into_iter();
        let arrived = arrived.map(|(person, name, at)| Arrived { person, name, at }).collect();
        Ok(ProvidersOf { org: self.org, providers, arrived })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_reached_safely() {
        for right in ["https://id.example/tenant", "http://localhost:4000", "http://127.0.0.1:4000/op"] {
            assert_eq!(issuer(right).unwrap(), right);
        }
        let wrong = ["http://id.example", "http://localhost.evil.example", "ftp://id.example", ""];
        for wrong in wrong.into_iter().chain(["https://id.example/?a=1", "https://u@id.example"]) {
            assert!(issuer(wrong).is_err(), "{wrong}");
        }
    }
}
