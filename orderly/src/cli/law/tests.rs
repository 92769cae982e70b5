//! The law at the console: what is typed wrong is refused by its name, and the answers have the shape that programs read.

use super::*;
use clap::Parser;

#[derive(Debug, Parser)]
struct Typed {
    #[command(subcommand)]
    law: Law,
}

fn typed(line: &str) -> Result<String> {
    let words = std::iter::once("law").chain(line.split_whitespace());
    let typed = Typed::try_parse_from(words).map_err(|error| anyhow::anyhow!("{error}"))?;
    answer(&typed.law)
}

fn refused(line: &str) -> String {
    typed(line).unwrap_err().to_string()
}

fn json(line: &str) -> serde_json::Value {
    serde_json::from_str(&typed(line).unwrap()).unwrap()
}

#[test]
fn every_duty_of_a_breach_as_a_program_reads_it() {
    let told = json(
        "breach --discovered 2018-11-08 --entity covered-entity --affected GA=2800 --affected SC=12 --json",
    );
    let duties = told["duties"].as_array().unwrap();
    let tells: Vec<_> = duties.iter().map(|d| (d["tell"].as_str().unwrap(), d["by"].as_str())).collect();
    let by = Some("2019-01-07");
    let expected =
        [("individuals", by), ("media:GA", by), ("hhs", by), ("state:GA", None), ("state:SC", None)];
    assert_eq!(tells, expected);
    assert_eq!(duties[0]["standard"], "without unreasonable delay");
    assert_eq!(duties[0]["because"], "45 CFR 164.404(b)");
    assert_eq!(duties[0]["confidence"], "verified");
    assert!(duties[3]["by"].is_null(), "no number is claimed, and the key is there");

    let told = json("breach --discovered 2018-11-08 --entity business-associate --json");
    assert_eq!(told["duties"][0]["tell"], "covered-entity");
    assert_eq!(told["duties"].as_array().unwrap().len(), 1);
    let secured =
        json("breach --discovered 2018-11-08 --entity covered-entity --affected GA=9 --unsecured no --json");
    assert_eq!(secured, serde_json::json!({ "duties": [] }));
}

#[test]
fn a_delay_moves_the_day_and_says_why() {
    let line = "breach --discovered 2018-11-08 --entity covered-entity --affected GA=2800 --json --delay";
    let written = json(&format!("{line} written:2018-12-01..2019-01-15"));
    assert_eq!(written["duties"][0]["by"], "2019-01-15");
    assert_eq!(written["duties"][0]["because"], "45 CFR 164.404(b) and 164.412(a)");
    let oral = json(&format!("{line} oral:2018-12-01"));
    assert_eq!(oral["duties"][0]["by"], "2019-01-07");
}

