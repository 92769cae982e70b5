//! The words of an agreement's life: what it is, how it stands, who signs, why it ended and what became of
//! the PHI.

use anyhow::anyhow;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromValue, Value};

macro_rules! kinds {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$vdoc:meta])* $variant:ident = $word:literal $title:literal),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(Serialize, Deserialize, JsonSchema)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),* }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),*];
            /// The word as it stands in the database and in the API.
            pub fn word(self) -> &'static str { match self { $($name::$variant => $word),* } }
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$variant),)* _ => None }
            }
            /// As people say it.
            pub fn title(self) -> &'static str { match self { $($name::$variant => $title),* } }
        }

        impl From<$name> for Value {
            fn from(kind: $name) -> Value { kind.word().into() }
        }

        impl FromValue for $name {
            fn from_value(v: &Value) -> anyhow::Result<Self> {
                let word = String::from_value(v)?;
                Self::from_word(&word)
                    .ok_or_else(|| anyhow!(concat!("a word that is no ", stringify!($name))))
            }
        }
    };
}

kinds! {
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

kinds! {
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

kinds! {
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

kinds! {
    /// One of the two signatures.
    Side {
        /// The party that passes the PHI on.
        Client = "client" "the client's side",
        /// The party that receives it.
        Associate = "associate" "the associate's side",
    }
}

kinds! {
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

kinds! {
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
