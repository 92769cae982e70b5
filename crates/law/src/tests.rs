//! Every rule has its data, every datum reads, and the answers about a party are weighed with caution.

use crate::*;
use jiff::civil::{Date, date};
use std::collections::BTreeSet;

fn ids_in(file: &str) -> Vec<&str> {
    file.lines().filter_map(|line| line.strip_prefix("id = \"")?.strip_suffix('"')).collect()
}

const FILES: [&str; 5] = [
    include_str!("../data/acts.toml"),
    include_str!("../data/rules.toml"),
    include_str!("../data/agreement.toml"),
    include_str!("../data/associate.toml"),
    include_str!("../data/proposed.toml"),
];

#[test]
fn no_file_uses_an_id_twice() {
    for file in FILES {
        let ids = ids_in(file);
        let distinct: BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), distinct.len(), "an id twice among {ids:?}");
        assert!(!ids.is_empty());
    }
}

#[test]
fn every_rule_has_data_and_every_datum_a_rule() {
    let named: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    let written: BTreeSet<_> = ids_in(FILES[1]).into_iter().collect();
    assert_eq!(named, written);
    for rule in Rule::ALL {
        assert_eq!(rule.citation().id, rule.id());
        assert_eq!(find(rule.id()), Some(rule.citation()));
        assert_eq!(serde_json::to_value(rule).unwrap(), rule.id());
    }
    assert_eq!(find("no-such-rule"), None);
}

/// `45 CFR 164.502(e)(1)(i)`: a title, a section, and paragraphs in brackets.
fn is_paragraph(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("45 CFR 16") else { return false };
    let (section, paragraphs) = rest.split_at(rest.find('(').unwrap_or(rest.len()));
    let section_is_right = section.len() == 5 && section.chars().all(|c| c.is_ascii_digit() || c == '.');
    let inner = paragraphs.strip_prefix('(').and_then(|p| p.strip_suffix(')'));
    let of_letters_or_digits =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric());
    section_is_right
        && (paragraphs.is_empty() || inner.is_some_and(|p| p.split(")(").all(of_letters_or_digits)))
}

#[test]
fn paragraphs_sentences_and_dates_are_well_formed() {
    let mut paragraphs = BTreeSet::new();
    for citation in Rule::ALL.iter().map(|rule| rule.citation()) {
        assert!(is_paragraph(&citation.paragraph), "{}", citation.paragraph);
        assert!(paragraphs.insert(&citation.paragraph), "{} is cited twice", citation.paragraph);
        assert!(citation.sentence.ends_with('.') && citation.sentence.len() > 40, "{}", citation.id);
        assert!(citation.since.published < citation.in_force_since);
        assert!(citation.in_force_since <= citation.comply_by && citation.comply_by < citation.as_of);
        assert!(citation.amended.is_none_or(|later| later.in_force_since > citation.in_force_since));
        let of_security_rule = ["164.308", "164.312", "164.314", "164.316"];
        let expected = of_security_rule.iter().any(|section| citation.paragraph.contains(section));
        assert_eq!(citation.kind.is_some(), expected, "{} and its kind", citation.id);
        assert_eq!(citation.status(), Status::Law);
    }
    for term in agreement_terms().iter().chain(optional_terms()) {
        assert!(is_paragraph(&term.paragraph), "{}", term.paragraph);
        assert!(term.also.as_ref().is_none_or(|also| is_paragraph(also)));
        assert!(term.sentence.ends_with('.'));
    }
}

#[test]
fn paragraphs_are_joined_into_one_phrase() {
    assert_eq!(
        cite(Rule::AGREEMENT_GATE),
        "45 CFR 164.502(e)(1)(i), 164.504(e)(2), 164.308(b)(1) and 164.314(a)(2)(i)"
    );
    assert_eq!(cite(&[Rule::AuditControls]), "45 CFR 164.312(b)");
    assert_eq!(cite(&[]), "");
}

