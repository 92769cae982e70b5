//! Passwords: long rather than curious. At least twelve letters, none of those that everybody tries first,
//! and kept only as a slow hash (argon2id, 19 MiB, two passes), so that a stolen database does not give them
//! away.

use crate::secret::{LONGEST, Secret};
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString},
};
use kernel::{Refusal, Stop};
use store::Look;

/// The fewest letters of a password.
pub const SHORTEST: usize = 12;
/// Memory in KiB, passes and lanes: the minimum of the OWASP password storage cheat sheet for argon2id.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

/// What the commonest long passwords are made of; one that is nothing but these and digits is refused.
const COMMON: &[&str] = &[
    "password",
    "passwort",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "qwertyuiop",
    "qwertz",
    "qwerty",
    "asdfghjkl",
    "asdfgh",
    "zxcvbnm",
    "zxcvbn",
    "1q2w3e4r5t6y",
    "1q2w3e4r",
    "1qaz2wsx",
    "qazwsx",
    "iloveyou",
    "letmein",
    "welcome",
    "willkommen",
    "administrator",
    "admin",
    "administrador",
    "monkey",
    "dragon",
    "football",
    "baseball",
    "basketball",
    "sunshine",
    "princess",
    "superman",
    "batman",
    "pokemon",
    "starwars",
    "whatever",
    "trustno1",
    "master",
    "shadow",
    "michael",
    "jennifer",
    "charlie",
    "computer",
    "internet",
    "samsung",
    "google",
    "facebook",
    "linkedin",
    "changeme",
    "default",
    "secret",
    "login",
    "guest",
    "test",
    "temp",
    "hello",
    "access",
    "flower",
    "liverpool",
    "chelsea",
    "arsenal",
    "ncc1701",
    "blink182",
    "abc",
    "hospital",
    "clinic",
    "nurse",
    "doctor",
    "medical",
    "health",
    "healthcare",
    "patient",
    "epic",
    "cerner",
    "orderly",
    "helpdesk",
    "support",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "america",
    "newyork",
    "chicago",
    "texas",
    "cowboys",
    "yankees",
    "eagles",
    "steelers",
    "lakers",
    "warriors",
    "tigers",
    "loveyou",
    "family",
    "mother",
    "jesus",
    "angel",
    "babygirl",
    "cookie",
    "chocolate",
    "pepper",
    "ginger",
    "buster",
    "killer",
    "hunter",
    "ranger",
    "jordan",
    "thomas",
    "daniel",
    "andrew",
    "jessica",
    "ashley",
    "amanda",
    "nicole",
    "matthew",
    "joshua",
    "anthony",
    "robert",
    "william",
    "me",
    "my",
    "the",
    "is",
    "this",
    "please",
    "a",
];

/// Refuses a password that is too short, too long, made of one or two letters, of a run, of the commonest
/// words, or of the person's own name or address. `field` is how the order names it.
pub fn check(field: &str, password: &Secret, known: &[&str]) -> Result<(), Refusal> {
    let text = password.reveal();
    let no = |sentence: &str| Err(Refusal::invalid(field, sentence));
    if text.chars().count() < SHORTEST {
        return no(
            "A password has at least 12 letters. Four words in a row are easier to keep in mind than signs.",
        );
    }
    if text.len() > LONGEST {
        return no("A password has at most 1 024 bytes.");
    }
    let plain: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric() || *c == '@').collect();
    let mut letters: Vec<char> = text.to_lowercase().chars().collect();
    letters.sort_unstable();
    letters.dedup();
    if letters.len() < 5 || is_run(&plain) || is_common(&plain) {
        return no(
            "This password is one of those that are tried first. Choose four unrelated words instead.",
        );
    }
    let own = known.iter().flat_map(|words| words.split(|c: char| !c.is_alphanumeric()));
    let mut rest = plain.clone();
    own.filter(|word| word.len() > 2).for_each(|word| rest = rest.replace(&word.to_lowercase(), ""));
    if rest.chars().filter(|c| c.is_alphabetic()).count() < 5 && rest.len() < plain.len() {
        return no("A password is not made of one's own name or address.");
    }
    Ok(())
}

