//! Holds the breach rule against the reports that were filed with HHS, as far as their narratives state a day of discovery, and
//! prints which of them came later than the rule allows. Give the folder with the lists, or none for `../shared/data/breaches`.
//!
//! Sixty days are the outer limit, so a report within them is not shown to be in time; one beyond them is late. A pattern finds
//! the day, and a pattern errs: read a narrative before relying on its line.

#[path = "../tests/reports/mod.rs"]
mod reports;

use std::path::PathBuf;

fn main() {
    let given = std::env::args().nth(1).map(PathBuf::from);
    let Some(folder) = given.or_else(reports::folder) else {
        println!("There are no breach reports here; name the folder that holds them.");
        return;
    };
    match reports::read(&folder) {
        Ok(found) => print!("{}", reports::summary(&found)),
        Err(problem) => println!("{problem}"),
    }
}
