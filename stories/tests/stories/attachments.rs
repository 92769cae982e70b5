//! Files on tickets: what comes in is sealed, what goes out was asked for and charted, what could run is kept apart,
//! and what was removed is gone while its story stays.

use crate::served::{NURSE, Served};
use crate::world::{World, on_each, refused};
use desk::attachments::{
    Attach, AttachToMine, Attachments, FileBytes, LARGEST_BYTES, LookAtAttachment, LookAtMyAttachment,
    MyAttachments, ReleaseAttachment, RemoveAttachment,
};
use desk::words::Visibility;
use kernel::{AttachmentId, Span, Status, TicketId, Who};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";

fn file(ticket: TicketId, name: &str, bytes: &[u8], visibility: Visibility) -> Attach {
    Attach { ticket, visibility, name: name.into(), bytes: FileBytes::new(bytes.to_vec()), sealed: None }
}

fn attach(w: &World, ticket: TicketId, name: &str, bytes: &[u8]) -> AttachmentId {
    w.act(&w.technician, file(ticket, name, bytes, Visibility::Public)).attachment
}

fn looks(w: &World, act: &str) -> usize {
    let entries = w.ask(&w.practice_owner, office::Entries { before: None, most: Some(200) }).entries;
    entries.iter().filter(|e| e.act == act && e.outcome == "looked").count()
}

#[test]
fn a_file_comes_back_as_it_was_sent_and_every_opening_is_charted() {
    on_each(|w| {
        let ticket = w.report();
        // Three parts and a little.
        let large: Vec<u8> = (0..(3 << 20) + 17_u32).map(|i| u8::try_from(i % 251).unwrap()).collect();
        let id = attach(w, ticket, "C:\\temp\\dump of Monday.dat", &large);
        let listed = w.ask(&w.technician, Attachments { ticket });
        assert_eq!((listed.len(), listed[0].size), (1, large.len()));
        assert!(!format!("{listed:?}").contains("Monday"), "a list tells no name");
        assert_eq!(looks(w, "desk.look-at-attachment"), 0);
        let open = w.ask(&w.technician, LookAtAttachment { attachment: id });
        assert_eq!(open.name, "dump of Monday.dat");
        assert!(open.bytes.0 == large);
        assert_eq!(looks(w, "desk.look-at-attachment"), 1);
        // The reporter may have it too, and somebody else's reporter may not even know of it.
        assert!(w.ask(&w.nurse, LookAtMyAttachment { attachment: id }).bytes.0 == large);
        for who in [&w.stranger, &w.meridian_owner] {
            assert_eq!(
                refused(w.try_ask(who, LookAtMyAttachment { attachment: id })).status,
                Status::NotFound
            );
            assert_eq!(refused(w.try_ask(who, LookAtAttachment { attachment: id })).status, Status::NotFound);
            assert_eq!(refused(w.try_ask(who, Attachments { ticket })).status, Status::NotFound);
            let theirs = file(ticket, "a.txt", b"a", Visibility::Public);
            assert_eq!(refused(w.try_act(who, theirs)).status, Status::NotFound);
        }
        crate::proof::sound(&w.house);
    });
}

#[test]
fn a_reporter_attaches_to_their_own_report_and_sees_what_is_for_them() {
    on_each(|w| {
        let ticket = w.report();
        let mine = AttachToMine {
            ticket,
            name: "photo.png".into(),
            bytes: FileBytes::new(PNG.to_vec()),
            sealed: None,
        };
        let id = w.act(&w.nurse, mine.clone()).attachment;
        let internal =
            w.act(&w.technician, file(ticket, "trace.log", b"log", Visibility::Internal)).attachment;
        let seen = w.ask(&w.nurse, MyAttachments { ticket });
        assert_eq!(seen.iter().map(|f| f.attachment).collect::<Vec<_>>(), [id]);
        let denied = w.try_ask(&w.nurse, LookAtMyAttachment { attachment: internal });
        assert_eq!(refused(denied).status, Status::NotFound);
        assert_eq!(w.ask(&w.technician, Attachments { ticket }).len(), 2);
        assert_eq!(refused(w.try_act(&w.practice_owner, mine)).status, Status::NotFound, "it is not theirs");
    });
}

#[test]
fn what_could_run_is_let_out_only_with_a_reason_and_for_a_quarter_of_an_hour() {
    on_each(|w| {
        let ticket = w.report();
        let id = attach(w, ticket, "holiday.jpg.exe", b"MZ\x90\0");
        let look = || w.try_ask(&w.senior, LookAtAttachment { attachment: id });
        assert!(refused(look()).sentence.contains("it is a program"));
        let release = |reason: &str| ReleaseAttachment { attachment: id, reason: reason.into() };
        assert_eq!(refused(w.try_act(&w.technician, release("to see it"))).status, Status::Forbidden);
        assert_eq!(refused(w.try_act(&w.senior, release(" "))).field.as_deref(), Some("reason"));
        w.act(&w.senior, release("The vendor asks for its checksum"));
        assert_eq!(look().unwrap().bytes.0, b"MZ\x90\0");
        let other = w.try_ask(&w.technician, LookAtAttachment { attachment: id });
        assert_eq!(refused(other).status, Status::Forbidden, "it is out for nobody else");
        w.pass(Span::minutes(16));
        assert_eq!(refused(look()).status, Status::Forbidden);
        let told = w.ask(&w.technician, desk::OneTicket { ticket });
        let sentences: Vec<_> = told.story.iter().flat_map(|h| &h.told).map(|t| t.sentence.clone()).collect();
        assert!(sentences.iter().any(|s| s.starts_with("let a file out of quarantine")), "{sentences:?}");
        let fine = attach(w, ticket, "notes.txt", b"fine");
        let refusal =
            refused(w.try_act(&w.senior, ReleaseAttachment { attachment: fine, reason: "x".into() }));
        assert_eq!(refusal.status, Status::Conflict);
    });
}

