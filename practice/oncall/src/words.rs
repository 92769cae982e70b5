//! The vocabulary of being on call.

store::kinds! {
    /// How often the turn passes on.
    Every {
        /// Never: everybody of the layer is on call together.
        Together = "together" "Everybody together",
        Hourly = "hourly" "Hour by hour",
        Daily = "daily" "Day by day",
        Weekly = "weekly" "Week by week",
        /// On the same day of each month; on its last day where it has no such day.
        Monthly = "monthly" "Month by month",
    }
    /// What an override does.
    OverrideKind {
        /// One answers wherever the other would have; where the other is not on call, nobody is added.
        Instead = "instead" "Stands in for somebody",
        Besides = "besides" "Is on call as well",
        Away = "away" "Is away",
        /// Whatever the layers say.
        Alone = "alone" "Is on call alone",
    }
    /// How a swap stands.
    SwapState {
        Asked = "asked" "waits for an answer",
        Accepted = "accepted" "accepted",
        Declined = "declined" "declined",
        Withdrawn = "withdrawn" "withdrawn",
    }
}

store::kinds! {
    /// From when a step's minutes count.
    StepBegins {
        AfterOpened = "after-opened" "after it was opened",
        BeforeDue = "before-due" "before the promise is due",
        AfterDue = "after-due" "after the promise was due",
    }
    /// Whom a step tells.
    Target {
        Assignee = "assignee" "Whoever has the ticket",
        Person = "person" "One person",
        Role = "role" "Everybody with a role",
        /// In a co-managed contract.
        ClientRole = "client-role" "The client's own staff with a role",
        Rota = "rota" "Whoever is on call by a rota",
        Tier = "tier" "A tier of the desk",
    }
    /// Whether steps may be carried out while the place is closed.
    AfterHours {
        Continue = "continue" "Steps are carried out at any hour",
        Hold = "hold" "Steps wait for the next opening",
        WorkingTime = "working-time" "The wait for a step is counted in opening hours",
    }
    /// What becomes of escalations that run when a policy changes.
    OnChange {
        Keep = "keep" "Running escalations keep the steps they began with",
        Adopt = "adopt" "Running escalations go on by the new steps",
    }
    /// How an escalation stands.
    RunState {
        Running = "running" "running",
        Answered = "answered" "somebody has answered",
        Exhausted = "exhausted" "all steps were carried out",
        Ended = "ended" "over",
    }
    /// Why somebody lets it rest for a while.
    SnoozeReason {
        Working = "working" "I am working on it",
        Vendor = "vendor" "A vendor is working on it",
        Window = "window" "It waits for a maintenance window",
        NotUrgent = "not-urgent" "It is not urgent before then",
    }
}
