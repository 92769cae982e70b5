//! The one door. Every change and every look goes through here, in the same steps: prepare, begin, permit, supply,
//! perform, react, chart, post, commit, announce. A refusal is charted as well, in a commit of its own.

use crate::instant::Instant;
use crate::permit::{Refused, Turn, reach_key};
use crate::whole::{Given, SomeOrder, SomeQuestion, typed};
use crate::{Act, Call, Coming, Gate, Ground, Order, Question, Registry, once, registry::Reads};
use futures_channel::oneshot;
use kernel::{Badge, EntryId, Fact, Moment, OrgId, OutsideTerm, Phi, Refusal, Standing, Status, Stop, Who};
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;
use store::{Engine, Look, Store, Work};

/// What the door asks of the slices that know people and agreements; the binary wires it.
pub trait Directory: Send + Sync + 'static {
    /// Who the caller is now, or nothing when the session, the token or the person has ended.
    fn badge(&self, look: &mut Look, who: &Who) -> Result<Option<Badge>, Stop>;
    /// Whether the organization is within the caller's reach.
    fn reaches(&self, look: &mut Look, badge: &Badge, org: OrgId) -> Result<bool, Stop>;
    /// Notes that the caller's emergency access lets them do something; gives the fact the first time. Where nobody has
    /// emergency access there is nothing to note.
    fn emergency_used(&self, _work: &mut Work, _badge: &Badge) -> Result<Option<Fact>, Stop> {
        Ok(None)
    }
    /// By what right the caller's employer may reach ePHI there.
    fn standing(&self, look: &mut Look, employer: OrgId, org: OrgId) -> Result<Standing, Stop>;
    /// For the sentence of a refusal alone: whether the agreements are in force and only the term of an engagement keeps the
    /// caller's employer out. Where nobody is engaged for a term there is nothing to say.
    fn outside_term(
        &self,
        _look: &mut Look,
        _employer: OrgId,
        _org: OrgId,
    ) -> Result<Option<OutsideTerm>, Stop> {
        Ok(None)
    }
    /// Whether this organization is the one that runs the house, whose own affairs are nobody else's.
    fn runs_house(&self, look: &mut Look, org: OrgId) -> Result<bool, Stop>;
    /// The organization's name, for sentences.
    fn name(&self, look: &mut Look, org: OrgId) -> Result<String, Stop>;
}

/// A receipt with the entry that keeps it.
#[derive(Debug, Clone, Serialize)]
pub struct Charted<R> {
    pub entry: EntryId,
    pub at: Moment,
    pub receipt: R,
    #[serde(skip)]
    pub facts: Vec<Fact>,
}

/// What an act that was called by its name gives back.
#[derive(Debug, Clone)]
pub struct Answered {
    pub entry: Option<EntryId>,
    pub body: Value,
}

type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;
/// Runs something that waits on a thread where waiting harms nobody.
pub type Aside = Box<dyn Fn(Box<dyn FnOnce() + Send>) + Send + Sync>;

/// See the module. Cheap to clone.
#[derive(Clone)]
pub struct Office {
    pub(crate) inner: Arc<Inner>,
    pub(crate) clock: Clock,
    pub(crate) instant: Option<Arc<Instant>>,
}

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) registry: Registry,
    pub(crate) gate: Gate,
    pub(crate) directory: Box<dyn Directory>,
    aside: Aside,
}

impl Office {
    /// # Errors
    /// When the policies cannot be read.
    pub fn new(
        store: Store,
        registry: Registry,
        directory: impl Directory,
        clock: impl Fn() -> Moment + Send + Sync + 'static,
        aside: Aside,
    ) -> anyhow::Result<Self> {
        for entry in registry.entries() {
            anyhow::ensure!(entry.act.path.starts_with('/'), "{} has no address", entry.act.name);
        }
        let inner = Inner { store, registry, gate: Gate::new()?, directory: Box::new(directory), aside };
        Ok(Self { inner: Arc::new(inner), clock: Arc::new(clock), instant: None })
    }

    /// The same office at a fixed moment: for history, simulations and tests.
    pub fn at(&self, moment: Moment) -> Self {
        Self { inner: self.inner.clone(), clock: Arc::new(move || moment), instant: None }
    }
    pub fn now(&self) -> Moment {
        (self.clock)()
    }
    pub fn store(&self) -> &Store {
        &self.inner.store
    }
    pub fn registry(&self) -> &Registry {
        &self.inner.registry
    }
    pub fn gate(&self) -> &Gate {
        &self.inner.gate
    }

    /// Carries an order out.
    ///
    /// # Errors
    /// A refusal of the gate or of the slice; a fault of the store.
    pub async fn execute<O: Order>(&self, who: &Who, order: O) -> Result<Charted<O::Receipt>, Stop> {
        self.carry(who.clone(), Arc::new(order), None).await?.typed()
    }

