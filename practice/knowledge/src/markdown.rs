//! The text of an article as a page: headings, lists, links, emphasis, code and tables, and nothing else.
//! What looks like HTML is shown as it was typed, pictures from elsewhere are left out, and a link leads
//! only where a browser may go.

use maud::{Markup, PreEscaped};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// The text as markup.
pub fn rendered(text: &str) -> Markup {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut in_picture = 0_u32;
    let events = Parser::new_ext(text, options).filter_map(move |event| {
        if matches!(event, Event::Start(Tag::Image { .. })) {
            in_picture += 1;
            return None;
        }
        if matches!(event, Event::End(TagEnd::Image)) {
            in_picture = in_picture.saturating_sub(1);
            return None;
        }
        safe(event)
    });
    let mut out = String::with_capacity(text.len() * 2);
    html::push_html(&mut out, events);
    PreEscaped(out)
}

fn safe(event: Event<'_>) -> Option<Event<'_>> {
    Some(match event {
        // Raw HTML becomes the text that it is.
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        // The page has its own first headings.
        Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
            level: lower(level),
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = if leads_somewhere(&dest_url) { dest_url } else { CowStr::Borrowed("") };
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        other => other,
    })
}

fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

/// Web pages, letters, and pages of this house.
fn leads_somewhere(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    let plain = !url.chars().any(|c| c.is_control() || c.is_whitespace());
    let ours = lower.starts_with('/') && !lower.starts_with("//") && !lower.contains('\\');
    plain
        && (lower.starts_with("https://")
            || lower.starts_with("http://")
            || lower.starts_with("mailto:")
            || ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        rendered(text).into_string()
    }

    #[test]
    fn steps_headings_and_links_are_drawn() {
        let drawn = told("# Restart\n\n1. Hold *power*\n2. See [the vendor](https://vendor.example/a)\n");
        assert!(drawn.contains("<h3>Restart</h3>") && drawn.contains("<em>power</em>"), "{drawn}");
        assert!(drawn.contains(r#"<a href="https://vendor.example/a">the vendor</a>"#), "{drawn}");
    }

    #[test]
    fn what_looks_like_html_is_text_and_no_link_carries_anything_out() {
        for wild in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "<style>*{}</style>\n\ntext",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html,<script>)",
            "[x](//elsewhere.example)",
            "[x](/\\elsewhere.example)",
            "<javascript:alert(1)>",
            "![x](https://elsewhere.example/pixel.png)",
            "# head {onclick=alert(1)}",
        ] {
            let drawn = told(wild);
            for never in [
                "<script",
                "<img",
                "<style",
                "javascript:\"",
                "href=\"javascript",
                "href=\"data",
                "href=\"//",
            ] {
                assert!(!drawn.to_lowercase().contains(never), "{wild} → {drawn}");
            }
            assert!(!drawn.contains("href=\"/\\") && !drawn.contains("h3 onclick"), "{wild} → {drawn}");
        }
    }

    #[test]
    fn nothing_takes_long() {
        let deep = "> ".repeat(20_000) + &"*[".repeat(10_000) + &"`".repeat(5_000);
        assert!(!told(&deep).is_empty());
    }
}
