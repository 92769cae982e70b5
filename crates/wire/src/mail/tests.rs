//! What letters are, told one by one.

use super::*;

fn read(head: &str, text: &str) -> Letter {
    Letter::read(format!("{head}\n\n{text}").replace('\n', "\r\n").as_bytes()).unwrap()
}

fn kind(head: &str) -> Kind {
    read(&format!("From: a@example.org\nSubject: x\n{head}"), "hello").kind
}

#[test]
fn a_plain_letter() {
    let head = "From: Nora Testwell <Nora@Clinic.Example>\nTo: desk@example.org\nCc: b@clinic.example\n\
        Subject: =?utf-8?q?Printer_f=C3=BCr_Labor?=\nMessage-ID: <1@clinic.example>\nIn-Reply-To: <0@desk>\n\
        References: <00@desk> <0@desk>\nDate: Mon, 2 Nov 2026 09:00:00 -0600";
    let letter = read(head, "It jams.\n\nOn Mon, 2 Nov 2026, Desk wrote:\n> Which one?\n");
    let from = letter.from.clone().unwrap();
    assert_eq!((from.name.as_deref(), from.address.as_str()), (Some("Nora Testwell"), "nora@clinic.example"));
    assert_eq!(letter.subject, "Printer für Labor");
    assert_eq!((letter.message_id.as_deref(), letter.kind), (Some("1@clinic.example"), Kind::Person));
    assert_eq!(letter.answers, ["00@desk", "0@desk"]);
    assert_eq!(letter.to, ["desk@example.org", "b@clinic.example"]);
    assert_eq!((letter.text.as_str(), letter.sent_at_s), ("It jams.", Some(1_793_631_600)));
    assert!(letter.whole_text.contains("Which one?") && !letter.damaged && letter.parts.is_empty());
}

#[test]
fn what_machines_write_is_known() {
    for (head, expected) in [
        ("", Kind::Person),
        ("Auto-Submitted: no", Kind::Person),
        ("Auto-Submitted: auto-replied (vacation)", Kind::AutoReply),
        ("Auto-Submitted: auto-generated", Kind::Generated),
        ("X-Autoreply: yes", Kind::AutoReply),
        ("Precedence: auto_reply", Kind::AutoReply),
        ("Precedence: bulk", Kind::List),
        ("List-Id: <ward.example.org>", Kind::List),
        ("List-Unsubscribe: <mailto:x@example.org>", Kind::Generated),
        ("X-Failed-Recipients: b@example.org", Kind::Bounce),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=b", Kind::Bounce),
        ("Content-Type: text/calendar; method=REQUEST", Kind::Calendar),
    ] {
        let head = if head.is_empty() { "X-Nothing: 1" } else { head };
        let text = if head.contains("report") { "--b\n\nx\n--b--" } else { "hello" };
        let letter = read(&format!("From: a@example.org\nSubject: x\n{head}"), text);
        assert_eq!(letter.kind, expected, "{head}");
    }
    assert_eq!(read("From: MAILER-DAEMON@example.org\nSubject: failure notice", "x").kind, Kind::Bounce);
    assert_eq!(read("From: a@example.org\nSubject: Automatic reply: Printer", "away").kind, Kind::AutoReply);
    assert_eq!(kind("Importance: high"), Kind::Person);
}

#[test]
fn only_the_trusted_server_vouches() {
    let said = |lines: &str, trusted| {
        let letter = read(&format!("{lines}From: nora@clinic.example\nSubject: x"), "x");
        verdict(&letter, trusted)
    };
    let mx = Some("mx.example.org");
    let ar = |rest: &str| format!("Authentication-Results: mx.example.org; {rest}\n");
    for (rest, expected) in [
        ("dmarc=pass header.from=clinic.example", Verdict::Confirmed),
        (
            "dmarc=pass (p=reject) header.from=clinic.example; spf=fail smtp.mailfrom=x.example",
            Verdict::Confirmed,
        ),
        ("dmarc=fail header.from=clinic.example; spf=pass smtp.mailfrom=clinic.example", Verdict::Failed),
        ("dmarc=pass header.from=other.example", Verdict::Failed),
        ("dkim=pass header.d=clinic.example", Verdict::Confirmed),
        ("dkim=pass header.d=mail.clinic.example", Verdict::Unknown),
        ("dkim=pass header.i=@clinic.example", Verdict::Confirmed),
        ("dkim=pass header.d=attacker.example; spf=fail smtp.mailfrom=clinic.example", Verdict::Failed),
        ("dkim=pass header.d=example", Verdict::Unknown),
        ("spf=pass smtp.mailfrom=nora@clinic.example", Verdict::Confirmed),
        ("spf=pass smtp.mailfrom=bounces.attacker.example", Verdict::Unknown),
        ("spf=softfail smtp.mailfrom=clinic.example", Verdict::Failed),
        ("none", Verdict::Unknown),
        ("(dmarc=pass) spf=none", Verdict::Unknown),
        ("spf=fail reason=\"; dmarc=pass\"", Verdict::Failed),
    ] {
        assert_eq!(said(&ar(rest), mx), expected, "{rest}");
    }
    let good = ar("dmarc=pass header.from=clinic.example");
    assert_eq!(said(&good, None), Verdict::Unknown);
    assert_eq!(said(&good, Some("mx.other.example")), Verdict::Unknown);
    let forged = format!("{}{good}", ar("dmarc=fail header.from=clinic.example"));
    assert_eq!(said(&forged, mx), Verdict::Failed);
    assert_eq!(said(&format!("{good}From: other@example.org\n"), mx), Verdict::Failed, "two authors");
}

