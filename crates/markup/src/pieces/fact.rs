//! The fact line: who did what and when, with a small mark that opens the proof: the leaf, its place in the
//! tree, the checkpoint that covers it, and the command with which an outsider verifies it.

use super::due::relative_time;
use super::glyph::{Glyph, glyph};
use maud::{Markup, html};

/// What proves a fact.
#[derive(Clone, Debug, Default)]
pub struct Proof<'a> {
    /// The leaf hash in hexadecimal.
    pub leaf: &'a str,
    /// The leaf's index; none until the sealer gave it one.
    pub index: Option<i64>,
    /// The origin and size of the checkpoint that covers it.
    pub checkpoint: Option<&'a str>,
    /// The command that verifies it offline.
    pub command: &'a str,
}

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct FactLine<'a> {
    /// An id that is unique on the page.
    pub id: &'a str,
    /// What was done, after the actor's name: "took the ticket".
    pub sentence: Markup,
    /// Who did it.
    pub actor: &'a str,
    pub at_us: i64,
    pub now_us: i64,
    /// The IANA zone in which the moment is told.
    pub zone: &'a str,
    pub proof: Option<Proof<'a>>,
    /// What stands below the line: a reply's text, a mask.
    pub body: Option<Markup>,
}

/// The line.
pub fn fact_line(fact: &FactLine<'_>) -> Markup {
    html! {
        li.fact.fact-spoken[fact.body.is_some()] id=(fact.id) {
            div.fact-line {
                span.fact-sentence {
                    b.fact-actor { (fact.actor) @if begins_anew(&fact.sentence) { ":" } } " " (fact.sentence)
                }
                span.fact-when { (relative_time(fact.at_us, fact.now_us, fact.zone)) }
                @if let Some(proof) = &fact.proof { (proof_mark(fact.id, proof)) }
            }
            @if let Some(body) = &fact.body { div.fact-body { (body) } }
        }
    }
}

/// Whether a sentence stands by itself ("The agreement was sent.") instead of going on after the actor's name.
fn begins_anew(sentence: &Markup) -> bool {
    let mut inside = false;
    let mut letters = sentence.0.chars().filter(|c| {
        let shown = !inside && *c != '<';
        inside = (inside || *c == '<') && *c != '>';
        shown
    });
    letters.next().is_some_and(char::is_uppercase)
}

fn proof_mark(id: &str, proof: &Proof<'_>) -> Markup {
    let sealed = proof.index.is_some() && proof.checkpoint.is_some();
    html! {
        details.proof.proof-sealed[sealed] id={ (id) "-proof" } {
            summary title=(if sealed { "Proven: show the proof" } else { "Waits for its seal" }) {
                (glyph(if sealed { Glyph::Proof } else { Glyph::Unproven }))
                span.unseen { @if sealed { "Proof" } @else { "Proof, waits for its seal" } }
            }
            dl.proof-body {
                dt { "Leaf" } dd { code { (proof.leaf) } }
                dt { "Index" }
                dd { @match proof.index { Some(index) => (index), None => "none yet; the sealer gives it" } }
                dt { "Checkpoint" } dd { code { (proof.checkpoint.unwrap_or("none covers it yet")) } }
                dt { "Verify" } dd { code { (proof.command) } }
            }
        }
    }
}

/// The story: fact lines in their order.
pub fn story(label: &str, lines: &[FactLine<'_>]) -> Markup {
    html! { ol.story aria-label=(label) { @for line in lines { (fact_line(line)) } } }
}
