//! Reads one document as JSON, writes it as PDF: `press < document.json > document.pdf`. Before it reads a byte it gives up
//! the right to open anything and to take more memory or time than a document needs, so that whatever a document does to
//! the typesetter, it does to this process alone.

use rlimit::{Resource, setrlimit};
use std::io::{self, Read, Write};
use std::process::ExitCode;

/// A document as JSON. Far above [`paper::bounds`], where the refusal names the field.
const LONGEST: u64 = 8 << 20;
const MEMORY_BYTES: u64 = 2 << 30;
const CPU_SECONDS: u64 = 20;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            // One line of JSON for the server, which says it in its own words.
            let line = serde_json::to_string(&problem).unwrap_or_else(|_| problem.to_string());
            let _ = writeln!(io::stderr(), "{line}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), paper::Problem> {
    let unset = |what: &'static str| move |e: io::Error| paper::Problem::Unset(format!("{what}: {e}"));
    confined().map_err(unset("its limits cannot be set"))?;
    let mut text = Vec::new();
    io::stdin()
        .lock()
        .take(LONGEST + 1)
        .read_to_end(&mut text)
        .map_err(unset("the document cannot be read"))?;
    if text.len() as u64 > LONGEST {
        return Err(paper::Problem::Malformed(format!("it is longer than {LONGEST} bytes")));
    }
    let document = serde_json::from_slice(&text).map_err(|e| paper::Problem::Malformed(e.to_string()))?;
    let pdf = press::print(&document)?;
    io::stdout().lock().write_all(&pdf.bytes).map_err(unset("the PDF cannot be written"))
}

/// No file, no socket, no more memory and time than a document needs, no picture of the memory left behind.
fn confined() -> io::Result<()> {
    for (resource, most) in [
        (Resource::AS, MEMORY_BYTES),
        (Resource::CPU, CPU_SECONDS),
        (Resource::CORE, 0),
        // Standard input, output and error are open; nothing else can be.
        (Resource::NOFILE, 3),
    ] {
        let (_, hard) = rlimit::getrlimit(resource)?;
        let most = most.min(hard);
        setrlimit(resource, most, most)?;
    }
    Ok(())
}
