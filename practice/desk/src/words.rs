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
    /// What a text on a ticket is.
    TextKind {
        Opening = "opening" "What is wrong",
        Reply = "reply" "Reply",
        FromReporter = "from-reporter" "From the reporter",
        Internal = "internal" "Internal note",
        Reason = "reason" "Reason",
        Resolution = "resolution" "What was done",
        Reopening = "reopening" "Why it is open again",
    }
    /// What is promised.
    PromiseKind {
        Response = "response" "First reply",
        Resolution = "resolution" "Resolution",
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
    }
}

impl TextKind {
    /// Whether the reporter may read it.
    pub fn for_reporter(self) -> bool {
        !matches!(self, TextKind::Internal | TextKind::Reason)
    }
}

impl State {
    pub fn is_open(self) -> bool {
        self != State::Resolved
    }
}
