//! Letters after a breach: who signs and whom HHS may ask, a list of addressees that is tried before it is taken, the letters
//! that wait as one document, the day on which they left, and what the law asks when they come back.

use crate::breach::open;
use crate::documents::{charted, is_printed, post, sure};
use crate::served::Served;
use crate::world::{World, on_each, refused};
use breach::{
    AddAddressee, AddAddressees, AddresseeKind, Addressees, BreachPapers, Conclude, Conclusion,
    CorrectAddressee, CountAffected, DraftNotice, DutyLine, FilerKind, LetterState, LetterWay, Letters,
    LookAtBreach, Means, NameFilingContacts, OneBreach, SayLettersSent, SayReturned, SayTold, SetDutyAside,
    State, TakeOffAddressee, WriteLetterhead,
};
use kernel::{BreachId, Private, Span};

const LIST: &str = "Name,Kind,To,Address,City,State,Zip,Email,Email agreed\n\
    Robin Sampleton,,,1 Nowhere Lane,Springfield,GA,30000,,\n\
    Kim Sampleton,minor,Robin Sampleton,1 Nowhere Lane,Springfield,GA,30000,,\n\
    Lee Madeup,deceased,,2 Nowhere Lane,Springfield,GA,30000,,\n\
    Jo Invented,,,,,,,jo.invented@home.example,yes\n\
    Alex Madeup,,,,,,,,\n\
    robin  sampleton,,,1 Nowhere Lane,Springfield,GA,30000,,\n";

pub fn bring(breach: BreachId, list: &str, apply: bool) -> AddAddressees {
    AddAddressees { breach, list: Private::new(list), apply }
}

fn counted(w: &World) -> BreachId {
    let breach = w.act(&w.officer, open(w, None)).breach;
    let affected = CountAffected { breach, affected: "GA=12".into(), elsewhere: 0, unreachable: None };
    w.act(&w.officer, affected);
    breach
}

pub fn head(breach: BreachId) -> WriteLetterhead {
    WriteLetterhead {
        breach,
        entity: None,
        address: "100 Sample Street\nSpringfield, GA 30000".into(),
        sent_by: None,
        signed_name: "Alex Placeholder".into(),
        signed_title: "Privacy Officer".into(),
        person: Some("the Privacy Office".into()),
        hours: None,
        offer: None,
        city: Some("Springfield".into()),
        press_name: Some("Dana Madeup".into()),
        press_telephone: Some("555-0100".into()),
        press_email: None,
    }
}

pub fn filing(breach: BreachId) -> NameFilingContacts {
    NameFilingContacts {
        breach,
        entity_kind: Some(FilerKind::Provider),
        address: Some("100 Sample Street".into()),
        name: "Alex Placeholder".into(),
        email: Some("privacy@larkspur.example".into()),
        telephone: Some("555-0101".into()),
        associate_address: None,
        associate_name: None,
        associate_email: None,
        associate_telephone: None,
        clinical: true,
        demographic: false,
        financial: true,
        other: false,
        safeguards: Some("Security Rule Technical Safeguards".into()),
        attested_name: Some("Alex Placeholder".into()),
        confirmation: None,
    }
}

pub fn notice(breach: BreachId) -> DraftNotice {
    DraftNotice {
        breach,
        happened: "Somebody reached a server.".into(),
        information: "Names".into(),
        protect: "Look at your bills.".into(),
        investigating: "A firm looks into it.".into(),
        mitigating: "The server is rebuilt.".into(),
        preventing: "Backups are offline.".into(),
        toll_free: Some("800 555 0100".into()),
        email: None,
        website: None,
        postal: None,
    }
}

pub fn left(breach: BreachId, way: LetterWay, on: &str) -> SayLettersSent {
    SayLettersSent {
        breach,
        way,
        first: 1,
        last: 1_000,
        on: on.into(),
        evidence: "Receipt 12 of the post office.".into(),
    }
}