    /// Carries out an order that was called by its name, once for each key.
    async fn execute_once(
        &self,
        who: &Who,
        order: Arc<dyn SomeOrder>,
        key: Option<String>,
    ) -> Result<Answered, Stop> {
        // Before sign-in a key belongs to nobody, and what belongs to nobody is given to nobody.
        let Some(key) = key.filter(|_| *who != Who::Nobody) else {
            let done = self.carry(who.clone(), order, None).await?;
            return Ok(Answered { entry: Some(done.entry), body: done.told()? });
        };
        let once = once::Once::new(who, order.act().name, &*order, key)?;
        if let Some(kept) = self.kept(who, &once).await? {
            return Ok(kept);
        }
        match self.carry(who.clone(), order, Some(once.clone())).await {
            Ok(done) => Ok(Answered { entry: Some(done.entry), body: done.told()? }),
            // Somebody else with the same key was faster: theirs is the answer.
            Err(stop) => match self.kept(who, &once).await? {
                Some(kept) => Ok(kept),
                None => Err(stop),
            },
        }
    }

    async fn kept(&self, who: &Who, once: &once::Once) -> Result<Option<Answered>, Stop> {
        let once = once.clone();
        self.read(who, move |look| once.kept(look)).await
    }

    fn carry(
        &self,
        who: Who,
        mut order: Arc<dyn SomeOrder>,
        once: Option<once::Once>,
    ) -> Coming<Result<Charted<Box<dyn Given>>, Stop>> {
        if let Some(instant) = &self.instant {
            instant.end();
        }
        let office = self.clone();
        Box::pin(async move {
            let (now, act) = (office.now(), order.act());
            if order.prepares() {
                order = match office.prepared(&who, order.clone(), now).await? {
                    Turn::Through(prepared) => prepared,
                    Turn::Refused(refused) => {
                        return Err(office.chart_refusal(&who, &act, order, *refused, now).await);
                    }
                };
            }
            let (inner, by, what) = (office.inner.clone(), who.clone(), order.clone());
            let job = move |work: &mut Work| {
                let permit = match inner.permit(work, &by, &act, what.ground(), now)? {
                    Turn::Through(permit) => permit,
                    Turn::Refused(refused) => return Ok(Turn::Refused(refused)),
                };
                let done = inner.perform(work, &by, &*what, &permit, now)?;
                if let Some(once) = &once {
                    once.keep(work, &done.told()?)?;
                }
                Ok(Turn::Through(done))
            };
            let outcome = office.inner.store.write(job).await;
            let refused = match outcome {
                Ok(Turn::Through(done)) => return Ok(done),
                Ok(Turn::Refused(refused)) => *refused,
                Err(Stop::Refused(refusal)) => {
                    let org = office.place(&who, order.ground()).await;
                    Refused { refusal: *refusal, org }
                }
                Err(failed) => return Err(failed),
            };
            Err(office.chart_refusal(&who, &act, order, refused, now).await)
        })
    }

    /// The slow work of an order, for those alone whom the gate lets through; the transaction itself asks it once more.
    async fn prepared(
        &self,
        who: &Who,
        order: Arc<dyn SomeOrder>,
        now: Moment,
    ) -> Result<Turn<Arc<dyn SomeOrder>>, Stop> {
        let (inner, by) = (self.inner.clone(), who.clone());
        self.look(move |look: &mut Look| {
            if let Turn::Refused(refused) = inner.permit(look, &by, &order.act(), order.ground(), now)? {
                return Ok(Turn::Refused(refused));
            }
            look.as_house(true);
            order.prepared(look).map(Turn::Through)
        })
        .await
    }

    /// Answers a question. One that shows PHI is charted before the answer is given.
    ///
    /// # Errors
    /// As for [`Office::execute`].
    pub async fn answer<Q: Question>(&self, who: &Who, question: Q) -> Result<Q::Answer, Stop> {
        typed(self.answer_some(who.clone(), Arc::new(question)).await?)
    }

    fn answer_some(&self, who: Who, question: Arc<dyn SomeQuestion>) -> Coming<Result<Box<dyn Given>, Stop>> {
        let office = self.clone();
        Box::pin(async move {
            let (now, act) = (office.seen_at(), question.act());
            let (inner, by, what) = (office.inner.clone(), who.clone(), question.clone());
            let outcome = office
                .look(move |look: &mut Look| match inner.permit(look, &by, &act, what.ground(), now)? {
                    Turn::Through(permit) => Ok(Turn::Through((what.answer(look)?, permit))),
                    Turn::Refused(refused) => Ok(Turn::Refused(refused)),
                })
                .await?;
            match outcome {
                Turn::Through((answer, permit)) => {
                    if act.phi == Phi::Holds || permit.first_emergency {
                        office.chart_look(&who, question, permit, now).await?;
                        if let Some(instant) = &office.instant {
                            instant.pass();
                        }
                    }
                    Ok(answer)
                }
                Turn::Refused(refused) => {
                    Err(office.chart_refusal(&who, &act, question, *refused, now).await)
                }
            }
        })
    }