#[test]
fn a_breach_in_words_names_ceiling_reason_and_doubt() {
    let text = typed(
        "breach --discovered 2026-03-02 --entity business-associate --agent --affected CA=501 --affected elsewhere=2",
    );
    let text = text.unwrap();
    for part in [
        "503 people",
        "The covered entity [covered-entity]",
        "without unreasonable delay, and no later than 2026-05-01.",
        "Because: 45 CFR 164.410(b).",
        "unverified: not yet checked against the text",
        "Only for a clinic, health facility, home health agency or hospice licensed in California.",
        "Not legal",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
    let early = typed("breach --discovered 2009-09-22 --entity covered-entity --affected TX=900").unwrap();
    assert!(early.contains("not yet in force on that day"), "{early}");
}

#[test]
fn a_flag_that_is_wrong_is_named() {
    let breach = "breach --discovered 2018-11-08 --entity covered-entity";
    for (line, named) in [
        ("breach --entity covered-entity --affected GA=1", "--discovered"),
        ("breach --discovered 2018-13-08 --entity covered-entity --affected GA=1", "--discovered"),
        ("breach --discovered 8.11.2018 --entity covered-entity --affected GA=1", "is no day"),
        ("breach --discovered 2018-02-29 --entity covered-entity --affected GA=1", "'2018-02-29' is no day"),
        ("breach --discovered 2018-11-08 --entity hospital --affected GA=1", "--entity"),
        ("breach --discovered 2018-11-08 --affected GA=1", "--entity"),
        (breach, "--affected is needed"),
        (&format!("{breach} --affected ZZ=1"), "'ZZ' is no State"),
        (&format!("{breach} --affected GA"), "--affected"),
        (&format!("{breach} --affected GA=0"), "at least 1"),
        (&format!("{breach} --affected GA=-1"), "'-1' is no count"),
        (&format!("{breach} --affected GA=4294967296"), "up to 4294967295"),
        (&format!("{breach} --affected GA=1 --affected ga=2"), "--affected: GA is given twice"),
        (&format!("{breach} --affected GA=1 --unsecured perhaps"), "--unsecured"),
        (&format!("{breach} --affected GA=1 --delay soon"), "--delay"),
        (&format!("{breach} --affected GA=1 --delay written:2018-12-01"), "write written:"),
        (&format!("{breach} --affected GA=1 --delay written:2018-12-02..2018-12-01"), "before it begins"),
        (&format!("{breach} --affected GA=1 --told 2018-11-07"), "--told is before --discovered"),
    ] {
        assert!(refused(line).contains(named), "{line}: {}", refused(line));
    }
}

#[test]
fn a_paragraph_says_what_it_asks_and_what_is_only_proposed() {
    let text = typed("rule 164.312(a)(2)(iv)").unwrap();
    for part in
        ["45 CFR 164.312(a)(2)(iv)  Encryption and decryption  [addressable]", "Addressable is not optional"]
    {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    let (law, proposal) = text.split_once("\nProposed, not law (90 FR 898").unwrap();
    assert!(!law.contains("Would ") && proposal.contains("Would require electronic"), "{text}");
    assert!(law.contains("NIST Cybersecurity Framework 2.0") && law.contains("our own mapping"), "{law}");
    assert!(typed("rule §164.308(a)(7)(i)").unwrap().contains("164.308(a)(7)(ii)(E)"));
    let breach = typed("rule 164.404(b)").unwrap();
    assert!(breach.contains("no later than 60") && !breach.contains("Proposed"), "{breach}");
    assert!(refused("rule 164.308(b)(4)").contains("is gone; what stood there is 164.308(b)(3)"));
    assert!(refused("rule 164.999").contains("no paragraph '164.999'"));
}

#[test]
fn what_four_violations_may_cost() {
    let text = typed("penalty --tier 3 --assessed 2026-03-01 --violations 4").unwrap();
    for part in ["$14,602 to $73,011", "$58,408 to $292,044", "$2,190,294", "91 FR 3665", "Policy, not law"] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
    let cost = json("penalty --tier 1 --assessed 2019-01-02 --json");
    assert_eq!((cost["least_each"].as_u64(), cost["policy"].is_null()), (Some(11_400), true));
    assert!(refused("penalty --tier 5 --assessed 2026-03-01").contains("--tier"));
    assert!(refused("penalty --tier 1 --assessed 2012-03-01").contains("--assessed: the oldest table"));
    let later = "penalty --tier 1 --assessed 2020-03-01 --violated 2020-03-02";
    assert!(refused(later).contains("--violated: the violation is after the assessment"));
}

#[test]
fn a_risk_is_looked_up() {
    assert!(typed("risk --likelihood high --impact very-low").unwrap().starts_with("Risk: Very Low\n"));
    let accident = json("risk --occurrence very-high --harm low --impact very-high --json");
    assert_eq!((&accident["likelihood"], &accident["risk"]), (&"moderate".into(), &"high".into()));
    let theft = typed("risk --initiation high --harm high --impact moderate").unwrap();
    assert!(theft.contains("Overall likelihood High: initiation High, harm High"), "{theft}");
    for (line, named) in [
        ("risk --likelihood huge --impact low", "--likelihood"),
        ("risk --likelihood high", "--impact"),
        ("risk --impact low", "--likelihood"),
        ("risk --initiation low --impact low", "--harm"),
        ("risk --likelihood low --harm low --impact low", "--harm"),
    ] {
        assert!(refused(line).contains(named), "{line}: {}", refused(line));
    }
}

#[test]
fn the_security_rule_is_exported_for_other_programs() {
    let catalog = json("export --oscal");
    assert_eq!(catalog["catalog"]["metadata"]["oscal-version"], "1.2.1");
    assert_eq!(catalog["catalog"]["groups"].as_array().unwrap().len(), 5);
    assert!(refused("export").contains("--oscal"));
}
