//! What kinds of organizations, places and departments there are. The words stand in the database and in the
//! API.

store::kinds! {
    /// What an organization is.
    OrgKind {
        /// It serves others: a managed service provider.
        Provider = "provider" "Managed service provider",
        Practice = "practice" "Physician practice",
        SurgeryCentre = "surgery-centre" "Ambulatory surgery centre",
        Clinic = "clinic" "Outpatient clinic",
        Dental = "dental" "Dental practice",
        BehavioralHealth = "behavioral-health" "Behavioural health",
        Hospital = "hospital" "Hospital",
        /// It sends claims for others.
        Billing = "billing" "Billing company",
        /// It makes or sells what others work with.
        Vendor = "vendor" "Vendor",
        /// It works for a provider at the provider's clients.
        Subcontractor = "subcontractor" "Subcontractor",
    }
}

store::kinds! {
    /// Whether anybody is there to be helped at a desk.
    PlaceKind {
        OnSite = "on-site" "On site",
        Remote = "remote" "Remote",
        Hybrid = "hybrid" "Hybrid",
    }
}

store::kinds! {
    /// What a department does for patients.
    CareArea {
        IntensiveCare = "intensive-care" "Intensive care",
        Emergency = "emergency" "Emergency",
        OperatingRoom = "operating-room" "Operating room",
        Inpatient = "inpatient" "Inpatient ward",
        Procedure = "procedure" "Procedure room",
        Imaging = "imaging" "Imaging",
        Laboratory = "laboratory" "Laboratory",
        Pharmacy = "pharmacy" "Pharmacy",
        Ambulatory = "ambulatory" "Ambulatory care",
        Registration = "registration" "Registration",
        Billing = "billing" "Billing",
        Administration = "administration" "Administration",
    }
}

impl OrgKind {
    /// Whether other organizations can be served by one of this kind: a service provider, or a hospital whose
    /// own department looks after its clinics.
    pub fn may_serve(self) -> bool {
        matches!(self, OrgKind::Provider | OrgKind::Hospital)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::{FromValue, Value};

    #[test]
    fn every_word_reads_back_and_is_the_word_of_the_api() {
        for kind in OrgKind::ALL {
            assert_eq!(OrgKind::from_word(kind.word()), Some(*kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
            assert_eq!(OrgKind::from_value(&Value::from(*kind)).unwrap(), *kind);
        }
        for area in CareArea::ALL {
            assert_eq!(serde_json::to_value(area).unwrap(), area.word());
            assert_eq!(CareArea::from_value(&Value::from(*area)).unwrap(), *area);
        }
        assert!(PlaceKind::from_value(&Value::from("elsewhere")).is_err());
        assert!(CareArea::from_value(&Value::Null).is_err());
    }
}
