//! A labelled set of our own: texts as a desk gets them, filled with invented people by a seeded generator. The
//! templates were written before the patterns and speak as people do, so the set is no mirror of the detector. What
//! is asserted is how many of the identifiers are found; how many findings are none is printed and held to a floor.

#![allow(clippy::unwrap_used)]

mod people;

use identifiers::{Finding, find};
use people::{Seed, identifier, thing};
use std::{collections::BTreeMap, ops::Range};

const POSITIVE: &str = include_str!("positive.txt");
const NEGATIVE: &str = include_str!("negative.txt");
const TEXTS: usize = 2_000;
/// Of a hundred findings so many are identifiers at least, and of a thousand identifiers so many are found.
const PRECISION_FLOOR: f64 = 0.9;
const RECALL: f64 = 0.98;

/// A text with what is an identifier in it.
struct Labelled {
    text: String,
    labels: Vec<(&'static str, Range<usize>)>,
}

fn filled(template: &str, seed: &mut Seed) -> Labelled {
    let (mut text, mut labels, mut rest) = (String::new(), Vec::new(), template);
    while let Some((before, after)) = rest.split_once('{') {
        let (slot, after) = after.split_once('}').unwrap();
        text += before;
        let start = text.len();
        match identifier(slot, seed) {
            Some((kind, value)) => {
                text += &value;
                labels.push((kind, start..text.len()));
            }
            None => text += &thing(slot, seed),
        }
        rest = after;
    }
    text += rest;
    Labelled { text, labels }
}

fn set() -> Vec<Labelled> {
    let positive: Vec<&str> = POSITIVE.lines().filter(|l| !l.is_empty()).collect();
    let negative: Vec<&str> = NEGATIVE.lines().filter(|l| !l.is_empty()).collect();
    assert!(positive.len() >= 200 && negative.len() >= 200);
    let mut seed = Seed(20_261_122);
    let mut texts = Vec::with_capacity(TEXTS);
    for i in 0..TEXTS {
        let list = if i % 2 == 0 { &positive } else { &negative };
        texts.push(filled(list[(i / 2) % list.len()], &mut seed));
    }
    texts
}

fn covered(label: &Range<usize>, kind: &str, found: &[Finding]) -> bool {
    let inside = |at: usize| found.iter().any(|f| f.range.contains(&at));
    let same =
        found.iter().any(|f| f.kind.word() == kind && f.range.start < label.end && label.start < f.range.end);
    same && (label.start..label.end).all(inside)
}

#[test]
fn nearly_every_identifier_is_found_and_few_other_words() {
    let (mut all, mut hit, mut right, mut told) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut missed, mut wrong) = (Vec::new(), Vec::new());
    for one in set() {
        let found = find(&one.text, &[]);
        for (kind, label) in &one.labels {
            let ok = covered(label, kind, &found);
            let count = kinds.entry(kind).or_default();
            *count = (count.0 + 1, count.1 + usize::from(ok));
            (all, hit) = (all + 1, hit + usize::from(ok));
            if !ok {
                missed.push(format!("{kind} '{}' in: {}", &one.text[label.clone()], one.text));
            }
        }
        for finding in &found {
            let ok =
                one.labels.iter().any(|(_, l)| l.start < finding.range.end && finding.range.start < l.end);
            (told, right) = (told + 1, right + usize::from(ok));
            if !ok {
                wrong.push(format!(
                    "{} '{}' in: {}",
                    finding.kind,
                    &one.text[finding.range.clone()],
                    one.text
                ));
            }
        }
    }
    let share = |part: usize, whole: usize| {
        f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(whole).unwrap())
    };
    let (recall, precision) = (share(hit, all), share(right, told));
    missed.iter().take(80).for_each(|line| println!("missed {line}"));
    wrong.iter().take(80).for_each(|line| println!("wrong  {line}"));
    for (kind, (all, hit)) in &kinds {
        println!("{kind:14} {hit:4} of {all:4}");
    }
    println!("recall {recall:.4} ({hit} of {all}), precision {precision:.4} ({right} of {told})");
    assert!(recall >= RECALL, "recall {recall:.4}");
    assert!(precision >= PRECISION_FLOOR, "precision {precision:.4}");
}
