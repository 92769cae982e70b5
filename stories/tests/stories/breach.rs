//! Breaches, as people meet them: a night of ransomware up to the last letter, a lost laptop that was encrypted, a vendor's
//! breach passed on by a business associate, and the yearly log.

use crate::incidents::declare;
use crate::world::{World, on_each, refused};
use breach::{
    AddKnowledge, BreachLog, BreachPapers, Breaches, Cause, ClaimException, Conclude, Conclusion,
    CountAffected, DelayForm, DraftNotice, DutyLine, EntityKind, ExceptionWord, FactorWord, HoldForOfficial,
    IncidentBreaches, KnowerKind, LookAtBreach, Means, Medium, NoteBreachClocks, OneBreach, OpenBreach,
    ProtectionKind, SayProtection, SayTold, SetDutyAside, State, View, WeighFactor, Weight,
};
use futures_executor::block_on;
use incidents::IncidentKind;
use kernel::{BreachId, IncidentId, Span, Status, Who};
use store::sql;

sql! {
    house LETTERS "stories.letters-about-breaches"
        "select subject, content from outbox where channel = 'mail' order by id";
}

fn letters(w: &World, part: &str) -> usize {
    let house = Who::House("post");
    let rows = block_on(w.house.office.read(&house, |look| Ok(look.rows(&LETTERS, &[])?))).unwrap();
    rows.iter().filter(|row| row.get::<String>("subject").unwrap().contains(part)).count()
}

/// The story begins on Monday 2 November 2026; sixty days later is 1 January 2027.
pub fn open(w: &World, incident: Option<IncidentId>) -> OpenBreach {
    OpenBreach {
        org: w.larkspur,
        incident,
        title: "Encrypted file server".into(),
        entity: EntityKind::CoveredEntity,
        agreement: None,
        cause: Cause::Hacking,
        medium: Medium::Server,
        happened_from: Some("2026-10-30".into()),
        happened_to: None,
        known_since: Some("2026-11-02".into()),
        california: None,
        story: "The server held scanned charts.".into(),
    }
}

fn duties(w: &World, breach: BreachId) -> Vec<DutyLine> {
    w.ask(&w.officer, OneBreach { breach }).duties
}

fn by(all: &[DutyLine], tell: &str) -> Option<String> {
    let found = all.iter().find(|d| d.tell == tell).unwrap_or_else(|| panic!("{tell} is not among {all:?}"));
    found.by.map(|d| d.to_string())
}

fn state(w: &World, breach: BreachId) -> State {
    w.ask(&w.officer, OneBreach { breach }).line.state
}

fn note(w: &World, breach: BreachId) {
    let house = Who::House("breach clocks");
    let due = block_on(w.house.office.read(&house, |look| breach::clocks_due(look, 100))).unwrap();
    assert!(due.contains(&breach));
    w.act(&house, NoteBreachClocks { breach });
    let again = refused(w.try_act(&house, NoteBreachClocks { breach }));
    assert!(again.sentence.contains("Nothing here comes near"), "each is said once");
}

fn told(breach: BreachId, duty: &DutyLine, on: &str) -> SayTold {
    SayTold {
        breach,
        duty: duty.duty.clone(),
        on: on.into(),
        means: Means::FirstClass,
        evidence: "List of the mailing house, file 12.".into(),
    }
}

