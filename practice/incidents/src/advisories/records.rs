//! What this slice asks of the database about advisories.

use super::words::{AdvisorySource, Format, Verdict};
use crate::words::IncidentKind;
use anyhow::Result;
use kernel::{AdvisoryId, LetterId, MailboxId, Moment, OrgId, PersonId, Refusal, Stop};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE "incidents.locate-advisory" "select org from advisories where id = :id";
    ADD "incidents.add-advisory"
        "insert into advisories (id, org, source, format, title, number, rating, words, playbook, zone, size_bytes, sha256,
             file_sealed, taken_by, taken_at, verdict, reason_sealed, settled, settled_by, settled_at, named, cves, because,
             told_at)
         values (:id, :org, :source, :format, :title, :number, :rating, :words, :playbook, :zone, :size_bytes, :sha256,
             :file_sealed, :taken_by, :now, null, null, :settled, null, null, :named, :cves, :because,
             :told_at)";
    SAME "incidents.same-advisory" "select id from advisories where org = :org and sha256 = :sha256 limit 1";
    ONE "incidents.advisory"
        "select id, org, source, format, title, number, rating, words, playbook, zone, size_bytes, sha256, taken_by,
             taken_at, verdict, settled_by, settled_at, named, cves, because
         from advisories where id = :advisory and org = :org";
    FILE "incidents.advisory-file" "select file_sealed, reason_sealed from advisories where id = :advisory and org = :org";
    SETTLE "incidents.settle-advisory"
        "update advisories set verdict = :verdict, reason_sealed = :reason_sealed, settled = :settled, settled_by = :by,
             settled_at = :now
         where id = :advisory and org = :org";
    WATCH "incidents.set-advisory-mailbox"
        "insert into advisory_mailboxes (mailbox, org, set_by, set_at) values (:mailbox, :org, :by, :now)
         on conflict (mailbox) do update set set_by = excluded.set_by, set_at = excluded.set_at
         where advisory_mailboxes.org = excluded.org";
    LEAVE "incidents.leave-advisory-mailbox" "delete from advisory_mailboxes where mailbox = :mailbox and org = :org";
    WATCHED "incidents.advisory-mailbox" "select mailbox from advisory_mailboxes where mailbox = :mailbox and org = :org";
    NOTE_LETTER "incidents.note-advisory-letter"
        "insert into advisory_letters (letter, org, confirmed, came_at) values (:letter, :org, :confirmed, :now)
         on conflict (letter) do nothing";
    house TO_READ "incidents.advisory-letters"
        "select letter from advisory_letters order by came_at, letter limit :most";
    house LETTER "incidents.advisory-letter" "select org, confirmed from advisory_letters where letter = :letter";
    WAS_READ "incidents.advisory-letter-was-read" "delete from advisory_letters where letter = :letter and org = :org";
    house TO_NOTE "incidents.advisories-to-note"
        "select org from advisories where settled = :settled and told_at is null and taken_at <= :gathered
         union select org from advisories where settled = :settled and pressed_at is null and taken_at <= :late
         order by org limit :most";
    TOLD "incidents.advisories-told"
        "update advisories set told_at = :now where org = :org and settled = :settled and told_at is null";
    PRESSED "incidents.advisories-pressed"
        "update advisories set pressed_at = :now
         where org = :org and settled = :settled and pressed_at is null and taken_at <= :late";
    PLACES "incidents.places-of-advisories" "select org from reach where person = :who";
    LIST "incidents.advisories"
        "select id, org, source, format, title, number, rating, words, playbook, zone, size_bytes, sha256, taken_by,
             taken_at, verdict, settled_by, settled_at, named, cves, because
         from advisories where org = :place and org in (select org from reach where person = :who)
           and settled = :settled and (taken_at < :at or (taken_at = :at and id < :after))
         order by taken_at desc, id desc limit :most";
}

