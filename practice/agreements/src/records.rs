//! Everything this slice asks of the database, and nothing else asks for its tables.

use crate::chain::Link;
use crate::kinds::{AgreementKind, AgreementState, Disposal, Reason, Side};
use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use kernel::{AgreementId, Moment, OrgId, PersonId};
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE "agreements.locate" "select org from agreements where id = :id";
    house LINKS "agreements.links-of"
        "select a.id, a.kind, a.state, a.associate, a.line, a.upstream, a.effective_at, a.ends_at, a.ended_at,
             e.starts_at, e.until_at
         from agreements a left join engagements e on e.org = a.org and e.subcontractor = a.associate
             and e.ended_at is null and a.kind = 'subcontractor'
         where a.org = :place and a.state in ('signed', 'terminated')";
    LINKS_HERE "agreements.links-here"
        "select a.id, a.kind, a.state, a.associate, a.line, a.upstream, a.effective_at, a.ends_at, a.ended_at,
             e.starts_at, e.until_at
         from agreements a left join engagements e on e.org = a.org and e.subcontractor = a.associate
             and e.ended_at is null and a.kind = 'subcontractor'
         where a.org = :org and a.state in ('signed', 'terminated')";
    LINKS_IN_REACH "agreements.links-in-reach"
        "select r.org as place, a.id, a.kind, a.state, a.associate, a.line, a.upstream, a.effective_at,
             a.ends_at, a.ended_at, e.starts_at, e.until_at
         from reach r left join agreements a on a.org = r.org and a.state in ('signed', 'terminated')
             left join engagements e on e.org = a.org and e.subcontractor = a.associate
             and e.ended_at is null and a.kind = 'subcontractor'
         where r.person = :who";
    ALL "agreements.all"
        "select id, org, kind, state, principal, associate, line, upstream, follows, title, zone,
             effective_on, ends_on, effective_at, ends_at, terms, answers, created_by, created_at, sent_at,
             client_person,
             client_name, client_title, client_at, associate_person, associate_name, associate_title,
             associate_at, signed_at, ended_at, reason, disposal
         from agreements where org = :org order by id";
    PUT "agreements.put"
        "insert into agreements (id, org, kind, state, principal, associate, line, upstream, follows, title,
             zone, effective_on, ends_on, effective_at, ends_at, terms, answers, created_by, created_at,
             sent_at,
             client_person, client_name, client_title, client_at, associate_person, associate_name,
             associate_title, associate_at, signed_at, ended_at, reason, disposal)
         values (:id, :org, :kind, :state, :principal, :associate, :line, :upstream, :follows, :title, :zone,
             :effective_on, :ends_on, :effective_at, :ends_at, :terms, :answers, :created_by, :created_at,
             :sent_at, :client_person, :client_name, :client_title, :client_at, :associate_person,
             :associate_name, :associate_title, :associate_at, :signed_at, :ended_at, :reason, :disposal)
         on conflict (id) do update set state = excluded.state, title = excluded.title,
             effective_on = excluded.effective_on, ends_on = excluded.ends_on,
             effective_at = excluded.effective_at, ends_at = excluded.ends_at, terms = excluded.terms,
             sent_at = excluded.sent_at, client_person = excluded.client_person,
             client_name = excluded.client_name, client_title = excluded.client_title,
             client_at = excluded.client_at, associate_person = excluded.associate_person,
             associate_name = excluded.associate_name, associate_title = excluded.associate_title,
             associate_at = excluded.associate_at, signed_at = excluded.signed_at,
             ended_at = excluded.ended_at, reason = excluded.reason, disposal = excluded.disposal
         where agreements.org = :org";
    house DUE "agreements.notices-due"
        "select a.org, a.id, a.ends_at from agreements a
         where a.state = 'signed' and a.ends_at is not null and a.ends_at <= :now + 7776000000000
             and not exists (select 1 from agreements b where b.line = a.line and b.state = 'signed'
                 and b.effective_at <= a.ends_at and (b.ends_at is null or b.ends_at > a.ends_at))
             and not exists (select 1 from notices n where n.agreement = a.id and n.kind = case
                 when a.ends_at <= :now then 'lapsed'
                 when a.ends_at <= :now + 604800000000 then 'lapsing-7'
                 when a.ends_at <= :now + 2592000000000 then 'lapsing-30'
                 else 'lapsing-90' end)
         order by a.ends_at, a.id limit 1000";
    house STARTED "agreements.starts-due"
        "select a.org from agreements a
         where a.state = 'signed' and a.signed_at < a.effective_at and a.effective_at <= :now
             and (a.ends_at is null or a.ends_at > :now)
             and not exists (select 1 from notices n where n.agreement = a.id and n.kind = 'in-force')
         order by a.effective_at, a.id limit 1000";
    NOTICES "agreements.notices" "select agreement, kind from notices where org = :org";
    NOTE "agreements.note"
        "insert into notices (agreement, kind, org, at) values (:agreement, :kind, :org, :now)
         on conflict (agreement, kind) do nothing";
}

