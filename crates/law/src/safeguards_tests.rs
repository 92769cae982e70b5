//! The catalogue of the Security Rule against a second copy of its paragraphs and flags, and its counts.

use crate::safeguards::*;
use crate::{Kind, Rule, proposed};

/// The paragraphs and kinds once more, section by section: S a standard with specifications, * one without, R, A.
const TABLE: [(&str, &str); 5] = [
    (
        "164.308",
        "(a)(1)(i)S (a)(1)(ii)(A)R (a)(1)(ii)(B)R (a)(1)(ii)(C)R (a)(1)(ii)(D)R (a)(2)* (a)(3)(i)S (a)(3)(ii)(A)A \
         (a)(3)(ii)(B)A (a)(3)(ii)(C)A (a)(4)(i)S (a)(4)(ii)(A)R (a)(4)(ii)(B)A (a)(4)(ii)(C)A (a)(5)(i)S (a)(5)(ii)(A)A \
         (a)(5)(ii)(B)A (a)(5)(ii)(C)A (a)(5)(ii)(D)A (a)(6)(i)S (a)(6)(ii)R (a)(7)(i)S (a)(7)(ii)(A)R (a)(7)(ii)(B)R \
         (a)(7)(ii)(C)R (a)(7)(ii)(D)A (a)(7)(ii)(E)A (a)(8)* (b)(1)S (b)(3)R",
    ),
    (
        "164.310",
        "(a)(1)S (a)(2)(i)A (a)(2)(ii)A (a)(2)(iii)A (a)(2)(iv)A (b)* (c)* (d)(1)S (d)(2)(i)R (d)(2)(ii)R (d)(2)(iii)A \
         (d)(2)(iv)A",
    ),
    (
        "164.312",
        "(a)(1)S (a)(2)(i)R (a)(2)(ii)R (a)(2)(iii)A (a)(2)(iv)A (b)* (c)(1)S (c)(2)A (d)* (e)(1)S (e)(2)(i)A (e)(2)(ii)A",
    ),
    (
        "164.314",
        "(a)(1)S (a)(2)(i)R (a)(2)(ii)R (a)(2)(iii)R (b)(1)S (b)(2)(i)R (b)(2)(ii)R (b)(2)(iii)R (b)(2)(iv)R",
    ),
    ("164.316", "(a)* (b)(1)S (b)(2)(i)R (b)(2)(ii)R (b)(2)(iii)R"),
];

fn letter(row: &'static Safeguard) -> char {
    match row.kind {
        Kind::Standard if row.is_assessable() => '*',
        Kind::Standard => 'S',
        Kind::Required => 'R',
        Kind::Addressable => 'A',
    }
}

#[test]
fn every_paragraph_stands_in_its_order_with_its_kind() {
    for (section, (id, rows)) in sections().iter().zip(TABLE) {
        assert_eq!(section.id, id);
        let ours: Vec<String> =
            section.rows.iter().map(|r| format!("{}{}", r.paragraph, letter(r))).collect();
        let theirs: Vec<String> = rows.split_whitespace().map(|row| format!("{id}{row}")).collect();
        assert_eq!(ours, theirs);
    }
    assert!(safeguards().all(|row| !row.paragraph.contains("164.308(b)(4)")), "that paragraph is gone");
    assert!(safeguards().all(|row| row.duty.ends_with('.') && !row.title.is_empty()));
}

