//! Mailboxes as they are kept, and what is asked of the neighbours' addresses to know whose a letter is.

use crate::mail::words::{ImapTls, Unknown, Way};
use crate::words::Trouble;
use kernel::{MailboxId, Moment, OrgId, PersonId, Refusal, Stop};
use store::{Look, Row, Work, params, sql};

sql! {
    PUT_MAILBOX "desk.put-mailbox"
        "insert into mailboxes (id, org, address, default_org, trouble, unknown, forwards, plus, trusted, way, host, port,
           tls, username, password_sealed, folder, set_at, set_by)
         values (:id, :org, :address, :default_org, :trouble, :unknown, :forwards, :plus, :trusted, :way, :host, :port,
           :tls, :username, :password_sealed, :folder, :now, :by)
         on conflict (id) do update set address = excluded.address, default_org = excluded.default_org,
           trouble = excluded.trouble, unknown = excluded.unknown, forwards = excluded.forwards, plus = excluded.plus,
           trusted = excluded.trusted, way = excluded.way, host = excluded.host, port = excluded.port,
           tls = excluded.tls, username = excluded.username,
           password_sealed = coalesce(excluded.password_sealed, mailboxes.password_sealed),
           folder = excluded.folder, set_at = excluded.set_at, set_by = excluded.set_by, problem = null
         where mailboxes.org = excluded.org";
    OWN_MAILBOX "desk.own-mailbox"
        "select id, org, address, default_org, trouble, unknown, forwards, plus, trusted, way, host, port, tls, username,
           folder, looked_at, problem, case when password_sealed is null then 0 else 1 end as has_password from mailboxes
         where id = :id and org = :org and ended_at is null";
    house ANY_MAILBOX "desk.any-mailbox"
        "select id, org, address, default_org, trouble, unknown, forwards, plus, trusted, way, host, port, tls, username,
           folder, looked_at, problem, case when password_sealed is null then 0 else 1 end as has_password from mailboxes
         where id = :id and ended_at is null";
    house AT_ADDRESS "desk.mailbox-at"
        "select id, org, address, default_org, trouble, unknown, forwards, plus, trusted, way, host, port, tls, username,
           folder, looked_at, problem, case when password_sealed is null then 0 else 1 end as has_password from mailboxes
         where address = :address and ended_at is null";
    house FETCHED "desk.mailboxes-to-fetch"
        "select id, org, address, default_org, trouble, unknown, forwards, plus, trusted, way, host, port, tls, username,
           folder, looked_at, problem, case when password_sealed is null then 0 else 1 end as has_password from mailboxes
         where way = 'imap' and ended_at is null order by id limit 500";
    house PASSWORD "desk.password-of-a-mailbox"
        "select password_sealed from mailboxes where id = :id and ended_at is null";
    house LOOKED "desk.mailbox-looked-at"
        "update mailboxes set looked_at = :now, problem = :problem where id = :id";
    END_MAILBOX "desk.end-mailbox"
        "update mailboxes set ended_at = :now, password_sealed = null where id = :id and org = :org and ended_at is null";
    MAILBOXES "desk.mailboxes"
        "select id, org, address, default_org, trouble, unknown, forwards, plus, trusted, way, host, port, tls, username,
           folder, looked_at, problem, case when password_sealed is null then 0 else 1 end as has_password from mailboxes
         where org in (select org from reach where person = :who) and ended_at is null order by address limit 500";
    REACHED "desk.mailbox-reaches" "select org from reach where person = :who and org = :at_org limit 1";
    house ANSWERS_GO_TO "desk.answers-go-to"
        "select m.address, m.plus from mailboxes m where m.ended_at is null and (m.org = :at_org
           or m.org = :provider)
         order by case when m.org = :at_org then 0 else 1 end, m.id limit 1";
    house OWN_ADDRESS "desk.own-address" "select id from mailboxes where address = :address and ended_at is null";
    house LOCATE_MAILBOX "desk.locate-mailbox" "select org from mailboxes where id = :id";
    house SENDER "desk.sender-of-a-letter"
        "select person, org from mail_senders where email = :email";
    house PROVIDER "desk.provider-of" "select provider from served_by where org = :at_org";
}

/// A mailbox without its password.
#[derive(Debug, Clone)]
pub struct Mailbox {
    pub id: MailboxId,
    pub org: OrgId,
    pub address: String,
    pub default_org: Option<OrgId>,
    pub trouble: Trouble,
    pub unknown: Unknown,
    pub forwards: bool,
    pub plus: bool,
    pub trusted: Option<String>,
    pub way: Way,
    pub host: Option<String>,
    pub port: Option<u16>,
    pub tls: Option<ImapTls>,
    pub username: Option<String>,
    pub folder: Option<String>,
    pub looked_at: Option<Moment>,
    pub problem: Option<String>,
    pub has_password: bool,
}

impl Mailbox {
    fn read(row: &Row) -> anyhow::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            org: row.get("org")?,
            address: row.get("address")?,
            default_org: row.get("default_org")?,
            trouble: row.get("trouble")?,
            unknown: row.get("unknown")?,
            forwards: row.get("forwards")?,
            plus: row.get("plus")?,
            trusted: row.get("trusted")?,
            way: row.get("way")?,
            host: row.get("host")?,
            port: row.get::<Option<i64>>("port")?.and_then(|p| u16::try_from(p).ok()),
            tls: row.get("tls")?,
            username: row.get("username")?,
            folder: row.get("folder")?,
            looked_at: row.get("looked_at")?,
            problem: row.get("problem")?,
            has_password: row.get::<i64>("has_password")? == 1,
        })
    }
}

