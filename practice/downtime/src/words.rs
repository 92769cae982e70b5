//! The vocabulary of downtime: what can be down, by which means a department works meanwhile, and how a downtime stands.

store::kinds! {
    /// What is down, or what a procedure is for.
    Covers {
        Ehr = "ehr" "Patient record system",
        Network = "network" "Network",
        Phones = "phones" "Telephones and nurse call",
        Power = "power" "Power",
        Laboratory = "laboratory" "Laboratory",
        Imaging = "imaging" "Imaging",
        Pharmacy = "pharmacy" "Pharmacy and medication cabinets",
        Everything = "everything" "Everything electronic",
    }
    /// How a department works while something is down: the first of these that still works.
    Level {
        Normal = "normal" "As usual",
        ReadOnly = "read-only" "Read-only copy",
        Viewer = "viewer" "Web viewer",
        Workstation = "workstation" "Downtime workstation",
        Paper = "paper" "Paper",
    }
    /// Whether it was planned.
    Kind {
        Planned = "planned" "Planned",
        Unplanned = "unplanned" "Unplanned",
    }
    /// How a downtime stands.
    State {
        Planned = "planned" "Planned",
        Active = "active" "Down now",
        Reconciling = "reconciling" "Back; paper is entered",
        Closed = "closed" "Closed",
        Cancelled = "cancelled" "Cancelled",
    }
    /// Where the time for a system's recovery comes from.
    Basis {
        Asset = "asset" "The recovery time that was set for this system",
        Contract = "contract" "The recovery time that its contract sets",
        Location = "location" "The recovery time of its location",
        Organization = "organization" "The recovery time of its organization",
        ClinicalCritical = "clinical-critical" "What this house takes for a clinical, critical system: 4 h",
        Clinical = "clinical" "What this house takes for a clinical system: 8 h",
        Administrative = "administrative" "What this house takes for an administrative system: 24 h",
        Window = "window" "The window that was announced",
    }
    /// Why a number no longer counts.
    VoidReason {
        NotNeeded = "not-needed" "Not needed: the system came back",
        Spoiled = "spoiled" "Spoiled while it was filled in",
        Misprinted = "misprinted" "Misprinted",
        Lost = "lost" "Cannot be found",
        OldPack = "old-pack" "The pack was replaced",
    }
    /// How a drill was held.
    DrillKind {
        Tabletop = "tabletop" "At a table",
        Walkthrough = "walkthrough" "Walked through on the ward",
        Functional = "functional" "One part in earnest",
        FullScale = "full-scale" "The whole in earnest",
    }
    /// What keeps a workstation running when the power fails.
    Outlet {
        Battery = "battery" "Battery (UPS)",
        Generator = "generator" "Generator outlet",
        Both = "both" "Battery and generator outlet",
        Ordinary = "ordinary" "Ordinary outlet",
    }
    /// A view of the list of downtimes.
    View {
        Open = "open" "Open",
        Past = "past" "Past",
    }
}