#[test]
fn a_file_that_was_removed_is_gone_and_its_story_stays() {
    on_each(|w| {
        let ticket = w.report();
        let id = attach(w, ticket, "wrong patient.png", PNG);
        let remove = RemoveAttachment { attachment: id, reason: "It shows another patient".into() };
        assert_eq!(refused(w.try_act(&w.technician, remove.clone())).status, Status::Forbidden);
        w.act(&w.senior, remove.clone());
        assert_eq!(refused(w.try_act(&w.senior, remove)).status, Status::Conflict);
        assert_eq!(
            refused(w.try_ask(&w.technician, LookAtAttachment { attachment: id })).status,
            Status::Conflict
        );
        let listed = w.ask(&w.technician, Attachments { ticket });
        assert_eq!(listed[0].removed_by, w.senior.person());
        let told = w.ask(&w.technician, desk::OneTicket { ticket });
        let told: Vec<_> = told.story.iter().flat_map(|h| &h.told).map(|t| t.fact.clone()).collect();
        assert!(
            told.contains(&"desk.attached".to_owned())
                && told.contains(&"desk.attachment-removed".to_owned())
        );
        crate::proof::sound(&w.house);
    });
}

#[test]
fn files_are_held_to_their_size_and_closed_with_the_agreement() {
    on_each(|w| {
        let ticket = w.report();
        assert_eq!(
            refused(w.try_act(&w.technician, file(ticket, "a", b"", Visibility::Public))).status,
            Status::Invalid
        );
        let large = file(ticket, "a", &vec![7; LARGEST_BYTES + 1], Visibility::Public);
        assert_eq!(refused(w.try_act(&w.technician, large)).status, Status::TooLarge);
        let nobody = w.try_act(&Who::Nobody, file(ticket, "a", b"a", Visibility::Public));
        assert_eq!(refused(nobody).status, Status::SignIn);
        let id = attach(w, ticket, "a.txt", b"a");
        w.terminate();
        assert_eq!(
            refused(w.try_ask(&w.technician, LookAtAttachment { attachment: id })).status,
            Status::Forbidden
        );
        let late = w.try_act(&w.technician, file(ticket, "b", b"b", Visibility::Public));
        assert_eq!(refused(late).status, Status::Forbidden);
        assert!(
            w.ask(&w.practice_owner, LookAtAttachment { attachment: id }).bytes.0 == b"a",
            "it is theirs"
        );
    });
}

/// A form with a file, as a browser sends it.
fn form(name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"visibility\"\r\n\r\npublic\r\n--edge\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat()
}

#[test]
fn a_browser_sends_a_file_and_gets_it_back_where_nothing_of_it_can_run() {
    on_each(|w| {
        let ticket = w.report();
        let served = Served::new(&w.house);
        let cookie = served.sign_in(NURSE);
        let headers = [
            ("Cookie", cookie.as_str()),
            ("Sec-Fetch-Site", "same-origin"),
            ("Content-Type", "multipart/form-data; boundary=edge"),
        ];
        let send = |name: &str, bytes: &[u8]| {
            served.send("POST", &format!("/my/{ticket}/files"), &headers, &form(name, bytes))
        };
        let answer = send("Bild \u{fc}.png", PNG);
        assert_eq!(answer.status, 303, "{}", answer.text());
        assert_eq!(send("big.bin", &vec![1; LARGEST_BYTES + 1]).status, 413);
        assert_eq!(send("page.html", b"<script>alert(1)</script>").status, 303);
        let broken = served.send("POST", &format!("/my/{ticket}/files"), &headers, b"--edge\r\nnonsense");
        assert_eq!(broken.status, 400);
        let files = w.ask(&w.nurse, MyAttachments { ticket });
        let at = |i: usize| format!("/my/{ticket}/files/{}", files[i].attachment);
        let page = served.page(&cookie, &format!("/my/{ticket}"));
        assert!(page.text().contains(&files[0].attachment.to_string()), "the page tells of the file");
        let form = [headers[0], headers[1], ("Content-Type", "application/x-www-form-urlencoded")];
        // The nurse signed in without a second factor: nothing is opened for her here.
        assert_eq!(served.send("POST", &at(0), &form, b"").status, 403);
        assert_eq!(served.send("GET", &at(0), &form, b"").status, 405, "a link opens nothing");
    });
}
