//! The house as a browser meets it: its pages over real HTTP, with a session in a cookie. What somebody may not see is
//! told in the same words as what is not there.

mod pages;

use crate::world::{PASSWORD, World, on_each};
use kernel::TicketId;
use orderly::{
    House,
    http::{App, Site, router},
};
use pages::{PAGES, none, there};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::mpsc,
    thread,
    time::Duration,
};
use tokio::runtime::Runtime;

/// How long an answer may take; only a machine that stands still takes as long.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A house that is served on this machine until it is dropped.
pub struct Served {
    pub address: SocketAddr,
    network: Option<Runtime>,
}

impl Served {
    pub fn new(house: &House) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        listener.set_nonblocking(true).unwrap();
        let site = Site { origin: format!("http://{address}"), secure: false, proxied: false, banner: None };
        let app = App::new(house.office.clone(), house.sealer.clone(), site);
        let network =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        network.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, router(app).into_make_service_with_connect_info::<SocketAddr>()).await
        });
        Self { address, network: Some(network) }
    }

    fn begin(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let (host, length) = (self.address, body.len());
        // Of HTTP/1.0, so that an answer ends with the line.
        let head =
            format!("{method} {path} HTTP/1.0\r\nHost: {host}\r\nContent-Length: {length}\r\n{lines}\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        stream
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut bytes = Vec::new();
        self.begin(method, path, headers, body).read_to_end(&mut bytes).unwrap();
        let end =
            bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or_else(|| panic!("{path}: no answer"));
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head[9..12].parse().unwrap();
        Answer { status, head, body: bytes[end + 4..].to_vec() }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], b"")
    }

    /// Signs in with address and password and gives the cookie.
    pub fn sign_in(&self, email: &str) -> String {
        let form = format!(
            "email={}&password={}&class=private&_next=/",
            email.replace('@', "%40"),
            PASSWORD.replace(' ', "+")
        );
        let headers =
            [("Content-Type", "application/x-www-form-urlencoded"), ("Sec-Fetch-Site", "same-origin")];
        let answer = self.send("POST", "/sign-in", &headers, form.as_bytes());
        assert_eq!((answer.status, answer.line("location")), (303, Some("/")), "{}", answer.text());
        answer.cookie("orderly").unwrap()
    }

    pub fn page(&self, cookie: &str, path: &str) -> Answer {
        self.send("GET", path, &[("Cookie", cookie)], b"")
    }

    /// The names of the events of a live page, as they come.
    pub fn live(&self, cookie: &str, path: &str) -> mpsc::Receiver<String> {
        let stream = self.begin("GET", path, &[("Cookie", cookie)], b"");
        stream.set_read_timeout(None).unwrap();
        let mut lines = BufReader::new(stream).lines();
        let first = lines.next().unwrap().unwrap();
        assert!(first.contains(" 200 "), "{first}");
        let (to, events) = mpsc::channel();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if let Some(event) = line.strip_prefix("event: ").or_else(|| line.strip_prefix("event:")) {
                    drop(to.send(event.to_owned()));
                }
            }
        });
        events
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(network) = self.network.take() {
            network.shutdown_timeout(Duration::from_secs(10));
        }
    }
}

/// What was answered.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub fn line(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|l| l.split_once(':'))
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, v)| v.trim())
    }

    /// A cookie of this answer, as it is sent back.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let set = self
            .head
            .lines()
            .filter_map(|l| l.split_once(':'))
            .filter(|(n, _)| n.eq_ignore_ascii_case("set-cookie"));
        let mut pairs = set.filter_map(|(_, v)| v.trim().split(';').next());
        pairs.find(|p| p.split_once('=').is_some_and(|(n, v)| n == name && !v.is_empty())).map(str::to_owned)
    }
}

pub const OLGA: &str = "olga@harborlight.example";
pub const STRANGER: &str = "sid.elsewhere@example.org";
pub const NURSE: &str = "nora.testwell@example.org";
const MONA: &str = "mona.elsewhere@example.org";

fn filled<'a>(page: &str, ids: impl IntoIterator<Item = (&'a &'static str, &'a String)>) -> String {
    ids.into_iter().fold(page.to_owned(), |path, (prefix, id)| path.replace(&format!("{{{prefix}}}"), id))
}

