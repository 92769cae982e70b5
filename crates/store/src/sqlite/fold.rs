//! The folder: carries the write-ahead log back into the file, beside the writer, so that no order waits for
//! it.

use super::line::SqliteLine;
use crate::backup::beside;
use std::{
    path::Path,
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::Duration,
};

const EVERY: Duration = Duration::from_secs(1);
/// Fold when the log is longer than this.
const WORTH_IT_BYTES: u64 = 4 << 20;
/// Beyond this length the log is also cut off, which waits for readers.
const TOO_LONG_BYTES: u64 = 256 << 20;

/// Cutting off keeps the writer out while it waits for readers, a backup for instance: then rather another
/// time.
const PATIENCE: Duration = Duration::from_millis(100);

/// Runs until the sender of `stop` is gone.
pub(crate) fn fold(line: &SqliteLine, path: &Path, stop: &Receiver<()>) {
    let log = beside(path, "-wal");
    let mut folded_at_bytes = 0;
    if let Err(error) = line.conn.busy_timeout(PATIENCE) {
        tracing::warn!(%error, "the folder waits as long as a writer");
    }
    while matches!(stop.recv_timeout(EVERY), Err(RecvTimeoutError::Timeout)) {
        let bytes = std::fs::metadata(&log).map_or(0, |m| m.len());
        if bytes < WORTH_IT_BYTES && bytes == folded_at_bytes {
            continue;
        }
        let mode = if bytes > TOO_LONG_BYTES { "truncate" } else { "passive" };
        let done =
            line.conn.query_row(&format!("pragma wal_checkpoint({mode})"), [], |row| row.get::<_, i64>(0));
        match done {
            Ok(_) => folded_at_bytes = bytes,
            Err(error) => tracing::warn!(%error, "the write-ahead log was not folded; it is tried again"),
        }
    }
}