#[test]
fn a_reference_comes_back_whatever_stands_around_it() {
    let one = Reference { thing: [0xa5; 16], signature: [0x3c; SIGNATURE_BYTES] };
    let text = one.text();
    assert_eq!(text.len(), 46);
    for around in
        ["{}", "desk+{}@example.org", "<{}.msg_1@desk.example.org>", "[{}]", "x{}y", "ooly-{}", "> Ref: {}."]
    {
        let found = references(&around.replace("{}", &text));
        assert_eq!(found, [one], "{around}");
    }
    assert_eq!(references(&text.to_uppercase()), [one]);
    assert!(references(&text[..45]).is_empty() && references("oly-").is_empty());
    assert!(references(&"oly-oly-".repeat(10_000)).len() <= 20);
}

#[test]
fn a_letter_over_a_limit_is_refused_with_the_place() {
    let mut many = "From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n".to_owned();
    many.push_str(&"--b\n\nx\n".repeat(1_000));
    assert!(matches!(Letter::read(many.as_bytes()), Err(MailError::TooManyParts { byte }) if byte > 100));
    let mut deep = "From: a@example.org\n".to_owned();
    for level in 0..100 {
        deep.push_str(&format!("Content-Type: multipart/mixed; boundary=b{level}x\n\n--b{level}x\n"));
    }
    assert!(matches!(Letter::read(deep.as_bytes()), Err(MailError::TooDeep { byte }) if byte > 100));
    let mut letters = "From: a@example.org\n".to_owned();
    letters.push_str(&"Content-Type: message/rfc822\n\n".repeat(100));
    assert!(matches!(Letter::read(letters.as_bytes()), Err(MailError::TooDeep { .. })));
    let heads = "A: b\n".repeat(30_000);
    assert!(matches!(Letter::read(heads.as_bytes()), Err(MailError::HeadTooLong { byte: 100_000 })));
    let large = vec![b'x'; MOST_BYTES + 1];
    assert_eq!(Letter::read(&large).unwrap_err(), MailError::TooLarge { bytes: MOST_BYTES + 1 });
    assert_eq!(Letter::read(b" \r\n\0").unwrap_err(), MailError::Empty);
    assert_eq!(Letter::read(b"just a text without any head").unwrap_err(), MailError::NoHead);
}

#[test]
fn broken_bytes_stay_readable() {
    let cr = b"From: a@example.org\rSubject: x\r\rIt jams.\rAgain.";
    assert_eq!(Letter::read(cr).unwrap().text, "It jams.\nAgain.");
    let nul = b"From: a@example.org\nSubject: x\n\nIt\0 jams\x07.";
    assert_eq!(Letter::read(nul).unwrap().text, "It jams.");
    let latin = b"From: a@example.org\nContent-Type: text/plain; charset=iso-8859-1\n\nM\xfcller";
    assert_eq!(Letter::read(latin).unwrap().text, "Müller");
    let undeclared = b"From: a@example.org\n\nM\xfcller";
    let letter = Letter::read(undeclared).unwrap();
    assert!(letter.damaged && letter.text.starts_with('M') && letter.text.ends_with("ller"));
    let japanese = b"From: a@example.org\nContent-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B$\"\x1b(B";
    assert_eq!(Letter::read(japanese).unwrap().text, "あ");
    let html = "From: a@example.org\nContent-Type: text/html\n\n<p>It <b>jams</b></p><script>x()</script>";
    assert_eq!(Letter::read(html.as_bytes()).unwrap().text, "It jams");
}

