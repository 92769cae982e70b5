//! The house of the year and the one way to it: every order goes through the real door at the year's own
//! moment, and the auditor hears what was asked and what was answered.

use crate::auditor::{Arrived, Auditor, Finding, Written};
use crate::faults::Planted;
use anyhow::{Result, anyhow, ensure};
use futures_executor::block_on;
use kernel::{Moment, OrgId, Stop, Who};
use office::{Order, Question};
use orderly::House;
use std::{
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

/// An order's own time: nothing happens at the same moment as something else.
const BREATH: i64 = 1_000;

/// See the module.
pub struct Door {
    pub house: House,
    pub auditor: Auditor,
    pub faults: Planted,
    /// What the house's clock shows.
    pub clock: Arc<AtomicI64>,
    now: i64,
    /// When the last order was given.
    pub busy: i64,
}

impl Door {
    pub fn new(house: House, auditor: Auditor, faults: Planted, clock: Arc<AtomicI64>) -> Self {
        let now = clock.load(Ordering::SeqCst);
        Self { house, auditor, faults, clock, now, busy: now }
    }

    pub fn now(&self) -> i64 {
        self.now
    }

    /// Time goes on to this moment, and never back.
    pub fn pass(&mut self, at: i64) {
        self.now = at.max(self.now + BREATH);
        self.clock.store(self.now, Ordering::SeqCst);
    }

    /// Somebody gives an order at an organization. What was done is told to the auditor by `follow`, before
    /// it reads the ledger. Gives nothing when it was refused.
    ///
    /// # Errors
    /// A fault of the house; a finding of the auditor.
    pub fn give<O: Order>(
        &mut self,
        who: &Who,
        org: Option<OrgId>,
        order: O,
        follow: impl FnOnce(&mut Auditor, &O::Receipt, i64),
    ) -> Result<Option<O::Receipt>> {
        self.pass(self.now);
        let now = self.now;
        self.faults.before_order(&O::ACT, &self.auditor, who, org, now)?;
        let outcome = block_on(self.house.office.at(Moment::from_micros(now)).execute(who, order));
        self.faults.after_order(&O::ACT, org, now)?;
        self.busy = now;
        let receipt = match outcome {
            Ok(charted) => {
                self.auditor.asked(now, who, &O::ACT, org, None);
                follow(&mut self.auditor, &charted.receipt, now);
                Some(charted.receipt)
            }
            Err(Stop::Refused(refusal)) => {
                self.auditor.asked(now, who, &O::ACT, org, Some(&refusal));
                None
            }
            Err(Stop::Failed(fault)) => return Err(anyhow!("{}: {fault}", O::ACT.name)),
        };
        self.settle(&Arrived::default())?;
        Ok(receipt)
    }

    /// Somebody asks for something that is charted before it is shown.
    ///
    /// # Errors
    /// As [`Door::give`].
    pub fn look<Q: Question>(&mut self, who: &Who, org: Option<OrgId>, question: Q) -> Result<()> {
        self.pass(self.now);
        let now = self.now;
        self.faults.before_order(&Q::ACT, &self.auditor, who, org, now)?;
        let outcome = block_on(self.house.office.at(Moment::from_micros(now)).answer(who, question));
        self.faults.after_order(&Q::ACT, org, now)?;
        self.busy = now;
        let no = match &outcome {
            Ok(_) => None,
            Err(Stop::Refused(refusal)) => Some(&**refusal),
            Err(Stop::Failed(fault)) => return Err(anyhow!("{}: {fault}", Q::ACT.name)),
        };
        self.auditor.looked(now, who, &Q::ACT, org, no);
        self.settle(&Arrived::default())
    }

    /// The mail server hands a letter over, as `orderly mail-in` takes it from a pipe.
    ///
    /// # Errors
    /// A letter that the mail server is told to keep; a finding of the auditor.
    pub fn hand_over(&mut self, mailbox: &str, letter: &[u8], written: Written) -> Result<()> {
        self.pass(self.now);
        let now = self.now;
        self.faults.before_letter(now)?;
        self.auditor.letter_comes(now, written);
        let code = orderly::cli::hand_over(&self.house, mailbox, letter)?;
        ensure!(code == ExitCode::SUCCESS, "the mail server was told {code:?}");
        self.busy = now;
        self.settle(&Arrived::default())
    }

    /// The auditor looks at everything that is open.
    ///
    /// # Errors
    /// A finding of the auditor.
    pub fn compare_open_work(&mut self) -> Result<()> {
        self.auditor.compare_open_work(self.now)?;
        self.settle(&Arrived::default())
    }

    /// [`Door::give`] for what has to succeed.
    ///
    /// # Errors
    /// Also when it was refused.
    pub fn must<O: Order>(&mut self, who: &Who, org: Option<OrgId>, order: O) -> Result<O::Receipt> {
        self.give(who, org, order, |_, _, _| ())?.ok_or_else(|| anyhow!("{} was refused", O::ACT.name))
    }

    /// The auditor reads what happened now; the first thing it finds ends the year.
    ///
    /// # Errors
    /// A [`Finding`].
    pub fn settle(&mut self, arrived: &Arrived) -> Result<()> {
        self.auditor.read(self.now)?;
        self.auditor.tick(self.now, arrived);
        match self.auditor.findings.0.first() {
            None => Ok(()),
            Some(found) => Err(Found(found.clone()).into()),
        }
    }
}

/// A finding as an error.
#[derive(Debug, Clone)]
pub struct Found(pub Finding);

impl std::fmt::Display for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Found {}
