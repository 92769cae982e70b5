//! The folder: carries the write-ahead log back into the file, beside the writer, so that no order waits for it.

use super::line::SqliteLine;
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

/// Runs until the sender of `stop` is gone.
pub(crate) fn fold(line: &SqliteLine, path: &Path, stop: &Receiver<()>) {
    let log = path.with_added_extension_text("-wal");
    let mut folded_at_bytes = 0;
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

trait WithText {
    fn with_added_extension_text(&self, text: &str) -> std::path::PathBuf;
}

impl WithText for Path {
    fn with_added_extension_text(&self, text: &str) -> std::path::PathBuf {
        let mut name = self.as_os_str().to_owned();
        name.push(text);
        name.into()
    }
}