#[test]
fn twenty_two_standards_and_forty_six_specifications() {
    let count = |of: &dyn Fn(&'static Safeguard) -> bool| safeguards().filter(|row| of(row)).count();
    assert_eq!(count(&|_| true), 68);
    assert_eq!(count(&|row| row.kind == Kind::Standard), 22);
    assert_eq!(count(&|row| row.kind == Kind::Standard && row.is_assessable()), 7);
    assert_eq!(count(&|row| row.kind == Kind::Required), 24);
    assert_eq!(count(&|row| row.kind == Kind::Addressable), 22);
    let assessable = |addressable| count(&|row| row.is_assessable() && row.is_addressable() == addressable);
    assert_eq!((assessable(false), assessable(true)), (31, 22), "53 to assess");
    // Standards, of which without specifications, required, addressable, rows: by section.
    let by_section: Vec<[usize; 5]> = sections()
        .iter()
        .map(|section| {
            let n = |letters: &str| section.rows.iter().filter(|row| letters.contains(letter(row))).count();
            [n("S*"), n("*"), n("R"), n("A"), section.rows.len()]
        })
        .collect();
    let expected = [[9, 2, 10, 11, 30], [4, 2, 2, 6, 12], [5, 2, 2, 5, 12], [2, 0, 7, 0, 9], [2, 1, 3, 0, 5]];
    assert_eq!(by_section, expected);
}

#[test]
fn a_specification_belongs_to_the_standard_above_it() {
    let row = |text| find_safeguard(text).unwrap();
    assert_eq!(row("164.312(a)(2)(iv)").standard().paragraph, "164.312(a)(1)");
    assert_eq!(row("164.308(b)(3)").standard().paragraph, "164.308(b)(1)");
    assert_eq!(row("164.312(b)").standard().paragraph, "164.312(b)");
    assert_eq!(row("164.310(a)(1)").specifications().count(), 4);
    assert_eq!(row("164.312(a)(2)(iv)").specifications().count(), 0);
    let all: usize = safeguards().map(|row| row.specifications().count()).sum();
    assert_eq!(all, 46);
    for specification in safeguards().filter(|row| row.kind != Kind::Standard) {
        let standard = specification.standard();
        assert_eq!(standard.kind, Kind::Standard);
        let letter = |p: &str| p.chars().take(10).collect::<String>();
        assert_eq!(letter(&standard.paragraph), letter(&specification.paragraph));
    }
}

#[test]
fn a_paragraph_is_found_however_it_is_written() {
    for text in [
        "164.312(a)(2)(iv)",
        "45 CFR 164.312(a)(2)(iv)",
        "§ 164.312 (a)(2)(iv)",
        "45 cfr §164.312(a)(2)(iv) ",
    ] {
        assert_eq!(
            find_safeguard(text).map(|row| row.title.as_str()),
            Some("Encryption and decryption"),
            "{text}"
        );
    }
    for text in ["164.308(b)(4)", "164.312", "", "45 CFR", "é"] {
        assert_eq!(find_safeguard(text), None, "{text}");
    }
    assert_eq!(find_safeguard("164.316(a)").unwrap().citation(), "45 CFR 164.316(a)");
}

#[test]
fn the_duties_that_are_cited_by_name_agree_with_the_catalogue() {
    let mut agreed = 0;
    for citation in Rule::ALL.iter().map(|rule| rule.citation()) {
        let Some(row) = find_safeguard(&citation.paragraph) else { continue };
        assert_eq!(citation.kind, Some(row.kind), "{}", citation.paragraph);
        agreed += 1;
    }
    assert_eq!(agreed, 19);
    assert_eq!(
        Rule::ALL.iter().filter(|rule| rule.citation().kind.is_some()).count(),
        agreed + 1,
        "(b)(2) is folded"
    );
}

#[test]
fn only_an_addressable_row_ends_otherwise_and_only_with_a_reason() {
    let reason = "The ward's workstations are never unattended.".to_owned();
    let otherwise = [Outcome::Equivalent { reason: reason.clone() }, Outcome::NotReasonable { reason }];
    for row in safeguards() {
        assert_eq!(Outcome::Implemented.acceptable(row), Ok(()));
        let expected = if row.is_addressable() { Ok(()) } else { Err(Unacceptable::NotAddressable) };
        for outcome in &otherwise {
            assert_eq!(outcome.acceptable(row), expected, "{}", row.paragraph);
        }
    }
    let logoff = find_safeguard("164.312(a)(2)(iii)").unwrap();
    let silent = Outcome::NotReasonable { reason: "  ".into() };
    assert_eq!(silent.acceptable(logoff), Err(Unacceptable::NoReason));
}

#[test]
fn the_proposal_lies_over_the_rule_and_never_in_it() {
    for item in &proposed().items {
        for paragraph in &item.over {
            assert!(find_safeguard(paragraph).is_some(), "{} over {paragraph}", item.id);
        }
        assert!(safeguards().all(|row| row.duty != item.sentence));
    }
    assert!(safeguards().all(|row| !row.duty.starts_with("Would ")));
    let over: Vec<&str> = proposed().over("164.312(a)(2)(iv)").map(|item| item.id.as_str()).collect();
    assert_eq!(over, ["no-addressable", "encryption"]);
    assert_eq!(proposed().over("164.316(a)").count(), 1);
}
