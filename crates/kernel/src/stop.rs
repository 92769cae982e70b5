//! The two ways an act ends without being done. A **refusal** is the user's: a sentence, a citation where the law is the
//! reason, and a way out. A **fault** is ours: a chain of causes for the log and a short id for the user.

use serde::Serialize;
use std::borrow::Cow;

/// A paragraph of law that is the reason for something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// For instance `45 CFR 164.502(e)(1)`.
    pub paragraph: Cow<'static, str>,
    /// What it says, in one plain sentence of our own.
    pub says: Cow<'static, str>,
}

/// The way out of a refusal: what to press and where it leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remedy {
    pub label: Cow<'static, str>,
    /// A path within the house, or nothing when the way out is outside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
}

/// What kind of no it is; each has one HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// 400: cannot be read at all.
    Malformed,
    /// 401: sign in first.
    SignIn,
    /// 403: known, and not permitted.
    Forbidden,
    /// 404: not there, or not within reach, which nobody can tell apart.
    NotFound,
    /// 409: it stands otherwise than the order assumes.
    Conflict,
    /// 413: too large.
    TooLarge,
    /// 422: a field is wrong.
    Invalid,
    /// 429: too often.
    TooOften,
}

impl Status {
    pub fn code(self) -> u16 {
        match self {
            Status::Malformed => 400,
            Status::SignIn => 401,
            Status::Forbidden => 403,
            Status::NotFound => 404,
            Status::Conflict => 409,
            Status::TooLarge => 413,
            Status::Invalid => 422,
            Status::TooOften => 429,
        }
    }
}

/// A no that helps.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Refusal {
    pub status: Status,
    pub sentence: String,
    /// The field that is wrong, as the order names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citation: Option<Citation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<Remedy>,
}

impl Refusal {
    pub fn new(status: Status, sentence: impl Into<String>) -> Self {
        Self { status, sentence: sentence.into(), field: None, citation: None, remedy: None }
    }
    pub fn invalid(field: &str, sentence: impl Into<String>) -> Self {
        Self { field: Some(field.to_owned()), ..Self::new(Status::Invalid, sentence) }
    }
    pub fn conflict(sentence: impl Into<String>) -> Self {
        Self::new(Status::Conflict, sentence)
    }
    pub fn forbidden(sentence: impl Into<String>) -> Self {
        Self::new(Status::Forbidden, sentence)
    }
    /// The one answer for what is not there and for what is not within reach.
    pub fn not_found(what: &str) -> Self {
        Self::new(Status::NotFound, format!("There is no such {what} within your reach."))
    }
    pub fn because(mut self, citation: Citation) -> Self {
        self.citation = Some(citation);
        self
    }
    pub fn remedy(mut self, label: impl Into<Cow<'static, str>>, href: impl Into<Option<String>>) -> Self {
        self.remedy = Some(Remedy { label: label.into(), href: href.into() });
        self
    }
}

/// What went wrong on our side.
#[derive(Debug, thiserror::Error)]
#[error("{0:#}")]
pub struct Fault(pub anyhow::Error);

/// The only two things that cross the door instead of an answer.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    #[error("{}", .0.sentence)]
    Refused(Box<Refusal>),
    #[error("{0}")]
    Failed(Fault),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Stop::Refused(Box::new(refusal))
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Stop::Failed(fault)
    }
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Self {
        Stop::Failed(Fault(error))
    }
}
