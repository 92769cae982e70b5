//! What an advisory is about: the vulnerabilities that it names by number, and which playbook it speaks to. A playbook says
//! itself which words those are (`warned_by`); the title counts first, then what the publisher numbers as medical, then the
//! products, and last the text, in which a word must stand at least twice.

use super::read::Told;
use crate::playbooks::playbooks;
use crate::words::IncidentKind;
use std::collections::BTreeSet;

/// The most vulnerabilities of one advisory that are kept.
const MOST_CVES: usize = 200;
/// In a text a word stands so often before it says what the text is about.
const IN_TEXT: usize = 2;

/// How often `words` stands in `text` as words of their own; both in small letters.
fn times(text: &str, words: &str) -> usize {
    let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let found = text.match_indices(words);
    found
        .filter(|(at, _)| {
            free(text[..*at].chars().next_back()) && free(text[at + words.len()..].chars().next())
        })
        .count()
}

/// Whether `words` stands in `text` as words of their own, not within a longer one; both in small letters.
pub fn stands_in(text: &str, words: &str) -> bool {
    !words.is_empty() && times(text, words) > 0
}

/// The vulnerabilities that a text names: `CVE-2026-12345`, each once, at most 200.
pub(super) fn cves(text: &str) -> Vec<String> {
    let mut found = BTreeSet::new();
    let bytes = text.as_bytes();
    let digits = |at: usize, most: usize| {
        let from = bytes.get(at..).unwrap_or_default();
        from.iter().take(most).take_while(|b| b.is_ascii_digit()).count()
    };
    for at in 0..bytes.len().saturating_sub(8) {
        let begins = bytes[at..at + 4].eq_ignore_ascii_case(b"cve-");
        let whole = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        if !begins || !whole || digits(at + 4, 5) != 4 || bytes.get(at + 8) != Some(&b'-') {
            continue;
        }
        let number = digits(at + 9, 20);
        if (4..20).contains(&number) && found.len() < MOST_CVES {
            found.insert(text[at..at + 9 + number].to_ascii_uppercase());
        }
    }
    found.into_iter().collect()
}

/// The playbook that an advisory speaks to, and the word by which.
pub(super) fn playbook(title: &str, told: &Told) -> Option<(IncidentKind, String)> {
    let named = |text: &str| {
        let all =
            playbooks().iter().flat_map(|book| book.warned_by.iter().map(move |word| (book.kind, word)));
        let mut said = all.filter(|(_, word)| stands_in(text, word));
        said.next().map(|(kind, word)| (kind, word.clone()))
    };
    if let Some(found) = named(&title.to_lowercase()) {
        return Some(found);
    }
    if told.number.as_deref().is_some_and(|n| n.to_ascii_uppercase().starts_with("ICSMA-")) {
        return Some((IncidentKind::DeviceCompromise, "icsma".to_owned()));
    }
    if told.products_are_named()
        && let Some(found) = named(&told.words.join("\n"))
    {
        return Some(found);
    }
    // The first playbook whose words stand there most often.
    let mut best: Option<(usize, IncidentKind, &str)> = None;
    for book in playbooks() {
        let counted = book.warned_by.iter().map(|word| (times(&told.said, word), word.as_str()));
        let counted: Vec<(usize, &str)> = counted.filter(|(n, _)| *n > 0).collect();
        let sum: usize = counted.iter().map(|(n, _)| n).sum();
        let Some((_, word)) = counted.into_iter().max_by_key(|(n, _)| *n) else { continue };
        if sum >= IN_TEXT && best.is_none_or(|(most, ..)| sum > most) {
            best = Some((sum, book.kind, word));
        }
    }
    best.map(|(_, kind, word)| (kind, word.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::super::read::read;
    use super::*;
    use crate::IncidentKind::{DeviceCompromise, Ransomware, VendorBreach};

    fn of(title: &str, text: &str) -> Option<(IncidentKind, String)> {
        playbook(title, &read(text.as_bytes()).unwrap())
    }

    #[test]
    fn a_word_stands_for_itself_alone() {
        assert!(stands_in("pump 7 by pumpworks", "pump 7") && stands_in("(akira)", "akira"));
        assert!(!stands_in("pump 70", "pump 7") && !stands_in("modelled", "dell") && !stands_in("any", ""));
        assert!(
            stands_in("cutdell, dell", "dell")
                && stands_in("é-pump-é", "pump")
                && !stands_in("épump", "pump")
        );
    }

    #[test]
    fn vulnerabilities_are_known_by_their_numbers() {
        let text =
            "cve-2024-1234, CVE-2023-44487; CVE-2023-44487. xCVE-2020-1111 CVE-20-1111 CVE-2020-111 CVE-2020";
        assert_eq!(cves(text), ["CVE-2023-44487", "CVE-2024-1234"]);
        assert_eq!(cves(&format!("CVE-2024-{}", "1".repeat(20))), Vec::<String>::new());
        assert_eq!(cves("CVE-2024-0001"), ["CVE-2024-0001"]);
        assert_eq!(cves("CVE-2024é0001 cve-"), Vec::<String>::new());
        let many: String = (0..500).map(|n| format!("CVE-2024-{n:04} ")).collect();
        assert_eq!(cves(&many).len(), MOST_CVES);
    }

    #[test]
    fn the_title_counts_before_the_text_and_the_text_says_it_twice() {
        assert_eq!(of("Akira in hospitals", ""), Some((Ransomware, "akira".into())));
        assert_eq!(of("Ransomware against medical devices", ""), Some((Ransomware, "ransomware".into())));
        assert_eq!(of("Supply chain of pumps", ""), Some((DeviceCompromise, "pumps".into())));
        assert_eq!(of("Weekly news", "One pump."), None);
        assert_eq!(of("Weekly news", "A Pump. Another PUMP."), Some((DeviceCompromise, "pump".into())));
        let text = "MOVEit, MOVEit and MOVEit; a pump and a pump";
        assert_eq!(of("Alert", text), Some((VendorBreach, "moveit".into())));
        assert_eq!(of("Alert", "pumped pumpworks ransoms"), None);
    }

    #[test]
    fn a_csaf_document_is_about_its_products_and_not_about_devices_because_it_is_one() {
        let csaf = |number: &str, product: &str| {
            let tree = serde_json::json!({ "branches": [{ "category": "product_name", "name": product }] });
            let document = serde_json::json!({ "csaf_version": "2.0", "tracking": { "id": number } });
            let whole = serde_json::json!({ "document": document, "product_tree": tree,
                "vulnerabilities": [{ "cve": "CVE-2026-0002" }, { "cve": "CVE-2026-0001" }, { "cve": 7 }] });
            read(whole.to_string().as_bytes()).unwrap()
        };
        let wall = csaf("ICSA-26-001-01", "Firewall 9");
        assert_eq!(
            (playbook("Firewall 9", &wall), wall.cves),
            (None, vec!["CVE-2026-0001".into(), "CVE-2026-0002".into()])
        );
        let medical = csaf("ICSMA-26-001-01", "Firewall 9");
        assert_eq!(playbook("Firewall 9", &medical), Some((DeviceCompromise, "icsma".into())));
        let pump = csaf("V-1", "Syringe Pump");
        assert_eq!(playbook("V-1", &pump), Some((DeviceCompromise, "pump".into())));
    }
}
