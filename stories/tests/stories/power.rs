//! The power fails. A server is run under `strace`, which writes down all that it asks of its disk and all that it says to
//! the outside; then that is played again onto a disk which keeps what was synced and tears the rest, up to any moment.
//! Whatever was acknowledged before that moment is there, nothing is there by half, and the ledger verifies. Where strace
//! is not installed, or may not watch a process, this is left out, and that is said.

mod disk;
mod trace;

use crate::{
    durability::SERVER,
    killed::{KEPT, TOLD, arguments, opened},
    proof,
    world::{Place, World, places},
};
use disk::{Disk, Failing};
use kernel::Chance;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    env, fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    process::{Command, Stdio},
};
use tempfile::TempDir;
use trace::{Call, Step, Trace};

/// How many orders the watched server carries out at least, and at how many moments its power fails.
const ORDERS: u64 = 60;
const FAILURES: u64 = 120;
/// By which the moments are drawn, and by the next what is torn at each.
const SEED: u64 = 13;

/// A server's life on a disk, ready to be ended at any moment.
struct Life {
    trace: Trace,
    folder: String,
    before: Vec<(String, Vec<u8>)>,
    told: Value,
    begin: i64,
    /// The folder of the database goes when the story is told.
    _place: Place,
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let all = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let all = all.filter(|p| !p.to_string_lossy().ends_with("-shm"));
    all.map(|p| (p.to_string_lossy().into_owned(), fs::read(&p).unwrap())).collect()
}

impl Life {
    fn watched() -> Option<Self> {
        let place = places().into_iter().find(|place| place.engine == "sqlite").unwrap();
        let world = World::new(place);
        // Something is sealed before, so that the ledger has a beginning however early the power fails.
        world.report();
        world.seal();
        let World { house, place, nurse, larkspur, ward, .. } = world;
        let begin = house.office.now().micros();
        drop(house);
        let store::Place::File(path) = place.at() else { unreachable!("SQLite keeps a file") };
        let folder = path.parent().unwrap();
        let trouble = json!({ "org": larkspur, "kind": "cannot-work", "words": "The chart does not open",
            "patient_affected": true, "department": ward });
        let told = json!({ "file": path, "nurse": nurse.person(), "trouble": trouble, "begin": begin, "seed": 77,
            "enough": ORDERS });
        let before = files(folder);
        let trace = watch(&told)?;
        Some(Self {
            trace,
            folder: folder.to_string_lossy().into_owned(),
            before,
            told,
            begin: begin + 3_600_000_000,
            _place: place,
        })
    }

    fn disk(&self, honest: bool) -> Disk {
        Disk::new(&self.folder, self.before.iter().cloned(), honest)
    }

    /// What was acknowledged before this moment.
    fn kept(&self, before: usize) -> Vec<String> {
        let tickets = self.trace.said(before).flat_map(|words| words.lines());
        tickets.filter_map(|line| Some(line.split_once(KEPT)?.1.to_owned())).collect()
    }

    /// Opens what the disk holds and holds it against what was acknowledged.
    fn proves(&self, left: &BTreeMap<String, Vec<u8>>, before: usize) {
        let folder = TempDir::new().unwrap();
        let mut path = None;
        for (name, content) in left {
            let at = folder.path().join(Path::new(name).file_name().unwrap());
            fs::write(&at, content).unwrap();
            if name.ends_with(".db") {
                path = Some(at);
            }
        }
        let mut told = self.told.clone();
        told["file"] = json!(path.expect("the database itself was there before"));
        let house = opened(&told, self.begin, 9);
        let kept = self.kept(before);
        assert_eq!(proof::missing(&house, &kept), Vec::<String>::new(), "of {} acknowledged", kept.len());
        proof::no_half_order(&house);
        proof::sound(&house);
    }
}

/// Runs the server that the other stories kill, and gives what it asked of its disk.
fn watch(told: &Value) -> Option<Trace> {
    let folder = TempDir::new().unwrap();
    let written = folder.path().join("trace");
    let exe = env::current_exe().unwrap();
    let ran = Command::new("strace")
        .args([
            "-f",
            "--seccomp-bpf",
            "-qq",
            "-y",
            "-xx",
            "-s",
            "1048576",
            "-e",
            "signal=none",
            "-e",
            trace::CALLS,
            "-o",
        ])
        .arg(&written)
        .arg(exe)
        .args(arguments(SERVER))
        .env(TOLD, told.to_string())
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .output();
    let why = match ran {
        Ok(ran) if ran.status.success() => return Some(Trace::read(&fs::read_to_string(written).unwrap())),
        Ok(ran) => String::from_utf8_lossy(&ran.stderr).into_owned(),
        Err(e) => e.to_string(),
    };
    let ours = why.contains("panicked");
    assert!(!ours, "the watched server failed: {why}");
    eprintln!("NOT SHOWN: strace cannot watch a server here, so no power fails: {why}");
    None
}

#[test]
fn a_server_whose_power_fails_has_lost_nothing_that_it_acknowledged() {
    let Some(life) = Life::watched() else { return };
    let steps = &life.trace.steps;
    let said = |step: &Step| match step {
        Step::Begins(call) => {
            matches!(&life.trace.calls[*call], Call::Said { words } if words.contains(KEPT))
        }
        Step::Ends(_) => false,
    };
    let told: Vec<usize> = (0..steps.len()).filter(|n| said(&steps[*n])).collect();
    assert!(life.kept(steps.len()).len() as u64 >= ORDERS);
    let folded =
        life.trace.calls.iter().filter(|c| matches!(c, Call::Write { path, .. } if path.ends_with(".db")));
    assert!(folded.count() > 0, "the log was folded into the file meanwhile");

    // The power fails at any moment, and more often in the moment after a word was given.
    let mut chance = Chance::from_number(SEED);
    let mut below = |end: usize| usize::try_from(chance.below(end as u64)).unwrap();
    let mut moments: Vec<(usize, Failing)> = (0..FAILURES)
        .map(|n| {
            let moment = if n % 3 == 0 { told[below(told.len())] + 1 } else { 1 + below(steps.len()) };
            (moment, if n % 5 == 0 { Failing::LosesAll } else { Failing::Torn })
        })
        .chain([(steps.len(), Failing::LosesNothing)])
        .collect();
    moments.sort_by_key(|m| m.0);
    let (mut disk, mut at, mut lost, mut chance) = (life.disk(true), 0, 0, Chance::from_number(SEED + 1));
    for (moment, failing) in moments {
        steps[at..moment].iter().for_each(|step| disk.step(&life.trace, *step));
        at = moment;
        lost += usize::from(disk.unsynced() > 0);
        let left = disk.after(failing, &mut chance);
        let proven = catch_unwind(AssertUnwindSafe(|| life.proves(&left, moment)));
        assert!(proven.is_ok(), "seed {SEED}, at step {moment} of {}, {failing:?}", steps.len());
    }
    assert!(lost > 20, "only {lost} times there was anything to lose");

    // A disk that lies about its syncs loses what was acknowledged: the story would notice.
    let mut lying = life.disk(false);
    steps.iter().for_each(|step| lying.step(&life.trace, *step));
    let left = lying.after(Failing::LosesAll, &mut chance);
    assert!(catch_unwind(AssertUnwindSafe(|| life.proves(&left, steps.len()))).is_err());
}
