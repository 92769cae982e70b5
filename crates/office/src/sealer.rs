//! The sealer gives every entry its place in the tree and signs the root, within a second of the commit. It takes the
//! rows that have no place yet, whatever their id: a transaction that commits late is sealed late and never skipped.

use kernel::{EntryId, Moment, Refusal, Stop, Who};
use ledger::{
    Checkpoint, Frontier, Hash, Leaf, Nodes, SigningKey, VerifierKey, checkpoint, export::Proven, leaf_hash,
    tiles, tree::Tiled,
};
use std::{cell::RefCell, collections::HashSet};
use store::{Look, Row, Store, Work, params, sql};

use crate::timeline::{self, Line, Proof};

sql! {
    house UNSEALED "office.unsealed"
        "select id, body, salt from entries where leaf is null order by id limit 2000";
    house PLACE "office.give-place" "update entries set leaf = :leaf where id = :id and leaf is null";
    house NODE "office.add-node" "insert into tree (level, place, hash) values (:level, :place, :hash)";
    NODES "office.nodes"
        "select place, hash from tree where level = :level and place >= :first and place < :end order by place";
    SIZE "office.sealed-up-to" "select size from sealed_up_to where one = 1";
    house GROW "office.grow" "update sealed_up_to set size = :size where one = 1 and size = :before";
    house SIGN "office.sign" "insert into checkpoints (size, at, note) values (:size, :now, :note)";
    LAST "office.last-checkpoint" "select size, at, note from checkpoints order by size desc limit 1";
    CHECKPOINTS "office.checkpoints"
        "select size, at, note from checkpoints where size > :after order by size limit :most";
    house OLDEST "office.oldest-unsealed" "select min(at) as at from entries where leaf is null";
    house EXPORT "office.export-entries"
        "select leaf, org, body, salt from entries where leaf >= :first and leaf < :end order by leaf";
    MINE "office.export-mine"
        "select leaf from entries where leaf >= :first and leaf < :end
         and org in (select org from reach where person = :who) order by leaf";
}

/// What a turn of the sealer did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealed {
    pub entries: usize,
    pub size: u64,
}

/// See the module.
#[derive(Clone)]
pub struct Sealer {
    key: SigningKey,
}

impl Sealer {
    /// # Errors
    /// When the name cannot stand in a checkpoint.
    pub fn new(name: &str, seed: [u8; 32]) -> anyhow::Result<Self> {
        Ok(Self { key: SigningKey::from_seed(name, seed)? })
    }

    /// The public half, in the form that public tools read.
    pub fn verifier(&self) -> VerifierKey {
        self.key.verifier()
    }

    /// Seals what waits, at most 2 000 entries.
    ///
    /// # Errors
    /// A fault when the stored tree does not lead to the root that was signed last: then nothing is signed over it.
    pub async fn turn(&self, store: &Store, now: Moment) -> Result<Sealed, Stop> {
        let sealer = self.clone();
        store
            .write(move |work: &mut Work| {
                work.on_behalf(Who::House("sealer"), None, now);
                work.as_house(true);
                sealer.seal(work)
            })
            .await
    }

    fn seal(&self, work: &mut Work) -> Result<Sealed, Stop> {
        let size = size(work)?;
        let waiting = work.rows(&UNSEALED, &[])?;
        if waiting.is_empty() {
            return Ok(Sealed { entries: 0, size });
        }
        let mut frontier = Frontier::resume(size, &Tiled(Stored(RefCell::new(&mut *work))))?;
        self.compare(work, size, frontier.root())?;
        let mut nodes: Vec<(u8, u64, Hash)> = Vec::with_capacity(waiting.len() * 2);
        for row in &waiting {
            let hash = leaf_of(row)?;
            let leaf = frontier.append(hash, |level, place, hash| {
                if level % 8 == 0 {
                    nodes.push((level, place, hash));
                }
            });
            nodes.push((0, leaf, hash));
            work.run(&PLACE, params! { "leaf": place(leaf)?, "id": row.get::<String>("id")? })?;
        }
        for (level, at, hash) in &nodes {
            let row = params! { "level": i64::from(*level), "place": place(*at)?, "hash": hash.0.to_vec() };
            work.run(&NODE, row)?;
        }
        let grown = frontier.size();
        if work.run(&GROW, params! { "size": place(grown)?, "before": place(size)? })? != 1 {
            return Err(anyhow::anyhow!("two sealers met; the other one was faster").into());
        }
        let note = Checkpoint::new(&self.key, grown, frontier.root())
            .sign(&self.key)
            .map_err(anyhow::Error::from)?;
        work.run(&SIGN, params! { "size": place(grown)?, "note": note })?;
        Ok(Sealed { entries: waiting.len(), size: grown })
    }

