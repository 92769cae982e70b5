//! The law at the console: what a rule says, who is told of a breach by when, what a violation may cost, how a risk is read off.
//! Everything is computed from what is typed; no installation is opened, so it works on any machine on the worst of nights.

mod breach;
mod lookup;
#[cfg(test)]
mod tests;

use anyhow::Result;
use clap::{Args, Subcommand};

/// What can be asked.
#[derive(Debug, Subcommand)]
pub enum Law {
    /// Whom to tell of a breach, by when, and because of which paragraph
    Breach(breach::Breach),
    /// What a paragraph says, whether it is required, and what is only proposed about it
    Rule(lookup::Rule),
    /// What violations may cost, by culpability and by the day on which the penalty is assessed
    Penalty(lookup::Penalty),
    /// How a risk is read off the tables of NIST SP 800-30
    Risk(lookup::Risk),
    /// The Security Rule for other programs
    Export(Export),
}

/// What is exported, and in which form.
#[derive(Debug, Args)]
pub struct Export {
    /// As an OSCAL catalog, JSON
    #[arg(long, required = true)]
    oscal: bool,
}

/// Answers a question about the law.
///
/// # Errors
/// Flags that contradict each other, or a paragraph that there is not.
pub fn run(command: &Law) -> Result<()> {
    super::print(answer(command)?.trim_end());
    Ok(())
}

fn answer(command: &Law) -> Result<String> {
    match command {
        Law::Breach(breach) => breach::answer(breach),
        Law::Rule(rule) => lookup::rule(rule),
        Law::Penalty(penalty) => lookup::penalty(penalty),
        Law::Risk(risk) => lookup::risk(risk),
        Law::Export(Export { oscal: _ }) => Ok(format!("{:#}", ::law::oscal::catalog())),
    }
}

/// How wide the lines are that are printed.
const WIDTH: usize = 100;

/// Breaks a text between words. The first line begins with `first`, the others with as many blanks.
fn wrapped(text: &str, first: &str) -> String {
    let width = WIDTH - first.chars().count();
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    format!("{first}{}\n", lines.join(&format!("\n{}", " ".repeat(first.chars().count()))))
}

/// What is said of a statement that was not checked against the text.
fn doubt(confidence: ::law::Confidence) -> String {
    confidence.remark().map_or_else(String::new, |remark| format!(" ({}: {remark})", confidence.word()))
}
