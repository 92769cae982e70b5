//! The vocabulary of repairs, loans and vendors, in the words of 45 CFR 164.310(d) and NIST SP 800-88.

store::kinds! {
    /// Who may hold a device.
    HolderKind {
        Person = "person" "person",
        Department = "department" "department",
        Vendor = "vendor" "vendor",
    }
    /// In what condition something changes hands.
    Condition {
        Working = "working" "Works",
        Faulty = "faulty" "Works with faults",
        Broken = "broken" "Does not work",
        Damaged = "damaged" "Damaged from outside",
        Incomplete = "incomplete" "Parts are missing",
    }
    /// Where the storage of a device is.
    Media {
        Present = "present" "In the device",
        Removed = "removed" "Removed",
        Wiped = "wiped" "Wiped",
    }
    /// How a medium was sanitized (NIST SP 800-88).
    Method {
        /// Overwritten by ordinary means.
        Clear = "clear" "Clear",
        /// Made unreadable even in a laboratory.
        Purge = "purge" "Purge",
        Destroy = "destroy" "Destroy",
    }
    /// Whether a retrievable exact copy was made before the device moves (45 CFR 164.310(d)(2)(iv)).
    ExactCopy {
        Taken = "taken" "A copy was made",
        NotNeeded = "not-needed" "None is needed",
    }
    /// How a repair ended.
    Outcome {
        Repaired = "repaired" "Repaired",
        Replaced = "replaced" "Replaced by another",
        Scrapped = "scrapped" "Scrapped",
    }
    /// A view of the list of repairs.
    View {
        Open = "open" "Open",
        Past = "past" "Past",
    }
    /// What a vendor supplies.
    Supplies {
        Devices = "devices" "Medical devices",
        Hardware = "hardware" "Hardware and its repair",
        Software = "software" "Software",
        Hosting = "hosting" "Hosting and cloud",
        Network = "network" "Network and telephone",
        Staff = "staff" "People",
        Disposal = "disposal" "Disposal",
        Other = "other" "Something else",
    }
    /// Whether a business associate agreement with the vendor is kept, or why not.
    Baa {
        Kept = "kept" "Kept",
        NotNeeded = "not-needed" "Not needed: touches no ePHI",
        Asked = "asked" "Asked for, not signed yet",
        Declined = "declined" "The vendor declines",
        Missing = "missing" "Not asked for yet",
    }
    /// By what a vendor is measured.
    Criterion {
        Questionnaire = "questionnaire" "Security questionnaire",
        Attestation = "attestation" "SOC 2 or HITRUST",
        Mds2 = "mds2" "MDS2 of its devices",
        Sbom = "sbom" "Software bill of materials given",
        Patches = "patches" "Patch time promised",
        Incidents = "incidents" "Incident history",
        Financial = "financial" "Financial standing",
    }
}

impl Supplies {
    /// The measures that such a vendor is expected to meet.
    pub fn criteria(self) -> Vec<Criterion> {
        let devices = self == Self::Devices;
        let code = matches!(self, Self::Devices | Self::Hardware | Self::Software | Self::Network);
        let asked = |c: &Criterion| match c {
            Criterion::Mds2 => devices,
            Criterion::Sbom => code,
            Criterion::Patches => code || self == Self::Hosting,
            _ => true,
        };
        Criterion::ALL.iter().copied().filter(asked).collect()
    }
}
