//! One instant of a PostgreSQL that stays open for several looks. A page asks some twenty questions; so they are answered as
//! of the same moment, without beginning anew for each, and without asking again what was asked already.

use super::line::{PostgresLine, TO_READ, Trouble};
use crate::{
    Look,
    memory::Memory,
    pending::{fault, panicked},
    store::{Inner, Kept},
};
use kernel::Stop;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    thread,
};

/// See the module. It is used on plain threads, one after the other; it may be let go anywhere.
pub struct Held {
    store: Arc<Inner>,
    /// None when it turned out to be of no use any more.
    line: Option<PostgresLine>,
    memory: Memory,
}

impl Held {
    pub(crate) fn begin(store: &Arc<Inner>) -> Option<Self> {
        let Kept::Postgres(postgres) = &store.kept else { return None };
        let line = match postgres.readers().hold()? {
            Some(line) => Some(line),
            None => postgres.connector().wire().ok().map(|wire| PostgresLine::new(wire, TO_READ)),
        };
        if line.is_none() {
            // Whoever looks next is told why there is no connection.
            postgres.readers().let_go(None);
        }
        line.map(|line| Self { store: store.clone(), line: Some(line), memory: Memory::default() })
    }

    /// Looks, as of the same instant as all looks before. Nothing when the connection was lost or the transaction
    /// failed for a reason that another one may not have: then it is to be asked outside.
    pub fn read<T>(&mut self, job: &mut dyn FnMut(&mut Look) -> Result<T, Stop>) -> Option<Result<T, Stop>> {
        let line = self.line.as_mut()?;
        let mut look = Look::new(line, self.store.shared(), false).remembering(&mut self.memory);
        let answer = catch_unwind(AssertUnwindSafe(|| job(&mut look)));
        let broken = answer.is_err();
        let again = matches!(line.trouble, Some(Trouble::Lost | Trouble::Conflict));
        if line.trouble.is_some() || broken {
            self.let_go();
        }
        let answer = answer.unwrap_or_else(|payload| Err(fault(panicked(&*payload))));
        (!again).then_some(answer)
    }

    /// Whether it can be asked again.
    pub fn is_open(&self) -> bool {
        self.line.is_some()
    }

    fn let_go(&mut self) {
        let (Some(mut line), Kept::Postgres(postgres)) = (self.line.take(), &self.store.kept) else { return };
        let good = line.roll_back().is_ok() && !line.is_closed();
        postgres.readers().let_go(good.then_some(line));
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.line.is_none() {
            return;
        }
        let mut left = Self { store: self.store.clone(), line: self.line.take(), memory: Memory::default() };
        // A connection is waited for on plain threads only, and whoever lets go may stand anywhere.
        drop(thread::spawn(move || left.let_go()));
    }
}
