//! Documents, as people ask for them: blank ones before they are needed, the report of an incident, the papers of a breach
//! and a department's pack. What somebody typed stays letters, who may not look gets nothing, and each look is in the ledger.

use crate::downtime::{form, procedure, reserve};
use crate::incidents::declare;
use crate::served::{Answer, Served};
use crate::world::{World, on_each};
use breach::{Cause, CountAffected, DraftNotice, EntityKind, Medium, OpenBreach};
use incidents::{AddNote, DeclareIncident, IncidentKind};
use kernel::{Private, Who};
use store::{Work, params, sql};

sql! {
    house ENTRIES "stories.looks-for-documents" "select id from entries where act = :act";
    house FACTOR "stories.shows-a-second-factor" "update sessions set second_factor = :yes where person = :person";
}

const HOSTILE: &str = "<script>alert(1)</script> #read(\"/etc/passwd\") $x$ *b*";

pub fn post(served: &Served, cookie: &str, path: &str) -> Answer {
    served.send("POST", path, &[("Cookie", cookie), ("Sec-Fetch-Site", "same-origin")], b"")
}

/// Whoever signed in has shown a second factor, without which nobody looks.
pub fn sure(w: &World, who: &Who) {
    let (person, now) = (who.person().unwrap(), w.house.office.now());
    let shown = w.house.office.store().write(move |work: &mut Work| {
        work.on_behalf(Who::House("story"), None, now);
        work.run(&FACTOR, params! { "yes": true, "person": person })?;
        Ok(())
    });
    futures_executor::block_on(shown).unwrap();
}

/// How often an act stands in the ledger.
pub fn charted(w: &World, act: &'static str) -> usize {
    let read = w
        .house
        .office
        .read(&Who::House("stories"), move |look| Ok(look.rows(&ENTRIES, params! { "act": act })?.len()));
    futures_executor::block_on(read).unwrap()
}

/// A PDF where a press stands beside this program, and otherwise the page that says how to get one.
pub fn is_printed(answer: &Answer) {
    if orderly::press::Press::beside().stands() {
        assert_eq!((answer.status, answer.line("content-type")), (200, Some("application/pdf")));
        assert!(answer.body.starts_with(b"%PDF-"));
    } else {
        assert_eq!(answer.status, 409);
        assert!(answer.text().contains("cargo build --release -p press"));
    }
}

#[test]
fn blank_documents_are_there_for_everybody_before_they_are_needed() {
    on_each(|w| {
        let served = Served::new(&w.house);
        let nora = served.sign_in("nora.testwell@example.org");
        let list = served.page(&nora, "/documents").text();
        let stands = orderly::press::Press::beside().stands();
        for word in [
            "breach-letter",
            "substitute-notice",
            "media-notice",
            "hhs-sheet",
            "incident-report",
            "downtime-pack",
        ] {
            assert!(list.contains(&format!("/documents/{word}\"")), "{word}");
            assert_eq!(list.contains(&format!("/documents/{word}.pdf")), stands, "no link leads nowhere");
            let page = served.page(&nora, &format!("/documents/{word}"));
            assert_eq!(page.status, 200);
            assert!(page.text().contains("[fill in: "), "{word} has its blanks");
        }
        is_printed(&served.page(&nora, "/documents/downtime-pack.pdf"));
        assert_eq!(served.page(&nora, "/documents/poem").status, 404);
        assert_ne!(
            served.get("/documents/breach-letter").status,
            200,
            "whoever is nobody is led to the entrance"
        );
    });
}

#[test]
fn the_report_of_an_incident_is_a_look_and_its_texts_stay_letters() {
    on_each(|w| {
        let declared =
            DeclareIncident { title: HOSTILE.into(), ..declare(w, IncidentKind::Ransomware, None) };
        let incident = w.act(&w.technician, declared).incident;
        w.act(&w.technician, AddNote { incident, words: Private::new(HOSTILE) });
        let served = Served::new(&w.house);
        let tess = served.sign_in("tess.sample@example.org");
        let path = format!("/incidents/{incident}/report");
        assert_eq!(post(&served, &tess, &path).status, 403, "nobody looks without a second factor");
        sure(w, &w.technician);
        let (path, before) = (format!("/incidents/{incident}/report"), charted(w, "incidents.look"));
        let page = post(&served, &tess, &path);
        assert_eq!(page.status, 200, "{}", page.text());
        let text = page.text();
        assert!(!text.contains("<script>alert"), "what was typed is no markup");
        assert!(text.contains("#read(&quot;/etc/passwd&quot;) $x$ *b*"), "and stands there as it was typed");
        assert!(
            text.contains("Incident commander") && text.contains("[fill in: "),
            "who is named by nobody is a blank"
        );
        assert_eq!(charted(w, "incidents.look"), before + 1, "the look is in the ledger");
        is_printed(&post(&served, &tess, &format!("{path}.pdf")));
        assert_eq!(charted(w, "incidents.look"), before + 2);
        let nora = served.sign_in("nora.testwell@example.org");
        assert!(matches!(post(&served, &nora, &path).status, 403 | 404), "a nurse does not read it");
        let mona = served.sign_in("mona.elsewhere@example.org");
        assert_eq!(post(&served, &mona, &path).status, 404, "another organization has no such incident");
    });
}

