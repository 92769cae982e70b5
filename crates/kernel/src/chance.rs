//! Randomness that is handed in: the binary seeds it from the device, a test or a simulated year from a number.

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

/// A source of random bytes, strong enough for keys and tokens when seeded from the operating system.
pub struct Chance(ChaCha20Rng);

impl Chance {
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(ChaCha20Rng::from_seed(seed))
    }
    pub fn from_number(seed: u64) -> Self {
        Self(ChaCha20Rng::seed_from_u64(seed))
    }
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0; N];
        self.0.fill_bytes(&mut out);
        out
    }
    /// A number below `end`; 0 when `end` is 0. The bias is below one in four thousand million for small ends.
    pub fn below(&mut self, end: u64) -> u64 {
        if end == 0 { 0 } else { u64::from_le_bytes(self.bytes()) % end }
    }
}
