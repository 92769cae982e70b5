//! The tree of fingerprints. Entries stand at the bottom in the order in which they were sealed; each pair
//! of neighbours is fingerprinted into one node above, up to a single root. Adding an entry touches only
//! the right edge of the tree (its *frontier*), so the tree grows at the cost of about two fingerprints an
//! entry.
//!
//! A node is named by tlog coordinates `(level, index)`: the node covers the `2^level` entries that begin
//! at `index * 2^level`. Only complete nodes have coordinates, and a complete node never changes any more.

mod proof;

use crate::hash::{Hash, node_hash};

pub use proof::{
    BuildError, ProofError, consistency_proof, inclusion_proof, root_from_inclusion, verify_consistency,
    verify_inclusion,
};

/// Where complete nodes of the tree are read from: a table, an array, a closure `|level, index| Ok(hash)`.
pub trait Nodes {
    /// Why a node could not be read.
    type Error;

    /// The hash of the complete node that covers entries `index * 2^level .. (index + 1) * 2^level`.
    fn node(&self, level: u8, index: u64) -> Result<Hash, Self::Error>;

    /// Neighbouring nodes of one level from `start` on, as many as the slice holds. Worth overriding where
    /// one query can answer for all.
    fn fill(&self, level: u8, start: u64, hashes: &mut [Hash]) -> Result<(), Self::Error> {
        for (index, hash) in (start..).zip(hashes) {
            *hash = self.node(level, index)?;
        }
        Ok(())
    }
}

impl<F, E> Nodes for F
where
    F: Fn(u8, u64) -> Result<Hash, E>,
{
    type Error = E;

    fn node(&self, level: u8, index: u64) -> Result<Hash, E> {
        self(level, index)
    }
}

/// Answers for every node from a store that keeps only levels 0, 8, 16 … (those that tiles hold): the
/// levels between are computed from at most 128 hashes. Saves a store half of its rows.
#[derive(Debug, Clone, Copy)]
pub struct Tiled<N>(pub N);

impl<N: Nodes> Nodes for Tiled<N> {
    type Error = N::Error;

    fn node(&self, level: u8, index: u64) -> Result<Hash, N::Error> {
        let above = level % 8;
        let mut buffer = [Hash([0; 32]); 128];
        let mut count = 1_usize << above;
        self.0.fill(level - above, index << above, &mut buffer[..count])?;
        while count > 1 {
            count /= 2;
            for place in 0..count {
                buffer[place] = node_hash(&buffer[2 * place], &buffer[2 * place + 1]);
            }
        }
        Ok(buffer[0])
    }

    fn fill(&self, level: u8, start: u64, hashes: &mut [Hash]) -> Result<(), N::Error> {
        if level.is_multiple_of(8) {
            return self.0.fill(level, start, hashes);
        }
        for (index, hash) in (start..).zip(hashes) {
            *hash = self.node(level, index)?;
        }
        Ok(())
    }
}

/// The right edge of a growing tree: enough to append entries and to know the root, in at most 2 KiB.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    /// Roots of the complete subtrees, largest first: one for each set bit of `size`.
    peaks: Vec<Hash>,
}

impl Frontier {
    /// The frontier of a tree without entries.
    pub fn new() -> Frontier {
        Frontier { size: 0, peaks: Vec::with_capacity(64) }
    }

    /// The frontier of a stored tree of `size` entries; reads one node for each set bit of `size`.
    /// Fails where a node cannot be read.
    pub fn resume<N: Nodes>(size: u64, nodes: &N) -> Result<Frontier, N::Error> {
        let mut peaks = Vec::with_capacity(64);
        let mut start = 0;
        for level in (0..64_u8).rev().filter(|level| size >> level & 1 == 1) {
            peaks.push(nodes.node(level, start >> level)?);
            start += 1 << level;
        }
        Ok(Frontier { size, peaks })
    }

    /// How many entries the tree holds.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf and returns its index. `completed` is called with `(level, index, hash)` for each
    /// inner node (level 1 and up) that this leaf completes, lowest first; on average one for each leaf.
    pub fn append(&mut self, leaf: Hash, mut completed: impl FnMut(u8, u64, Hash)) -> u64 {
        let index = self.size;
        let mut hash = leaf;
        for level in 1..=index.trailing_ones() as u8 {
            let left = self.peaks.pop().expect("each set bit of the size has its peak");
            hash = node_hash(&left, &hash);
            completed(level, index >> level, hash);
        }
        self.peaks.push(hash);
        self.size += 1;
        index
    }

    /// The root over all entries so far (RFC 6962, 2.1); SHA-256 of nothing for a tree without entries.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let Some(smallest) = peaks.next() else { return Hash::empty_root() };
        peaks.fold(*smallest, |right, left| node_hash(left, &right))
    }
}

/// The root of the first `size` entries. Reads one node for each set bit of `size`.
pub fn root<N: Nodes>(nodes: &N, size: u64) -> Result<Hash, N::Error> {
    if size == 0 {
        return Ok(Hash::empty_root());
    }
    span(nodes, 0, size)
}

/// The Merkle tree hash of entries `start..end`, where `start` is aligned as in the recursion of RFC 6962,
/// 2.1, and the span is not empty. Goes from the smallest complete subtree, on the right, to the largest.
fn span<N: Nodes>(nodes: &N, start: u64, end: u64) -> Result<Hash, N::Error> {
    let mut rest = end - start;
    let mut edge = end;
    let mut joined: Option<Hash> = None;
    while rest > 0 {
        let level = rest.trailing_zeros() as u8;
        edge -= 1 << level;
        let left = nodes.node(level, edge >> level)?;
        joined = Some(joined.map_or(left, |right| node_hash(&left, &right)));
        rest &= rest - 1;
    }
    Ok(joined.unwrap_or_else(Hash::empty_root))
}

/// A whole tree in memory, every level of it: for exports being proven and for small ledgers. 64 bytes an
/// entry.
#[derive(Debug, Clone, Default)]
pub struct InMemory {
    frontier: Frontier,
    levels: Vec<Vec<Hash>>,
}

/// The tree in memory has no such complete node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the tree has no complete node {index} at level {level}")]
pub struct Absent {
    pub level: u8,
    pub index: u64,
}

impl InMemory {
    /// Appends a leaf and returns its index.
    pub fn append(&mut self, leaf: Hash) -> u64 {
        if self.levels.is_empty() {
            self.levels.push(Vec::new());
        }
        self.levels[0].push(leaf);
        let levels = &mut self.levels;
        self.frontier.append(leaf, |level, _, hash| {
            if levels.len() <= usize::from(level) {
                levels.push(Vec::new());
            }
            levels[usize::from(level)].push(hash);
        })
    }

    /// How many entries the tree holds.
    pub fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The root over all entries.
    pub fn root(&self) -> Hash {
        self.frontier.root()
    }
}

impl Nodes for InMemory {
    type Error = Absent;

    fn node(&self, level: u8, index: u64) -> Result<Hash, Absent> {
        let row = self.levels.get(usize::from(level));
        let place = usize::try_from(index).ok();
        row.zip(place).and_then(|(row, place)| row.get(place)).copied().ok_or(Absent { level, index })
    }
}

impl FromIterator<Hash> for InMemory {
    fn from_iter<I: IntoIterator<Item = Hash>>(leaves: I) -> InMemory {
        let mut tree = InMemory::default();
        for leaf in leaves {
            tree.append(leaf);
        }
        tree
    }
}
