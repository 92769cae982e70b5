//! What the orders about people need to know: whether a place is the organization's own, and who may say with what its
//! people sign in.

use crate::records::places;
use kernel::{DepartmentId, LocationId, Stop};
use office::Registry;
use people::{SignInOf, Workplace};
use store::Look;

/// Every order about people that needs something.
pub fn register(registry: &mut Registry) {
    registry
        .order_with::<people::AddPerson>(|look, o| workplace(look, o.location, o.department))
        .order_with::<people::RevisePerson>(|look, o| workplace(look, o.location, o.department))
        .order_with::<people::SetIdentityProvider>(|look, _| {
            Ok(SignInOf {
                employer: super::employer(look)?,
                provider: places::hours(look, None)?.and_then(|hours| hours.provider),
            })
        });
}

fn workplace(
    look: &mut Look,
    location: Option<LocationId>,
    department: Option<DepartmentId>,
) -> Result<Workplace, Stop> {
    Ok(Workplace {
        location: location.map_or(Ok(true), |l| places::has_location(look, l))?,
        department: department.map_or(Ok(true), |d| places::department(look, d).map(|d| d.is_some()))?,
    })
}
