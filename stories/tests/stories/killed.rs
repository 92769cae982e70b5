//! A server that is killed. It is this very program, started once more as one of its ignored stories: it opens the house that
//! it is told of, works as fast as it can, and says a word for each thing that it acknowledges.

use crate::world::{MASTER, ORIGIN, Place};
use kernel::Moment;
use orderly::{House, Needed, house};
use serde_json::{Value, json};
use std::{
    env,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::{
        atomic::{AtomicI64, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

/// What the server needs to know, as JSON.
pub const TOLD: &str = "ORDERLY_STORY_OF_A_SERVER";
/// How a line begins that acknowledges something.
pub const KEPT: &str = "kept ";
/// How long a process may take for its next word; only a machine that stands still takes as long.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// Opens a house as it stands at a place.
pub fn opened(place: &Value, begin: i64, seed: u64) -> House {
    let clock = AtomicI64::new(begin);
    let place = match place["file"].as_str() {
        Some(path) => store::Place::File(path.into()),
        None => store::Place::Postgres(place["postgres"].as_str().unwrap().to_owned()),
    };
    house::open(Needed {
        place,
        master: MASTER,
        origin: ORIGIN.to_owned(),
        clock: Box::new(move || Moment::from_micros(clock.fetch_add(1000, Ordering::Relaxed))),
        chance: house::seeded(seed),
        aside: Box::new(|job| drop(thread::spawn(job))),
    })
    .unwrap()
}

/// What a server is told of where its house stands.
pub fn told_of(place: &Place) -> Value {
    match place.at() {
        store::Place::File(path) => json!({ "file": path }),
        store::Place::Postgres(url) => json!({ "postgres": url }),
    }
}

/// What this process was told, and its house, where it was started as a server.
pub fn as_server() -> Option<(Value, House)> {
    let told: Value = serde_json::from_str(&env::var(TOLD).ok()?).unwrap();
    let house = opened(&told, told["begin"].as_i64().unwrap(), told["seed"].as_u64().unwrap());
    Some((told, house))
}

/// With which words this program is one story and nothing else, ignored as it is.
pub fn arguments(story: &str) -> [&str; 5] {
    ["--exact", story, "--ignored", "--nocapture", "--test-threads=1"]
}

/// A server at work.
pub struct Server {
    child: Child,
    words: mpsc::Receiver<String>,
}

impl Server {
    /// Starts a story of this program as a server.
    pub fn start(story: &str, told: &Value) -> Self {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(arguments(story))
            .env(TOLD, told.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let (to, words) = mpsc::channel();
        thread::spawn(move || {
            let mut line = String::new();
            // The word that was being written when the server died is none.
            while out.read_line(&mut line).is_ok() && line.ends_with('\n') {
                if let Some((_, word)) = line.split_once(KEPT) {
                    drop(to.send(word.trim_end().to_owned()));
                }
                line.clear();
            }
        });
        Self { child, words }
    }

    /// Its next word; nothing when it ended.
    pub fn word(&self) -> Option<String> {
        self.words.recv_timeout(PATIENCE).ok()
    }

    /// Kills it; gives the words that nobody had heard yet.
    pub fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.words.iter().collect()
    }
}