#[test]
fn a_night_of_ransomware_ends_with_the_last_letter() {
    on_each(|w| {
        let ticket = w.report();
        let declared = w.act(&w.technician, declare(w, IncidentKind::Ransomware, Some(ticket)));
        let opening = open(w, Some(declared.incident));
        assert_eq!(refused(w.try_act(&w.senior, opening.clone())).status, Status::Forbidden);
        let made = w.act(&w.officer, opening);
        let breach = made.breach;
        assert_eq!((made.state, made.discovered_on.as_deref()), (State::Weighing, Some("2026-11-02")));
        assert_eq!(w.ask(&w.officer, IncidentBreaches { incident: declared.incident }).len(), 1);
        assert!(letters(w, "possible breach was begun") >= 2);
        // Whoever knew earlier moves the discovery; the wrongdoer does not.
        let knew = |knower, since: &str| AddKnowledge {
            breach,
            knower,
            since: since.into(),
            passed_on: None,
            facts: Some("As the log of the mail gateway shows.".into()),
        };
        w.act(&w.officer, knew(KnowerKind::Wrongdoer, "2026-10-20"));
        assert_eq!(
            w.act(&w.officer, knew(KnowerKind::Agent, "2026-11-01")).discovered_on.as_deref(),
            Some("2026-11-01")
        );
        let later = refused(w.try_act(&w.officer, knew(KnowerKind::Workforce, "2027-11-01")));
        assert_eq!(later.field.as_deref(), Some("since"));
        let count = |affected: &str| CountAffected {
            breach,
            affected: affected.into(),
            elsewhere: 3,
            unreachable: Some(12),
        };
        assert!(refused(w.try_act(&w.officer, count("GA=many"))).sentence.contains("'GA=many'"));
        w.act(&w.officer, count("GA=2800, SC=12"));
        let all = duties(w, breach);
        for tell in ["individuals", "media:GA", "hhs"] {
            assert_eq!(by(&all, tell).as_deref(), Some("2026-12-31"), "{tell}");
        }
        assert!(!all.iter().any(|d| d.tell == "media:SC"), "twelve residents are no 500");
        let first = all.iter().find(|d| d.tell == "individuals").unwrap();
        assert_eq!(first.because, "45 CFR 164.404(b)");
        assert!(first.when().starts_with("without unreasonable delay, and no later than"));
        assert!(all.iter().any(|d| d.tell == "state:GA" && d.by.is_none()), "Georgia sets no number");
        let file = w.ask(&w.officer, OneBreach { breach });
        assert!(file.substitute.unwrap().contains("164.404(d)(2)(ii)"));
        assert_eq!(file.found.open.len(), 4, "no factor is weighed");
        presumed(w, breach);
        w.act(&w.officer, Conclude { breach, conclusion: Conclusion::Breach, reasons: "Copied out.".into() });
        assert_eq!(state(w, breach), State::Telling);
        tell_everybody(w, breach);
    });
}

fn presumed(w: &World, breach: BreachId) {
    let low = Conclude { breach, conclusion: Conclusion::LowProbability, reasons: "We hope so.".into() };
    let refusal = refused(w.try_act(&w.officer, low.clone()));
    assert!(refusal.citation.unwrap().paragraph.contains("164.402"), "the presumption stands");
    for factor in FactorWord::ALL {
        let facts = "As the report of the forensic firm says on page 9.".into();
        w.act(&w.officer, WeighFactor { breach, factor: *factor, weighed: Weight::SpeaksAgainst, facts });
    }
    assert!(w.try_act(&w.officer, low.clone()).is_err(), "nothing speaks for it");
    let facts = || "The recipient confirmed in writing.".into();
    let mitigated =
        WeighFactor { breach, factor: FactorWord::Mitigated, weighed: Weight::SpeaksForLow, facts: facts() };
    w.act(&w.officer, mitigated.clone());
    assert_eq!(w.act(&w.officer, low).state, State::NoBreach);
    let back = WeighFactor { weighed: Weight::SpeaksAgainst, ..mitigated };
    assert_eq!(w.act(&w.officer, back).state, State::Weighing, "its facts have fallen, and so it has");
}

