//! What these orders need from other slices.

/// Whether the location and the department that an order names belong to the bound organization; both are
/// true when it names none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Workplace {
    pub location: bool,
    pub department: bool,
}

impl Workplace {
    /// Refuses a location or department that is not there.
    pub(crate) fn proven(self) -> Result<(), kernel::Refusal> {
        if !self.location {
            return Err(kernel::Refusal::not_found("location"));
        }
        if !self.department {
            return Err(kernel::Refusal::not_found("department"));
        }
        Ok(())
    }
}
