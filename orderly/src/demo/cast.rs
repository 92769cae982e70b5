//! Who plays in the demo, once everybody has come in: what stories, journeys and measurements need to know of
//! it.

use super::SignIn;
use kernel::{AgreementId, AssetId, DepartmentId, LocationId, OrgId, PersonId, Role, Who};
use organizations::CareArea;
use serde::{Deserialize, Serialize};

/// Everybody and everything in the demo.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Cast {
    /// Harborlight IT.
    pub provider: OrgId,
    /// A practice, a surgery centre, a hospital, and dentists whose agreement has lapsed.
    pub clients: Vec<Client>,
    /// Everybody, the provider's owner first.
    pub people: Vec<Player>,
    /// Those whom a visitor signs in as.
    pub sign_ins: Vec<SignIn>,
}

/// A client of the provider.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Client {
    pub org: OrgId,
    pub name: String,
    pub departments: Vec<Place>,
    /// Its business associate agreement with the provider, signed by both.
    pub agreement: AgreementId,
}

/// A department with what stands in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Place {
    pub department: DepartmentId,
    pub location: LocationId,
    pub name: String,
    pub care_area: CareArea,
    pub zone: String,
    /// Each device with the word for what it is, such as `WS` for a workstation.
    pub devices: Vec<(String, AssetId)>,
}

/// Somebody in the demo.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Player {
    pub person: PersonId,
    pub org: OrgId,
    pub name: String,
    pub email: String,
    pub title: String,
    pub roles: Vec<Role>,
    pub department: Option<DepartmentId>,
    /// Whether they have chosen a password; the others were only invited.
    pub arrived: bool,
}

impl Player {
    /// On their behalf, at the server's own console.
    pub fn who(&self) -> Who {
        Who::Console { person: self.person }
    }
}

impl Cast {
    /// Somebody by the address they sign in with.
    pub fn player(&self, email: &str) -> Option<&Player> {
        self.people.iter().find(|p| p.email == email)
    }

    /// The owner of the provider.
    pub fn owner(&self) -> &Player {
        &self.people[0]
    }

    /// A client by the beginning of its name.
    pub fn client(&self, name: &str) -> Option<&Client> {
        self.clients.iter().find(|c| c.name.starts_with(name))
    }

    /// Those who report trouble at an organization, and have come in.
    pub(super) fn reporters(&self, org: OrgId) -> Vec<&Player> {
        let reports = |p: &&Player| p.org == org && p.arrived && p.roles == [Role::Reporter];
        self.people.iter().filter(reports).collect()
    }

    /// Those at the provider who work on tickets.
    pub(super) fn technicians(&self) -> Vec<&Player> {
        let works = [Role::Technician, Role::SeniorTechnician, Role::BiomedicalEngineer];
        let is =
            |p: &&Player| p.org == self.provider && p.arrived && p.roles.iter().any(|r| works.contains(r));
        self.people.iter().filter(is).collect()
    }

    /// The technicians nobody signs in as.
    pub(super) fn others(&self) -> Vec<&Player> {
        let mut all = self.technicians();
        all.retain(|p| !self.sign_ins.iter().any(|s| s.email == p.email));
        all
    }
}
