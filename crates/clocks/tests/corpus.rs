//! Every feed that was ever read wrongly is read again: the corpus of the fuzzer, without the fuzzer.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{fs, path::Path};

#[path = "../../../fuzz/src/feed.rs"]
mod feed;

#[test]
fn the_corpus_of_feeds_is_read_without_a_panic() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/feed");
    let files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(files.len() >= 12);
    for file in files {
        feed::feed(&fs::read(&file).unwrap());
    }
}
