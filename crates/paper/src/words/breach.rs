//! The letter to one individual after a breach, and what every notice says. Plain language: short sentences, no terms of
//! the trade, no law but the line at the foot (45 CFR 164.404(c)(2)).

use super::{blank, day_or, given, heading, lined, list, paragraphs, said, strong, text};
use crate::{
    Addressee, Block, BreachLetter, BreachLetters, Contact, Line, Notice, Piece, Sheet, Style, When,
};

const TITLE: &str = "Notice of a breach of health information";
const FOOT: &str = "Notice under 45 CFR 164.404";

pub(crate) fn breach_letter(letter: &BreachLetter) -> Sheet {
    unready(Sheet { title: TITLE.to_owned(), foot: FOOT.to_owned(), blocks: one_letter(letter) })
}

pub(crate) fn breach_letters(all: &BreachLetters) -> Sheet {
    let mut blocks = Vec::new();
    for recipient in &all.recipients {
        let letter = BreachLetter {
            reference: recipient.reference.clone(),
            to: recipient.to.clone(),
            addressee: recipient.addressee.clone(),
            ..all.letter.clone()
        };
        blocks.push(Block::Letter);
        blocks.extend(one_letter(&letter));
    }
    if blocks.is_empty() {
        blocks = one_letter(&all.letter);
    }
    unready(Sheet { title: TITLE.to_owned(), foot: FOOT.to_owned(), blocks })
}

/// The date, and the number by which the letter is found again when it comes back.
fn dated(letter: &BreachLetter) -> Line {
    let mut line = vec![day_or(letter.dated, "the date of the letter")];
    if let Some(reference) = letter.reference.as_ref().filter(|r| !r.trim().is_empty()) {
        line.extend([Piece::Turn, text(reference.trim())]);
    }
    line
}

fn one_letter(letter: &BreachLetter) -> Vec<Block> {
    let mut blocks = vec![
        Block::Stanza { lines: address(&letter.from, "the name of the organization", "its address") },
        said(dated(letter)),
        Block::Stanza { lines: address(&letter.to, "the name of the addressee", "the address") },
        heading(1, TITLE),
        said(greeting(letter)),
    ];
    let mut line = vec![text("We are writing to tell you about a breach of ")];
    match &letter.addressee {
        Addressee::Individual => line.push(text("your health information")),
        Addressee::Representative(of) | Addressee::NextOfKin(of) => {
            line.push(text("the health information of "));
            line.extend(individual(of));
        }
    }
    line.push(text(
        ". This letter says what happened, what information was involved, what you can do, what we are doing, and \
         how to reach us.",
    ));
    blocks.push(said(line));
    if let Some(by) = letter.sent_by.as_ref().filter(|by| !by.trim().is_empty()) {
        let mut line = vec![text(format!("{} sends this letter on behalf of ", by.trim()))];
        line.extend(given(letter.from.name.as_ref(), "the name of the organization"));
        line.push(text("."));
        blocks.push(said(line));
    }
    let person = match letter.addressee {
        Addressee::Individual => Person::You,
        Addressee::Representative(_) | Addressee::NextOfKin(_) => Person::Them,
    };
    blocks.extend(contents(&letter.notice, person, letter.offer.as_ref()));
    blocks.push(said(vec![text("Sincerely,")]));
    blocks.push(Block::Stanza {
        lines: vec![
            // Room for the signature.
            Line::new(),
            Line::new(),
            given(letter.signed_name.as_ref(), "who signs"),
            given(letter.signed_title.as_ref(), "the title of who signs"),
        ],
    });
    blocks
}

/// A document with blanks says on its first lines that it is not ready, and what is missing.
pub(super) fn unready(mut sheet: Sheet) -> Sheet {
    let missing = sheet.blanks().join("; ");
    if !missing.is_empty() {
        let line = vec![text(format!("Still to be filled in: {missing}."))];
        sheet.blocks.insert(0, Block::Notice { label: "Not ready to be sent".to_owned(), line });
    }
    sheet
}

fn greeting(letter: &BreachLetter) -> Line {
    match &letter.addressee {
        Addressee::Individual => {
            let mut line = vec![text("Dear ")];
            line.extend(given(letter.to.name.as_ref(), "the name of the addressee"));
            line.push(text(":"));
            line
        }
        Addressee::Representative(of) => {
            let mut line = vec![text("To the parent or personal representative of ")];
            line.extend(individual(of));
            line.push(text(":"));
            line
        }
        Addressee::NextOfKin(of) => {
            let mut line = vec![text("To the next of kin or personal representative of ")];
            line.extend(individual(of));
            line.push(text(":"));
            line
        }
    }
}

