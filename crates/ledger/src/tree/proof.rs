//! Proofs. An *inclusion proof* is the handful of fingerprints that lead from one entry to a signed root:
//! it shows that the entry is in the ledger without showing any other entry. A *consistency proof* shows
//! that an older signed root is the beginning of a newer one, so that nothing was changed in between.
//!
//! Built as RFC 6962, 2.1.1 and 2.1.2 define them; checked as RFC 9162, 2.1.3.2 and 2.1.4.2 describe.

use super::{Nodes, span};
use crate::hash::{Hash, node_hash};

/// Why a proof could not be built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BuildError<E> {
    #[error("entry {index} is not among the first {size} entries")]
    Index { index: u64, size: u64 },
    #[error("a ledger of {new} entries cannot have grown from one of {old}")]
    Sizes { old: u64, new: u64 },
    #[error("a tree hash could not be read: {0}")]
    Nodes(E),
}

/// Why a proof does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    #[error("entry {index} is not among the first {size} entries")]
    Index { index: u64, size: u64 },
    #[error("a ledger of {new} entries cannot have grown from one of {old}")]
    Sizes { old: u64, new: u64 },
    #[error("the proof has {found} hashes, which is not the number that these sizes need")]
    Length { found: usize },
    #[error("the proof leads to the root {computed}, not to {expected}")]
    Root { expected: Hash, computed: Hash },
}

/// The hashes that lead from entry `index` to the root of the first `size` entries, lowest first: at most
/// 63.
pub fn inclusion_proof<N: Nodes>(
    nodes: &N,
    index: u64,
    size: u64,
) -> Result<Vec<Hash>, BuildError<N::Error>> {
    if index >= size {
        return Err(BuildError::Index { index, size });
    }
    let mut proof = Vec::with_capacity(64);
    let (mut start, mut end) = (0, size);
    while end - start > 1 {
        let middle = start + split(end - start);
        let (sibling_start, sibling_end) = if index < middle { (middle, end) } else { (start, middle) };
        proof.push(span(nodes, sibling_start, sibling_end).map_err(BuildError::Nodes)?);
        (start, end) = if index < middle { (start, middle) } else { (middle, end) };
    }
    proof.reverse();
    Ok(proof)
}

/// The hashes which show that the first `old` of `new` entries are what they were: at most 64. Empty if
/// `old` is 0 or equals `new`.
pub fn consistency_proof<N: Nodes>(nodes: &N, old: u64, new: u64) -> Result<Vec<Hash>, BuildError<N::Error>> {
    if old > new {
        return Err(BuildError::Sizes { old, new });
    }
    let mut proof = Vec::with_capacity(64);
    if old == 0 {
        return Ok(proof);
    }
    let (mut start, mut end) = (0, new);
    while old < end {
        let middle = start + split(end - start);
        let (sibling_start, sibling_end) = if old <= middle { (middle, end) } else { (start, middle) };
        proof.push(span(nodes, sibling_start, sibling_end).map_err(BuildError::Nodes)?);
        (start, end) = if old <= middle { (start, middle) } else { (middle, end) };
    }
    if start > 0 {
        // A verifier knows the old root, hence this subtree, only where it is the whole old tree.
        proof.push(span(nodes, start, end).map_err(BuildError::Nodes)?);
    }
    proof.reverse();
    Ok(proof)
}

/// The largest power of two below `count`, which is at least 2.
fn split(count: u64) -> u64 {
    1 << (63 - (count - 1).leading_zeros())
}

/// The root that the proof leads to from the leaf hash of entry `index`.
pub fn root_from_inclusion(leaf: Hash, index: u64, size: u64, proof: &[Hash]) -> Result<Hash, ProofError> {
    if index >= size {
        return Err(ProofError::Index { index, size });
    }
    let length = ProofError::Length { found: proof.len() };
    let (mut at, mut last) = (index, size - 1);
    let mut hash = leaf;
    for sibling in proof {
        if last == 0 {
            return Err(length);
        }
        if at & 1 == 1 || at == last {
            hash = node_hash(sibling, &hash);
            skip_to_sibling(&mut at, &mut last);
        } else {
            hash = node_hash(&hash, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    if last == 0 { Ok(hash) } else { Err(length) }
}

/// Checks that entry `index`, with this leaf hash, is among the first `size` entries under `root`.
pub fn verify_inclusion(
    leaf: Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: Hash,
) -> Result<(), ProofError> {
    same(root, root_from_inclusion(leaf, index, size, proof)?)
}

/// Checks that the tree of `old` entries under `old_root` is the beginning of the one of `new` entries
/// under
/// `new_root`.
pub fn verify_consistency(
    old: u64,
    new: u64,
    proof: &[Hash],
    old_root: Hash,
    new_root: Hash,
) -> Result<(), ProofError> {
    let length = ProofError::Length { found: proof.len() };
    if old > new {
        return Err(ProofError::Sizes { old, new });
    }
    if old == new || old == 0 {
        let expected = if old == 0 { Hash::empty_root() } else { new_root };
        return if proof.is_empty() { same(expected, old_root) } else { Err(length) };
    }
    // The old tree being complete, its root starts both computations and the proof leaves it out.
    let known = old.is_power_of_two().then_some(&old_root);
    let mut hashes = known.into_iter().chain(proof);
    let Some(&first) = hashes.next() else { return Err(length) };
    let shift = (old - 1).trailing_ones();
    let (mut at, mut last) = ((old - 1) >> shift, (new - 1) >> shift);
    let (mut old_hash, mut new_hash) = (first, first);
    for sibling in hashes {
        if last == 0 {
            return Err(length);
        }
        if at & 1 == 1 || at == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            skip_to_sibling(&mut at, &mut last);
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(length);
    }
    same(old_root, old_hash)?;
    same(new_root, new_hash)
}

/// A node on the right edge without a sibling moves up unchanged, to the next level where it has one.
fn skip_to_sibling(at: &mut u64, last: &mut u64) {
    while *at & 1 == 0 && *at != 0 {
        *at >>= 1;
        *last >>= 1;
    }
}

fn same(expected: Hash, computed: Hash) -> Result<(), ProofError> {
    if expected == computed { Ok(()) } else { Err(ProofError::Root { expected, computed }) }
}
