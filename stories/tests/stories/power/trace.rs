//! What a process asked of the operating system, as `strace` wrote it down: every write to a file, every sync, and every
//! word to the outside, in order, with the beginning and the end of each call.

use std::{collections::HashMap, iter};

/// What was asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Call {
    Write {
        path: String,
        offset: usize,
        bytes: Vec<u8>,
    },
    Truncate {
        path: String,
        length: usize,
    },
    Sync {
        path: String,
    },
    /// A file was opened that is made when it is not there.
    Make {
        path: String,
    },
    /// Something that a disk would have to remember and that the story does not know how.
    Other {
        what: String,
    },
    Said {
        words: String,
    },
}

/// A moment at which the power may fail. The number is the call's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Begins(usize),
    Ends(usize),
}

/// The whole life of the process.
#[derive(Debug, Default)]
pub struct Trace {
    pub calls: Vec<Call>,
    pub steps: Vec<Step>,
}

/// The calls that are written down.
pub const CALLS: &str =
    "trace=openat,lseek,write,pwrite64,writev,pwritev,ftruncate,fallocate,fsync,fdatasync,unlink,rename";

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    let digit = |d: u8| (d as char).to_digit(16).expect("it was asked for hexadecimal digits") as u8;
    digits.chunks_exact(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}

/// Text between the first `\x` and what follows the last; every letter is written as its number.
fn text(hex: &str) -> String {
    String::from_utf8_lossy(&bytes(&hex.replace("\\x", ""))).into_owned()
}

/// A call that was begun and has not ended.
struct Begun {
    name: String,
    given: String,
    call: Option<usize>,
}

#[derive(Default)]
struct Reader {
    trace: Trace,
    begun: HashMap<String, Begun>,
    /// Where each open file is read or written next.
    offsets: HashMap<String, usize>,
}

/// The number and the path of an open file, as in `5<\x2f…>`.
fn file(given: &str) -> (String, String) {
    let (number, rest) = given.split_once('<').unwrap_or((given, ""));
    (number.trim().to_owned(), text(rest.split('>').next().unwrap_or_default()))
}

/// The quoted texts among what was given.
fn quoted(given: &str) -> impl Iterator<Item = &str> {
    given.split('"').skip(1).step_by(2)
}

impl Reader {
    /// What a call will change, known when it begins.
    fn call(&self, name: &str, given: &str) -> Option<Call> {
        let (number, path) = file(given);
        let last = || given.rsplit(',').next().and_then(|n| n.trim().parse::<usize>().ok());
        Some(match name {
            "write" if number == "1" => Call::Said { words: text(quoted(given).next()?) },
            "write" | "pwrite64" => {
                assert!(!given.contains("\"..."), "a write was not written down in full");
                let offset = match name {
                    "write" => self.offsets.get(&number).copied().unwrap_or_default(),
                    _ => last()?,
                };
                Call::Write { path, offset, bytes: bytes(&quoted(given).next()?.replace("\\x", "")) }
            }
            "ftruncate" => Call::Truncate { path, length: last()? },
            "fsync" | "fdatasync" => Call::Sync { path },
            "openat" if given.contains("O_CREAT") => Call::Make { path: text(quoted(given).next()?) },
            "openat" | "lseek" => return None,
            _ => {
                Call::Other { what: format!("{name} {path} {}", quoted(given).map(text).collect::<String>()) }
            }
        })
    }

    fn begins(&mut self, process: &str, name: &str, given: &str) {
        let call = self.call(name, given).map(|call| {
            self.trace.calls.push(call);
            self.trace.calls.len() - 1
        });
        self.trace.steps.extend(call.map(Step::Begins));
        self.begun.insert(process.to_owned(), Begun { name: name.to_owned(), given: given.to_owned(), call });
    }

