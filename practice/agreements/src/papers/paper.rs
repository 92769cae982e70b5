//! The signed paper: a PDF of at most ten megabytes, sealed under the client's key, its SHA-256 in the ledger. Fetching it is
//! an order, so that every time is charted.

use super::records;
use crate::Party;
use crate::kinds::{AgreementKind, AgreementState};
use crate::orders::{among, fact, only_for, wrong_state};
use base64::{Engine, engine::general_purpose::STANDARD};
use kernel::{AgreementId, Done, Duty, Phi, Private, Refusal, Status, Stop};
use office::{Act, Ground, Order, in_base64, text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use store::{Look, Work};

/// The largest paper, in bytes.
pub const LARGEST_PAPER_BYTES: usize = 10 << 20;
/// More papers of one agreement than this are a mistake.
const MOST_PAPERS: i64 = 20;

/// Keeps the signed paper of an agreement.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepPaper {
    pub agreement: AgreementId,
    /// The file's name; somebody's may stand in it, so the ledger keeps none.
    #[schemars(length(max = 200))]
    pub name: Private,
    /// The PDF in base64; at most ten megabytes.
    pub content: Private,
    #[serde(skip)]
    #[schemars(skip)]
    pub sealed: Option<Arc<SealedPaper>>,
}

/// A paper that was looked at and sealed, before it is kept.
#[derive(Debug)]
pub struct SealedPaper {
    pub(super) size_bytes: i64,
    pub(super) sha256: String,
    pub(super) sealed: Vec<u8>,
}

/// Fetches a signed paper; that it was fetched is charted.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FetchPaper {
    pub agreement: AgreementId,
    /// Which one; the first is 1.
    pub number: i64,
    #[serde(skip)]
    #[schemars(skip)]
    pub opened: Option<Arc<FetchedPaper>>,
}

/// The paper as it is kept.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PaperReceipt {
    pub agreement: AgreementId,
    pub number: i64,
    /// In hexadecimal.
    pub sha256: String,
    pub size_bytes: i64,
}

/// A paper that was fetched.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FetchedPaper {
    pub name: String,
    /// In hexadecimal.
    pub sha256: String,
    /// In base64.
    pub content: String,
}

fn wrong(sentence: &str) -> Stop {
    Refusal::invalid("content", sentence).into()
}

fn too_large() -> Stop {
    Refusal::new(Status::TooLarge, "A paper has at most ten megabytes.").into()
}

/// Where a paper is sealed: by what it is, because its number is known only when it is kept.
fn about(agreement: AgreementId, sha256: &str) -> String {
    format!("agreement_papers/{agreement}/{sha256}")
}

/// Where papers were sealed that were kept before it was done ahead of the transaction.
fn about_before(agreement: AgreementId, number: i64) -> String {
    format!("agreement_papers/{agreement}/{number}/content")
}

impl Order for KeepPaper {
    const ACT: Act = Act {
        name: "agreements.keep-paper",
        says: "Keep the signed paper",
        path: "/agreements/{agreement}/papers",
        duty: Duty::SignAgreements,
        phi: Phi::None,
    };
    const PREPARES: bool = true;
    const MOST_BYTES: usize = in_base64(LARGEST_PAPER_BYTES);
    type Receipt = PaperReceipt;
    type Needs = Party;

    fn ground(&self) -> Ground {
        Ground::thing(self.agreement)
    }

