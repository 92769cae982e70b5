//! Acts without their types. The door is built once, for whatever order or question comes, rather than anew for each of
//! the two hundred: a smaller program, and a shorter wait for whoever builds it.

use crate::{Act, Charted, Ground, Order, Question, Registry, registry::to_json};
use kernel::{Done, Stop};
use serde::Serialize;
use serde_json::{Value, json};
use std::{any::Any, sync::Arc};
use store::{Look, Work};

/// What can be told as JSON.
pub(crate) trait Tells: Send + Sync {
    fn tell(&self) -> serde_json::Result<Value>;
}

impl<T: Serialize + Send + Sync> Tells for T {
    fn tell(&self) -> serde_json::Result<Value> {
        serde_json::to_value(self)
    }
}

/// A receipt or an answer of some type.
pub(crate) trait Given: Any + Send {
    fn tell(&self) -> Result<Value, Stop>;
}

impl<T: Serialize + Send + 'static> Given for T {
    fn tell(&self) -> Result<Value, Stop> {
        to_json(self)
    }
}

/// Gives back what is known to be of this type.
///
/// # Errors
/// A fault, were it of another.
pub(crate) fn typed<T: 'static>(given: Box<dyn Given>) -> Result<T, Stop> {
    let given: Box<dyn Any> = given;
    let right = given.downcast::<T>().map(|right| *right);
    right.map_err(|_| anyhow::anyhow!("an act gave something else than it declares").into())
}

/// An order of some type.
pub(crate) trait SomeOrder: Tells {
    fn act(&self) -> Act;
    fn prepares(&self) -> bool;
    fn ground(&self) -> Ground;
    /// The same order with its slow work done.
    fn prepared(&self, look: &mut Look) -> Result<Arc<dyn SomeOrder>, Stop>;
    /// Reads what it needs of other slices, as the house, and carries it out as whoever asked.
    fn perform(
        &self,
        work: &mut Work,
        registry: &Registry,
        house: bool,
    ) -> Result<Done<Box<dyn Given>>, Stop>;
}

impl<O: Order> SomeOrder for O {
    fn act(&self) -> Act {
        O::ACT
    }
    fn prepares(&self) -> bool {
        O::PREPARES
    }
    fn ground(&self) -> Ground {
        Order::ground(self)
    }

    fn prepared(&self, look: &mut Look) -> Result<Arc<dyn SomeOrder>, Stop> {
        let mut order = self.clone();
        order.prepare(look)?;
        Ok(Arc::new(order))
    }

    fn perform(
        &self,
        work: &mut Work,
        registry: &Registry,
        house: bool,
    ) -> Result<Done<Box<dyn Given>>, Stop> {
        let supply = registry
            .supply::<O>()
            .ok_or_else(|| Stop::from(anyhow::anyhow!("{} was never put into the registry", O::ACT.name)))?;
        work.as_house(true);
        let needs = supply(work, self)?;
        work.as_house(house);
        let Done { facts, receipt } = Order::perform(self, work, needs)?;
        Ok(Done { facts, receipt: Box::new(receipt) })
    }
}

/// A question of some type.
pub(crate) trait SomeQuestion: Tells {
    fn act(&self) -> Act;
    fn ground(&self) -> Ground;
    fn answer(&self, look: &mut Look) -> Result<Box<dyn Given>, Stop>;
    fn looked_at(&self) -> Option<String>;
}

impl<Q: Question> SomeQuestion for Q {
    fn act(&self) -> Act {
        Q::ACT
    }
    fn ground(&self) -> Ground {
        Question::ground(self)
    }
    fn answer(&self, look: &mut Look) -> Result<Box<dyn Given>, Stop> {
        Ok(Box::new(Question::answer(self, look)?))
    }
    fn looked_at(&self) -> Option<String> {
        Question::looked_at(self)
    }
}

impl Charted<Box<dyn Given>> {
    pub(crate) fn typed<R: 'static>(self) -> Result<Charted<R>, Stop> {
        let Self { entry, at, receipt, facts } = self;
        Ok(Charted { entry, at, receipt: typed(receipt)?, facts })
    }

    /// As the API gives it.
    pub(crate) fn told(&self) -> Result<Value, Stop> {
        Ok(json!({ "entry": self.entry, "at": self.at, "receipt": (*self.receipt).tell()? }))
    }
}
