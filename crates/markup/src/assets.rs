//! The few files a page needs besides itself: one style sheet, one script, one picture for the browser's
//! tab. They are part of the program, so that nothing is fetched from elsewhere, and each carries a digest
//! of its content in its name, so that a browser may keep it for a year and still never show an old one.

use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// One file, ready to be served with `cache-control: public, max-age=31536000, immutable`.
#[derive(Debug)]
pub struct Asset {
    /// The whole path, such as `/static/app.0123456789ab.css`.
    pub path: String,
    /// The value for `content-type`.
    pub content_type: &'static str,
    /// What stands in it.
    pub bytes: &'static [u8],
}

const STYLE: &str = concat!(
    include_str!("../assets/tokens.css"),
    include_str!("../assets/frame.css"),
    include_str!("../assets/pieces.css"),
    include_str!("../assets/forms.css"),
    include_str!("../assets/rhythm.css"),
    include_str!("../assets/guide.css"),
    include_str!("../assets/sheet.css"),
    include_str!("../assets/narrow-and-paper.css"),
);
const SCRIPT: &str = include_str!("../assets/orderly.js");
const ICON: &str = include_str!("../assets/favicon.svg");

static ASSETS: LazyLock<[Asset; 3]> = LazyLock::new(|| {
    [
        asset("app", "css", "text/css; charset=utf-8", STYLE),
        asset("orderly", "js", "text/javascript; charset=utf-8", SCRIPT),
        asset("favicon", "svg", "image/svg+xml", ICON),
    ]
});

fn asset(name: &str, ending: &str, content_type: &'static str, text: &'static str) -> Asset {
    let digest = hex::encode(Sha256::digest(text.as_bytes()));
    Asset { path: format!("/static/{name}.{}.{ending}", &digest[..12]), content_type, bytes: text.as_bytes() }
}

/// The asset of exactly this path (`/static/…`), if there is one.
pub fn find(path: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.path == path)
}

/// All of them, for a listing or an export.
pub fn all() -> &'static [Asset] {
    ASSETS.as_slice()
}

/// The path of the one style sheet.
pub fn style_path() -> &'static str {
    &ASSETS[0].path
}

/// The path of the one script.
pub fn script_path() -> &'static str {
    &ASSETS[1].path
}

/// The path of the picture for the browser's tab.
pub fn icon_path() -> &'static str {
    &ASSETS[2].path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_is_found_by_its_own_path_and_by_no_other() {
        for asset in all() {
            assert_eq!(find(&asset.path).unwrap().bytes, asset.bytes);
        }
        assert!(find("/static/app.css").is_none());
        assert!(find("/static/../Cargo.toml").is_none());
    }

    #[test]
    fn nothing_is_fetched_from_elsewhere() {
        for asset in all() {
            let text = std::str::from_utf8(asset.bytes).unwrap();
            let outside = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!outside.contains("http:") && !outside.contains("https:"), "{}", asset.path);
            assert!(!text.contains("@import") && !text.contains("eval("), "{}", asset.path);
        }
    }

    #[test]
    fn the_script_stays_small() {
        assert!(SCRIPT.lines().count() <= 400);
    }
}
