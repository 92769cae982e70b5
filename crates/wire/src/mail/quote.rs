//! What somebody newly wrote, apart from what their mail program copied below it. Lines are looked at one by one and each
//! only a fixed number of times, so that a letter of a million lines takes as long as its length and no longer.

/// A text split in two.
#[derive(Clone, PartialEq, Eq)]
pub struct Split {
    /// What is new.
    pub fresh: String,
    /// Whether something was left out.
    pub quoted: bool,
}

/// How many lines the sentence `On … wrote:` may be spread over, and how long it may be.
const SPREAD: usize = 4;
const LONGEST_SENTENCE: usize = 400;

/// How such a sentence begins and ends in some languages; in lower case.
const SENTENCES: &[(&str, &str)] = &[
    ("on ", "wrote:"),
    ("on ", "writes:"),
    ("on ", "said:"),
    ("on ", "sent:"),
    ("am ", ":"),
    ("le ", "écrit :"),
    ("le ", "écrit:"),
    ("el ", "escribió:"),
    ("il ", "scritto:"),
    ("op ", "schreef:"),
    ("op ", "geschreven:"),
    ("em ", "escreveu:"),
    ("den ", "skrev:"),
    ("w dniu ", ":"),
    ("dnia ", ":"),
];
/// How it ends when it begins with a date or a name.
const ENDINGS: &[&str] = &[
    " wrote:",
    " writes:",
    " schrieb:",
    " a écrit :",
    " escribió:",
    " ha scritto:",
    " schreef:",
    " написал:",
    " пишет:",
];
/// Names of lines in a copied head.
const HEADS: &[&str] = &[
    "from",
    "sent",
    "to",
    "subject",
    "date",
    "cc",
    "von",
    "gesendet",
    "an",
    "betreff",
    "datum",
    "de",
    "envoyé",
    "à",
    "objet",
    "para",
    "asunto",
    "enviado",
    "enviado el",
    "van",
    "verzonden",
    "aan",
    "onderwerp",
    "da",
    "inviato",
    "a",
    "oggetto",
    "från",
    "skickat",
    "till",
    "ämne",
    "fra",
    "sendt",
    "til",
    "emne",
    "reply-to",
    "importance",
    "от",
    "отправлено",
    "кому",
    "тема",
    "дата",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Blank,
    /// Begins with `>`.
    Quoted,
    Plain,
}

/// Splits a text. What cannot be told apart stays: nothing that is new may be lost.
pub fn split(text: &str) -> Split {
    let lines: Vec<&str> = text.lines().collect();
    let kinds: Vec<Line> = lines.iter().map(|line| kind(line)).collect();
    let mut end = lines.len();
    let mut gone = vec![false; lines.len()];
    let mut at = 0;
    while at < end {
        if kinds[at] != Line::Plain {
            at += 1;
            continue;
        }
        if is_hard(&lines, &kinds, at) {
            end = at;
            break;
        }
        if let Some(after) = sentence(&lines, &kinds, at) {
            let next = (after..lines.len()).find(|i| kinds[*i] != Line::Blank);
            match next.map(|i| kinds[i]) {
                // A whole letter without marks follows.
                Some(Line::Plain) | None => {
                    end = at;
                    break;
                }
                _ => {
                    let stop = block_end(&kinds, after);
                    // Whoever answers between the lines needs the lines.
                    if !answers_between(&kinds, stop) {
                        gone[at..stop].fill(true);
                    }
                    at = stop;
                    continue;
                }
            }
        }
        at += 1;
    }
    end = trailing(&kinds, &gone, end);
    let quoted =
        end < lines.iter().rposition(|l| !l.trim().is_empty()).map_or(0, |i| i + 1) || gone.contains(&true);
    let kept: Vec<&str> = (0..end).filter(|i| !gone[*i]).map(|i| lines[i]).collect();
    let fresh = kept.join("\n").trim().to_owned();
    // A letter that is nothing but a quote is shown whole.
    if fresh.is_empty() {
        Split { fresh: text.trim().to_owned(), quoted: false }
    } else {
        Split { fresh, quoted }
    }
}

fn kind(line: &str) -> Line {
    let line = line.trim_start();
    if line.is_empty() {
        Line::Blank
    } else if line.starts_with('>') {
        Line::Quoted
    } else {
        Line::Plain
    }
}

