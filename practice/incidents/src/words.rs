//! The vocabulary of incidents: what happened, how bad it is, who does what, and how evidence is kept.

store::kinds! {
    /// What kind of incident it is; each has its playbook.
    IncidentKind {
        Ransomware = "ransomware" "Ransomware",
        LostDevice = "lost-device" "Lost or stolen device",
        MisdirectedMail = "misdirected-mail" "Misdirected mail",
        InsiderSnooping = "insider-snooping" "Snooping in records",
        VendorBreach = "vendor-breach" "Breach at a vendor",
        EhrOutage = "ehr-outage" "Outage of the patient record",
        DeviceCompromise = "device-compromise" "Compromised medical device",
    }
    /// How bad it is.
    Severity {
        /// Patients are in danger, or the whole organization stands still.
        Critical = "critical" "Critical",
        /// Care or ePHI is affected.
        High = "high" "High",
        /// Work is affected, care is not.
        Medium = "medium" "Medium",
        /// Nothing is affected yet.
        Low = "low" "Low",
    }
    /// How it stands.
    State {
        Open = "open" "Open",
        /// It no longer spreads.
        Contained = "contained" "Contained",
        Closed = "closed" "Closed",
    }
    /// How it became known.
    Source {
        Ticket = "ticket" "A ticket",
        Alert = "alert" "An alert of a system",
        Hand = "hand" "Somebody noticed it",
    }
    /// When a task is done.
    Phase {
        Contain = "contain" "Contain",
        Preserve = "preserve" "Preserve",
        Assess = "assess" "Assess",
        Tell = "tell" "Tell",
        Restore = "restore" "Restore",
        Learn = "learn" "Learn",
    }
    /// Who somebody is on an incident.
    IncidentRole {
        Commander = "commander" "Incident commander",
        Counsel = "counsel" "Counsel",
        PrivacyOfficer = "privacy-officer" "Privacy officer",
        Communications = "communications" "Communications",
        ClientContact = "client-contact" "The client's own contact",
    }
    /// What an incident did to a system.
    Effect {
        Affected = "affected" "Affected",
        Suspected = "suspected" "Suspected",
        Clean = "clean" "Looked at and clean",
    }
    /// By what a system is isolated.
    Means {
        Cable = "cable" "Network cable pulled",
        Port = "port" "Switch port shut",
        Wireless = "wireless" "Wireless network off",
        Firewall = "firewall" "Cut off at the firewall",
        Agent = "agent" "Isolated by its endpoint agent",
        Account = "account" "Accounts disabled",
        Power = "power" "Switched off",
    }
    /// What a sign is.
    IndicatorKind {
        Address = "address" "Network address",
        Domain = "domain" "Domain",
        Url = "url" "Web address",
        FileHash = "file-hash" "Hash of a file",
        FileName = "file-name" "File name",
        Mail = "mail" "Mail address or subject",
        Account = "account" "Account",
        Other = "other" "Something else",
    }
    /// What a piece of evidence is.
    EvidenceKind {
        DiskImage = "disk-image" "Disk image",
        MemoryImage = "memory-image" "Memory image",
        Log = "log" "Log",
        Message = "message" "Message",
        Screenshot = "screenshot" "Screenshot",
        Device = "device" "The device itself",
        Paper = "paper" "Paper",
    }
    /// What became of a piece of evidence.
    Step {
        Taken = "taken" "Taken",
        HandedOver = "handed-over" "Handed over",
        Returned = "returned" "Returned",
    }
    /// What a written text is.
    TextKind {
        Note = "note" "Note",
        Reason = "reason" "Reason",
        Contact = "contact" "Contact outside",
        Proof = "proof" "Proof",
        Indicator = "indicator" "Sign",
        Evidence = "evidence" "Evidence",
        Lesson = "lesson" "What was learned",
    }
    /// A view of the list.
    View {
        Open = "open" "Open",
        Closed = "closed" "Closed",
    }
}

impl View {
    /// Whether it shows what is closed.
    pub(crate) fn closed(self) -> bool {
        self == Self::Closed
    }
}
