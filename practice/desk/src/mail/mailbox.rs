//! Mailboxes: the addresses to which people write, how their letters get here, and what is done with those of strangers.

use super::records::{self, Mailbox};
use super::words::{ImapTls, Unknown, Way};
use crate::words::Trouble;
use kernel::{Done, Duty, Fact, MailboxId, OrgId, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// Sets a mailbox.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetMailbox {
    /// The organization that has it; it takes letters in for this one and for those that it serves.
    pub org: OrgId,
    /// Which one is changed; a new one when none is named.
    pub mailbox: Option<MailboxId>,
    /// The address to which people write.
    pub address: String,
    /// How its letters get here.
    pub way: Way,
    /// For which organization a letter is whose sender does not say it; none: such letters are set aside.
    pub default_org: Option<OrgId>,
    /// What kind of trouble its tickets are at first; a question when nothing is said.
    pub trouble: Option<Trouble>,
    /// What is done with letters of senders whom nobody knows or confirmed; set aside when nothing is said.
    pub unknown: Option<Unknown>,
    /// Whether what your own staff passes on is a ticket of the original sender.
    #[serde(default)]
    pub forwards: bool,
    /// Whether the mail server delivers what stands behind a plus (`desk+something@`); answers then go there.
    #[serde(default)]
    pub plus: bool,
    /// The name under which your receiving mail server writes its Authentication-Results. It must remove such lines of
    /// others. Without it no sender is ever confirmed.
    pub trusted: Option<String>,
    /// The IMAP server.
    pub host: Option<String>,
    /// Its port; 993 or 143 when nothing is said.
    pub port: Option<u16>,
    /// How the line to it is kept private.
    pub tls: Option<ImapTls>,
    /// With which name to sign in there.
    pub username: Option<String>,
    /// The password; the one that is there stays when none is given and server, port, line and name stay too.
    pub password: Option<Private>,
    /// The folder; INBOX when nothing is said.
    pub folder: Option<String>,
    #[serde(skip)]
    #[schemars(skip)]
    pub taken: Option<MailboxId>,
}

/// The mailbox.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MailboxSet {
    pub mailbox: MailboxId,
}

fn plain(field: &str, text: Option<&str>, most: usize) -> Result<Option<String>, Refusal> {
    let Some(text) = text.map(str::trim).filter(|t| !t.is_empty()) else { return Ok(None) };
    if text.len() > most || text.chars().any(|c| c.is_control()) {
        return Err(Refusal::invalid(field, format!("Write at most {most} letters in one line.")));
    }
    Ok(Some(text.to_owned()))
}

fn word(field: &str, text: Option<&str>, most: usize) -> Result<Option<String>, Refusal> {
    let found = plain(field, text, most)?;
    if found.as_ref().is_some_and(|t| t.contains(char::is_whitespace)) {
        return Err(Refusal::invalid(field, "This has no blanks."));
    }
    Ok(found)
}

impl SetMailbox {
    fn read(&self, id: MailboxId) -> Result<Mailbox, Refusal> {
        let address = wire::mail::address(&self.address)
            .filter(|a| a.len() <= 200 && a.is_ascii())
            .ok_or_else(|| Refusal::invalid("address", "Write an address such as desk@example.org."))?;
        let imap = self.way == Way::Imap;
        let host = word("host", self.host.as_deref(), 200)?.filter(|_| imap);
        let tls = self.tls.or(Some(ImapTls::Tls)).filter(|_| imap);
        if imap && host.is_none() {
            return Err(Refusal::invalid("host", "Name the IMAP server."));
        }
        let local =
            |h: &String| h == "localhost" || h.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
        if tls == Some(ImapTls::None) && !host.as_ref().is_some_and(local) {
            let sentence = "Without TLS letters are fetched only from a server on this very machine.";
            return Err(Refusal::invalid("tls", sentence));
        }
        let username = plain("username", self.username.as_deref(), 200)?.filter(|_| imap);
        if imap && username.is_none() {
            return Err(Refusal::invalid("username", "Say with which name to sign in there."));
        }
        let usual = if tls == Some(ImapTls::Tls) { 993 } else { 143 };
        Ok(Mailbox {
            id,
            org: self.org,
            address,
            default_org: self.default_org,
            trouble: self.trouble.unwrap_or(Trouble::Question),
            unknown: self.unknown.unwrap_or(Unknown::Hold),
            forwards: self.forwards,
            plus: self.plus,
            trusted: word("trusted", self.trusted.as_deref(), 200)?,
            way: self.way,
            host,
            port: imap.then_some(self.port.filter(|p| *p > 0).unwrap_or(usual)),
            tls,
            username,
            folder: plain("folder", self.folder.as_deref(), 200)?.filter(|_| imap),
            looked_at: None,
            problem: None,
            has_password: false,
        })
    }
}

