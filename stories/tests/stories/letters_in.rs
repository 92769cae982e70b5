//! Letters that come in, told as they come: an answer finds its ticket, a forged one is nobody's, a machine changes nothing,
//! the same letter twice is one, and what cannot be taken in waits for somebody with the reason. T1 to T18 are the known
//! wrong cases of other desks.

use crate::world::{World, on_each, refused};
use desk::mail::words::{Discard, Outcome, Reason, Sender, Unknown, Way};
use desk::mail::{DiscardLetter, Letters, LookAtLetter, OpenFromLetter, SetMailbox, TakeInLetter, TakenIn};
use desk::words::{State, TextKind, Visibility};
use desk::{LookAt, OneTicket, OpenText, Reply, Resolve};
use futures_executor::block_on;
use kernel::{MailboxId, OrgId, Span, TicketId, Who};
use store::sql;

sql! {
    house OUT "stories.letters-out"
        "select recipient, subject, content, reference, answers_to from outbox where channel = 'mail' order by id";
}

mod odd;
mod real;

const ENGINE: Who = Who::House("mail-in");
const MX: &str = "mx.harborlight.example";
const NORA: &str = "nora.testwell@example.org";
const PAULA: &str = "paula.testwell@example.org";
const TESS: &str = "tess.sample@example.org";

pub fn mailbox(org: OrgId, address: &str) -> SetMailbox {
    SetMailbox {
        org,
        mailbox: None,
        address: address.into(),
        way: Way::Piped,
        default_org: None,
        trouble: None,
        unknown: Some(Unknown::Hold),
        forwards: true,
        plus: true,
        trusted: Some(MX.into()),
        host: None,
        port: None,
        tls: None,
        username: None,
        password: None,
        folder: None,
        taken: None,
    }
}

fn house_box(w: &World) -> MailboxId {
    w.act(&w.owner, mailbox(w.harborlight, "desk@harborlight.example")).mailbox
}

/// A letter; `{ok}` in the head is the line with which our server confirms an address at example.org.
fn letter(head: &str, text: &str) -> Vec<u8> {
    let ok = format!("Authentication-Results: {MX}; dmarc=pass header.from=example.org\n");
    format!("{}\n\n{text}\n", head.replace("{ok}", &ok).trim_end()).replace('\n', "\r\n").into_bytes()
}

fn from(who: &str, id: &str, rest: &str, text: &str) -> Vec<u8> {
    let head = format!("{{ok}}From: {who}\nTo: desk@harborlight.example\nMessage-ID: <{id}>\n{rest}");
    letter(&head, text)
}

fn take(w: &World, mailbox: MailboxId, raw: Vec<u8>) -> TakenIn {
    w.act(&ENGINE, TakeInLetter::new(mailbox, raw))
}

fn texts(w: &World, ticket: TicketId) -> Vec<OpenText> {
    w.ask(&w.technician, LookAt { ticket, text: None }).texts
}

fn last(w: &World, ticket: TicketId) -> OpenText {
    texts(w, ticket).pop().unwrap()
}

struct Out {
    to: String,
    subject: String,
    text: String,
    reference: String,
    answers_to: String,
}

/// The letters of the house that may be answered, oldest first.
fn letters_out(w: &World) -> Vec<Out> {
    let read = w.house.office.read(&Who::House("story"), |look| {
        let rows = look.rows(&OUT, &[])?;
        let read = |row: &store::Row| -> anyhow::Result<Option<Out>> {
            let Some(reference) = row.get::<Option<String>>("reference")? else { return Ok(None) };
            Ok(Some(Out {
                to: row.get("recipient")?,
                subject: row.get("subject")?,
                text: String::from_utf8(row.get("content")?)?,
                reference,
                answers_to: row.get::<Option<String>>("answers_to")?.unwrap_or_default(),
            }))
        };
        Ok(rows.iter().map(read).collect::<anyhow::Result<Vec<_>>>()?)
    });
    block_on(read).unwrap().into_iter().flatten().collect()
}

