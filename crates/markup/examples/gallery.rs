//! Writes the gallery to the standard output, with its style and script inside, to be looked at as a
//! picture. The argument picks the page: `portal`, `emergency` or `door`.

use markup::{assets, gallery};
use std::io::{self, Write};

fn main() -> io::Result<()> {
    let page = match std::env::args().nth(1).as_deref() {
        Some("portal") => gallery::gallery_portal(),
        Some("emergency") => gallery::gallery_emergency(),
        Some("door") => gallery::gallery_door(),
        _ => gallery::gallery(),
    };
    let mut html = page.into_string();
    if let Some(style) = assets::find(assets::style_path()) {
        let link = format!("<link rel=\"stylesheet\" href=\"{}\">", style.path);
        html = html.replace(&link, &format!("<style>{}</style>", String::from_utf8_lossy(style.bytes)));
    }
    io::stdout().lock().write_all(html.as_bytes())
}
