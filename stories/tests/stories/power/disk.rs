//! A disk that loses its power. What was synced before is there. Of everything written later each sector of 512 bytes
//! stands as it was at some moment of its own since then, torn from its neighbours; so does the length of each file, and
//! a file whose folder was not synced may be missing.

use super::trace::{Call, Step, Trace};
use kernel::Chance;
use std::collections::{BTreeMap, HashMap};

const SECTOR: usize = 512;

/// How the power fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failing {
    /// Nothing that was not synced is there.
    LosesAll,
    /// Everything is there, as after the death of the process alone.
    LosesNothing,
    /// Each sector decides for itself.
    Torn,
}

#[derive(Debug, Clone)]
enum Change {
    Write { offset: usize, bytes: Vec<u8> },
    Length(usize),
}

#[derive(Debug, Clone, Default)]
struct File {
    synced: Vec<u8>,
    /// Whether its name is in the folder for good.
    named: bool,
    /// Made since, by the number of the call; and whether the call has ended.
    since: Vec<(usize, bool, Change)>,
}

/// See the module.
#[derive(Debug, Clone)]
pub struct Disk {
    folder: String,
    files: BTreeMap<String, File>,
    /// What each sync that has begun will have made safe when it ends.
    safe: HashMap<usize, Vec<usize>>,
    /// Whether a sync does what it says.
    honest: bool,
}

fn apply(content: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write { offset, bytes } => {
            let end = offset + bytes.len();
            if content.len() < end {
                content.resize(end, 0);
            }
            content[*offset..end].copy_from_slice(bytes);
        }
        Change::Length(length) => content.resize(*length, 0),
    }
}

impl Disk {
    /// A disk with these files, in one folder.
    pub fn new(folder: &str, files: impl IntoIterator<Item = (String, Vec<u8>)>, honest: bool) -> Self {
        let kept = |(path, synced)| (path, File { synced, named: true, since: Vec::new() });
        let files = files.into_iter().map(kept).collect();
        Self { folder: folder.to_owned(), files, safe: HashMap::new(), honest }
    }

    /// Goes on by one step.
    pub fn step(&mut self, trace: &Trace, step: Step) {
        match step {
            Step::Begins(call) => self.begins(call, &trace.calls[call]),
            Step::Ends(call) => self.ends(call, &trace.calls[call]),
        }
    }

    /// The shared memory beside the log is made anew by whoever opens first.
    fn ours(&self, path: &str) -> bool {
        path.starts_with(&self.folder) && path != self.folder && !path.ends_with("-shm")
    }

    fn begins(&mut self, number: usize, call: &Call) {
        let (path, change) = match call {
            Call::Write { path, offset, bytes } => {
                (path, Change::Write { offset: *offset, bytes: bytes.clone() })
            }
            Call::Truncate { path, length } => (path, Change::Length(*length)),
            Call::Make { path } if self.ours(path) => {
                self.files.entry(path.clone()).or_default();
                return;
            }
            Call::Sync { path } => {
                let ended = |file: &File| file.since.iter().filter(|s| s.1).map(|s| s.0).collect();
                self.safe.insert(number, self.files.get(path).map(ended).unwrap_or_default());
                return;
            }
            Call::Other { what } if what.contains(&self.folder) && !what.contains("-shm") => {
                panic!("the story does not know what a disk makes of {what}")
            }
            _ => return,
        };
        if self.ours(path) {
            self.files.entry(path.clone()).or_default().since.push((number, false, change));
        }
    }

    fn ends(&mut self, number: usize, call: &Call) {
        match call {
            Call::Write { path, .. } | Call::Truncate { path, .. } => {
                let since = self.files.get_mut(path).map(|f| f.since.as_mut_slice()).unwrap_or_default();
                since.iter_mut().filter(|s| s.0 == number).for_each(|s| s.1 = true);
            }
            Call::Sync { path } if self.honest => {
                let safe = self.safe.remove(&number).unwrap_or_default();
                if *path == self.folder {
                    self.files.values_mut().for_each(|f| f.named = true);
                } else if let Some(file) = self.files.get_mut(path) {
                    let (done, left) = file.since.drain(..).partition(|s| safe.contains(&s.0));
                    file.since = left;
                    let done: Vec<(usize, bool, Change)> = done;
                    done.iter().for_each(|s| apply(&mut file.synced, &s.2));
                }
            }
            _ => {}
        }
    }

