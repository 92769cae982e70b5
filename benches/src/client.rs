//! A client that costs as little as possible, because it shares the machine with what it measures: one connection, kept
//! open, one request after the other.

use anyhow::{Context, Result, bail};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// See the module.
pub struct Client {
    stream: TcpStream,
    headers: String,
    buffer: Vec<u8>,
}

impl Client {
    /// `headers` go along with every request, each ending in `\r\n`.
    pub fn new(address: SocketAddr, headers: String) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self { stream, headers, buffer: Vec::with_capacity(8192) })
    }

    /// Sends a request and gives the status and the body.
    pub fn send(&mut self, method: &str, path: &str, body: &str) -> Result<(u16, &[u8])> {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\n{}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.headers,
            body.len()
        );
        self.stream.write_all(head.as_bytes())?;
        self.buffer.clear();
        let end = loop {
            if let Some(at) = self.buffer.windows(4).position(|w| w == b"\r\n\r\n") {
                break at + 4;
            }
            self.more()?;
        };
        let text =
            std::str::from_utf8(&self.buffer[..end]).context("the head of an answer")?.to_ascii_lowercase();
        let status: u16 =
            text.get(9..12).and_then(|s| s.parse().ok()).context("an answer without a status")?;
        let length = text.lines().find_map(|l| l.strip_prefix("content-length:")).map(str::trim);
        match length {
            Some(length) => {
                let whole = end + length.parse::<usize>()?;
                while self.buffer.len() < whole {
                    self.more()?;
                }
            }
            None if text.contains("transfer-encoding: chunked") => {
                while !self.buffer.ends_with(b"0\r\n\r\n") {
                    self.more()?;
                }
            }
            None => bail!("an answer without a length"),
        }
        Ok((status, &self.buffer[end..]))
    }

    /// Sends a form and gives the cookie that the answer sets.
    pub fn cookie(&mut self, path: &str, form: &str) -> Result<String> {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\n{}Content-Length: {}\r\n\r\n{form}",
            self.headers,
            form.len()
        );
        self.stream.write_all(head.as_bytes())?;
        self.buffer.clear();
        while !self.buffer.windows(4).any(|w| w == b"\r\n\r\n") {
            self.more()?;
        }
        let text = String::from_utf8_lossy(&self.buffer).into_owned();
        let set = text
            .lines()
            .find_map(|l| l.strip_prefix("Set-Cookie: "))
            .context("an answer without a cookie")?;
        Ok(set.split(';').next().unwrap_or(set).to_owned())
    }

    fn more(&mut self) -> Result<()> {
        let mut part = [0; 16_384];
        let read = self.stream.read(&mut part)?;
        anyhow::ensure!(read > 0, "the server closed the connection");
        self.buffer.extend_from_slice(&part[..read]);
        Ok(())
    }
}

/// The value at a share of sorted times, in milliseconds.
pub fn percentile(sorted: &[Duration], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let at = ((sorted.len() as f64 * share).ceil() as usize).saturating_sub(1).min(last);
    sorted.get(at).map_or(0.0, |d| d.as_secs_f64() * 1000.0)
}
