//! Who vouches for the sender. Anybody can write anybody's address into a letter; the receiving mail server checks SPF,
//! DKIM and DMARC and writes what it found into `Authentication-Results` (RFC 8601). Only what our own server wrote
//! counts: it is known by its name, and it removes such lines that come from outside under its name (RFC 8601, 5).

use super::{Letter, body, host};
use mail_parser::Message;

/// Whether the receiving server could confirm the sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// DMARC passed, or DKIM or SPF passed for the very domain of the sender.
    Confirmed,
    /// The checks failed, or contradict one another.
    Failed,
    /// Nobody whom we trust looked, or the domain says nothing.
    Unknown,
}

const MOST_RESULTS: usize = 20;
const LONGEST_RESULT: usize = 8_000;

/// The lines of the head, topmost first.
pub(super) fn results(message: &Message<'_>) -> Vec<String> {
    let heads = message.headers_raw().take(2_000);
    heads
        .filter(|(name, _)| name.eq_ignore_ascii_case("authentication-results"))
        .take(MOST_RESULTS)
        .map(|(_, value)| body::line(value, LONGEST_RESULT))
        .collect()
}

/// What the trusted server found. `trusted` is its name as it stands in its lines.
///
/// The topmost of its lines counts. When another one under its name says otherwise about a method, one of them is
/// forged, and nothing is confirmed.
pub fn verdict(letter: &Letter, trusted: Option<&str>) -> Verdict {
    let Some(trusted) = trusted.map(str::trim).filter(|t| !t.is_empty()) else { return Verdict::Unknown };
    let Some(from) = letter.from.as_ref().filter(|_| !letter.from_is_ambiguous) else {
        return Verdict::Failed;
    };
    let mut ours = letter.results.iter().filter_map(|line| parse(line, trusted));
    let Some(first) = ours.next() else { return Verdict::Unknown };
    let said = judge(&first, host(&from.address));
    let contradicted = ours.any(|other| {
        let other = judge(&other, host(&from.address));
        other != said && (other == Verdict::Failed || said == Verdict::Failed)
    });
    if contradicted { Verdict::Failed } else { said }
}

/// One method's result with its properties.
struct Found {
    method: String,
    result: String,
    properties: Vec<(String, String)>,
}

impl Found {
    fn domain(&self, names: &[&str]) -> Option<&str> {
        let found = self.properties.iter().find(|(name, _)| names.contains(&name.as_str()))?;
        let value = found.1.trim_start_matches('@');
        Some(value.rsplit_once('@').map_or(value, |(_, host)| host))
    }
}

fn judge(found: &[Found], domain: &str) -> Verdict {
    let of = |method: &'static str| found.iter().filter(move |f| f.method == method);
    if of("dmarc").any(|f| f.result == "pass" && f.domain(&["header.from"]).is_none_or(|d| d == domain)) {
        return if of("dmarc").any(|f| f.result == "fail") { Verdict::Failed } else { Verdict::Confirmed };
    }
    if of("dmarc").any(|f| f.result == "fail" || f.result == "pass") {
        return Verdict::Failed;
    }
    let signed = |f: &Found| {
        f.result == "pass" && f.domain(&["header.d", "header.i"]).is_some_and(|d| stands_for(d, domain))
    };
    let sent = |f: &Found| {
        f.result == "pass" && f.domain(&["smtp.mailfrom", "smtp.from"]).is_some_and(|d| stands_for(d, domain))
    };
    if of("dkim").any(signed) || of("spf").any(sent) {
        return Verdict::Confirmed;
    }
    let bad = |f: &Found| matches!(f.result.as_str(), "fail" | "softfail" | "hardfail" | "permerror");
    if of("dkim").chain(of("spf")).any(bad) { Verdict::Failed } else { Verdict::Unknown }
}

/// The same domain, or one above it that has at least two labels. Whoever holds only a domain below does not speak for it.
fn stands_for(signer: &str, domain: &str) -> bool {
    let below = domain.strip_suffix(signer).is_some_and(|rest| rest.ends_with('.'));
    signer == domain || (below && signer.contains('.'))
}

/// The line's results, when it is the trusted server's.
fn parse(line: &str, trusted: &str) -> Option<Vec<Found>> {
    let line = without_comments(line).to_lowercase();
    let mut pieces = line.split(';');
    let id = pieces.next()?.split_whitespace().next()?;
    if id != trusted.to_lowercase() {
        return None;
    }
    Some(pieces.take(50).filter_map(found).collect())
}

fn found(piece: &str) -> Option<Found> {
    let mut words = piece.split_whitespace();
    let (method, result) = words.next()?.split_once('=')?;
    // `dkim/1=pass` names a version.
    let method = method.split('/').next().unwrap_or_default().to_owned();
    let properties = words
        .filter_map(|w| w.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.trim_matches('"').to_owned()))
        .take(20)
        .collect();
    Some(Found { method, result: result.to_owned(), properties })
}

/// Comments in round brackets say nothing that counts; quoted text is left as it is.
fn without_comments(line: &str) -> String {
    let (mut out, mut deep, mut quoted) = (String::with_capacity(line.len()), 0_u32, false);
    for letter in line.chars() {
        match letter {
            '"' if deep == 0 => {
                quoted = !quoted;
                out.push(letter);
            }
            // A quoted semicolon or blank must not begin anything.
            ';' | ' ' | '=' if quoted => out.push('_'),
            '(' if !quoted => deep = deep.saturating_add(1),
            ')' if !quoted && deep > 0 => {
                deep -= 1;
                out.push(' ');
            }
            _ if deep == 0 => out.push(letter),
            _ => {}
        }
    }
    out
}