/// Who signed for a side, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signed {
    pub person: PersonId,
    pub name: String,
    pub title: String,
    pub at: Moment,
}

/// An agreement as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Agreement {
    pub id: AgreementId,
    pub client: OrgId,
    pub kind: AgreementKind,
    pub state: AgreementState,
    pub principal: OrgId,
    pub associate: OrgId,
    pub line: AgreementId,
    pub upstream: Option<AgreementId>,
    pub follows: Option<AgreementId>,
    pub title: Option<String>,
    pub zone: String,
    pub effective_on: Date,
    pub ends_on: Option<Date>,
    pub effective_at: Moment,
    pub ends_at: Option<Moment>,
    pub terms: Vec<String>,
    /// Of a "not required": the answers as JSON.
    pub answers: Option<String>,
    pub created_by: Option<PersonId>,
    pub created_at: Moment,
    pub sent_at: Option<Moment>,
    pub client_signed: Option<Signed>,
    pub associate_signed: Option<Signed>,
    pub signed_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    pub reason: Option<Reason>,
    pub disposal: Option<Disposal>,
}

impl Agreement {
    pub fn link(&self) -> Link {
        Link {
            id: self.id,
            kind: self.kind,
            state: self.state,
            associate: self.associate,
            line: self.line,
            upstream: self.upstream,
            effective_at: self.effective_at,
            ends_at: self.ends_at,
            ended_at: self.ended_at,
            starts_at: None,
            until_at: None,
        }
    }

    /// Who signs for a side.
    pub fn signer(&self, side: Side) -> OrgId {
        match side {
            Side::Client => self.principal,
            Side::Associate => self.associate,
        }
    }

    pub fn signed(&self, side: Side) -> Option<&Signed> {
        match side {
            Side::Client => self.client_signed.as_ref(),
            Side::Associate => self.associate_signed.as_ref(),
        }
    }

    fn read(row: &Row) -> Result<Self> {
        let terms: String = row.get("terms")?;
        Ok(Self {
            id: row.get("id")?,
            client: row.get("org")?,
            kind: row.get("kind")?,
            state: row.get("state")?,
            principal: row.get("principal")?,
            associate: row.get("associate")?,
            line: row.get("line")?,
            upstream: row.get("upstream")?,
            follows: row.get("follows")?,
            title: row.get("title")?,
            zone: row.get("zone")?,
            effective_on: date(row.get("effective_on")?)?,
            ends_on: row.get::<Option<String>>("ends_on")?.map(date).transpose()?,
            effective_at: row.get("effective_at")?,
            ends_at: row.get("ends_at")?,
            terms: terms.split(',').filter(|t| !t.is_empty()).map(str::to_owned).collect(),
            answers: row.get("answers")?,
            created_by: row.get("created_by")?,
            created_at: row.get("created_at")?,
            sent_at: row.get("sent_at")?,
            client_signed: signed(row, ["client_person", "client_name", "client_title", "client_at"])?,
            associate_signed: signed(
                row,
                ["associate_person", "associate_name", "associate_title", "associate_at"],
            )?,
            signed_at: row.get("signed_at")?,
            ended_at: row.get("ended_at")?,
            reason: row.get("reason")?,
            disposal: row.get("disposal")?,
        })
    }
}

fn date(text: String) -> Result<Date> {
    text.parse().context("a day of an agreement")
}

fn signed(row: &Row, [person, name, title, at]: [&str; 4]) -> Result<Option<Signed>> {
    let Some(at) = row.get(at)? else { return Ok(None) };
    Ok(Some(Signed { person: row.get(person)?, name: row.get(name)?, title: row.get(title)?, at }))
}

