//! A mailbox at a real mail server: Debian's Dovecot, started for the story on a port of its own. What is unread is taken in
//! once, whatever dies in between, and a mailbox that cannot be reached says so.

use crate::{
    letters_in::mailbox,
    world::{World, on_each, refused},
};
use desk::mail::words::{ImapTls, Way};
use desk::mail::{Letters, Mailboxes, SetMailbox, TakeInLetter};
use desk::{MyTickets, words::State};
use kernel::{MailboxId, Private, Who};
use rounds::{Every, Floor, MailIn, Round};
use std::{
    env, fs,
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const PATIENCE: Duration = Duration::from_secs(60);
const PASSWORD: &str = "a password of the mailbox";

fn dovecot() -> Option<&'static str> {
    let found =
        ["/usr/sbin/dovecot", "/usr/local/sbin/dovecot"].into_iter().find(|path| Path::new(path).exists());
    if found.is_none() {
        assert!(env::var("CI").is_err(), "the stories need Debian's package dovecot-imapd");
        eprintln!("DOVECOT IS NOT INSTALLED, so no mailbox was fetched in this run");
    }
    found
}

/// A mail server of the story's own, with one mailbox.
struct Server {
    child: Child,
    folder: tempfile::TempDir,
    port: u16,
}

impl Server {
    fn start(program: &str) -> Self {
        for _ in 0..10 {
            let folder = tempfile::tempdir().unwrap();
            let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
            let settings = folder.path().join("dovecot.conf");
            fs::write(&settings, configured(folder.path(), port)).unwrap();
            prepare(folder.path());
            let mut child = Command::new(program)
                .args(["-F", "-c"])
                .arg(&settings)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let until = Instant::now() + PATIENCE;
            while Instant::now() < until && child.try_wait().unwrap().is_none() {
                if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                    return Self { child, folder, port };
                }
                thread::sleep(Duration::from_millis(50));
            }
            drop(child.kill());
            drop(child.wait());
            eprintln!("{}", fs::read_to_string(folder.path().join("log")).unwrap_or_default());
        }
        panic!("Dovecot did not start");
    }

    fn inbox(&self) -> PathBuf {
        self.folder.path().join("mail").join("desk")
    }

    /// Puts a letter where the server finds it.
    fn deliver(&self, name: &str, letter: &str) {
        let (tmp, new) = (self.inbox().join("tmp").join(name), self.inbox().join("new").join(name));
        fs::write(&tmp, letter.replace('\n', "\r\n")).unwrap();
        own(&tmp);
        fs::rename(tmp, new).unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The master ends its own processes when it is asked; killed at once it would leave them.
        let ended = Command::new("kill").arg(self.child.id().to_string()).status();
        if ended.is_ok_and(|s| s.success()) {
            drop(self.child.wait());
        } else {
            drop(self.child.kill());
        }
    }
}

/// Who reads the mailbox: never root, which Dovecot refuses.
fn reader() -> (u32, u32) {
    let id = |flag: &str| {
        let said = Command::new("id").arg(flag).output().unwrap().stdout;
        String::from_utf8(said).unwrap().trim().parse::<u32>().unwrap()
    };
    match (id("-u"), id("-g")) {
        (0, _) => (65_534, 65_534),
        other => other,
    }
}

fn own(path: &Path) {
    let (uid, gid) = reader();
    // Whoever is not root owns it already.
    let _ = std::os::unix::fs::chown(path, Some(uid), Some(gid));
}

fn prepare(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    for inner in ["mail", "mail/desk", "mail/desk/cur", "mail/desk/new", "mail/desk/tmp"] {
        fs::create_dir(folder.join(inner)).unwrap();
        own(&folder.join(inner));
    }
}

fn configured(folder: &Path, port: u16) -> String {
    let (uid, gid) = reader();
    let at = folder.display();
    let me =
        Command::new("id").arg("-un").output().map(|o| String::from_utf8_lossy(&o.stdout).trim().to_owned());
    let users = match me.unwrap().as_str() {
        "root" => String::new(),
        me => format!("default_internal_user = {me}\ndefault_login_user = {me}\n"),
    };
    format!(
        "base_dir = {at}/run\nstate_dir = {at}/state\nlog_path = {at}/log\nprotocols = imap\nlisten = 127.0.0.1\n\
         ssl = no\ndisable_plaintext_auth = no\nauth_mechanisms = plain login\n{users}\
         mail_location = maildir:{at}/mail/%u\nfirst_valid_uid = 1\n\
         service imap-login {{\n  chroot =\n  inet_listener imap {{\n    port = {port}\n  }}\n  \
         inet_listener imaps {{\n    port = 0\n  }}\n}}\nservice anvil {{\n  chroot =\n}}\n\
         passdb {{\n  driver = static\n  args = password={}\n}}\n\
         userdb {{\n  driver = static\n  args = uid={uid} gid={gid} home={at}/mail/%u\n}}\n",
        PASSWORD.replace(' ', "_"),
    )
}

