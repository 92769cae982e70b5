//! Reading an advisory: a CSAF document says itself what it is called, how bad it is, which products it speaks of and which
//! vulnerabilities; of a text the lines are read, of anything else only the kind of file.

use super::topic;
use super::words::Format;
use serde_json::Value;
use std::collections::BTreeSet;

/// The most vendors and products of one advisory that are held against the assets; how many it names is counted.
const MOST_WORDS: usize = 600;
/// The most that somebody types.
const MOST_TYPED: usize = 60;
/// The longest of them, in characters.
const LONGEST_WORD: usize = 100;
/// The longest line of a letter that is held against the assets, in characters.
const LONGEST_LINE: usize = 400;
/// So much of a text is read for what it is about, in characters.
const LONGEST_TEXT: usize = 64 * 1024;
/// How deep a tree of products is walked.
const DEEPEST: usize = 24;

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub format: Format,
    pub title: Option<String>,
    /// The publisher's own number.
    pub number: Option<String>,
    pub rating: Option<String>,
    /// Vendors and products, or the lines of a text; small letters.
    pub words: Vec<String>,
    /// How many there are in all.
    pub named: usize,
    /// The vulnerabilities that it names by number.
    pub cves: Vec<String>,
    /// The beginning of a text in small letters.
    pub(super) said: String,
}

impl Told {
    /// What is known of a file of which nothing but its kind is.
    pub(crate) fn of(format: Format) -> Self {
        let (words, cves, said) = (Vec::new(), Vec::new(), String::new());
        Self { format, title: None, number: None, rating: None, words, named: 0, cves, said }
    }

    /// The words of a text, line by line: whichever of them an asset's maker or model stands in is found.
    pub(crate) fn of_words(subject: &str, text: &str) -> Self {
        let lines = std::iter::once(subject).chain(text.lines());
        let mut told = Self { cves: topic::cves(text), ..Self::of(Format::Text) };
        for line in lines.filter_map(|l| line(&l.to_lowercase(), LONGEST_LINE)) {
            if told.words.last() == Some(&line) {
                continue;
            }
            told.named += 1;
            if told.words.len() < MOST_WORDS {
                told.words.push(line);
            }
        }
        told.said = text.chars().take(LONGEST_TEXT).collect::<String>().to_lowercase();
        told
    }

    /// Whether its words are names of products and vendors.
    pub(super) fn products_are_named(&self) -> bool {
        self.format == Format::Csaf
    }
}

/// A short line out of a foreign file: no character that cannot be seen.
pub(crate) fn line(text: &str, most: usize) -> Option<String> {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(most).collect();
    Some(clean.trim().to_owned()).filter(|t| !t.is_empty())
}

/// Vendors and products as somebody typed them: with commas or on lines.
pub(crate) fn typed(text: &str) -> Vec<String> {
    let parts = text.split([',', ';', '\n']).filter_map(|part| line(&part.to_lowercase(), LONGEST_WORD));
    let all: BTreeSet<String> = parts.filter(|w| w.chars().count() >= 2).collect();
    all.into_iter().take(MOST_TYPED).collect()
}

/// Reads a file. `None` when it is neither text nor PDF.
pub fn read(bytes: &[u8]) -> Option<Told> {
    if bytes.starts_with(b"%PDF-") {
        return Some(Told::of(Format::Pdf));
    }
    let text = std::str::from_utf8(bytes).ok()?;
    if text.contains('\u{0}') {
        return None;
    }
    let csaf = serde_json::from_str::<Value>(text).ok().filter(|v| v["document"]["csaf_version"].is_string());
    let Some(csaf) = csaf else { return Some(Told::of_words("", text)) };
    let document = &csaf["document"];
    let said = |v: &Value, most| v.as_str().and_then(|t| line(t, most));
    let mut words = BTreeSet::new();
    branches(&csaf["product_tree"]["branches"], 0, &mut words);
    let weak = csaf["vulnerabilities"].as_array().into_iter().flatten();
    let weak: Vec<&str> = weak.filter_map(|v| v["cve"].as_str()).collect();
    Some(Told {
        cves: topic::cves(&weak.join("\n")),
        said: String::new(),
        format: Format::Csaf,
        title: said(&document["title"], 120),
        number: said(&document["tracking"]["id"], 60),
        rating: said(&document["aggregate_severity"]["text"], 40),
        named: words.len(),
        words: words.into_iter().take(MOST_WORDS).collect(),
    })
}

