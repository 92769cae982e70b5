//! Every citation in the data has the form that its kind has, is listed once for what it is cited for, and stands in
//! `docs/citations.md`, which this test writes: `UPDATE_CITATIONS=1 cargo test -p law --test citations`.

use law::citations::{Cited, Layer, citations};
use regex::Regex;
use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

const DATA: [(&str, &str); 12] = [
    ("acts.toml", include_str!("../data/acts.toml")),
    ("agreement.toml", include_str!("../data/agreement.toml")),
    ("associate.toml", include_str!("../data/associate.toml")),
    ("breach.toml", include_str!("../data/breach.toml")),
    ("crosswalks.toml", include_str!("../data/crosswalks.toml")),
    ("party.toml", include_str!("../data/party.toml")),
    ("penalties.toml", include_str!("../data/penalties.toml")),
    ("proposed.toml", include_str!("../data/proposed.toml")),
    ("retention.toml", include_str!("../data/retention.toml")),
    ("rules.toml", include_str!("../data/rules.toml")),
    ("safeguards.toml", include_str!("../data/safeguards.toml")),
    ("states.toml", include_str!("../data/states.toml")),
];

/// What a citation may look like: the code, the register, a statute, or a publication.
const FORMS: [&str; 12] = [
    r"^\d+ CFR \d+(\.\d+)?(\([A-Za-z0-9]+\))*( \([a-z ]+(, \(\d\)(\([ivx]+\))?)?(; [a-z ]+)?\))?$",
    r"^45 CFR 160\.103 \([a-z ]+, \(\d\)\); HHS guidance on cloud computing, 2016$",
    r"^\d+ CFR Part \d+$",
    r"^\d+ FR \d+(-\d+)?( \([a-z]+\))?$",
    r"^74 FR 19006; NIST SP 800-\d+(, 800-\d+)*$",
    r"^\d+ U\.S\.C\. \d+( \(Pub\. L\. \d+-\d+\))?$",
    r"^NIST SP 800-30 Rev\. 1, table [A-Z]-\d$",
    r"^HIPAA section \d+$",
    r"^HHS FAQ \([a-z ]+\)$",
    r"^NIST Act, section 2\(c\)\(15\)$",
    r"^Cybersecurity Act of 2015, section 405\(d\)$",
    r"^none established$",
];

/// A State's statute names a section, a chapter or a title by number.
const STATUTE: &str = r"^(\d+ )?[A-Z][A-Za-z.&; ]+.*\d";

#[test]
fn every_citation_has_the_form_of_its_kind() {
    let forms: Vec<Regex> = FORMS.iter().map(|form| Regex::new(form).unwrap()).collect();
    let statute = Regex::new(STATUTE).unwrap();
    let mut used = BTreeSet::new();
    for one in citations() {
        let form = forms.iter().position(|form| form.is_match(&one.citation));
        let of_framework = one.layer == Layer::Method && one.file == "crosswalks.toml";
        let of_state = one.layer == Layer::State && statute.is_match(&one.citation);
        assert!(form.is_some() || of_framework || of_state, "{one:?}");
        used.extend(form);
        assert!(!one.what.is_empty());
    }
    assert_eq!(used.len(), FORMS.len(), "each form is in use: {used:?}");
}

/// What is quoted in a data file is in the list, so that none escapes its test.
#[test]
fn no_citation_in_the_data_escapes_the_list() {
    let quoted = Regex::new(r#"(?:paragraph|register|statute|citation|source|also) = "([^"]+)""#).unwrap();
    let all = citations();
    for (file, text) in DATA {
        let found: BTreeSet<&str> = quoted.captures_iter(text).map(|c| c.get(1).unwrap().as_str()).collect();
        for citation in found {
            let full =
                if file == "safeguards.toml" { format!("45 CFR {citation}") } else { citation.to_owned() };
            let listed = all.iter().any(|one| one.file == file && one.citation == full);
            assert!(listed, "{file}: {citation}");
        }
        assert!(all.iter().any(|one| one.file == file), "{file} cites nothing");
    }
    let rows: BTreeSet<&Cited> = all.iter().collect();
    assert_eq!(rows.len(), all.len(), "the same citation twice for the same thing");
}

#[test]
fn the_layers_never_mix() {
    for one in citations() {
        let expected = match one.file {
            "proposed.toml" => vec![Layer::Proposed],
            "states.toml" => vec![Layer::State],
            "risk.rs" => vec![Layer::Method],
            "crosswalks.toml" => vec![Layer::Method, Layer::Federal],
            "penalties.toml" => vec![Layer::Federal, Layer::Policy],
            _ => vec![Layer::Federal],
        };
        assert!(expected.contains(&one.layer), "{one:?}");
    }
    let policy: Vec<Cited> = citations().into_iter().filter(|one| one.layer == Layer::Policy).collect();
    assert_eq!(policy.len(), 1);
    assert_eq!(policy[0].citation, "84 FR 18151");
}

fn document(all: &[Cited]) -> String {
    let mut text = String::from(
        "# Citations\n\nWritten by `UPDATE_CITATIONS=1 cargo test -p law --test citations`; a test holds it against the data. \
         Confidence: verified against the text or two sources, secondary against one, unverified from general knowledge, \
         uncertain where sources disagree. Not legal advice: read the paragraph.\n",
    );
    let mut before = None;
    for one in all {
        if before != Some((one.layer, one.file)) {
            let layer = match one.layer {
                Layer::Federal => "Federal law and the guidance on it",
                Layer::State => "State law, from secondary sources throughout",
                Layer::Policy => "Policy, not law",
                Layer::Method => "Methods and frameworks",
                Layer::Proposed => "Proposed, not law",
            };
            let rows = all.iter().filter(|other| (other.layer, other.file) == (one.layer, one.file)).count();
            let _ = write!(
                text,
                "\n## {layer}: {} ({rows})\n\n| citation | for | confidence |\n|---|---|---|\n",
                one.file
            );
            before = Some((one.layer, one.file));
        }
        let Cited { citation, what, confidence, .. } = one;
        let _ = writeln!(text, "| {citation} | {what} | {} |", confidence.word());
    }
    text
}

#[test]
fn the_document_lists_them_all() {
    let text = document(&citations());
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/citations.md");
    if std::env::var_os("UPDATE_CITATIONS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    match fs::read_to_string(&path) {
        Ok(kept) => {
            assert!(kept == text, "docs/citations.md is out of date: run this test with UPDATE_CITATIONS=1")
        }
        Err(_) => println!("THE DOCUMENT IS ABSENT: the crate stands alone here"),
    }
}

/// The crate stands on its own: nothing in it names a product that uses it.
#[test]
fn the_crate_names_no_product() {
    let mut open = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR"))];
    let word = ["ord", "erly"].concat();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if let Ok(text) = fs::read_to_string(&path) {
            assert!(!text.to_lowercase().contains(&word), "{} names a product", path.display());
        }
    }
}
