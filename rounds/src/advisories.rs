//! Letters to mailboxes of advisories are read: one at a time, taken apart before the order that keeps what they brought, so
//! that nobody waits for a large one. Then those are told who have to acknowledge what waits.

use crate::sweeps::{LEFT_ALONE, MOST, Refused, Sweep};
use crate::{
    Floor, Next, Round,
    beat::{ELSEWHERE, hold},
    floor::fault,
};
use incidents::advisories::{Mailed, NoteAdvisories, ReadAdvisoryLetter, letters_to_read, to_note};
use kernel::{LetterId, Moment, Who};
use store::Look;

const ENGINE: &str = "advisories";
/// The most letters in one turn.
const LETTERS: u32 = 20;

/// The round of advisories.
#[derive(Default)]
pub struct AdvisoryLetters {
    failed: Refused,
    refused: Refused,
}

impl AdvisoryLetters {
    /// Reads what came; whether there is more.
    fn read(&mut self, floor: &Floor, now: Moment, letters: Vec<LetterId>) -> anyhow::Result<bool> {
        let more = letters.len() >= LETTERS as usize;
        let mut read = 0;
        for letter in
            letters.into_iter().filter(|l| !self.failed.contains_key(&l.to_string())).collect::<Vec<_>>()
        {
            // A lease lasts ten seconds; each letter is a good moment to take it again.
            if !hold(floor, self, floor.office.now())? {
                return Ok(false);
            }
            // Of what stopped it nothing is said: a fault may repeat words of the letter.
            let done =
                floor.look(ENGINE, now, |look| desk::mail::taken_apart(look, letter)).and_then(|apart| {
                    let order = ReadAdvisoryLetter::new(letter, apart.map(mailed));
                    let office = floor.office.at(now);
                    futures_executor::block_on(office.execute(&Who::House(ENGINE), order)).map_err(fault)
                });
            match done {
                Ok(_) => read += 1,
                Err(_) => {
                    tracing::warn!(%letter, "a letter of advisories was not read; it is tried again in an hour");
                    self.failed.insert(letter.to_string(), now);
                }
            }
        }
        Ok(more && read > 0)
    }
}

/// What of a letter may be an advisory; logos and signatures are none.
fn mailed(letter: wire::mail::Letter) -> Mailed {
    let files = letter.parts.into_iter().filter(|part| !part.kind.starts_with("image/"));
    Mailed {
        author: letter.from.map(|from| from.address),
        subject: letter.subject,
        text: letter.whole_text,
        files: files.map(|part| (part.name, part.bytes)).collect(),
    }
}

impl Round for AdvisoryLetters {
    fn name(&self) -> &'static str {
        ENGINE
    }

    fn round(&mut self, floor: &Floor, now: Moment) -> anyhow::Result<Next> {
        self.failed.retain(|_, at| now.since(*at) < LEFT_ALONE);
        // Those that could not be read hold up no others.
        let most = LETTERS + u32::try_from(self.failed.len()).unwrap_or(u32::MAX - LETTERS);
        let letters = floor.look(ENGINE, now, |look| letters_to_read(look, most).map_err(fault))?;
        if letters.iter().any(|l| !self.failed.contains_key(&l.to_string())) {
            if !hold(floor, self, now)? {
                return Ok(ELSEWHERE);
            }
            if self.read(floor, now, letters)? {
                return Ok(Next::AT_ONCE);
            }
        }
        let most = u32::try_from(MOST).unwrap_or(u32::MAX);
        let sweep = Sweep { engine: ENGINE, now, every: floor.every.clocks };
        let due = |look: &mut Look| to_note(look, most);
        sweep.run(floor, &mut self.refused, due, |org| NoteAdvisories { org })
    }
}