fn link(row: &Row) -> Result<Link> {
    Ok(Link {
        id: row.get("id")?,
        kind: row.get("kind")?,
        state: row.get("state")?,
        associate: row.get("associate")?,
        line: row.get("line")?,
        upstream: row.get("upstream")?,
        effective_at: row.get("effective_at")?,
        ends_at: row.get("ends_at")?,
        ended_at: row.get("ended_at")?,
        starts_at: row.get("starts_at")?,
        until_at: row.get("until_at")?,
    })
}

/// What the standing at a client rests on, whoever asks: for the house only.
pub(crate) fn links_of(look: &mut Look, client: OrgId) -> Result<Vec<Link>> {
    look.rows(&LINKS, params! { "place": client })?.iter().map(link).collect()
}

/// The same for the organization that is bound.
pub(crate) fn links_here(look: &mut Look) -> Result<Vec<Link>> {
    look.rows(&LINKS_HERE, params! {})?.iter().map(link).collect()
}

/// Every organization within reach, each with one of its links or with none.
pub(crate) fn links_in_reach(look: &mut Look) -> Result<Vec<(OrgId, Option<Link>)>> {
    let read = |row: &Row| {
        let none = row.get::<Option<AgreementId>>("id")?.is_none();
        Ok((row.get("place")?, if none { None } else { Some(link(row)?) }))
    };
    look.rows(&LINKS_IN_REACH, params! {})?.iter().map(read).collect()
}

/// Every agreement of the bound organization, oldest first.
pub(crate) fn all(look: &mut Look) -> Result<Vec<Agreement>> {
    look.rows(&ALL, params! {})?.iter().map(Agreement::read).collect()
}

/// Writes an agreement of the bound organization, a new one or a changed one.
pub(crate) fn put(work: &mut Work, a: &Agreement) -> Result<()> {
    let (client, associate) = (a.client_signed.as_ref(), a.associate_signed.as_ref());
    let changed = work.run(
        &PUT,
        params! {
            "id": a.id, "kind": a.kind, "state": a.state, "principal": a.principal, "associate": a.associate,
            "line": a.line, "upstream": a.upstream, "follows": a.follows, "title": a.title.clone(),
            "zone": &a.zone, "effective_on": a.effective_on.to_string(),
            "ends_on": a.ends_on.map(|d| d.to_string()), "effective_at": a.effective_at, "ends_at": a.ends_at,
            "terms": a.terms.join(","), "answers": a.answers.clone(), "created_by": a.created_by,
            "created_at": a.created_at, "sent_at": a.sent_at,
            "client_person": client.map(|s| s.person), "client_name": client.map(|s| s.name.clone()),
            "client_title": client.map(|s| s.title.clone()), "client_at": client.map(|s| s.at),
            "associate_person": associate.map(|s| s.person),
            "associate_name": associate.map(|s| s.name.clone()),
            "associate_title": associate.map(|s| s.title.clone()), "associate_at": associate.map(|s| s.at),
            "signed_at": a.signed_at, "ended_at": a.ended_at, "reason": a.reason, "disposal": a.disposal,
        },
    )?;
    if changed != 1 {
        bail!("the agreement {} belongs to another organization than the bound one", a.id);
    }
    Ok(())
}

/// The clients with an agreement of which a notice is due; at most a thousand
/// agreements that end and a thousand that begin are looked at.
pub(crate) fn clients_with_notices_due(look: &mut Look) -> Result<Vec<OrgId>> {
    let mut rows = look.rows(&DUE, params! {})?;
    rows.extend(look.rows(&STARTED, params! {})?);
    let mut clients: Vec<OrgId> = rows.iter().map(|r| r.get("org")).collect::<Result<_>>()?;
    clients.sort();
    clients.dedup();
    Ok(clients)
}

/// The notices that were given at the bound organization.
pub(crate) fn notices(look: &mut Look) -> Result<Vec<(AgreementId, String)>> {
    let read = |row: &Row| Ok((row.get("agreement")?, row.get("kind")?));
    look.rows(&NOTICES, params! {})?.iter().map(read).collect()
}

pub(crate) fn note(work: &mut Work, agreement: AgreementId, kind: &str) -> Result<()> {
    work.run(&NOTE, params! { "agreement": agreement, "kind": kind })?;
    Ok(())
}
