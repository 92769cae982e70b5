//! What this slice asks of the database about breaches and what was written on them.

use crate::letter_records::Letters;
use crate::words::{Cause, Conclusion, EntityKind, ExceptionWord, Medium, ProtectionKind, State, TextKind};
use anyhow::{Context, Result};
use jiff::civil::Date;
use kernel::{AgreementId, BreachId, IncidentId, Moment, OrgId, PersonId, Refusal, Stop};
use law::breach::Affected;
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE "breach.locate" "select org from breaches where id = :id";
    ONE "breach.one" "select * from breaches where id = :breach and org = :org";
    PUT "breach.put"
        "insert into breaches (id, org, incident, title, zone, entity, agreement, associate, detects, documents, notifies,
             report_hours, cause, medium, happened_from, happened_to, california, permitted, protection, key_is_safe,
             exception, conditions, affected, elsewhere, counted, unreachable, state, closed, conclusion, concluded_by,
             concluded_at, discovered_on, individuals_told, texts, opened_by, opened_at, listed, by_mail, by_email,
             nowhere, sent, returned)
         values (:id, :org, :incident, :title, :zone, :entity, :agreement, :associate, :detects, :documents, :notifies,
             :report_hours, :cause, :medium, :happened_from, :happened_to, :california, :permitted, :protection,
             :key_is_safe, :exception, :conditions, :affected, :elsewhere, :counted, :unreachable, :state, :closed,
             :conclusion, :concluded_by, :concluded_at, :discovered_on, :individuals_told, :texts, :opened_by,
             :opened_at, :listed, :by_mail, :by_email, :nowhere, :sent, :returned)
         on conflict (id) do update set permitted = excluded.permitted, protection = excluded.protection,
             key_is_safe = excluded.key_is_safe, exception = excluded.exception, conditions = excluded.conditions,
             affected = excluded.affected, elsewhere = excluded.elsewhere, counted = excluded.counted,
             unreachable = excluded.unreachable, state = excluded.state, closed = excluded.closed,
             conclusion = excluded.conclusion, concluded_by = excluded.concluded_by,
             concluded_at = excluded.concluded_at, discovered_on = excluded.discovered_on,
             individuals_told = excluded.individuals_told, texts = excluded.texts,
             listed = excluded.listed, by_mail = excluded.by_mail, by_email = excluded.by_email,
             nowhere = excluded.nowhere, sent = excluded.sent, returned = excluded.returned
         where breaches.org = excluded.org and breaches.org = :org";
    PLACES "breach.places" "select org from reach where person = :who";
    LIST "breach.list"
        "select * from breaches where org = :place and org in (select org from reach where person = :who)
           and closed = :closed and (opened_at < :at or (opened_at = :at and id < :after))
         order by opened_at desc, id desc limit :most";
    OF_INCIDENT "breach.of-incident"
        "select * from breaches where org = :org and incident = :incident order by opened_at, id limit 20";
    OF_YEAR "breach.of-year"
        "select * from breaches where org = :org and discovered_on >= :first and discovered_on <= :last
           and (discovered_on > :on or id > :after)
         order by discovered_on, id limit :most";
    WRITE "breach.write-text"
        "insert into breach_texts (breach, place, org, kind, author, at, text_sealed)
         values (:breach, :place, :org, :kind, :author, :now, :text_sealed)";
    TEXTS "breach.texts"
        "select place, kind, author, at from breach_texts where breach = :breach and org = :org order by place";
    OPENED "breach.open-texts"
        "select place, kind, author, at, text_sealed from breach_texts where breach = :breach and org = :org
         order by place";
}

/// What an agreement says of a breach, as it was when the record was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Agreed {
    pub agreement: AgreementId,
    /// The organization on the other side.
    pub associate: OrgId,
    /// Who watches for breaches: client, associate or both; nothing where the agreement does not say.
    pub detects: Option<String>,
    pub documents: Option<String>,
    pub notifies: Option<String>,
    /// Within how many hours the associate reports.
    pub report_hours: Option<u32>,
}

/// What may be a breach, as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Breach {
    pub id: BreachId,
    pub org: OrgId,
    pub incident: Option<IncidentId>,
    pub title: String,
    pub zone: String,
    pub entity: EntityKind,
    pub agreed: Option<Agreed>,
    pub cause: Cause,
    pub medium: Medium,
    pub happened_from: Option<Date>,
    pub happened_to: Option<Date>,
    pub california: Option<bool>,
    /// Whether the Privacy Rule permits it, once somebody has said.
    pub permitted: Option<bool>,
    pub protection: Option<ProtectionKind>,
    pub key_is_safe: bool,
    pub exception: Option<ExceptionWord>,
    pub conditions: Vec<String>,
    pub affected: Affected,
    /// Whether somebody has counted.
    pub counted: bool,
    pub unreachable: Option<u32>,
    pub state: State,
    pub conclusion: Option<Conclusion>,
    pub concluded_by: Option<PersonId>,
    pub concluded_at: Option<Moment>,
    pub discovered_on: Option<Date>,
    pub individuals_told: Option<Date>,
    pub texts: u32,
    pub letters: Letters,
    pub opened_by: Option<PersonId>,
    pub opened_at: Moment,
}

