//! An advisory is taken in as a file, sealed with its hash, and acknowledged by a person who says what is made of it.

use super::read::{self, Told};
use super::records::{self, Advisory};
use super::topic;
use super::words::{AdvisorySource, Verdict};
use crate::{OfPlace, texts};
use base64::{Engine, engine::general_purpose::STANDARD};
use kernel::{AdvisoryId, Done, Duty, Fact, OrgId, Phi, Private, Refusal, Status, Stop};
use office::{Act, Ground, Order, in_base64};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use store::{Look, Work};

/// The largest advisory, in bytes.
pub const LARGEST_ADVISORY_BYTES: usize = 8 << 20;

/// Takes an advisory in. A CSAF document says itself what it is called and which products it speaks of.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeInAdvisory {
    /// The organization that keeps it.
    pub org: OrgId,
    /// Who warns.
    #[schemars(extend("x-order" = 1))]
    pub source: AdvisorySource,
    /// What it is called, where the file does not say it.
    #[schemars(extend("x-order" = 2), length(max = 120))]
    pub title: Option<String>,
    /// Vendors and products it speaks of, with commas, where the file does not say them.
    #[schemars(extend("x-order" = 3), length(max = 1000))]
    pub products: Option<String>,
    /// The file in base64; at most eight megabytes.
    pub content: Private,
    #[serde(skip)]
    #[schemars(skip)]
    pub sealed: Option<Arc<SealedFile>>,
}

/// A file that was read and sealed, before it is kept.
#[derive(Debug)]
pub struct SealedFile {
    told: Told,
    size_bytes: i64,
    sha256: String,
    sealed: Vec<u8>,
}

/// Says what is made of an advisory.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgeAdvisory {
    pub advisory: AdvisoryId,
    /// What is made of it.
    #[schemars(extend("x-order" = 1))]
    pub verdict: Verdict,
    /// Why, and what is done.
    #[schemars(extend("x-long" = true, "x-order" = 2))]
    pub reason: Private,
}

/// How an advisory stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AdvisoryReceipt {
    pub advisory: AdvisoryId,
    /// In hexadecimal.
    pub sha256: String,
    pub verdict: Option<Verdict>,
}

fn wrong(sentence: &str) -> Stop {
    Refusal::invalid("content", sentence).into()
}

fn too_large() -> Stop {
    Refusal::new(Status::TooLarge, "An advisory has at most eight megabytes.").into()
}

impl Order for TakeInAdvisory {
    const ACT: Act = Act {
        name: "incidents.take-in-advisory",
        says: "Take an advisory in",
        path: "/organizations/{org}/advisories",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    const PREPARES: bool = true;
    const MOST_BYTES: usize = in_base64(LARGEST_ADVISORY_BYTES);
    type Receipt = AdvisoryReceipt;
    type Needs = OfPlace;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    /// Read, hashed and sealed while nobody waits.
    fn prepare(&mut self, look: &mut Look) -> Result<(), Stop> {
        if self.content.reveal().len() > LARGEST_ADVISORY_BYTES / 3 * 4 + 8 {
            return Err(too_large());
        }
        let content =
            STANDARD.decode(self.content.reveal().trim()).map_err(|_| wrong("This is not base64."))?;
        match content.len() {
            0 => return Err(wrong("The file is empty. Choose it again.")),
            1..=LARGEST_ADVISORY_BYTES => {}
            _ => return Err(too_large()),
        }
        let told = read::read(&content).ok_or_else(|| wrong("This is neither CSAF, nor text, nor a PDF."))?;
        let sha256 = hex::encode(Sha256::digest(&content));
        let sealed = look.seal_bytes(self.org, &records::about(self.org, &sha256), &content)?;
        let size_bytes = i64::try_from(content.len()).map_err(anyhow::Error::from)?;
        self.content = Private::new(sha256.as_str());
        self.sealed = Some(Arc::new(SealedFile { told, size_bytes, sha256, sealed }));
        Ok(())
    }

    fn perform(&self, work: &mut Work, needs: OfPlace) -> Result<Done<AdvisoryReceipt>, Stop> {
        let file = self.sealed.as_ref().ok_or_else(|| anyhow::anyhow!("an advisory was not prepared"))?;
        if let Some(before) = records::same(work, &file.sha256)? {
            let refusal = Refusal::conflict("This very file was taken in already.");
            return Err(refusal.remedy("Show it", Some(format!("/advisories/{before}"))).into());
        }
        let typed = office::text::optional("title", self.title.as_deref(), 120)?;
        let title = typed.or_else(|| file.told.title.clone());
        let title =
            title.ok_or_else(|| Refusal::invalid("title", "Say what it is called; the file does not."))?;
        if self.products.as_ref().is_some_and(|p| p.len() > 1_000) {
            return Err(Refusal::invalid("products", "This is longer than 1000 characters.").into());
        }
        let mut words = file.told.words.clone();
        words.extend(self.products.as_deref().map(read::typed).unwrap_or_default());
        words.sort();
        words.dedup();
        let named = named_in_all(&file.told, words.len());
        let (playbook, because) = topic::playbook(&title, &file.told).unzip();
        let advisory = Advisory {
            id: work.id(),
            org: self.org,
            source: self.source,
            format: file.told.format,
            playbook,
            because,
            cves: file.told.cves.clone(),
            title,
            number: file.told.number.clone(),
            rating: file.told.rating.clone(),
            words,
            named: Some(named),
            zone: needs.zone,
            size_bytes: file.size_bytes,
            sha256: file.sha256.clone(),
            taken_by: work.person(),
            taken_at: work.now(),
            verdict: None,
            settled_by: None,
            settled_at: None,
        };
        records::add(work, &advisory, &file.sealed)?;
        // The file is public, so its hash says nothing about anybody.
        let fact = about("incidents.advisory-taken-in", &advisory)
            .with("format", advisory.format)
            .with("size_bytes", advisory.size_bytes)
            .with("sha256", &advisory.sha256);
        let receipt = AdvisoryReceipt { advisory: advisory.id, sha256: advisory.sha256, verdict: None };
        Ok(Done::new(fact, receipt))
    }
}

/// How many vendors and products it names, when so many of them are held against the assets.
pub(super) fn named_in_all(told: &Told, held: usize) -> u32 {
    let beyond = told.named.saturating_sub(told.words.len());
    u32::try_from(held + beyond).unwrap_or(u32::MAX)
}

pub(super) fn about(name: &'static str, a: &Advisory) -> Fact {
    Fact::new(name, a.org).about(a.id).with("advisory", a.id).with("source", a.source)
}

impl Order for AcknowledgeAdvisory {
    const ACT: Act = Act {
        name: "incidents.acknowledge-advisory",
        says: "Say what is made of an advisory",
        path: "/advisories/{advisory}/acknowledge",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = AdvisoryReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.advisory)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<AdvisoryReceipt>, Stop> {
        if work.person().is_none() {
            return Err(Refusal::forbidden("A person acknowledges an advisory.").into());
        }
        let advisory = records::one(work, self.advisory)?;
        let reason = texts::said("reason", &self.reason)?;
        records::settle(work, &advisory, self.verdict, &reason)?;
        let fact = about("incidents.advisory-acknowledged", &advisory)
            .with("verdict", self.verdict)
            .with("before", advisory.verdict);
        let receipt =
            AdvisoryReceipt { advisory: advisory.id, sha256: advisory.sha256, verdict: Some(self.verdict) };
        Ok(Done::new(fact, receipt))
    }
}