impl Order for SetMailbox {
    const ACT: Act = Act {
        name: "desk.set-mailbox",
        says: "Set a mailbox",
        path: "/desk/organizations/{org}/mailboxes",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    const PREPARES: bool = true;
    type Receipt = MailboxSet;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn prepare(&mut self, look: &mut Look) -> Result<(), Stop> {
        let address = wire::mail::address(&self.address).unwrap_or_default();
        self.taken = records::mailbox_at(look, &address)?.map(|m| m.id);
        Ok(())
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<MailboxSet>, Stop> {
        let before = self.mailbox.map(|id| records::own_mailbox(work, id)).transpose()?;
        let id = before.as_ref().map_or_else(|| work.id(), |m| m.id);
        let mailbox = self.read(id)?;
        if self.taken.is_some_and(|taken| taken != id) {
            return Err(Refusal::invalid("address", "There is a mailbox with this address already.").into());
        }
        if let Some(org) = self.default_org
            && work.person().is_some()
            && !records::reached(work, org)?
        {
            return Err(Refusal::not_found("organization").into());
        }
        let password = self.password.as_ref().map(Private::reveal).filter(|p| !p.is_empty());
        if password.is_some_and(|p| p.len() > 500 || p.contains(['\r', '\n', '\0'])) {
            return Err(
                Refusal::invalid("password", "A password has at most 500 letters in one line.").into()
            );
        }
        // A password that was given for one server and name is never shown to another, nor on a less private line.
        let same = |m: &Mailbox| {
            (&m.host, m.port, m.tls, &m.username)
                == (&mailbox.host, mailbox.port, mailbox.tls, &mailbox.username)
        };
        let kept = before.as_ref().is_some_and(|m| m.has_password && same(m));
        if mailbox.way == Way::Imap && password.is_none() && !kept {
            let sentence =
                "Give the password with which to sign in there; for another server, line or name, again.";
            return Err(Refusal::invalid("password", sentence).into());
        }
        records::put_mailbox(work, &mailbox, password)?;
        let fact = Fact::new("desk.mailbox-set", self.org)
            .about(id)
            .with("way", mailbox.way)
            .with("unknown", mailbox.unknown)
            .with("confirms", mailbox.trusted.is_some());
        Ok(Done::new(fact, MailboxSet { mailbox: id }))
    }
}

/// Ends a mailbox: nothing is taken in from it any more. Its letters stay.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndMailbox {
    pub mailbox: MailboxId,
}

impl Order for EndMailbox {
    const ACT: Act = Act {
        name: "desk.end-mailbox",
        says: "End a mailbox",
        path: "/desk/mailboxes/{mailbox}/end",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = MailboxSet;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.mailbox)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<MailboxSet>, Stop> {
        if !records::end_mailbox(work, self.mailbox)? {
            return Err(Refusal::conflict("This mailbox has ended already.").into());
        }
        let fact = Fact::new("desk.mailbox-ended", work.org()).about(self.mailbox);
        Ok(Done::new(fact, MailboxSet { mailbox: self.mailbox }))
    }
}
