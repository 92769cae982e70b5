//! The gate: who may touch what. The rules are Cedar policies that a compliance officer can read; this file only turns
//! a question into their terms and their no into a sentence with a way out. A decision depends on one small record, so
//! each is worked out once and remembered.

use anyhow::Context as _;
use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request, Schema, ValidationMode, Validator,
};
use kernel::{Citation, Duties, Duty, OutsideTerm, Phi, Refusal, Standing, Status};
use parking_lot::RwLock;
use std::collections::HashMap;

/// The policies as they stand in the source.
pub const POLICIES: &str = include_str!("../policies/orderly.cedar");
/// What they may speak of.
pub const SCHEMA: &str = include_str!("../policies/orderly.cedarschema");

/// Everything a decision depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Asked {
    pub duty: Duty,
    pub phi: Phi,
    pub duties: Duties,
    pub standing: Standing,
    pub in_reach: bool,
    /// The caller's own account.
    pub own: bool,
    pub trained: bool,
    pub second_factor: bool,
    /// An emergency access of the caller is open at this organization.
    pub emergency: bool,
    /// An engine of the house, or its own console.
    pub house: bool,
}

/// What the gate says, with the policy that decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Permitted,
    /// The id of the `forbid` that spoke, or nothing when no `permit` did.
    Refused(Option<String>),
}

/// See the module.
pub struct Gate {
    policies: PolicySet,
    remembered: RwLock<HashMap<Asked, Verdict>>,
}

impl Gate {
    /// Reads the policies and holds them against their schema.
    ///
    /// # Errors
    /// When the text cannot be read or speaks of something that the schema does not have.
    pub fn new() -> anyhow::Result<Self> {
        let (schema, _) =
            Schema::from_cedarschema_str(SCHEMA).context("the policies' schema cannot be read")?;
        let policies: PolicySet = POLICIES.parse().context("the policies cannot be read")?;
        let named = policies.policies().map(|p| {
            let id = p.annotation("id").context("a policy has no @id")?;
            Ok(p.new_id(id.parse().context("a policy's @id cannot be read")?))
        });
        let named: Vec<_> = named.collect::<anyhow::Result<_>>()?;
        let policies = PolicySet::from_policies(named).context("two policies share an id")?;
        let found = Validator::new(schema).validate(&policies, ValidationMode::Strict);
        anyhow::ensure!(found.validation_passed(), "the policies do not fit their schema: {found}");
        Ok(Self { policies, remembered: RwLock::default() })
    }

    pub fn decide(&self, asked: Asked) -> anyhow::Result<Verdict> {
        if let Some(verdict) = self.remembered.read().get(&asked) {
            return Ok(verdict.clone());
        }
        let verdict = self.work_out(asked)?;
        self.remembered.write().insert(asked, verdict.clone());
        Ok(verdict)
    }

    fn work_out(&self, asked: Asked) -> anyhow::Result<Verdict> {
        let context = serde_json::json!({
            "duty": asked.duty.word(), "has_duty": asked.duties.has(asked.duty), "phi": asked.phi.word(),
            "standing": asked.standing.word(), "in_reach": asked.in_reach, "own": asked.own,
            "trained": asked.trained, "second_factor": asked.second_factor,
            "emergency": asked.emergency, "house": asked.house,
        });
        let uid = |text: &str| text.parse::<EntityUid>().context("a name in a policy request");
        let request = Request::new(
            uid("Caller::\"caller\"")?,
            uid("Action::\"act\"")?,
            uid("Place::\"place\"")?,
            Context::from_json_value(context, None)?,
            None,
        )?;
        let response = Authorizer::new().is_authorized(&request, &self.policies, &Entities::empty());
        if let Some(error) = response.diagnostics().errors().next() {
            anyhow::bail!("a policy could not be evaluated: {error}");
        }
        Ok(match response.decision() {
            Decision::Allow => Verdict::Permitted,
            Decision::Deny => {
                let mut spoke: Vec<String> =
                    response.diagnostics().reason().map(ToString::to_string).collect();
                spoke.sort();
                Verdict::Refused(spoke.into_iter().next())
            }
        })
    }
}