/// Whether everything from here on is copied: the line of Outlook and others, or a copied head.
fn is_hard(lines: &[&str], kinds: &[Line], at: usize) -> bool {
    let line = lines[at].trim();
    if line.len() > 200 {
        return false;
    }
    let bare =
        line.trim_matches(|c: char| c == '-' || c == '_' || c == '=' || c == '*' || c == ' ').to_lowercase();
    let ruled = line.starts_with("--") || line.starts_with("__") || line.starts_with("==");
    let said = [
        "original message",
        "ursprüngliche nachricht",
        "message d'origine",
        "mensaje original",
        "messaggio originale",
        "oorspronkelijk bericht",
        "original appointment",
        "reply message",
        "original-nachricht",
    ];
    if ruled && said.contains(&bare.as_str()) {
        return true;
    }
    // A rule of underscores counts only above a copied head.
    let below = if ruled && bare.is_empty() { at + 1 } else { at };
    is_head(lines, kinds, below)
}

/// At least three lines of a copied head within five, the first of them here and naming a sender.
fn is_head(lines: &[&str], kinds: &[Line], at: usize) -> bool {
    let Some(first) = lines.get(at).and_then(|l| head(l)) else { return false };
    let sender = ["from", "von", "de", "van", "da", "från", "fra", "от", "date"];
    if !sender.contains(&first.as_str()) {
        return false;
    }
    let near = (at..lines.len().min(at + 6)).filter(|i| kinds[*i] == Line::Plain);
    near.filter(|i| head(lines[*i]).is_some()).count() >= 3
}

/// The name of a line in a copied head.
fn head(line: &str) -> Option<String> {
    let (name, rest) = line.trim().trim_start_matches('*').split_once(':')?;
    let name = name.trim_matches(['*', ' ']);
    if name.len() > 20 || rest.trim_matches(['*', ' ']).is_empty() {
        return None;
    }
    Some(name.to_lowercase()).filter(|n| HEADS.contains(&n.as_str()))
}

/// Where the sentence `On … wrote:` ends that begins here.
fn sentence(lines: &[&str], kinds: &[Line], at: usize) -> Option<usize> {
    let mut whole = String::new();
    for i in at..lines.len().min(at + SPREAD) {
        if kinds[i] != Line::Plain || lines[i].len() > LONGEST_SENTENCE {
            return None;
        }
        if !whole.is_empty() {
            whole.push(' ');
        }
        whole.push_str(lines[i].trim());
        if whole.len() > LONGEST_SENTENCE {
            return None;
        }
        let lower = whole.to_lowercase();
        let lower = lower.trim_start_matches(['-', ' ', '*', '#']).trim_end_matches(['*', ' ']);
        let dated = lower.bytes().any(|b| b.is_ascii_digit()) || lower.contains('@');
        let spoken = SENTENCES.iter().any(|(begin, end)| lower.starts_with(begin) && lower.ends_with(end));
        // A date and an address in angle brackets before a colon say it in any language. Such a sentence begins with the
        // date or the address; what stands above it is somebody's own.
        let bracketed = lower.ends_with(">:") && lower.contains('@') && lower.contains('<');
        let begins = lines[at].bytes().any(|b| b.is_ascii_digit() || b == b'@');
        let ended = ENDINGS.iter().any(|e| lower.ends_with(e));
        if dated && (spoken || begins && (bracketed || ended)) {
            return Some(i + 1);
        }
        if lower.ends_with(':') && !SENTENCES.iter().any(|(begin, _)| lower.starts_with(begin)) {
            return None;
        }
    }
    None
}

/// Where the block of quoted and blank lines from `from` on ends.
fn block_end(kinds: &[Line], from: usize) -> usize {
    (from..kinds.len()).find(|i| kinds[*i] == Line::Plain).unwrap_or(kinds.len())
}

/// Whether quoted lines come again after plain ones.
fn answers_between(kinds: &[Line], from: usize) -> bool {
    kinds[from..].contains(&Line::Quoted)
}

/// Takes quoted and blank lines off the end.
fn trailing(kinds: &[Line], gone: &[bool], end: usize) -> usize {
    (0..end).rev().find(|i| !gone[*i] && kinds[*i] == Line::Plain).map_or(0, |i| i + 1)
}
