//! Fuzzes `fuzzed::advisory`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzzed::advisory(data));
