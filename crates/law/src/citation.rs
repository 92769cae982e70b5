//! A duty with its paragraph, the days from which it counts, and how well it was checked.

use crate::rule::Rule;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How well a statement was checked when it was written down; the greater, the weaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Against the text of the rule, or against two sources.
    Checked,
    /// Against one secondary source.
    Secondary,
    /// General knowledge; look the paragraph up before relying on it.
    Unverified,
    /// Conflicting or likely to change; always shown as such.
    Uncertain,
}

impl Confidence {
    /// The word for it in an answer to a program: verified, secondary, unverified or uncertain.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Checked => "verified",
            Self::Secondary => "secondary",
            Self::Unverified => "unverified",
            Self::Uncertain => "uncertain",
        }
    }

    /// Writes the word, for `#[serde(serialize_with)]`.
    ///
    /// # Errors
    /// Those of the format that is written.
    pub fn serialize_word<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.word())
    }

    /// What a page says beside the statement; nothing beside what was checked.
    pub fn remark(self) -> Option<&'static str> {
        match self {
            Self::Checked => None,
            Self::Secondary => Some("checked against one secondary source"),
            Self::Unverified => Some("not yet checked against the text"),
            Self::Uncertain => Some("sources disagree, or it may have changed"),
        }
    }
}

/// Whether something is law. What is only proposed has a type of its own, [`crate::ProposalItem`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Law,
    Proposed,
}

/// What the Security Rule calls the paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Standard,
    Required,
    /// To be met where reasonable; otherwise the reason is documented: 164.306(d)(3). Not the same as
    /// optional.
    Addressable,
}

/// The federal rule that brought a duty in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    pub id: String,
    pub title: String,
    /// Where it was published: "78 FR 5566".
    pub register: String,
    pub published: Date,
    /// The effective date.
    pub in_force_since: Date,
    /// The day by which most covered entities had to comply.
    pub comply_by: Date,
    pub confidence: Confidence,
    pub note: Option<String>,
}

/// One duty that is law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    pub id: String,
    /// As it is quoted: "45 CFR 164.502(e)(1)(i)".
    pub paragraph: String,
    pub title: String,
    /// The duty in one plain sentence of our own.
    pub sentence: String,
    /// Only for paragraphs of the Security Rule.
    pub kind: Option<Kind>,
    /// The effective date of the rule that brought the duty in.
    pub in_force_since: Date,
    /// The day by which most covered entities had to comply with it.
    pub comply_by: Date,
    /// The rule that brought it in.
    pub since: &'static Act,
    /// The rule that gave the paragraph its present wording, if a later one did.
    pub amended: Option<&'static Act>,
    pub confidence: Confidence,
    /// The day on which the statement was last looked at.
    pub as_of: Date,
    pub note: Option<String>,
}

impl Citation {
    /// Always law.
    pub const fn status(&self) -> Status {
        Status::Law
    }

    /// Whether the duty was in force on a day.
    pub fn in_force_on(&self, date: Date) -> bool {
        self.in_force_since <= date
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActsFile {
    #[serde(rename = "as_of")]
    _as_of: Date,
    act: Vec<Act>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFile {
    as_of: Date,
    rule: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    paragraph: String,
    title: String,
    sentence: String,
    kind: Option<Kind>,
    since: String,
    amended: Option<String>,
    confidence: Confidence,
    note: Option<String>,
}

const SHIPPED: &str = "the data files are part of the program, and the tests read every one of them";

static ACTS: LazyLock<BTreeMap<String, Act>> = LazyLock::new(|| {
    let file: ActsFile = toml::from_str(include_str!("../data/acts.toml")).expect(SHIPPED);
    file.act.into_iter().map(|act| (act.id.clone(), act)).collect()
});

static CITATIONS: LazyLock<Vec<Citation>> = LazyLock::new(|| {
    let file: RulesFile = toml::from_str(include_str!("../data/rules.toml")).expect(SHIPPED);
    let mut rows: BTreeMap<String, Row> = file.rule.into_iter().map(|row| (row.id.clone(), row)).collect();
    let mut found = |rule: &Rule| rows.remove(rule.id()).expect(SHIPPED);
    Rule::ALL.iter().map(|rule| citation_of(found(rule), file.as_of)).collect()
});

fn citation_of(row: Row, as_of: Date) -> Citation {
    let act = |id: &String| ACTS.get(id).expect(SHIPPED);
    let since = act(&row.since);
    Citation {
        id: row.id,
        paragraph: row.paragraph,
        title: row.title,
        sentence: row.sentence,
        kind: row.kind,
        in_force_since: since.in_force_since,
        comply_by: since.comply_by,
        since,
        amended: row.amended.as_ref().map(act),
        confidence: row.confidence,
        as_of,
        note: row.note,
    }
}

impl Rule {
    /// The rule's paragraph, sentence and dates.
    pub fn citation(self) -> &'static Citation {
        &CITATIONS[self as usize]
    }

    /// The paragraph alone, as it is quoted.
    pub fn paragraph(self) -> &'static str {
        &self.citation().paragraph
    }
}

/// The citation with this id, if there is one.
pub fn find(id: &str) -> Option<&'static Citation> {
    Rule::ALL.iter().find(|rule| rule.id() == id).map(|rule| rule.citation())
}

/// Several paragraphs as one phrase: "45 CFR 164.502(e)(1)(i), 164.504(e)(2) and 164.308(b)(1)".
pub fn cite(rules: &[Rule]) -> String {
    let mut phrase = String::new();
    let mut title_before = "";
    for (place, rule) in rules.iter().enumerate() {
        if place > 0 {
            phrase.push_str(if place + 1 == rules.len() { " and " } else { ", " });
        }
        let paragraph = rule.paragraph();
        match paragraph.split_once(" CFR ") {
            Some((title, rest)) if title == title_before => phrase.push_str(rest),
            Some((title, _)) => {
                title_before = title;
                phrase.push_str(paragraph);
            }
            None => {
                title_before = "";
                phrase.push_str(paragraph);
            }
        }
    }
    phrase
}

/// Every duty that was in force on a day. Proposals are never among them.
pub fn on(date: Date) -> impl Iterator<Item = &'static Citation> {
    CITATIONS.iter().filter(move |citation| citation.in_force_on(date))
}
