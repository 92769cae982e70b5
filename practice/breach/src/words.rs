//! The vocabulary of breaches, in the words of 45 CFR 164.400 to 164.414.

use law::breach as rule;

store::kinds! {
    /// On whom the duties fall.
    EntityKind {
        CoveredEntity = "covered-entity" "Covered entity",
        BusinessAssociate = "business-associate" "Business associate, independent",
        AssociateAsAgent = "associate-as-agent" "Business associate, agent of the covered entity",
    }
    /// How it came about, in the words of HHS's list.
    Cause {
        Hacking = "hacking" "Hacking/IT Incident",
        Disposal = "disposal" "Improper Disposal",
        Loss = "loss" "Loss",
        Theft = "theft" "Theft",
        Disclosure = "disclosure" "Unauthorized Access/Disclosure",
    }
    /// Where the information was, in the words of HHS's list.
    Medium {
        Desktop = "desktop" "Desktop Computer",
        Record = "record" "Electronic Medical Record",
        Mail = "mail" "Email",
        Laptop = "laptop" "Laptop",
        Server = "server" "Network Server",
        Portable = "portable" "Other Portable Electronic Device",
        Paper = "paper" "Paper/Films",
        Other = "other" "Other",
    }
    /// Who knew.
    KnowerKind {
        Workforce = "workforce" "Somebody of the workforce",
        Agent = "agent" "An agent",
        Wrongdoer = "wrongdoer" "Whoever did it: does not count",
        AssociateAsAgent = "associate-as-agent" "A business associate that is an agent",
        IndependentAssociate = "independent-associate" "A business associate that is an independent contractor",
    }
    /// How the information was protected.
    ProtectionKind {
        None = "none" "Not at all, or by a password",
        Redaction = "redaction" "By redaction, which does not count",
        EncryptedAtRest = "encrypted-at-rest" "Encrypted at rest (NIST SP 800-111)",
        EncryptedInMotion = "encrypted-in-motion" "Encrypted in motion (NIST SP 800-52, 77, 113)",
        PaperDestroyed = "paper-destroyed" "Paper shredded or destroyed",
        MediaDestroyed = "media-destroyed" "Media cleared, purged or destroyed (NIST SP 800-88)",
    }
    /// The four factors of 164.402.
    FactorWord {
        NatureAndExtent = "nature-and-extent" "What information it was",
        Who = "who" "Who used it or got it",
        AcquiredOrViewed = "acquired-or-viewed" "Whether it was acquired or viewed",
        Mitigated = "mitigated" "How far the risk was mitigated",
    }
    /// What was found about a factor.
    Weight {
        SpeaksForLow = "speaks-for-low" "Speaks for a low probability of compromise",
        SpeaksAgainst = "speaks-against" "Speaks against it",
    }
    /// The three exceptions.
    ExceptionWord {
        GoodFaithAccess = "good-faith-access" "Unintentional access in good faith",
        InadvertentDisclosure = "inadvertent-disclosure" "Inadvertent disclosure between authorized persons",
        NotRetained = "not-retained" "The recipient could not have kept it",
    }
    /// What somebody with the duty concluded.
    Conclusion {
        Breach = "breach" "It is a breach: notify",
        Secured = "secured" "The information was secured",
        Excepted = "excepted" "An exception holds",
        LowProbability = "low-probability" "Low probability of compromise",
        Permitted = "permitted" "The use or disclosure was permitted",
    }
    /// How it stands.
    State {
        /// Nobody has concluded anything; it is presumed a breach and every clock runs.
        Weighing = "weighing" "Presumed a breach, being weighed",
        NoBreach = "no-breach" "No breach",
        Telling = "telling" "A breach: those concerned are being told",
        Told = "told" "A breach: everybody was told",
    }
    /// How an official asked for delay.
    DelayForm {
        Written = "written" "In writing, with a time",
        Oral = "oral" "By word of mouth: 30 days at most",
    }
    /// By what somebody was told.
    Means {
        FirstClass = "first-class" "First-class mail",
        Electronic = "electronic" "Electronic mail, agreed to",
        Substitute = "substitute" "Substitute notice",
        Telephone = "telephone" "Telephone",
        Press = "press" "Press release",
        Portal = "portal" "Portal of the authority",
        Letter = "letter" "Letter",
    }
    /// What a written text is.
    TextKind {
        Story = "story" "What is known",
        Protection = "protection" "How it was protected",
        Factor = "factor" "Facts of a factor",
        Exception = "exception" "Facts of an exception",
        Knowledge = "knowledge" "Who knew",
        Conclusion = "conclusion" "Reasons of the conclusion",
        Delay = "delay" "The official's statement",
        Evidence = "evidence" "Evidence of a notice",
        Aside = "aside" "Why a duty does not apply",
        Notice = "notice" "What the notice says",
        Letterhead = "letterhead" "Who signs and sends",
        Filing = "filing" "What the portal of HHS asks",
    }
    /// Whom a letter addresses: 45 CFR 164.404(d)(1).
    AddresseeKind {
        Individual = "individual" "The individual",
        Representative = "representative" "Parent or personal representative",
        NextOfKin = "next-of-kin" "Next of kin of somebody who died",
    }
    /// How the letter to somebody stands.
    LetterState {
        Mail = "mail" "Waits for first-class mail",
        Email = "email" "Waits for electronic mail, agreed to",
        Nowhere = "nowhere" "No usable address",
        Sent = "sent" "Sent",
        Returned = "returned" "Came back",
        KinUnknown = "kin-unknown" "Next of kin without a usable address",
        Off = "off" "Taken off the list",
    }
    /// The way that waiting letters take.
    LetterWay {
        Mail = "mail" "First-class mail",
        Email = "email" "Electronic mail, agreed to",
    }
    /// What a filer is, in the words of HHS's portal.
    FilerKind {
        Provider = "provider" "Healthcare Provider",
        Plan = "plan" "Health Plan",
        Clearinghouse = "clearinghouse" "Healthcare Clearing House",
    }
    /// Kinds of information, in the words of HHS's portal.
    PhiKind {
        Clinical = "clinical" "Clinical",
        Demographic = "demographic" "Demographic",
        Financial = "financial" "Financial",
        Other = "other" "Other",
    }
    /// A view of the list.
    View {
        Open = "open" "Open",
        Closed = "closed" "Closed",
    }
}

