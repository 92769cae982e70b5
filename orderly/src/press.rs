//! The press stands beside the house: a program of its own that sets documents as PDF, because a typesetter is heavier than
//! everything else here together. It is given the document and nothing else, may open no file, and is ended when it takes
//! too long. Where nobody built it, documents are pages, which print as well.

use anyhow::{Context as _, anyhow};
use paper::{Document, Problem};
use std::{
    io::{ErrorKind, Read, Write},
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};
use tokio::sync::Semaphore;

/// How many documents are set beside one another; the next waits.
const AT_ONCE: usize = 2;
/// How long one document may take before the process is ended. One takes a tenth of a second.
const PATIENCE: Duration = Duration::from_secs(20);
/// The most bytes of a PDF, and of what the press says about a problem.
const LARGEST: u64 = 64 << 20;
const LONGEST_PROBLEM: u64 = 16 << 10;
/// How often an ended press is looked for once it has said everything.
const BEAT: Duration = Duration::from_millis(5);

/// Why there is no PDF.
#[derive(Debug)]
pub enum Unprinted {
    /// No such program stands there.
    Missing(PathBuf),
    /// The document is none that is printed.
    Problem(Problem),
    /// A fault of ours.
    Failed(anyhow::Error),
}

/// Where the press is, and how many use it.
#[derive(Debug)]
pub struct Press {
    program: PathBuf,
    patience: Duration,
    room: Semaphore,
}

impl Press {
    pub fn at(program: PathBuf) -> Self {
        Self { program, patience: PATIENCE, room: Semaphore::new(AT_ONCE) }
    }

    /// The press beside this program, as cargo and a package lay them.
    pub fn beside() -> Self {
        let own = std::env::current_exe().unwrap_or_default();
        let mut folder = own.parent().map(PathBuf::from).unwrap_or_default();
        if folder.file_name().is_some_and(|name| name == "deps" || name == "examples") {
            folder.pop();
        }
        Self::at(folder.join("press").with_extension(std::env::consts::EXE_EXTENSION))
    }

    /// Whether a press stands there now.
    pub fn stands(&self) -> bool {
        self.program.is_file()
    }

    /// The document as PDF.
    ///
    /// # Errors
    /// See [`Unprinted`]. A document that is too large is refused before the press is asked.
    pub async fn print(&self, document: &Document) -> Result<Vec<u8>, Unprinted> {
        document.sheet().map_err(Unprinted::Problem)?;
        let text = serde_json::to_vec(document).map_err(|e| Unprinted::Failed(e.into()))?;
        let _room = self.room.acquire().await.map_err(|e| Unprinted::Failed(e.into()))?;
        let (program, patience) = (self.program.clone(), self.patience);
        let set = tokio::task::spawn_blocking(move || set(&program, text, patience));
        set.await.unwrap_or_else(|e| Err(Unprinted::Failed(e.into())))
    }
}

fn set(program: &PathBuf, text: Vec<u8>, patience: Duration) -> Result<Vec<u8>, Unprinted> {
    let mut command = Command::new(program);
    command.env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|e| match e.kind() {
        ErrorKind::NotFound => Unprinted::Missing(program.clone()),
        _ => Unprinted::Failed(anyhow!(e).context("The press does not start")),
    })?;
    let said = hear(&mut child, text, Instant::now() + patience);
    if said.is_err() {
        // It may have ended by itself meanwhile; then there is nothing to end.
        let _ = child.kill();
        let _ = child.wait();
    }
    let (status, pdf, problem) = said.map_err(Unprinted::Failed)?;
    if status.success() && pdf.starts_with(b"%PDF-") {
        return Ok(pdf);
    }
    match serde_json::from_slice::<Problem>(&problem) {
        Ok(Problem::Unset(why)) => Err(Unprinted::Failed(anyhow!("The press says: {why}"))),
        Ok(problem) => Err(Unprinted::Problem(problem)),
        Err(_) => Err(Unprinted::Failed(anyhow!("The press ended without a PDF: {status}"))),
    }
}

/// Everything that the press says until it ends, or the fault that it went on for too long.
fn hear(child: &mut Child, text: Vec<u8>, until: Instant) -> anyhow::Result<(ExitStatus, Vec<u8>, Vec<u8>)> {
    let mut to = child.stdin.take().context("The press has no ear")?;
    let from = child.stdout.take().context("The press has no mouth")?;
    let about = child.stderr.take().context("The press cannot complain")?;
    // A press that ends early closes its ear; its answer says why.
    thread::spawn(move || to.write_all(&text));
    let (pdf, problem) = (reading(from, LARGEST), reading(about, LONGEST_PROBLEM));
    let late = || anyhow!("The press took too long and was ended");
    let left = || until.saturating_duration_since(Instant::now());
    let pdf = pdf.recv_timeout(left()).map_err(|_| late())?;
    let problem = problem.recv_timeout(left()).map_err(|_| late())?;
    anyhow::ensure!(pdf.len() as u64 <= LARGEST, "The PDF is larger than {LARGEST} bytes");
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok((status, pdf, problem));
        }
        anyhow::ensure!(Instant::now() < until, late());
        thread::sleep(BEAT);
    }
}

/// Reads to the end or to one byte more than is taken, beside everything else.
fn reading(from: impl Read + Send + 'static, most: u64) -> mpsc::Receiver<Vec<u8>> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before an error is not a whole PDF, and is found to be none.
        let _ = from.take(most + 1).read_to_end(&mut bytes);
        let _ = send.send(bytes);
    });
    receive
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use paper::BreachLetter;

    fn press(program: &str, patience: Duration) -> Press {
        Press { patience, ..Press::at(PathBuf::from(program)) }
    }

    fn print(press: &Press, document: &Document) -> Result<Vec<u8>, Unprinted> {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(press.print(document))
    }

    fn letter() -> Document {
        Document::BreachLetter(BreachLetter::default())
    }

    #[test]
    fn a_press_that_nobody_built_is_missing() {
        let press = press("/nowhere/press", PATIENCE);
        assert!(!press.stands());
        assert!(matches!(print(&press, &letter()), Err(Unprinted::Missing(_))));
    }

    #[test]
    fn what_is_no_pdf_is_not_handed_on() {
        // It answers with what it was sent.
        let said = print(&press("/bin/cat", PATIENCE), &letter());
        assert!(matches!(said, Err(Unprinted::Failed(_))), "{said:?}");
    }

    #[test]
    fn a_press_that_does_not_end_is_ended() {
        // It never closes its mouth.
        let press = press("/usr/bin/yes", Duration::from_millis(300));
        let Err(Unprinted::Failed(why)) = print(&press, &letter()) else { panic!("it never ends") };
        assert!(why.to_string().contains("too long") || why.to_string().contains("larger"), "{why}");
    }

    #[test]
    fn a_document_that_is_too_large_is_refused_by_its_field_before_any_press_is_asked() {
        let document = Document::BreachLetter(BreachLetter {
            signed_name: Some("x".repeat(9_000)),
            ..BreachLetter::default()
        });
        let said = print(&press("/nowhere/press", PATIENCE), &document);
        let Err(Unprinted::Problem(Problem::TooLong { field, .. })) = said else { panic!("{said:?}") };
        assert_eq!(field, "signed_name");
    }
}