    /// The tree as it is stored must lead to the root that was signed last; otherwise somebody changed it.
    fn compare(&self, work: &mut Work, size: u64, root: Hash) -> Result<(), Stop> {
        let Some(last) = last(work)? else {
            return if size == 0 {
                Ok(())
            } else {
                Err(doubt("there are entries with a place and no checkpoint"))
            };
        };
        let signed = checkpoint::open(&last.note, &self.key.verifier())
            .map_err(|e| doubt(&format!("the last checkpoint is not signed with this house's key: {e}")))?;
        if signed.size != size || signed.root != root {
            return Err(doubt("the stored tree does not lead to the root that was signed last"));
        }
        Ok(())
    }
}

fn doubt(why: &str) -> Stop {
    anyhow::anyhow!("nothing is sealed any more, because {why}; run `orderly ledger verify`").into()
}

fn place(n: u64) -> anyhow::Result<i64> {
    Ok(i64::try_from(n)?)
}

fn salt_of(row: &Row) -> anyhow::Result<[u8; 16]> {
    let salt: Vec<u8> = row.get("salt")?;
    salt.try_into().map_err(|_| anyhow::anyhow!("a salt is not 16 bytes long"))
}

fn leaf_of(row: &Row) -> anyhow::Result<Hash> {
    Ok(leaf_hash(&salt_of(row)?, &row.get::<Vec<u8>>("body")?))
}

fn size(look: &mut Look) -> anyhow::Result<u64> {
    let row = look.row(&SIZE, &[])?.ok_or_else(|| anyhow::anyhow!("the ledger's size is not there"))?;
    Ok(u64::try_from(row.get::<i64>("size")?)?)
}

/// Nodes read from the tables, which hold the levels that tiles hold: 0, 8, 16 and so on.
struct Stored<'a, 'b>(RefCell<&'a mut Look<'b>>);

impl<'a, 'b> Stored<'a, 'b> {
    fn read(&self, level: u8, first: u64, count: u64) -> anyhow::Result<Vec<Hash>> {
        let rows = self.0.borrow_mut().rows(
            &NODES,
            params! { "level": i64::from(level), "first": place(first)?, "end": place(first + count)? },
        )?;
        anyhow::ensure!(
            rows.len() as u64 == count,
            "nodes of the tree are missing at level {level} from {first} on"
        );
        rows.iter().map(hash_of).collect()
    }
}

fn hash_of(row: &Row) -> anyhow::Result<Hash> {
    let bytes: Vec<u8> = row.get("hash")?;
    Ok(Hash(bytes.try_into().map_err(|_| anyhow::anyhow!("a node of the tree is not 32 bytes long"))?))
}

impl Nodes for Stored<'_, '_> {
    type Error = anyhow::Error;
    fn node(&self, level: u8, index: u64) -> anyhow::Result<Hash> {
        Ok(self.read(level, index, 1)?[0])
    }
    fn fill(&self, level: u8, start: u64, hashes: &mut [Hash]) -> anyhow::Result<()> {
        hashes.copy_from_slice(&self.read(level, start, hashes.len() as u64)?);
        Ok(())
    }
}

/// A checkpoint as it is kept.
#[derive(Debug, Clone)]
pub struct Kept {
    pub size: u64,
    pub at: Moment,
    pub note: String,
}

impl Kept {
    fn read(row: &Row) -> anyhow::Result<Self> {
        Ok(Self { size: u64::try_from(row.get::<i64>("size")?)?, at: row.get("at")?, note: row.get("note")? })
    }
}

/// The last signed checkpoint.
///
/// # Errors
/// A fault of the store.
pub fn last(look: &mut Look) -> anyhow::Result<Option<Kept>> {
    look.row(&LAST, &[])?.map(|r| Kept::read(&r)).transpose()
}