#[test]
fn a_day_has_the_law_of_that_day() {
    let has = |day: Date, rule: Rule| on(day).any(|citation| citation.id == rule.id());
    assert_eq!(on(date(2001, 4, 13)).count(), 0);
    assert!(has(date(2001, 4, 14), Rule::AssociateDisclosure));
    assert!(!has(date(2003, 4, 20), Rule::UniqueUser) && has(date(2003, 4, 21), Rule::UniqueUser));
    assert!(!has(date(2013, 3, 25), Rule::SubcontractorDisclosure));
    assert_eq!(on(date(2013, 3, 26)).count(), Rule::ALL.len());
}

#[test]
fn proposals_stand_apart() {
    let proposal = proposed();
    assert!(proposal.published < proposal.as_of && proposal.standing.starts_with("Not final."));
    for item in &proposal.items {
        assert_eq!(item.status(), Status::Proposed);
        assert!(item.sentence.starts_with("Would ") && item.sentence.ends_with('.'), "{}", item.id);
    }
    let texts = on(date(2026, 11, 21)).map(|citation| &citation.sentence);
    assert!(texts.into_iter().all(|sentence| !sentence.starts_with("Would ")));
}

#[test]
fn an_agreement_has_twelve_required_terms() {
    assert_eq!((agreement_terms().len(), optional_terms().len()), (12, 2));
    let all: Vec<&str> = agreement_terms().iter().map(|term| term.id.as_str()).collect();
    assert_eq!(missing_terms(all.iter().copied()), Vec::<&Term>::new());
    let missing = missing_terms(all[1..].iter().copied());
    assert_eq!(missing.iter().map(|term| term.id.as_str()).collect::<Vec<_>>(), ["permitted-uses"]);
    assert_eq!(missing_terms([]).len(), 12);
}

#[test]
fn six_years_cover_documents_and_no_raw_logs() {
    let covered = |id: &str| kept().iter().find(|kind| kind.id == id).unwrap().covered;
    assert_eq!((covered("policies"), covered("log-review")), (Covered::Yes, Covered::Yes));
    assert_eq!((covered("raw-logs"), covered("medical-records")), (Covered::No, Covered::No));
    assert_eq!(covered("accounting"), Covered::LooksBack);
    assert_eq!(kept().len(), 9);
}

#[test]
fn documents_are_kept_for_six_years() {
    let until = |created, last| keep_until(created, last).unwrap().by;
    assert_eq!(until(date(2026, 1, 31), None), date(2032, 1, 31));
    assert_eq!(until(date(2026, 1, 31), Some(date(2028, 6, 30))), date(2034, 6, 30));
    assert_eq!(until(date(2026, 1, 31), Some(date(2020, 6, 30))), date(2032, 1, 31));
    assert_eq!(until(date(2024, 2, 29), None), date(2030, 3, 1));
    assert_eq!(keep_until(date(9999, 1, 1), None), None);
}

fn answers(list: &[(Question, Answer)]) -> Answers {
    list.iter().copied().collect()
}

/// Every question answered no, then some yes.
fn all_no_but(yes: &[Question]) -> Answers {
    let mut all: Answers = Question::ALL.iter().map(|question| (*question, Answer::No)).collect();
    all.extend(yes.iter().map(|question| (*question, Answer::Yes)));
    all
}

#[test]
fn every_question_is_asked_once_in_its_order() {
    let asked: Vec<Question> = not_required_questions().iter().map(|inquiry| inquiry.question).collect();
    assert_eq!(asked, Question::ALL);
    for question in Question::ALL {
        assert_eq!(question.inquiry().question, *question);
        assert!(question.inquiry().text.ends_with('?') && question.inquiry().means.ends_with('.'));
    }
}

#[test]
fn known_parties_are_weighed_as_the_guidance_says() {
    use Question::{Beyond, Conduit, Incidental, Keeps, Reach, Treatment, Workforce};
    let required = |yes: &[Question]| matches!(weigh(&all_no_but(yes)), Verdict::Required(_));
    assert!(required(&[Reach]), "a managed service provider with administrator rights");
    assert!(required(&[Reach, Keeps]), "a backup provider");
    assert!(required(&[Keeps]), "a cloud host that holds ciphertext without the key");
    assert!(required(&[Conduit, Keeps]), "a mail host is no conduit");
    assert!(required(&[Treatment, Reach, Beyond]), "a laboratory that also does the billing");
    assert!(required(&[Incidental, Keeps]), "a storage room for records");
    assert!(!required(&[]), "a vendor of software on the premises without access");
    assert!(!required(&[Workforce, Reach]), "a contractor under direct control");
    assert!(!required(&[Treatment, Reach, Keeps]), "a laboratory that treats the patient");
    assert!(!required(&[Conduit, Reach]), "a courier");
    assert!(!required(&[Incidental, Reach]), "a cleaner");
}

