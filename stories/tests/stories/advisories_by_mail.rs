//! What HC3, CISA and vendors warn of by mail: what comes to the mailbox of advisories is read by a round, held against the
//! assets and waits for a person, who is told; what nobody can read is kept as evidence; what comes elsewhere stays a letter.

use crate::incidents::letters;
use crate::letters_in::mailbox;
use crate::mail::floor;
use crate::served::{OLGA, Served};
use crate::world::{World, on_each, refused};
use base64::{Engine, engine::general_purpose::STANDARD};
use desk::mail::words::{Outcome, Reason};
use desk::mail::{Letters, TakeInLetter, TakenIn};
use incidents::advisories::{
    AcknowledgeAdvisory, Advisories, Advisory, AdvisoryFile, Format, MOST_FILES, NoteAdvisories, OneAdvisory,
    ReadAdvisoryLetter,
    by_mail::SetAdvisoryMailbox,
    words::{AdvisorySource, Verdict},
};
use kernel::{MailboxId, Span, Status, Who};
use rounds::{AdvisoryLetters, Round};
use serde_json::json;

const ENGINE: Who = Who::House("mail-in");
const MX: &str = "mx.harborlight.example";

/// A letter of a list with these files.
fn letter(id: &str, from: &str, subject: &str, files: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let domain = from.rsplit_once('@').unwrap().1;
    let mut all = format!(
        "Authentication-Results: {MX}; dmarc=pass header.from={domain}\nFrom: {from}\nTo: alerts@harborlight.example\n\
         Message-ID: <{id}>\nList-Id: <alerts.{domain}>\nPrecedence: bulk\nSubject: {subject}\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=\"part\"\n\n--part\nContent-Type: text/plain; charset=utf-8\n\n\
         Sector alert.\nThe infusion pump Pumpworks Pump 7 takes orders from strangers.\n"
    );
    for (name, kind, bytes) in files {
        let body = STANDARD.encode(bytes);
        let lines: Vec<&str> = body.as_bytes().chunks(76).map(|l| std::str::from_utf8(l).unwrap()).collect();
        all += &format!(
            "--part\nContent-Type: {kind}; name=\"{name}\"\nContent-Disposition: attachment; filename=\"{name}\"\n\
             Content-Transfer-Encoding: base64\n\n{}\n",
            lines.join("\n")
        );
    }
    format!("{all}--part--\n").replace('\n', "\r\n").into_bytes()
}

fn csaf(number: &str) -> Vec<u8> {
    let tree = json!([{ "category": "vendor", "name": "Pumpworks", "branches": [
        { "category": "product_name", "name": "Pump 7" } ] }]);
    let document = json!({
        "document": { "csaf_version": "2.0", "title": "Pumpworks Pump 7", "tracking": { "id": number },
            "aggregate_severity": { "text": "High" } },
        "product_tree": { "branches": tree },
        "vulnerabilities": [{ "cve": "CVE-2026-0001" }],
    });
    serde_json::to_vec(&document).unwrap()
}

fn take(w: &World, mailbox: MailboxId, raw: Vec<u8>) -> TakenIn {
    w.act(&ENGINE, TakeInLetter::new(mailbox, raw))
}

/// A turn of the round that reads such letters.
fn turn(w: &World) {
    AdvisoryLetters::default().round(&floor(w), w.house.office.now()).unwrap();
}

/// Takes a letter in and has it read.
fn take_and_read(w: &World, mailbox: MailboxId, raw: Vec<u8>) -> TakenIn {
    let taken = take(w, mailbox, raw);
    turn(w);
    taken
}

fn waiting(w: &World) -> Vec<Advisory> {
    w.ask(&w.officer, Advisories::default()).lines
}

fn letters_that_wait(w: &World) -> usize {
    w.ask(&w.technician, Letters::default()).letters.len()
}

fn alerts(w: &World) -> MailboxId {
    let alerts = w.act(&w.owner, mailbox(w.harborlight, "alerts@harborlight.example")).mailbox;
    let set = SetAdvisoryMailbox { org: w.harborlight, mailbox: alerts, advisories: true };
    assert_eq!(refused(w.try_act(&w.technician, set.clone())).status, Status::Forbidden);
    let elsewhere = SetAdvisoryMailbox { org: w.meridian, ..set.clone() };
    assert!(w.try_act(&w.meridian_owner, elsewhere).is_err(), "a mailbox of somebody else");
    w.act(&w.owner, set);
    alerts
}

