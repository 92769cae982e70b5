//! What the office itself can be asked: the ledger within reach, one entry with its proof, and the programs that are
//! told of facts.

use crate::{Act, Ground, Line, Order, Question, Registry, sealer, timeline};
use kernel::{Done, Duty, EntryId, Fact, Moment, OrgId, PersonId, Phi, Private, Refusal, Stop, WebhookId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Look, Work, params, sql};

sql! {
    ADD "office.add-webhook"
        "insert into webhooks (id, org, address, secret_sealed, facts, made_by, made_at)
         values (:id, :org, :address, :secret, :facts, :person, :now)";
    END "office.end-webhook"
        "update webhooks set ended_at = :now where id = :id and org = :org and ended_at is null";
    LIST "office.webhooks"
        "select id, org, address, facts, made_at from webhooks
         where org in (select org from reach where person = :who) and ended_at is null order by made_at, id limit 500";
    house LOCATE "office.locate-webhook" "select org from webhooks where id = :id";
}

/// The entries of the ledger within reach, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entries {
    /// Only those before this entry.
    pub before: Option<EntryId>,
    /// At most so many (1 to 200; 50 when left out).
    #[schemars(range(min = 1, max = 200))]
    pub most: Option<u32>,
}

/// An entry as it is told.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Told {
    pub id: EntryId,
    pub org: Option<OrgId>,
    pub at: Moment,
    pub act: String,
    pub person: Option<PersonId>,
    /// `done`, `refused` or `looked`.
    pub outcome: String,
    /// The entry as it is sealed.
    pub body: Value,
    /// Its place in the tree, once sealed.
    pub leaf: Option<u64>,
}

impl From<Line> for Told {
    fn from(l: Line) -> Self {
        let Line { id, org, at, act, person, outcome, body, leaf } = l;
        Self { id, org, at, act, person, outcome, body, leaf }
    }
}

/// Entries and where to go on.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EntriesFound {
    pub entries: Vec<Told>,
    pub before: Option<EntryId>,
    /// How many entries the signed tree has, of all organizations.
    pub size: u64,
    /// The last signed checkpoint.
    pub checkpoint: Option<String>,
    pub signed_at: Option<Moment>,
    /// Since when the oldest entry waits for its seal.
    pub unsealed_since: Option<Moment>,
}

impl Question for Entries {
    const ACT: Act = Act {
        name: "office.entries",
        says: "Read the ledger",
        path: "/ledger/entries",
        duty: Duty::ReadLedger,
        phi: Phi::None,
    };
    type Answer = EntriesFound;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<EntriesFound, Stop> {
        let most = self.most.unwrap_or(50).clamp(1, 200);
        // No id sorts after this one.
        let before = self.before.map_or_else(|| "f".to_owned(), |b| b.to_string());
        let rows = look.rows(&timeline::LATEST, params! { "before": before, "most": i64::from(most) })?;
        let lines: Vec<Line> = rows.iter().map(Line::read).collect::<anyhow::Result<_>>()?;
        let full = lines.len() == most as usize;
        let before = lines.last().filter(|_| full).map(|l| l.id);
        let last = sealer::last(look)?;
        Ok(EntriesFound {
            entries: lines.into_iter().map(Told::from).collect(),
            before,
            size: last.as_ref().map_or(0, |l| l.size),
            signed_at: last.as_ref().map(|l| l.at),
            checkpoint: last.map(|l| l.note),
            unsealed_since: sealer::oldest_unsealed(look)?,
        })
    }
}

/// One entry with the proof that it stands in the signed tree.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub entry: EntryId,
}

/// An entry and its proof.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EntryFound {
    pub entry: Told,
    /// Salt, body, inclusion proof and checkpoint, for `orderly ledger verify` and other tools; nothing until it is sealed.
    pub proof: Option<Value>,
    /// The leaf hash in hexadecimal.
    pub leaf_hash: Option<String>,
}

impl Question for Entry {
    const ACT: Act = Act {
        name: "office.entry",
        says: "Read and prove an entry of the ledger",
        path: "/ledger/entries/{entry}",
        duty: Duty::ReadLedger,
        phi: Phi::None,
    };
    type Answer = EntryFound;

    fn ground(&self) -> Ground {
        Ground::thing(self.entry)
    }

    fn answer(&self, look: &mut Look) -> Result<EntryFound, Stop> {
        let row = look
            .row(&timeline::ONE, params! { "id": self.entry })?
            .ok_or_else(|| Refusal::not_found("entry"))?;
        let line = Line::read(&row)?;
        if line.leaf.is_none() {
            return Ok(EntryFound { entry: line.into(), proof: None, leaf_hash: None });
        }
        let proof = sealer::prove(look, self.entry)?;
        let hash = ledger::leaf_hash(&proof.proven.salt, proof.proven.body.as_bytes()).to_string();
        let value = serde_json::to_value(&proof.proven).map_err(anyhow::Error::from)?;
        Ok(EntryFound { entry: line.into(), proof: Some(value), leaf_hash: Some(hash) })
    }
}

