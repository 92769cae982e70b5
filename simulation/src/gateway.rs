//! The programs of the year that take what the house hands over by HTTP: a gateway for short messages, and one that was
//! told which facts it hears. It is the real conversation with a real client; whatever address the house was given, all
//! of it ends here.

use anyhow::{Context, Result, ensure};
use parking_lot::Mutex;
use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::Arc,
    thread,
};

/// More than anything that is handed over.
const LONGEST_BYTES: usize = 1 << 20;

/// Something that was handed over.
#[derive(Debug, Clone)]
pub struct Handed {
    pub path: String,
    /// The lines of the head, their names in small letters.
    pub head: HashMap<String, String>,
    pub body: String,
}

/// The server. It ends with the process; nothing of it is kept elsewhere.
#[derive(Clone)]
pub struct Programs {
    pub address: SocketAddr,
    taken: Arc<Mutex<Vec<Handed>>>,
}

impl Programs {
    /// # Errors
    /// When this machine gives no port.
    pub fn open() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").context("a port for the year's programs")?;
        let programs = Self { address: listener.local_addr()?, taken: Arc::default() };
        let own = programs.clone();
        thread::Builder::new().name("programs".into()).spawn(move || {
            for stream in listener.incoming().flatten() {
                let own = own.clone();
                // A client that breaks off has not handed anything over.
                thread::spawn(move || drop(own.talk(&stream)));
            }
        })?;
        Ok(programs)
    }

    /// What was handed over since the last look.
    pub fn collect(&self) -> Vec<Handed> {
        std::mem::take(&mut self.taken.lock())
    }

    fn talk(&self, stream: &TcpStream) -> Result<()> {
        stream.set_nodelay(true)?;
        let (mut lines, mut out) = (BufReader::new(stream.try_clone()?), stream.try_clone()?);
        while let Some(handed) = read(&mut lines)? {
            self.taken.lock().push(handed);
            out.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")?;
        }
        Ok(())
    }
}

/// Reads one request; nothing when the client has gone.
fn read(lines: &mut impl BufRead) -> Result<Option<Handed>> {
    let mut line = String::new();
    if lines.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split(' ');
    ensure!(words.next() == Some("POST"), "something else than a POST: {line}");
    let path = words.next().unwrap_or_default().to_owned();
    let mut head = HashMap::new();
    loop {
        line.clear();
        ensure!(lines.read_line(&mut line)? > 0, "the client went away within a head");
        let Some((name, value)) = line.split_once(':') else { break };
        head.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length: usize = head.get("content-length").context("a body of unknown length")?.parse()?;
    ensure!(length <= LONGEST_BYTES, "a body of {length} bytes");
    let mut body = vec![0; length];
    lines.read_exact(&mut body)?;
    Ok(Some(Handed { path, head, body: String::from_utf8(body)? }))
}
