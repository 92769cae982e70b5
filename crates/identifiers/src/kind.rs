//! The kinds of identifiers that are looked for, after 45 CFR 164.514(b)(2)(i).

use std::fmt;

/// What a part of a text likely is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// (A) names.
    Name,
    /// (B) geographic subdivisions smaller than a State.
    Address,
    /// (C) elements of dates directly related to an individual: here the date of birth.
    BirthDate,
    /// (C) ages over 89.
    Age,
    /// (D), (E) telephone and fax numbers.
    Phone,
    /// (F) e-mail addresses.
    Email,
    /// (G) social security numbers.
    Ssn,
    /// A taxpayer number of somebody who has no social security number.
    Itin,
    /// (H) medical record numbers.
    RecordNumber,
    /// (I) health plan beneficiary numbers.
    HealthPlan,
    /// (J) account numbers; encounters, accessions and prescriptions are counted among them.
    Account,
    /// (K) certificate and license numbers.
    License,
    /// (M) device identifiers and serial numbers of a patient's own device.
    Device,
}

impl Kind {
    pub const ALL: &'static [Kind] = &[
        Kind::Name,
        Kind::Address,
        Kind::BirthDate,
        Kind::Age,
        Kind::Phone,
        Kind::Email,
        Kind::Ssn,
        Kind::Itin,
        Kind::RecordNumber,
        Kind::HealthPlan,
        Kind::Account,
        Kind::License,
        Kind::Device,
    ];

    /// The word under which it is counted.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Name => "name",
            Kind::Address => "address",
            Kind::BirthDate => "birth-date",
            Kind::Age => "age",
            Kind::Phone => "phone",
            Kind::Email => "email",
            Kind::Ssn => "ssn",
            Kind::Itin => "itin",
            Kind::RecordNumber => "record-number",
            Kind::HealthPlan => "health-plan",
            Kind::Account => "account",
            Kind::License => "license",
            Kind::Device => "device",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }

    /// As it stands on a mask.
    pub fn title(self) -> &'static str {
        match self {
            Kind::Name => "Name",
            Kind::Address => "Address",
            Kind::BirthDate => "Date of birth",
            Kind::Age => "Age",
            Kind::Phone => "Phone",
            Kind::Email => "E-mail",
            Kind::Ssn => "SSN",
            Kind::Itin => "ITIN",
            Kind::RecordNumber => "MRN",
            Kind::HealthPlan => "Health plan number",
            Kind::Account => "Account number",
            Kind::License => "License number",
            Kind::Device => "Device serial",
        }
    }

    /// In a sentence, one or several of it.
    pub fn counted(self, count: usize) -> String {
        let (one, several) = match self {
            Kind::Name => ("a name", "names"),
            Kind::Address => ("an address", "addresses"),
            Kind::BirthDate => ("a date of birth", "dates of birth"),
            Kind::Age => ("an age over 89", "ages over 89"),
            Kind::Phone => ("a phone number", "phone numbers"),
            Kind::Email => ("an e-mail address", "e-mail addresses"),
            Kind::Ssn => ("a social security number", "social security numbers"),
            Kind::Itin => ("a taxpayer number", "taxpayer numbers"),
            Kind::RecordNumber => ("a record number", "record numbers"),
            Kind::HealthPlan => ("a health plan number", "health plan numbers"),
            Kind::Account => ("an account number", "account numbers"),
            Kind::License => ("a license number", "license numbers"),
            Kind::Device => ("a device's serial number", "devices' serial numbers"),
        };
        if count == 1 { one.to_owned() } else { format!("{count} {several}") }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