#[test]
fn who_wrote_what_was_passed_on() {
    let of = |subject: &str, text: &str| {
        read(&format!("From: t@example.org\nSubject: {subject}"), text).forwarded.map(|f| f.address)
    };
    let copied = "See below.\n\n---------- Forwarded message ----------\nFrom: Nora <Nora@Clinic.Example>\nDate: x\n\nIt jams";
    assert_eq!(of("Fwd: printer", copied).as_deref(), Some("nora@clinic.example"));
    assert_eq!(of("printer", copied), None, "nobody said that it was passed on");
    let outlook = "From: Nora [mailto:nora@clinic.example]\nSent: Monday\nTo: t\nSubject: printer\n\nIt jams";
    assert_eq!(of("FW: printer", outlook).as_deref(), Some("nora@clinic.example"));
    assert_eq!(of("Fwd: printer", "nothing below"), None);
    let attached = "From: t@example.org\nSubject: Fwd: printer\nContent-Type: multipart/mixed; boundary=b\n\n\
        --b\n\nSee.\n--b\nContent-Type: message/rfc822\n\nFrom: nora@clinic.example\nSubject: printer\n\nIt jams\n--b--\n";
    let letter = Letter::read(attached.as_bytes()).unwrap();
    assert_eq!(letter.forwarded.unwrap().address, "nora@clinic.example");
    assert_eq!((letter.parts.len(), letter.parts[0].kind.as_str()), (1, "message/rfc822"));
    assert!(letter.parts[0].bytes.starts_with(b"From: nora") && letter.parts[0].name.ends_with(".eml"));
}

#[test]
fn a_bounce_names_the_letter_that_came_back() {
    let bounce = "From: MAILER-DAEMON@mx.example\nSubject: Undelivered\n\
        Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
        --b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n\
        Final-Recipient: rfc822; n@clinic.example\nAction: failed\nStatus: 5.1.1\n\
        --b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <ours@desk.example>\nSubject: x\n\n--b--\n";
    let letter = Letter::read(bounce.as_bytes()).unwrap();
    let report = letter.report.unwrap();
    assert_eq!((letter.kind, report.kind), (Kind::Bounce, ReportKind::Delivery));
    assert_eq!((report.action.as_deref(), report.status.as_deref()), (Some("failed"), Some("5.1.1")));
    assert_eq!(report.about, ["ours@desk.example"]);
}

#[test]
fn quotes_are_told_from_what_is_new() {
    let fresh = |text: &str| split(text).fresh;
    assert_eq!(fresh("Yes.\n\n-----Original Message-----\nFrom: Desk\nSubject: x\n\nWhich?"), "Yes.");
    assert_eq!(fresh("Yes.\n\nFrom: Desk <d@x>\nSent: Monday\nTo: Nora\nSubject: x\n\nWhich?"), "Yes.");
    assert_eq!(fresh("Yes.\n________________________________\nFrom: Desk\nSent: Monday\nTo: N\n\nx"), "Yes.");
    assert_eq!(fresh("Yes.\n\nAm 02.11.2026 um 09:00 schrieb Desk:\n> Welcher?"), "Yes.");
    assert_eq!(
        fresh("Yes.\n\nOn Mon, Nov 2, 2026 at 9:00 AM,\nDesk <d@x>\nwrote:\n\n> Which?\n> x\n"),
        "Yes."
    );
    assert_eq!(fresh("On Mon, Nov 2, 2026, Desk wrote:\n> Which?\n\nThe one in bay 4."), "The one in bay 4.");
    let above = "Thanks,\nNora\n02.11.2026 14:41, Desk <d@x> wrote:\n> Which?";
    assert_eq!(fresh(above), "Thanks,\nNora", "what stands above a quote is somebody's own");
    let between = "On Mon, Nov 2, 2026, Desk wrote:\n> Which?\nBay 4.\n> Since when?\nMonday.";
    assert_eq!(fresh(between), between, "answers between the lines need the lines");
    assert_eq!(fresh("> a\n> b"), "> a\n> b", "nothing but a quote is shown whole");
    assert_eq!(fresh("From: here it is loud.\nTo: be sure"), "From: here it is loud.\nTo: be sure");
    assert_eq!(fresh("On the ward it is worse:\nthe pump stops"), "On the ward it is worse:\nthe pump stops");
    assert!(split("Yes.\n> no").quoted && !split("Yes.").quoted);
}
