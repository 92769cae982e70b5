//! The words of an agreement's life: what it is, how it stands, who signs, why it ended and what became of
//! the PHI.

store::kinds! {
    /// What stands between two organizations.
    AgreementKind {
        /// Between the client and its business associate.
        Baa = "baa" "Business associate agreement",
        /// Between a business associate and its subcontractor.
        Subcontractor = "subcontractor" "Subcontractor agreement",
        /// The client's kept answers that no agreement is required.
        NotRequired = "not-required" "Not required",
    }
}

store::kinds! {
    /// What was done with it. Whether it is in force is computed from its dates, never kept.
    AgreementState {
        Draft = "draft" "Draft",
        Sent = "sent" "Sent for signature",
        Signed = "signed" "Signed",
        Terminated = "terminated" "Terminated",
        /// Given up before it was signed.
        Withdrawn = "withdrawn" "Withdrawn",
    }
}

store::kinds! {
    /// How an agreement stands at a moment.
    Shown {
        Draft = "draft" "draft",
        Sent = "sent" "waits for signatures",
        /// Signed, and its first day has not come.
        Waits = "waits" "signed, waits for its first day",
        InForce = "in-force" "in force",
        /// In force, and ends within 90 days.
        Lapsing = "lapsing" "lapsing",
        /// Signed, and without effect because an agreement above it is not in force.
        HeldUp = "held-up" "without effect: the agreement above it is not in force",
        Lapsed = "lapsed" "lapsed",
        Terminated = "terminated" "terminated",
        Withdrawn = "withdrawn" "withdrawn",
    }
}

store::kinds! {
    /// One of the two signatures.
    Side {
        /// The party that passes the PHI on.
        Client = "client" "the client's side",
        /// The party that receives it.
        Associate = "associate" "the associate's side",
    }
}

store::kinds! {
    /// Why an agreement was terminated.
    Reason {
        /// 45 CFR 164.504(e)(2)(iii): a material term was violated.
        MaterialViolation = "material-violation" "A material term was violated",
        ServicesEnded = "services-ended" "The services ended",
        Replaced = "replaced" "Another agreement takes its place",
        MutualConsent = "mutual-consent" "Both sides agreed",
        /// It should not have been made.
        Mistake = "mistake" "It was made by mistake",
    }
}

store::kinds! {
    /// What became of the PHI at the end: 45 CFR 164.504(e)(2)(ii)(J).
    Disposal {
        /// Nobody has said yet.
        Pending = "pending" "Not settled yet",
        Returned = "returned" "Returned",
        Destroyed = "destroyed" "Destroyed",
        /// Neither is feasible; the protections are extended for as long as it is kept.
        ProtectionExtended = "protection-extended" "Kept, with its protection extended",
        NoneHeld = "none-held" "There was none",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::{FromValue, Value};

    #[test]
    fn words_read_back() {
        for kind in AgreementKind::ALL {
            assert_eq!(AgreementKind::from_value(&Value::from(*kind)).unwrap(), *kind);
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
        }
        for state in AgreementState::ALL {
            assert_eq!(AgreementState::from_value(&Value::from(*state)).unwrap(), *state);
        }
        assert!(AgreementState::from_value(&Value::from("flagged")).is_err());
    }
}
