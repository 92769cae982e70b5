//! The folder: carries the write-ahead log back into the file, beside the writer, so that no order waits for
//! it. When the log has become long the writer begins it anew from its start: what is overwritten is on the disk many
//! times sooner than what makes a file longer.

use super::line::SqliteLine;
use crate::backup::beside;
use std::{
    path::Path,
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, RecvTimeoutError},
    },
    time::Duration,
};

const EVERY: Duration = Duration::from_millis(500);
/// The writer begins the log anew when it is longer than this.
const LONG_BYTES: u64 = 32 << 20;
/// With less than this left to carry back, the writer does the rest itself in a moment.
const LITTLE_BYTES: u64 = 4 << 20;
/// Beyond this length, which it reaches only while somebody reads all the time, it is also cut off.
const TOO_LONG_BYTES: u64 = 256 << 20;

/// Waiting for readers, a backup for instance, keeps the writer out: then rather another time.
const PATIENCE: Duration = Duration::from_millis(100);
const WRITERS_PATIENCE: Duration = Duration::from_millis(20);

/// How far a fold came, in bytes of the log: all of it, and what is not carried back yet.
struct Folded {
    all_bytes: u64,
    left_bytes: u64,
}

fn carry_back(line: &SqliteLine, mode: &str) -> rusqlite::Result<Folded> {
    let page_bytes: u32 = line.conn.query_row("pragma page_size", [], |row| row.get(0))?;
    let frames = |n: i64| u64::try_from(n).unwrap_or(0) * u64::from(page_bytes);
    line.conn.query_row(&format!("pragma wal_checkpoint({mode})"), [], |row| {
        let (all_bytes, done_bytes) = (frames(row.get(1)?), frames(row.get(2)?));
        Ok(Folded { all_bytes, left_bytes: all_bytes.saturating_sub(done_bytes) })
    })
}

/// Runs until the sender of `stop` is gone.
pub(crate) fn fold(line: &SqliteLine, path: &Path, stop: &Receiver<()>, anew: &AtomicBool) {
    let log = beside(path, "-wal");
    if let Err(error) = line.conn.busy_timeout(PATIENCE) {
        tracing::warn!(%error, "the folder waits as long as a writer");
    }
    while matches!(stop.recv_timeout(EVERY), Err(RecvTimeoutError::Timeout)) {
        let file_bytes = std::fs::metadata(&log).map_or(0, |m| m.len());
        let mut done = carry_back(line, "passive");
        if matches!(&done, Ok(folded) if folded.all_bytes > LONG_BYTES && folded.left_bytes > LITTLE_BYTES) {
            done = carry_back(line, "passive");
        }
        match done {
            Ok(folded) if folded.all_bytes > TOO_LONG_BYTES && file_bytes > TOO_LONG_BYTES => {
                if let Err(error) = carry_back(line, "truncate") {
                    tracing::warn!(%error, "the write-ahead log was not cut off; it is tried again");
                }
            }
            Ok(folded) if folded.all_bytes > LONG_BYTES => anew.store(true, Ordering::Relaxed),
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "the write-ahead log was not folded; it is tried again"),
        }
    }
}

/// For the writer, between two commits: carries back what is left and begins the log anew, unless somebody still reads
/// from it.
pub(crate) fn begin_anew(line: &SqliteLine) {
    let outcome = line.conn.busy_timeout(WRITERS_PATIENCE).and_then(|()| carry_back(line, "restart"));
    if let Err(error) = outcome {
        tracing::warn!(%error, "the write-ahead log was not begun anew; it is tried again");
    }
    if let Err(error) = line.conn.busy_timeout(super::line::PATIENCE) {
        tracing::warn!(%error, "the writer waits only a moment for others");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(path: &Path) -> SqliteLine {
        SqliteLine::writing(path).unwrap()
    }

    #[test]
    fn the_log_begins_anew_and_grows_no_longer_unless_somebody_reads_from_it() {
        let path = std::env::temp_dir().join(format!("orderly-fold-{}.db", std::process::id()));
        let (log, writer, reader) = (beside(&path, "-wal"), line(&path), line(&path));
        let bytes = || std::fs::metadata(&log).unwrap().len();
        let write = || writer.conn.execute_batch("insert into t values (zeroblob(100000))").unwrap();
        let count = |line: &SqliteLine| {
            line.conn.query_row("select count(*) from t", [], |row| row.get::<_, i64>(0)).unwrap()
        };
        writer.conn.execute_batch("create table t (b blob)").unwrap();
        write();
        reader.conn.execute_batch("begin").unwrap();
        assert_eq!(count(&reader), 1);
        write();
        let before = bytes();
        begin_anew(&writer);
        write();
        assert!(bytes() > before, "what is still read is not overwritten");
        assert_eq!((count(&reader), count(&writer)), (1, 3));
        reader.conn.execute_batch("commit").unwrap();
        let before = bytes();
        begin_anew(&writer);
        write();
        write();
        assert_eq!(bytes(), before, "it began at its start");
        assert_eq!((count(&reader), count(&writer)), (5, 5));
        drop((writer, reader));
        std::fs::remove_file(&path).unwrap();
    }
}