fn write_the_notice(w: &World, breach: BreachId) {
    let words = DraftNotice {
        breach,
        happened: "Somebody reached a server.".into(),
        information: "Names\nScanned charts".into(),
        protect: "Look at your bills.".into(),
        investigating: "A firm looks into it.".into(),
        mitigating: "The server is rebuilt.".into(),
        preventing: "Backups are offline.".into(),
        toll_free: None,
        email: None,
        website: None,
        postal: None,
    };
    let unreachable = refused(w.try_act(&w.officer, words.clone()));
    assert!(unreachable.citation.unwrap().paragraph.contains("(c)(1)(E)"));
    w.act(&w.officer, DraftNotice { toll_free: Some("800 555 0100".into()), ..words });
    let papers = w.ask(&w.officer, BreachPapers { breach });
    assert_eq!((papers.individuals, papers.media_states.as_slice()), (Some(2815), &["GA".to_owned()][..]));
    assert_eq!(papers.notice.unwrap().toll_free.as_deref(), Some("800 555 0100"));
    assert!(
        w.try_ask(&w.senior, BreachPapers { breach }).is_err(),
        "what was written is for those who declare"
    );
}

fn tell_everybody(w: &World, breach: BreachId) {
    // The clocks warn ahead.
    w.pass(Span::days(31));
    note(w, breach);
    assert!(
        letters(w, "28 days are left to tell the individuals") >= 2,
        "from 3 December to the end of 31 December"
    );
    let hold = |form, until: Option<&str>| HoldForOfficial {
        breach,
        form,
        from: "2026-12-02".into(),
        until: until.map(Into::into),
        official: "Agent Sample, by telephone.".into(),
    };
    let both = refused(w.try_act(&w.officer, hold(DelayForm::Oral, Some("2027-02-01"))));
    assert!(both.citation.unwrap().paragraph.contains("164.412(b)"));
    assert!(w.try_act(&w.officer, hold(DelayForm::Written, None)).is_err());
    w.act(&w.officer, hold(DelayForm::Written, Some("2027-01-20")));
    let all = duties(w, breach);
    assert_eq!(by(&all, "individuals").as_deref(), Some("2027-01-20"));
    let individuals = all.iter().find(|d| d.tell == "individuals").unwrap();
    let early = refused(w.try_act(&w.officer, told(breach, individuals, "2026-12-03")));
    assert!(early.citation.unwrap().paragraph.contains("164.412"));
    write_the_notice(w, breach);
    w.pass(Span::days(50));
    note(w, breach);
    assert!(letters(w, "The last day to tell the individuals of a breach is over") >= 2);
    let aside = |duty: &DutyLine| SetDutyAside {
        breach,
        duty: duty.duty.clone(),
        reason: "Counsel: compliance with HIPAA counts as compliance.".into(),
    };
    assert!(
        refused(w.try_act(&w.officer, aside(individuals))).citation.is_some(),
        "no federal duty is set aside"
    );
    for duty in duties(w, breach) {
        if duty.tell.starts_with("state:") {
            w.act(&w.officer, aside(&duty));
        } else {
            w.act(&w.officer, told(breach, &duty, "2027-01-21"));
        }
    }
    assert_eq!(state(w, breach), State::Told);
    let twice = refused(w.try_act(&w.officer, told(breach, individuals, "2027-01-21")));
    assert!(twice.sentence.contains("settled already"));
    let texts = w.ask(&w.officer, LookAtBreach { breach }).texts;
    assert!(texts.iter().any(|t| t.words.contains("mailing house")));
    assert!(w.try_ask(&w.meridian_owner, OneBreach { breach }).is_err(), "nobody else sees it");
}