    /// Calls an act by its name, as the API and the command line do.
    ///
    /// # Errors
    /// As for [`Office::execute`]; besides a refusal that names the field which cannot be read.
    pub async fn call(
        &self,
        who: &Who,
        name: &str,
        body: Value,
        once: Option<String>,
    ) -> Result<Answered, Stop> {
        self.call_as(who, name, body, Call { once, ..Call::default() }).await
    }

    /// The same, with everything that is known of the call.
    ///
    /// # Errors
    /// As for [`Office::call`].
    pub async fn call_as(&self, who: &Who, name: &str, body: Value, call: Call) -> Result<Answered, Stop> {
        let Some(entry) = self.inner.registry.find(name) else {
            return Err(Refusal::new(Status::NotFound, "There is no act of this name.").into());
        };
        match &entry.reads {
            Reads::Order(read) => self.execute_once(who, read(body, &call.place)?, call.once).await,
            Reads::Question(read) => {
                let answer = self.answer_some(who.clone(), read(body)?).await?;
                Ok(Answered { entry: None, body: (*answer).tell()? })
            }
        }
    }

    /// Whether the gate would let the caller do this there: what a page offers is asked of the same policies.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn may(&self, who: &Who, acts: Vec<(Act, Ground)>) -> Result<Vec<bool>, Stop> {
        let (inner, by, now) = (self.inner.clone(), who.clone(), self.seen_at());
        self.look(move |look: &mut Look| {
            let mut out = Vec::with_capacity(acts.len());
            for (act, ground) in &acts {
                out.push(match inner.permit(look, &by, act, ground.clone(), now) {
                    Ok(Turn::Through(_)) => true,
                    Ok(Turn::Refused(_)) | Err(Stop::Refused(_)) => false,
                    Err(failed) => return Err(failed),
                });
            }
            Ok(out)
        })
        .await
    }

    /// A read on behalf of somebody, for boards and for the edge: statements see the caller's reach and nothing more.
    ///
    /// # Errors
    /// Whatever `job` refuses; a fault of the store.
    pub async fn read<T: Send + 'static>(
        &self,
        who: &Who,
        mut job: impl FnMut(&mut Look) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        let (by, now) = (who.clone(), self.seen_at());
        self.look(move |look: &mut Look| {
            look.on_behalf(by.clone(), reach_key(&by), now);
            let house = matches!(by, Who::House(_));
            look.as_house(house);
            // No act was permitted, so nothing of a patient is read.
            look.far_from_phi((!house).then_some("a read without an act"));
            job(look)
        })
        .await
    }

    /// A read in one consistent view. The embedded engine answers at once; another server is waited for aside.
    async fn look<T: Send + 'static>(
        &self,
        mut job: impl FnMut(&mut Look) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        if self.inner.store.engine() == Engine::Sqlite {
            return self.inner.store.read(job);
        }
        let (to, answer) = oneshot::channel();
        let (store, instant) = (self.inner.store.clone(), self.instant.clone());
        (self.inner.aside)(Box::new(move || {
            let answer = match &instant {
                Some(instant) => instant.read(&store, &mut job),
                None => store.read_here(&mut job),
            };
            // Whoever asked may have gone.
            let _ = to.send(answer);
        }));
        answer
            .await
            .unwrap_or_else(|_| Err(anyhow::anyhow!("a read was given up before it was answered").into()))
    }

    /// Who the caller is now.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn badge(&self, who: &Who) -> Result<Option<Badge>, Stop> {
        let (inner, by, now) = (self.inner.clone(), who.clone(), self.seen_at());
        self.look(move |look: &mut Look| {
            look.on_behalf(by.clone(), reach_key(&by), now);
            look.as_house(true);
            inner.directory.badge(look, &by)
        })
        .await
    }

    async fn place(&self, who: &Who, ground: Ground) -> Option<OrgId> {
        let (inner, by) = (self.inner.clone(), who.clone());
        let found = self.read(&Who::House("door"), move |look| {
            look.as_house(true);
            let badge = inner.directory.badge(look, &by)?;
            inner.org_of(look, &ground, badge.as_ref())
        });
        found.await.ok().flatten()
    }
}
