//! Letters that machines write, that are broken, packed, huge, or from somebody whom this mailbox does not serve.

use super::{ENGINE, NORA, from, house_box, letter, letters_out, mailbox, take, texts};
use crate::world::{on_each, refused};
use desk::mail::words::{LetterKind, Outcome, Reason, Unknown};
use desk::mail::{SetMailbox, TakeInLetter, TicketLetters};
use desk::words::State;
use desk::{OneTicket, Resolve};

const SID: &str = "sid.elsewhere@example.org";

#[test]
fn t9_what_machines_write_changes_nothing() {
    on_each(|w| {
        let desk = house_box(w);
        let ticket = take(w, desk, from(NORA, "a@clinic", "Subject: x", "Mine.")).ticket.unwrap();
        w.act(&w.technician, desk::Take { ticket });
        w.act(&w.technician, Resolve { ticket, words: "Done.".into() });
        let out = letters_out(w);
        let reference = &out.last().unwrap().reference;
        let written = texts(w, ticket).len();
        let answers = format!("In-Reply-To: <{reference}.msg_1@x>\nSubject: Automatic reply: x");
        let machines = [
            (LetterKind::AutoReply, format!("{answers}\nAuto-Submitted: auto-replied"), "I am away."),
            (LetterKind::AutoReply, answers.clone(), "I am away until Monday."),
            (LetterKind::List, "References: <a@clinic>\nSubject: y\nList-Id: <l.example.org>".to_owned(), "News."),
            (
                LetterKind::Bounce,
                "Subject: Undelivered\nContent-Type: multipart/report; report-type=delivery-status; boundary=b".into(),
                &*format!(
                    "--b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n--b\n\
                     Content-Type: text/rfc822-headers\n\nMessage-ID: <{reference}.msg_1@x>\n\n--b--"
                ),
            ),
        ];
        for (n, (kind, rest, text)) in machines.iter().enumerate() {
            let taken = take(w, desk, from(NORA, &format!("m{n}@x"), rest, text));
            assert_eq!((taken.outcome, taken.ticket), (Outcome::Noted, Some(ticket)), "{kind:?}");
            let again = take(w, desk, from(NORA, &format!("n{n}@x"), "Subject: Automatic reply: z", "Away."));
            assert_eq!((again.outcome, again.reason), (Outcome::Held, Some(Reason::Machine)), "by itself");
        }
        let kept = w.ask(&w.technician, TicketLetters { ticket });
        let kinds: Vec<LetterKind> = kept.iter().skip(1).map(|l| l.kind).collect();
        assert_eq!(
            kinds,
            [LetterKind::AutoReply, LetterKind::AutoReply, LetterKind::List, LetterKind::Bounce]
        );
        assert_eq!(texts(w, ticket).len(), written, "nothing was written on it");
        assert_eq!(w.ask(&w.technician, OneTicket { ticket }).head.state, State::Resolved);
        assert_eq!(letters_out(w).len(), out.len(), "nobody answered a machine");
    });
}

#[test]
fn t13_t15_odd_letters_are_opened_or_shown() {
    on_each(|w| {
        let desk = house_box(w);
        let words = |raw: Vec<u8>| texts(w, take(w, desk, raw).ticket.unwrap())[0].words.clone();
        let inner = "Subject: Fwd\nContent-Type: multipart/mixed; boundary=b";
        let nested = from(
            NORA,
            "a@x",
            inner,
            "--b\nContent-Type: message/rfc822\n\nFrom: c@x\nSubject: y\n\nDeep words.\n--b--",
        );
        assert!(words(nested).contains("Deep words."));
        let meeting =
            from(NORA, "b@x", "Subject: m\nContent-Type: text/calendar; method=REQUEST", "BEGIN:VCALENDAR");
        assert!(words(meeting).starts_with('m'));
        let signed = "Subject: s\nContent-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=b";
        let signed = from(
            NORA,
            "c@x",
            signed,
            "--b\n\nSigned words.\n--b\nContent-Type: application/pkcs7-signature\n\nx\n--b--",
        );
        let taken = take(w, desk, signed);
        assert!(texts(w, taken.ticket.unwrap())[0].words.contains("Signed words."));
        assert_eq!(w.ask(&w.technician, TicketLetters { ticket: taken.ticket.unwrap() })[0].parts, 1);
        // T15: a wrong charset, a NUL, line ends of another age.
        let mut broken = from(NORA, "d@x", "Subject: broken", "M?ller\0 waits");
        let at = broken.windows(2).position(|two| two == b"M?").unwrap() + 1;
        broken[at] = 0xfc;
        assert!(words(broken).contains("ller waits"));
        let old: Vec<u8> =
            from(NORA, "e@x", "Subject: old", "One.\nTwo.").into_iter().filter(|b| *b != b'\n').collect();
        assert_eq!(words(old), "old\n\nOne.\nTwo.");
        let long = from(NORA, "f@x", "Subject: long", &"word ".repeat(20_000));
        assert!(words(long).ends_with("its original is kept."));
    });
}

