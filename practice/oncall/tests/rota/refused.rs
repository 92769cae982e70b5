//! What is wrong with a rota is said in a sentence that names the field.

use crate::try_rota;

fn problem(text: &str) -> String {
    try_rota(text).unwrap_err().to_string()
}

const GOOD: &str = "zone = \"America/Chicago\"\n[[layers]]\nname = \"first\"\nevery = \"weekly\"\npeople = [\"ana\"]\n\
                    starts = \"2026-06-01T08:00\"\n";

#[test]
fn every_wrong_field_is_named() {
    assert!(try_rota(GOOD).is_ok());
    for (from, to, expected) in [
        ("America/Chicago", "Chicago", "zone: This is no time zone"),
        ("\"weekly\"", "\"yearly\"", "rota: This cannot be read as TOML: line 4: unknown variant `yearly`"),
        ("[\"ana\"]", "[]", "layers[0].people: Name at least one person"),
        ("[\"ana\"]", "[\" \"]", "layers[0].people[0]: Give a name"),
        ("\"first\"", "\"\"", "layers[0].name: Give a name"),
        ("2026-06-01T08:00", "1999-01-02T00:00", "layers[0].starts: Give a year"),
        ("2026-06-01T08:00", "soon", "layers[0].starts: Give a day and a time"),
        ("starts", "begins", "rota: This cannot be read as TOML: line 6: unknown field `begins`"),
    ] {
        let found = problem(&GOOD.replace(from, to));
        assert!(found.starts_with(expected), "{found}\ninstead of\n{expected}");
    }
    for (more, expected) in [
        ("times = 0", "layers[0].times: Give a number"),
        ("ends = \"2026-01-01T00:00\"", "layers[0].ends: It ends before"),
        ("only = [\"mon-fri\"]", "layers[0].only[0]: \"mon-fri\" is not of the form"),
        ("only = [\"mon-fri 08:00-17:00\", \"day 1:00-2:00\"]", "layers[0].only[1]: \"day\" is no day"),
        ("only = [\"mon 25:00-26:00\"]", "layers[0].only[0]: \"25:00-26:00\" is not of the form"),
        ("pass = \"worked-days\"", "layers[0].pass: Only a turn of one day"),
        (
            "[[overrides]]\nkind = \"instead\"\nby = \"b\"\nfrom = \"2026-06-01T08:00\"\nto = \"2026-06-01T09:00\"",
            "overrides[0].person: Say whom",
        ),
        (
            "[[overrides]]\nkind = \"alone\"\nby = \"b\"\nfrom = \"2026-06-01T09:00\"\nto = \"2026-06-01T08:00\"",
            "overrides[0].to: It ends before",
        ),
        (
            "[[people]]\nname = \"ana\"\nuntil = \"2026-11-01T01:30\"",
            "people[0].until: the clocks show this local time twice",
        ),
    ] {
        let found = problem(&format!("{GOOD}{more}\n"));
        assert!(found.starts_with(expected), "{found}\ninstead of\n{expected}");
    }
    let holidays = format!("holidays = [\"2026-11-26\", \"soon\"]\n{GOOD}");
    assert!(problem(&holidays).starts_with("holidays[1]: Write a day"));
}

#[test]
fn json_and_toml_say_the_same_and_foreign_text_is_refused() {
    let text = oncall::rota::read(GOOD).unwrap();
    let json = serde_json::to_string(&text).unwrap();
    assert_eq!(oncall::rota::read(&json).unwrap(), text);
    assert!(problem("{\"zone\": 1}").starts_with("rota: This cannot be read as JSON"));
    for foreign in ["", "\0", "[[[[", "zone", "layers = 3", &"a".repeat(300_000), "zone = \"\u{7}\""] {
        assert!(try_rota(foreign).is_err());
    }
}
