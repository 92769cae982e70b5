//! The secret of the link with which the first owner comes in. It is only in this process's memory, so that a
//! new start makes an old link worthless.

use parking_lot::Mutex;
use sha2::{Digest, Sha256};

/// See the module.
#[derive(Default)]
pub struct First(Mutex<Option<[u8; 32]>>);

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

impl First {
    /// A fresh secret out of these random bytes; an older one counts no more.
    pub fn offer(&self, chance: [u8; 32]) -> String {
        let secret = hex::encode(chance);
        *self.0.lock() = Some(digest(&secret));
        secret
    }

    /// Whether this is the secret. Digests are compared, so how long it takes tells nothing of the secret.
    pub fn fits(&self, secret: &str) -> bool {
        *self.0.lock() == Some(digest(secret))
    }

    /// It was used.
    pub fn close(&self) {
        *self.0.lock() = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_counts_until_the_next_or_until_it_was_used() {
        let first = First::default();
        assert!(!first.fits(""));
        let old = first.offer([1; 32]);
        let new = first.offer([2; 32]);
        assert!(first.fits(&new) && !first.fits(&old));
        first.close();
        assert!(!first.fits(&new));
    }
}