    /// Ten megabytes are looked at, hashed and sealed while nobody waits. What was sent is kept no longer than that: in the
    /// ledger stands a commitment to its SHA-256.
    fn prepare(&mut self, look: &mut Look) -> Result<(), Stop> {
        let (agreement, _) = among(look, self.agreement)?;
        if self.content.reveal().len() > LARGEST_PAPER_BYTES / 3 * 4 + 8 {
            return Err(too_large());
        }
        let content =
            STANDARD.decode(self.content.reveal().trim()).map_err(|_| wrong("This is not base64."))?;
        if content.len() > LARGEST_PAPER_BYTES {
            return Err(too_large());
        }
        if !content.starts_with(b"%PDF-") {
            return Err(wrong("This is not a PDF. Scan or print the signed paper as one."));
        }
        let sha256 = hex::encode(Sha256::digest(&content));
        let sealed = look.seal_bytes(agreement.client, &about(agreement.id, &sha256), &content)?;
        let size_bytes = i64::try_from(content.len()).map_err(anyhow::Error::from)?;
        self.content = Private::new(sha256.as_str());
        self.sealed = Some(Arc::new(SealedPaper { size_bytes, sha256, sealed }));
        Ok(())
    }

    fn perform(&self, work: &mut Work, needs: Party) -> Result<Done<PaperReceipt>, Stop> {
        let (agreement, _) = among(work, self.agreement)?;
        let parties = [agreement.client, agreement.principal, agreement.associate];
        only_for(work, needs.employer, &parties, "keeps its paper")?;
        let too_early = matches!(agreement.state, AgreementState::Draft | AgreementState::Withdrawn);
        if agreement.kind == AgreementKind::NotRequired || too_early {
            return Err(wrong_state(&agreement, "signed on paper"));
        }
        let name = text::name("name", self.name.reveal())?;
        let paper = self.sealed.as_ref().ok_or_else(|| anyhow::anyhow!("a paper was not prepared"))?;
        let last = records::papers(work, agreement.id)?.last().map_or(0, |p| p.number);
        if last >= MOST_PAPERS {
            return Err(Refusal::conflict("Twenty papers of this agreement are kept already.").into());
        }
        let number = last + 1;
        records::keep_paper(work, agreement.id, (number, &name), paper)?;
        let (size_bytes, sha256) = (paper.size_bytes, paper.sha256.clone());
        let kept = fact("agreements.paper-kept", &agreement)
            .with("number", number)
            .with("size_bytes", size_bytes)
            .with("sha256", &sha256);
        Ok(Done::new(kept, PaperReceipt { agreement: agreement.id, number, sha256, size_bytes }))
    }
}

impl Order for FetchPaper {
    const ACT: Act = Act {
        name: "agreements.fetch-paper",
        says: "Fetch a signed paper",
        path: "/agreements/{agreement}/papers/fetch",
        duty: Duty::ReadAgreements,
        phi: Phi::None,
    };
    const PREPARES: bool = true;
    type Receipt = FetchedPaper;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.agreement)
    }

    /// It is opened while nobody waits, and given only once that is charted.
    fn prepare(&mut self, look: &mut Look) -> Result<(), Stop> {
        let (agreement, _) = among(look, self.agreement)?;
        let paper =
            records::paper(look, agreement.id, self.number)?.ok_or_else(|| Refusal::not_found("paper"))?;
        let (id, client) = (agreement.id, agreement.client);
        let content = look
            .open_bytes(client, &about(id, &paper.sha256), &paper.sealed)
            .or_else(|_| look.open_bytes(client, &about_before(id, self.number), &paper.sealed))?;
        if hex::encode(Sha256::digest(&content)) != paper.sha256 {
            return Err(anyhow::anyhow!("the paper {} of {id} is not what was kept", self.number).into());
        }
        let content = STANDARD.encode(content);
        self.opened = Some(Arc::new(FetchedPaper { name: paper.name, sha256: paper.sha256, content }));
        Ok(())
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<FetchedPaper>, Stop> {
        let (agreement, _) = among(work, self.agreement)?;
        let opened = self.opened.as_ref().ok_or_else(|| anyhow::anyhow!("a paper was not prepared"))?;
        let fetched = fact("agreements.paper-fetched", &agreement)
            .with("number", self.number)
            .with("sha256", &opened.sha256);
        Ok(Done::new(fetched, FetchedPaper::clone(opened)))
    }
}
