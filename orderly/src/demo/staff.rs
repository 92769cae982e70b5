//! The people of the demo. Nobody of them exists, and their names say so.

use kernel::Role;

/// Whether somebody has come in with a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrival {
    /// One of those the demo is visited as.
    SignIn,
    /// Works here by themselves.
    Works,
    /// Was invited and has not come yet.
    Invited,
}

pub(super) struct Member {
    /// 0 for the provider, from 1 to 4 the number of the client, 5 for the subcontractor.
    pub org: usize,
    pub name: &'static str,
    /// The part before the @.
    pub mail: &'static str,
    pub title: &'static str,
    pub roles: &'static [Role],
    /// The department's name; nothing for somebody without one.
    pub department: Option<&'static str>,
    pub arrival: Arrival,
}

/// The part of addresses after the @, for each organization.
pub(super) const DOMAINS: [&str; 6] = [
    "harborlight.example",
    "larkspur.example",
    "meridian.example",
    "saintalder.example",
    "wrenfield.example",
    "copperline.example",
];

const fn member(
    org: usize,
    name: &'static str,
    mail: &'static str,
    title: &'static str,
    roles: &'static [Role],
    department: Option<&'static str>,
    arrival: Arrival,
) -> Member {
    Member { org, name, mail, title, roles, department, arrival }
}

use Arrival::*;
use Role::*;

/// The owner of the provider, who is there first.
pub(super) const OWNER: Member =
    member(0, "Olive Mockford", "olive", "Owner", &[Owner], Some("Service desk"), SignIn);

/// Everybody else.
pub(super) const STAFF: &[Member] = &[
    member(0, "Ana Protoford", "ana", "Account owner", &[AccountOwner], Some("Service desk"), Works),
    member(0, "Theo Sampleton", "theo", "Technician, tier 1", &[Technician], Some("Service desk"), SignIn),
    member(
        0,
        "Priya Mockridge",
        "priya",
        "Epic analyst, tier 3",
        &[SeniorTechnician],
        Some("Service desk"),
        SignIn,
    ),
    member(0, "Tess Fakely", "tess", "Technician, tier 1", &[Technician], Some("Service desk"), Works),
    member(0, "Gus Dummyman", "gus", "Technician, tier 2", &[Technician], Some("Service desk"), Works),
    member(0, "Marco Specimen", "marco", "Network, tier 3", &[SeniorTechnician], Some("Service desk"), Works),
    member(
        0,
        "Bea Exemplar",
        "bea",
        "Biomedical engineer",
        &[BiomedicalEngineer],
        Some("Service desk"),
        Works,
    ),
    member(0, "Quinn Placebo", "quinn", "Auditor", &[Auditor], None, Invited),
    // Larkspur: six physicians.
    member(1, "Dr. Pat Placeholder", "pat", "Practice owner", &[PracticeOwner], Some("Exam rooms"), SignIn),
    member(1, "Dr. Una Untitled", "una", "Physician", &[Reporter], Some("Exam rooms"), Invited),
    member(1, "Dr. Lorne Ipsum", "lorne", "Physician", &[Reporter], Some("Exam rooms"), Invited),
    member(1, "Dr. Ida Inventa", "ida", "Physician", &[Reporter], Some("Exam rooms"), Invited),
    member(1, "Dr. Max Madeup", "max", "Physician", &[Reporter], Some("Exam rooms"), Invited),
    member(1, "Dr. Vera Notreal", "vera", "Physician", &[Reporter], Some("Exam rooms"), Invited),
    member(1, "Rita Rehearsal", "rita", "Front desk", &[Reporter], Some("Front desk"), Works),
    member(1, "Milo Mannequin", "milo", "Medical assistant", &[Reporter], Some("Exam rooms"), Works),
    member(1, "Bill Blankform", "bill", "Billing", &[Reporter], Some("Billing"), Invited),
    // Meridian.
    member(2, "Alma Stubbins", "alma", "Administrator", &[PracticeOwner], Some("Management"), Works),
    member(
        2,
        "Cora Checklister",
        "cora",
        "Compliance officer",
        &[ComplianceOfficer],
        Some("Management"),
        Invited,
    ),
    member(2, "Nell Trialby", "nell", "Operating room nurse", &[Reporter], Some("Operating rooms"), Works),
    member(2, "Owen Proforma", "owen", "Recovery nurse", &[Reporter], Some("Recovery"), Works),
    member(2, "Sue Simulacra", "sue", "Reception", &[Reporter], Some("Reception"), Works),
    member(2, "Tom Templeton", "tom", "Radiographer", &[Reporter], Some("Imaging north"), Works),
    member(2, "Wanda Whatif", "wanda", "Claims", &[Reporter], Some("Claims"), Invited),
    member(2, "Dr. Hugh Hypothet", "hugh", "Surgeon", &[Reporter], Some("Operating rooms"), Invited),
    member(2, "Dr. Dee Draftwell", "dee", "Anesthesiologist", &[Reporter], Some("Operating rooms"), Invited),
    // Saint Alder.
    member(3, "Nora Testwell", "nora", "Charge nurse", &[Reporter], Some("Intensive care"), SignIn),
    member(3, "Clara Fixture", "clara", "Compliance officer", &[ComplianceOfficer], Some("Finance"), SignIn),
    member(3, "Sam Placeholder", "sam", "Emergency nurse", &[Reporter], Some("Emergency department"), Works),
    member(3, "Wes Wardsample", "wes", "Ward nurse", &[Reporter], Some("Ward 3 West"), Works),
    member(3, "Lena Labsample", "lena", "Laboratory", &[Reporter], Some("Laboratory"), Works),
    member(3, "Ray Radmock", "ray", "Radiographer", &[Reporter], Some("Imaging"), Works),
    member(3, "Fern Pharmdemo", "fern", "Pharmacist", &[Reporter], Some("Pharmacy"), Works),
    member(3, "Ivy Inkwell", "ivy", "Admissions", &[Reporter], Some("Admissions"), Works),
    member(3, "Hank Hollowcase", "hank", "Rural clinic nurse", &[Reporter], Some("Pine Ridge rooms"), Works),
    member(3, "Cleo Cutout", "cleo", "Rural clinic nurse", &[Reporter], Some("Cedar Flats rooms"), Works),
    member(3, "Dr. Ines Imaginary", "ines", "Intensivist", &[Reporter], Some("Intensive care"), Invited),
    member(3, "Dr. Fred Fictor", "fred", "Surgeon", &[Reporter], Some("Operating rooms"), Invited),
    member(3, "Bo Bookend", "bo", "Payroll", &[Reporter], Some("Finance"), Works),
    // Wrenfield, whose agreement has lapsed.
    member(4, "Dr. Dot Drillard", "dot", "Practice owner", &[PracticeOwner], Some("Chairs"), Works),
    member(4, "Flo Flosswell", "flo", "Dental reception", &[Reporter], Some("Dental reception"), Works),
    member(4, "Gil Gumby", "gil", "Dental assistant", &[Reporter], Some("Chairs"), Works),
    // Copperline.
    member(
        5,
        "Cyrus Copperfake",
        "cyrus",
        "Managing partner",
        &[AccountOwner],
        Some("Field engineers"),
        Works,
    ),
    member(5, "Ned Nonesuch", "ned", "Imaging engineer", &[Technician], Some("Field engineers"), Works),
];
