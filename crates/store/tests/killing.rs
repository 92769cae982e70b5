//! That what was answered is there after the program was killed in the middle of writing, and nothing by
//! halves.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;
use common::*;
use kernel::{Refusal, Status, Stop};
use std::{
    env,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Command, Stdio},
    sync::{Mutex, mpsc},
};
use store::{Place, proving};

const CHILD: &str = "ORDERLY_PROOF_OF_KILLING";

/// What the child does until it is killed: four threads write pairs and say which were answered.
fn write_for_ever(path: PathBuf) {
    let store = open(Place::File(path));
    found(&store, 1);
    std::thread::scope(|scope| {
        for t in 0..4 {
            let store = &store;
            scope.spawn(move || {
                for i in 0u32.. {
                    let title = format!("{t}-{i}");
                    let both = title.clone();
                    let pair = store.write(move |work| {
                        note(work, 1, &both)?;
                        note(work, 1, &both)
                    });
                    pair.wait().unwrap();
                    println!("kept {title}");
                }
            });
        }
    });
}

#[test]
fn a_killed_program_keeps_what_it_answered_and_nothing_by_halves() {
    if let Ok(path) = env::var(CHILD) {
        return write_for_ever(path.into());
    }
    let (place, _guard) = proving::file();
    let Place::File(path) = &place else { panic!("a file") };
    let me = "a_killed_program_keeps_what_it_answered_and_nothing_by_halves";
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", me, "--nocapture"])
        .env(CHILD, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut kept = Vec::new();
    let mut killed = false;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        // The last line may be cut off by the kill.
        let Ok(line) = line else { break };
        kept.extend(line.strip_prefix("kept ").map(str::to_owned));
        if kept.len() == 200 && !killed {
            child.kill().unwrap();
            killed = true;
        }
    }
    child.wait().unwrap();
    assert!(killed, "the child ended by itself after {} pairs", kept.len());
    kept.truncate(200);
    let found = titles(&open(place));
    for title in &kept {
        assert!(found.contains(title), "{title} was answered and is gone");
    }
    for title in &found {
        assert_eq!(found.iter().filter(|t| *t == title).count(), 2, "half of {title}");
    }
}

#[test]
fn more_than_can_be_written_is_refused_rather_than_piled_up() {
    let (place, _guard) = proving::file();
    let store = open(place);
    let (go, wait) = mpsc::channel::<()>();
    let (begun, begins) = mpsc::channel::<()>();
    let wait = Mutex::new(wait);
    let first = store.write(move |_| {
        begun.send(()).ok();
        wait.lock().unwrap().recv().ok();
        Ok(())
    });
    begins.recv().unwrap();
    let all: Vec<_> = (0..5_000).map(|i| store.write(move |_| Ok(i))).collect();
    drop(go);
    first.wait().unwrap();
    let answers: Vec<Result<i32, Stop>> = all.into_iter().map(|p| p.wait()).collect();
    let kept = answers.iter().filter(|a| a.is_ok()).count();
    assert_eq!(kept, 4_096);
    let too_often =
        |a: &Result<i32, Stop>| matches!(a, Err(Stop::Refused(r)) if r.status == Status::TooOften);
    assert_eq!(answers.iter().filter(|a| too_often(a)).count(), 5_000 - kept);
    let again: Result<(), Stop> = store.write(|_| Err(Refusal::conflict("No.").into())).wait();
    assert!(matches!(again, Err(Stop::Refused(_))));
}
