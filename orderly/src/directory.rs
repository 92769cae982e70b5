//! Whom the door asks about people and agreements: the slices that know them.

use crate::records;
use kernel::{Badge, Fact, OrgId, OutsideTerm, Standing, Stop, Who};
use office::Directory;
use store::{Look, Work};

/// See the module.
pub struct Roll;

impl Directory for Roll {
    fn badge(&self, look: &mut Look, who: &Who) -> Result<Option<Badge>, Stop> {
        people::badge(look, who)
    }

    fn emergency_used(&self, work: &mut Work, badge: &Badge) -> Result<Option<Fact>, Stop> {
        people::emergency_used(work, badge)
    }

    fn reaches(&self, look: &mut Look, badge: &Badge, org: OrgId) -> Result<bool, Stop> {
        if badge.employer == org {
            return Ok(true);
        }
        Ok(records::reaches(look, badge.person, org)?)
    }

    fn standing(&self, look: &mut Look, employer: OrgId, org: OrgId) -> Result<Standing, Stop> {
        agreements::standing(look, employer, org)
    }

    fn outside_term(
        &self,
        look: &mut Look,
        employer: OrgId,
        org: OrgId,
    ) -> Result<Option<OutsideTerm>, Stop> {
        agreements::outside_term(look, employer, org)
    }

    fn runs_house(&self, look: &mut Look, org: OrgId) -> Result<bool, Stop> {
        Ok(records::runs_house(look, org)?)
    }

    fn name(&self, look: &mut Look, org: OrgId) -> Result<String, Stop> {
        Ok(records::name(look, org)?.unwrap_or_else(|| "this organization".to_owned()))
    }
}
