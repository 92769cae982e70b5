//! Letters that a real mail server hands over: Debian's Postfix, started with a configuration, a queue and a port of its own,
//! gives each one to `orderly mail-in`. What it took in is there once; what cannot be taken in at the moment waits in its
//! queue and comes later; what nobody here is meant by goes back. Postfix starts as root only, so others are told so.

use futures_executor::block_on;
use kernel::Who;
use orderly::{House, demo, house, runtime};
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};
use store::Place;

const MASTER: [u8; 32] = [0x3c; 32];
const PATIENCE: Duration = Duration::from_secs(120);
const DESK: &str = "desk@harborlight.example";

/// Postfix with everything it writes in one folder; stopped when it is dropped.
struct Postfix {
    folder: PathBuf,
    port: u16,
}

impl Postfix {
    /// Starts it; `hands_to` is the command that letters to the desk are given to, run as nobody.
    fn start(folder: &Path, hands_to: &str) -> Self {
        let conf = folder.join("conf");
        for inner in ["conf", "queue", "state"] {
            fs::create_dir_all(folder.join(inner)).unwrap();
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let at = folder.display();
        fs::write(
            conf.join("main.cf"),
            format!(
                "compatibility_level = 3.6\nqueue_directory = {at}/queue\ndata_directory = {at}/state\n\
                 daemon_directory = /usr/lib/postfix/sbin\nshlib_directory = /usr/lib/postfix\n\
                 command_directory = /usr/sbin\nmail_owner = postfix\nsetgid_group = postdrop\n\
                 myhostname = mx.harborlight.example\ninet_interfaces = 127.0.0.1\ninet_protocols = ipv4\n\
                 mynetworks = 127.0.0.0/8\nmydestination =\nrelay_domains = harborlight.example\n\
                 transport_maps = inline:{{ harborlight.example=orderly: }}\nalias_maps =\nlocal_recipient_maps =\n\
                 default_transport = discard:\nsmtpd_recipient_restrictions = permit_mynetworks, reject\n\
                 maillog_file_prefixes = /\nmaillog_file = {at}/log\norderly_destination_recipient_limit = 1\n\
                 minimal_backoff_time = 1s\nmaximal_backoff_time = 2s\nqueue_run_delay = 1s\n"
            ),
        )
        .unwrap();
        let plain = |name: &str, kind: &str, program: &str| format!("{name} {kind} - - n - - {program}\n");
        let mut master = format!("127.0.0.1:{port} inet n - n - - smtpd\n");
        master += "pickup unix n - n 60 1 pickup\nqmgr unix n - n 1 1 qmgr\nrewrite unix - - n - - trivial-rewrite\n";
        master +=
            "cleanup unix n - n - 0 cleanup\nflush unix n - n 1000? 0 flush\nshowq unix n - n - - showq\n";
        for (name, program) in [("bounce", "bounce"), ("defer", "bounce"), ("trace", "bounce")] {
            master += &format!("{name} unix - - n - 0 {program}\n");
        }
        for name in ["verify", "proxymap", "error", "discard", "anvil", "scache", "tlsmgr"] {
            master += &plain(name, "unix", name);
        }
        master += &plain("retry", "unix", "error");
        master += "postlog unix-dgram n - n - 1 postlogd\n";
        master += &format!(
            "orderly unix - n n - - pipe flags=Rq user=nobody argv={hands_to} --mailbox ${{recipient}}\n"
        );
        fs::write(conf.join("master.cf"), master).unwrap();
        let chowned =
            Command::new("chown").arg("-R").arg("postfix").arg(folder.join("state")).status().unwrap();
        assert!(chowned.success());
        let postfix = Self { folder: folder.to_owned(), port };
        let said = postfix.tool("postfix", &["start"]);
        let until = Instant::now() + PATIENCE;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "Postfix does not start: {said}\n{}", postfix.log());
            thread::sleep(Duration::from_millis(100));
        }
        postfix
    }

    fn tool(&self, name: &str, words: &[&str]) -> String {
        let conf = self.folder.join("conf");
        let done =
            Command::new(format!("/usr/sbin/{name}")).arg("-c").arg(conf).args(words).output().unwrap();
        String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned()
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    /// Gives it a letter as another mail server does.
    fn accept(&self, to: &str, letter: &str) {
        let mut line = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        line.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut answers = BufReader::new(line.try_clone().unwrap());
        let mut hear = |expected: &str| {
            let mut answer = String::new();
            while answers.read_line(&mut answer).unwrap() > 0
                && answer.lines().last().unwrap().as_bytes()[3] == b'-'
            {}
            assert!(answer.lines().last().unwrap().starts_with(expected), "{answer}");
        };
        hear("220");
        let text = letter.replace('\n', "\r\n");
        for (said, expected) in [
            ("EHLO elsewhere.example\r\n".to_owned(), "250"),
            ("MAIL FROM:<vera.vendor@vendor.example>\r\n".to_owned(), "250"),
            (format!("RCPT TO:<{to}>\r\n"), "250"),
            ("DATA\r\n".to_owned(), "354"),
            (format!("{text}\r\n.\r\n"), "250"),
            ("QUIT\r\n".to_owned(), "221"),
        ] {
            line.write_all(said.as_bytes()).unwrap();
            hear(expected);
        }
    }

    fn until(&self, what: &str, mut so: impl FnMut() -> bool) {
        let until = Instant::now() + PATIENCE;
        while !so() {
            assert!(Instant::now() < until, "{what}: it is not so\n{}", self.log());
            thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        self.tool("postfix", &["stop"]);
    }
}

/// Whether Postfix can be started here; said when it cannot.
fn possible() -> bool {
    let root = Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout == b"0\n");
    let there = Path::new("/usr/sbin/postfix").exists() && Path::new("/usr/lib/postfix/sbin/master").exists();
    if !(root && there) {
        eprintln!(
            "POSTFIX WAS NOT STARTED, so it handed over no letter: {}",
            if root { "it is not installed" } else { "only root may" }
        );
    }
    root && there
}

