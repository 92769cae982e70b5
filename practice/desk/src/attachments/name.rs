//! The name under which a file is kept: the last part of whatever path was sent, without what could deceive the
//! eye or the computer that it is saved on.

/// The most letters of a name.
pub const LONGEST_NAME: usize = 120;

/// Letters that turn the direction of writing, or that nobody sees.
fn deceives(letter: char) -> bool {
    matches!(letter,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}')
}

/// The name as it is kept; `file` when nothing is left of it.
pub fn cleaned(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut name: String = last
        .chars()
        .filter(|c| !c.is_control() && !deceives(*c))
        .map(|c| if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | ';' | '%') { '_' } else { c })
        .collect();
    name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let trimmed = name.trim_matches(['.', ' ']);
    let short = shortened(trimmed);
    let stem = short.split('.').next().unwrap_or_default().trim().to_ascii_uppercase();
    let device = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (stem.len() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT")));
    match (short.is_empty(), device) {
        (true, _) => "file".to_owned(),
        (false, true) => format!("_{short}"),
        (false, false) => short,
    }
}

/// Cut in the middle, so that the ending stays.
fn shortened(name: &str) -> String {
    let count = name.chars().count();
    if count <= LONGEST_NAME {
        return name.to_owned();
    }
    let ending = ending(name).map(|e| format!(".{e}")).unwrap_or_default();
    let kept = LONGEST_NAME - ending.chars().count();
    name.chars().take(kept).collect::<String>() + &ending
}

/// What stands behind the last dot, in small letters; nothing when it is no ending.
pub fn ending(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    let fits = !stem.is_empty() && (1..=10).contains(&ending.len());
    (fits && ending.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
        .then(|| ending.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_plain_name() {
        for (sent, kept) in [
            ("report.pdf", "report.pdf"),
            ("..\\..\\windows\\system32\\a.dll", "a.dll"),
            ("/etc/passwd", "passwd"),
            ("..", "file"),
            ("", "file"),
            ("a\u{202e}fdp.exe", "afdp.exe"),
            ("two\r\nlines.txt", "twolines.txt"),
            ("x\";filename=y.txt", "x__filename=y.txt"),
            ("con.txt", "_con.txt"),
            ("  spaced   out .txt ", "spaced out .txt"),
            ("Überweisung.pdf", "Überweisung.pdf"),
        ] {
            assert_eq!(cleaned(sent), kept, "{sent:?}");
        }
        let long = cleaned(&format!("{}.pdf", "ü".repeat(400)));
        assert_eq!(long.chars().count(), LONGEST_NAME);
        assert!(long.ends_with(".pdf"));
    }

    #[test]
    fn only_the_last_ending_counts() {
        assert_eq!(ending("invoice.pdf.EXE").as_deref(), Some("exe"));
        assert_eq!(ending(".bashrc"), None);
        assert_eq!(ending("no ending"), None);
        assert_eq!(ending("v1.2 of the plan"), None);
    }
}