#[test]
fn a_lost_laptop_that_was_encrypted_is_no_breach_once_somebody_says_so_with_reasons() {
    on_each(|w| {
        let lost = OpenBreach {
            title: "Laptop left in a taxi".into(),
            cause: Cause::Loss,
            medium: Medium::Laptop,
            ..open(w, None)
        };
        let breach = w.act(&w.practice_owner, lost).breach;
        w.act(
            &w.practice_owner,
            CountAffected { breach, affected: "TX=40".into(), elsewhere: 0, unreachable: None },
        );
        assert_eq!(
            by(&duties(w, breach), "hhs").as_deref(),
            Some("2027-03-01"),
            "fewer than 500: by the log"
        );
        let secured =
            Conclude { breach, conclusion: Conclusion::Secured, reasons: "BitLocker was on.".into() };
        assert!(
            w.try_act(&w.practice_owner, secured.clone()).is_err(),
            "nobody has said how it was protected"
        );
        let say = |key_is_safe| SayProtection {
            breach,
            protection: ProtectionKind::EncryptedAtRest,
            key_is_safe,
            facts: "Report of the console of that morning, with its hash.".into(),
        };
        w.act(&w.practice_owner, say(false));
        assert!(w.try_act(&w.practice_owner, secured.clone()).is_err(), "the key lay beside it");
        w.act(&w.practice_owner, say(true));
        assert_eq!(state(w, breach), State::Weighing, "a person concludes, not the program");
        let before = block_on(w.house.office.read(&Who::House("x"), |look| breach::clocks_due(look, 100)));
        assert!(before.unwrap().is_empty());
        assert_eq!(w.act(&w.practice_owner, secured).state, State::NoBreach);
        w.pass(Span::days(70));
        let due = block_on(w.house.office.read(&Who::House("x"), |look| breach::clocks_due(look, 100)));
        assert!(due.unwrap().is_empty(), "its clocks stand still");
        assert!(w.ask(&w.practice_owner, BreachLog::of(w.larkspur, 2026)).lines.is_empty());
        let closed = Breaches { view: Some(View::Closed), ..Breaches::default() };
        assert_eq!(w.ask(&w.officer, closed).lines.len(), 1);
    });
}

#[test]
fn the_yearly_log_is_read_a_page_at_a_time_and_its_sheet_is_the_whole_year() {
    on_each(|w| {
        let begun: Vec<BreachId> = ["2026-10-30", "2026-11-01", "2026-10-30", "2026-10-31", "2026-11-02"]
            .map(|day| {
                let one = OpenBreach { happened_from: None, known_since: Some(day.into()), ..open(w, None) };
                let breach = w.act(&w.officer, one).breach;
                let affected = "TX=3".to_owned();
                w.act(&w.officer, CountAffected { breach, affected, elsewhere: 0, unreachable: None });
                breach
            })
            .to_vec();
        // A large one is looked at and stands elsewhere.
        w.act(
            &w.officer,
            CountAffected { breach: begun[3], affected: "TX=501".into(), elsewhere: 0, unreachable: None },
        );
        let first = || BreachLog { most: Some(2), ..BreachLog::of(w.larkspur, 2026) };
        let (mut found, mut page, mut pages) = (Vec::new(), w.ask(&w.officer, first()), 1);
        while let Some(on) = page.more.take() {
            found.extend(page.lines.iter().map(|l| (l.discovered_on.clone(), l.breach)));
            page = w.ask(&w.officer, BreachLog { most: Some(2), ..first().behind(&on) });
            pages += 1;
        }
        found.extend(page.lines.iter().map(|l| (l.discovered_on.clone(), l.breach)));
        assert_eq!((found.len(), pages), (4, 3), "{found:?}");
        let whole = w.ask(&w.officer, BreachLog::of(w.larkspur, 2026));
        let whole: Vec<_> = whole.lines.into_iter().map(|l| (l.discovered_on, l.breach)).collect();
        assert_eq!(found, whole);
        assert!(found.is_sorted() && found.iter().all(|(_, id)| begun.contains(id) && *id != begun[3]));
        let typed = BreachLog { after_on: Some("soon".into()), after: Some(begun[0]), ..first() };
        assert_eq!(refused(w.try_ask(&w.officer, typed)).field.as_deref(), Some("after_on"));
    });
}

