//! A department at a location. What it does for patients decides how its trouble is ranked.

use crate::{CareArea, records, text};
use kernel::{DepartmentId, Done, Duty, Fact, LocationId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Adds a department at a location.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddDepartment {
    pub location: LocationId,
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
}

/// The department that was made.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MadeDepartment {
    pub department: DepartmentId,
}

impl Order for AddDepartment {
    const ACT: Act = Act {
        name: "organizations.add-department",
        says: "Add a department",
        path: "/locations/{location}/departments",
        duty: Duty::ManageOrganizations,
        phi: Phi::None,
    };
    type Receipt = MadeDepartment;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.location)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<MadeDepartment>, Stop> {
        let name = text::name("name", &self.name)?;
        let phone = text::optional("phone", self.phone.as_deref(), super::LONGEST_PHONE)?;
        let org = work.org().ok_or_else(|| Refusal::not_found("location"))?;
        if records::location(work, self.location)?.is_none() {
            return Err(Refusal::not_found("location").into());
        }
        let id = work.id();
        let new = records::Department { id, location: self.location, name, care_area: self.care_area, phone };
        records::put_department(work, &new, true)?;
        let fact = Fact::new("organizations.department-added", org)
            .about(org)
            .about(self.location)
            .about(id)
            .with("department", id)
            .with("care_area", self.care_area);
        Ok(Done::new(fact, MadeDepartment { department: id }))
    }
}
