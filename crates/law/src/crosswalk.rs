//! Where other frameworks and rules meet the Security Rule. A join of our own is marked as such: it helps to find the place, and
//! is no evidence that one is met because the other is.

use crate::citation::Confidence;
use crate::safeguards::{Safeguard, find_safeguard};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// A framework or a rule beside HIPAA.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Framework {
    pub id: String,
    pub title: String,
    pub edition: String,
    /// How well its items were checked.
    pub confidence: Confidence,
    pub mapping: Mapping,
    pub note: Option<String>,
    #[serde(rename = "item")]
    pub items: Vec<FrameworkItem>,
}

/// Whose join it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mapping {
    /// The publication places the item under a standard of the Security Rule.
    Published,
    /// Our own reading.
    Own,
}

impl Mapping {
    /// What a page says beside the join.
    pub const fn remark(self) -> &'static str {
        match self {
            Self::Published => "as the publication places it",
            Self::Own => "our own mapping, not an official one",
        }
    }
}

/// One thing that a framework names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameworkItem {
    pub id: String,
    pub title: String,
    /// The paragraphs of the Security Rule that it meets: "164.312(d)".
    #[serde(default)]
    pub over: Vec<String>,
    /// Where it stands, for a rule.
    pub citation: Option<String>,
    confidence: Option<Confidence>,
}

impl FrameworkItem {
    /// How well it was checked.
    pub fn confidence(&self, of: &Framework) -> Confidence {
        self.confidence.unwrap_or(of.confidence)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "as_of")]
    _as_of: Date,
    framework: Vec<Framework>,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/crosswalks.toml"))
        .expect("the data file is part of the program, and a test reads it")
});

/// Every framework.
pub fn frameworks() -> &'static [Framework] {
    &FILE.framework
}

/// The framework with this id.
pub fn framework(id: &str) -> Option<&'static Framework> {
    frameworks().iter().find(|framework| framework.id == id)
}

/// What meets a paragraph of the Security Rule, however that is written.
pub fn meets(paragraph: &str) -> impl Iterator<Item = (&'static Framework, &'static FrameworkItem)> {
    let row = find_safeguard(paragraph);
    let all =
        frameworks().iter().flat_map(|framework| framework.items.iter().map(move |item| (framework, item)));
    all.filter(move |(_, item)| row.is_some_and(|row| item.over.contains(&row.paragraph)))
}

/// The paragraphs that no item of a framework meets: what it leaves open.
pub fn unmet(framework: &'static Framework) -> impl Iterator<Item = &'static Safeguard> {
    crate::safeguards::safeguards().filter(|row| {
        let standard = &row.standard().paragraph;
        let met = |item: &FrameworkItem| item.over.contains(&row.paragraph) || item.over.contains(standard);
        !framework.items.iter().any(met)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use crate::safeguards::safeguards;
    use std::collections::BTreeSet;

    #[test]
    fn every_join_ends_at_a_paragraph_that_there_is() {
        let ids: Vec<&str> = frameworks().iter().map(|f| f.id.as_str()).collect();
        let expected =
            ["sp800-66", "csf", "hicp", "hph-cpg", "pci-dss", "ferpa", "cms-cop", "information-blocking"];
        assert_eq!(ids, expected);
        for framework in frameworks() {
            let distinct: BTreeSet<&str> = framework.items.iter().map(|item| item.id.as_str()).collect();
            assert_eq!(distinct.len(), framework.items.len(), "{}", framework.id);
            for item in &framework.items {
                let found =
                    item.over.iter().filter(|p| find_safeguard(p).is_some_and(|row| row.paragraph == **p));
                assert_eq!(found.count(), item.over.len(), "{} {}", framework.id, item.id);
                assert!(item.citation.is_some() || !item.over.is_empty(), "{} {}", framework.id, item.id);
            }
        }
        assert!(framework("csf").is_some() && framework("iso").is_none());
    }

    #[test]
    fn only_what_a_publication_says_itself_is_not_our_own() {
        let own = |f: &&Framework| f.mapping == Mapping::Own;
        assert_eq!(frameworks().iter().filter(own).count(), 7);
        assert_eq!(framework("sp800-66").map(|f| f.mapping), Some(Mapping::Published));
        assert!(Mapping::Own.remark().contains("our own"));
    }

    #[test]
    fn the_cybersecurity_framework_has_its_counts() {
        let csf = framework("csf").unwrap();
        let count = |function: &str| -> (usize, u32) {
            let of = csf.items.iter().filter(|item| item.id.starts_with(function));
            let number = |title: &str| title.rsplit(['(', ')']).nth(1).unwrap().parse::<u32>().unwrap();
            of.fold((0, 0), |(n, sum), item| (n + 1, sum + number(&item.title)))
        };
        let by_function = ["GV", "ID", "PR", "DE", "RS", "RC"].map(count);
        assert_eq!(by_function, [(6, 31), (3, 21), (5, 22), (2, 11), (4, 13), (2, 8)]);
        assert_eq!(by_function.iter().map(|(_, n)| n).sum::<u32>(), 106);
    }

    #[test]
    fn every_standard_has_key_activities() {
        let activities = framework("sp800-66").unwrap();
        assert_eq!(activities.items.len(), 104);
        for standard in safeguards().filter(|row| row.kind == Kind::Standard) {
            assert!(meets(&standard.paragraph).any(|(f, _)| f.id == "sp800-66"), "{}", standard.paragraph);
        }
        assert_eq!(unmet(activities).count(), 0);
        assert!(unmet(framework("ferpa").unwrap()).count() == 68);
        assert_eq!(framework("hicp").unwrap().items.len(), 10);
        assert_eq!(framework("hph-cpg").unwrap().items.len(), 20);
        assert_eq!(framework("pci-dss").unwrap().items.len(), 12);
        assert_eq!(framework("information-blocking").unwrap().items.len(), 10);
        let goal = &framework("hph-cpg").unwrap();
        let of = |n: usize| goal.items[n].confidence(goal);
        assert_eq!((of(0), of(10)), (Confidence::Secondary, Confidence::Unverified));
        assert_eq!(meets("45 CFR 164.999").count(), 0);
    }
}
