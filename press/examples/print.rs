//! Prints the samples and says what that took: `cargo run --release -p press --example print -- DIRECTORY`.

use std::{env, fs, path::PathBuf, time::Instant};

/// How often each is set, to see beyond the first.
const TIMES: u32 = 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let to = env::args().nth(1).map(PathBuf::from);
    let samples = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/paper/samples"));
    let mut files: Vec<PathBuf> =
        fs::read_dir(samples)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    files.sort();
    for file in files {
        let document: paper::Document = serde_json::from_slice(&fs::read(&file)?)?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let began = Instant::now();
        let pdf = press::print(&document)?;
        let first = began.elapsed();
        let began = Instant::now();
        for _ in 0..TIMES {
            press::print(&document)?;
        }
        let next = began.elapsed() / TIMES;
        println!(
            "{name}: {} pages, {} bytes, PDF/UA-1: {}; the first {} ms, another {} ms",
            pdf.pages,
            pdf.bytes.len(),
            pdf.accessible,
            first.as_millis(),
            next.as_millis()
        );
        if let Some(to) = &to {
            fs::create_dir_all(to)?;
            fs::write(to.join(format!("{name}.pdf")), &pdf.bytes)?;
        }
    }
    Ok(())
}
