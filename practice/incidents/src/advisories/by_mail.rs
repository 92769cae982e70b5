//! Advisories that come by mail. Somebody says which mailbox HC3, CISA and the vendors write to. What comes there is noted when
//! the letter is taken in, and read by a round of the house afterwards, so that nobody waits for a large letter: see
//! [`super::letters`].

use super::records;
use kernel::{Done, Duty, Fact, LetterId, MailboxId, OrgId, Phi, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Says that what comes to a mailbox is an advisory, or no longer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAdvisoryMailbox {
    /// The organization that has the mailbox and keeps the advisories.
    pub org: OrgId,
    /// The mailbox to which HC3, CISA and vendors write.
    #[schemars(extend("x-order" = 1))]
    pub mailbox: MailboxId,
    /// Whether what comes there is an advisory.
    #[schemars(extend("x-order" = 2))]
    pub advisories: bool,
}

/// That the mailbox is one of the organization.
#[derive(Debug, Clone, Copy)]
pub struct OwnMailbox;

/// How the mailbox stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AdvisoryMailbox {
    pub mailbox: MailboxId,
    pub advisories: bool,
}

impl Order for SetAdvisoryMailbox {
    const ACT: Act = Act {
        name: "incidents.set-advisory-mailbox",
        says: "Say to which mailbox advisories come",
        path: "/organizations/{org}/advisory-mailboxes",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = AdvisoryMailbox;
    type Needs = OwnMailbox;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, _: OwnMailbox) -> Result<Done<AdvisoryMailbox>, Stop> {
        records::set_mailbox(work, self.mailbox, self.advisories)?;
        let fact = Fact::new("incidents.advisory-mailbox-set", self.org)
            .about(self.mailbox)
            .with("mailbox", self.mailbox)
            .with("advisories", self.advisories);
        Ok(Done::new(fact, AdvisoryMailbox { mailbox: self.mailbox, advisories: self.advisories }))
    }
}

/// A letter came to a mailbox of the transaction's organization. Where advisories come there, it is noted that the letter is
/// to be read. `confirmed` says whether the receiving server confirmed its author.
///
/// # Errors
/// A fault of the store.
pub fn came(work: &mut Work, mailbox: MailboxId, letter: LetterId, confirmed: bool) -> Result<(), Stop> {
    if records::has_mailbox(work, mailbox)? {
        records::note_letter(work, letter, confirmed)?;
    }
    Ok(())
}
