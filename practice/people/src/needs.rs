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

/// For whom the caller works, and who serves the organization whose sign-in is set; nobody serves the house's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignInOf {
    pub employer: Option<kernel::OrgId>,
    pub provider: Option<kernel::OrgId>,
}

impl SignInOf {
    /// Refuses whoever works neither for the organization nor for its provider.
    pub(crate) fn allowed(self, org: kernel::OrgId) -> Result<(), kernel::Refusal> {
        if self.employer.is_some_and(|employer| employer == org || Some(employer) == self.provider) {
            return Ok(());
        }
        let sentence =
            "Only the organization itself, or whoever serves it, says with what its people sign in.";
        Err(kernel::Refusal::forbidden(sentence).remedy("Ask an owner there", None))
    }
}

#[cfg(test)]
mod tests {
    use super::SignInOf;
    use kernel::{Moment, OrgId};

    #[test]
    fn sign_in_is_set_by_the_organization_or_by_whoever_serves_it() {
        let org = |n| OrgId::new(Moment::from_micros(0), [n; 10]);
        let allowed = |employer, provider| SignInOf { employer, provider }.allowed(org(1)).is_ok();
        assert!(allowed(Some(org(1)), None) && allowed(Some(org(1)), Some(org(2))));
        assert!(allowed(Some(org(2)), Some(org(2))));
        for (employer, provider) in [(None, None), (None, Some(org(2))), (Some(org(3)), Some(org(2)))] {
            assert!(!allowed(employer, provider));
        }
        assert!(!allowed(Some(org(3)), None), "nobody serves the house's own organization");
    }
}