fn below_and_above_five_hundred(w: &World, breach: BreachId) {
    let log = w.ask(&w.officer, BreachLog::of(w.larkspur, 2026));
    assert_eq!((log.lines.len(), log.lines[0].individuals), (1, 499));
    assert_eq!(log.lines[0].report_by.as_deref(), Some("2027-03-01"));
    assert!(log.csv().unwrap().contains("TX=499"));
    assert!(w.ask(&w.officer, BreachLog::of(w.larkspur, 2025)).lines.is_empty());
    w.act(&w.officer, CountAffected { breach, affected: "TX=500".into(), elsewhere: 0, unreachable: None });
    assert!(w.ask(&w.officer, BreachLog::of(w.larkspur, 2026)).lines.is_empty(), "500 is told at once");
}

#[test]
fn a_vendors_breach_is_passed_on_under_its_agreement() {
    on_each(|w| {
        let vendor = OpenBreach {
            title: "The billing service was broken into".into(),
            agreement: Some(w.agreement),
            known_since: None,
            ..open(w, None)
        };
        let elsewhere = OpenBreach { org: w.meridian, ..vendor.clone() };
        assert!(w.try_act(&w.meridian_owner, elsewhere).is_err(), "an agreement of somebody else");
        let made = w.act(&w.officer, vendor);
        let breach = made.breach;
        assert_eq!(made.discovered_on, None, "nobody at the practice knows yet");
        assert!(duties(w, breach).is_empty());
        let knew = |passed_on: Option<&str>| AddKnowledge {
            breach,
            knower: KnowerKind::IndependentAssociate,
            since: "2026-10-05".into(),
            passed_on: passed_on.map(Into::into),
            facts: None,
        };
        assert_eq!(
            w.act(&w.officer, knew(None)).discovered_on,
            None,
            "an independent associate's counts when passed on"
        );
        let early = refused(w.try_act(&w.officer, knew(Some("2026-10-01"))));
        assert_eq!(early.field.as_deref(), Some("passed_on"));
        assert_eq!(w.act(&w.officer, knew(Some("2026-11-02"))).discovered_on.as_deref(), Some("2026-11-02"));
        w.act(
            &w.officer,
            CountAffected { breach, affected: "TX=499".into(), elsewhere: 0, unreachable: None },
        );
        assert_eq!(by(&duties(w, breach), "individuals").as_deref(), Some("2027-01-01"));
        // As an agent, what it knew the practice knew.
        let agent = AddKnowledge { knower: KnowerKind::AssociateAsAgent, passed_on: None, ..knew(None) };
        assert_eq!(w.act(&w.officer, agent).discovered_on.as_deref(), Some("2026-10-05"));
        assert_eq!(by(&duties(w, breach), "individuals").as_deref(), Some("2026-12-04"));
        below_and_above_five_hundred(w, breach);
        let claim = |conditions: &str| ClaimException {
            breach,
            exception: ExceptionWord::InadvertentDisclosure,
            conditions: conditions.into(),
            facts: "Two nurses of the same practice.".into(),
        };
        assert!(refused(w.try_act(&w.officer, claim("no-such"))).sentence.contains("both-authorized"));
        w.act(&w.officer, claim("both-authorized, same-entity"));
        let excepted = Conclude { breach, conclusion: Conclusion::Excepted, reasons: "It fits.".into() };
        assert!(
            refused(w.try_act(&w.officer, excepted.clone())).sentence.contains("Condition not documented")
        );
        w.act(&w.officer, claim("both-authorized, same-entity, no-further-use"));
        assert_eq!(w.act(&w.officer, excepted).state, State::NoBreach);
        // The other side: the associate's own record, as the agreement says who reports within how long.
        let own = OpenBreach {
            entity: EntityKind::BusinessAssociate,
            agreement: Some(w.agreement),
            ..open(w, None)
        };
        let own = w.act(&w.officer, own).breach;
        assert_eq!(by(&duties(w, own), "covered-entity").as_deref(), Some("2027-01-01"));
    });
}
