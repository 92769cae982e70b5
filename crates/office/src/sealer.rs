//! The sealer takes every entry into the tree and signs the root, within a second of the commit. Where one writer makes
//! all entries (SQLite) they have their places from the beginning; elsewhere it gives places to the rows that have none,
//! whatever their id: a transaction that commits late is sealed late and never skipped. Reading, hashing and signing are
//! done beside the writer, so that orders wait only for the few rows that a turn writes.

use kernel::{EntryId, Moment, Refusal, Stop, Who};
use ledger::{
    Checkpoint, Frontier, Hash, Leaf, Nodes, SigningKey, VerifierKey, checkpoint, export::Proven, leaf_hash,
    tiles, tree::Tiled,
};
use std::{cell::RefCell, collections::HashSet};
use store::{Look, Row, Store, Work, params, sql};

use crate::timeline::{self, Line, Proof};

sql! {
    house PLACED "office.unsealed-with-place"
        "select id, leaf, body, salt from entries where leaf >= :size order by leaf limit :most";
    house UNPLACED "office.unsealed"
        "select id, leaf, body, salt from entries where leaf is null order by id limit :most";
    house PLACE "office.give-place" "update entries set leaf = :leaf where id = :id and leaf is null";
    /// Neighbouring nodes of one level, their hashes one behind the other.
    house NODES_ADDED "office.add-nodes"
        "with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < :count)
         insert into tree (level, place, hash) select :level, :first + i, substr(:hashes, i * 32 + 1, 32) from n"
        postgres "with n as (select generate_series(0, cast(:count as integer) - 1) as i)
         insert into tree (level, place, hash)
         select cast(:level as bigint), cast(:first as bigint) + i, substr(cast(:hashes as bytea), i * 32 + 1, 32)
         from n";
    NODES "office.nodes"
        "select place, hash from tree where level = :level and place >= :first and place < :end order by place";
    SIZE "office.sealed-up-to" "select size from sealed_up_to where one = 1";
    house GROW "office.grow" "update sealed_up_to set size = :size where one = 1 and size = :before";
    house SIGN "office.sign" "insert into checkpoints (size, at, note) values (:size, :now, :note)";
    LAST "office.last-checkpoint" "select size, at, note from checkpoints order by size desc limit 1";
    CHECKPOINTS "office.checkpoints"
        "select size, at, note from checkpoints where size > :after order by size limit :most";
    house OLDEST "office.oldest-unsealed"
        "select min(at) as at from
           (select at from (select at from entries where leaf is null order by id limit 1) a
            union all
            select at from (select at from entries where leaf >= (select size from sealed_up_to where one = 1)
              order by leaf limit 1) b) oldest";
    house EXPORT "office.export-entries"
        "select leaf, org, body, salt from entries where leaf >= :first and leaf < :end order by leaf";
    MINE "office.export-mine"
        "select leaf from entries where leaf >= :first and leaf < :end
         and org in (select org from reach where person = :who) order by leaf";
}

/// How many entries one turn takes at most.
const TURN: usize = 2_000;

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
        let turn = store.read(|look| {
            look.on_behalf(Who::House("sealer"), None, now);
            look.as_house(true);
            self.work_out(look)
        })?;
        let sealed = Sealed { entries: turn.hashes.len() / 32, size: turn.size };
        if sealed.entries > 0 {
            let write = move |work: &mut Work| {
                work.on_behalf(Who::House("sealer"), None, now);
                work.as_house(true);
                turn.write(work)
            };
            store.write(write).await?;
        }
        Ok(sealed)
    }

    /// What the turn will write. Entries that were committed do not change, so nothing of it can be out of date, unless
    /// another sealer is faster; [`Turn::write`] sees that.
    fn work_out(&self, look: &mut Look) -> Result<Turn, Stop> {
        let before = size(look)?;
        let mut waiting = look.rows(&PLACED, params! { "size": place(before)?, "most": TURN })?;
        // Rows that have a place go first; only when there are no more of them may others follow.
        waiting.extend(look.rows(&UNPLACED, params! { "most": TURN - waiting.len() })?);
        let mut turn = Turn { before, size: before, ..Turn::default() };
        if waiting.is_empty() {
            return Ok(turn);
        }
        let mut frontier = Frontier::resume(before, &Tiled(Stored(RefCell::new(&mut *look))))?;
        self.compare(look, before, frontier.root())?;
        for row in &waiting {
            let hash = leaf_of(row)?;
            let leaf = frontier.append(hash, |level, place, hash| {
                if level % 8 == 0 {
                    turn.above.push((level, place, hash));
                }
            });
            match row.get::<Option<i64>>("leaf")? {
                Some(given) if given == place(leaf)? => {}
                Some(given) => return Err(doubt(&format!("entry {leaf} is missing before entry {given}"))),
                None => turn.given.push((leaf, row.get("id")?)),
            }
            turn.hashes.extend(hash.0);
        }
        turn.size = frontier.size();
        turn.note = Checkpoint::new(&self.key, turn.size, frontier.root())
            .sign(&self.key)
            .map_err(anyhow::Error::from)?;
        Ok(turn)
    }

    /// The tree as it is stored must lead to the root that was signed last; otherwise somebody changed it.
    fn compare(&self, look: &mut Look, size: u64, root: Hash) -> Result<(), Stop> {
        let Some(last) = last(look)? else {
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

/// What one turn of the sealer writes.
#[derive(Default)]
struct Turn {
    before: u64,
    size: u64,
    /// Places for entries that have none.
    given: Vec<(u64, String)>,
    /// The new leaves' hashes, one behind the other.
    hashes: Vec<u8>,
    /// New nodes of the levels 8, 16 and so on.
    above: Vec<(u8, u64, Hash)>,
    note: String,
}

impl Turn {
    fn write(&self, work: &mut Work) -> Result<(), Stop> {
        if work.run(&GROW, params! { "size": place(self.size)?, "before": place(self.before)? })? != 1 {
            return Err(anyhow::anyhow!("two sealers met; the other one was faster").into());
        }
        for (leaf, id) in &self.given {
            let placed = work.run(&PLACE, params! { "leaf": place(*leaf)?, "id": id.as_str() })?;
            if placed != 1 {
                return Err(doubt("an entry changed while it was sealed"));
            }
        }
        add_nodes(work, 0, self.before, &self.hashes)?;
        for (level, first, hash) in &self.above {
            add_nodes(work, *level, *first, &hash.0)?;
        }
        work.run(&SIGN, params! { "size": place(self.size)?, "note": self.note.as_str() })?;
        Ok(())
    }
}

fn add_nodes(work: &mut Work, level: u8, first: u64, hashes: &[u8]) -> anyhow::Result<()> {
    let row = params! { "level": i64::from(level), "first": place(first)?, "count": hashes.len() / 32,
    "hashes": hashes };
    let added = work.run(&NODES_ADDED, row)?;
    anyhow::ensure!(added == hashes.len() as u64 / 32, "{added} nodes of the tree were added");
    Ok(())
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
