//! How a visitor comes into the demo: the people to sign in as, one password for all of them, and the six
//! digits that a telephone would show, which the server itself shows here because nobody has the telephones.

use anyhow::anyhow;
use kernel::{Moment, PersonId};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;
use totp_rs::{Algorithm, Builder, Secret};

/// The password of everybody whom a visitor signs in as.
pub const PASSWORD: &str = "lantern quartz meadow";
/// Seconds for which a code is shown.
const STEP_S: u64 = 30;

/// Somebody whom a visitor signs in as.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SignIn {
    pub person: PersonId,
    pub email: String,
    pub name: String,
    /// What they are, and where.
    pub title: String,
    pub password: String,
    /// The seed of their authenticator in base 32.
    pub totp: String,
}

/// A code that counts now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    pub email: String,
    pub name: String,
    pub title: String,
    /// Six digits.
    pub code: String,
    pub seconds_left: u64,
}

static VISITORS: OnceLock<Vec<SignIn>> = OnceLock::new();

/// From now on this process shows the codes of these people.
pub(super) fn show(sign_ins: &[SignIn]) {
    // A second demo in one process would have other people; the first one's codes stay.
    let _ = VISITORS.set(sign_ins.to_vec());
}

/// The codes of everybody whom a visitor signs in as; none when this process serves no demo. For a page on
/// loopback.
pub fn codes(now: Moment) -> Vec<Code> {
    let all = VISITORS.get().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter_map(|sign_in| sign_in.code(now).ok()).collect()
}

impl SignIn {
    /// The six digits of this moment.
    ///
    /// # Errors
    /// When the seed cannot be read.
    pub fn code(&self, now: Moment) -> anyhow::Result<Code> {
        Ok(Code {
            email: self.email.clone(),
            name: self.name.clone(),
            title: self.title.clone(),
            code: code(&self.totp, now)?,
            seconds_left: STEP_S - now.millis() / 1000 % STEP_S,
        })
    }
}

/// The six digits that an authenticator with this seed (base 32) shows at a moment (RFC 6238).
///
/// # Errors
/// When the seed cannot be read.
pub fn code(seed: &str, now: Moment) -> anyhow::Result<String> {
    let seed = Secret::try_from_base32(seed).map_err(|e| anyhow!("an authenticator's seed: {e}"))?;
    let authenticator = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(STEP_S)
        .with_secret(seed.as_bytes().to_vec())
        .build()
        .map_err(|e| anyhow!("an authenticator's seed: {e}"))?;
    Ok(authenticator.generate(now.millis() / 1000).to_string())
}

/// What is printed when the demo is ready.
pub(super) fn told(sign_ins: &[SignIn], origin: &str, now: Moment) -> String {
    let mut text =
        format!("Harborlight IT is open on {origin} (this machine only; everything in it is invented).\n\n");
    let width = sign_ins.iter().map(|s| s.email.chars().count()).max().unwrap_or(0);
    for sign_in in sign_ins {
        let code = sign_in.code(now).map(|c| c.code).unwrap_or_default();
        text += &format!("  {:width$}  {code}  {}: {}\n", sign_in.email, sign_in.name, sign_in.title);
    }
    let left = STEP_S - now.millis() / 1000 % STEP_S;
    text += &format!(
        "\nThe password of each of them: {PASSWORD}\n\
         The six digits are the second factor and count for {left} s more. Fresh ones: {origin}/demo/codes\n\
         (or put the seed of one of them, which stands in the data directory, into an authenticator)\n"
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // "12345678901234567890" in base 32; the RFC shows eight digits, six are their last six.
        let seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        for (seconds, shown) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(
                code(seed, Moment::from_micros(seconds * 1_000_000)).unwrap(),
                shown,
                "at {seconds} s"
            );
        }
        assert!(code("not base 32!", Moment::from_micros(0)).is_err());
    }
}