fn letter(id: &str, text: &str) -> String {
    format!(
        "Authentication-Results: mx.harborlight.example; dmarc=pass header.from=example.org\n\
         From: nora.testwell@example.org\nTo: desk@harborlight.example\nMessage-ID: <{id}@clinic>\nSubject: x\n\n{text}\n"
    )
}

fn floor(w: &World) -> Floor {
    let origin = "https://desk.example.org".to_owned();
    Floor::new(w.house.office.clone(), w.house.sealer.clone(), origin, "one".to_owned(), Every::default())
}

fn set(w: &World, server: &Server, mailbox_id: Option<MailboxId>, password: &str) -> MailboxId {
    let imap = SetMailbox {
        mailbox: mailbox_id,
        way: Way::Imap,
        host: Some("127.0.0.1".into()),
        port: Some(server.port),
        tls: Some(ImapTls::None),
        username: Some("desk".into()),
        password: Some(Private::from(password)),
        ..mailbox(w.harborlight, "desk@harborlight.example")
    };
    w.act(&w.owner, imap).mailbox
}

#[test]
fn a_password_is_kept_for_the_server_and_the_name_it_was_given_for_and_for_no_other() {
    on_each(|w| {
        let first = SetMailbox {
            way: Way::Imap,
            host: Some("mail.harborlight.example".into()),
            username: Some("desk".into()),
            password: Some(Private::from(PASSWORD)),
            ..mailbox(w.harborlight, "desk@harborlight.example")
        };
        let set = w.act(&w.owner, first.clone()).mailbox;
        let same = SetMailbox { mailbox: Some(set), password: None, forwards: false, ..first.clone() };
        w.act(&w.owner, same.clone());
        let others = [
            SetMailbox { host: Some("mail.elsewhere.example".into()), ..same.clone() },
            SetMailbox { port: Some(1993), ..same.clone() },
            SetMailbox { tls: Some(ImapTls::StartTls), port: Some(993), ..same.clone() },
            SetMailbox { username: Some("somebody".into()), ..same.clone() },
        ];
        for other in others {
            assert_eq!(refused(w.try_act(&w.owner, other)).field.as_deref(), Some("password"));
        }
        let host = Some("mail.elsewhere.example".into());
        w.act(&w.owner, SetMailbox { mailbox: Some(set), host, ..first });
    });
}

#[test]
fn a_mailbox_is_fetched_and_every_letter_taken_in_once() {
    let Some(program) = dovecot() else { return };
    on_each(|w| {
        let server = Server::start(program);
        let floor = floor(w);
        let mut round = MailIn::new(None).unwrap();
        let mut fetch = || round.round(&floor, w.house.office.now()).unwrap();
        let password = PASSWORD.replace(' ', "_");
        let desk = set(w, &server, None, &password);
        fetch();
        server.deliver("1", &letter("a", "It jams."));
        server.deliver("2", &letter("b", "It hums."));
        server.deliver("3", "From: v@vendor.example\nSubject: Offer\n\nBuy.\n");
        fetch();
        let mine = || w.ask(&w.nurse, MyTickets::default());
        assert_eq!(mine().len(), 2);
        assert!(mine().iter().all(|t| t.state == State::New));
        assert_eq!(w.ask(&w.owner, Letters::default()).letters.len(), 1);
        let seen = || fs::read_dir(server.inbox().join("cur")).unwrap().count();
        assert_eq!(seen(), 3, "the server knows that they were read");
        // The server of the house died after it had taken a letter in and before it said so to the mail server.
        let raw = letter("c", "It smokes.").replace('\n', "\r\n").into_bytes();
        w.act(&Who::House("mail-in"), TakeInLetter::new(desk, raw));
        server.deliver("4", &letter("c", "It smokes."));
        fetch();
        assert_eq!((mine().len(), seen()), (3, 4), "it is known again, and marked as read");
        // A mailbox that cannot be reached says so, and is well again by itself.
        set(w, &server, Some(desk), "wrong");
        server.deliver("5", &letter("d", "It burns."));
        fetch();
        let problem = w.ask(&w.owner, Mailboxes {}).remove(0).problem.unwrap();
        assert!(problem.contains("signing in") && !problem.contains("wrong"), "{problem}");
        assert_eq!(mine().len(), 3);
        set(w, &server, Some(desk), &password);
        fetch();
        assert_eq!((mine().len(), w.ask(&w.owner, Mailboxes {}).remove(0).problem), (4, None));
    });
}