/// An advisory without its file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Advisory {
    pub id: AdvisoryId,
    pub org: OrgId,
    pub source: AdvisorySource,
    pub format: Format,
    pub title: String,
    /// The publisher's own number.
    pub number: Option<String>,
    pub rating: Option<String>,
    /// Vendors and products it speaks of, in small letters.
    pub words: Vec<String>,
    /// How many it names in all; more than there are words where not all are held against the assets.
    pub named: Option<u32>,
    /// The vulnerabilities that it names by number.
    pub cves: Vec<String>,
    /// The playbook that fits.
    pub playbook: Option<IncidentKind>,
    /// The word by which.
    pub because: Option<String>,
    pub zone: String,
    pub size_bytes: i64,
    /// In hexadecimal.
    pub sha256: String,
    pub taken_by: Option<PersonId>,
    pub taken_at: Moment,
    pub verdict: Option<Verdict>,
    pub settled_by: Option<PersonId>,
    pub settled_at: Option<Moment>,
}

impl Advisory {
    fn read(row: &Row) -> Result<Self> {
        let words: String = row.get("words")?;
        Ok(Self {
            id: row.get("id")?,
            org: row.get("org")?,
            source: row.get("source")?,
            format: row.get("format")?,
            title: row.get("title")?,
            number: row.get("number")?,
            rating: row.get("rating")?,
            words: words.lines().map(str::to_owned).collect(),
            named: row.get("named")?,
            cves: row
                .get::<Option<String>>("cves")?
                .iter()
                .flat_map(|c| c.lines())
                .map(str::to_owned)
                .collect(),
            playbook: row.get("playbook")?,
            because: row.get("because")?,
            zone: row.get("zone")?,
            size_bytes: row.get("size_bytes")?,
            sha256: row.get("sha256")?,
            taken_by: row.get("taken_by")?,
            taken_at: row.get("taken_at")?,
            verdict: row.get("verdict")?,
            settled_by: row.get("settled_by")?,
            settled_at: row.get("settled_at")?,
        })
    }
}

pub(crate) fn add(work: &mut Work, a: &Advisory, sealed: &[u8]) -> Result<()> {
    let given = params! {
        "id": a.id, "source": a.source, "format": a.format, "title": &a.title, "number": a.number.clone(),
        "rating": a.rating.clone(), "words": a.words.join("\n"), "playbook": a.playbook, "zone": &a.zone,
        "size_bytes": a.size_bytes, "sha256": &a.sha256, "file_sealed": sealed, "taken_by": a.taken_by,
        "settled": false, "named": a.named, "cves": Some(a.cves.join("\n")).filter(|c| !c.is_empty()),
        // Whoever took it in knows of it.
        "because": a.because.clone(), "told_at": a.taken_by.map(|_| a.taken_at),
    };
    work.run(&ADD, given)?;
    Ok(())
}

/// Says whether what comes to a mailbox is an advisory.
pub(crate) fn set_mailbox(work: &mut Work, mailbox: MailboxId, advisories: bool) -> Result<()> {
    let by = work.person();
    match advisories {
        true => work.run(&WATCH, params! { "mailbox": mailbox, "by": by })?,
        false => work.run(&LEAVE, params! { "mailbox": mailbox })?,
    };
    Ok(())
}

/// Whether what comes to a mailbox is an advisory.
pub(crate) fn has_mailbox(look: &mut Look, mailbox: MailboxId) -> Result<bool> {
    Ok(look.row(&WATCHED, params! { "mailbox": mailbox })?.is_some())
}

/// Notes that a letter is to be read for advisories.
pub(crate) fn note_letter(work: &mut Work, letter: LetterId, confirmed: bool) -> Result<()> {
    work.run(&NOTE_LETTER, params! { "letter": letter, "confirmed": confirmed })?;
    Ok(())
}

/// Letters that are to be read, the oldest first, for the house.
pub(crate) fn letters_to_read(look: &mut Look, most: u32) -> Result<Vec<LetterId>> {
    look.rows(&TO_READ, params! { "most": most })?.iter().map(|r| r.get("letter")).collect()
}

/// Where a letter that is to be read came, and whether its author was confirmed; for the house.
pub(crate) fn letter_to_read(look: &mut Look, letter: LetterId) -> Result<Option<(OrgId, bool)>> {
    let row = look.row(&LETTER, params! { "letter": letter })?;
    row.map(|r| Ok((r.get("org")?, r.get("confirmed")?))).transpose()
}

