//! What proves that somebody is who they say besides a password: authenticators, recovery codes, passkeys and
//! their ceremonies.

use anyhow::Result;
use kernel::{Moment, OrgId, PasskeyId, PersonId};
use store::{Look, Row, Work, params, sql};

sql! {
    KEEP_SEED "people.keep-totp-seed"
        "insert into totp (person, org, seed_sealed, made_at, last_step)
         values (:person, :org, :seed, :now, 0)
         on conflict (person) do update
         set seed_sealed = excluded.seed_sealed, made_at = excluded.made_at, confirmed_at = null, last_step = 0
         where totp.org = :org";
    house TOTP "people.totp" "select seed_sealed, confirmed_at, last_step from totp where person = :person";
    OWN_TOTP "people.own-totp"
        "select seed_sealed, confirmed_at, last_step from totp where person = :person and org = :org";
    house USE_STEP "people.use-totp-step"
        "update totp set last_step = :step where person = :person and last_step < :step";
    OWN_STEP "people.use-own-totp-step"
        "update totp set last_step = :step where person = :person and org = :org and last_step < :step";
    CONFIRM "people.confirm-totp"
        "update totp set confirmed_at = :now where person = :person and org = :org and confirmed_at is null";
    END_TOTP "people.end-totp" "delete from totp where person = :person and org = :org";
    FORGET_CODES "people.forget-recovery-codes"
        "delete from recovery_codes where person = :person and org = :org";
    ADD_CODE "people.add-recovery-code"
        "insert into recovery_codes (person, digest, org, made_at) values (:person, :digest, :org, :now)";
    CODES_LEFT "people.recovery-codes-left"
        "select count(*) as n from recovery_codes where person = :person and org = :org and used_at is null";
    house USE_CODE "people.use-recovery-code"
        "update recovery_codes set used_at = :now where person = :person and digest = :digest
         and used_at is null";
    OWN_CODE "people.use-own-recovery-code"
        "update recovery_codes set used_at = :now
         where person = :person and org = :org and digest = :digest and used_at is null";
    ADD_PASSKEY "people.add-passkey"
        "insert into passkeys (id, org, person, name, credential, made_at)
         values (:id, :org, :person, :name, :credential, :now)";
    END_PASSKEY "people.end-passkey"
        "delete from passkeys where id = :id and person = :person and org = :org";
    OWN_PASSKEYS "people.own-passkeys"
        "select id, name, credential, made_at, used_at from passkeys
         where person = :person and org = :org order by made_at, id limit 100";
    house PASSKEYS "people.passkeys"
        "select id, name, credential, made_at, used_at from passkeys where person = :person
         order by made_at, id limit 100";
    house USE_PASSKEY "people.use-passkey"
        "update passkeys set credential = :credential, used_at = :now where id = :id and person = :person";
    house BEGIN "people.begin-ceremony"
        "insert into ceremonies (id, org, person, kind, state_sealed, until)
         values (:id, :at_org, :person, :kind, :state, :until)";
    OWN_BEGIN "people.begin-own-ceremony"
        "insert into ceremonies (id, org, person, kind, state_sealed, until)
         values (:id, :org, :person, :kind, :state, :until)";
    house CEREMONY "people.ceremony"
        "select org, person, state_sealed from ceremonies where id = :id and kind = :kind and until > :now";
    house END_CEREMONY "people.end-ceremony" "delete from ceremonies where id = :id";
    OWN_END "people.end-own-ceremony"
        "delete from ceremonies where id = :id and person = :person and org = :org";
    house FORGET "people.forget-ceremonies" "delete from ceremonies where until <= :now";
}

/// Whose factors, and with which right they are read: one's own within the organization, or as the house at
/// sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    House,
    Own,
}

/// An authenticator as kept.
pub(crate) struct Authenticator {
    pub seed: Vec<u8>,
    pub confirmed_at: Option<Moment>,
    pub last_step: i64,
}

/// A passkey as kept.
pub(crate) struct Key {
    pub id: PasskeyId,
    pub name: String,
    pub credential: String,
    pub made_at: Moment,
    pub used_at: Option<Moment>,
}

/// What a sealed seed is about.
pub(crate) fn seed_about(person: PersonId) -> String {
    format!("totp/{person}/seed")
}

pub(crate) fn keep_seed(work: &mut Work, person: PersonId, sealed: Vec<u8>) -> Result<()> {
    work.run(&KEEP_SEED, params! { "person": person, "seed": sealed }).map(drop)
}

pub(crate) fn authenticator(look: &mut Look, by: By, person: PersonId) -> Result<Option<Authenticator>> {
    let sql = if by == By::House { &TOTP } else { &OWN_TOTP };
    let row = look.row(sql, params! { "person": person })?;
    let read = |r: Row| {
        Ok(Authenticator {
            seed: r.get("seed_sealed")?,
            confirmed_at: r.get("confirmed_at")?,
            last_step: r.get("last_step")?,
        })
    };
    row.map(read).transpose()
}