/// Checkpoints of more than `after` entries, smallest first.
///
/// # Errors
/// A fault of the store.
pub fn checkpoints(look: &mut Look, after: u64, most: u32) -> anyhow::Result<Vec<Kept>> {
    let rows = look.rows(&CHECKPOINTS, params! { "after": place(after)?, "most": i64::from(most) })?;
    rows.iter().map(Kept::read).collect()
}

/// A tile's bytes, or nothing when the signed tree has no such tile.
///
/// # Errors
/// A fault of the store.
pub fn tile(look: &mut Look, tile: tiles::Tile) -> anyhow::Result<Option<Vec<u8>>> {
    let size = size(look)?;
    tiles::tile_bytes(&Tiled(Stored(RefCell::new(look))), tile, size)
}

/// How long the oldest entry without a place has been waiting, as the moment of its commit.
///
/// # Errors
/// A fault of the store.
pub fn oldest_unsealed(look: &mut Look) -> anyhow::Result<Option<Moment>> {
    look.as_house(true);
    let row = look.row(&OLDEST, &[]);
    look.as_house(false);
    row?.map_or(Ok(None), |r| r.get("at"))
}

/// One entry of the transaction's organization with its proof.
///
/// # Errors
/// A refusal when it is not there or was not sealed yet; a fault of the store.
pub fn prove(look: &mut Look, id: EntryId) -> Result<Proof, Stop> {
    let row = look.row(&timeline::ONE, params! { "id": id })?.ok_or_else(|| Refusal::not_found("entry"))?;
    let line = Line::read(&row)?;
    let Some(leaf) = line.leaf else {
        return Err(Refusal::conflict("This entry is being sealed. Ask again in a second.").into());
    };
    let last = last(look)?.ok_or_else(|| anyhow::anyhow!("a sealed entry and no checkpoint"))?;
    let data = Leaf { salt: salt_of(&row)?, body: row.get("body")? };
    let proven = Proven::build(&Tiled(Stored(RefCell::new(look))), leaf, &data, &last.note)
        .map_err(|e| anyhow::anyhow!("the proof of entry {leaf} cannot be built: {e:?}"))?;
    Ok(Proof { line, proven })
}

/// A consistency proof between two sizes of the tree.
///
/// # Errors
/// A refusal when the sizes are not those of a tree that was; a fault of the store.
pub fn consistency(look: &mut Look, old: u64, new: u64) -> Result<Vec<Hash>, Stop> {
    if old > new || new > size(look)? {
        return Err(Refusal::invalid("from", "The tree never had these sizes in this order.").into());
    }
    ledger::tree::consistency_proof(&Tiled(Stored(RefCell::new(look))), old, new)
        .map_err(|e| anyhow::anyhow!("the proof from {old} to {new} cannot be built: {e:?}").into())
}

/// Entries for an export: all of them as leaves, and the bodies of those within the caller's reach (`whole`: of all).
#[derive(Debug, Clone)]
pub struct Exported {
    pub leaf: u64,
    pub hash: Hash,
    /// Salt and body, unless the entry is out of reach.
    pub open: Option<([u8; 16], Vec<u8>)>,
}

/// The entries from `first` on, at most 1 000.
///
/// # Errors
/// A fault of the store.
pub fn exported(look: &mut Look, first: u64, size: u64, whole: bool) -> anyhow::Result<Vec<Exported>> {
    let end = first.saturating_add(1_000).min(size);
    let range = [("first", place(first)?.into()), ("end", place(end)?.into())];
    let mine: HashSet<i64> = if whole {
        HashSet::new()
    } else {
        look.as_house(false);
        look.rows(&MINE, &range)?.iter().map(|r| r.get("leaf")).collect::<anyhow::Result<_>>()?
    };
    look.as_house(true);
    let rows = look.rows(&EXPORT, &range);
    look.as_house(false);
    let open = |row: &Row| -> anyhow::Result<Exported> {
        let leaf: i64 = row.get("leaf")?;
        let body: Vec<u8> = row.get("body")?;
        let salt = salt_of(row)?;
        let hash = leaf_hash(&salt, &body);
        let seen = whole || mine.contains(&leaf);
        Ok(Exported { leaf: u64::try_from(leaf)?, hash, open: seen.then_some((salt, body)) })
    };
    rows?.iter().map(open).collect()
}