/// A letter was read; whether it was to be.
pub(crate) fn letter_was_read(work: &mut Work, letter: LetterId) -> Result<bool> {
    Ok(work.run(&WAS_READ, params! { "letter": letter })? == 1)
}

/// Organizations where somebody is to be told of advisories, for the house.
pub(crate) fn to_note(look: &mut Look, gathered: Moment, late: Moment, most: u32) -> Result<Vec<OrgId>> {
    let given = params! { "settled": false, "gathered": gathered, "late": late, "most": most };
    look.rows(&TO_NOTE, given)?.iter().map(|r| r.get("org")).collect()
}

/// Notes of every advisory that waits that somebody was told; of how many nobody had been.
pub(crate) fn told(work: &mut Work) -> Result<u64> {
    work.run(&TOLD, params! { "settled": false })
}

/// Notes of every advisory that has waited since before `late` that it was told further up; of how many it had not been.
pub(crate) fn pressed(work: &mut Work, late: Moment) -> Result<u64> {
    work.run(&PRESSED, params! { "settled": false, "late": late })
}

/// The advisory of the bound organization that has this very file.
pub(crate) fn same(look: &mut Look, sha256: &str) -> Result<Option<AdvisoryId>> {
    look.row(&SAME, params! { "sha256": sha256 })?.map(|r| r.get("id")).transpose()
}

pub(crate) fn one(look: &mut Look, advisory: AdvisoryId) -> Result<Advisory, Stop> {
    match look.row(&ONE, params! { "advisory": advisory })? {
        Some(row) => Ok(Advisory::read(&row)?),
        None => Err(Refusal::not_found("advisory").into()),
    }
}

/// Where the file of an organization's advisory is sealed: by what it is.
pub(crate) fn about(org: OrgId, sha256: &str) -> String {
    format!("advisories/{org}/{sha256}")
}

pub(crate) fn about_reason(advisory: AdvisoryId) -> String {
    format!("advisories/{advisory}/reason")
}

/// The file and the reason, opened.
pub(crate) fn opened(look: &mut Look, a: &Advisory) -> Result<(Vec<u8>, Option<String>), Stop> {
    let row = look.row(&FILE, params! { "advisory": a.id })?.ok_or_else(|| Refusal::not_found("advisory"))?;
    let file = look.open_bytes(a.org, &about(a.org, &a.sha256), &row.get::<Vec<u8>>("file_sealed")?)?;
    let reason = row.get::<Option<Vec<u8>>>("reason_sealed")?;
    let reason = reason.map(|sealed| look.open(a.org, &about_reason(a.id), &sealed)).transpose()?;
    Ok((file, reason))
}

pub(crate) fn settle(work: &mut Work, a: &Advisory, verdict: Verdict, reason: &str) -> Result<()> {
    let sealed = work.seal(a.org, &about_reason(a.id), reason)?;
    let by = work.person();
    let given = params! {
        "advisory": a.id, "verdict": verdict, "reason_sealed": sealed, "settled": true, "by": by,
    };
    work.run(&SETTLE, given)?;
    Ok(())
}

/// Advisories within reach, the latest first; each organization is asked by itself.
pub(crate) fn list(
    look: &mut Look,
    settled: bool,
    after: Option<(Moment, AdvisoryId)>,
    most: u32,
) -> Result<Vec<Advisory>> {
    let places: Vec<OrgId> =
        look.rows(&PLACES, params! {})?.iter().map(|r| r.get("org")).collect::<Result<_>>()?;
    let at = after.map_or(Moment::from_micros(i64::MAX), |a| a.0);
    let id = after.map_or_else(|| "adv_g".to_owned(), |a| a.1.to_string());
    let mut found = Vec::new();
    for place in places {
        let given = params! { "place": place, "settled": settled, "at": at, "after": &id, "most": most };
        for row in look.rows(&LIST, given)? {
            found.push(Advisory::read(&row)?);
        }
    }
    found.sort_by_key(|a: &Advisory| std::cmp::Reverse((a.taken_at, a.id)));
    found.truncate(most as usize);
    Ok(found)
}
