//! Replays what fuzzers found, and what was written for them, without a fuzzer.

#[path = "../../../fuzz/src/advisory.rs"]
mod fuzzed;

#[test]
fn advisories_of_every_shape_are_read_within_their_bounds() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus/advisory");
    let mut replayed = 0;
    for file in std::fs::read_dir(folder).expect("the corpus is there") {
        fuzzed::advisory(&std::fs::read(file.expect("an entry").path()).expect("a file"));
        replayed += 1;
    }
    assert!(replayed >= 11, "{replayed} files");
}
