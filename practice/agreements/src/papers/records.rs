//! What the papers of agreements ask of the database.

use super::{Bearer, SealedPaper};
use anyhow::Result;
use kernel::{AgreementId, Moment, PersonId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Row, Work, params, sql};

sql! {
    SAY "agreements.say-breach-duties"
        "insert into breach_duties (agreement, org, scope, detects, documents, notifies, report_hours, said_by, said_at)
         values (:agreement, :org, :scope, :detects, :documents, :notifies, :report_hours, :said_by, :now)
         on conflict (agreement) do update set scope = excluded.scope, detects = excluded.detects,
             documents = excluded.documents, notifies = excluded.notifies,
             report_hours = excluded.report_hours, said_by = excluded.said_by, said_at = excluded.said_at
         where breach_duties.org = :org";
    SAID "agreements.breach-duties"
        "select scope, detects, documents, notifies, report_hours from breach_duties
         where agreement = :agreement and org = :org";
    KEEP "agreements.keep-paper"
        "insert into agreement_papers (agreement, number, org, name, size_bytes, sha256, paper_sealed, kept_by,
             kept_at)
         values (:agreement, :number, :org, :name, :size_bytes, :sha256, :paper_sealed, :kept_by, :now)";
    PAPERS "agreements.papers"
        "select number, name, size_bytes, sha256, kept_by, kept_at from agreement_papers
         where agreement = :agreement and org = :org order by number limit 100";
    PAPER "agreements.paper"
        "select name, sha256, paper_sealed from agreement_papers
         where agreement = :agreement and number = :number and org = :org";
}

/// Who does what when there is a breach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BreachDuties {
    /// What the agreement is about.
    pub scope: Option<String>,
    pub detects: Bearer,
    pub documents: Bearer,
    pub notifies: Bearer,
    pub report_hours: u32,
}

/// A kept paper, without its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PaperLine {
    pub number: i64,
    pub name: String,
    pub size_bytes: i64,
    /// In hexadecimal.
    pub sha256: String,
    pub kept_by: Option<PersonId>,
    pub kept_at: Moment,
}

/// A paper with its sealed content.
pub(crate) struct Paper {
    pub name: String,
    pub sha256: String,
    pub sealed: Vec<u8>,
}

pub(crate) fn say(work: &mut Work, agreement: AgreementId, duties: &BreachDuties) -> Result<()> {
    let by = work.person();
    let params = params! {
        "agreement": agreement, "scope": duties.scope.as_deref(), "detects": duties.detects,
        "documents": duties.documents, "notifies": duties.notifies, "report_hours": duties.report_hours,
        "said_by": by,
    };
    work.run(&SAY, params)?;
    Ok(())
}

pub(crate) fn said(look: &mut Look, agreement: AgreementId) -> Result<Option<BreachDuties>> {
    let row = look.row(&SAID, params! { "agreement": agreement })?;
    row.map(|r| {
        Ok(BreachDuties {
            scope: r.get("scope")?,
            detects: r.get("detects")?,
            documents: r.get("documents")?,
            notifies: r.get("notifies")?,
            report_hours: r.get("report_hours")?,
        })
    })
    .transpose()
}

pub(crate) fn keep_paper(
    work: &mut Work,
    agreement: AgreementId,
    (number, name): (i64, &str),
    paper: &SealedPaper,
) -> Result<()> {
    let by = work.person();
    let params = params! {
        "agreement": agreement, "number": number, "name": name, "size_bytes": paper.size_bytes,
        "sha256": &paper.sha256, "paper_sealed": paper.sealed.as_slice(), "kept_by": by,
    };
    work.run(&KEEP, params)?;
    Ok(())
}

/// The papers of an agreement of the bound organization, oldest first.
pub(crate) fn papers(look: &mut Look, agreement: AgreementId) -> Result<Vec<PaperLine>> {
    let read = |r: &Row| {
        Ok(PaperLine {
            number: r.get("number")?,
            name: r.get("name")?,
            size_bytes: r.get("size_bytes")?,
            sha256: r.get("sha256")?,
            kept_by: r.get("kept_by")?,
            kept_at: r.get("kept_at")?,
        })
    };
    look.rows(&PAPERS, params! { "agreement": agreement })?.iter().map(read).collect()
}

pub(crate) fn paper(look: &mut Look, agreement: AgreementId, number: i64) -> Result<Option<Paper>> {
    let row = look.row(&PAPER, params! { "agreement": agreement, "number": number })?;
    row.map(|r| Ok(Paper { name: r.get("name")?, sha256: r.get("sha256")?, sealed: r.get("paper_sealed")? }))
        .transpose()
}
