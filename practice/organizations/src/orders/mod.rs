//! What can be done with organizations, one order a file.

mod add_department;
mod add_organization;
mod found_house;
mod locations;
mod name_account_owner;
mod revise_department;
mod revise_organization;
mod take_in_calendar;

pub use add_department::{AddDepartment, MadeDepartment};
pub use add_organization::{AddOrganization, MadeOrganization};
pub use found_house::FoundHouse;
pub use locations::{AddLocation, MadeLocation, ReviseLocation};
pub use name_account_owner::NameAccountOwner;
pub use revise_department::ReviseDepartment;
pub use revise_organization::ReviseOrganization;
pub use take_in_calendar::{CalendarTakenIn, TakeInCalendar};
pub(crate) use take_in_calendar::{file, list_name};

use schemars::JsonSchema;
use serde::Serialize;

/// The longest telephone number with its extension, in characters.
const LONGEST_PHONE: usize = 60;

/// It was written down.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Revised {
    /// The id of what was revised.
    pub id: String,
}
