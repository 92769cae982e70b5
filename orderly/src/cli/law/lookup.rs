//! `orderly law rule`, `penalty` and `risk`: a paragraph, what a violation may cost, and how a risk is read off the tables.

use super::{breach::day, doubt, wrapped};
use crate::cli::Usage;
use anyhow::{Result, anyhow, bail};
use clap::{Args, builder::PossibleValuesParser};
use jiff::civil::Date;
use law::crosswalk::meets;
use law::penalty::{Penalty as Cost, penalty as cost, tiers};
use law::risk::{G5_SOURCE, I2_SOURCE, Level, Source, overall_likelihood, risk as level_of_risk};
use law::safeguards::{Safeguard, find_safeguard, plain_paragraph, safeguards_as_of};
use law::{Citation, Kind, Rule as Named, proposed};

/// A paragraph of HIPAA.
#[derive(Debug, Args)]
pub struct Rule {
    /// The paragraph, as in 164.312(a)(2)(iv)
    #[arg(value_name = "PARAGRAPH")]
    paragraph: String,
}

/// What a paragraph says, in our own words, and what is only proposed about it.
///
/// # Errors
/// There is no such paragraph among those that are held.
pub(super) fn rule(asked: &Rule) -> Result<String> {
    let wanted = plain_paragraph(&asked.paragraph);
    let named = Named::ALL.iter().map(|rule| rule.citation());
    let cited: Vec<&Citation> = named.filter(|c| plain_paragraph(&c.paragraph) == wanted).collect();
    let row = find_safeguard(&wanted);
    let mut text = match (row, cited.first()) {
        (Some(row), _) => safeguard(row),
        (None, Some(citation)) => duty(citation),
        (None, None) => bail!(unknown(&asked.paragraph, &wanted)),
    };
    for note in cited.iter().filter_map(|citation| citation.note.as_ref()) {
        text.push_str(&wrapped(note, "  - "));
    }
    for (framework, item) in meets(&wanted) {
        let place = format!("{} {}: {} {}", framework.title, framework.edition, item.id, item.title);
        let line = format!("{place} ({}{})", framework.mapping.remark(), doubt(item.confidence(framework)));
        text.push_str(&wrapped(&line, "  ~ "));
    }
    let over: Vec<_> = proposed().over(&wanted).collect();
    if !over.is_empty() {
        let status = format!(
            "Proposed, not law ({}, {}): {}",
            proposed().register,
            proposed().docket,
            proposed().standing
        );
        text.push_str(&format!("\n{}", wrapped(&status, "")));
        for item in over {
            text.push_str(&wrapped(&format!("{}{}", item.sentence, doubt(item.confidence)), "  - "));
        }
    }
    Ok(text)
}

fn unknown(typed: &str, wanted: &str) -> Usage {
    let more = if wanted.starts_with("164.308(b)(4)") {
        " That paragraph is gone; what stood there is 164.308(b)(3)."
    } else {
        " Held are 164.308 to 164.316, the breach rule, and the other duties of docs/citations.md; write it as 164.312(a)(2)(iv)."
    };
    Usage(format!("There is no paragraph '{typed}' here.{more}"))
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Standard => "standard",
        Kind::Required => "required",
        Kind::Addressable => "addressable",
    }
}

fn safeguard(row: &'static Safeguard) -> String {
    let mut text = format!("{}  {}  [{}]\n", row.citation(), row.title, kind(row.kind));
    text.push_str(&wrapped(&row.duty, "  "));
    if row.is_addressable() {
        let means = "Addressable is not optional: assess it, and put it in place where reasonable; otherwise \
                     write down why not, and \
                     use an equivalent where reasonable (45 CFR 164.306(d)(3)).";
        text.push_str(&wrapped(means, "  "));
    }
    if row.kind == Kind::Standard && row.is_assessable() {
        text.push_str(&wrapped("It has no specifications: the standard is itself what is assessed.", "  "));
    }
    let standard = row.standard();
    if standard != row {
        text.push_str(&wrapped(&format!("Belongs to {} {}.", standard.paragraph, standard.title), "  "));
    }
    for specification in row.specifications() {
        let Safeguard { paragraph, title, kind: of, .. } = specification;
        text.push_str(&wrapped(&format!("{paragraph} {title} [{}]", kind(*of)), "    "));
    }
    let section = row.section();
    let read = format!(
        "{} ({}), as of {}{}",
        section.title,
        section.id,
        safeguards_as_of(),
        doubt(row.confidence())
    );
    text.push_str(&wrapped(&read, "  "));
    text
}

fn duty(citation: &Citation) -> String {
    let of = citation.kind.map_or_else(String::new, |of| format!("  [{}]", kind(of)));
    let mut text = format!("{}  {}{of}\n", citation.paragraph, citation.title);
    text.push_str(&wrapped(&citation.sentence, "  "));
    let amended = citation.amended.map_or_else(String::new, |act| format!("; amended by {}", act.register));
    let since = format!(
        "In force since {} ({}{amended}), as of {}{}",
        citation.in_force_since,
        citation.since.register,
        citation.as_of,
        doubt(citation.confidence)
    );
    text.push_str(&wrapped(&since, "  "));
    text
}