/// What is counted along is what stands on the list.
fn counts_hold(w: &World, breach: BreachId) {
    let kept = w.ask(&w.officer, OneBreach { breach }).letters;
    let lines = w.ask(&w.officer, Addressees { breach, way: None, after: None }).lines;
    let of = |state| u32::try_from(lines.iter().filter(|l| l.letter.state == state).count()).unwrap();
    let counted = Letters {
        listed: lines.iter().map(|l| l.letter.place).max().unwrap_or_default(),
        by_mail: of(LetterState::Mail),
        by_email: of(LetterState::Email),
        nowhere: of(LetterState::Nowhere),
        sent: of(LetterState::Sent),
        returned: of(LetterState::Returned),
    };
    assert_eq!(kept, counted);
}

fn substitute(w: &World, breach: BreachId) -> Option<DutyLine> {
    w.ask(&w.officer, OneBreach { breach }).duties.into_iter().find(|d| d.tell == "substitute")
}

#[test]
fn a_list_is_tried_before_it_is_taken_and_nobody_is_written_twice() {
    on_each(|w| {
        let breach = counted(w);
        let wrong = LIST.replace("deceased", "ghost").replace("Alex Madeup,,,,,,,,", ",,,1 Way,,,,,");
        let refusal = refused(w.try_act(&w.officer, bring(breach, &wrong, true)));
        assert_eq!(refusal.field.as_deref(), Some("list"));
        assert!(refusal.sentence.starts_with("Row 4, kind:"), "{}", refusal.sentence);
        assert!(refusal.sentence.contains("Row 6, name:") && !refusal.sentence.contains("ghost"));
        let tried = w.act(&w.officer, bring(breach, LIST, false));
        assert_eq!((tried.rows, tried.by_mail, tried.by_email, tried.without_address), (6, 3, 1, 1));
        assert_eq!((tried.already, tried.applied), (1, false), "the last row is the first one again");
        assert_eq!(w.ask(&w.officer, OneBreach { breach }).letters.listed, 0, "nobody was added");
        assert!(w.act(&w.officer, bring(breach, LIST, true)).applied);
        let again = w.act(&w.officer, bring(breach, LIST, true));
        assert_eq!((again.already, again.by_mail), (6, 0), "who stands there already is not written twice");
        let letters = w.ask(&w.officer, OneBreach { breach }).letters;
        assert_eq!((letters.listed, letters.by_mail, letters.by_email, letters.nowhere), (5, 3, 1, 1));
        let few = substitute(w, breach).unwrap();
        assert!(few.because.contains("164.404(d)(2)(i)") && few.by.is_some(), "{few:?}");
        // One more, typed; then the same once more.
        let typed = |name: &str| AddAddressee {
            breach,
            kind: AddresseeKind::Individual,
            name: name.into(),
            to: None,
            address: Some("3 Nowhere Lane\nSpringfield, GA 30000".into()),
            email: None,
        };
        w.act(&w.officer, typed("Pat Invented"));
        assert_eq!(refused(w.try_act(&w.officer, typed("pat invented"))).field.as_deref(), Some("name"));
        assert!(w.try_act(&w.senior, typed("Sam Invented")).is_err(), "only those who declare breaches");
        let off = w.act(&w.officer, TakeOffAddressee { breach, number: 6 });
        assert_eq!((off.letters.listed, off.letters.by_mail), (6, 3));
        counts_hold(w, breach);
        let list = w.ask(&w.officer, Addressees { breach, way: None, after: Some(4) });
        let states: Vec<_> = list.lines.iter().map(|l| (l.letter.place, l.letter.state)).collect();
        assert_eq!(states, [(5, LetterState::Nowhere), (6, LetterState::Off)]);
        assert!(w.try_ask(&w.meridian_owner, Addressees { breach, way: None, after: None }).is_err());
    });
}

pub fn tell(breach: BreachId, duty: &DutyLine, on: &str) -> SayTold {
    SayTold {
        breach,
        duty: duty.duty.clone(),
        on: on.into(),
        means: Means::FirstClass,
        evidence: "Receipt.".into(),
    }
}

