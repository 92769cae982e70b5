//! Everything that is asked of the tables of identity providers.

use anyhow::Result;
use kernel::{IdentityProviderId, Moment, OrgId, PersonId, SessionId};
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE_PROVIDER "people.locate-provider" "select org from identity_providers where id = :id";
    house SETTINGS "people.provider-settings"
        "select id, org, name, issuer, client_id, secret_sealed, trusts_factors, trusts_addresses, admits
         from identity_providers where id = :id and ended_at is null";
    SET "people.set-provider"
        "insert into identity_providers (id, org, name, issuer, client_id, secret_sealed, trusts_factors,
             trusts_addresses, admits, made_by, made_at)
         values (:id, :org, :name, :issuer, :client_id, :secret_sealed, :trusts_factors, :trusts_addresses,
             :admits, :made_by, :now)";
    END "people.end-provider"
        "update identity_providers set ended_at = :now where id = :id and org = :org and ended_at is null";
    LIST "people.providers"
        "select id, name, issuer, client_id, trusts_factors, trusts_addresses, admits, made_at
         from identity_providers where org = :org and ended_at is null order by id limit 20";
    ARRIVED "people.arrived"
        "select p.id, p.name, a.at from arrivals a join people p on p.id = a.person
         where a.org = :org and a.reviewed_at is null and p.state <> 'ended' order by a.at limit 200";
    REVIEWED "people.arrival-reviewed"
        "update arrivals set reviewed_at = :now where person = :person and org = :org and reviewed_at is null";
    house BEGIN "people.begin-oidc"
        "insert into oidc_begun (digest, org, provider, begun_sealed, until)
         values (:digest, :at_org, :provider, :sealed, :until)";
    house SWEEP "people.sweep-oidc" "delete from oidc_begun where until <= :now";
    house BEGUN "people.begun-oidc"
        "select org, provider, begun_sealed from oidc_begun where digest = :digest and until > :now";
    house USE "people.use-oidc" "delete from oidc_begun where digest = :digest and until > :now";
    house KNOWN "people.known-identity"
        "select person from identities where provider = :provider and subject = :subject";
    house LINK "people.link-identity"
        "insert into identities (provider, subject, org, person, linked_at)
         values (:provider, :subject, :at_org, :person, :now) on conflict (provider, subject) do nothing";
    house ARRIVE "people.arrive"
        "insert into arrivals (person, org, provider, at) values (:person, :at_org, :provider, :now)";
    house ACTIVATE "people.activate"
        "update people set state = 'active' where id = :person and state = 'invited'";
    house OPENED "people.opened-by-provider"
        "insert into oidc_sessions (session, org, provider, subject, sid)
         values (:session, :at_org, :provider, :subject, :sid)";
    house TAKEN "people.logout-taken"
        "insert into logout_tokens (provider, jti, org, at) values (:provider, :jti, :at_org, :now)
         on conflict (provider, jti) do nothing";
    house OF_SUBJECT "people.sessions-by-provider"
        "select s.id, s.person from oidc_sessions o join sessions s on s.id = o.session
         where o.provider = :provider and s.ended_at is null
           and (:subject = '' or o.subject = :subject) and (:sid = '' or o.sid = :sid)
         order by s.id limit 500";
    house END_SESSIONS "people.end-sessions-of-provider"
        "update sessions set ended_at = :now where ended_at is null
           and id in (select o.session from oidc_sessions o where o.provider = :provider)";
}

/// What is needed to sign somebody in at a provider.
#[derive(Clone)]
pub struct Settings {
    pub id: IdentityProviderId,
    pub org: OrgId,
    pub name: String,
    /// Where the provider says what it can do (`/.well-known/openid-configuration` below it).
    pub issuer: String,
    pub client_id: String,
    pub client_secret: String,
    pub(crate) trusts_factors: bool,
    pub(crate) trusts_addresses: bool,
    pub(crate) admits: bool,
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at {}", self.id, self.issuer)
    }
}

fn about(id: IdentityProviderId) -> String {
    format!("identity-providers/{id}/secret")
}

/// The settings of a provider that is in use. Runs as the house, before anybody is known.
///
/// # Errors
/// A fault of the store.
pub fn settings(look: &mut Look, id: IdentityProviderId) -> Result<Option<Settings>> {
    let Some(row) = look.row(&SETTINGS, params! { "id": id })? else { return Ok(None) };
    let org: OrgId = row.get("org")?;
    let client_secret = look.open(org, &about(id), &row.get::<Vec<u8>>("secret_sealed")?)?;
    Ok(Some(Settings {
        id,
        org,
        name: row.get("name")?,
        issuer: row.get("issuer")?,
        client_id: row.get("client_id")?,
        client_secret,
        trusts_factors: row.get("trusts_factors")?,
        trusts_addresses: row.get("trusts_addresses")?,
        admits: row.get("admits")?,
    }))
}

