//! The second factor that a telephone shows: six digits that change every thirty seconds (RFC 6238), and the
//! ten recovery codes on paper for the day the telephone is lost. Each code counts once.

use crate::secret;
use kernel::{Chance, Moment, Stop};
use totp_rs::{Algorithm, Builder, Totp};

/// How many recovery codes somebody gets.
pub const RECOVERY_CODES: usize = 10;
/// Seconds for which a code is shown.
const STEP_S: u64 = 30;

/// The seed of an authenticator: 160 bits.
pub(crate) type Seed = [u8; 20];

fn generator(seed: &[u8], account: &str) -> Result<Totp, Stop> {
    // A colon would end the name within the address that the square code holds.
    let account = account.replace(':', " ");
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(STEP_S)
        .with_secret(seed.to_vec())
        .with_issuer(Some("Orderly"))
        .with_account_name(account)
        .build()
        .map_err(|e| anyhow::anyhow!("an authenticator's seed cannot be used: {e}").into())
}

/// The seed as an authenticator wants it typed, and the address that the square code holds.
pub(crate) fn enrolment(seed: &Seed, account: &str) -> Result<(String, String), Stop> {
    let url = generator(seed, account)?
        .to_url()
        .map_err(|e| anyhow::anyhow!("an authenticator's address cannot be written: {e}"))?;
    let typed =
        url.split(['?', '&']).find_map(|part| part.strip_prefix("secret=")).unwrap_or_default().to_owned();
    Ok((typed, url))
}

/// The step of a code that is right now, and later than the last one that counted; one step early or late is
/// forgiven.
pub(crate) fn step_of(seed: &[u8], code: &str, now: Moment, last_step: i64) -> Result<Option<i64>, Stop> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(None);
    }
    let found = generator(seed, "")?.check(&digits, now.millis() / 1000);
    Ok(found.and_then(|step| i64::try_from(step).ok()).filter(|step| *step > last_step))
}

/// A recovery code in four groups of four letters (80 bits), without letters that look alike.
pub(crate) fn recovery_code(chance: &mut Chance) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
    let letters = chance.bytes::<16>().map(|b| char::from(LETTERS[usize::from(b & 31)]));
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// What is kept of a recovery code, however it was typed.
pub(crate) fn recovery_digest(code: &str) -> Vec<u8> {
    let plain: String = code.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    secret::digest(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The seed of RFC 6238, appendix B (SHA-1).
    const SEED: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> Moment {
        Moment::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn the_vectors_of_rfc_6238() {
        // The RFC shows eight digits; six are their last six.
        for (seconds, eight) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            let step = step_of(SEED, &eight[2..], at(seconds), 0).unwrap();
            assert_eq!(step, Some(seconds / 30), "at {seconds} s");
        }
    }

    #[test]
    fn a_code_counts_once_and_one_step_early_or_late() {
        let code = "287082";
        assert_eq!(step_of(SEED, code, at(59), 0).unwrap(), Some(1));
        assert_eq!(step_of(SEED, code, at(59), 1).unwrap(), None, "it was used");
        assert_eq!(step_of(SEED, "287 082", at(89), 0).unwrap(), Some(1), "one step late");
        assert_eq!(step_of(SEED, code, at(29), 0).unwrap(), Some(1), "one step early");
        assert_eq!(step_of(SEED, code, at(90), 0).unwrap(), None, "two steps late");
        for wrong in ["", "28708", "2870822", "abcdef", "২৮৭০৮২"] {
            assert_eq!(step_of(SEED, wrong, at(59), 0).unwrap(), None, "{wrong}");
        }
    }

    #[test]
    fn recovery_codes_differ_and_may_be_typed_freely() {
        let mut chance = Chance::from_number(3);
        let (one, two) = (recovery_code(&mut chance), recovery_code(&mut chance));
        assert!(one != two && one.len() == 19);
        assert_eq!(recovery_digest(&one), recovery_digest(&one.to_uppercase().replace('-', " ")));
    }

    #[test]
    fn the_square_code_names_account_and_house() {
        let seed: Seed = SEED.try_into().unwrap();
        let (typed, url) = enrolment(&seed, "ana@clinic.example").unwrap();
        assert_eq!(typed, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(url.starts_with("otpauth://totp/") && url.contains("issuer=Orderly"), "{url}");
    }
}
