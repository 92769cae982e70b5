//! The duties that the product cites, by name, and the groups in which it cites them.

use serde::{Deserialize, Serialize};

macro_rules! rules {
    ($($(#[$about:meta])* $name:ident = $id:literal,)*) => {
        /// A duty under HIPAA that the product cites. Stored and shown by its id, which never changes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Rule {
            $($(#[$about])* #[serde(rename = $id)] $name,)*
        }

        impl Rule {
            /// Every rule, in the order of declaration.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The id under which the data files and the ledger know the rule.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }
        }
    };
}

rules! {
    /// 164.502(e)(1)(i): no disclosure to a business associate without assurance.
    AssociateDisclosure = "associate-disclosure",
    /// 164.502(e)(1)(ii): the same between a business associate and its subcontractor.
    SubcontractorDisclosure = "subcontractor-disclosure",
    /// 164.502(e)(2): the assurance in writing.
    AssuranceInWriting = "assurance-in-writing",
    /// 164.504(e)(2): what the agreement must say.
    AgreementContents = "agreement-contents",
    /// 164.504(e)(1)(ii): known violations are cured or end the agreement.
    CureOrTerminate = "cure-or-terminate",
    /// 164.504(e)(1)(iii): the same one tier down.
    SubcontractorCureOrTerminate = "subcontractor-cure-or-terminate",
    /// 164.504(e)(5): what a subcontractor's agreement must say.
    SubcontractorAgreement = "subcontractor-agreement",
    /// 164.308(b)(1): assurance before a business associate handles ePHI.
    AssociateSecurity = "associate-security",
    /// 164.308(b)(2): the same between a business associate and its subcontractor.
    SubcontractorSecurity = "subcontractor-security",
    /// 164.308(b)(3): that assurance in writing.
    WrittenContract = "written-contract",
    /// 164.314(a)(2)(i): the security terms of the agreement.
    AgreementSecurityTerms = "agreement-security-terms",
    /// 164.314(a)(2)(iii): the security terms one tier down.
    SubcontractorSecurityTerms = "subcontractor-security-terms",
    /// 160.103: who is a business associate.
    BusinessAssociate = "business-associate",
    /// 164.308(a)(5)(i): security awareness and training.
    SecurityTraining = "security-training",
    /// 164.530(b): training on privacy policies.
    PrivacyTraining = "privacy-training",
    /// 164.312(a)(2)(ii): emergency access procedure.
    EmergencyAccess = "emergency-access",
    /// 164.312(a)(2)(i): unique user identification.
    UniqueUser = "unique-user",
    /// 164.312(a)(2)(iii): automatic logoff.
    AutomaticLogoff = "automatic-logoff",
    /// 164.312(b): audit controls.
    AuditControls = "audit-controls",
    /// 164.312(c)(1): integrity of ePHI.
    Integrity = "integrity",
    /// 164.312(d): person or entity authentication.
    Authentication = "authentication",
    /// 164.312(a)(2)(iv): encryption of stored ePHI.
    EncryptionAtRest = "encryption-at-rest",
    /// 164.312(e)(2)(ii): encryption of ePHI in transit.
    EncryptionInTransit = "encryption-in-transit",
    /// 164.308(a)(1)(ii)(D): review of logs and access reports.
    ActivityReview = "activity-review",
    /// 164.308(a)(4)(ii)(B): how access is granted.
    AccessAuthorization = "access-authorization",
    /// 164.308(a)(3)(ii)(C): how access ends.
    AccessTermination = "access-termination",
    /// 164.308(a)(5)(ii)(C): monitoring of sign-ins.
    LoginMonitoring = "login-monitoring",
    /// 164.308(a)(6)(ii): response to and reporting of incidents.
    IncidentResponse = "incident-response",
    /// 164.306(d)(3): what addressable means.
    Addressable = "addressable",
    /// 164.316(b)(2)(i): six years for security documentation.
    RetentionSecurity = "retention-security",
    /// 164.530(j)(2): six years for privacy documentation.
    RetentionPrivacy = "retention-privacy",
    /// 164.502(b): minimum necessary.
    MinimumNecessary = "minimum-necessary",
    /// 164.402: what a breach is.
    BreachDefinition = "breach",
    /// 164.404(a)(2): discovery by a covered entity.
    BreachDiscovery = "breach-discovery",
    /// 164.404(b): notice to individuals in time.
    BreachIndividuals = "breach-individuals",
    /// 164.404(c): what a notice says.
    BreachContent = "breach-content",
    /// 164.404(d)(1): how individuals are told.
    BreachMethod = "breach-method",
    /// 164.404(d)(2)(i): substitute notice for fewer than 10.
    BreachSubstituteFew = "breach-substitute-few",
    /// 164.404(d)(2)(ii): substitute notice for 10 or more.
    BreachSubstituteMany = "breach-substitute-many",
    /// 164.404(d)(3): urgent notice.
    BreachUrgent = "breach-urgent",
    /// 164.406: notice to the media.
    BreachMedia = "breach-media",
    /// 164.408(b): notice to HHS of 500 or more.
    BreachHhsLarge = "breach-hhs-large",
    /// 164.408(c): notice to HHS of fewer than 500.
    BreachHhsSmall = "breach-hhs-small",
    /// 164.410(a)(2): discovery by a business associate.
    BreachAssociateDiscovery = "breach-associate-discovery",
    /// 164.410(b): notice by a business associate.
    BreachAssociate = "breach-associate",
    /// 164.410(c): what a business associate passes on.
    BreachAssociateContent = "breach-associate-content",
    /// 164.412(a): delay for law enforcement, in writing.
    DelayWritten = "delay-written",
    /// 164.412(b): delay for law enforcement, by word of mouth.
    DelayOral = "delay-oral",
    /// 164.414(a): administrative duties about breaches.
    BreachAdministrative = "breach-duties",
    /// 164.414(b): burden of proof.
    BreachBurden = "breach-burden",
}

impl Rule {
    /// Why nobody touches ePHI before a business associate agreement is in force.
    pub const AGREEMENT_GATE: &[Self] = &[
        Self::AssociateDisclosure,
        Self::AgreementContents,
        Self::AssociateSecurity,
        Self::AgreementSecurityTerms,
    ];

    /// Why every tier of subcontractors needs an agreement of its own.
    pub const SUBCONTRACTOR_CHAIN: &[Self] = &[
        Self::SubcontractorDisclosure,
        Self::SubcontractorAgreement,
        Self::SubcontractorSecurity,
        Self::SubcontractorSecurityTerms,
    ];

    /// Why people are trained before they work with ePHI.
    pub const TRAINING: &[Self] = &[Self::SecurityTraining, Self::PrivacyTraining];

    /// Why required documentation is kept for six years.
    pub const RETENTION: &[Self] = &[Self::RetentionSecurity, Self::RetentionPrivacy];
}
