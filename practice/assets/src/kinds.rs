//! What kinds of assets there are, how much patients depend on them, in what state they are, and who may patch them. The
//! words stand in the database and in the API.

store::kinds! {
    /// What an asset is.
    AssetKind {
        Workstation = "workstation" "Workstation",
        Laptop = "laptop" "Laptop",
        Server = "server" "Server",
        Printer = "printer" "Printer",
        Phone = "phone" "Phone",
        /// Switches, routers, firewalls, access points.
        Network = "network" "Network equipment",
        /// Whatever measures, images or treats a patient.
        MedicalDevice = "medical-device" "Medical device",
        /// A program that people work with, wherever it runs.
        Application = "application" "Application",
        /// Programs and servers that work as one, such as a patient record system.
        System = "system" "System",
        Storage = "storage" "Storage",
        Other = "other" "Other",
    }
}

store::kinds! {
    /// Who or what stands still when the asset does.
    Criticality {
        /// A patient's life depends on it.
        LifeSupport = "life-support" "Life support",
        /// Care of patients depends on it.
        Clinical = "clinical" "Clinical",
        /// The organization's work depends on it, care does not.
        Business = "business" "Business",
        /// One desk depends on it.
        Office = "office" "Office",
    }
}

store::kinds! {
    /// Whether an asset is in use.
    AssetState {
        InUse = "in-use" "In use",
        Spare = "spare" "Spare",
        Retired = "retired" "Retired",
    }
}

store::kinds! {
    /// Who may patch an asset. A medical device that is patched without its maker may lose its clearance.
    PatchAuthority {
        /// Whoever looks after it.
        OwnIt = "own-it" "Our own IT",
        /// Only its maker, or with its maker's consent.
        Vendor = "vendor" "The vendor only",
        /// Biomedical engineering.
        Biomedical = "biomedical" "Biomedical engineering",
    }
}

store::kinds! {
    /// How an import stands.
    ImportState {
        /// Rows are being staged, or wait to be committed. Nobody sees them among the assets.
        Staging = "staging" "Being weighed",
        Committed = "committed" "Committed",
        Undone = "undone" "Undone",
        Dropped = "dropped" "Dropped",
    }
}

store::kinds! {
    /// What a row of an imported list means.
    RowVerdict {
        /// An asset that was not known.
        Added = "added" "Added",
        /// A known asset of which something is told otherwise.
        Changed = "changed" "Changed",
        Unchanged = "unchanged" "Unchanged",
        /// A row that cannot be taken; its reason is kept.
        Refused = "refused" "Refused",
    }
}

store::kinds! {
    /// By what a row was recognised as a known asset.
    MatchedBy {
        Serial = "serial" "serial number",
        Mac = "mac" "hardware address",
        Name = "name" "name",
    }
}

store::kinds! {
    /// What a client's list holds.
    ListKind {
        Assets = "assets" "Assets",
        Staff = "staff" "Staff",
    }
}

impl AssetKind {
    /// What is usual for the kind, where a list does not say it.
    pub fn usual(self) -> (Criticality, PatchAuthority) {
        match self {
            AssetKind::MedicalDevice => (Criticality::Clinical, PatchAuthority::Biomedical),
            AssetKind::Server
            | AssetKind::Network
            | AssetKind::Storage
            | AssetKind::Application
            | AssetKind::System => (Criticality::Business, PatchAuthority::OwnIt),
            _ => (Criticality::Office, PatchAuthority::OwnIt),
        }
    }

    /// Whether it usually keeps patients' data, where a list does not say it. Better asked once too often.
    pub fn usually_holds_ephi(self) -> bool {
        matches!(self, AssetKind::MedicalDevice | AssetKind::Server | AssetKind::Storage | AssetKind::System)
    }
}

impl PatchAuthority {
    /// The sentence on the asset's card.
    pub fn sentence(self) -> &'static str {
        match self {
            PatchAuthority::OwnIt => "May be patched by whoever looks after it.",
            PatchAuthority::Vendor => {
                "Never patch it yourself: only its vendor may, or with the vendor's consent."
            }
            PatchAuthority::Biomedical => "Patched by biomedical engineering only.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::{FromValue, Value};

    #[test]
    fn every_word_reads_back_and_is_the_word_of_the_api() {
        for kind in AssetKind::ALL {
            assert_eq!(AssetKind::from_word(kind.word()), Some(*kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
            assert_eq!(AssetKind::from_value(&Value::from(*kind)).unwrap(), *kind);
        }
        assert!(AssetKind::from_value(&Value::from("pump")).is_err());
        assert!(Criticality::from_value(&Value::Null).is_err());
    }

    #[test]
    fn nobody_patches_a_medical_device_by_default() {
        assert_eq!(AssetKind::MedicalDevice.usual(), (Criticality::Clinical, PatchAuthority::Biomedical));
        assert!(AssetKind::MedicalDevice.usually_holds_ephi());
        assert_eq!(AssetKind::Printer.usual().1, PatchAuthority::OwnIt);
    }
}