/// Whether nothing but common words and digits stands in it.
fn is_common(plain: &str) -> bool {
    let mut words: Vec<&str> = COMMON.to_vec();
    words.sort_by_key(|w| std::cmp::Reverse(w.len()));
    let mut rest = plain;
    while !rest.is_empty() {
        if let Some(word) = words.iter().find(|w| rest.starts_with(**w)) {
            rest = &rest[word.len()..];
        } else if rest.starts_with(|c: char| c.is_ascii_digit()) {
            rest = &rest[1..];
        } else {
            return false;
        }
    }
    true
}

/// Whether it walks up or down the alphabet or the digits, or repeats a short piece.
fn is_run(plain: &str) -> bool {
    let letters: Vec<i64> = plain.chars().map(|c| i64::from(u32::from(c))).collect();
    let steps = |by: i64| letters.windows(2).filter(|w| w[1] - w[0] == by).count();
    let most = letters.len().saturating_sub(1) * 3 / 4;
    let repeats =
        (1..=4).any(|n| letters.len() > 2 * n && letters.iter().zip(&letters[n..]).all(|(a, b)| a == b));
    repeats || (most > 0 && (steps(1) >= most || steps(-1) >= most))
}

fn argon() -> Argon2<'static> {
    let (memory, passes, lanes) = COST;
    let params =
        Params::new(memory, passes, lanes, None).expect("these parameters are within the limits of argon2");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The slow hash as a PHC string. The salt is made from the house's key and `what` (unique for each hash),
/// because slow work happens before the transaction that has randomness.
pub(crate) fn hash(look: &mut Look, what: &str, password: &Secret) -> Result<String, Stop> {
    let mark = look.commitment(None, &format!("salt\n{what}"))?;
    let salt = crate::secret::digest(&mark);
    hash_with(&salt[..16], password)
}

fn hash_with(salt: &[u8], password: &Secret) -> Result<String, Stop> {
    let wrong = |e| anyhow::anyhow!("a password could not be hashed: {e}");
    let salt = SaltString::encode_b64(salt).map_err(wrong)?;
    Ok(argon().hash_password(password.reveal().as_bytes(), &salt).map_err(wrong)?.to_string())
}

/// Whether the password belongs to the hash. Without a hash the same work is done for nothing, so that the
/// time does not tell whether an account exists.
pub(crate) fn verify(hash: Option<&str>, password: &Secret) -> bool {
    if password.reveal().len() > LONGEST {
        return false;
    }
    let parsed = hash.and_then(|hash| PasswordHash::new(hash).ok());
    match parsed {
        Some(parsed) => argon().verify_password(password.reveal().as_bytes(), &parsed).is_ok(),
        None => {
            // The result is thrown away; only its cost is wanted.
            let _ = hash_with(&[7; 16], password);
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ones_that_are_tried_first_are_refused() {
        for bad in [
            "",
            "short",
            "elevenchars",
            "aaaaaaaaaaaa",
            "abababababab",
            "123456789012",
            "abcdefghijkl",
            "zyxwvutsrqpo",
            "passwordpassword",
            "Password123456",
            "P@ssw0rd12345",
            "qwertyuiop12",
            "WelcomeSummer2026",
            "Hospital2026!!",
            "iloveyou-iloveyou",
            "letmein letmein",
            "ana.ruiz.2026",
            "RuizAna12345",
        ] {
            assert!(
                check("password", &bad.into(), &["Ana Ruiz", "ana.ruiz@hospital.example"]).is_err(),
                "{bad}"
            );
        }
        for good in
            ["correct horse battery", "trombone umbrella 41", "gr0und-floor-lantern", "ñandú velero otoño"]
        {
            assert!(
                check("password", &good.into(), &["Ana Ruiz", "ana.ruiz@hospital.example"]).is_ok(),
                "{good}"
            );
        }
        assert!(check("password", &Secret::new("x1y2z3".repeat(400)), &[]).is_err());
    }

    #[test]
    fn a_hash_fits_its_password_and_no_other() {
        let kept = hash_with(&[1; 16], &"trombone umbrella 41".into()).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(verify(Some(&kept), &"trombone umbrella 41".into()));
        assert!(!verify(Some(&kept), &"trombone umbrella 42".into()));
        assert!(!verify(None, &"trombone umbrella 41".into()));
        assert!(!verify(Some("not a hash"), &"trombone umbrella 41".into()));
        assert!(!verify(Some(&kept), &Secret::new("x".repeat(LONGEST + 1))));
    }
}