fn individual(of: &String) -> Line {
    given(Some(of), "the name of the individual")
}

/// Of whom a notice speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Person {
    You,
    Them,
}

/// 45 CFR 164.404(c)(1)(A) to (E), each under a heading of its own.
pub(super) fn contents(notice: &Notice, person: Person, offer: Option<&String>) -> Vec<Block> {
    let mut blocks = vec![heading(2, "What happened")];
    blocks.extend(paragraphs(notice.happened.as_ref(), "what happened, in a few plain sentences"));
    blocks.push(said(dates(notice)));
    blocks.push(heading(2, "What information was involved"));
    blocks.push(said(vec![text(match person {
        Person::You => "These kinds of information about you were involved:",
        Person::Them => "These kinds of information were involved:",
    })]));
    blocks.push(list(Style::Points, &notice.information, "the kinds of information that were involved"));
    blocks.push(heading(2, "What you can do"));
    blocks.push(list(Style::Steps, &notice.protect, "what individuals should do to protect themselves"));
    blocks.push(heading(2, "What we are doing"));
    for (label, words, what) in [
        ("To find out what happened: ", &notice.investigating, "what is done to investigate"),
        ("To limit the harm: ", &notice.mitigating, "what is done against harm to individuals"),
        ("So that it does not happen again: ", &notice.preventing, "what is done against further breaches"),
    ] {
        let mut line = vec![strong(label)];
        line.extend(given(words.as_ref(), what));
        blocks.push(said(line));
    }
    if let Some(offer) = offer.filter(|o| !o.trim().is_empty()) {
        blocks.push(heading(2, "What we offer you"));
        blocks.extend(paragraphs(Some(offer), "what is offered"));
    }
    blocks.push(heading(2, "How to reach us"));
    blocks.push(reach(&notice.contact));
    blocks
}

fn dates(notice: &Notice) -> Line {
    let mut line = match notice.breach {
        When::Missing => vec![text("Date of the breach: "), blank("the date of the breach"), text(". ")],
        When::Unknown => vec![text("The date of the breach is not known. ")],
        When::On(date) => vec![text(format!("The breach happened on {}. ", super::day(date)))],
        When::Between(from, to) => {
            let (from, to) = (super::day(from), super::day(to));
            vec![text(format!("The breach happened between {from} and {to}. "))]
        }
    };
    line.extend(match notice.discovered {
        When::Missing => {
            vec![text("Date it was discovered: "), blank("the date of the discovery"), text(".")]
        }
        When::Unknown => vec![text("The date on which it was discovered is not known.")],
        When::On(date) => vec![text(format!("It was discovered on {}.", super::day(date)))],
        When::Between(from, to) => {
            let (from, to) = (super::day(from), super::day(to));
            vec![text(format!("It was discovered between {from} and {to}."))]
        }
    });
    line
}

/// The ways to ask. One of the first four is required: 164.404(c)(1)(E).
fn reach(contact: &Contact) -> Block {
    let postal: Vec<&str> = contact.postal.iter().map(|l| l.trim()).filter(|l| !l.is_empty()).collect();
    let postal = postal.join("\n");
    let ways = [
        ("Telephone, free of charge", contact.toll_free.as_deref()),
        ("Email", contact.email.as_deref()),
        ("Website", contact.website.as_deref()),
        ("By post", Some(postal.as_str())),
    ];
    let filled = |words: Option<&str>| words.map(str::trim).filter(|w| !w.is_empty()).map(lined);
    let mut rows: Vec<(String, Line)> =
        ways.into_iter().filter_map(|(name, words)| Some((name.to_owned(), filled(words)?))).collect();
    if rows.is_empty() {
        let what = "a toll-free number, an email address, a website or a postal address";
        return said(vec![blank(what)]);
    }
    for (name, words) in [("Ask for", &contact.person), ("Hours", &contact.hours)] {
        rows.extend(filled(words.as_deref()).map(|line| (name.to_owned(), line)));
    }
    Block::Facts { name: "Ways to reach us".to_owned(), rows }
}

/// A name and its lines, one of each at least.
pub(super) fn address(of: &crate::Address, name: &str, lines: &str) -> Vec<Line> {
    let mut out = vec![match of.name.as_ref().filter(|n| !n.trim().is_empty()) {
        Some(name) => vec![strong(name.trim())],
        None => vec![blank(name)],
    }];
    let rest: Vec<Line> = of
        .lines
        .iter()
        .filter(|l| !l.trim().is_empty())
        .map(|l| vec![Piece::Text(l.trim().to_owned())])
        .collect();
    if rest.is_empty() {
        out.push(vec![blank(lines)])
    } else {
        out.extend(rest)
    }
    out
}