impl State {
    pub(crate) fn closed(self) -> bool {
        matches!(self, Self::NoBreach | Self::Told)
    }
}

impl LetterWay {
    pub(crate) fn waiting(self) -> LetterState {
        match self {
            Self::Mail => LetterState::Mail,
            Self::Email => LetterState::Email,
        }
    }

    pub(crate) fn means(self) -> Means {
        match self {
            Self::Mail => Means::FirstClass,
            Self::Email => Means::Electronic,
        }
    }
}

impl EntityKind {
    pub(crate) fn rule(self) -> rule::Entity {
        match self {
            Self::CoveredEntity => rule::Entity::CoveredEntity,
            Self::BusinessAssociate => rule::Entity::BusinessAssociate { agent: false },
            Self::AssociateAsAgent => rule::Entity::BusinessAssociate { agent: true },
        }
    }
}

impl KnowerKind {
    pub(crate) fn rule(self) -> rule::Knower {
        match self {
            Self::Workforce => rule::Knower::Workforce,
            Self::Agent => rule::Knower::Agent,
            Self::Wrongdoer => rule::Knower::Wrongdoer,
            Self::AssociateAsAgent => rule::Knower::AssociateAsAgent,
            Self::IndependentAssociate => rule::Knower::IndependentAssociate,
        }
    }
}

impl ProtectionKind {
    pub(crate) fn rule(self, key_is_safe: bool) -> rule::Protection {
        let named = |harbour| rule::Protection::Named { harbour, key_is_safe };
        match self {
            Self::None => rule::Protection::None,
            Self::Redaction => rule::Protection::Redaction,
            Self::EncryptedAtRest => named(rule::HarbourKind::EncryptedAtRest),
            Self::EncryptedInMotion => named(rule::HarbourKind::EncryptedInMotion),
            Self::PaperDestroyed => named(rule::HarbourKind::PaperDestroyed),
            Self::MediaDestroyed => named(rule::HarbourKind::MediaDestroyed),
        }
    }
}

impl FactorWord {
    pub(crate) fn rule(self) -> rule::FactorKind {
        match self {
            Self::NatureAndExtent => rule::FactorKind::NatureAndExtent,
            Self::Who => rule::FactorKind::Who,
            Self::AcquiredOrViewed => rule::FactorKind::AcquiredOrViewed,
            Self::Mitigated => rule::FactorKind::Mitigated,
        }
    }
}

impl Weight {
    pub(crate) fn rule(self) -> rule::Weighed {
        match self {
            Self::SpeaksForLow => rule::Weighed::SpeaksForLow,
            Self::SpeaksAgainst => rule::Weighed::SpeaksAgainst,
        }
    }
}

impl ExceptionWord {
    pub(crate) fn rule(self) -> rule::ExceptionKind {
        match self {
            Self::GoodFaithAccess => rule::ExceptionKind::GoodFaithAccess,
            Self::InadvertentDisclosure => rule::ExceptionKind::InadvertentDisclosure,
            Self::NotRetained => rule::ExceptionKind::NotRetained,
        }
    }

    /// The exception as the rule has it.
    pub(crate) fn row(self) -> Option<&'static rule::Exception> {
        rule::exceptions().iter().find(|e| e.kind == self.rule())
    }
}
