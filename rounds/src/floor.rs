//! What every round stands on: the office it gives its orders to, the leases of this server, and the address
//! that stands in letters.

use crate::{Leases, MailSettings};
use kernel::{Moment, Stop, Who};
use office::{Answered, Office, Sealer};
use serde_json::Value;
use std::time::Duration;
use store::{Look, Work};

/// How often the rounds look whether there is something to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Every {
    /// The sealer.
    pub seal: Duration,
    /// Mail and webhooks.
    pub post: Duration,
    /// Promises, agreements and emergency accesses that end.
    pub clocks: Duration,
}

impl Default for Every {
    fn default() -> Self {
        Self {
            seal: Duration::from_millis(200),
            post: Duration::from_secs(2),
            clocks: Duration::from_secs(5),
        }
    }
}

/// What the rounds need from the binary.
pub struct Needed {
    pub office: Office,
    pub sealer: Sealer,
    /// Without it letters wait in the outbox.
    pub mail: Option<MailSettings>,
    /// The address under which people reach the house, such as `https://desk.example.org`; it stands in
    /// letters.
    pub origin: String,
    /// The name of this server, unlike that of any other on the same database.
    pub holder: String,
    pub every: Every,
}

/// See the module.
pub struct Floor {
    pub office: Office,
    pub sealer: Sealer,
    pub origin: String,
    pub every: Every,
    pub leases: Leases,
}

impl Floor {
    pub fn new(office: Office, sealer: Sealer, origin: String, holder: String, every: Every) -> Self {
        let leases = Leases::new(office.store().clone(), holder);
        Self { office, sealer, origin, every, leases }
    }

    /// Looks as an engine of the house.
    ///
    /// # Errors
    /// A fault of the store.
    pub fn look<T: Send>(
        &self,
        engine: &'static str,
        now: Moment,
        mut job: impl FnMut(&mut Look) -> anyhow::Result<T> + Send,
    ) -> anyhow::Result<T> {
        let answer = self.office.store().read(move |look: &mut Look| {
            look.on_behalf(Who::House(engine), None, now);
            Ok(job(look)?)
        });
        answer.map_err(fault)
    }

    /// Writes as an engine of the house: only the bookkeeping of the rounds themselves, for which nothing is
    /// charted.
    ///
    /// # Errors
    /// A fault of the store.
    pub fn write<T: Send + 'static>(
        &self,
        engine: &'static str,
        now: Moment,
        mut job: impl FnMut(&mut Work) -> anyhow::Result<T> + Send + 'static,
    ) -> anyhow::Result<T> {
        let done = self.office.store().write(move |work: &mut Work| {
            work.on_behalf(Who::House(engine), None, now);
            Ok(job(work)?)
        });
        done.wait().map_err(fault)
    }

    /// Gives an order by its name, at `now`.
    ///
    /// # Errors
    /// A refusal; a fault of the store.
    pub fn order(&self, engine: &'static str, now: Moment, act: &str, body: Value) -> Result<Answered, Stop> {
        let who = Who::House(engine);
        futures_executor::block_on(self.office.at(now).call(&who, act, body, None))
    }
}

/// What stopped a round, as an error for the log.
pub(crate) fn fault(stop: Stop) -> anyhow::Error {
    match stop {
        Stop::Failed(fault) => fault.0,
        Stop::Refused(refusal) => anyhow::anyhow!("refused: {}", refusal.sentence),
    }
}
