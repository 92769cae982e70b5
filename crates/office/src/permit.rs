//! Within the door: asking the gate in the transaction itself, and carrying an order out once it was permitted.

use crate::whole::{Given, SomeOrder};
use crate::{Act, Charted, Ground, chart, door::Inner, gate, post};
use kernel::{Badge, Duties, Fact, Moment, OrgId, Phi, Refusal, Standing, Status, Stop, Who};
use store::{Look, Work};

/// How deep facts may cause further facts.
const REACTIONS_DEEP: usize = 4;

/// Where an act takes place and on whose behalf, once it was permitted.
pub(crate) struct Permit {
    pub badge: Option<Badge>,
    pub org: Option<OrgId>,
    /// Not the caller's duties let them through but their open emergency access, and for the first time.
    pub first_emergency: bool,
}

/// A refusal of the gate, with where it was said.
pub(crate) struct Refused {
    pub refusal: Refusal,
    pub org: Option<OrgId>,
}

/// A step of the door: through, or refused.
pub(crate) enum Turn<T> {
    Through(T),
    Refused(Box<Refused>),
}

/// What `:who` is bound to: the person, or the token with its narrower reach.
pub(crate) fn reach_key(who: &Who) -> Option<String> {
    match who {
        Who::Token { token, .. } => Some(token.to_string()),
        other => other.person().map(|p| p.to_string()),
    }
}

impl Inner {
    /// Asks the gate. Afterwards the transaction is bound to the organization.
    pub fn permit(
        &self,
        look: &mut Look,
        who: &Who,
        act: &Act,
        ground: Ground,
        now: Moment,
    ) -> Result<Turn<Permit>, Stop> {
        look.on_behalf(who.clone(), reach_key(who), now);
        look.as_house(true);
        let badge = match who {
            Who::House(_) | Who::Nobody => None,
            _ => match self.directory.badge(look, who)? {
                Some(badge) => Some(badge),
                None => {
                    let refusal = Refusal::new(Status::SignIn, "Your session has ended. Sign in again.")
                        .remedy("Sign in", Some("/sign-in".to_owned()));
                    return Ok(Turn::Refused(Box::new(Refused { refusal, org: None })));
                }
            },
        };
        let house = matches!(who, Who::House(_));
        let org = match self.org_of(look, &ground, badge.as_ref())? {
            None if matches!(ground, Ground::Thing(_)) => {
                let refused = Refused { refusal: Refusal::not_found("thing"), org: None };
                return Ok(Turn::Refused(Box::new(refused)));
            }
            org => org,
        };
        let asked = self.asked(look, act, &ground, badge.as_ref(), org, house)?;
        match self.gate.decide(asked)? {
            crate::Verdict::Permitted => {
                look.at(org);
                look.as_house(house);
                look.far_from_phi((act.phi == Phi::None).then_some(act.name));
                let unused = badge.as_ref().and_then(|b| b.emergency.as_ref()).is_some_and(|e| !e.used);
                let by_duty =
                    asked.duties.has(asked.duty) || asked.house || !gate::emergency_can_help(asked.duty);
                let first_emergency = unused && asked.emergency && !by_duty;
                Ok(Turn::Through(Permit { badge, org, first_emergency }))
            }
            crate::Verdict::Refused(policy) => {
                if badge.is_none() && !house {
                    let refusal = Refusal::new(Status::SignIn, "Sign in first.")
                        .remedy("Sign in", Some("/sign-in".to_owned()));
                    return Ok(Turn::Refused(Box::new(Refused { refusal, org: None })));
                }
                let place = match org {
                    Some(org) if asked.in_reach => self.directory.name(look, org)?,
                    _ => "this organization".to_owned(),
                };
                let id = org.map(|o| o.to_string());
                let what = lower_first(act.says.trim_end_matches('.'));
                // Out of reach there is nothing: not even the sentence of another organization's agreement.
                let policy = if asked.in_reach || asked.own { policy.as_deref() } else { None };
                let refusal = match (policy, badge.as_ref(), org) {
                    (Some("agreement"), Some(badge), Some(at)) => {
                        match self.directory.outside_term(look, badge.employer, at)? {
                            Some(term) => gate::outside(term, &what, &place, &at.to_string()),
                            None => gate::refusal(&asked, policy, &what, &place, id.as_deref()),
                        }
                    }
                    _ => gate::refusal(&asked, policy, &what, &place, id.as_deref()),
                };
                Ok(Turn::Refused(Box::new(Refused { refusal, org })))
            }
        }
    }

