//! The vocabulary of letters that come in: what they are, what became of them, and why one was set aside.

store::kinds! {
    /// How letters get from a mailbox to the desk.
    Way {
        Imap = "imap" "Fetched by IMAP"
        , Piped = "piped" "Handed over by the mail server",
    }
    /// How the line to an IMAP server is kept private.
    ImapTls {
        Tls = "tls" "TLS from the first byte",
        StartTls = "starttls" "Plain at first, then TLS",
        /// Only to a server on this very machine.
        None = "none" "None, on this machine only",
    }
    /// What is done with a letter of somebody whom nobody knows.
    Unknown {
        Hold = "hold" "Set aside for somebody to look at",
        Open = "open" "Open a ticket, marked as from an unverified sender",
    }
    /// What a letter is.
    LetterKind {
        Person = "person" "A person's letter",
        Calendar = "calendar" "An invitation",
        Bounce = "bounce" "A letter of ours came back",
        AutoReply = "auto-reply" "An automatic answer",
        Generated = "generated" "Sent by a machine",
        List = "list" "A list or mass mail",
        Disposition = "disposition" "A receipt that a letter was read",
        Complaint = "complaint" "A complaint about a letter",
        Unreadable = "unreadable" "Cannot be read",
    }
    /// Whether the receiving server could confirm the sender.
    Sender {
        Confirmed = "confirmed" "Sender confirmed",
        Unverified = "unverified" "Sender not verified",
        Failed = "failed" "Sender's checks failed",
    }
    /// How a letter found its ticket.
    Joined {
        Reference = "reference" "by the signed reference of a letter of ours",
        Answered = "answered" "by the letter that it answers",
        Number = "number" "by the number in its subject",
        Hand = "hand" "by hand",
    }
    /// What became of a letter.
    Outcome {
        Opened = "opened" "Opened a ticket",
        Added = "added" "Added to a ticket",
        /// On a ticket, and it changed nothing there.
        Noted = "noted" "Noted on a ticket",
        Held = "held" "Set aside",
    }
    /// Why a letter was set aside.
    Reason {
        Unreadable = "unreadable" "it cannot be taken apart within the limits",
        UnknownSender = "unknown-sender" "nobody knows its sender",
        UnverifiedSender = "unverified-sender" "nobody confirmed that it is from the address that stands in it",
        FailedChecks = "failed-checks" "the checks of its sender failed",
        NotServed = "not-served" "its sender works for an organization that this mailbox does not serve",
        Machine = "machine" "a machine wrote it, and it answers nothing",
        OwnLetter = "own-letter" "it is a letter of this house itself",
        NoOrganization = "no-organization" "it cannot be told which organization it is for",
        Empty = "empty" "nothing is written in it",
    }
    /// Why a letter was put away without a ticket.
    Discard {
        Spam = "spam" "Unwanted mail or an attack",
        NotOurs = "not-ours" "Not for the desk",
        DoneOtherwise = "done-otherwise" "Taken care of in another way",
        Machine = "machine" "A machine's letter of no use",
    }
}

impl From<wire::mail::Kind> for LetterKind {
    fn from(kind: wire::mail::Kind) -> Self {
        use wire::mail::Kind;
        match kind {
            Kind::Person => Self::Person,
            Kind::Calendar => Self::Calendar,
            Kind::Bounce => Self::Bounce,
            Kind::AutoReply => Self::AutoReply,
            Kind::Generated => Self::Generated,
            Kind::List => Self::List,
            Kind::Disposition => Self::Disposition,
            Kind::Complaint => Self::Complaint,
        }
    }
}

impl LetterKind {
    /// Whether somebody sat down and wrote it. What a machine wrote never opens a ticket, and never opens one again.
    pub fn is_written(self) -> bool {
        matches!(self, Self::Person | Self::Calendar)
    }
}

impl From<wire::mail::Verdict> for Sender {
    fn from(verdict: wire::mail::Verdict) -> Self {
        match verdict {
            wire::mail::Verdict::Confirmed => Self::Confirmed,
            wire::mail::Verdict::Failed => Self::Failed,
            wire::mail::Verdict::Unknown => Self::Unverified,
        }
    }
}