fn branches(value: &Value, depth: usize, words: &mut BTreeSet<String>) {
    for branch in value.as_array().into_iter().flatten() {
        if depth > DEEPEST {
            return;
        }
        let kind = branch["category"].as_str();
        let name = branch["name"].as_str().and_then(|n| line(&n.to_lowercase(), LONGEST_WORD));
        if let Some(name) =
            name.filter(|_| matches!(kind, Some("vendor" | "product_name" | "product_family")))
        {
            words.insert(name);
        }
        branches(&branch["branches"], depth + 1, words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn csaf() -> Vec<u8> {
        let tree = json!([{ "category": "vendor", "name": "Pumpworks Sample", "branches": [
            { "category": "product_name", "name": "Pump 7\nSeries", "branches": [
                { "category": "product_version", "name": "1.6" } ] } ] }]);
        let document = json!({
            "document": {
                "csaf_version": "2.0", "title": "Pumpworks Pump 7", "tracking": { "id": "ICSMA-00-000-01" },
                "aggregate_severity": { "text": "High" },
            },
            "product_tree": { "branches": tree },
        });
        serde_json::to_vec(&document).unwrap()
    }

    #[test]
    fn a_csaf_document_says_what_it_is_about() {
        let told = read(&csaf()).unwrap();
        assert_eq!((told.format, told.number.as_deref()), (Format::Csaf, Some("ICSMA-00-000-01")));
        assert_eq!(told.words, ["pump 7 series", "pumpworks sample"]);
        assert_eq!((told.title.as_deref(), told.rating.as_deref()), (Some("Pumpworks Pump 7"), Some("High")));
    }

    #[test]
    fn a_document_that_was_cut_or_altered_anywhere_is_read_or_kept_as_it_is() {
        let whole = csaf();
        for at in 0..whole.len() {
            assert_eq!(read(&whole[..at]).map(|told| told.format), Some(Format::Text), "cut at byte {at}");
            for byte in [0, b'"', b'[', b'9', 0xff] {
                let mut altered = whole.clone();
                altered[at] = byte;
                let told = read(&altered);
                assert_eq!(told.is_none(), byte == 0 || byte == 0xff, "byte {at} is {byte}");
            }
        }
    }

    #[test]
    fn a_tree_of_products_is_walked_so_deep_and_so_wide() {
        let read_of = |branches: &Value| {
            let document =
                json!({ "document": { "csaf_version": "2.0" }, "product_tree": { "branches": branches } });
            read(&serde_json::to_vec(&document).unwrap()).unwrap()
        };
        let of = |branches: &Value| read_of(branches).words;
        let mut deep = json!([]);
        for level in (0..50).rev() {
            deep = json!([{ "category": "vendor", "name": format!("level {level:02}"), "branches": deep }]);
        }
        let found = of(&deep);
        assert_eq!((found.len(), found.last().map(String::as_str)), (DEEPEST + 1, Some("level 24")));
        let wide = (0..700)
            .map(|n| json!({ "category": "product_name", "name": format!("{n} {}", "x".repeat(500)) }));
        let told = read_of(&wide.collect());
        assert_eq!(told.named, 700, "what is not held against the assets is counted");
        let found = told.words;
        assert_eq!(found.len(), MOST_WORDS);
        assert!(found.iter().all(|word| word.chars().count() == LONGEST_WORD));
    }

    #[test]
    fn anything_else_is_kept_as_what_it_is_and_nothing_breaks_the_reader() {
        assert_eq!(read(b"%PDF-1.7 ...").unwrap().format, Format::Pdf);
        assert_eq!(read(b"Ransomware on the rise").unwrap().format, Format::Text);
        assert_eq!(read(b"{\"document\": 7}").unwrap().format, Format::Text);
        assert_eq!(read("[".repeat(100_000).as_bytes()).unwrap().format, Format::Text);
        assert_eq!(read(b"MZ\x90\x00\xff"), None);
        assert_eq!(typed(" Pumpworks,\nPUMP 7, x ,"), ["pump 7", "pumpworks"]);
        let long = format!("{}\n\n{}", "line\n".repeat(1_000), "x".repeat(200_000));
        let told = read(long.as_bytes()).unwrap();
        assert_eq!((told.named, told.words.len()), (2, 2), "the same line counts once");
        let many: String = (0..1_000).map(|n| format!("line {n}\n")).collect();
        let many = read(many.as_bytes()).unwrap();
        assert_eq!((many.named, many.words.len()), (1_000, MOST_WORDS));
        assert_eq!(told.said.chars().count(), LONGEST_TEXT);
    }
}
