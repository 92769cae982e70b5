//! Every rota that was ever read wrongly is read again: the corpus of the fuzzer, without the fuzzer.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{fs, path::Path};

#[path = "../../../fuzz/src/rota.rs"]
mod rota;

#[test]
fn the_corpus_of_rotas_is_read_without_a_panic() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/rota");
    let files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(files.len() >= 12);
    for file in &files {
        rota::rota(&fs::read(file).unwrap());
    }
    // The corpus is of use only if some of it is a rota.
    let read = |file: &Path| oncall::rota::read(&fs::read_to_string(file).ok()?).ok()?.rota().ok();
    assert!(files.iter().filter(|file| read(file).is_some()).count() >= 6);
}