fn cite(paragraph: &'static str, says: &'static str) -> Citation {
    Citation { paragraph: paragraph.into(), says: says.into() }
}

/// The sentence for a refusal: what is missing, why, and what to do.
pub fn refusal(asked: &Asked, policy: Option<&str>, what: &str, place: &str, org: Option<&str>) -> Refusal {
    let agreement = || org.map(|o| format!("/organizations/{o}/agreements"));
    match policy {
        Some("agreement") => {
            let state = match asked.standing {
                Standing::Lapsed => "has lapsed",
                Standing::Terminated => "was terminated",
                _ => "is not in force",
            };
            Refusal::forbidden(format!(
                "The business associate agreement with {place} {state}, so nobody of your employer may {what} there."
            ))
            .because(cite(
                "45 CFR 164.502(e)(1), 164.504(e), 164.308(b)(1)",
                "A business associate may reach ePHI only under a written agreement, and so may each subcontractor in the chain.",
            ))
            .remedy("See the agreements and ask for signature", agreement())
        }
        Some("second-factor") => {
            Refusal::forbidden(format!("To {what} you must have signed in with a second factor."))
                .because(cite(
                    "45 CFR 164.312(d)",
                    "Whoever seeks access to ePHI must be shown to be who they claim.",
                ))
                .remedy("Sign in with your second factor", Some("/me/security".to_owned()))
        }
        Some("training") => Refusal::forbidden(format!(
            "Your security training is older than a year. Until it is renewed you may work, but not {what}."
        ))
        .because(cite("45 CFR 164.308(a)(5)(i)", "Every member of the workforce is trained in security."))
        .remedy("See your training", Some("/me".to_owned())),
        _ if !asked.in_reach && !asked.own => Refusal::not_found("thing"),
        _ => {
            let refusal = Refusal::new(
                Status::Forbidden,
                format!(
                    "To {what} takes a duty that none of your roles has: {}.",
                    asked.duty.word().replace('-', " ")
                ),
            );
            if asked.duties.has(Duty::OpenEmergency) && emergency_can_help(asked.duty) {
                refusal.remedy("Open emergency access", Some("/emergency".to_owned()))
            } else {
                refusal.remedy("Ask whoever manages people at your organization", None)
            }
        }
    }
}

/// The sentence for a refusal where every agreement is in force and it is the term of an engagement that is over, or has
/// not begun.
pub fn outside(term: OutsideTerm, what: &str, place: &str, org: &str) -> Refusal {
    let state = match term {
        OutsideTerm::ToCome => "has not begun",
        OutsideTerm::Over => "is over",
    };
    Refusal::forbidden(format!(
        "The term for which your employer is engaged at {place} {state}, so nobody of it may {what} there."
    ))
    .because(cite(
        "45 CFR 164.502(a)(3), 164.504(e)(2)(i), (5)",
        "A business associate uses ePHI only as its agreement permits, and a subcontractor only within what it was engaged for.",
    ))
    .remedy("See the agreements and ask whoever engaged you", Some(format!("/organizations/{org}/agreements")))
}

pub(crate) fn emergency_can_help(duty: Duty) -> bool {
    use Duty::*;
    matches!(duty, WorkTickets | DirectWork | SeePhi | ReadAssets | ReadPeople | ReadOrganizations)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policies_fit_their_schema_and_an_agreement_is_never_waived() {
        let gate = Gate::new().unwrap();
        let asked = Asked {
            duty: Duty::SeePhi,
            phi: Phi::Holds,
            duties: Duties::of(Duty::ALL),
            standing: Standing::Lapsed,
            in_reach: true,
            own: false,
            trained: true,
            second_factor: true,
            emergency: true,
            house: false,
        };
        assert_eq!(gate.decide(asked).unwrap(), Verdict::Refused(Some("agreement".into())));
        let good = Asked { standing: Standing::InForce, ..asked };
        assert_eq!(gate.decide(good).unwrap(), Verdict::Permitted);
        let reach = Asked { in_reach: false, ..good };
        assert_eq!(gate.decide(reach).unwrap(), Verdict::Refused(None));
    }
}