#[test]
fn an_advisory_that_comes_by_mail_is_held_against_the_assets_and_waits_for_a_person() {
    on_each(|w| {
        let add = assets::AddAsset {
            maker: Some("Pumpworks".into()),
            model: Some("Pump 7".into()),
            ..w.device("Pump of bay 4")
        };
        w.act(&w.senior, add);
        let desk = w.act(&w.owner, mailbox(w.harborlight, "desk@harborlight.example")).mailbox;
        let alerts = alerts(w);
        let file = csaf("ICSMA-00-000-01");
        let logo = ("logo.png", "image/png", &b"\x89PNG"[..]);
        let files = [("icsma.json", "application/json", &file[..]), logo];
        // To the desk a list's letter is a machine's: it is set aside, and nothing else.
        let other = take(w, desk, letter("a@list", "alerts@cisa.gov", "New advisory", &files));
        assert_eq!((other.outcome, other.reason), (Outcome::Held, Some(Reason::Machine)));
        assert_eq!((waiting(w).len(), letters_that_wait(w)), (0, 1));
        let raw = letter("b@list", "alerts@cisa.gov", "New advisory", &files);
        take(w, alerts, raw.clone());
        assert_eq!(
            (waiting(w).len(), letters_that_wait(w)),
            (0, 2),
            "nobody waits until a large letter is read"
        );
        turn(w);
        let found = waiting(w);
        assert_eq!(found.len(), 1, "{found:?}");
        let one = &found[0];
        assert_eq!(
            (one.title.as_str(), one.number.as_deref()),
            ("Pumpworks Pump 7", Some("ICSMA-00-000-01"))
        );
        assert_eq!((one.source, one.format), (AdvisorySource::Cisa, Format::Csaf));
        assert_eq!(one.cves, ["CVE-2026-0001"]);
        assert_eq!(
            (one.playbook, one.because.as_deref()),
            (Some(incidents::IncidentKind::DeviceCompromise), Some("pump"))
        );
        assert!(one.taken_by.is_none() && one.verdict.is_none(), "it waits for a person");
        assert_eq!(letters_that_wait(w), 1, "its letter waits no more");
        let served = Served::new(&w.house);
        let cookie = served.sign_in(OLGA);
        let page = served.page(&cookie, &format!("/advisories/{}", one.id)).text();
        assert!(page.contains("Pump of bay 4") && page.contains("the model is named"), "{page}");
        assert!(page.contains("CVE-2026-0001") && page.contains("because it says"), "{page}");
        assert!(page.contains("by mail") && page.contains("/do/incidents.acknowledge-advisory"), "{page}");
        let list = served.page(&cookie, "/advisories").text();
        assert!(
            list.contains("alerts@harborlight.example") && list.contains("incidents.set-advisory-mailbox")
        );
        // The same letter, and the same file in another letter, are one advisory.
        assert!(take_and_read(w, alerts, raw).again);
        take_and_read(w, alerts, letter("c@list", "alerts@cisa.gov", "Once more", &files));
        assert_eq!(waiting(w).len(), 1);
        assert_eq!(letters_that_wait(w), 1);
        assert!(w.try_ask(&w.meridian_owner, OneAdvisory { advisory: one.id }).is_err());
    });
}

