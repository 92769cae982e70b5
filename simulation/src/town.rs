//! Who and what there is in the year: a provider, a hospital of 240 beds, a small practice, a subcontractor,
//! their places and people. All names are invented and look it.

use crate::auditor::hours::{Opening, Zone};
use kernel::{AssetId, DepartmentId, LocationId, OrgId, PersonId, Role, RotaId, Who};
use organizations::CareArea;

/// The provider stands first, then the hospital, then the practice.
pub const PROVIDER: usize = 0;
pub const HOSPITAL: usize = 1;
pub const PRACTICE: usize = 2;
/// It works for the provider at the practice.
pub const SUBCONTRACTOR: usize = 3;

/// A department with what stands in it.
#[derive(Debug, Clone)]
pub struct Ward {
    pub org: usize,
    /// The place in [`SITES`].
    pub site: usize,
    pub department: DepartmentId,
    /// How much comes from there, beside the others.
    pub often: u64,
    pub devices: Vec<AssetId>,
}

/// Somebody.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: PersonId,
    pub email: String,
    pub org: usize,
    pub role: Role,
    pub ward: Option<usize>,
    pub left: bool,
}

impl Person {
    /// On their behalf, at the server's own console.
    pub fn who(&self) -> Who {
        Who::Console { person: self.id }
    }
}

/// Everybody and everything.
#[derive(Debug, Default)]
pub struct Town {
    pub orgs: Vec<OrgId>,
    pub locations: Vec<LocationId>,
    pub wards: Vec<Ward>,
    pub people: Vec<Person>,
    pub rota: Option<RotaId>,
}

impl Town {
    /// Those of an organization with a role, who are still there.
    pub fn with(&self, org: usize, role: Role) -> Vec<usize> {
        let is = |p: &Person| p.org == org && p.role == role && !p.left;
        (0..self.people.len()).filter(|n| is(&self.people[*n])).collect()
    }

    /// The technicians and their seniors.
    pub fn desk(&self) -> Vec<usize> {
        let mut all = self.with(PROVIDER, Role::Technician);
        all.extend(self.with(PROVIDER, Role::SeniorTechnician));
        all
    }

    pub fn first(&self, org: usize, role: Role) -> Option<&Person> {
        self.people.iter().find(|p| p.org == org && p.role == role && !p.left)
    }
}

/// A place with its hours, as they are known to everybody.
pub struct Site {
    pub org: usize,
    pub name: &'static str,
    pub opening: Opening,
}

const fn site(
    org: usize,
    name: &'static str,
    zone: Zone,
    weekdays: (i64, i64),
    saturday: Option<(i64, i64)>,
) -> Site {
    let opening = Opening { zone, always: false, weekdays, saturday, federal_holidays: true };
    Site { org, name, opening }
}

const fn always(name: &'static str) -> Site {
    let opening = Opening {
        zone: Zone::Central,
        always: true,
        weekdays: (0, 24),
        saturday: None,
        federal_holidays: false,
    };
    Site { org: HOSPITAL, name, opening }
}

/// Every place; the hospital's own house never closes.
pub const SITES: [Site; 4] = [
    always("Main house"),
    site(HOSPITAL, "Office building", Zone::Central, (8, 17), None),
    site(HOSPITAL, "Outpatient clinic", Zone::Eastern, (7, 18), Some((9, 13))),
    site(PRACTICE, "Practice", Zone::Eastern, (8, 17), None),
];

/// Every department: where, what is done there, and how much comes from it.
pub const WARDS: [(usize, &str, CareArea, u64); 17] = [
    (0, "Intensive care", CareArea::IntensiveCare, 6),
    (0, "Emergency department", CareArea::Emergency, 8),
    (0, "Operating rooms", CareArea::OperatingRoom, 5),
    (0, "Ward 3 West", CareArea::Inpatient, 6),
    (0, "Ward 4 East", CareArea::Inpatient, 6),
    (0, "Ward 5 West", CareArea::Inpatient, 6),
    (0, "Laboratory", CareArea::Laboratory, 5),
    (0, "Pharmacy", CareArea::Pharmacy, 4),
    (0, "Imaging", CareArea::Imaging, 6),
    (1, "Admissions", CareArea::Registration, 7),
    (1, "Patient accounts", CareArea::Billing, 8),
    (1, "Administration", CareArea::Administration, 8),
    (2, "Cardiology clinic", CareArea::Ambulatory, 6),
    (2, "Infusion", CareArea::Procedure, 5),
    (2, "Clinic front desk", CareArea::Registration, 5),
    (3, "Exam rooms", CareArea::Ambulatory, 4),
    (3, "Practice front desk", CareArea::Registration, 4),
];

const FIRST: [&str; 20] = [
    "Ada", "Ben", "Cora", "Dan", "Edda", "Finn", "Gwen", "Hal", "Ines", "Jon", "Kira", "Leo", "Mona", "Ned",
    "Olga", "Pam", "Quin", "Rosa", "Sven", "Tess",
];
const LAST: [&str; 9] = [
    "Sampleton",
    "Testwell",
    "Mockford",
    "Fakely",
    "Dummyman",
    "Notreal",
    "Madeup",
    "Specimen",
    "Placeholder",
];

/// The nth name; no two of the first 180 are alike, and later ones are numbered.
pub fn name(n: usize) -> String {
    let (first, last) = (FIRST[n % FIRST.len()], LAST[n / FIRST.len() % LAST.len()]);
    match n / (FIRST.len() * LAST.len()) {
        0 => format!("{first} {last}"),
        more => format!("{first} {last} {}", more + 1),
    }
}
