//! Fuzzes `fuzzed::form`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzzed::form(data));
