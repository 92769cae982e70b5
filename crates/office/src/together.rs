//! Several orders in one transaction: each passes the gate, is carried out and charted exactly as if it had come alone,
//! and all of them are kept or none. For history that is brought in at once; whoever stands and waits sends one at a time.

use crate::{
    Charted, Office, Order,
    door::Inner,
    permit::{Refused, Turn},
    registry::Coming,
};
use kernel::{Moment, Stop, Who};
use parking_lot::Mutex;
use std::sync::Arc;
use store::Work;

/// Charts the refusal that ended everything.
type No = Box<dyn FnOnce(Office) -> Coming<Stop> + Send>;

/// See the module.
pub struct Together<'a, 'w> {
    inner: &'a Inner,
    work: &'a mut Work<'w>,
    no: Option<No>,
}

impl Together<'_, '_> {
    /// Carries one of the orders out, at its own moment. Orders that prepare something slow are not made for this.
    ///
    /// # Errors
    /// As for [`Office::execute`]; after a refusal nothing of what went before is kept.
    pub fn execute<O: Order>(
        &mut self,
        who: &Who,
        order: &O,
        now: Moment,
    ) -> Result<Charted<O::Receipt>, Stop> {
        let permit = match self.inner.permit(self.work, who, &O::ACT, order.ground(), now)? {
            Turn::Through(permit) => permit,
            Turn::Refused(refused) => return Err(self.refused(who, order, *refused, now)),
        };
        match self.inner.perform(self.work, who, order, &permit, now) {
            Ok(done) => done.typed(),
            Err(Stop::Refused(refusal)) => {
                Err(self.refused(who, order, Refused { refusal: *refusal, org: permit.org }, now))
            }
            Err(failed) => Err(failed),
        }
    }

    fn refused<O: Order>(&mut self, who: &Who, order: &O, refused: Refused, now: Moment) -> Stop {
        let said = refused.refusal.clone();
        let (who, order) = (who.clone(), Arc::new(order.clone()));
        self.no = Some(Box::new(move |office| {
            Box::pin(async move { office.chart_refusal(&who, &O::ACT, order, refused, now).await })
        }));
        said.into()
    }
}

impl Office {
    /// Carries several orders out in one transaction, see [`Together`].
    ///
    /// # Errors
    /// The refusal of the first order that was refused, charted as any other; a fault of the store.
    pub async fn together<T: Send + 'static>(
        &self,
        mut job: impl FnMut(&mut Together) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        let inner = self.inner.clone();
        let said: Arc<Mutex<Option<No>>> = Arc::default();
        let saying = said.clone();
        let outcome = self
            .inner
            .store
            .write(move |work: &mut Work| {
                let mut together = Together { inner: &inner, work, no: None };
                let done = job(&mut together);
                if together.no.is_some() && done.is_ok() {
                    return Err(anyhow::anyhow!("went on after an order had been refused").into());
                }
                *saying.lock() = together.no;
                done
            })
            .await;
        let no = said.lock().take();
        match (outcome, no) {
            (Err(Stop::Refused(_)), Some(no)) => Err(no(self.clone()).await),
            (outcome, _) => outcome,
        }
    }
}
