//! The two notices that everybody may read: the one in place of letters that cannot be delivered, and the one to the
//! media. Each comes behind a cover sheet for whoever sends it out, which says what the law asks for and how sure that is.

use super::breach::{Person, address, contents, unready};
use super::{blank, cited, column, count_or, day_or, given, heading, said, text};
use crate::{Block, Line, Means, MediaNotice, Sheet, SubstituteNotice, Sureness};

/// A line of a cover sheet: what is asked for, its paragraph, how sure that is.
type Ask = (&'static str, &'static str, Sureness);

const SUBSTITUTE_PUBLIC: &[Ask] = &[
    (
        "For ten or more individuals whose addresses are missing or wrong: post it conspicuously on the home page for \
         90 days, or have it printed or broadcast by major media where the individuals likely live",
        "45 CFR 164.404(d)(2)(ii)",
        Sureness::Verified,
    ),
    (
        "Keep a toll-free number active for at least 90 days, where individuals can learn whether their information \
         may be included",
        "45 CFR 164.404(d)(2)(ii)",
        Sureness::Unverified,
    ),
    (
        "Without unreasonable delay, and no later than 60 calendar days after discovery",
        "45 CFR 164.404(b)",
        Sureness::Verified,
    ),
];

const SUBSTITUTE_OTHER: &[Ask] = &[
    (
        "For fewer than ten individuals whose addresses are missing or wrong: another form of written notice, the \
         telephone, or other means",
        "45 CFR 164.404(d)(2)(i)",
        Sureness::Verified,
    ),
    (
        "Without unreasonable delay, and no later than 60 calendar days after discovery",
        "45 CFR 164.404(b)",
        Sureness::Verified,
    ),
];

const MEDIA: &[Ask] = &[
    (
        "More than 500 residents of one State or jurisdiction: tell prominent media outlets serving it",
        "45 CFR 164.406",
        Sureness::Unverified,
    ),
    (
        "Without unreasonable delay, and no later than 60 calendar days after discovery",
        "45 CFR 164.406",
        Sureness::Unverified,
    ),
    ("It says what the letter to individuals says", "45 CFR 164.404(c)", Sureness::Verified),
];

/// The page for whoever sends it out.
fn cover(asks: &[Ask], title: &str) -> Vec<Block> {
    let row = |(ask, because, sureness): &Ask| vec![vec![text(*ask)], cited(because, *sureness), Line::new()];
    vec![
        heading(1, format!("Cover sheet: {title}")),
        said(vec![text("This page stays in the house. The notice begins on the next one.")]),
        Block::Table {
            name: "What the law asks for".to_owned(),
            columns: vec![column("What", 5), column("Where it stands", 3), column("Done, by whom, when", 3)],
            rows: asks.iter().map(row).collect(),
            row_height: 40,
        },
        said(vec![text(
            "A mark beside a paragraph says how well the line was checked. The paragraph rules; this is no legal advice.",
        )]),
    ]
}

pub(crate) fn substitute_notice(notice: &SubstituteNotice) -> Sheet {
    let title = "Notice of a breach of health information";
    let public = notice.means == Means::Public;
    let asks = if public { SUBSTITUTE_PUBLIC } else { SUBSTITUTE_OTHER };
    let mut blocks = cover(asks, "substitute notice");
    blocks.push(Block::Page);
    blocks.push(heading(1, title));
    let mut line = given(notice.from.name.as_ref(), "the name of the organization");
    line.push(text(
        " is telling people about a breach of their health information. This notice is for those whom a letter could not reach.",
    ));
    blocks.push(said(line));
    if public {
        let mut line = vec![text("Call ")];
        line.extend(given(notice.notice.contact.toll_free.as_ref(), "the toll-free number"));
        line.push(text(", free of charge, to learn whether your information is part of it. The number is answered until "));
        line.push(day_or(notice.stands_until, "the day until which the notice stands"));
        line.push(text(" at least."));
        blocks.push(said(line));
    }
    blocks.extend(contents(&notice.notice, Person::Them, None));
    let mut lines = address(&notice.from, "the name of the organization", "its address");
    if public {
        lines.push(vec![text("Posted "), day_or(notice.posted, "the day on which it is posted")]);
    }
    blocks.push(Block::Stanza { lines });
    unready(Sheet { title: title.to_owned(), foot: "Notice under 45 CFR 164.404(d)(2)".to_owned(), blocks })
}

pub(crate) fn media_notice(notice: &MediaNotice) -> Sheet {
    let title = "Notice to the media of a breach of health information";
    let mut blocks = cover(MEDIA, "notice to the media");
    let mut line = vec![text("State or jurisdiction: ")];
    line.extend(given(notice.state.as_ref(), "the State or jurisdiction"));
    line.push(text(". Residents of it who are affected: "));
    line.push(count_or(notice.residents, "how many residents of it are affected"));
    line.push(text("."));
    blocks.push(said(line));
    if notice.residents.is_some_and(|residents| residents <= 500) {
        blocks.push(Block::Notice {
            label: "Not required by this count".to_owned(),
            line: vec![text("The rule speaks of more than 500 residents of one State or jurisdiction.")],
        });
    }
    blocks.push(Block::Page);
    blocks
        .push(Block::Stanza { lines: address(&notice.from, "the name of the organization", "its address") });
    blocks.push(heading(1, title));
    let mut line = given(notice.city.as_ref(), "the city");
    line.push(text(", "));
    line.push(day_or(notice.dated, "the date of the notice"));
    line.push(text(": "));
    line.extend(given(notice.from.name.as_ref(), "the name of the organization"));
    line.push(text(" is telling people about a breach of health information. "));
    line.push(count_or(notice.residents, "how many residents of it are affected"));
    line.push(text(" residents of "));
    line.extend(given(notice.state.as_ref(), "the State or jurisdiction"));
    line.push(text(" are affected."));
    blocks.push(said(line));
    blocks.extend(contents(&notice.notice, Person::Them, None));
    blocks.push(heading(2, "For journalists"));
    blocks.push(said(journalists(notice)));
    unready(Sheet { title: title.to_owned(), foot: "Notice under 45 CFR 164.406".to_owned(), blocks })
}

fn journalists(notice: &MediaNotice) -> Line {
    let ways: Vec<&str> = [&notice.press_telephone, &notice.press_email]
        .into_iter()
        .filter_map(|way| way.as_deref().map(str::trim).filter(|w| !w.is_empty()))
        .collect();
    let mut line = given(notice.press_name.as_ref(), "whom journalists ask");
    line.push(text(", "));
    line.push(if ways.is_empty() { blank("how journalists reach them") } else { text(ways.join(", ")) });
    line
}