/// Violations of one provision in one calendar year.
#[derive(Debug, Args)]
pub struct Penalty {
    /// 1 did not know, 2 reasonable cause, 3 corrected, 4 not corrected
    #[arg(long, value_name = "1..4", value_parser = clap::value_parser!(u8).range(1..=4))]
    tier: u8,
    /// The day on which the penalty is assessed; it chooses the table
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    assessed: Date,
    /// Of the identical provision in one calendar year
    #[arg(long, value_name = "N", default_value_t = 1)]
    violations: u32,
    /// The day of the violations; before 2015-11-02 the first amounts hold
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    violated: Option<Date>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// What violations may cost.
///
/// # Errors
/// There is no table for that day.
pub(super) fn penalty(asked: &Penalty) -> Result<String> {
    let cost = cost(asked.tier, asked.assessed, asked.violated, asked.violations);
    let cost = cost.map_err(|why| {
        let flag = if matches!(why, law::penalty::NoPenalty::NotYet) { "--violated" } else { "--assessed" };
        anyhow!(Usage(format!("{flag}: {why}.")))
    })?;
    if asked.json {
        return Ok(format!("{:#}", serde_json::to_value(cost)?));
    }
    let Cost { least_each, most_each, least, most, cap, .. } = &cost;
    let culpability =
        tiers().iter().find(|tier| tier.number == cost.tier).map_or("", |tier| &tier.culpability);
    let mut text = wrapped(&format!("Tier {}: {culpability}", cost.tier), "");
    text.push_str(&format!("  each violation       {least_each} to {most_each}\n"));
    text.push_str(&format!("  {:<20} {least} to {most}\n", format!("{} in a year", cost.violations)));
    text.push_str(&format!("  cap for a year       {cap}, for identical provisions\n"));
    let because = format!(
        "Because: {}, for penalties assessed since {}{}.",
        cost.because,
        cost.table,
        doubt(cost.confidence)
    );
    text.push_str(&wrapped(&because, "  "));
    if let Some(policy) = &cost.policy {
        let what = if policy.adjusted { "an estimate of the adjusted amount" } else { "before adjustment" };
        let line = format!(
            "Policy, not law: HHS said in 2019 that it would apply a yearly cap of {} ({what}; {}{}). It may stop at will.",
            policy.cap,
            policy.register,
            doubt(policy.confidence)
        );
        text.push_str(&format!("\n{}", wrapped(&line, "")));
        policy.note.iter().for_each(|note| text.push_str(&wrapped(note, "  - ")));
    }
    Ok(text)
}

/// A risk, read off the tables of NIST SP 800-30.
#[derive(Debug, Args)]
#[command(
    group = clap::ArgGroup::new("row").required(true).args(["likelihood", "initiation", "occurrence"]),
    override_usage = "orderly law risk --impact L <--likelihood L | --initiation|--occurrence L --harm L>"
)]
pub struct Risk {
    /// The overall likelihood
    #[arg(long, value_name = "LEVEL", value_parser = levels(), hide_possible_values = true)]
    likelihood: Option<String>,
    /// Adversarial: the likelihood that somebody begins; with --harm
    #[arg(long, value_name = "LEVEL", value_parser = levels(), hide_possible_values = true, requires = "harm")]
    initiation: Option<String>,
    /// Not adversarial: the likelihood that it occurs; with --harm
    #[arg(long, value_name = "LEVEL", value_parser = levels(), hide_possible_values = true, requires = "harm")]
    occurrence: Option<String>,
    /// The likelihood that the event then does harm
    #[arg(long, value_name = "LEVEL", value_parser = levels(), hide_possible_values = true, conflicts_with = "likelihood")]
    harm: Option<String>,
    /// The impact: very-low, low, moderate, high or very-high
    #[arg(long, value_name = "LEVEL", value_parser = levels(), hide_possible_values = true)]
    impact: String,
    /// As JSON
    #[arg(long)]
    json: bool,
}

fn levels() -> PossibleValuesParser {
    PossibleValuesParser::new(Level::ALL.map(Level::word))
}

fn level(word: Option<&String>) -> Option<Level> {
    word.and_then(|word| Level::find(word))
}

/// The level of a risk, and how it was read off.
///
/// # Errors
/// Flags that are missing; the parser has refused them before.
pub(super) fn risk(asked: &Risk) -> Result<String> {
    let missing =
        || anyhow!(Usage("--likelihood, or --initiation or --occurrence with --harm, is needed.".into()));
    let source = match (level(asked.initiation.as_ref()), level(asked.occurrence.as_ref())) {
        (Some(initiation), _) => Some(Source::Adversarial { initiation }),
        (None, occurrence) => occurrence.map(|occurrence| Source::NonAdversarial { occurrence }),
    };
    let computed =
        source.zip(level(asked.harm.as_ref())).map(|(source, harm)| overall_likelihood(source, harm));
    let likelihood = level(asked.likelihood.as_ref()).or(computed).ok_or_else(missing)?;
    let impact = Level::find(&asked.impact).ok_or_else(missing)?;
    let risk = level_of_risk(likelihood, impact);
    if asked.json {
        let because: Vec<&str> = computed.iter().map(|_| G5_SOURCE.0).chain([I2_SOURCE.0]).collect();
        let answer = serde_json::json!({ "likelihood": likelihood, "impact": impact, "risk": risk, "because": because });
        return Ok(format!("{answer:#}"));
    }
    let mut text = format!("Risk: {risk}\n");
    if let (Some(overall), Some(harm)) = (computed, level(asked.harm.as_ref())) {
        let (row, what) = match source {
            Some(Source::Adversarial { initiation }) => (initiation, "initiation"),
            Some(Source::NonAdversarial { occurrence }) => (occurrence, "occurrence"),
            None => (overall, "likelihood"),
        };
        let line = format!(
            "Overall likelihood {overall}: {what} {row}, harm {harm} ({}{}).",
            G5_SOURCE.0,
            doubt(G5_SOURCE.1)
        );
        text.push_str(&wrapped(&line, "  "));
    }
    let line = format!("Likelihood {likelihood}, impact {impact} ({}{}).", I2_SOURCE.0, doubt(I2_SOURCE.1));
    text.push_str(&wrapped(&line, "  "));
    text.push_str(&wrapped("A lookup, not a product: the table is not symmetric.", "  "));
    Ok(text)
}
