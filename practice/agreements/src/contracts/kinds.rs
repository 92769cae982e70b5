//! The words of a service contract: what the provider undertakes, who and when is covered, how it is billed, and how it
//! stands.

store::kinds! {
    /// What the provider undertakes.
    ContractKind {
        /// The provider looks after everything that is covered.
        Managed = "managed" "Managed",
        /// The client's own IT and the provider share the work; tickets are handed over.
        CoManaged = "co-managed" "Co-managed",
        /// Nothing is covered: each piece of work is billed, after the client said yes to its rate.
        BreakFix = "break-fix" "Break-fix",
    }
    /// What was done with a contract. Whether it runs is computed from its days.
    ContractState {
        Draft = "draft" "Draft",
        /// Agreed with the client.
        Active = "active" "Active",
        /// Given up before it was agreed.
        Dropped = "dropped" "Dropped",
    }
    /// How a contract stands at a moment.
    ContractShown {
        Draft = "draft" "draft",
        Waits = "waits" "agreed, waits for its first day",
        Active = "active" "active",
        /// It ends within its time of notice.
        Ending = "ending" "ending",
        Ended = "ended" "ended",
    }
    /// Whose trouble is covered.
    CoveredPeople {
        Everyone = "everyone" "Everyone who works there",
        /// As many people as were agreed.
        Number = "number" "An agreed number of people",
        Chosen = "chosen" "Certain departments or roles",
    }
    /// When work is covered.
    CoveredHours {
        Always = "always" "Around the clock",
        /// The opening hours of the place where the trouble is.
        Business = "business" "The opening hours of each location",
        Named = "named" "Hours of their own",
    }
    /// How a month is billed.
    BillingModel {
        PerUser = "per-user" "Per user",
        PerDevice = "per-device" "Per device",
        Flat = "flat" "Flat",
        /// A block of hours that is used up.
        Block = "block" "Block of hours",
    }
}