fn open(data: &Path) -> House {
    let opened = house::open(orderly::Needed {
        place: Place::File(data.join("orderly.db")),
        master: MASTER,
        origin: "localhost/orderly".to_owned(),
        clock: runtime::clock(),
        chance: runtime::seeds(),
        aside: runtime::aside(),
    });
    opened.unwrap()
}

fn ask(house: &House, who: &Who, act: &str, body: Value) -> Value {
    block_on(house.office.call(who, act, body, None)).unwrap_or_else(|stop| panic!("{act}: {stop}")).body
}

/// Everything in the folder belongs to nobody, who runs the program.
fn hand_over(folder: &Path) {
    assert!(Command::new("chown").args(["-R", "nobody"]).arg(folder).status().unwrap().success());
}

#[test]
fn postfix_hands_letters_over_and_keeps_what_cannot_be_taken_in_yet() {
    if !possible() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::set_permissions(at, fs::Permissions::from_mode(0o755)).unwrap();
    let data = at.join("data");
    fs::create_dir(&data).unwrap();
    // Nobody may not look into the folder of a build.
    let program = at.join("orderly");
    fs::copy(env!("CARGO_BIN_EXE_orderly"), &program).unwrap();
    fs::write(data.join("../data.key"), hex::encode(MASTER)).unwrap();
    let house = open(&data);
    let cast = demo::build(&house, house.office.now(), 0, 7).unwrap();
    let owner = cast.player("olive@harborlight.example").unwrap().who();
    ask(&house, &owner, "desk.set-mailbox", json!({ "org": cast.provider, "address": DESK, "way": "piped" }));
    let waiting = || ask(&house, &owner, "desk.letters", json!({}))["letters"].as_array().unwrap().len();
    let before = waiting();
    hand_over(&data);
    hand_over(&at.join("data.key"));

    let command = format!("{} mail-in --data {}", program.display(), data.display());
    let postfix = Postfix::start(&at.join("postfix"), &command);
    let letter = |id: &str| {
        format!(
            "Date: Sun, 22 Nov 2026 08:00:00 -0500\nFrom: Vera Vendor <vera.vendor@vendor.example>\nTo: {DESK}\n\
             Subject: The quote\nMessage-ID: <{id}@vendor.example>\n\nHere it is."
        )
    };
    postfix.accept(DESK, &letter("one"));
    postfix.until("the letter is taken in", || waiting() == before + 1);
    // The same letter again is the same letter, and its sender is told nothing of it.
    postfix.accept(DESK, &letter("one"));
    postfix.until("the queue is empty", || postfix.tool("postqueue", &["-p"]).contains("queue is empty"));
    assert_eq!(waiting(), before + 1);

    // Nobody here is meant: it goes back with the reason.
    postfix.accept("nobody.known@harborlight.example", &letter("two"));
    postfix.until("it is sent back", || postfix.log().contains("status=bounced"));

    // The house cannot be opened for a while: the letter waits, and is taken in when it can.
    fs::rename(at.join("data.key"), at.join("away.key")).unwrap();
    postfix.accept(DESK, &letter("three"));
    postfix.until("it waits", || postfix.log().contains("status=deferred"));
    assert_eq!(waiting(), before + 1);
    fs::rename(at.join("away.key"), at.join("data.key")).unwrap();
    postfix.until("it is taken in later", || {
        postfix.tool("postqueue", &["-f"]);
        waiting() == before + 2
    });
}