#[test]
fn t14_what_is_over_a_limit_waits_with_the_reason() {
    on_each(|w| {
        let desk = house_box(w);
        let parts = "--b\n\nx\n".repeat(1_000);
        let many = from(NORA, "a@x", "Subject: m\nContent-Type: multipart/mixed; boundary=b", &parts);
        let levels: String =
            (0..100).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}x\n\n--b{n}x\n")).collect();
        let deep = from(NORA, "b@x", "Subject: d", "").into_iter().take(150).chain(letter(&levels, "x"));
        let mut large = from(NORA, "c@x", "Subject: l", "");
        large.resize(26 << 20, b'x');
        for (raw, word) in [(many, "400 parts"), (deep.collect(), "nested"), (large, "bytes; at most")] {
            let taken = take(w, desk, raw);
            assert_eq!((taken.outcome, taken.reason), (Outcome::Held, Some(Reason::Unreadable)), "{word}");
            let line = w.ask(&w.owner, desk::mail::Letter { letter: taken.letter });
            assert!(line.detail.as_ref().unwrap().contains(word), "{:?}", line.detail);
        }
        let cut = TakeInLetter {
            cut_from: Some(50 << 20),
            ..TakeInLetter::new(desk, b"From: a@x\r\n\r\nx".to_vec())
        };
        let taken = w.act(&ENGINE, cut);
        assert_eq!(taken.reason, Some(Reason::Unreadable));
        let line = w.ask(&w.owner, desk::mail::Letter { letter: taken.letter });
        assert_eq!(line.size_bytes, 50 << 20);
    });
}

#[test]
fn t16_nothing_is_guessed_across_clients() {
    on_each(|w| {
        let larkspurs = w.act(&w.owner, mailbox(w.larkspur, "it@larkspur.example")).mailbox;
        // Somebody of another client writes to this one's mailbox.
        let taken = take(w, larkspurs, from(SID, "a@m", "Subject: x", "Mine."));
        assert_eq!((taken.outcome, taken.reason), (Outcome::Held, Some(Reason::NotServed)));
        // Even a ticket of their own is not found through it; the provider's mailbox finds it.
        let desk = house_box(w);
        let opened = take(w, desk, from(SID, "b@m", "Subject: y", "Help."));
        assert_eq!(opened.outcome, Outcome::Opened);
        let story = from(SID, "c@m", "In-Reply-To: <b@m>\nSubject: y", "More.");
        assert_eq!(take(w, larkspurs, story.clone()).outcome, Outcome::Held);
        // Strangers are set aside, or opened where the mailbox says for whom.
        let stranger = |id: &str| {
            letter(&format!("From: v@vendor.example\nMessage-ID: <{id}>\nSubject: Invoice"), "Pay us.")
        };
        assert_eq!(take(w, desk, stranger("s1")).reason, Some(Reason::UnknownSender));
        let open = SetMailbox {
            unknown: Some(Unknown::Open),
            default_org: Some(w.larkspur),
            ..mailbox(w.harborlight, "open@harborlight.example")
        };
        let open = w.act(&w.owner, open).mailbox;
        let taken = take(w, open, stranger("s2"));
        let story = w.ask(&w.technician, OneTicket { ticket: taken.ticket.unwrap() });
        assert_eq!((story.head.reporter, story.head.org), (None, w.larkspur));
        let text = &texts(w, story.head.ticket)[0];
        assert!(text.words.contains("v@vendor.example") && text.author.is_none());
        let twice = refused(w.try_act(&w.owner, mailbox(w.meridian, "open@harborlight.example")));
        assert_eq!(twice.field.as_deref(), Some("address"));
    });
}
