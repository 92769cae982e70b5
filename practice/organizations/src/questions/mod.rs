//! What can be asked about organizations, one question a file.

mod organization;
mod organizations;
mod places;

pub use organization::{Organization, OrganizationPage};
pub use organizations::{OrganizationLine, OrganizationList, Organizations};
pub use places::{DepartmentLine, LocationLine, PlaceList, Places};