/// Keeps a provider of the bound organization.
pub(crate) fn set(work: &mut Work, s: &Settings) -> Result<()> {
    let sealed = work.seal(s.org, &about(s.id), &s.client_secret)?;
    let made_by = work.person();
    work.run(
        &SET,
        params! {
            "id": s.id, "name": &s.name, "issuer": &s.issuer, "client_id": &s.client_id,
            "secret_sealed": sealed, "trusts_factors": s.trusts_factors,
            "trusts_addresses": s.trusts_addresses, "admits": s.admits, "made_by": made_by,
        },
    )
    .map(drop)
}

pub(crate) fn end(work: &mut Work, id: IdentityProviderId) -> Result<bool> {
    Ok(work.run(&END, params! { "id": id })? == 1)
}

/// The providers of the bound organization that are in use.
pub(crate) fn list(look: &mut Look) -> Result<Vec<Row>> {
    look.rows(&LIST, &[])
}

/// People whom a provider brought and whose roles nobody has looked at: id, name and since when.
pub(crate) fn arrived(look: &mut Look) -> Result<Vec<(PersonId, String, Moment)>> {
    let rows = look.rows(&ARRIVED, &[])?;
    rows.iter().map(|r| Ok((r.get("id")?, r.get("name")?, r.get("at")?))).collect()
}

/// Somebody looked at the roles; true when they had waited for it.
pub(crate) fn reviewed(work: &mut Work, person: PersonId) -> Result<bool> {
    Ok(work.run(&REVIEWED, params! { "person": person })? == 1)
}

/// What is sealed of a sign-in that was begun.
pub(crate) fn begun_about(provider: IdentityProviderId) -> String {
    format!("identity-providers/{provider}/begun")
}

pub(crate) fn begin(
    work: &mut Work,
    s: &Settings,
    digest: Vec<u8>,
    sealed: Vec<u8>,
    until: Moment,
) -> Result<()> {
    work.run(&SWEEP, &[])?;
    let given =
        params! { "digest": digest, "at_org": s.org, "provider": s.id, "sealed": sealed, "until": until };
    work.run(&BEGIN, given).map(drop)
}

/// A sign-in that was begun: at which provider, and its sealed particulars opened.
pub(crate) fn begun(look: &mut Look, digest: Vec<u8>) -> Result<Option<(IdentityProviderId, String)>> {
    let Some(row) = look.row(&BEGUN, params! { "digest": digest })? else { return Ok(None) };
    let provider: IdentityProviderId = row.get("provider")?;
    let kept = look.open(row.get("org")?, &begun_about(provider), &row.get::<Vec<u8>>("begun_sealed")?)?;
    Ok(Some((provider, kept)))
}

/// Uses it up; false when it was used or its time is over.
pub(crate) fn use_begun(work: &mut Work, digest: Vec<u8>) -> Result<bool> {
    Ok(work.run(&USE, params! { "digest": digest })? == 1)
}

pub(crate) fn known(
    look: &mut Look,
    provider: IdentityProviderId,
    subject: &str,
) -> Result<Option<PersonId>> {
    let row = look.row(&KNOWN, params! { "provider": provider, "subject": subject })?;
    row.map(|r| r.get("person")).transpose()
}

pub(crate) fn link(work: &mut Work, s: &Settings, subject: &str, person: PersonId) -> Result<()> {
    let given = params! { "provider": s.id, "subject": subject, "at_org": s.org, "person": person };
    work.run(&LINK, given)?;
    work.run(&ACTIVATE, params! { "person": person }).map(drop)
}

pub(crate) fn arrive(work: &mut Work, s: &Settings, person: PersonId) -> Result<()> {
    work.run(&ARRIVE, params! { "person": person, "at_org": s.org, "provider": s.id }).map(drop)
}

pub(crate) fn opened(
    work: &mut Work,
    s: &Settings,
    session: SessionId,
    subject: &str,
    sid: Option<&str>,
) -> Result<()> {
    let given = params! {
        "session": session, "at_org": s.org, "provider": s.id, "subject": subject,
        "sid": sid.map(str::to_owned),
    };
    work.run(&OPENED, given).map(drop)
}

/// Takes a logout token; false when it was taken before.
pub(crate) fn take(work: &mut Work, s: &Settings, jti: &str) -> Result<bool> {
    Ok(work.run(&TAKEN, params! { "provider": s.id, "jti": jti, "at_org": s.org })? == 1)
}

/// The open sessions that a provider opened for a subject, or under one of its own sessions.
pub(crate) fn sessions_of(
    look: &mut Look,
    provider: IdentityProviderId,
    subject: Option<&str>,
    sid: Option<&str>,
) -> Result<Vec<(SessionId, PersonId)>> {
    let given = params! {
        "provider": provider, "subject": subject.unwrap_or_default(), "sid": sid.unwrap_or_default(),
    };
    look.rows(&OF_SUBJECT, given)?.iter().map(|r| Ok((r.get("id")?, r.get("person")?))).collect()
}

/// Ends every session that a provider opened; gives how many.
pub(crate) fn end_sessions(work: &mut Work, provider: IdentityProviderId) -> Result<u64> {
    work.run(&END_SESSIONS, params! { "provider": provider })
}