    fn ends(&mut self, process: &str, answer: &str) {
        let Some(begun) = self.begun.remove(process) else { return };
        let answer = answer.split_whitespace().next().and_then(|a| a.split('<').next()).unwrap_or_default();
        // The process ended in the middle of the call, which therefore has begun and not ended.
        if answer == "?" {
            return;
        }
        let answer: i64 = answer.parse().unwrap_or(-1);
        let (number, _) = file(&begun.given);
        match begun.name.as_str() {
            "openat" => drop(self.offsets.insert(answer.to_string(), 0)),
            "lseek" => drop(self.offsets.insert(number, usize::try_from(answer).unwrap_or_default())),
            "write" => {
                *self.offsets.entry(number).or_default() += usize::try_from(answer).unwrap_or_default()
            }
            _ => {}
        }
        let Some(call) = begun.call else { return };
        if let Call::Write { bytes, path, .. } = &self.trace.calls[call] {
            assert_eq!(answer, i64::try_from(bytes.len()).unwrap(), "a write to {path} was cut short");
        }
        // What failed has changed nothing; a sync that failed has promised nothing.
        if answer >= 0 {
            self.trace.steps.push(Step::Ends(call));
        }
    }

    fn line(&mut self, line: &str) {
        let Some((process, rest)) = line.split_once(' ') else { return };
        let rest = rest.trim_start();
        if let Some(resumed) = rest.strip_prefix("<... ") {
            let after = resumed.split_once("resumed>").map_or("", |(_, r)| r);
            // A file that was opened is named behind its number; a bracket closes what was given.
            self.ends(process, after.rsplit_once(" = ").map_or("", |(_, a)| a));
        } else if let Some((name, given)) = rest.split_once('(') {
            if let Some(given) = given.strip_suffix(" <unfinished ...>") {
                self.begins(process, name, given.trim_end_matches(','));
            } else if let Some((given, answer)) = given.rsplit_once(" = ") {
                let given = given.trim_end();
                self.begins(process, name, given.strip_suffix(')').unwrap_or(given));
                self.ends(process, answer);
            }
        }
    }
}

impl Trace {
    pub fn read(text: &str) -> Self {
        let mut reader = Reader::default();
        text.lines().for_each(|line| reader.line(line));
        reader.trace
    }

    /// The words said before this moment.
    pub fn said(&self, before: usize) -> impl Iterator<Item = &str> {
        let steps = self.steps[..before].iter();
        let mut steps =
            steps.filter_map(|step| if let Step::Begins(call) = step { Some(*call) } else { None });
        iter::from_fn(move || {
            steps.by_ref().find_map(|call| match &self.calls[call] {
                Call::Said { words } => Some(words.as_str()),
                _ => None,
            })
        })
    }
}

#[test]
fn a_trace_is_read_with_its_interleaved_calls_and_its_places() {
    let hex = |text: &str| text.bytes().map(|b| format!("\\x{b:02x}")).collect::<String>();
    let (log, ab) = (hex("/d/x-wal"), hex("ab"));
    let told = format!(
        "7 openat(AT_FDCWD<{0}>, \"{log}\", O_RDWR|O_CREAT, 0600) = 5<{log}>\n\
         7 lseek(5<{log}>, 32, SEEK_SET) = 32\n\
         7 write(5<{log}>, \"{ab}\", 2 <unfinished ...>\n\
         8 write(1<{0}>, \"{1}\", 5) = 5\n\
         7 <... write resumed>) = 2\n\
         7 write(5<{log}>, \"{ab}\", 2) = 2\n\
         7 fdatasync(5<{log}>) = 0\n\
         8 ftruncate(5<{log}>, 33) = -1 EIO (Input/output error)\n\
         7 write(5<{log}>, \"{ab}\", 2) = ?\n\
         8 +++ exited with 0 +++\n",
        hex("/"),
        hex("kept\n")
    );
    let trace = Trace::read(&told);
    let path = "/d/x-wal".to_owned();
    let write = |offset| Call::Write { path: path.clone(), offset, bytes: b"ab".to_vec() };
    assert_eq!(
        trace.calls,
        [
            Call::Make { path: path.clone() },
            write(32),
            Call::Said { words: "kept\n".into() },
            write(34),
            Call::Sync { path: path.clone() },
            Call::Truncate { path: path.clone(), length: 33 },
            write(36)
        ]
    );
    use Step::*;
    let first = [Begins(0), Ends(0), Begins(1), Begins(2), Ends(2), Ends(1), Begins(3), Ends(3)];
    assert_eq!(trace.steps[..8], first);
    assert_eq!(trace.steps[8..], [Begins(4), Ends(4), Begins(5), Begins(6)]);
    assert_eq!(trace.said(3).count(), 0);
    assert_eq!(trace.said(4).collect::<Vec<_>>(), ["kept\n"]);
}
