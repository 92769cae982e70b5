//! The vocabulary of changes, in the words of ITIL and of those who build patient record systems.

store::kinds! {
    /// How a change comes to be decided.
    ChangeKind {
        /// Done often, of low risk: needs nobody's word.
        Standard = "standard" "Standard, done often",
        Normal = "normal" "Normal",
        /// Cannot wait: one other person agrees, and it is reviewed afterwards.
        Emergency = "emergency" "Emergency",
    }
    /// What is changed.
    Category {
        EhrBuild = "ehr-build" "Patient record system: build",
        EhrUpgrade = "ehr-upgrade" "Patient record system: upgrade",
        Application = "application" "Another application",
        Patch = "patch" "Security patch",
        Network = "network" "Network",
        Server = "server" "Server or storage",
        Endpoint = "endpoint" "Workstations",
        MedicalDevice = "medical-device" "Medical device",
    }
    /// Whether there is a way back.
    BackOut {
        Tested = "tested" "Tested",
        Written = "written" "Written, not tested",
        Nothing = "none" "There is none",
    }
    /// What could go wrong for patients.
    Risk {
        Low = "low" "low",
        Moderate = "moderate" "moderate",
        High = "high" "high",
    }
    /// How a change stands.
    State {
        Draft = "draft" "being planned",
        Asked = "asked" "waits for approval",
        Approved = "approved" "approved",
        Refused = "refused" "refused",
        Running = "running" "being carried out",
        Succeeded = "succeeded" "done",
        Partly = "partly" "done in part",
        BackedOut = "backed-out" "backed out",
        Cancelled = "cancelled" "cancelled",
    }
    /// How it ended.
    Outcome {
        Succeeded = "succeeded" "It is done",
        Partly = "partly" "It is done in part",
        BackedOut = "backed-out" "It was taken back",
    }
    /// Where something is tested.
    Environment {
        /// By whoever builds it.
        Build = "build" "Build environment",
        /// In a copy of the live system.
        Test = "test" "Test environment",
        /// By somebody who will use it.
        Acceptance = "acceptance" "User acceptance",
    }
    /// What a text on a change is.
    TextKind {
        Plan = "plan" "What is done",
        BackOut = "back-out" "How it is taken back",
        Evidence = "evidence" "Test evidence",
        Reason = "reason" "Reason",
        Result = "result" "What came of it",
        Review = "review" "Review",
    }
    /// Why nothing may be changed.
    FreezeReason {
        GoLive = "go-live" "Go-live or upgrade of the patient record system",
        Survey = "survey" "Survey or inspection",
        Holiday = "holiday" "Holiday staffing",
        Census = "census" "High census",
        YearEnd = "year-end" "Month or year end",
        Other = "other" "Another reason",
    }
    /// Where care is given.
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
    /// A view of the list of changes.
    View {
        Coming = "coming" "Coming",
        Waiting = "waiting" "Waiting for approval",
        Review = "review" "To be reviewed",
        Past = "past" "Past",
    }
}

impl CareArea {
    /// Whether a patient may come to harm within minutes when something is taken away there.
    pub fn acute(self) -> bool {
        matches!(self, Self::IntensiveCare | Self::Emergency | Self::OperatingRoom)
    }
    /// Whether patients are cared for there at all.
    pub fn clinical(self) -> bool {
        !matches!(self, Self::Registration | Self::Billing | Self::Administration)
    }
    pub(crate) fn list(words: &str) -> Vec<Self> {
        words.split(',').filter_map(Self::from_word).collect()
    }
    pub(crate) fn join(areas: &[Self]) -> String {
        let mut words: Vec<&str> = areas.iter().map(|a| a.word()).collect();
        words.sort_unstable();
        words.dedup();
        words.join(",")
    }
}

impl Category {
    /// Whether it goes live only with test evidence.
    pub fn needs_evidence(self) -> bool {
        matches!(self, Self::EhrBuild | Self::EhrUpgrade)
    }
}

impl State {
    /// Whether nothing more can happen to it but its review.
    pub fn ended(self) -> bool {
        matches!(self, Self::Refused | Self::Succeeded | Self::Partly | Self::BackedOut | Self::Cancelled)
    }
}
