//! A department was renamed, has moved to another location of its organization, or does something else for
//! patients.

use crate::{CareArea, Revised, records, text};
use kernel::{DepartmentId, Done, Duty, Fact, LocationId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Revises a department: all of it is given again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviseDepartment {
    pub department: DepartmentId,
    /// As people there call it.
    #[schemars(extend("x-order" = 1), length(max = 200))]
    pub name: String,
    /// What it does for patients.
    #[schemars(extend("x-order" = 2))]
    pub care_area: CareArea,
    /// Where somebody picks up.
    #[serde(default)]
    #[schemars(extend("x-order" = 3), length(max = 60))]
    pub phone: Option<String>,
    /// Where it is now, if it has moved.
    #[serde(default)]
    #[schemars(extend("x-order" = 4))]
    pub location: Option<LocationId>,
}

impl Order for ReviseDepartment {
    const ACT: Act = Act {
        name: "organizations.revise-department",
        says: "Revise a department",
        path: "/departments/{department}/revise",
        duty: Duty::ManageOrganizations,
        phi: Phi::None,
    };
    type Receipt = Revised;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.department)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Revised>, Stop> {
        let name = text::name("name", &self.name)?;
        let phone = text::optional("phone", self.phone.as_deref(), super::LONGEST_PHONE)?;
        let org = work.org().ok_or_else(|| Refusal::not_found("department"))?;
        let before =
            records::department(work, self.department)?.ok_or_else(|| Refusal::not_found("department"))?;
        let location = self.location.unwrap_or(before.location);
        if records::location(work, location)?.is_none() {
            return Err(Refusal::not_found("location").into());
        }
        let after =
            records::Department { id: self.department, location, name, care_area: self.care_area, phone };
        records::put_department(work, &after, false)?;
        let fact = Fact::new("organizations.department-revised", org)
            .about(org)
            .about(self.department)
            .with("department", self.department)
            .with("care_area", self.care_area)
            .with("location", location);
        Ok(Done::new(fact, Revised { id: self.department.to_string() }))
    }
}