/// Uses a step up; false when it or a later one was used.
pub(crate) fn use_step(work: &mut Work, by: By, person: PersonId, step: i64) -> Result<bool> {
    let sql = if by == By::House { &USE_STEP } else { &OWN_STEP };
    Ok(work.run(sql, params! { "person": person, "step": step })? == 1)
}

pub(crate) fn confirm(work: &mut Work, person: PersonId) -> Result<()> {
    work.run(&CONFIRM, params! { "person": person }).map(drop)
}

pub(crate) fn end_authenticator(work: &mut Work, person: PersonId) -> Result<bool> {
    Ok(work.run(&END_TOTP, params! { "person": person })? == 1)
}

pub(crate) fn replace_codes(work: &mut Work, person: PersonId, digests: Vec<Vec<u8>>) -> Result<()> {
    work.run(&FORGET_CODES, params! { "person": person })?;
    for digest in digests {
        work.run(&ADD_CODE, params! { "person": person, "digest": digest })?;
    }
    Ok(())
}

pub(crate) fn codes_left(look: &mut Look, person: PersonId) -> Result<i64> {
    look.row(&CODES_LEFT, params! { "person": person })?.map_or(Ok(0), |r| r.get("n"))
}

pub(crate) fn use_code(work: &mut Work, by: By, person: PersonId, digest: Vec<u8>) -> Result<bool> {
    let sql = if by == By::House { &USE_CODE } else { &OWN_CODE };
    Ok(work.run(sql, params! { "person": person, "digest": digest })? == 1)
}

pub(crate) fn add_passkey(
    work: &mut Work,
    id: PasskeyId,
    person: PersonId,
    name: &str,
    key: &str,
) -> Result<()> {
    work.run(&ADD_PASSKEY, params! { "id": id, "person": person, "name": name, "credential": key }).map(drop)
}

pub(crate) fn end_passkey(work: &mut Work, id: PasskeyId, person: PersonId) -> Result<bool> {
    Ok(work.run(&END_PASSKEY, params! { "id": id, "person": person })? == 1)
}

pub(crate) fn passkeys(look: &mut Look, by: By, person: PersonId) -> Result<Vec<Key>> {
    let sql = if by == By::House { &PASSKEYS } else { &OWN_PASSKEYS };
    let read = |r: &Row| {
        Ok(Key {
            id: r.get("id")?,
            name: r.get("name")?,
            credential: r.get("credential")?,
            made_at: r.get("made_at")?,
            used_at: r.get("used_at")?,
        })
    };
    look.rows(sql, params! { "person": person })?.iter().map(read).collect()
}

/// Only as the house.
pub(crate) fn use_passkey(work: &mut Work, id: PasskeyId, person: PersonId, key: &str) -> Result<bool> {
    Ok(work.run(&USE_PASSKEY, params! { "id": id, "person": person, "credential": key })? == 1)
}

/// A ceremony that was begun.
pub(crate) struct Ceremony<'a> {
    pub id: PasskeyId,
    pub person: PersonId,
    pub kind: &'a str,
    pub until: Moment,
}

/// What a sealed ceremony is about.
pub(crate) fn ceremony_about(id: PasskeyId) -> String {
    format!("ceremonies/{id}/state")
}

/// At sign-in, as the house; those whose time is over are forgotten.
pub(crate) fn begin(work: &mut Work, org: OrgId, c: &Ceremony, sealed: Vec<u8>) -> Result<()> {
    work.run(&FORGET, params! {})?;
    work.run(
        &BEGIN,
        params! { "id": c.id, "at_org": org, "person": c.person, "kind": c.kind, "state": sealed,
        "until": c.until },
    )
    .map(drop)
}

pub(crate) fn begin_own(work: &mut Work, c: &Ceremony, sealed: Vec<u8>) -> Result<()> {
    work.run(
        &OWN_BEGIN,
        params! { "id": c.id, "person": c.person, "kind": c.kind, "state": sealed, "until": c.until },
    )
    .map(drop)
}

/// Only as the house.
pub(crate) fn ceremony(
    look: &mut Look,
    id: PasskeyId,
    kind: &str,
) -> Result<Option<(OrgId, PersonId, Vec<u8>)>> {
    let row = look.row(&CEREMONY, params! { "id": id, "kind": kind })?;
    row.map(|r| Ok((r.get("org")?, r.get("person")?, r.get("state_sealed")?))).transpose()
}

/// Uses a ceremony up; false when it was used. Only as the house.
pub(crate) fn end_ceremony(work: &mut Work, id: PasskeyId) -> Result<bool> {
    Ok(work.run(&END_CEREMONY, params! { "id": id })? == 1)
}

pub(crate) fn end_own_ceremony(work: &mut Work, id: PasskeyId, person: PersonId) -> Result<bool> {
    Ok(work.run(&OWN_END, params! { "id": id, "person": person })? == 1)
}
