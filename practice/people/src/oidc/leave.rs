//! The provider ends sessions (OpenID Connect Back-Channel Logout 1.0): of one person, or of one of its own sessions.
//! The server checks the logout token before this order is given; none counts twice.

use super::records;
use crate::records::sessions;
use kernel::{Done, Duty, Fact, IdentityProviderId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Ends sessions on behalf of an identity provider.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndByProvider {
    pub provider: IdentityProviderId,
    /// What the server found in the provider's signed token; a caller cannot write it.
    #[serde(skip)]
    #[schemars(skip)]
    pub claims: Option<LogoutClaims>,
}

/// What a logout token says, once its signature, issuer, audience and time were checked.
#[derive(Debug, Clone)]
pub struct LogoutClaims {
    pub jti: String,
    pub subject: Option<String>,
    pub sid: Option<String>,
}

/// How many sessions ended.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProviderEnded {
    pub sessions: usize,
}

impl Order for EndByProvider {
    const ACT: Act = Act {
        name: "people.end-by-provider",
        says: "End sessions for an identity provider",
        path: "/people/provider-sign-in/end",
        duty: Duty::Anybody,
        phi: Phi::None,
    };
    type Receipt = ProviderEnded;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::House
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<ProviderEnded>, Stop> {
        work.as_house(true);
        let settings = records::settings(work, self.provider)?;
        let settings = settings.ok_or_else(|| Refusal::not_found("identity provider"))?;
        let refused = |sentence| Stop::from(Refusal::new(kernel::Status::Malformed, sentence));
        let claims =
            self.claims.as_ref().ok_or_else(|| refused("This is no logout token of the provider."))?;
        let named = |text: &Option<String>| text.as_deref().is_some_and(|t| !t.is_empty());
        if claims.jti.is_empty() || !(named(&claims.subject) || named(&claims.sid)) {
            return Err(refused("The logout token names neither a person nor a session."));
        }
        if !records::take(work, &settings, &claims.jti)? {
            return Err(refused("This logout token was taken already."));
        }
        let (subject, sid) = (claims.subject.as_deref(), claims.sid.as_deref());
        let open = records::sessions_of(work, settings.id, subject, sid)?;
        let mut fact = Fact::new("people.provider-ended-sessions", settings.org)
            .about(settings.id)
            .with("provider", settings.id)
            .with("sessions", open.len());
        for (session, person) in &open {
            sessions::leave(work, *session)?;
            fact = fact.about(*session).about(*person);
        }
        Ok(Done::new(fact, ProviderEnded { sessions: open.len() }))
    }
}
