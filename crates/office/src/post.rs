//! The post: letters and facts for programs are written into the outbox with the order that causes them, and sent later
//! by a round. An order that is rolled back sends nothing, and a letter that was promised is never forgotten.

use crate::Registry;
use kernel::{EntryId, Fact, MessageId, Moment, OrgId, Stop};
use serde_json::json;
use store::{Look, Row, Work, params, sql};

sql! {
    house PUT "office.post"
        "insert into outbox (id, org, channel, recipient, subject, content, about, created_at, due_at, tries, reference,
           answers_to)
         values (:id, :at_org, :channel, :recipient, :subject, :content, :about, :now, :due_at, 0, :reference,
           :answers_to)";
    house HOOKS "office.webhooks-of"
        "select id, facts from webhooks where org = :at_org and ended_at is null";
    house WAITING "office.waiting-post"
        "select id, org, channel, recipient, subject, content, tries, created_at, reference, answers_to from outbox
         where sent_at is null and gave_up_at is null and channel = :channel and due_at <= :now
         order by due_at, id limit 1";
}

/// A message that is to be sent now.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub id: MessageId,
    pub org: Option<OrgId>,
    /// `mail` or `webhook`.
    pub channel: String,
    /// An address, or the id of a webhook.
    pub recipient: String,
    pub subject: String,
    pub content: Vec<u8>,
    pub tries: i64,
    pub created_at: Moment,
    /// What stands in the letter's own name, so that an answer finds back.
    pub reference: Option<String>,
    /// Where an answer goes.
    pub answers_to: Option<String>,
}

/// How an answer to a letter finds back to what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answerable<'a> {
    /// It stands in the letter's own name: letters, digits and hyphens.
    pub reference: &'a str,
    /// The address to which an answer goes, when there is one.
    pub answers_to: Option<&'a str>,
    /// The id of what it is about: its page lists the letter.
    pub about: &'a str,
}

/// The next message of a channel (`mail` or `webhook`) that is due, if any.
///
/// # Errors
/// A fault of the store.
pub fn waiting(look: &mut Look, channel: &str) -> anyhow::Result<Option<Waiting>> {
    look.row(&WAITING, params! { "channel": channel })?.map(|row| read(&row)).transpose()
}

fn read(row: &Row) -> anyhow::Result<Waiting> {
    Ok(Waiting {
        id: row.get("id")?,
        org: row.get("org")?,
        channel: row.get("channel")?,
        recipient: row.get("recipient")?,
        subject: row.get("subject")?,
        content: row.get("content")?,
        tries: row.get("tries")?,
        created_at: row.get("created_at")?,
        reference: row.get("reference")?,
        answers_to: row.get("answers_to")?,
    })
}

/// Puts a letter into the outbox. It holds no PHI: it says that there is something to read, and where.
///
/// # Errors
/// A fault of the store.
pub fn letter(
    work: &mut Work,
    org: Option<OrgId>,
    to: &str,
    subject: &str,
    text: &str,
) -> anyhow::Result<()> {
    let content = text.as_bytes().to_vec();
    put(work, &New { org, channel: "mail", to, subject, content, about: None, back: None })
}

/// The same for a letter that may be answered.
///
/// # Errors
/// A fault of the store.
pub fn letter_to_answer(
    work: &mut Work,
    org: Option<OrgId>,
    to: &str,
    (subject, text): (&str, &str),
    back: Answerable<'_>,
) -> anyhow::Result<()> {
    let content = text.as_bytes().to_vec();
    let about = Some(back.about.to_owned());
    put(work, &New { org, channel: "mail", to, subject, content, about, back: Some(back) })
}

/// The same for a letter about one thing that cannot be answered.
///
/// # Errors
/// A fault of the store.
pub fn letter_about(
    work: &mut Work,
    org: Option<OrgId>,
    to: &str,
    (subject, text): (&str, &str),
    about: &str,
) -> anyhow::Result<()> {
    let (content, about) = (text.as_bytes().to_vec(), Some(about.to_owned()));
    put(work, &New { org, channel: "mail", to, subject, content, about, back: None })
}

