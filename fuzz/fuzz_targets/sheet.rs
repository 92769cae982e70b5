//! Fuzzes `fuzzed::sheet`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzzed::sheet(data));
