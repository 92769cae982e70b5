//! Several servers, each a process of its own, on one PostgreSQL: a session of one counts at the other, a page that one
//! keeps alive hears of what another did, and when one is killed in the middle of its work nothing that it acknowledged
//! is lost, the other goes on, and the ledger is whole. Left out, and said, where the tests have no PostgreSQL.

use kernel::{OrgId, Role, TicketId, Who};
use orderly::{House, Needed, demo, house, runtime};
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};
use store::{Place, params, proving, sql};

const MASTER: [u8; 32] = [0x5a; 32];
/// How long an answer may take; only a machine that stands still takes as long.
const PATIENCE: Duration = Duration::from_secs(120);

sql! {
    house KNOWN "several.ticket" "select count(*) as found from tickets where id = :ticket";
    house UNSEALED "several.unsealed" "select count(*) as found from entries where leaf is null";
}

/// What every command of the program is told.
struct Installation<'a> {
    folder: &'a Path,
    database: String,
}

impl Installation<'_> {
    fn command(&self, words: &[&str], data: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_orderly"));
        command.args(words).arg("--data").arg(self.folder.join(data)).args(["--database", &self.database]);
        command.env("ORDERLY_MASTER_KEY_FILE", self.folder.join("master.key"));
        command.stdin(Stdio::null());
        command
    }

    fn start(&self, name: &str) -> (Server, Process) {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let log = self.folder.join(format!("{name}.log"));
        let written = fs::File::create(&log).unwrap();
        let mut command = self.command(&["serve", "--listen", &address.to_string()], name);
        let mut process = Process(command.stdout(Stdio::null()).stderr(written).spawn().unwrap());
        let server = Server { address };
        let until = Instant::now() + PATIENCE;
        while !server.answers() {
            let ended = process.0.try_wait().unwrap();
            let told = fs::read_to_string(&log).unwrap();
            assert!(ended.is_none() && Instant::now() < until, "{name} does not serve: {ended:?}\n{told}");
            thread::sleep(Duration::from_millis(100));
        }
        (server, process)
    }
}

/// A process that serves, until it is dropped.
struct Process(Child);

impl Drop for Process {
    /// At once, as `kill -9` does.
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// The way to a server, whoever owns its process.
#[derive(Clone, Copy)]
struct Server {
    address: SocketAddr,
}

impl Server {
    fn answers(&self) -> bool {
        self.send("GET", "/healthz", "", &[], "").is_some_and(|(status, _)| status == 200)
    }

    fn begin(
        &self,
        method: &str,
        path: &str,
        cookie: &str,
        headers: &[&str],
        body: &str,
    ) -> Option<TcpStream> {
        let mut stream = TcpStream::connect(self.address).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).ok()?;
        let lines: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
        let (host, length) = (self.address, body.len());
        // Of HTTP/1.0, so that an answer ends with the line.
        let text = format!(
            "{method} {path} HTTP/1.0\r\nHost: {host}\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Length: {length}\r\n{lines}\r\n{body}"
        );
        stream.write_all(text.as_bytes()).ok()?;
        Some(stream)
    }

    /// Status and everything that was answered; nothing when the server died meanwhile.
    fn send(
        &self,
        method: &str,
        path: &str,
        cookie: &str,
        headers: &[&str],
        body: &str,
    ) -> Option<(u16, String)> {
        let mut bytes = Vec::new();
        self.begin(method, path, cookie, headers, body)?.read_to_end(&mut bytes).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        Some((text.get(9..12)?.parse().ok()?, text))
    }

    fn sign_in(&self, who: &demo::SignIn) -> String {
        let code = who.code((runtime::clock())()).unwrap().code;
        let form = format!(
            "email={}&password={}&code={code}&class=private&_next=/",
            who.email.replace('@', "%40"),
            demo::PASSWORD.replace(' ', "+")
        );
        let kind = ["Content-Type: application/x-www-form-urlencoded"];
        let (status, text) = self.send("POST", "/sign-in", "", &kind, &form).unwrap();
        assert_eq!(status, 303, "{text}");
        let set = text
            .lines()
            .filter_map(|l| l.split_once(": "))
            .filter(|l| l.0.eq_ignore_ascii_case("set-cookie"));
        let mut cookies = set.filter_map(|(_, value)| value.split(';').next());
        cookies.find(|c| c.starts_with("orderly=")).unwrap().to_owned()
    }

    /// Reports trouble; the ticket when it was acknowledged.
    fn report(&self, cookie: &str, org: OrgId) -> Option<TicketId> {
        let body = r#"{"kind":"cannot-work","words":"The chart does not open","patient_affected":false}"#;
        let path = format!("/api/v1/desk/organizations/{org}/tickets");
        let (status, text) = self.send("POST", &path, cookie, &["Content-Type: application/json"], body)?;
        let (_, json) = text.split_once("\r\n\r\n")?;
        // A transaction that met another too often may be refused; then nothing was acknowledged.
        let answer: serde_json::Value = serde_json::from_str(json).ok().filter(|_| status == 200)?;
        answer["receipt"]["ticket"].as_str()?.parse().ok()
    }

