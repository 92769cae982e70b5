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
