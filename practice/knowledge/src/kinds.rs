//! The vocabulary of the knowledge base.

store::kinds! {
    /// How an article stands.
    ArticleState {
        Draft = "draft" "Draft",
        Published = "published" "Published",
        Retired = "retired" "Retired",
    }
    /// Who reads it once it is published.
    Audience {
        Desk = "desk" "Our own desk",
        Client = "client" "One client's people, and our desk",
        Everybody = "everybody" "Everybody we serve, and our own people",
    }
    /// For which trouble it is; the words are those of the desk.
    Trouble {
        CannotWork = "cannot-work" "Cannot work",
        Slow = "slow" "Too slow",
        BrokenDevice = "broken-device" "Broken device",
        Access = "access" "Access or password",
        Printing = "printing" "Printing or labels",
        Phone = "phone" "Phone or nurse call",
        Ehr = "ehr" "Patient record system",
        Network = "network" "Network or wireless",
        Suspicious = "suspicious" "Something suspicious",
        Question = "question" "A question",
    }
}