fn date(text: Option<String>) -> Result<Option<Date>> {
    text.map(|t| t.parse().context("a day of a breach")).transpose()
}

fn day(date: Option<Date>) -> Option<String> {
    date.map(|d| d.to_string())
}

impl Breach {
    fn read(row: &Row) -> Result<Self> {
        let agreement: Option<AgreementId> = row.get("agreement")?;
        let associate: Option<OrgId> = row.get("associate")?;
        let agreed = match agreement.zip(associate) {
            Some((agreement, associate)) => Some(Agreed {
                agreement,
                associate,
                detects: row.get("detects")?,
                documents: row.get("documents")?,
                notifies: row.get("notifies")?,
                report_hours: row.get("report_hours")?,
            }),
            None => None,
        };
        let conditions: String = row.get("conditions")?;
        let affected: String = row.get("affected")?;
        let affected = crate::texts::affected("affected", &affected, row.get("elsewhere")?)
            .map_err(|_| anyhow::anyhow!("the counts of a breach cannot be read"))?;
        Ok(Self {
            id: row.get("id")?,
            org: row.get("org")?,
            incident: row.get("incident")?,
            title: row.get("title")?,
            zone: row.get("zone")?,
            entity: row.get("entity")?,
            agreed,
            cause: row.get("cause")?,
            medium: row.get("medium")?,
            happened_from: date(row.get("happened_from")?)?,
            happened_to: date(row.get("happened_to")?)?,
            california: row.get("california")?,
            permitted: row.get("permitted")?,
            protection: row.get("protection")?,
            key_is_safe: row.get::<Option<bool>>("key_is_safe")?.unwrap_or_default(),
            exception: row.get("exception")?,
            conditions: conditions.split(',').filter(|c| !c.is_empty()).map(str::to_owned).collect(),
            affected,
            counted: row.get("counted")?,
            unreachable: row.get("unreachable")?,
            state: row.get("state")?,
            conclusion: row.get("conclusion")?,
            concluded_by: row.get("concluded_by")?,
            concluded_at: row.get("concluded_at")?,
            discovered_on: date(row.get("discovered_on")?)?,
            individuals_told: date(row.get("individuals_told")?)?,
            texts: row.get("texts")?,
            letters: Letters {
                listed: row.get("listed")?,
                by_mail: row.get("by_mail")?,
                by_email: row.get("by_email")?,
                nowhere: row.get("nowhere")?,
                sent: row.get("sent")?,
                returned: row.get("returned")?,
            },
            opened_by: row.get("opened_by")?,
            opened_at: row.get("opened_at")?,
        })
    }
}

impl Breach {
    /// How many individuals no letter reaches: as they were counted, or as the list knows, whichever is more.
    pub(crate) fn beyond_letters(&self) -> Option<u32> {
        let listed = Some(self.letters.unreachable()).filter(|_| self.letters.listed > 0);
        self.unreachable.max(listed)
    }
}

pub(crate) fn one(look: &mut Look, breach: BreachId) -> Result<Breach, Stop> {
    match look.row(&ONE, params! { "breach": breach })? {
        Some(row) => Ok(Breach::read(&row)?),
        None => Err(Refusal::not_found("breach").into()),
    }
}

pub(crate) fn put(work: &mut Work, b: &Breach) -> Result<()> {
    let agreed = b.agreed.as_ref();
    let given = params! {
        "id": b.id, "incident": b.incident, "title": &b.title, "zone": &b.zone, "entity": b.entity,
        "agreement": agreed.map(|a| a.agreement), "associate": agreed.map(|a| a.associate),
        "detects": agreed.and_then(|a| a.detects.clone()), "documents": agreed.and_then(|a| a.documents.clone()),
        "notifies": agreed.and_then(|a| a.notifies.clone()), "report_hours": agreed.and_then(|a| a.report_hours),
        "cause": b.cause, "medium": b.medium, "happened_from": day(b.happened_from), "happened_to": day(b.happened_to),
        "california": b.california, "permitted": b.permitted, "protection": b.protection,
        "key_is_safe": b.key_is_safe, "exception": b.exception, "conditions": b.conditions.join(","),
        "affected": crate::texts::written(&b.affected), "elsewhere": b.affected.elsewhere, "counted": b.counted,
        "unreachable": b.unreachable, "state": b.state, "closed": b.state.closed(), "conclusion": b.conclusion,
        "concluded_by": b.concluded_by, "concluded_at": b.concluded_at, "discovered_on": day(b.discovered_on),
        "individuals_told": day(b.individuals_told), "texts": b.texts, "opened_by": b.opened_by,
        "opened_at": b.opened_at, "listed": b.letters.listed, "by_mail": b.letters.by_mail,
        "by_email": b.letters.by_email, "nowhere": b.letters.nowhere, "sent": b.letters.sent,
        "returned": b.letters.returned,
    };
    let written = work.run(&PUT, given)?;
    anyhow::ensure!(written == 1, "the breach {} belongs to another organization than the bound one", b.id);
    Ok(())
}