    /// How many changes would be lost now at most.
    pub fn unsynced(&self) -> usize {
        self.files.values().map(|f| f.since.len()).sum()
    }

    /// What is found when the power is back.
    pub fn after(&self, failing: Failing, chance: &mut Chance) -> BTreeMap<String, Vec<u8>> {
        let found = |(path, file): (&String, &File)| {
            let there = file.named
                || match failing {
                    Failing::LosesAll => false,
                    Failing::LosesNothing => true,
                    Failing::Torn => chance.below(2) == 0,
                };
            there.then(|| (path.clone(), file.after(failing, chance)))
        };
        self.files.iter().filter_map(found).collect()
    }
}

impl File {
    fn after(&self, failing: Failing, chance: &mut Chance) -> Vec<u8> {
        let most = self.since.len();
        let mut until = || match failing {
            Failing::LosesAll => 0,
            Failing::LosesNothing => most,
            Failing::Torn => usize::try_from(chance.below(most as u64 + 1)).expect("it was a usize before"),
        };
        // The length as it was at some moment, and each sector as it was at one of its own.
        let mut lengths = vec![self.synced.len()];
        for (_, _, change) in &self.since {
            let last = *lengths.last().expect("the first is there");
            lengths.push(match change {
                Change::Write { offset, bytes } => last.max(offset + bytes.len()),
                Change::Length(length) => *length,
            });
        }
        let length = lengths[until()];
        let longest = lengths.iter().copied().max().unwrap_or_default();
        let sectors: Vec<usize> = (0..longest.div_ceil(SECTOR)).map(|_| until()).collect();
        let mut content = self.synced.clone();
        content.resize(longest, 0);
        for (number, (_, _, change)) in self.since.iter().enumerate() {
            let (from, to) = match change {
                Change::Write { offset, bytes } => (*offset, offset + bytes.len()),
                Change::Length(length) => (*length, longest),
            };
            let mut at = from;
            while at < to {
                let end = to.min((at / SECTOR + 1) * SECTOR);
                if number < sectors[at / SECTOR] {
                    match change {
                        Change::Write { offset, bytes } => {
                            content[at..end].copy_from_slice(&bytes[at - offset..end - offset]);
                        }
                        Change::Length(_) => content[at..end].fill(0),
                    }
                }
                at = end;
            }
        }
        content.truncate(length);
        content.resize(length, 0);
        content
    }
}

#[test]
fn what_was_synced_stays_and_the_rest_is_torn() {
    let path = || "/d/x".to_owned();
    let write = |offset, byte| Call::Write { path: path(), offset, bytes: vec![byte; 1024] };
    let calls = vec![write(0, 1), Call::Sync { path: path() }, write(0, 2), write(1024, 3)];
    let steps = (0..4).flat_map(|n| [Step::Begins(n), Step::Ends(n)]).collect();
    let trace = Trace { calls, steps };
    let mut disk = Disk::new("/d", [(path(), Vec::new())], true);
    trace.steps.iter().for_each(|step| disk.step(&trace, *step));
    assert_eq!(disk.unsynced(), 2);
    let mut chance = Chance::from_number(1);
    let mut after = |failing| disk.after(failing, &mut chance).remove("/d/x").unwrap();
    assert_eq!(after(Failing::LosesAll), vec![1; 1024]);
    assert_eq!(after(Failing::LosesNothing), [vec![2; 1024], vec![3; 1024]].concat());
    let torn: Vec<Vec<u8>> = (0..64).map(|_| after(Failing::Torn)).collect();
    assert!(torn.iter().all(|t| t.len() == 1024 || t.len() == 2048));
    assert!(torn.iter().any(|t| t[0] != t[512]), "neighbours are torn apart");
    assert!(
        torn.iter().flatten().all(|byte| *byte <= 3) && torn.iter().all(|t| t[..1024].iter().all(|b| *b > 0))
    );
}
