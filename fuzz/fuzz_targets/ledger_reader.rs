//! Fuzzes `fuzzed::ledger_reader`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzzed::ledger_reader(data));
