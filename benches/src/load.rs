//! The load for orders: many connections, each with one request under way, all on one thread that does as little as it
//! can, because it shares the machine with what it measures. What each connection sends is prepared once; of an answer
//! it reads the status and the length, and every answer must be a success.

use crate::effort;
use anyhow::{Context as _, Result, bail, ensure};
use std::{
    future::poll_fn,
    net::SocketAddr,
    pin::Pin,
    thread,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncRead, ReadBuf},
    net::TcpStream,
};

/// Room for one answer; more is an error.
const ROOM_BYTES: usize = 16 << 10;

/// An answer that does not come within this time is an error.
const PATIENCE: Duration = Duration::from_secs(60);

/// One connection that sends the same request again and again.
pub struct Asking(Vec<u8>);

impl Asking {
    /// `headers` end each in `\r\n`.
    pub fn new(headers: &str, path: &str, body: &str) -> Self {
        let text = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\n{headers}Content-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        Self(text.into_bytes())
    }
}

/// What came of it: how long each answer took, how long all of it until the last one, and what the load itself spent.
pub struct Answered {
    pub times: Vec<Duration>,
    pub took: Duration,
    pub spent_ns: u64,
}

/// Every connection asks until the time is over and then awaits its last answer.
///
/// # Errors
/// When an answer is not a success, cannot be read or does not come.
pub fn run(address: SocketAddr, asking: Vec<Asking>, length: Duration) -> Result<Answered> {
    let thread = thread::Builder::new().name("bench-client".to_owned()).spawn(move || {
        let network = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        network.block_on(all(address, asking, length))
    })?;
    thread.join().map_err(|_| anyhow::anyhow!("the load failed"))?
}

async fn all(address: SocketAddr, asking: Vec<Asking>, length: Duration) -> Result<Answered> {
    let mut streams = Vec::with_capacity(asking.len());
    for asking in asking {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        streams.push((stream, asking));
    }
    let from = Instant::now();
    let each = streams.into_iter().map(|(stream, asking)| tokio::spawn(one(stream, asking, from + length)));
    let running: Vec<_> = each.collect();
    let mut times = Vec::new();
    let patience = length + PATIENCE;
    for one in running {
        let left = patience.saturating_sub(from.elapsed());
        times.extend(tokio::time::timeout(left, one).await.context("an answer did not come")???);
    }
    Ok(Answered { times, took: from.elapsed(), spent_ns: effort::own_ns() })
}

async fn one(mut stream: TcpStream, asking: Asking, end: Instant) -> Result<Vec<Duration>> {
    let mut room = vec![0; ROOM_BYTES];
    let mut times = Vec::new();
    while Instant::now() < end {
        let from = Instant::now();
        write(&stream, &asking.0).await?;
        answer(&mut stream, &mut room).await?;
        times.push(from.elapsed());
    }
    Ok(times)
}

async fn write(stream: &TcpStream, mut bytes: &[u8]) -> Result<()> {
    while !bytes.is_empty() {
        match stream.try_write(bytes) {
            Ok(sent) => bytes = &bytes[sent..],
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => stream.writable().await?,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Reads one answer whole; anything but 200 is an error.
async fn answer(stream: &mut TcpStream, room: &mut [u8]) -> Result<()> {
    let mut filled = 0;
    let mut whole = None;
    while whole.is_none_or(|whole| filled < whole) {
        ensure!(filled < room.len(), "an answer of more than {ROOM_BYTES} bytes");
        let mut free = ReadBuf::new(&mut room[filled..]);
        poll_fn(|context| Pin::new(&mut *stream).poll_read(context, &mut free)).await?;
        let read = free.filled().len();
        ensure!(read > 0, "the server closed the connection");
        filled += read;
        whole = whole.or(length(&room[..filled])?);
    }
    let told = || String::from_utf8_lossy(&room[..filled]).into_owned();
    ensure!(room.starts_with(b"HTTP/1.1 200 "), "{}", told());
    ensure!(whole == Some(filled), "more came than one answer: {}", told());
    Ok(())
}

/// How many bytes the answer has with its head; nothing while the head is not whole.
fn length(came: &[u8]) -> Result<Option<usize>> {
    const NAME: &[u8] = b"content-length:";
    let Some(end) = came.windows(4).position(|w| w == b"\r\n\r\n") else { return Ok(None) };
    for line in came[..end].split(|byte| *byte == b'\n') {
        if line.len() > NAME.len() && line[..NAME.len()].eq_ignore_ascii_case(NAME) {
            let text = std::str::from_utf8(&line[NAME.len()..]).context("the length of an answer")?;
            let body: usize = text.trim().parse().context("the length of an answer")?;
            return Ok(Some(end + 4 + body));
        }
    }
    bail!("an answer without a length")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_to_its_end_and_no_further() {
        assert_eq!(length(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n").unwrap(), None);
        assert_eq!(length(b"HTTP/1.1 200 OK\r\nx: y\r\nContent-Length: 2\r\n\r\n{}").unwrap(), Some(46));
        assert!(length(b"HTTP/1.1 200 OK\r\nx: y\r\n\r\n{}").is_err());
    }
}