/// Puts a short message into the outbox, for a telephone. It holds no PHI. `{origin}` stands for the house's address.
///
/// # Errors
/// A fault of the store.
pub fn short_message(work: &mut Work, org: OrgId, to: &str, text: &str) -> anyhow::Result<()> {
    let content = text.as_bytes().to_vec();
    put(work, &New { org: Some(org), channel: "sms", to, subject: "", content, about: None, back: None })
}

/// The same for a letter that waits: it is sent at that moment or later.
///
/// # Errors
/// A fault of the store.
pub fn letter_held(
    work: &mut Work,
    org: Option<OrgId>,
    to: &str,
    (subject, text): (&str, &str),
    about: &str,
    due_at: Moment,
) -> anyhow::Result<()> {
    let (content, about) = (text.as_bytes().to_vec(), Some(about.to_owned()));
    let new = New { org, channel: "mail", to, subject, content, about, back: None };
    put_due(work, &new, Some(due_at))
}

struct New<'a> {
    org: Option<OrgId>,
    channel: &'a str,
    to: &'a str,
    subject: &'a str,
    content: Vec<u8>,
    about: Option<String>,
    back: Option<Answerable<'a>>,
}

fn put(work: &mut Work, new: &New<'_>) -> anyhow::Result<()> {
    put_due(work, new, None)
}

fn put_due(work: &mut Work, new: &New<'_>, due_at: Option<Moment>) -> anyhow::Result<()> {
    let (id, now): (MessageId, _) = (work.id(), work.now());
    work.put(
        &PUT,
        params! { "id": id, "at_org": new.org, "channel": new.channel, "recipient": new.to,
        "subject": new.subject, "content": new.content.clone(), "about": new.about.as_deref(),
        "reference": new.back.map(|b| b.reference), "answers_to": new.back.and_then(|b| b.answers_to),
        "due_at": due_at.unwrap_or(now) },
    )?;
    Ok(())
}

/// Facts for the programs that subscribed to them.
pub(crate) fn facts(
    work: &mut Work,
    _registry: &Registry,
    entry: EntryId,
    facts: &[Fact],
) -> Result<(), Stop> {
    let mut orgs: Vec<OrgId> = facts.iter().filter_map(|f| f.org).collect();
    orgs.sort();
    orgs.dedup();
    for org in orgs {
        for hook in work.rows(&HOOKS, params! { "at_org": org })? {
            let wanted: String = hook.get("facts")?;
            let told: Vec<&Fact> =
                facts.iter().filter(|f| f.org == Some(org) && wants(&wanted, f.name)).collect();
            if told.is_empty() {
                continue;
            }
            let list: Vec<_> = told
                .iter()
                .map(|f| json!({ "name": f.name, "org": f.org, "about": f.about, "with": f.body }))
                .collect();
            let body = json!({ "entry": entry, "at": work.now(), "facts": list }).to_string();
            let id: String = hook.get("id")?;
            let (content, about) = (body.into_bytes(), Some(entry.to_string()));
            let (to, subject) = (id.as_str(), told[0].name);
            put(work, &New { org: Some(org), channel: "webhook", to, subject, content, about, back: None })?;
        }
    }
    Ok(())
}

/// `desk.` stands for everything of the desk; looks at PHI are told only to whoever asks for them by their full name.
fn wants(wanted: &str, fact: &str) -> bool {
    wanted
        .split([',', ' ', '\n'])
        .map(str::trim)
        .filter(|w| !w.is_empty())
        .any(|w| w == fact || (w.ends_with('.') && fact.starts_with(w) && !fact.ends_with("looked-at")))
}

#[cfg(test)]
mod tests {
    use super::wants;

    #[test]
    fn a_prefix_never_brings_looks_at_phi() {
        assert!(wants("desk., people.", "desk.ticket-opened"));
        assert!(!wants("office.", "office.phi-looked-at"));
        assert!(wants("office.phi-looked-at", "office.phi-looked-at"));
        assert!(!wants("", "desk.ticket-opened"));
    }
}
