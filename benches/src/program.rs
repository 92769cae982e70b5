//! The program as a newcomer meets it: how large it is, how soon the demo answers, what memory it takes while work
//! arrives, and how long building takes, from nothing and again.

use crate::{client::Client, effort::resident_mb};
use anyhow::{Context, Result, ensure};
use std::{
    fs::{read, remove_dir_all, write},
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

/// How long a demo may take until it answers: the first start makes two thousand tickets.
const LONGEST_START: Duration = Duration::from_secs(300);

/// A demo that runs, and ends with this.
struct Demo(Child);

impl Demo {
    /// Starts it and waits for its first answer.
    fn start(program: &Path, data: &Path) -> Result<(Self, Duration)> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let begin = Instant::now();
        let mut command = Command::new(program);
        command.arg("demo").arg("--data").arg(data).arg("--listen").arg(address.to_string());
        let demo = Self(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?);
        while !answers(address) {
            ensure!(begin.elapsed() < LONGEST_START, "the demo did not answer within {LONGEST_START:?}");
            sleep(Duration::from_millis(2));
        }
        Ok((demo, begin.elapsed()))
    }

    fn resident_mb(&self) -> u64 {
        resident_mb(self.0.id())
    }

    /// Asks it to stop, as a service manager does.
    fn stop(mut self) -> Result<()> {
        let asked = Command::new("kill").arg("-TERM").arg(self.0.id().to_string()).status()?;
        ensure!(asked.success(), "the demo could not be asked to stop");
        let ended = self.0.wait()?;
        ensure!(ended.success(), "the demo ended with {ended}");
        Ok(())
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // After `stop` there is nothing left to kill.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn answers(address: SocketAddr) -> bool {
    let mut asked = Client::new(address, String::new());
    asked
        .as_mut()
        .is_ok_and(|client| client.send("GET", "/healthz", "").is_ok_and(|(status, _)| status == 200))
}

/// Prints size, starts and memory of the program that was built beside this one.
pub fn run(seconds: u64, runs: u32) -> Result<()> {
    let program = std::env::current_exe()?.with_file_name("orderly");
    let built = std::fs::metadata(&program).with_context(|| {
        format!("no {} beside this bench: build it with cargo build --release", program.display())
    })?;
    println!("size of the program: {:.1} MB", built.len() as f64 / 1e6);
    let data = scratch("demo");
    let measured = starts(&program, &data, seconds, runs);
    remove(&data)?;
    measured
}

fn starts(program: &Path, data: &Path, seconds: u64, runs: u32) -> Result<()> {
    let (demo, first) = Demo::start(program, data)?;
    println!("first start of the demo, to the first answer: {:.2} s", first.as_secs_f64());
    sleep(Duration::from_secs(seconds));
    println!("resident after {seconds} s of work that arrives: {} MB", demo.resident_mb());
    demo.stop()?;
    for run in 1..=runs {
        let (demo, start) = Demo::start(program, data)?;
        println!(
            "start {run} of a demo that is there: {:.3} s, {} MB",
            start.as_secs_f64(),
            demo.resident_mb()
        );
        demo.stop()?;
    }
    Ok(())
}

/// Prints how long `cargo build --release` takes from nothing, without a change, and after a slice was touched. Run from
/// the root of the checkout, on a machine that does nothing else; what it builds is removed.
pub fn builds() -> Result<()> {
    let touched = Path::new("practice/desk/src/lib.rs");
    ensure!(touched.exists(), "run it from the root of the checkout");
    let target = scratch("target");
    let measured = (|| {
        println!("from nothing: {:.0} s", build(&target)?.as_secs_f64());
        println!("without a change: {:.1} s", build(&target)?.as_secs_f64());
        // The same bytes written again are a change to cargo.
        write(touched, read(touched)?)?;
        println!("after a change of the desk: {:.0} s", build(&target)?.as_secs_f64());
        Ok(())
    })();
    remove(&target)?;
    measured
}

fn build(target: &Path) -> Result<Duration> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let begin = Instant::now();
    let mut command = Command::new(cargo);
    command.args(["build", "--release", "--quiet"]).env("CARGO_TARGET_DIR", target);
    let ended = command.status()?;
    ensure!(ended.success(), "the build ended with {ended}");
    Ok(begin.elapsed())
}

fn scratch(what: &str) -> PathBuf {
    std::env::temp_dir().join(format!("orderly-{what}-{}", std::process::id()))
}

fn remove(path: &Path) -> Result<()> {
    // A run that failed early has made nothing.
    if path.exists() {
        remove_dir_all(path)?;
    }
    let key = path.with_extension("key");
    if key.exists() {
        std::fs::remove_file(key)?;
    }
    Ok(())
}
