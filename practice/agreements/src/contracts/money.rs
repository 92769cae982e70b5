//! Money: whole cents of US dollars, never a fraction of one. People type it as dollars.

use kernel::Refusal;

/// The currency of every amount.
pub const CURRENCY: &str = "USD";
/// A hundred million dollars; more is a slip of the finger.
const MOST_CENTS: i64 = 10_000_000_000;

/// Dollars as people type them, in cents: `185`, `185.00`, `$1,250.50`.
///
/// # Errors
/// A refusal that names the field.
pub(crate) fn cents(field: &str, text: &str) -> Result<i64, Refusal> {
    let wrong = || Refusal::invalid(field, "Write an amount in US dollars, such as 185.00.");
    let plain: String =
        text.trim().trim_start_matches('$').chars().filter(|c| !matches!(c, ',' | ' ')).collect();
    let (dollars, part) = plain.split_once('.').unwrap_or((&plain, "0"));
    let digits =
        |t: &str| (!t.is_empty() && t.len() <= 12 && t.bytes().all(|b| b.is_ascii_digit())).then_some(());
    digits(dollars).and(digits(part)).ok_or_else(wrong)?;
    let part = match part.len() {
        1 => part.parse::<i64>().map_err(|_| wrong())? * 10,
        2 => part.parse().map_err(|_| wrong())?,
        _ => return Err(wrong()),
    };
    let whole: i64 = dollars.parse().map_err(|_| wrong())?;
    let sum = whole.checked_mul(100).and_then(|c| c.checked_add(part)).filter(|c| *c <= MOST_CENTS);
    sum.ok_or_else(|| Refusal::invalid(field, "This is more than a hundred million dollars."))
}

/// Cents as people read them: `1,250.50 USD`.
pub fn dollars(cents: i64) -> String {
    format!("{} {CURRENCY}", typed(cents))
}

/// Cents as people type them.
pub(crate) fn typed(cents: i64) -> String {
    let (sign, cents) = if cents < 0 { ("-", cents.unsigned_abs()) } else { ("", cents.unsigned_abs()) };
    let whole = (cents / 100).to_string();
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}.{:02}", cents % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_become_cents_and_back() {
        for (text, sum) in
            [("185", 18_500), ("185.5", 18_550), (" $1,250.50 ", 125_050), ("0.05", 5), ("0", 0)]
        {
            assert_eq!(cents("rate", text).unwrap(), sum, "{text}");
            assert_eq!(cents("rate", &typed(sum)).unwrap(), sum);
        }
        assert_eq!(dollars(125_050), "1,250.50 USD");
        assert_eq!(dollars(100_000_000), "1,000,000.00 USD");
        assert_eq!(dollars(-5), "-0.05 USD");
        for wrong in ["", "-1", "1.234", "1.", ".5", "ten", "1e9", "100000001", "9999999999999999999"] {
            assert_eq!(cents("rate", wrong).unwrap_err().field.as_deref(), Some("rate"), "{wrong}");
        }
    }
}
