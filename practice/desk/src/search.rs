//! Which words of a text can be searched for. Texts are sealed, so the database keeps only keyed marks of
//! their words; a word is found whichever case or accent it was typed with, and common little words are left
//! out.

use identifiers::Finding;

/// The most words that are looked for at once.
pub const MOST_WORDS: usize = 24;
/// The most words of one text that can be found again: each is a row of the index. A report has twenty of them, a long
/// letter a hundred and more; a log that somebody pasted is found by its beginning.
pub const MOST_OF_A_TEXT: usize = 200;
/// Longer words are cut: nobody types more of one into a search box.
const LONGEST_WORD: usize = 40;

const LITTLE: &[&str] = &[
    "the", "and", "for", "not", "with", "has", "have", "had", "was", "are", "but", "its", "our", "you",
    "can", "does", "from", "this", "that", "when", "they", "there", "will", "would", "since", "been",
    "cannot",
];

/// The distinct words worth finding, in their order, at most [`MOST_WORDS`].
pub fn words(text: &str) -> Vec<String> {
    kept(pieces(text).map(|(_, raw)| raw), MOST_WORDS)
}

/// The words of a text that get a mark: none that is part of a likely identifier, and no long number but an asset's or
/// a ticket's, so that nobody can find out by searching whose number stands in a text.
pub fn findable(text: &str, findings: &[Finding]) -> Vec<String> {
    let part = |at: usize, raw: &str| {
        let next = findings.partition_point(|f| f.range.end <= at);
        findings.get(next).is_some_and(|f| f.range.start < at + raw.len())
    };
    kept(
        pieces(text)
            .filter(|(at, raw)| !part(*at, raw) && !is_long_number(text, *at, raw))
            .map(|(_, raw)| raw),
        MOST_OF_A_TEXT,
    )
}

/// The words of a text as they stand, with their places.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|raw| !raw.is_empty());
    let from = text.as_ptr() as usize;
    parts.map(move |raw| (raw.as_ptr() as usize - from, raw))
}

/// Five digits and more, unless it is an asset's tag (`WS-00471`, `INC0047110`) or a ticket's number (`#10042`).
fn is_long_number(text: &str, at: usize, raw: &str) -> bool {
    let digits = raw.chars().filter(|c| c.is_numeric()).count();
    let letters = raw.chars().take_while(|c| c.is_alphabetic()).count();
    let mut before = text[..at].chars().rev();
    let tagged = match before.next() {
        Some('#') => digits <= 7,
        Some('-') => before.take_while(|c| c.is_alphabetic()).count() >= 2 && digits <= 6,
        _ => letters >= 2 && letters + digits == raw.chars().count(),
    };
    digits >= 5 && !tagged
}

fn kept<'a>(raw: impl Iterator<Item = &'a str>, most: usize) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for raw in raw {
        if found.len() == most {
            break;
        }
        let word: String =
            raw.chars().flat_map(char::to_lowercase).flat_map(plain).take(LONGEST_WORD).collect();
        let short = word.chars().count() < 3 && !word.chars().any(|c| c.is_ascii_digit());
        if !short && !word.is_empty() && !LITTLE.contains(&word.as_str()) && !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

/// The letter without its accent; two letters where a language writes it so.
fn plain(letter: char) -> impl Iterator<Item = char> {
    let (first, second) = match letter {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' | 'ä' => ('a', None),
        'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => ('c', None),
        'ď' | 'đ' | 'ð' => ('d', None),
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => ('e', None),
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => ('g', None),
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'į' | 'ı' => ('i', None),
        'ł' | 'ĺ' | 'ľ' | 'ļ' => ('l', None),
        'ñ' | 'ń' | 'ň' | 'ņ' => ('n', None),
        'ò' | 'ó' | 'ô' | 'õ' | 'ō' | 'ő' | 'ø' | 'ö' => ('o', None),
        'ŕ' | 'ř' => ('r', None),
        'ś' | 'š' | 'ş' | 'ș' => ('s', None),
        'ť' | 'ţ' | 'ț' => ('t', None),
        'ù' | 'ú' | 'û' | 'ũ' | 'ū' | 'ů' | 'ű' | 'ų' | 'ü' => ('u', None),
        'ý' | 'ÿ' => ('y', None),
        'ź' | 'ž' | 'ż' => ('z', None),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'ß' => ('s', Some('s')),
        // A combining accent stands behind its letter.
        '\u{300}'..='\u{36f}' => return None.into_iter().chain(None),
        other => (other, None),
    };
    Some(first).into_iter().chain(second)
}

/// A ticket's number, when that is what was typed: `1042`, `#1042`.
pub fn number(text: &str) -> Option<i64> {
    let digits = text.trim().trim_start_matches('#');
    (!digits.is_empty() && digits.len() <= 12 && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| digits.parse().ok())
        .flatten()
}

/// A ticket's number that is marked as one: `#1042`.
pub fn tagged_number(text: &str) -> Option<i64> {
    text.starts_with('#').then(|| number(text)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_little_words_do_not_matter() {
        assert_eq!(words("The Café-Printer has jammed, café!"), ["cafe", "printer", "jammed"]);
        assert_eq!(words("Müller's cart in 4B"), ["muller", "cart", "4b"]);
        assert_eq!(words("cafe\u{301}"), ["cafe"]);
        assert_eq!(words("a b c ... ---"), Vec::<String>::new());
        let long = (0..300).map(|n| format!("word{n} ")).collect::<String>();
        assert_eq!((words(&long).len(), findable(&long, &[]).len()), (MOST_WORDS, MOST_OF_A_TEXT));
    }

    #[test]
    fn what_identifies_somebody_cannot_be_searched_for() {
        let found = |text: &str| findable(text, &identifiers::find(text, &[]));
        assert_eq!(
            found("Chart of Jane Testwell, MRN 0012345, does not open on WS-00471 after #10042"),
            ["chart", "mrn", "open", "00471", "after", "10042"]
        );
        assert_eq!(found("case 20261122 and srv10042, 4711 rows"), ["case", "srv10042", "4711", "rows"]);
        assert_eq!(found("Ünïted MRN 0012345ü"), ["united", "mrn"]);
    }

    #[test]
    fn a_number_is_a_number() {
        assert_eq!(number(" #1042 "), Some(1042));
        assert_eq!(number("1042"), Some(1042));
        assert_eq!(number("10 42"), None);
        assert_eq!(number("12345678901234567890"), None);
    }
}
