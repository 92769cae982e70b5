//! The desk's own vocabulary: what kind of trouble, how a ticket stands, why it waits, where care is given.

store::kinds! {
    /// What kind of trouble it is.
    Trouble {
        CannotWork = "cannot-work" "Cannot work",
        Slow = "slow" "Too slow",
        BrokenDevice = "broken-device" "Broken device",
        Access = "access" "Access or password",
        Printing = "printing" "Printing or labels",
        Phone = "phone" "Phone or nurse call",
        Ehr = "ehr" "Patient record system",
        Network = "network" "Network or wireless",
        /// A mail, a window or a person that looks wrong.
        Suspicious = "suspicious" "Something suspicious",
        Question = "question" "A question",
    }
    /// What a ticket is by nature (ITIL), whatever the trouble.
    Nature {
        /// Somebody wants something that is offered.
        Request = "request" "Request",
        /// Something does not work as it should.
        Incident = "incident" "Incident",
        /// The cause behind incidents.
        Problem = "problem" "Problem",
        /// Something is to be altered.
        Change = "change" "Change",
        /// A piece of another ticket's work.
        Task = "task" "Task",
    }
    /// How one ticket hangs together with another.
    LinkKind {
        RelatesTo = "relates-to" "Relates to",
        /// The other is the problem behind this one.
        CausedBy = "caused-by" "Caused by",
        /// This one was a part of the other.
        SplitFrom = "split-from" "Split from",
        /// This one carries on what was closed there too long ago to be opened again.
        Follows = "follows" "Follows",
    }
    /// What is due in an office on a day that nobody here can move.
    DeadlineKind {
        Payroll = "payroll" "payroll",
        ClaimsCutOff = "claims-cut-off" "claims cut-off",
        MonthEnd = "month-end" "month end",
        Credentialing = "credentialing" "credentialing",
        Survey = "survey" "survey of an accreditor",
        Reporting = "reporting" "report to an authority",
        GoLive = "go-live" "go-live",
        Other = "other" "deadline",
    }
    /// How a ticket stands.
    State {
        New = "new" "New",
        Working = "working" "Being worked on",
        Waiting = "waiting" "Waiting",
        Resolved = "resolved" "Resolved",
    }
    /// What a ticket waits for.
    WaitReason {
        Reporter = "reporter" "an answer of the reporter",
        Vendor = "vendor" "the vendor",
        Parts = "parts" "parts",
        ChangeWindow = "change-window" "the change window",
        /// Handed over under a co-managed contract; it stops our clock whatever was agreed about waiting.
        ClientIt = "client-it" "the client's own IT",
    }
    /// Where care is given; the order of priority begins here.
    CareArea {
        IntensiveCare = "intensive-care" "intensive care",
        Emergency = "emergency" "emergency",
        OperatingRoom = "operating-room" "operating room",
        Inpatient = "inpatient" "inpatient ward",
        Procedure = "procedure" "procedure room",
        Imaging = "imaging" "imaging",
        Laboratory = "laboratory" "laboratory",
        Pharmacy = "pharmacy" "pharmacy",
        Ambulatory = "ambulatory" "ambulatory care",
        Registration = "registration" "registration",
        Billing = "billing" "billing",
        Administration = "administration" "administration",
    }
    /// How much hangs on a device.
    Criticality {
        LifeCritical = "life-critical" "life-critical device",
        High = "high" "critical device",
        Normal = "normal" "ordinary device",
        Low = "low" "minor device",
    }
    /// Who reads a reply.
    Visibility {
        /// The reporter too.
        Public = "public" "The reporter reads it",
        /// Only whoever works on tickets.
        Internal = "internal" "Only the desk reads it",
    }
    /// What becomes of a ticket with a reply, in the same step.
    AndThen {
        WaitForReporter = "wait-reporter" "Wait for an answer of the reporter",
        WaitForVendor = "wait-vendor" "Wait for the vendor",
        WaitForParts = "wait-parts" "Wait for parts",
        WaitForWindow = "wait-change-window" "Wait for the change window",
        /// The reply says what was done.
        Resolve = "resolve" "Resolve it: this is what was done",
    }
    /// What a text on a ticket is.
    TextKind {
        Opening = "opening" "What is wrong",
        Reply = "reply" "Reply",
        FromReporter = "from-reporter" "From the reporter",
        Internal = "internal" "Internal note",
        Reason = "reason" "Reason",
        Resolution = "resolution" "What was done",
        Reopening = "reopening" "Why it is open again",
        /// From the reporter of a ticket that was merged into this one.
        FromJoined = "from-joined" "From another reporter",
        /// A letter of somebody else than the reporter, whose sender was confirmed.
        ByMail = "by-mail" "By mail, from somebody else",
        /// A letter whose sender nobody confirmed.
        Unverified = "unverified" "By mail, sender not verified",
        /// What a reporter added to how it was.
        Rating = "rating" "How it was",
    }
    /// How it was for whoever reported it.
    Rating {
        Good = "good" "Good",
        Fair = "fair" "All right",
        Poor = "poor" "Not good",
    }
    /// What is promised.
    PromiseKind {
        Response = "response" "First reply",
        Resolution = "resolution" "Resolution",
        /// Whoever reported it hears something before this much time has gone by.
        Update = "update" "Next update",
        /// Somebody is on site.
        Arrival = "arrival" "Arrival on site",
        /// The system is back, within its recovery time objective.
        Recovery = "recovery" "System back",
    }
    /// By whose word a system has to be back so soon.
    RecoveryOrigin {
        Asset = "asset" "said of the system itself",
        Contract = "contract" "agreed in the contract for systems of its class",
        Location = "location" "said for systems of its class at this location",
        Organization = "organization" "said for systems of its class at this organization",
        House = "house" "the house's own, since nobody said another",
    }
    /// In which hours the clock of a promise runs.
    Hours {
        Always = "always" "Around the clock",
        Business = "business" "In opening hours",
    }
    /// How a promise stands.
    PromiseState {
        Running = "running" "running",
        Paused = "paused" "paused",
        Met = "met" "met",
        /// Over its time and still running.
        Late = "late" "late",
        /// Stopped after its time.
        Missed = "missed" "missed",
    }
    /// A part of the board.
    Band {
        Now = "now" "Now",
        Today = "today" "Today",
        Watch = "watch" "Watch",
    }
    /// A saved view of the list of tickets.
    View {
        Open = "open" "Open",
        Mine = "mine" "Mine",
        Unassigned = "unassigned" "Unassigned",
        Waiting = "waiting" "Waiting",
        Resolved = "resolved" "Resolved",
        All = "all" "All",
    }
}

impl TextKind {
    /// Whether the reporter may read it.
    pub fn for_reporter(self) -> bool {
        !matches!(
            self,
            TextKind::Internal
                | TextKind::Reason
                | TextKind::FromJoined
                | TextKind::ByMail
                | TextKind::Unverified
        )
    }
}

impl AndThen {
    /// What the ticket then waits for; nothing when it is resolved.
    pub fn waits_for(self) -> Option<WaitReason> {
        match self {
            AndThen::WaitForReporter => Some(WaitReason::Reporter),
            AndThen::WaitForVendor => Some(WaitReason::Vendor),
            AndThen::WaitForParts => Some(WaitReason::Parts),
            AndThen::WaitForWindow => Some(WaitReason::ChangeWindow),
            AndThen::Resolve => None,
        }
    }
}

impl Trouble {
    /// What such trouble is by nature, until somebody says otherwise.
    pub fn nature(self) -> Nature {
        match self {
            Trouble::Question | Trouble::Access => Nature::Request,
            _ => Nature::Incident,
        }
    }
}

impl State {
    pub fn is_open(self) -> bool {
        self != State::Resolved
    }
}
