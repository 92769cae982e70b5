//! What leaves the house: letters through a real mail server, and facts to a program that checks their signature. Both
//! wait while the other side is away, arrive once, and say nothing of what somebody typed.

use crate::{
    proof,
    world::{World, on_each},
};
use kernel::{Moment, Private, Span};
use rounds::{Every, Floor, Letters, MailSettings, MailTls, Messages, Next, Round};
use std::{
    collections::BTreeSet,
    env, fs,
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{self, Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};
use store::{Look, sql};

pub const PATIENCE: Duration = Duration::from_secs(60);
const SECRET: &str = "a secret of both sides";

sql! {
    house SENT "stories.letters-sent"
        "select count(*) as found from outbox where channel = 'mail' and sent_at is not null";
    house PROBLEM "stories.problem-of-a-letter"
        "select max(problem) as found from outbox where channel = 'mail' and problem is not null";
    house WAITING "stories.letters-waiting"
        "select count(*) as found from outbox where channel = 'mail' and sent_at is null and gave_up_at is null";
}

/// The Python that has Debian's mail server for tests.
fn python() -> Option<&'static str> {
    let found = ["/usr/bin/python3", "python3"].into_iter().find(|python| {
        let asked = Command::new(python).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
        asked.is_ok_and(|status| status.success())
    });
    if found.is_none() {
        assert!(env::var("CI").is_err(), "the stories need Debian's package python3-aiosmtpd");
        eprintln!("aiosmtpd is not installed, so letters are not told");
    }
    found
}

/// A mail server on this machine that keeps every letter as a file.
struct MailServer {
    child: Child,
    folder: PathBuf,
}

impl MailServer {
    /// Nothing when the port is somebody else's by now.
    fn start(python: &str, port: u16, folder: &Path) -> Option<Self> {
        let mut child = Command::new(python)
            .args(["-m", "aiosmtpd", "-n", "-c", "aiosmtpd.handlers.Mailbox"])
            .arg(folder)
            .args(["-l", &format!("127.0.0.1:{port}")])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until && child.try_wait().unwrap().is_none() {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return Some(Self { child, folder: folder.to_owned() });
            }
            thread::sleep(Duration::from_millis(50));
        }
        drop(child.kill());
        drop(child.wait());
        None
    }

    fn letters(&self) -> Vec<String> {
        let Ok(new) = fs::read_dir(self.folder.join("new")) else { return Vec::new() };
        new.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A port that nobody is given by chance: below those that the system gives out.
fn quiet_port(from: u16) -> u16 {
    (from..from + 3_000).find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok()).unwrap()
}

pub fn floor(w: &World) -> Floor {
    let origin = "https://desk.example.org".to_owned();
    Floor::new(w.house.office.clone(), w.house.sealer.clone(), origin, "one".to_owned(), Every::default())
}

/// Carries out what is due now, and says how often something was tried.
pub fn deliver(w: &World, floor: &Floor, round: &mut dyn Round) -> usize {
    let busy = |_: &usize| round.round(floor, w.house.office.now()).unwrap() == Next::AT_ONCE;
    let tried = (0..200).take_while(busy).count();
    assert!(tried < 200, "there was always something more to send");
    tried
}

fn count(w: &World, sql: &'static store::Sql) -> i64 {
    proof::look(&w.house, move |look: &mut Look| look.row(sql, &[])?.unwrap().get("found"))
}

fn problem(w: &World) -> Option<String> {
    proof::look(&w.house, |look: &mut Look| look.row(&PROBLEM, &[])?.unwrap().get("found"))
}

#[test]
fn a_letter_waits_while_the_mail_server_is_away_and_arrives_once() {
    let Some(python) = python() else { return };
    on_each(|w| {
        w.report();
        w.terminate();
        let waiting = count(w, &WAITING);
        assert!(waiting > 0, "the account owner is told");
        let folder = tempfile::tempdir().unwrap();
        // The mail server makes it itself, with what belongs into it.
        let letters_folder = folder.path().join("letters");
        let from = if w.place.engine == "sqlite" { 20_000 } else { 24_000 }
            + u16::try_from(process::id() % 3_000).unwrap();
        let (floor, mut port) = (floor(w), from);
        let server = loop {
            port = quiet_port(port + 1);
            let settings = MailSettings {
                host: "127.0.0.1".to_owned(),
                port,
                tls: MailTls::None,
                from: "Orderly <desk@example.org>".to_owned(),
                sign_in: None,
                authority: None,
            };
            let mut letters = Letters::new(&settings, "https://desk.example.org").unwrap();
            deliver(w, &floor, &mut letters);
            assert_eq!((count(w, &SENT), count(w, &WAITING)), (0, waiting), "nobody is there to take it");
            let Some(server) = MailServer::start(python, port, &letters_folder) else { continue };
            assert_eq!(deliver(w, &floor, &mut letters), 0, "it is not tried again at once");
            w.pass(Span::hours(1));
            deliver(w, &floor, &mut letters);
            w.pass(Span::hours(12));
            deliver(w, &floor, &mut letters);
            break server;
        };
        let letters = server.letters();
        assert_eq!((count(w, &SENT), count(w, &WAITING)), (waiting, 0), "{:?}", problem(w));
        assert_eq!(i64::try_from(letters.len()).unwrap(), waiting, "each once");
        let names: BTreeSet<&str> = letters
            .iter()
            .flat_map(|l| l.lines().find(|l| l.to_ascii_lowercase().starts_with("message-id:")))
            .collect();
        assert_eq!(names.len(), letters.len());
        assert!(letters.iter().any(|l| l.contains("olga@harborlight.example")), "{letters:?}");
        assert!(letters.iter().all(|l| l.contains("https://desk.example.org/") && !l.contains("my patient")));
    });
}

