//! Everything that can be asked about people.

mod emergencies;
mod me;
mod people;
mod staff_import;

pub use emergencies::{Emergencies, EmergenciesPage, Emergency, EmergencyLine, EmergencyPage, UnderIt};
pub use me::{AuthenticatorState, DraftAnswer, DraftOf, Me, MePage, OwnPasskey, OwnSession, OwnToken};
pub use people::{Certification, People, PeoplePage, Person, PersonLine, PersonPage};
pub use staff_import::{StaffImport, StaffImportPage};
