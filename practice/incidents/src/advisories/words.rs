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
        Acted = "acted" "Concerns us; it is acted on",
        Watched = "watched" "Concerns us; it is watched",
        Elsewhere = "elsewhere" "Does not concern us",
    }
}
