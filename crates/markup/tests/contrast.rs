//! Every word can be read: the colours of the one token file, by day and by night, have the contrast that
//! WCAG 2.2 asks for (4.5 : 1 for words, 3 : 1 for the edges of fields).

#![allow(clippy::unwrap_used, reason = "a test")]

use markup::assets;
use std::collections::BTreeMap;

/// Red, green and blue as linear light, 0 to 1.
type Light = [f64; 3];

/// Reads `oklch(L% C H)` as linear sRGB (Björn Ottosson's matrices), cut off where a screen cannot show it.
fn light(text: &str) -> Light {
    let inside = text.trim().strip_prefix("oklch(").unwrap().strip_suffix(')').unwrap();
    let numbers: Vec<f64> =
        inside.split_whitespace().map(|number| number.trim_end_matches('%').parse().unwrap()).collect();
    let (lightness, chroma, hue) = (numbers[0] / 100.0, numbers[1], numbers[2].to_radians());
    let (a, b) = (chroma * hue.cos(), chroma * hue.sin());
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ]
    .map(|part| part.clamp(0.0, 1.0))
}

fn contrast(one: Light, other: Light) -> f64 {
    let bright = |[r, g, b]: Light| 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    let (one, other) = (bright(one), bright(other));
    one.max(other) / one.min(other)
}

/// Name to the colour by day and by night.
fn tokens() -> BTreeMap<String, [Light; 2]> {
    let style = std::str::from_utf8(assets::find(assets::style_path()).unwrap().bytes).unwrap();
    let lines = style.lines().filter_map(|line| line.trim().strip_prefix("--")?.split_once(": light-dark("));
    lines
        .map(|(name, pair)| {
            let (day, night) = pair.trim_end_matches(");").split_once("), ").unwrap();
            (name.to_owned(), [light(&format!("{day})")), light(night)])
        })
        .collect()
}

fn check(words: &[&str], grounds: &[&str], least: f64) {
    let tokens = tokens();
    for word in words {
        for ground in grounds {
            for (place, scheme) in ["day", "night"].iter().enumerate() {
                let found = contrast(tokens[*word][place], tokens[*ground][place]);
                assert!(found >= least, "{word} on {ground} by {scheme}: {found:.2}, not {least}");
            }
        }
    }
}

#[test]
fn words_can_be_read_on_every_ground() {
    check(&["ink", "ink-soft", "accent"], &["paper", "sheet", "raised", "accent-wash"], 4.5);
    for tone in ["risk", "soon", "proven", "private", "law"] {
        let wash = format!("{tone}-wash");
        check(&[tone, "ink", "ink-soft"], &["paper", "sheet", "raised", &wash], 4.5);
    }
    check(&["risk"], &["law-wash"], 4.5);
}

#[test]
fn words_on_a_filled_ground_can_be_read() {
    check(&["accent-ink"], &["accent"], 4.5);
    check(&["sheet"], &["law"], 4.5);
    check(&["paper"], &["ink", "ink-soft"], 4.5);
}

#[test]
fn the_edges_of_fields_can_be_seen() {
    check(&["line-strong", "accent"], &["paper", "sheet"], 3.0);
}