    fn asked(
        &self,
        look: &mut Look,
        act: &Act,
        ground: &Ground,
        badge: Option<&Badge>,
        org: Option<OrgId>,
        house: bool,
    ) -> Result<gate::Asked, Stop> {
        let own = badge.is_some() && *ground == Ground::Own;
        let in_reach = match (badge, org, ground) {
            (_, _, Ground::Own | Ground::Reach) => badge.is_some(),
            (Some(badge), None, Ground::House) => {
                badge.only.is_none() && self.directory.runs_house(look, badge.employer)?
            }
            (Some(badge), Some(org), _) => {
                badge.only.as_ref().is_none_or(|only| only.contains(&org))
                    && self.directory.reaches(look, badge, org)?
            }
            _ => house,
        };
        let standing = match (badge, org) {
            _ if house => Standing::OwnWorkforce,
            (Some(badge), Some(org)) if act.phi != Phi::None && in_reach => {
                self.directory.standing(look, badge.employer, org)?
            }
            (Some(badge), Some(org)) if badge.employer == org => Standing::OwnWorkforce,
            _ => Standing::Absent,
        };
        let emergency = badge.and_then(|b| b.emergency.as_ref()).is_some_and(|e| Some(e.org) == org);
        Ok(gate::Asked {
            duty: act.duty,
            phi: act.phi,
            duties: badge.map_or(Duties::NONE, |b| b.duties),
            standing,
            in_reach,
            own,
            trained: badge.is_some_and(|b| b.trained),
            second_factor: badge.is_some_and(|b| b.second_factor),
            emergency,
            house,
        })
    }

    pub fn org_of(
        &self,
        look: &mut Look,
        ground: &Ground,
        badge: Option<&Badge>,
    ) -> Result<Option<OrgId>, Stop> {
        match ground {
            Ground::House | Ground::Reach => Ok(None),
            Ground::Org(org) => Ok(Some(*org)),
            Ground::Own => Ok(badge.map(|b| b.employer)),
            Ground::Thing(id) => {
                let Some(sql) = self.registry.locator(id) else { return Ok(None) };
                let row = look.row(sql, &[("id", id.as_str().into())])?;
                Ok(row.map(|r| r.get::<Option<OrgId>>("org")).transpose()?.flatten())
            }
        }
    }

    pub fn perform(
        &self,
        work: &mut Work,
        who: &Who,
        order: &dyn SomeOrder,
        permit: &Permit,
        now: Moment,
    ) -> Result<Charted<Box<dyn Given>>, Stop> {
        let done = order.perform(work, &self.registry, matches!(who, Who::House(_)))?;
        let mut facts = done.facts;
        facts.extend(self.first_emergency(work, permit)?);
        self.react(work, &mut facts)?;
        // An order that makes an organization is charted there, not nowhere.
        let org = permit.org.or_else(|| facts.iter().find_map(|f| f.org));
        work.at(org);
        work.as_house(true);
        let asked = chart::asked(work, org, order)?;
        let entry =
            chart::Entry { act: order.act().name, outcome: "done", asked, facts: &facts, refusal: None };
        let entry = chart::write(work, who, permit.badge.as_ref(), org, entry)?;
        post::facts(work, &self.registry, entry, &facts)?;
        Ok(Charted { entry, at: now, receipt: done.receipt, facts })
    }

    /// The fact that an emergency access is used, when this act is the first under it.
    pub fn first_emergency(&self, work: &mut Work, permit: &Permit) -> Result<Option<Fact>, Stop> {
        match permit.badge.as_ref().filter(|_| permit.first_emergency) {
            Some(badge) => {
                work.as_house(true);
                self.directory.emergency_used(work, badge)
            }
            None => Ok(None),
        }
    }

    fn react(&self, work: &mut Work, facts: &mut Vec<Fact>) -> Result<(), Stop> {
        let mut from = 0;
        for depth in 0.. {
            let more: Vec<Fact> = facts[from..].to_vec();
            if more.is_empty() {
                return Ok(());
            }
            if depth == REACTIONS_DEEP {
                return Err(anyhow::anyhow!("facts cause facts deeper than {REACTIONS_DEEP}").into());
            }
            from = facts.len();
            for fact in &more {
                for (name, reaction) in self.registry.reactions() {
                    if *name == fact.name {
                        work.as_house(true);
                        work.at(fact.org);
                        facts.extend(reaction(work, fact)?);
                    }
                }
            }
        }
        Ok(())
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}