/// Ten letters come back, one of them gets a better address, and everybody is told otherwise.
fn come_back(w: &World, breach: BreachId) {
    let back = |number| SayReturned { breach, number, on: "2026-11-07".into() };
    for number in 1..=9 {
        w.act(&w.officer, back(number));
    }
    assert_eq!(refused(w.try_act(&w.officer, back(1))).field.as_deref(), Some("number"), "once only");
    counts_hold(w, breach);
    let few = substitute(w, breach).unwrap();
    assert!(few.because.contains("164.404(d)(2)(i)") && few.open());
    w.act(&w.officer, SayTold { means: Means::Telephone, ..tell(breach, &few, "2026-11-07") });
    w.act(&w.officer, back(10));
    let many = substitute(w, breach).unwrap();
    assert!(many.because.contains("164.404(d)(2)(ii)") && many.open(), "ten are told publicly: {many:?}");
    // A better address takes one away again: nine are left, and the one who came last was not told by telephone.
    let better = CorrectAddressee {
        breach,
        number: 10,
        kind: AddresseeKind::Individual,
        name: "Sample Person10".into(),
        to: None,
        address: Some("10 Somewhere Road".into()),
        email: None,
    };
    let corrected = w.act(&w.officer, better);
    assert_eq!((corrected.letters.returned, corrected.letters.by_mail), (9, 1));
    counts_hold(w, breach);
    assert!(substitute(w, breach).unwrap().open(), "another one came back since nine were told");
    w.act(&w.officer, left(breach, LetterWay::Mail, "2026-11-07"));
    for duty in w.ask(&w.officer, OneBreach { breach }).duties.into_iter().filter(DutyLine::open) {
        match duty.tell.starts_with("state:") {
            true => {
                let reason = "Counsel: told as HIPAA asks.".into();
                w.act(&w.officer, SetDutyAside { breach, duty: duty.duty.clone(), reason });
            }
            false => {
                w.act(&w.officer, tell(breach, &duty, "2026-11-07"));
            }
        }
    }
}

#[test]
fn letters_leave_and_those_that_come_back_call_for_a_substitute_notice() {
    on_each(|w| {
        let breach = counted(w);
        let rows: String = (1..=12).map(|n| format!("Sample Person{n},{n} Nowhere Lane\n")).collect();
        w.act(&w.officer, bring(breach, &format!("name,address\n{rows}"), true));
        assert!(substitute(w, breach).is_none(), "every letter can be delivered");
        w.act(&w.officer, Conclude { breach, conclusion: Conclusion::Breach, reasons: "Copied out.".into() });
        w.pass(Span::days(5));
        let individuals = || {
            let duties = w.ask(&w.officer, OneBreach { breach }).duties;
            duties.into_iter().find(|d| d.tell == "individuals").unwrap()
        };
        let waiting = refused(w.try_act(&w.officer, tell(breach, &individuals(), "2026-11-06")));
        assert!(waiting.sentence.contains("12 letters of the list have not left"));
        let early = refused(w.try_act(&w.officer, left(breach, LetterWay::Mail, "2026-11-01")));
        assert_eq!(early.field.as_deref(), Some("on"), "before it was discovered");
        let none = refused(w.try_act(&w.officer, left(breach, LetterWay::Email, "2026-11-06")));
        assert_eq!(none.field.as_deref(), Some("first"), "nobody agreed to electronic mail");
        let sent =
            w.act(&w.officer, SayLettersSent { last: 7, ..left(breach, LetterWay::Mail, "2026-11-06") });
        assert_eq!((sent.letters.sent, sent.letters.by_mail), (7, 5));
        counts_hold(w, breach);
        let sent = w.act(&w.officer, left(breach, LetterWay::Mail, "2026-11-06"));
        assert_eq!((sent.letters.sent, sent.letters.by_mail), (12, 0), "what left before is not said again");
        w.act(&w.officer, tell(breach, &individuals(), "2026-11-06"));
        come_back(w, breach);
        assert_eq!(w.ask(&w.officer, OneBreach { breach }).line.state, State::Told);
    });
}