#[test]
fn the_papers_of_a_breach_hold_what_was_written_and_leave_blanks_for_the_rest() {
    on_each(|w| {
        let opened = OpenBreach {
            org: w.larkspur,
            incident: None,
            title: "Mailbox of the billing office".into(),
            entity: EntityKind::CoveredEntity,
            agreement: None,
            cause: Cause::Hacking,
            medium: Medium::Mail,
            happened_from: Some("2026-10-30".into()),
            happened_to: None,
            known_since: Some("2026-11-02".into()),
            california: None,
            story: "Somebody read a mailbox.".into(),
        };
        let breach = w.act(&w.officer, opened).breach;
        let affected =
            CountAffected { breach, affected: "GA=2800".into(), elsewhere: 0, unreachable: Some(12) };
        w.act(&w.officer, affected);
        w.act(
            &w.officer,
            DraftNotice {
                breach,
                happened: HOSTILE.into(),
                information: "Names\nBills".into(),
                protect: "Look at your bills.".into(),
                investigating: "A firm looks into it.".into(),
                mitigating: "The password was changed.".into(),
                preventing: "A second step is asked for.".into(),
                toll_free: Some("800 555 0100".into()),
                email: None,
                website: None,
                postal: None,
            },
        );
        let served = Served::new(&w.house);
        let odile = served.sign_in("odile.sample@example.org");
        sure(w, &w.officer);
        let before = charted(w, "breach.papers");
        let paper = |word: &str| post(&served, &odile, &format!("/breaches/{breach}/papers/{word}"));
        let letter = paper("breach-letter").text();
        assert!(letter.contains("800 555 0100") && letter.contains("It was discovered on November 2, 2026."));
        assert!(letter.contains("[fill in: the name of the addressee]"), "nobody's name is kept");
        assert!(letter.contains("Not ready to be sent") && !letter.contains("<script>alert"));
        let substitute = paper("substitute-notice").text();
        assert!(substitute.contains("Call ") && substitute.contains("45 CFR 164.404(d)(2)(ii)"));
        let media = paper("media-notice-GA").text();
        assert!(media.contains("2,800 residents of Georgia are affected"), "{media}");
        assert!(media.contains("[unverified]"), "what was not checked is marked");
        let sheet = paper("hhs-sheet").text();
        assert!(sheet.contains("Hacking/IT Incident") && sheet.contains("45 CFR 164.408"));
        assert_eq!(charted(w, "breach.papers"), before + 4, "each is a look");
        is_printed(&paper("hhs-sheet.pdf"));
        for unknown in ["poem", "media-notice-ZZ", "media-notice-"] {
            assert_eq!(paper(unknown).status, 404, "{unknown}");
        }
        let tess = served.sign_in("tess.sample@example.org");
        let path = format!("/breaches/{breach}/papers/breach-letter");
        assert!(matches!(post(&served, &tess, &path).status, 403 | 404), "only those who declare breaches");
    });
}

#[test]
fn a_departments_pack_has_its_procedure_its_telephones_and_every_number_once() {
    on_each(|w| {
        let mar = form(w, "MAR");
        w.act(&w.practice_owner, procedure(w));
        w.act(&w.practice_owner, reserve(w, mar, 3));
        let served = Served::new(&w.house);
        let nora = served.sign_in("nora.testwell@example.org");
        let path = format!("/departments/{}/downtime-pack", w.ward);
        let page = served.page(&nora, &path).text();
        assert!(page.contains("Take the red binder. Number every form."), "{page}");
        for number in ["MAR-000001", "MAR-000002", "MAR-000003"] {
            let forms = page.matches(&format!("<strong class=\"paper-number\">{number}</strong>")).count();
            assert_eq!(forms, 1, "{number} is printed once");
        }
        is_printed(&served.page(&nora, &format!("{path}.pdf")));
        let mona = served.sign_in("mona.elsewhere@example.org");
        assert_eq!(served.page(&mona, &path).status, 404);
        assert_eq!(served.page(&nora, &format!("/departments/{}/poem", w.ward)).status, 404);
    });
}
