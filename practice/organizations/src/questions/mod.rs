//! What can be asked about organizations, one question a file.

mod organization;
mod organizations;
mod places;
mod weigh_calendar;
mod year;

pub use organization::{Organization, OrganizationPage};
pub use organizations::{OrganizationLine, OrganizationList, Organizations};
pub use places::{DepartmentLine, LocationLine, PlaceList, Places};
pub use weigh_calendar::{CalendarWeighed, WeighCalendar};
pub use year::{Year, YearTold};
