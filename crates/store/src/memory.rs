//! What was asked within one instant and need not be asked again: the same statement with the same values, on behalf of the
//! same caller, has the same answer as long as the instant lasts.

use crate::{Row, Value, look::Scope, sql::Ask};
use anyhow::Result;

/// The most answers that are kept, and the most rows of one; longer lists are asked once anyway.
const ANSWERS: usize = 128;
const ROWS: usize = 16;

/// See the module. Only for transactions that read.
#[derive(Default)]
pub(crate) struct Memory(Vec<Answer>);

struct Answer {
    name: &'static str,
    scope: Scope,
    params: Vec<(String, Value)>,
    rows: Vec<Row>,
}

impl Answer {
    fn is_to(&self, ask: &Ask) -> bool {
        self.name == ask.sql.name
            && self.params.len() == ask.params.len()
            && self.params.iter().zip(ask.params).all(|(kept, given)| kept.0 == given.0 && kept.1 == given.1)
            && self.scope.sees_as(ask.scope)
    }
}

impl Memory {
    /// The rows that were answered before, or those that `look` finds.
    pub fn rows(
        &mut self,
        ask: &Ask,
        look: impl FnOnce(&Ask) -> Result<(Vec<Row>, bool)>,
    ) -> Result<(Vec<Row>, bool)> {
        if let Some(answer) = self.0.iter().find(|answer| answer.is_to(ask)) {
            return Ok((answer.rows.clone(), false));
        }
        let (rows, wrote) = look(ask)?;
        if rows.len() <= ROWS && self.0.len() < ANSWERS && !wrote {
            let params = ask.params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
            let scope = ask.scope.clone();
            self.0.push(Answer { name: ask.sql.name, scope, params, rows: rows.clone() });
        }
        Ok((rows, wrote))
    }
}