#[test]
fn t1_t3_t4_t5_t6_an_answer_finds_its_ticket() {
    on_each(|w| {
        let desk = house_box(w);
        let nora = w.nurse.person();
        let first =
            from(NORA, "a@clinic", &format!("Cc: {PAULA}\nSubject: The printer jams"), "Since Monday.");
        let opened = take(w, desk, first);
        let ticket = opened.ticket.unwrap();
        assert_eq!(opened.outcome, Outcome::Opened);
        let said = &texts(w, ticket)[0];
        assert_eq!((said.words.as_str(), said.author), ("The printer jams\n\nSince Monday.", nora));
        let story = w.ask(&w.technician, OneTicket { ticket });
        assert_eq!((story.head.reporter, story.head.org), (nora, w.larkspur));
        let acknowledged = letters_out(w).pop().unwrap();
        assert_eq!(acknowledged.to, NORA);
        let joins = |raw: Vec<u8>, kind: TextKind, words: &str, case: &str| {
            let taken = take(w, desk, raw);
            assert_eq!((taken.outcome, taken.ticket), (Outcome::Added, Some(ticket)), "{case}");
            let text = last(w, ticket);
            assert_eq!((text.kind, text.words.as_str()), (kind, words), "{case}");
        };
        // T1: somebody in copy answers to all, to the reporter's own letter.
        let all = from(
            PAULA,
            "b@clinic",
            "In-Reply-To: <a@clinic>\nReferences: <a@clinic>\nSubject: Re: x",
            "Mine too.",
        );
        joins(all, TextKind::ByMail, "Mine too.", "T1");
        // T3: to the letter that confirmed it, with the signed name in In-Reply-To.
        let name = format!("<{}.msg_1@desk.example.org>", acknowledged.reference);
        let answer = from(
            NORA,
            "c@clinic",
            &format!("In-Reply-To: {name}\nSubject: x"),
            "Bay 4.\n\nOn Nov 2, 2026, Desk wrote:\n> x",
        );
        joins(answer, TextKind::FromReporter, "Bay 4.", "T3");
        // T4: a second one before anybody answered, by References alone.
        let second = from(NORA, "d@clinic", "References: <c@clinic>\nSubject: x", "And bay 5.");
        joins(second, TextKind::FromReporter, "And bay 5.", "T4");
        // T5: prefixes of other languages, and only the number in the subject.
        for (id, prefix) in [("e1", "VS:"), ("e2", "AW:"), ("e3", "SV: RE[2]:")] {
            let subject = format!("Subject: {prefix} [#{}] Ihre Anfrage", story.head.number);
            joins(
                from(NORA, &format!("{id}@clinic"), &subject, prefix),
                TextKind::FromReporter,
                prefix,
                "T5",
            );
        }
        // T6: a relay rewrote the names; the address behind the plus and the line in the text remain.
        assert!(acknowledged.answers_to.contains(&acknowledged.reference), "{}", acknowledged.answers_to);
        let plus = letter(
            &format!(
                "{{ok}}From: {NORA}\nTo: {}\nMessage-ID: <f@relay>\nSubject: y",
                acknowledged.answers_to
            ),
            "By address.",
        );
        joins(plus, TextKind::FromReporter, "By address.", "T6, address");
        let quoted = format!("By line.\n\n-----Original Message-----\nFrom: Desk\n\n{}", acknowledged.text);
        joins(from(NORA, "g@relay", "Subject: y", &quoted), TextKind::FromReporter, "By line.", "T6, line");
    });
}

#[test]
fn t5_a_number_counts_only_for_its_reporter_and_a_made_up_reference_for_nobody() {
    on_each(|w| {
        let desk = house_box(w);
        let ticket = take(w, desk, from(NORA, "a@clinic", "Subject: x", "It jams.")).ticket.unwrap();
        let story = w.ask(&w.technician, OneTicket { ticket });
        // A number counts only for the one whose report it is: somebody else's letter is a report of their own.
        let subject = format!("Subject: [#{}] mine", story.head.number);
        let other = take(w, desk, from(PAULA, "h@clinic", &subject, "Something else."));
        assert_eq!(other.outcome, Outcome::Opened);
        assert_ne!(other.ticket, Some(ticket));
        // A reference that somebody made up opens nothing.
        let forged = format!("In-Reply-To: <oly-{}@desk>\nSubject: z", "a".repeat(42));
        assert_eq!(take(w, desk, from(NORA, "i@clinic", &forged, "New.")).outcome, Outcome::Opened);
    });
}