/// What a program was sent.
pub struct Got {
    pub head: String,
    pub body: String,
}

impl Got {
    pub fn line(&self, name: &str) -> &str {
        let found = self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        });
        found.unwrap_or_else(|| panic!("no {name} in {}", self.head))
    }
}

fn read(stream: &mut TcpStream) -> Option<Got> {
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    loop {
        if let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            let head = String::from_utf8(bytes[..end].to_vec()).ok()?;
            let mut got = Got { head, body: String::new() };
            let whole = end + 4 + got.line("content-length").parse::<usize>().ok()?;
            if bytes.len() >= whole {
                got.body = String::from_utf8(bytes[end + 4..whole].to_vec()).ok()?;
                return Some(got);
            }
        }
        match stream.read(&mut part) {
            Ok(n) if n > 0 => bytes.extend_from_slice(&part[..n]),
            _ => return None,
        }
    }
}

/// A program that answers with these in turn, and with 200 afterwards.
pub fn program(answers: &'static [u16]) -> (SocketAddr, mpsc::Receiver<Got>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (to, got) = mpsc::channel();
    thread::spawn(move || {
        let mut answers = answers.iter().copied().chain(std::iter::repeat(200));
        for mut stream in listener.incoming().map_while(Result::ok) {
            let Some(sent) = read(&mut stream) else { continue };
            let status = answers.next().unwrap_or(200);
            // Noted before it is answered, so that whoever sees the answer also sees the note.
            if to.send(sent).is_err() {
                return;
            }
            let answer = format!("HTTP/1.1 {status} Told\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            drop(stream.write_all(answer.as_bytes()));
        }
    });
    (address, got)
}

#[test]
fn a_program_is_told_facts_that_are_signed_again_when_it_failed_and_never_what_was_typed() {
    on_each(|w| {
        let (address, got) = program(&[500]);
        let hook = office::AddWebhook {
            org: w.larkspur,
            address: format!("http://{address}/facts"),
            facts: "desk.".to_owned(),
            secret: Private::new(SECRET),
        };
        w.act(&w.owner, hook);
        let ticket = w.report();
        let (floor, mut messages) = (floor(w), Messages::new());
        deliver(w, &floor, &mut messages);
        let first = got.recv_timeout(PATIENCE).unwrap();
        assert!(got.try_recv().is_err(), "after a failure it is not tried again at once");
        w.pass(Span::minutes(1));
        deliver(w, &floor, &mut messages);
        let again = got.recv_timeout(PATIENCE).unwrap();
        assert_eq!(first.line("orderly-message"), again.line("orderly-message"));
        assert_eq!(first.body, again.body);
        let words = "Mr. Sample in room 4 waits".into();
        w.act(&w.technician, desk::Reply::new(ticket, desk::words::Visibility::Public, words));
        deliver(w, &floor, &mut messages);
        let reply = got.recv_timeout(PATIENCE).unwrap();
        w.pass(Span::days(1));
        deliver(w, &floor, &mut messages);
        assert!(got.try_recv().is_err(), "what arrived is not sent again");
        for told in [&first, &again, &reply] {
            let sent = told.line("orderly-signature");
            let seconds = sent.strip_prefix("t=").and_then(|t| t.split(',').next()).unwrap();
            let at = Moment::from_micros(seconds.parse::<i64>().unwrap() * 1_000_000);
            assert_eq!(sent, rounds::signature(SECRET, at, told.body.as_bytes()));
            assert_ne!(sent, rounds::signature("another secret", at, told.body.as_bytes()));
            assert!(told.body.contains(&ticket.to_string()), "{}", told.body);
            assert!(
                !told.body.contains("chart of my patient") && !told.body.contains("room 4"),
                "{}",
                told.body
            );
        }
        assert!(reply.body.contains("desk.replied"), "{}", reply.body);
    });
}
