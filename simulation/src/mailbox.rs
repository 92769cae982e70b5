//! The mail server of the year: it takes every letter that the house hands over by SMTP, on this machine, and
//! keeps it. It is the real conversation with a real client; only the world behind it is small. It can be
//! told to be down, as mail servers are.

use anyhow::{Context, Result};
use parking_lot::Mutex;
use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

/// A letter as it arrived.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The id of its message in the outbox: `msg_…`.
    pub message: String,
    /// Its whole name.
    pub name: String,
    pub to: String,
    pub subject: String,
    /// Everything below the head, its soft line breaks (RFC 2045, 6.7) taken out.
    pub text: String,
}

/// The server. It ends with the process; nothing of it is kept elsewhere.
#[derive(Clone)]
pub struct Mailbox {
    pub port: u16,
    taken: Arc<Mutex<Vec<Letter>>>,
    down: Arc<AtomicBool>,
}

impl Mailbox {
    /// # Errors
    /// When this machine gives no port.
    pub fn open() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").context("a port for the year's mail server")?;
        let port = listener.local_addr()?.port();
        let mailbox = Self { port, taken: Arc::default(), down: Arc::default() };
        let own = mailbox.clone();
        thread::Builder::new().name("mail-server".into()).spawn(move || {
            for stream in listener.incoming().flatten() {
                let own = own.clone();
                // A client that breaks off has not handed anything over.
                thread::spawn(move || drop(own.talk(&stream)));
            }
        })?;
        Ok(mailbox)
    }

    /// Whether it answers that it cannot take letters now.
    pub fn set_down(&self, down: bool) {
        self.down.store(down, Ordering::SeqCst);
    }

    /// What arrived since the last look.
    pub fn collect(&self) -> Vec<Letter> {
        std::mem::take(&mut self.taken.lock())
    }

    fn talk(&self, stream: &TcpStream) -> Result<()> {
        stream.set_nodelay(true)?;
        let (mut lines, mut out) = (BufReader::new(stream.try_clone()?), stream.try_clone()?);
        out.write_all(b"220 mail.year.example ESMTP\r\n")?;
        let (mut to, mut line) = (String::new(), String::new());
        loop {
            line.clear();
            if lines.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let word = line.trim_end().to_ascii_uppercase();
            let answer = if word.starts_with("EHLO") {
                "250-mail.year.example\r\n250 8BITMIME\r\n"
            } else if word.starts_with("MAIL") && self.down.load(Ordering::SeqCst) {
                "451 4.3.0 not now\r\n"
            } else if word.starts_with("RCPT") {
                line.trim_end().clone_into(&mut to);
                "250 2.1.5 ok\r\n"
            } else if word == "DATA" {
                out.write_all(b"354 go on\r\n")?;
                lines.fill_buf()?;
                acknowledge(stream)?;
                let letter = read(&mut lines, &to)?;
                self.taken.lock().push(letter);
                "250 2.0.0 taken\r\n"
            } else if word == "QUIT" {
                out.write_all(b"221 2.0.0 bye\r\n")?;
                return Ok(());
            } else {
                "250 2.0.0 ok\r\n"
            };
            out.write_all(answer.as_bytes())?;
        }
    }
}

/// A client that sends a letter and its full stop apart waits for the first to be acknowledged, which Linux puts off by forty
/// milliseconds where nobody asks for it: most of a simulated year.
fn acknowledge(stream: &TcpStream) -> Result<()> {
    #[cfg(target_os = "linux")]
    socket2::SockRef::from(stream).set_tcp_quickack(true)?;
    let _ = stream;
    Ok(())
}

/// Reads a letter up to the lone full stop.
fn read(lines: &mut impl BufRead, to: &str) -> Result<Letter> {
    let address = to.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(a, _)| a);
    let to = address.to_owned();
    let (message, name, subject, text) = Default::default();
    let mut letter = Letter { message, name, to, subject, text };
    let (mut line, mut head) = (String::new(), true);
    loop {
        line.clear();
        anyhow::ensure!(lines.read_line(&mut line)? > 0, "the client went away within a letter");
        let text = line.trim_end();
        if text == "." {
            return Ok(letter);
        }
        head &= !text.is_empty();
        if !head {
            let whole = text.strip_suffix('=');
            letter.text.push_str(whole.unwrap_or(text));
            letter.text.extend(whole.is_none().then_some('\n'));
        }
        if let Some(subject) = text.strip_prefix("Subject: ").filter(|_| head) {
            subject.clone_into(&mut letter.subject);
        }
        if let Some(id) = text.strip_prefix("Message-ID: <").filter(|_| head) {
            // A letter that may be answered carries its reference first.
            id.trim_end_matches('>').clone_into(&mut letter.name);
            let id = id.split('@').next().unwrap_or_default();
            id.rsplit('.').next().unwrap_or_default().clone_into(&mut letter.message);
        }
    }
}