/// Where a list goes on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct After {
    pub at: Moment,
    pub id: BreachId,
}

/// Breaches within reach, the latest first; each organization is asked by itself.
pub(crate) fn list(
    look: &mut Look,
    org: Option<OrgId>,
    closed: bool,
    after: Option<After>,
    most: u32,
) -> Result<Vec<Breach>> {
    let places: Vec<OrgId> = match org {
        Some(org) => vec![org],
        None => look.rows(&PLACES, params! {})?.iter().map(|r| r.get("org")).collect::<Result<_>>()?,
    };
    let at = after.map_or(Moment::from_micros(i64::MAX), |a| a.at);
    let id = after.map_or_else(|| "brc_g".to_owned(), |a| a.id.to_string());
    let mut found = Vec::new();
    for place in places {
        let given = params! { "place": place, "closed": closed, "at": at, "after": &id, "most": most };
        for row in look.rows(&LIST, given)? {
            found.push(Breach::read(&row)?);
        }
    }
    found.sort_by_key(|b: &Breach| std::cmp::Reverse((b.opened_at, b.id)));
    found.truncate(most as usize);
    Ok(found)
}

pub(crate) fn of_incident(look: &mut Look, incident: IncidentId) -> Result<Vec<Breach>> {
    look.rows(&OF_INCIDENT, params! { "incident": incident })?.iter().map(Breach::read).collect()
}

/// Breaches that were discovered in a calendar year, in the order of discovery, from behind this one on.
pub(crate) fn of_year(
    look: &mut Look,
    year: i16,
    after: Option<(Date, BreachId)>,
    most: u32,
) -> Result<Vec<Breach>> {
    let begin = format!("{year:04}-01-01");
    // Days as text sort as days do, so the page begins at the day on which the one before ended.
    let (on, id) = match after {
        Some((on, id)) => (on.to_string().max(begin), id.to_string()),
        None => (begin, String::new()),
    };
    let given =
        params! { "first": &on, "on": &on, "after": id, "last": format!("{year:04}-12-31"), "most": most };
    look.rows(&OF_YEAR, given)?.iter().map(Breach::read).collect()
}

/// A text that is still sealed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Text {
    pub place: u32,
    pub kind: TextKind,
    pub author: Option<PersonId>,
    pub at: Moment,
}

impl Text {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            place: row.get("place")?,
            kind: row.get("kind")?,
            author: row.get("author")?,
            at: row.get("at")?,
        })
    }
}

fn about(breach: BreachId, place: u32) -> String {
    format!("breaches/{breach}/texts/{place}")
}

/// Seals another text and gives its place; the breach is written along.
pub(crate) fn write(work: &mut Work, b: &mut Breach, kind: TextKind, text: &str) -> Result<u32> {
    b.texts = b.texts.checked_add(1).context("a breach with more texts than numbers")?;
    put(work, b)?;
    let sealed = work.seal(b.org, &about(b.id, b.texts), text)?;
    let author = work.person();
    let given =
        params! { "breach": b.id, "place": b.texts, "kind": kind, "author": author, "text_sealed": sealed };
    work.run(&WRITE, given)?;
    Ok(b.texts)
}

pub(crate) fn texts(look: &mut Look, breach: BreachId) -> Result<Vec<Text>> {
    look.rows(&TEXTS, params! { "breach": breach })?.iter().map(Text::read).collect()
}

/// The texts opened: only for a question that is labelled so and charted.
pub(crate) fn opened(look: &mut Look, b: &Breach) -> Result<Vec<(Text, String)>> {
    let rows = look.rows(&OPENED, params! { "breach": b.id })?;
    let open = |row: &Row, look: &mut Look| {
        let text = Text::read(row)?;
        let words = look.open(b.org, &about(b.id, text.place), &row.get::<Vec<u8>>("text_sealed")?)?;
        Ok((text, words))
    };
    rows.iter().map(|row| open(row, look)).collect()
}
