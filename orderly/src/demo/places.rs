//! Who is who in the demo: a provider, its three clients and a fourth whose agreement has lapsed, with their sites,
//! hours and departments; and the subcontractor that looks after the scanners. All of it is invented.

use organizations::{CareArea::*, OrgKind, PlaceKind};

/// A department and what it does for patients.
pub(super) struct Department {
    pub name: &'static str,
    pub care_area: organizations::CareArea,
    pub phone: &'static str,
    /// Its part of a device's name.
    pub short: &'static str,
}

pub(super) struct Location {
    pub name: &'static str,
    pub zone: &'static str,
    pub kind: PlaceKind,
    /// From Monday to Friday; round the clock when left out.
    pub weekdays: Option<&'static str>,
    pub saturday: Option<&'static str>,
    pub departments: &'static [Department],
}

pub(super) struct Organization {
    pub name: &'static str,
    pub kind: OrgKind,
    /// Its part of a device's name.
    pub short: &'static str,
    pub locations: &'static [Location],
}

const fn department(
    name: &'static str,
    care_area: organizations::CareArea,
    short: &'static str,
    phone: &'static str,
) -> Department {
    Department { name, care_area, phone, short }
}

/// The managed service provider.
pub(super) const PROVIDER: Organization = Organization {
    name: "Harborlight IT",
    kind: OrgKind::Provider,
    short: "HL",
    locations: &[Location {
        name: "Harborlight office",
        zone: "America/New_York",
        kind: PlaceKind::Hybrid,
        weekdays: Some("07:00-19:00"),
        saturday: None,
        departments: &[department("Service desk", Administration, "DESK", "555-0100")],
    }],
};

/// Who looks after the scanners at the hospital, below the provider's agreement.
pub(super) const SUBCONTRACTOR: Organization = Organization {
    name: "Copperline Imaging Works",
    kind: OrgKind::Subcontractor,
    short: "CI",
    locations: &[Location {
        name: "Copperline workshop",
        zone: "America/Chicago",
        kind: PlaceKind::Hybrid,
        weekdays: Some("07:00-17:00"),
        saturday: None,
        departments: &[department("Field engineers", Administration, "FIELD", "555-0160")],
    }],
};

/// Its clients. The last one's agreement has lapsed.
pub(super) const CLIENTS: [Organization; 4] = [
    Organization {
        name: "Larkspur Family Practice",
        kind: OrgKind::Practice,
        short: "LF",
        locations: &[Location {
            name: "Larkspur practice",
            zone: "America/New_York",
            kind: PlaceKind::OnSite,
            weekdays: Some("08:00-12:00, 13:00-17:00"),
            saturday: Some("09:00-12:00"),
            departments: &[
                department("Front desk", Registration, "FRONT", "555-0111"),
                department("Exam rooms", Ambulatory, "EXAM", "555-0112"),
                department("Blood draw", Laboratory, "LAB", "555-0113"),
                department("Billing", Billing, "BILL", "555-0114"),
            ],
        }],
    },
    Organization {
        name: "Meridian Surgery Center",
        kind: OrgKind::SurgeryCentre,
        short: "MS",
        locations: &[
            Location {
                name: "Meridian Main",
                zone: "America/Chicago",
                kind: PlaceKind::OnSite,
                weekdays: Some("06:00-18:00"),
                saturday: None,
                departments: &[
                    department("Operating rooms", OperatingRoom, "OR", "555-0121"),
                    department("Recovery", Procedure, "PACU", "555-0122"),
                    department("Reception", Registration, "REG", "555-0123"),
                ],
            },
            Location {
                name: "Meridian North",
                zone: "America/Chicago",
                kind: PlaceKind::OnSite,
                weekdays: Some("06:30-16:30"),
                saturday: None,
                departments: &[
                    department("Procedure rooms", Procedure, "PROC", "555-0124"),
                    department("Imaging north", Imaging, "IMG", "555-0125"),
                ],
            },
            Location {
                name: "Meridian Business Office",
                zone: "America/Chicago",
                kind: PlaceKind::Hybrid,
                weekdays: Some("08:00-17:00"),
                saturday: None,
                departments: &[
                    department("Claims", Billing, "BILL", "555-0126"),
                    department("Management", Administration, "MGMT", "555-0127"),
                ],
            },
        ],
    },
    Organization {
        name: "Saint Alder Hospital",
        kind: OrgKind::Hospital,
        short: "SA",
        locations: &[
            Location {
                name: "Main campus",
                zone: "America/Chicago",
                kind: PlaceKind::OnSite,
                weekdays: None,
                saturday: None,
                departments: &[
                    department("Intensive care", IntensiveCare, "ICU", "555-0131"),
                    department("Emergency department", Emergency, "ED", "555-0132"),
                    department("Operating rooms", OperatingRoom, "OR", "555-0133"),
                    department("Ward 3 West", Inpatient, "3W", "555-0134"),
                    department("Imaging", Imaging, "IMG", "555-0135"),
                    department("Laboratory", Laboratory, "LAB", "555-0136"),
                    department("Pharmacy", Pharmacy, "PHA", "555-0137"),
                    department("Admissions", Registration, "ADM", "555-0138"),
                    department("Finance", Billing, "FIN", "555-0139"),
                ],
            },
            Location {
                name: "Pine Ridge Clinic",
                zone: "America/Denver",
                kind: PlaceKind::OnSite,
                weekdays: Some("08:00-17:00"),
                saturday: None,
                departments: &[
                    department("Pine Ridge rooms", Ambulatory, "PR", "555-0141"),
                    department("Pine Ridge desk", Registration, "PRD", "555-0142"),
                ],
            },
            Location {
                name: "Cedar Flats Clinic",
                zone: "America/Phoenix",
                kind: PlaceKind::OnSite,
                weekdays: Some("07:30-16:00"),
                saturday: None,
                departments: &[department("Cedar Flats rooms", Ambulatory, "CF", "555-0143")],
            },
        ],
    },
    Organization {
        name: "Wrenfield Dental",
        kind: OrgKind::Clinic,
        short: "WD",
        locations: &[Location {
            name: "Wrenfield practice",
            zone: "America/New_York",
            kind: PlaceKind::OnSite,
            weekdays: Some("08:00-17:00"),
            saturday: None,
            departments: &[
                department("Chairs", Ambulatory, "CHAIR", "555-0151"),
                department("Dental reception", Registration, "REC", "555-0152"),
            ],
        }],
    },
];