/// Tells a program of facts as they happen, signed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddWebhook {
    /// The organization whose facts are told.
    pub org: OrgId,
    /// Where to: https, or http on this machine.
    pub address: String,
    /// Names of facts (`desk.ticket-opened`) or slices (`desk.`), separated by commas.
    pub facts: String,
    /// With it each message is signed (HMAC-SHA-256 in `Orderly-Signature`); at least 16 characters.
    pub secret: Private,
}

/// The new webhook.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WebhookAdded {
    pub webhook: WebhookId,
}

impl Order for AddWebhook {
    const ACT: Act = Act {
        name: "office.add-webhook",
        says: "Tell a program of facts as they happen",
        path: "/organizations/{org}/webhooks",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = WebhookAdded;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<WebhookAdded>, Stop> {
        let address = self.address.trim();
        let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
        let safe = address.starts_with("https://") || local.iter().any(|l| address.starts_with(l));
        if !safe || address.len() > 500 || address.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(
                Refusal::invalid("address", "The address starts with https:// and has no blanks.").into()
            );
        }
        if self.facts.trim().is_empty() || self.facts.len() > 2_000 {
            return Err(Refusal::invalid(
                "facts",
                "Name at least one fact, for instance desk.ticket-opened.",
            )
            .into());
        }
        if self.secret.reveal().len() < 16 || self.secret.reveal().len() > 200 {
            return Err(Refusal::invalid("secret", "The secret has 16 to 200 characters.").into());
        }
        let webhook: WebhookId = work.id();
        let secret = work.seal(self.org, &format!("webhooks/{webhook}/secret"), self.secret.reveal())?;
        let person = work.person();
        work.run(
            &ADD,
            params! { "id": webhook, "address": address, "secret": secret, "facts": self.facts.trim(), "person": person },
        )?;
        let fact = Fact::new("office.webhook-added", self.org).about(webhook);
        Ok(Done::new(fact, WebhookAdded { webhook }))
    }
}

/// Ends a webhook; what was not sent yet is not sent any more.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndWebhook {
    pub webhook: WebhookId,
}

impl Order for EndWebhook {
    const ACT: Act = Act {
        name: "office.end-webhook",
        says: "Stop telling a program",
        path: "/webhooks/{webhook}/end",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = WebhookAdded;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.webhook)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<WebhookAdded>, Stop> {
        if work.run(&END, params! { "id": self.webhook })? == 0 {
            return Err(Refusal::conflict("This webhook has ended already.").into());
        }
        let fact = Fact::new("office.webhook-ended", work.org()).about(self.webhook);
        Ok(Done::new(fact, WebhookAdded { webhook: self.webhook }))
    }
}

/// The programs that are told of facts within reach.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Webhooks {}

/// A webhook without its secret.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Webhook {
    pub webhook: WebhookId,
    pub org: OrgId,
    pub address: String,
    pub facts: String,
    pub made_at: Moment,
}

impl Question for Webhooks {
    const ACT: Act = Act {
        name: "office.webhooks",
        says: "List the programs that are told of facts",
        path: "/webhooks",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Answer = Vec<Webhook>;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<Vec<Webhook>, Stop> {
        let read = |r: &store::Row| -> anyhow::Result<Webhook> {
            Ok(Webhook {
                webhook: r.get("id")?,
                org: r.get("org")?,
                address: r.get("address")?,
                facts: r.get("facts")?,
                made_at: r.get("made_at")?,
            })
        };
        Ok(look.rows(&LIST, &[])?.iter().map(read).collect::<anyhow::Result<_>>()?)
    }
}

/// The office's sentences.
fn sentence(fact: &str, with: &Value) -> Option<String> {
    let act = with.get("act").and_then(Value::as_str).unwrap_or("an act");
    Some(match fact {
        "office.phi-looked-at" => "looked behind a mask".to_owned(),
        "office.refused" => format!("was refused: {act}"),
        "office.webhook-added" => "had a program told of facts".to_owned(),
        "office.webhook-ended" => "stopped telling a program".to_owned(),
        _ => return None,
    })
}

/// Puts all of it into the registry.
pub fn register(registry: &mut Registry) {
    registry
        .question::<Entries>()
        .question::<Entry>()
        .order::<AddWebhook>()
        .order::<EndWebhook>()
        .question::<Webhooks>()
        .locate("ent", &timeline::LOCATE)
        .locate("whk", &LOCATE)
        .tell(sentence);
}