#[test]
fn words_alone_are_an_advisory_and_what_nobody_can_read_is_kept_as_evidence() {
    on_each(|w| {
        let alerts = alerts(w);
        take_and_read(w, alerts, letter("a@list", "hc3@hhs.gov", "HC3: Akira ransomware in hospitals", &[]));
        let words = &waiting(w)[0];
        assert_eq!((words.source, words.format), (AdvisorySource::Hc3, Format::Text));
        assert_eq!(words.playbook, Some(incidents::IncidentKind::Ransomware));
        assert!(words.words.iter().any(|line| line.contains("pumpworks pump 7")), "{:?}", words.words);
        let file = w.ask(&w.officer, AdvisoryFile { advisory: words.id });
        let text = String::from_utf8(STANDARD.decode(file.content).unwrap()).unwrap();
        assert!(text.contains("Pumpworks Pump 7 takes orders"), "{text}");
        assert_eq!(
            (words.playbook, words.because.as_deref()),
            (Some(incidents::IncidentKind::Ransomware), Some("ransomware"))
        );
        let odd = b"PK\x03\x04\xff\xfe\x00";
        take_and_read(
            w,
            alerts,
            letter("b@list", "x@vendor.example", "Bulletin", &[("b.zip", "application/zip", odd)]),
        );
        let odd_one = waiting(w).into_iter().find(|a| a.title == "Bulletin").unwrap();
        assert_eq!((odd_one.source, odd_one.format), (AdvisorySource::Other, Format::Other));
        let served = Served::new(&w.house);
        let page = served.page(&served.sign_in(OLGA), &format!("/advisories/{}", odd_one.id)).text();
        assert!(page.contains("nobody here can read"), "{page}");
        let file = w.ask(&w.officer, AdvisoryFile { advisory: odd_one.id });
        assert_eq!(STANDARD.decode(file.content).unwrap(), odd, "kept as it came");
        // So many files of one letter and no more.
        let many: Vec<(String, Vec<u8>)> =
            (0..MOST_FILES + 5).map(|n| (format!("{n}.json"), csaf(&format!("N-{n}")))).collect();
        let many: Vec<_> =
            many.iter().map(|(name, b)| (name.as_str(), "application/json", b.as_slice())).collect();
        let before = waiting(w).len();
        take_and_read(w, alerts, letter("c@list", "x@vendor.example", "Many", &many));
        assert_eq!(waiting(w).len(), before + MOST_FILES);
        // When it is no longer one, a letter is a letter again.
        w.act(&w.owner, SetAdvisoryMailbox { org: w.harborlight, mailbox: alerts, advisories: false });
        let waits = letters_that_wait(w);
        take_and_read(w, alerts, letter("d@list", "hc3@hhs.gov", "Weekly news", &[]));
        assert_eq!((waiting(w).len(), letters_that_wait(w)), (before + MOST_FILES, waits + 1));
    });
}

#[test]
fn whoever_answers_for_it_is_told_once_of_what_waits_and_once_more_when_nobody_acknowledges_it() {
    on_each(|w| {
        let alerts = alerts(w);
        for n in 0..3 {
            let file = csaf(&format!("ICSMA-00-000-0{n}"));
            take_and_read(
                w,
                alerts,
                letter(
                    &format!("{n}@list"),
                    "alerts@cisa.gov",
                    "Alert",
                    &[("a.json", "application/json", &file)],
                ),
            );
        }
        let told = || (letters(w, "New advisories wait"), letters(w, "Advisories that nobody acknowledged"));
        assert_eq!(told(), (0, 0), "they are gathered");
        w.pass(Span::minutes(11));
        turn(w);
        let once = told();
        assert!(once.0 > 0 && once.1 == 0, "{once:?}");
        assert_eq!(
            letters(w, "New advisories wait to be acknowledged: 3 (Harborlight"),
            once.0,
            "one letter of three"
        );
        turn(w);
        assert_eq!(told(), once, "and once");
        // What somebody took in, that one knows of; what is acknowledged waits no more.
        let all = waiting(w);
        let seen = AcknowledgeAdvisory {
            advisory: all[0].id,
            verdict: Verdict::Elsewhere,
            reason: "We have none of these.".into(),
        };
        w.act(&w.officer, seen);
        w.pass(Span::hours(73));
        turn(w);
        let pressed = told();
        assert_eq!(pressed.0, once.0);
        assert_eq!(
            letters(w, "Advisories that nobody acknowledged for three days: 2 (Harborlight"),
            pressed.1
        );
        assert!(pressed.1 > 0);
        turn(w);
        assert_eq!(told(), pressed);
        // Only the house notes and reads, and only what there is.
        let note = NoteAdvisories { org: w.harborlight };
        assert_eq!(refused(w.try_act(&w.technician, note.clone())).status, Status::Forbidden);
        assert!(refused(w.try_act(&ENGINE, note)).sentence.contains("nobody was told"));
        let letter = take(w, alerts, letter("z@list", "alerts@cisa.gov", "Words", &[])).letter;
        let bare: ReadAdvisoryLetter = serde_json::from_value(json!({ "letter": letter })).unwrap();
        assert!(refused(w.try_act(&ENGINE, bare)).sentence.contains("by itself"));
        turn(w);
        let again = ReadAdvisoryLetter::new(letter, None);
        assert!(refused(w.try_act(&ENGINE, again)).sentence.contains("read already"));
    });
}
