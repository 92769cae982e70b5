//! The vocabulary of advisories.

store::kinds! {
    /// Who warns.
    AdvisorySource {
        Hc3 = "hc3" "HC3 (HHS)",
        Cisa = "cisa" "CISA",
        Vendor = "vendor" "A vendor",
        Other = "other" "Somebody else",
    }
    /// What the file is.
    Format {
        Csaf = "csaf" "CSAF",
        Pdf = "pdf" "PDF",
        Text = "text" "Text",
        Other = "other" "A file that nobody here can read",
    }
    /// What somebody made of it.
    Verdict {
        /// It concerns us, and it is acted on.
        Acted = "acted" "Concerns us; it is acted on",
        /// It concerns us, and it is watched.
        Watched = "watched" "Concerns us; it is watched",
        /// It does not concern us.
        Elsewhere = "elsewhere" "Does not concern us",
    }
}