#[test]
fn the_reasons_are_kept_with_their_paragraphs() {
    let verdict = weigh(&all_no_but(&[Question::Conduit]));
    let Verdict::NotRequired(reasons) = verdict else { panic!("a courier needs no agreement") };
    let kept: Vec<_> = reasons.iter().map(|reason| (reason.question, reason.answer)).collect();
    let expected =
        [(Question::Conduit, Answer::Yes), (Question::Keeps, Answer::No), (Question::Beyond, Answer::No)];
    assert_eq!(kept, expected);
    assert_eq!(reasons[0].paragraph(), "78 FR 5571-5572 (conduits)");
    assert!(reasons[2].sentence().starts_with("An exception covers only"));
}

#[test]
fn an_open_question_is_named() {
    assert_eq!(weigh(&answers(&[(Question::Treatment, Answer::Yes)])), Verdict::Open(vec![Question::Beyond]));
    assert_eq!(weigh(&answers(&[(Question::Conduit, Answer::Yes)])), Verdict::Open(vec![Question::Keeps]));
    let Verdict::Open(open) = weigh(&Answers::new()) else { panic!("nothing was answered") };
    assert_eq!(open[..3], [Question::Workforce, Question::Reach, Question::Keeps]);
}

#[test]
fn answers_read_back_as_they_were_kept() {
    let kept = answers(&[(Question::PlanSponsor, Answer::Yes), (Question::Beyond, Answer::No)]);
    let text = serde_json::to_string(&kept).unwrap();
    assert_eq!(text, r#"{"plan-sponsor":"yes","beyond":"no"}"#);
    assert_eq!(serde_json::from_str::<Answers>(&text).unwrap(), kept);
}

/// The answers of one of the 3^11 states: each question open, yes or no.
fn state(mut number: u32) -> Answers {
    let mut given = Answers::new();
    for question in Question::ALL {
        let answer = [None, Some(Answer::Yes), Some(Answer::No)][number as usize % 3];
        given.extend(answer.map(|answer| (*question, answer)));
        number /= 3;
    }
    given
}

#[test]
fn every_state_of_the_answers_is_weighed_with_caution() {
    for number in 0..3u32.pow(11) {
        let given = state(number);
        let is = |question: Question, answer: Answer| given.get(&question) == Some(&answer);
        match weigh(&given) {
            Verdict::Open(open) => {
                assert!(!open.is_empty() && open.iter().all(|question| !given.contains_key(question)));
            }
            Verdict::Required(reasons) => {
                assert!(!is(Question::Workforce, Answer::Yes) && !reasons.is_empty())
            }
            Verdict::NotRequired(reasons) => {
                assert!(reasons.iter().all(|reason| is(reason.question, reason.answer)));
                assert!(is(Question::Workforce, Answer::Yes) || is(Question::Beyond, Answer::No));
                let unanswered = Question::ALL.iter().filter(|question| !given.contains_key(question));
                for (question, answer) in unanswered.flat_map(|q| [(*q, Answer::Yes), (*q, Answer::No)]) {
                    let mut more = given.clone();
                    more.insert(question, answer);
                    assert!(weigh(&more).is_not_required(), "{given:?} was not required, {more:?} is");
                }
            }
        }
    }
}

#[test]
fn keeping_needs_an_agreement_unless_the_keeper_is_left_out_by_name() {
    let by_name = [
        Question::Workforce,
        Question::Treatment,
        Question::PlanSponsor,
        Question::EligibilityAgency,
        Question::CareArrangement,
        Question::Payment,
    ];
    for number in 0..3u32.pow(11) {
        let mut given = state(number);
        given.insert(Question::Keeps, Answer::Yes);
        given.extend(by_name.map(|question| (question, Answer::No)));
        assert!(matches!(weigh(&given), Verdict::Required(_)), "{given:?}");
    }
}