#[test]
fn t8_a_forged_sender_is_nobody() {
    on_each(|w| {
        let desk = house_box(w);
        let opened = take(w, desk, from(NORA, "a@clinic", "Subject: x", "Mine."));
        let ticket = opened.ticket.unwrap();
        let reference = letters_out(w).pop().unwrap().reference;
        w.act(&w.technician, desk::Take { ticket });
        w.act(&w.technician, Resolve { ticket, words: "Done.".into() });
        let head = |results: &str, id: &str| {
            format!(
                "{results}From: {NORA}\nMessage-ID: <{id}@evil>\nIn-Reply-To: <{reference}.msg_1@x>\nSubject: x"
            )
        };
        // Its checks failed: set aside, and it says to which ticket it claims to belong.
        let failed = format!("Authentication-Results: {MX}; dmarc=fail header.from=example.org\n");
        let held = take(w, desk, letter(&head(&failed, "b"), "Reset my password."));
        assert_eq!((held.outcome, held.reason), (Outcome::Held, Some(Reason::FailedChecks)));
        let waiting = w.ask(&w.technician, Letters::default()).letters;
        assert_eq!((waiting.len(), waiting[0].suggested, waiting[0].person), (1, Some(ticket), None));
        // Nobody checked, or somebody whom we do not trust: it stands on the ticket for the desk alone, and opens nothing.
        let foreign = "Authentication-Results: mx.evil.example; dmarc=pass header.from=example.org\n";
        for (results, id) in [("", "c"), (foreign, "d")] {
            let taken = take(w, desk, letter(&head(results, id), "Reset my password."));
            assert_eq!((taken.outcome, taken.ticket), (Outcome::Added, Some(ticket)));
            let text = last(w, ticket);
            assert_eq!((text.kind, text.author), (TextKind::Unverified, None));
            assert!(text.words.contains("as the letter says") && text.words.contains(NORA), "{}", text.words);
            assert_eq!(w.ask(&w.technician, OneTicket { ticket }).head.state, State::Resolved);
        }
        // By itself it is no report of hers.
        let alone =
            take(w, desk, letter(&format!("From: {NORA}\nMessage-ID: <e@evil>\nSubject: x"), "Help."));
        assert_eq!((alone.outcome, alone.reason), (Outcome::Held, Some(Reason::UnverifiedSender)));
        let mine = w.ask(&w.nurse, desk::MyTickets::default());
        assert_eq!(mine.len(), 1);
    });
}

#[test]
fn t10_t11_the_same_letter_is_taken_in_once() {
    on_each(|w| {
        let desk = house_box(w);
        let second = w.act(&w.owner, mailbox(w.harborlight, "help@harborlight.example")).mailbox;
        let raw = from(NORA, "a@clinic", "Subject: x", "Mine.");
        let first = take(w, desk, raw.clone());
        // To two mailboxes, each with its own way: Received lines differ, the letter does not.
        let other_way =
            [b"Received: from a by b\r\nDelivered-To: help@harborlight.example\r\n".to_vec(), raw.clone()]
                .concat();
        for again in [take(w, second, other_way), take(w, desk, raw)] {
            assert!(again.again);
            assert_eq!((again.letter, again.ticket), (first.letter, first.ticket));
        }
        assert_eq!(w.ask(&w.nurse, desk::MyTickets::default()).len(), 1);
        // No name, an empty one, and one that a broken program gives to all of its letters.
        let nameless =
            |head: &str, text: &str| letter(&format!("{{ok}}From: {NORA}\n{head}Subject: x"), text);
        for head in ["", "Message-ID: <>\n"] {
            let one = take(w, desk, nameless(head, "No name here."));
            let two = take(w, desk, nameless(head, "No name here."));
            assert!(two.again && two.letter == one.letter);
        }
        let one = take(w, desk, nameless("Message-ID: <same@device>\n", "Toner is low."));
        let two = take(w, desk, nameless("Message-ID: <same@device>\n", "Paper is out."));
        assert!(!two.again && two.letter != one.letter, "what it says tells one from another");
    });
}

#[test]
fn t12_what_staff_passes_on_is_the_original_senders() {
    on_each(|w| {
        let desk = house_box(w);
        let text = format!(
            "See below.\n\n---------- Forwarded message ----------\nFrom: Nora <{NORA}>\nSubject: x\n\nThe scanner hums."
        );
        let taken = take(w, desk, from(TESS, "a@hl", "Subject: Fwd: scanner", &text));
        let story = w.ask(&w.technician, OneTicket { ticket: taken.ticket.unwrap() });
        assert_eq!((story.head.reporter, story.head.org), (w.nurse.person(), w.larkspur));
        assert!(texts(w, story.head.ticket)[0].words.contains("The scanner hums."));
        // Whoever is not staff passes on in their own name.
        let own = take(w, desk, from(PAULA, "b@clinic", "Subject: Fwd: scanner", &text));
        let story = w.ask(&w.technician, OneTicket { ticket: own.ticket.unwrap() });
        assert_eq!(story.head.reporter, w.practice_owner.person());
        // A technician who answers leaves a note to colleagues: work is done past the gate, never by letter.
        let answer = from(TESS, "c@hl", "In-Reply-To: <b@clinic>\nSubject: Re: x", "Look at bay 3.");
        assert_eq!(take(w, desk, answer).ticket, own.ticket);
        assert_eq!(last(w, own.ticket.unwrap()).kind, TextKind::Internal);
    });
}

