//! Work: a look that may also write. It is committed whole or not at all, and what it announces is heard only
//! afterwards.

use crate::{
    Look, Params, Sql,
    keys::{self, Found},
    look::Line,
    shared::Shared,
};
use anyhow::Result;
use kernel::{Chance, OrgId};
use std::ops::{Deref, DerefMut};

/// The longest announcement, in bytes: PostgreSQL carries no more than 8000.
pub const LONGEST_ANNOUNCEMENT: usize = 7_900;

/// One write transaction.
pub struct Work<'a> {
    look: Look<'a>,
    pub(crate) announced: Vec<String>,
}

impl<'a> Work<'a> {
    pub(crate) fn new(line: &'a mut dyn Line, shared: &'a Shared, chance: Chance) -> Self {
        let mut look = Look::new(line, shared, true);
        look.chance = Some(chance);
        Self { look, announced: Vec::new() }
    }

    /// Runs a statement that changes something; gives how many rows it changed. A statement that fails spoils
    /// the whole work: nothing of it is committed, even when the error is caught.
    pub fn run(&mut self, sql: &Sql, params: Params) -> Result<u64> {
        self.look.change(sql, params)
    }

    /// The same for a statement of which nobody asks how many rows it changed: on PostgreSQL it goes along with the next
    /// question, which spares a journey to the server. When it fails, that question or the commit does.
    pub fn put(&mut self, sql: &Sql, params: Params) -> Result<()> {
        self.look.put(sql, params)
    }

    pub fn chance(&mut self) -> &mut Chance {
        self.look.chance()
    }

    /// Tells the subscribers of every server after this commit; never when it rolls back. The same text twice
    /// in one work is told once. Longer than [`LONGEST_ANNOUNCEMENT`] spoils the work.
    pub fn announce(&mut self, text: String) {
        if text.contains('\0') {
            self.look.doom("an announcement with a NUL character".to_owned());
        } else if text.len() > LONGEST_ANNOUNCEMENT {
            self.look
                .doom(format!("an announcement of {} bytes; at most {LONGEST_ANNOUNCEMENT}", text.len()));
        } else if !self.announced.contains(&text) {
            self.announced.push(text);
        }
    }

    /// Destroys the organization's key for good: everything that was sealed under it is unreadable from this
    /// commit on.
    pub fn destroy_key(&mut self, org: OrgId) -> Result<()> {
        let (name, now) = (org.to_string(), self.look.now());
        self.look.internal(&keys::DESTROY, &[("name", name.as_str().into()), ("at", now.into())])?;
        self.announce(keys::destroyed_announcement(&name));
        self.look.found.insert(name, Found::Destroyed);
        Ok(())
    }
}

impl<'a> Deref for Work<'a> {
    type Target = Look<'a>;
    fn deref(&self) -> &Look<'a> {
        &self.look
    }
}

impl DerefMut for Work<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.look
    }
}
