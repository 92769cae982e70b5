//! What can be asked about organizations, one question a file.

mod organization;
mod organizations;
mod places;
mod year;

pub use organization::{Organization, OrganizationPage};
pub use organizations::{OrganizationLine, OrganizationList, Organizations};
pub use places::{DepartmentLine, LocationLine, PlaceList, Places};
pub use year::{Year, YearTold};
