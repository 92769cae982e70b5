//! What somebody may do, in words: small rights called duties, bundled into roles; how near an act comes to PHI; and by
//! what right an employer may reach ePHI at an organization.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),* }
        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),*];
            /// The word as it stands in the database, the API and the policies.
            pub fn word(self) -> &'static str { match self { $($name::$variant => $word),* } }
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$variant),)* _ => None }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.word()) }
        }
    };
}

words! {
    /// A small right.
    Duty {
        /// No duty at all: acts before sign-in (sign in, accept an invitation).
        Anybody = "anybody",
        /// What everybody who signed in may do for themselves (own sessions, own second factor).
        OwnAccount = "own-account",
        /// Report trouble and follow one's own tickets.
        ReportTrouble = "report-trouble",
        /// Read tickets, reply, take, wait, resolve.
        WorkTickets = "work-tickets",
        /// Triage and assign work to others.
        DirectWork = "direct-work",
        /// Look at sealed text.
        SeePhi = "see-phi",
        ReadAssets = "read-assets",
        ManageAssets = "manage-assets",
        ReadOrganizations = "read-organizations",
        ManageOrganizations = "manage-organizations",
        ReadPeople = "read-people",
        ManagePeople = "manage-people",
        ReadAgreements = "read-agreements",
        /// Draft, send and sign agreements, terminate them, keep the answers of "not required".
        SignAgreements = "sign-agreements",
        /// Read, prove and export the ledger.
        ReadLedger = "read-ledger",
        /// Open one's own emergency access.
        OpenEmergency = "open-emergency",
        /// Review emergency access of others.
        ReviewEmergency = "review-emergency",
        /// Make and end service contracts, set their rates.
        ManageContracts = "manage-contracts",
        /// Correct the time spent by others, close and export a client's monthly sheet.
        BillWork = "bill-work",
        /// Approve or refuse a change of somebody else.
        ApproveChanges = "approve-changes",
        /// Write articles and templates for the desk.
        WriteKnowledge = "write-knowledge",
        /// Lead the work on an incident: name who does what, order systems isolated, close it.
        LeadIncidents = "lead-incidents",
        /// Weigh what may be a breach of PHI, conclude, and say who was told.
        DeclareBreach = "declare-breach",
        /// Say with which identity provider an organization's people sign in: whoever says it could come in as any of
        /// them, so it belongs to owners alone.
        ManageSignIn = "manage-sign-in",
        /// Webhooks, tokens for programs, mail, the house itself.
        RunHouse = "run-house",
    }
}

words! {
    /// A named bundle of duties.
    Role {
        Reporter = "reporter",
        PracticeOwner = "practice-owner",
        Technician = "technician",
        SeniorTechnician = "senior-technician",
        BiomedicalEngineer = "biomedical-engineer",
        ComplianceOfficer = "compliance-officer",
        AccountOwner = "account-owner",
        Auditor = "auditor",
        Owner = "owner",
    }
}

words! {
    /// How near an act comes to protected health information.
    Phi {
        /// Touches no sealed column.
        None = "none",
        /// May brush against it (a ticket's masked page, an asset that holds ePHI).
        Incidental = "incidental",
        /// Shows or writes sealed text. An act that nobody labelled counts as this.
        Holds = "holds",
    }
}

words! {
    /// By what right a person's employer may reach ePHI at an organization.
    Standing {
        /// The organization's own workforce.
        OwnWorkforce = "own-workforce",
        /// An agreement in force, the whole chain down to the employer.
        InForce = "in-force",
        /// In force and ending within 90 days.
        Lapsing = "lapsing",
        /// The answers under 45 CFR 160.103 that make none necessary are kept.
        NotRequired = "not-required",
        Lapsed = "lapsed",
        Terminated = "terminated",
        Absent = "absent",
    }
}

impl Standing {
    /// Whether ePHI may be reached with it.
    pub fn suffices(self) -> bool {
        matches!(self, Standing::OwnWorkforce | Standing::InForce | Standing::Lapsing | Standing::NotRequired)
    }
}

/// Where a subcontractor's agreements are in force and its people come near no ePHI all the same: now lies outside the
/// term for which they were engaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutsideTerm {
    /// Its first day has not come.
    ToCome,
    /// Its last day is over.
    Over,
}

/// A set of duties.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Duties(u32);

impl Duties {
    pub const NONE: Duties = Duties(0);
    pub fn of(duties: &[Duty]) -> Self {
        duties.iter().fold(Self::NONE, |set, duty| set.and(*duty))
    }
    pub fn and(self, duty: Duty) -> Self {
        Self(self.0 | 1 << duty as u32)
    }
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    /// Only what is in both: a token never has more than its owner.
    pub fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
    pub fn has(self, duty: Duty) -> bool {
        self.0 & 1 << duty as u32 != 0
    }
    pub fn list(self) -> Vec<Duty> {
        Duty::ALL.iter().copied().filter(|d| self.has(*d)).collect()
    }
    /// The set as a number, for a table of decisions.
    pub fn bits(self) -> u32 {
        self.0
    }
}

impl std::fmt::Debug for Duties {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.list()).finish()
    }
}

impl Role {
    /// What the role consists of.
    pub fn duties(self) -> Duties {
        let own = [Duty::Anybody, Duty::OwnAccount, Duty::ReportTrouble];
        Duties::of(&own).union(self.beyond_own())
    }

    /// What the role adds to what everybody may do.
    fn beyond_own(self) -> Duties {
        use Duty::*;
        let reads = Duties::of(&[ReadOrganizations, ReadPeople, ReadAssets]);
        // What is done at a desk, and what is answered for at a client.
        let works = reads.union(Duties::of(&[WorkTickets, SeePhi, OpenEmergency]));
        let answers = reads.union(Duties::of(&[
            ReadAgreements,
            SignAgreements,
            ReadLedger,
            ReviewEmergency,
            SeePhi,
            WorkTickets,
            LeadIncidents,
            DeclareBreach,
        ]));
        match self {
            Role::Reporter => Duties::NONE,
            Role::PracticeOwner => answers.and(ManagePeople).and(ApproveChanges),
            Role::Technician => works.and(WriteKnowledge),
            Role::SeniorTechnician => works.union(Duties::of(&[
                DirectWork,
                ManageAssets,
                ReadAgreements,
                ApproveChanges,
                WriteKnowledge,
                LeadIncidents,
            ])),
            Role::BiomedicalEngineer => works.and(ManageAssets),
            Role::ComplianceOfficer => answers,
            Role::AccountOwner => reads.union(Duties::of(&[
                WorkTickets,
                DirectWork,
                ManageAssets,
                ManageOrganizations,
                ManagePeople,
                ReadAgreements,
                SignAgreements,
                ReviewEmergency,
                ManageContracts,
                BillWork,
                ApproveChanges,
                WriteKnowledge,
                LeadIncidents,
            ])),
            Role::Auditor => reads.and(ReadAgreements).and(ReadLedger),
            Role::Owner => Duties::of(Duty::ALL),
        }
    }

    /// As people say it.
    pub fn title(self) -> &'static str {
        match self {
            Role::Reporter => "Reporter",
            Role::PracticeOwner => "Practice owner",
            Role::Technician => "Technician",
            Role::SeniorTechnician => "Senior technician",
            Role::BiomedicalEngineer => "Biomedical engineer",
            Role::ComplianceOfficer => "Compliance officer",
            Role::AccountOwner => "Account owner",
            Role::Auditor => "Auditor",
            Role::Owner => "Owner",
        }
    }
}