    /// The events of a live page, as they come.
    fn live(&self, cookie: &str) -> mpsc::Receiver<String> {
        let stream = self.begin("GET", "/live", cookie, &[], "").unwrap();
        stream.set_read_timeout(None).unwrap();
        let mut lines = BufReader::new(stream).lines();
        let first = lines.next().unwrap().unwrap();
        assert!(first.contains(" 200 "), "{first}");
        let (to, events) = mpsc::channel();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if let Some(event) = line.strip_prefix("event:") {
                    drop(to.send(event.trim().to_owned()));
                }
            }
        });
        events
    }
}

fn founded(place: Place) -> (House, demo::Cast) {
    let house = house::open(Needed {
        place,
        master: MASTER,
        // What the program calls itself on this machine only.
        origin: "localhost/orderly".to_owned(),
        clock: runtime::clock(),
        chance: runtime::seeds(),
        aside: runtime::aside(),
    });
    let house = house.unwrap();
    let cast = demo::build(&house, house.office.now(), 0, 7).unwrap();
    (house, cast)
}

fn count(house: &House, sql: &'static store::Sql, given: &[(&'static str, store::Value)]) -> i64 {
    let counted = house.office.store().read(|look| {
        look.on_behalf(Who::House("story"), None, house.office.now());
        Ok(look.row(sql, given)?.unwrap().get("found")?)
    });
    counted.unwrap()
}

fn done(output: &Output) {
    let told = [output.stdout.as_slice(), &output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&told));
}

#[test]
fn servers_share_everything_and_one_that_is_killed_takes_nothing_with_it() {
    let Some((place, _guard)) = proving::database() else { return };
    let Place::Postgres(database) = place.clone() else { unreachable!("it was asked for") };
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("master.key"), hex::encode(MASTER)).unwrap();
    let (house, cast) = founded(place);
    let installation = Installation { folder: folder.path(), database };
    let reporter = |s: &&demo::SignIn| cast.player(&s.email).unwrap().roles == [Role::Reporter];
    let nurse = cast.sign_ins.iter().find(reporter).unwrap();
    let org = cast.player(&nurse.email).unwrap().org;
    let ((a, living), (b, dying)) = (installation.start("a"), installation.start("b"));

    // Signed in at one, at work at the other, heard of at the first.
    let cookie = a.sign_in(nurse);
    let events = a.live(&cookie);
    let first = b.report(&cookie, org).expect("the session counts at the other server");
    while events.recv_timeout(PATIENCE).expect("the other server's order is announced") != "again" {}
    let (status, page) = a.send("GET", &format!("/my/{first}"), &cookie, &[], "").unwrap();
    assert!(status == 200 && page.contains(&first.to_string()), "{page}");

    // Under load at both, one is killed.
    let (kept, enough) = (Mutex::new(vec![first]), AtomicBool::new(false));
    let work = |server: Server| {
        while !enough.load(Ordering::Relaxed) {
            match server.report(&cookie, org) {
                Some(ticket) => kept.lock().unwrap().push(ticket),
                None => thread::sleep(Duration::from_millis(5)),
            }
        }
    };
    thread::scope(|scope| {
        for server in [a, b, b] {
            let work = &work;
            scope.spawn(move || work(server));
        }
        let until = Instant::now() + PATIENCE;
        let so_many = |n: usize| {
            while kept.lock().unwrap().len() < n && Instant::now() < until {
                thread::sleep(Duration::from_millis(5));
            }
            kept.lock().unwrap().len()
        };
        let before = so_many(15);
        drop(dying);
        let after = so_many(before + 10);
        enough.store(true, Ordering::Relaxed);
        assert!(before >= 15 && after >= before + 10, "{before} orders before, {after} after");
    });
    for ticket in kept.lock().unwrap().iter() {
        assert_eq!(
            count(&house, &KNOWN, params! { "ticket": ticket }),
            1,
            "{ticket} was acknowledged and is lost"
        );
    }
    // Whatever the dead server had promised to seal, the other seals when the lease has run out.
    let until = Instant::now() + PATIENCE;
    while count(&house, &UNSEALED, &[]) > 0 {
        assert!(Instant::now() < until, "what the dead server left is not sealed");
        thread::sleep(Duration::from_millis(100));
    }
    drop(living);
    let out = folder.path().join("ledger");
    let out = out.to_str().unwrap();
    done(&installation.command(&["ledger", "export", out, "--whole"], "a").output().unwrap());
    done(&Command::new(env!("CARGO_BIN_EXE_orderly")).args(["ledger", "verify", out]).output().unwrap());
}
