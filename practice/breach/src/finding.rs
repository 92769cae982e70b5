//! What something is, as the rule finds it from what is documented: a breach unless secured, excepted, permitted, or shown
//! to be of low probability by somebody with the duty. Nothing that is open counts in favour.

use crate::records::Breach;
use crate::told_records::Factor;
use crate::words::Conclusion;
use law::breach::{self as rule, Finding, Impermissible};
use schemars::JsonSchema;
use serde::Serialize;

/// What the rule finds.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Found {
    /// In a word: breach, secured, excepted, low-probability or permitted.
    pub finding: Conclusion,
    /// In a sentence.
    pub says: String,
    pub because: String,
    /// What is not documented yet.
    pub open: Vec<String>,
}

fn facts(b: &Breach, factors: &[Factor], concluded_low: bool) -> Impermissible {
    Impermissible {
        impermissible: b.permitted.map(|permitted| !permitted),
        protection: b.protection.map(|p| p.rule(b.key_is_safe)),
        exception: b.exception.map(|e| (e.rule(), b.conditions.iter().cloned().collect())),
        factors: factors.iter().map(|f| (f.factor.rule(), f.weighed.rule())).collect(),
        concluded_low,
    }
}

/// What the rule finds, given what somebody concluded.
pub(crate) fn found(b: &Breach, factors: &[Factor], conclusion: Option<Conclusion>) -> Found {
    let low = conclusion == Some(Conclusion::LowProbability);
    let made = |finding, says: String, because: &str| Found {
        finding,
        says,
        because: because.to_owned(),
        open: Vec::new(),
    };
    match rule::find_breach(&facts(b, factors, low)) {
        Finding::Permitted => {
            made(Conclusion::Permitted, "The Privacy Rule permits it.".into(), "45 CFR 164.402")
        }
        Finding::Secured(kind) => {
            let row = rule::harbours().iter().find(|h| h.kind == kind);
            let says = row.map_or_else(String::new, |h| h.sentence.clone());
            made(Conclusion::Secured, says, row.map_or("45 CFR 164.402", |h| h.source.as_str()))
        }
        Finding::Excepted(kind) => {
            let row = rule::exceptions().iter().find(|e| e.kind == kind);
            let says = row.map_or_else(String::new, |e| format!("An exception holds: {}.", e.title));
            made(Conclusion::Excepted, says, row.map_or("45 CFR 164.402", |e| e.paragraph.as_str()))
        }
        Finding::LowProbability => {
            let says = "The documented assessment shows a low probability of compromise.";
            made(Conclusion::LowProbability, says.into(), "45 CFR 164.402 (breach, (2))")
        }
        Finding::Presumed { open, missing } => {
            let factor = |kind: &rule::FactorKind| {
                let row = rule::factors().iter().find(|f| f.kind == *kind);
                row.map_or_else(String::new, |f| format!("Factor not assessed: {}", f.text))
            };
            let condition = |c: &&'static rule::Condition| format!("Condition not documented: {}", c.text);
            Found {
                finding: Conclusion::Breach,
                says: "It is presumed a breach unless a documented assessment shows a low probability of compromise."
                    .into(),
                because: "45 CFR 164.402 (breach, (2))".into(),
                open: open.iter().map(factor).chain(missing.iter().map(condition)).collect(),
            }
        }
    }
}