/// A page without the moment at which it was made.
fn timeless(page: &str) -> String {
    let mut parts = page.split(" data-now=\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('"').map_or("", |(_, rest)| rest))
}

fn entry(w: &World) -> String {
    w.ask(&w.practice_owner, office::Entries { before: None, most: Some(1) }).entries[0].id.to_string()
}

#[test]
fn a_person_signs_in_and_begins_where_their_work_is() {
    on_each(|w| {
        let served = Served::new(&w.house);
        assert_eq!(served.get("/").line("location"), Some("/sign-in"));
        let page = served.get("/sign-in");
        assert_eq!(page.status, 200);
        assert!(page.text().contains("<form"));
        let cookie = served.sign_in(OLGA);
        assert_eq!(served.page(&cookie, "/").line("location"), Some("/board"));
        let ticket = w.report();
        let board = served.page(&cookie, "/board");
        assert_eq!(board.status, 200);
        assert!(board.text().contains(&ticket.to_string()), "the nurse's report is on the board");
        assert_eq!(served.page(&cookie, &format!("/tickets/{ticket}")).status, 200);
        let out =
            served.send("POST", "/sign-out", &[("Cookie", &cookie), ("Sec-Fetch-Site", "same-origin")], b"");
        assert_eq!(out.status, 303);
        assert_eq!(
            served.page(&cookie, "/board").line("location"),
            Some("/sign-in?next=/board"),
            "the cookie counts no more, and whoever signs in comes back here"
        );
        let wrong = served.send(
            "POST",
            "/sign-in",
            &[("Content-Type", "application/x-www-form-urlencoded")],
            b"email=olga%40harborlight.example&password=not+this&class=private",
        );
        assert_eq!((wrong.status, wrong.cookie("orderly")), (422, None));
    });
}

#[test]
fn a_form_of_another_site_is_refused() {
    on_each(|w| {
        let served = Served::new(&w.house);
        let cookie = served.sign_in(OLGA);
        let form = [("Cookie", cookie.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
        let foreign: [&[(&str, &str)]; 4] = [
            &[("Sec-Fetch-Site", "cross-site")],
            &[("Sec-Fetch-Site", "same-site")],
            &[("Origin", "https://elsewhere.example")],
            &[("Origin", "null")],
        ];
        for more in foreign {
            let headers: Vec<_> = form.iter().chain(more).copied().collect();
            let answer = served.send("POST", "/sign-out", &headers, b"");
            assert_eq!(answer.status, 403, "{more:?}: {}", answer.text());
        }
        assert_eq!(served.page(&cookie, "/board").status, 200, "nothing was done");
    });
}

#[test]
fn every_page_answers_and_says_what_a_browser_may_do_with_it() {
    on_each(|w| {
        let served = Served::new(&w.house);
        let mut ids = none();
        ids.extend(there(w));
        ids.insert("ent", entry(w));
        for email in [Some(OLGA), Some(NURSE), None] {
            let cookie = email.map(|e| served.sign_in(e)).unwrap_or_default();
            for page in PAGES {
                let path = filled(page, &ids);
                let answer = served.page(&cookie, &path);
                let known = matches!(answer.status, 200 | 303 | 307 | 400 | 403 | 404 | 409 | 422);
                assert!(known, "{path} as {email:?}: {} {}", answer.status, answer.text());
                assert!(!answer.text().contains("went wrong on our side"), "{path} as {email:?}: a fault");
                let policy = answer.line("content-security-policy").unwrap_or_default();
                assert!(
                    policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"),
                    "{path}: {policy}"
                );
                assert!(!policy.contains("unsafe"), "{path}: {policy}");
                assert_eq!(answer.line("x-content-type-options"), Some("nosniff"), "{path}");
                assert!(
                    !answer.text().contains(" style=\"") && !answer.text().contains("<script>"),
                    "{path}: inline"
                );
            }
        }
    });
}

#[test]
fn a_page_of_another_client_answers_as_a_page_of_nothing() {
    on_each(|w| {
        let served = Served::new(&w.house);
        let nothing = none();
        let mut theirs = nothing.clone();
        theirs.extend(there(w));
        theirs.insert("ent", entry(w));
        for email in [MONA, STRANGER] {
            let cookie = served.sign_in(email);
            for page in PAGES.iter().filter(|p| p.contains('{')) {
                let told = |ids: &std::collections::BTreeMap<&'static str, String>| {
                    let answer = served.page(&cookie, &filled(page, ids));
                    let text = ids
                        .iter()
                        .fold(timeless(&answer.text()), |t, (prefix, id)| t.replace(id.as_str(), prefix));
                    (answer.status, answer.line("location").map(str::to_owned), text)
                };
                // Asked again should the minute have turned in between.
                let same = (0..3).any(|_| told(&theirs) == told(&nothing));
                assert!(same, "{page} as {email}: {}", differing(&told(&theirs), &told(&nothing)));
                let (_, _, text) = told(&theirs);
                assert!(!text.contains("Larkspur"), "{page} as {email}: {text}");
            }
        }
    });
}

/// Where two answers begin to differ.
fn differing(one: &(u16, Option<String>, String), two: &(u16, Option<String>, String)) -> String {
    let at = one.2.bytes().zip(two.2.bytes()).take_while(|(a, b)| a == b).count().saturating_sub(200);
    let part = |text: &str| text.chars().skip(at).take(500).collect::<String>();
    format!("{} {:?}\n{}\n{} {:?}\n{}", one.0, one.1, part(&one.2), two.0, two.1, part(&two.2))
}

/// Does something and waits until this server has announced it, and with it all that was done before: a page that is
/// opened afterwards hears only of what comes.
pub fn announced(house: &House, act: impl FnOnce() -> TicketId) {
    let (to, told) = mpsc::channel();
    house.office.store().on_announce(move |text| drop(to.send(text.to_owned())));
    let ticket = act().to_string();
    while !told.recv_timeout(PATIENCE).expect("it is announced").contains(&ticket) {}
}

/// Waits for an event of this name; others are passed over.
pub fn heard(events: &mpsc::Receiver<String>, wanted: &str) {
    while events.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no event '{wanted}' came")) != wanted {}
}

#[test]
fn a_live_page_is_told_of_its_own_client_and_of_no_other() {
    on_each(|w| {
        let served = Served::new(&w.house);
        let (strangers, nurses) = (served.sign_in(STRANGER), served.sign_in(NURSE));
        announced(&w.house, || w.report());
        let (stranger, nurse) = (served.live(&strangers, "/live"), served.live(&nurses, "/live"));
        for _ in 0..3 {
            w.report();
            heard(&nurse, "again");
        }
        assert!(stranger.try_iter().all(|event| event != "again"), "Larkspur's work is nobody else's");
        let there = desk::OpenTicket { org: w.meridian, department: Some(w.theatre), ..w.trouble() };
        w.act(&w.stranger, there);
        heard(&stranger, "again");
    });
}
