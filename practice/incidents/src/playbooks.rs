//! Playbooks: what is to be done for each kind of incident, in which order and by when. They are files of data; declaring
//! an incident makes their tasks.

use crate::words::{IncidentKind, IncidentRole, Phase, Severity};
use serde::Deserialize;
use std::sync::LazyLock;

/// A playbook.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Playbook {
    pub kind: IncidentKind,
    /// How bad such an incident is until somebody says otherwise.
    pub severity: Severity,
    /// By what one recognizes it.
    pub begins: String,
    /// The paragraphs that it answers to.
    pub sources: String,
    /// What an advisory says that is about such incidents: words, families of ransomware, kinds of devices; small letters.
    pub warned_by: Vec<String>,
    #[serde(rename = "task")]
    pub tasks: Vec<PlannedTask>,
}

/// A task of a playbook.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedTask {
    pub phase: Phase,
    pub title: String,
    /// Within how many minutes from the declaration; nothing where it depends.
    pub minutes: Option<u32>,
    /// Whose it is.
    pub role: Option<IncidentRole>,
}

/// In this order an advisory is held against them: what endangers more comes first.
const FILES: [&str; 7] = [
    include_str!("../data/ransomware.toml"),
    include_str!("../data/device-compromise.toml"),
    include_str!("../data/vendor-breach.toml"),
    include_str!("../data/ehr-outage.toml"),
    include_str!("../data/insider-snooping.toml"),
    include_str!("../data/lost-device.toml"),
    include_str!("../data/misdirected-mail.toml"),
];

static ALL: LazyLock<Vec<Playbook>> = LazyLock::new(|| {
    let read = |text: &&str| {
        toml::from_str(text).expect("the data files are part of the program, and a test reads them")
    };
    FILES.iter().map(read).collect()
});

/// Every playbook.
pub fn playbooks() -> &'static [Playbook] {
    &ALL
}

/// The playbook of a kind of incident.
pub fn playbook(kind: IncidentKind) -> &'static Playbook {
    ALL.iter().find(|book| book.kind == kind).expect("a test holds that every kind has its playbook")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_one_playbook_that_ends_with_what_was_learned() {
        assert_eq!(playbooks().len(), IncidentKind::ALL.len());
        for kind in IncidentKind::ALL {
            let book = playbook(*kind);
            assert!(book.tasks.len() >= 5 && book.sources.contains("CFR"), "{}", kind.word());
            assert_eq!(book.tasks.last().unwrap().phase, Phase::Learn);
            assert!(
                book.tasks.iter().all(|t| t.title.len() < 120 && t.minutes != Some(0)),
                "{}",
                kind.word()
            );
        }
        let words: Vec<&String> = playbooks().iter().flat_map(|b| &b.warned_by).collect();
        let distinct: std::collections::BTreeSet<&&String> = words.iter().collect();
        assert_eq!(distinct.len(), words.len(), "a word is about one kind");
        assert!(words.iter().all(|w| **w == w.to_lowercase() && w.len() > 2));
        let first = &playbook(IncidentKind::Ransomware).tasks[0];
        assert_eq!((first.phase, first.minutes), (Phase::Contain, Some(30)));
    }
}