/// A list that is pasted on its page: refused, tried, and taken.
fn pasted_on_the_page(w: &World, served: &Served, odile: &str, breach: BreachId) {
    let path = |rest: &str| format!("/breaches/{breach}{rest}");
    let page = served.page(odile, &path("")).text();
    assert!(
        page.contains("letters 1 to 5") && !page.contains("Robin Sampleton"),
        "the record shows no names"
    );
    let bring = served.page(odile, &path("/addressees/new"));
    assert!(bring.status == 200 && bring.text().contains("Try it"));
    let pasted = |list: &str, apply: &str| {
        let head = [
            ("Cookie", odile),
            ("Sec-Fetch-Site", "same-origin"),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        let body = format!("list={}{apply}", list.replace('\n', "%0A").replace(' ', "+"));
        served.send("POST", &path("/addressees/new"), &head, body.as_bytes())
    };
    let wrong = pasted("name,kind\nPat Invented,ghost\n", "");
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("Row 2, kind:"));
    assert!(
        pasted("name,address\nPat Invented,4 Nowhere Lane\n", "").text().contains("Nobody was added yet")
    );
    assert_eq!(pasted("name,address\nPat Invented,4 Nowhere Lane\n", "&apply=true").status, 303);
    assert_eq!(w.ask(&w.officer, OneBreach { breach }).letters.listed, 6);
}

#[test]
fn the_letters_that_wait_are_one_document_without_a_blank() {
    on_each(|w| {
        let breach = counted(w);
        w.act(&w.officer, bring(breach, LIST, true));
        for written in [w.act(&w.officer, head(breach)), w.act(&w.officer, filing(breach))] {
            assert_eq!(written.letters.by_mail, 3);
        }
        w.act(&w.officer, notice(breach));
        let papers = w.ask(&w.officer, BreachPapers { breach });
        assert_eq!(papers.letterhead.unwrap().signed_title, "Privacy Officer");
        let texts = w.ask(&w.officer, LookAtBreach { breach }).texts;
        assert!(texts.iter().any(|t| t.words.contains("signed name: Alex Placeholder")));
        let served = Served::new(&w.house);
        let odile = served.sign_in("odile.sample@example.org");
        let path = |rest: &str| format!("/breaches/{breach}{rest}");
        assert_eq!(
            post(&served, &odile, &path("/letters?way=mail")).status,
            403,
            "not without a second factor"
        );
        sure(w, &w.officer);
        let before = charted(w, "breach.addressees");
        let all = post(&served, &odile, &path("/letters?way=mail")).text();
        assert!(!all.contains("[fill in: ") && !all.contains("Not ready to be sent"), "{all}");
        assert!(all.contains("Dear Robin Sampleton:") && all.contains("Alex Placeholder"));
        assert!(all.contains("To the parent or personal representative of Kim Sampleton:"));
        assert!(all.contains("To the next of kin or personal representative of Lee Madeup:"));
        assert!(all.contains("Letter 3") && !all.contains("Jo Invented"), "by mail only those who get mail");
        assert_eq!(charted(w, "breach.addressees"), before + 1, "the look is in the ledger");
        let mails = post(&served, &odile, &path("/letters?way=email")).text();
        assert!(mails.contains("Dear Jo Invented:") && mails.contains("jo.invented@home.example"));
        is_printed(&post(&served, &odile, &path("/letters.pdf?way=mail")));
        let list = post(&served, &odile, &path("/addressees")).text();
        assert!(list.contains("2 Nowhere Lane") && list.contains("No usable address"));
        let sheet = post(&served, &odile, &path("/papers/hhs-sheet")).text();
        for part in ["Healthcare Provider", "privacy@larkspur.example", "Clinical, Financial"] {
            assert!(sheet.contains(part), "{part}: {sheet}");
        }
        pasted_on_the_page(w, &served, &odile, breach);
        let tess = served.sign_in("tess.sample@example.org");
        assert!(matches!(post(&served, &tess, &path("/letters?way=mail")).status, 403 | 404));
        assert!(matches!(served.page(&tess, &path("/addressees/new")).status, 403 | 404));
    });
}
