//! The signed paper: a PDF of at most ten megabytes, sealed under the client's key, its SHA-256 in the ledger. Fetching it is
//! an order, so that every time is charted.

use super::records::{self, Paper};
use crate::Party;
use crate::kinds::{AgreementKind, AgreementState};
use crate::orders::{among, fact, only_for, wrong_state};
use base64::{Engine, engine::general_purpose::STANDARD};
use kernel::{AgreementId, Done, Duty, Phi, Private, Refusal, Status, Stop};
use office::{Act, Ground, Order, text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::Work;

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
}

/// Fetches a signed paper; that it was fetched is charted.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FetchPaper {
    pub agreement: AgreementId,
    /// Which one; the first is 1.
    pub number: i64,
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

/// Where a paper is sealed.
fn about(agreement: AgreementId, number: i64) -> String {
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
    type Receipt = PaperReceipt;
    type Needs = Party;

    fn ground(&self) -> Ground {
        Ground::thing(self.agreement)
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
        if self.content.reveal().len() > LARGEST_PAPER_BYTES / 3 * 4 + 8 {
            return Err(Refusal::new(Status::TooLarge, "A paper has at most ten megabytes.").into());
        }
        let content =
            STANDARD.decode(self.content.reveal().trim()).map_err(|_| wrong("This is not base64."))?;
        if content.len() > LARGEST_PAPER_BYTES {
            return Err(Refusal::new(Status::TooLarge, "A paper has at most ten megabytes.").into());
        }
        if !content.starts_with(b"%PDF-") {
            return Err(wrong("This is not a PDF. Scan or print the signed paper as one."));
        }
        let last = records::papers(work, agreement.id)?.last().map_or(0, |p| p.number);
        if last >= MOST_PAPERS {
            return Err(Refusal::conflict("Twenty papers of this agreement are kept already.").into());
        }
        let sha256 = hex::encode(Sha256::digest(&content));
        let number = last + 1;
        let sealed = work.seal_bytes(agreement.client, &about(agreement.id, number), &content)?;
        let size_bytes = i64::try_from(content.len()).map_err(anyhow::Error::from)?;
        let paper = Paper { number, name, size_bytes, sha256: sha256.clone(), sealed };
        records::keep_paper(work, agreement.id, paper)?;
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
    type Receipt = FetchedPaper;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.agreement)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<FetchedPaper>, Stop> {
        let (agreement, _) = among(work, self.agreement)?;
        let paper =
            records::paper(work, agreement.id, self.number)?.ok_or_else(|| Refusal::not_found("paper"))?;
        let content = work.open_bytes(agreement.client, &about(agreement.id, self.number), &paper.sealed)?;
        if hex::encode(Sha256::digest(&content)) != paper.sha256 {
            return Err(anyhow::anyhow!(
                "the paper {} of {} is not what was kept",
                self.number,
                agreement.id
            )
            .into());
        }
        let fetched = fact("agreements.paper-fetched", &agreement)
            .with("number", self.number)
            .with("sha256", &paper.sha256);
        let receipt =
            FetchedPaper { name: paper.name, sha256: paper.sha256, content: STANDARD.encode(content) };
        Ok(Done::new(fetched, receipt))
    }
}