/// What the password of a mailbox is sealed about.
fn about_password(id: MailboxId) -> String {
    format!("mailboxes/{id}/password")
}

/// Keeps a mailbox, or what is new of one. No password leaves the one that is there.
///
/// # Errors
/// A fault of the store.
pub fn put_mailbox(work: &mut Work, box_: &Mailbox, password: Option<&str>) -> anyhow::Result<()> {
    let by = work.person();
    let sealed = password.map(|p| work.seal(box_.org, &about_password(box_.id), p)).transpose()?;
    work.run(
        &PUT_MAILBOX,
        params! {
            "id": box_.id, "address": box_.address.as_str(), "default_org": box_.default_org, "trouble": box_.trouble,
            "unknown": box_.unknown, "forwards": box_.forwards, "plus": box_.plus,
            "trusted": box_.trusted.as_deref(), "way": box_.way, "host": box_.host.as_deref(),
            "port": box_.port, "tls": box_.tls, "username": box_.username.as_deref(), "password_sealed": sealed,
            "folder": box_.folder.as_deref(), "by": by,
        },
    )?;
    Ok(())
}

/// The password of a mailbox; only for the engine that fetches.
///
/// # Errors
/// A fault of the store; when the organization's key was destroyed.
pub fn password(look: &mut Look, box_: &Mailbox) -> anyhow::Result<Option<String>> {
    let row = look.row(&PASSWORD, params! { "id": box_.id })?;
    match row.map(|r| r.get::<Option<Vec<u8>>>("password_sealed")).transpose()?.flatten() {
        Some(sealed) => look.open(box_.org, &about_password(box_.id), &sealed).map(Some),
        None => Ok(None),
    }
}

/// A mailbox of the transaction's organization.
///
/// # Errors
/// `not_found`; a fault of the store.
pub fn own_mailbox(look: &mut Look, id: MailboxId) -> Result<Mailbox, Stop> {
    let row = look.row(&OWN_MAILBOX, params! { "id": id })?;
    Ok(Mailbox::read(&row.ok_or_else(|| Refusal::not_found("mailbox"))?)?)
}

pub(in crate::mail) fn any_mailbox(look: &mut Look, id: MailboxId) -> Result<Mailbox, Stop> {
    let row = look.row(&ANY_MAILBOX, params! { "id": id })?;
    Ok(Mailbox::read(&row.ok_or_else(|| Refusal::not_found("mailbox"))?)?)
}

/// The mailbox with this address, for the house.
///
/// # Errors
/// A fault of the store.
pub fn mailbox_at(look: &mut Look, address: &str) -> anyhow::Result<Option<Mailbox>> {
    let row = look.row(&AT_ADDRESS, params! { "address": address })?;
    row.as_ref().map(Mailbox::read).transpose()
}

/// The mailboxes that are fetched, for the house.
///
/// # Errors
/// A fault of the store.
pub fn to_fetch(look: &mut Look) -> anyhow::Result<Vec<Mailbox>> {
    look.rows(&FETCHED, &[])?.iter().map(Mailbox::read).collect()
}

/// Notes that a mailbox was looked at, and what went wrong.
///
/// # Errors
/// A fault of the store.
pub fn looked(work: &mut Work, id: MailboxId, problem: Option<&str>) -> anyhow::Result<()> {
    work.run(&LOOKED, params! { "id": id, "problem": problem })?;
    Ok(())
}

pub(in crate::mail) fn end_mailbox(work: &mut Work, id: MailboxId) -> anyhow::Result<bool> {
    Ok(work.run(&END_MAILBOX, params! { "id": id })? == 1)
}

pub(in crate::mail) fn mailboxes(look: &mut Look) -> anyhow::Result<Vec<Mailbox>> {
    look.rows(&MAILBOXES, &[])?.iter().map(Mailbox::read).collect()
}

/// The address to which answers about an organization's tickets go, and whether it takes what stands behind a plus.
pub(in crate::mail) fn answers_go_to(
    look: &mut Look,
    org: OrgId,
    provider: Option<OrgId>,
) -> anyhow::Result<Option<(String, bool)>> {
    let row = look.row(&ANSWERS_GO_TO, params! { "at_org": org, "provider": provider.unwrap_or(org) })?;
    row.map(|r| Ok((r.get("address")?, r.get("plus")?))).transpose()
}

pub(in crate::mail) fn is_own_address(look: &mut Look, address: &str) -> anyhow::Result<bool> {
    Ok(look.row(&OWN_ADDRESS, params! { "address": address })?.is_some())
}

/// Who has this address, and whom they work for.
pub(in crate::mail) fn sender(look: &mut Look, email: &str) -> anyhow::Result<Option<(PersonId, OrgId)>> {
    let row = look.row(&SENDER, params! { "email": email })?;
    row.map(|r| Ok((r.get("person")?, r.get("org")?))).transpose()
}

pub(in crate::mail) fn provider(look: &mut Look, org: OrgId) -> anyhow::Result<Option<OrgId>> {
    let row = look.row(&PROVIDER, params! { "at_org": org })?;
    Ok(row.map(|r| r.get::<Option<OrgId>>("provider")).transpose()?.flatten())
}

/// Whether the caller reaches the organization.
pub(in crate::mail) fn reached(look: &mut Look, org: OrgId) -> anyhow::Result<bool> {
    Ok(look.row(&REACHED, params! { "at_org": org })?.is_some())
}