#[test]
fn t17_t18_an_answer_goes_to_the_reporter_and_says_nothing() {
    on_each(|w| {
        let desk = house_box(w);
        let secret = "Maximilian Mustermann MRN 4711";
        let raw = from(NORA, "a@clinic", &format!("Subject: {secret}"), "His chart does not open.");
        let ticket = take(w, desk, raw).ticket.unwrap();
        let copy = from(PAULA, "b@clinic", "In-Reply-To: <a@clinic>\nSubject: Re: x", "Mine neither.");
        take(w, desk, copy);
        let before = letters_out(w).len();
        let reply = |words: &str, visibility| Reply::new(ticket, visibility, words.into());
        w.act(&w.technician, reply("Mustermann's chart opens again.", Visibility::Public));
        w.act(&w.technician, reply("Call the vendor.", Visibility::Internal));
        let out = letters_out(w);
        assert_eq!(out.len(), before + 1, "one letter for the one public answer");
        let last = out.last().unwrap();
        assert_eq!(last.to, NORA, "to the reporter, whoever wrote last");
        assert!(last.text.contains(&format!("/my/{ticket}")) && last.text.contains(&last.reference));
        for letter in &out {
            for word in ["Mustermann", "4711", "chart", "neither"] {
                assert!(!letter.subject.contains(word) && !letter.text.contains(word), "{word}");
            }
        }
    });
}

#[test]
fn a_reporter_opens_it_again_within_a_week_and_anew_afterwards() {
    on_each(|w| {
        let desk = house_box(w);
        let ticket = take(w, desk, from(NORA, "a@clinic", "Subject: x", "It jams.")).ticket.unwrap();
        let resolve = || {
            w.act(&w.technician, Resolve { ticket, words: "Done.".into() });
        };
        w.act(&w.technician, desk::Take { ticket });
        resolve();
        w.pass(Span::days(2));
        let again =
            take(w, desk, from(NORA, "b@clinic", "In-Reply-To: <a@clinic>\nSubject: Re: x", "Still."));
        assert_eq!((again.outcome, again.ticket), (Outcome::Added, Some(ticket)));
        assert_ne!(w.ask(&w.technician, OneTicket { ticket }).head.state, State::Resolved);
        let text = last(w, ticket);
        assert_eq!((text.kind, text.author), (TextKind::Reopening, w.nurse.person()));
        resolve();
        w.pass(Span::days(8));
        let anew =
            take(w, desk, from(NORA, "c@clinic", "In-Reply-To: <a@clinic>\nSubject: Re: x", "Once more."));
        assert_eq!(anew.outcome, Outcome::Opened);
        assert_ne!(anew.ticket, Some(ticket));
    });
}

#[test]
fn what_was_set_aside_has_a_way_out_and_each_look_is_charted() {
    on_each(|w| {
        let open =
            SetMailbox { default_org: Some(w.larkspur), ..mailbox(w.harborlight, "a@harborlight.example") };
        let desk = w.act(&w.owner, open).mailbox;
        let stranger = |n: u8, text: &str| {
            let head =
                format!("From: Vera Sample <v@vendor.example>\nMessage-ID: <{n}@v>\nSubject: Offer {n}");
            take(w, desk, letter(&head, text)).letter
        };
        let (one, two, three) = (stranger(1, "First."), stranger(2, "Second."), stranger(3, "Third."));
        assert_eq!(w.ask(&w.technician, Letters::default()).letters.len(), 3);
        assert!(w.ask(&w.meridian_owner, Letters::default()).letters.is_empty(), "out of reach");
        let opened = w.ask(&w.technician, LookAtLetter { letter: one });
        assert_eq!(opened.sender.as_deref(), Some("Vera Sample <v@vendor.example>"));
        assert!(opened.text.contains("First.") && opened.original.contains("Message-ID: <1@v>"));
        assert!(w.try_ask(&w.stranger, LookAtLetter { letter: one }).is_err());
        let open =
            |letter, number| OpenFromLetter { letter, number, reporter: None, trouble: None, unpacked: None };
        let taken = w.act(&w.technician, open(one, None));
        let story = w.ask(&w.technician, OneTicket { ticket: taken.ticket.unwrap() });
        assert!(texts(w, story.head.ticket)[0].words.contains("Offer 1"));
        let on = w.act(&w.technician, open(two, Some(story.head.number)));
        assert_eq!(on.ticket, taken.ticket);
        assert_eq!(last(w, story.head.ticket).kind, TextKind::Unverified);
        w.act(&w.technician, DiscardLetter { letter: three, why: Discard::Spam });
        refused(w.try_act(&w.technician, open(three, None)));
        refused(w.try_act(&w.technician, DiscardLetter { letter: one, why: Discard::Spam }));
        refused(w.try_ask(&w.technician, LookAtLetter { letter: three }));
        assert!(w.ask(&w.technician, Letters::default()).letters.is_empty());
        let line = w.ask(&w.technician, desk::mail::Letter { letter: three });
        assert_eq!((line.discarded, line.sender), (Some(Discard::Spam), Sender::Unverified));
        // Without an agreement nothing of it is reached.
        let four = stranger(4, "Fourth.");
        w.terminate();
        refused(w.try_ask(&w.technician, LookAtLetter { letter: four }));
        refused(w.try_act(&w.technician, open(four, None)));
    });
}
