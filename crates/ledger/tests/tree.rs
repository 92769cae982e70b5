//! The tree against the published vectors of certificate transparency and against a plain recursion.
#![allow(clippy::unwrap_used)] // a failed unwrap is how a test says that it failed

use ledger::tree::{
    InMemory, Tiled, consistency_proof, inclusion_proof, root, verify_consistency, verify_inclusion,
};
use ledger::{Frontier, Hash, Nodes};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

/// Leaf data of the reference tests of certificate transparency, in hex.
const LEAVES: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

/// The roots over the first 1 to 8 of them.
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn plain_leaf(data: &[u8]) -> Hash {
    Hash(Sha256::new().chain_update([0]).chain_update(data).finalize().into())
}

fn published_tree() -> InMemory {
    LEAVES.iter().map(|leaf| plain_leaf(&hex::decode(leaf).unwrap())).collect()
}

fn hashes(hex: &[&str]) -> Vec<Hash> {
    hex.iter().map(|text| Hash::from_hex(text).unwrap()).collect()
}

/// RFC 6962, 2.1, word for word.
fn naive_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash(Sha256::digest([]).into()),
        [leaf] => *leaf,
        _ => {
            let middle = leaves.len().next_power_of_two() / 2;
            let (left, right) = (naive_root(&leaves[..middle]), naive_root(&leaves[middle..]));
            Hash(Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into())
        }
    }
}

fn numbered(count: usize) -> Vec<Hash> {
    (0..count).map(|number| plain_leaf(&number.to_be_bytes())).collect()
}

#[test]
fn roots_are_the_published_ones() {
    let mut frontier = Frontier::new();
    assert_eq!(frontier.root(), Hash::empty_root());
    for (count, (leaf, expected)) in LEAVES.iter().zip(hashes(&ROOTS)).enumerate() {
        assert_eq!(frontier.append(plain_leaf(&hex::decode(leaf).unwrap()), |_, _, _| {}), count as u64);
        assert_eq!(frontier.root(), expected);
        assert_eq!(root(&published_tree(), count as u64 + 1).unwrap(), expected);
    }
}

#[test]
fn inclusion_proofs_are_the_published_ones() {
    let tree = published_tree();
    for (index, size, expected) in [
        (0, 1, hashes(&[])),
        (
            0,
            8,
            hashes(&[
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]),
        ),
        (
            5,
            8,
            hashes(&[
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]),
        ),
        (2, 3, hashes(&["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"])),
    ] {
        assert_eq!(inclusion_proof(&tree, index, size).unwrap(), expected, "{index} in {size}");
    }
}

#[test]
fn consistency_proofs_are_the_published_ones() {
    let tree = published_tree();
    for (old, new, expected) in [
        (1, 1, hashes(&[])),
        (
            1,
            8,
            hashes(&[
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]),
        ),
        (
            6,
            8,
            hashes(&[
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]),
        ),
        (
            2,
            5,
            hashes(&[
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ]),
        ),
    ] {
        assert_eq!(consistency_proof(&tree, old, new).unwrap(), expected, "{old} to {new}");
    }
}

/// Every pair of sizes up to 70, so that every shape of the right edge around a power of two occurs.
#[test]
fn every_proof_of_small_trees_holds_and_no_other_length_does() {
    let leaves = numbered(70);
    let tree: InMemory = leaves.iter().copied().collect();
    for new in 1..=70_u64 {
        let new_root = naive_root(&leaves[..new as usize]);
        for at in 0..new {
            let leaf = leaves[at as usize];
            let mut proof = inclusion_proof(&tree, at, new).unwrap();
            assert_eq!(verify_inclusion(leaf, at, new, &proof, new_root), Ok(()));
            proof.push(leaf);
            assert!(verify_inclusion(leaf, at, new, &proof, new_root).is_err());
            proof.truncate(proof.len().saturating_sub(2));
            assert!(new == 1 || verify_inclusion(leaf, at, new, &proof, new_root).is_err());

            let old_root = naive_root(&leaves[..at as usize]);
            let mut proof = consistency_proof(&tree, at, new).unwrap();
            assert_eq!(verify_consistency(at, new, &proof, old_root, new_root), Ok(()), "{at} to {new}");
            proof.push(leaf);
            assert!(verify_consistency(at, new, &proof, old_root, new_root).is_err());
            proof.truncate(proof.len().saturating_sub(2));
            assert!(at == 0 || verify_consistency(at, new, &proof, old_root, new_root).is_err());
        }
    }
}

#[test]
fn impossible_numbers_are_refused_and_never_overflow() {
    let tree = published_tree();
    let some = Hash::empty_root();
    assert!(inclusion_proof(&tree, 8, 8).is_err());
    assert!(inclusion_proof(&tree, 3, 9).is_err());
    assert!(consistency_proof(&tree, 9, 8).is_err());
    assert!(consistency_proof(&tree, 3, u64::MAX).is_err());
    for proof_length in [0, 1, 63, 64, 65, 200] {
        let proof = vec![some; proof_length];
        assert!(verify_inclusion(some, 0, 0, &proof, some).is_err());
        assert!(verify_inclusion(some, u64::MAX - 1, u64::MAX, &proof, some).is_err());
        assert!(verify_consistency(u64::MAX - 1, u64::MAX, &proof, some, some).is_err());
        assert!(verify_consistency(1 << 63, u64::MAX, &proof, some, some).is_err());
        assert!(verify_consistency(2, 1, &proof, some, some).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn trees_of_any_size_agree_with_the_recursion(
        count in 0_usize..1500, at in any::<prop::sample::Index>(),
    ) {
        let leaves = numbered(count);
        let tree: InMemory = leaves.iter().copied().collect();
        let size = count as u64;
        let whole = naive_root(&leaves);
        prop_assert_eq!(tree.root(), whole);
        prop_assert_eq!(root(&tree, size).unwrap(), whole);
        let mut resumed = Frontier::resume(size, &tree).unwrap();
        prop_assert_eq!(resumed.root(), whole);
        resumed.append(whole, |_, _, _| {});
        let longer: Vec<Hash> = leaves.iter().copied().chain([whole]).collect();
        prop_assert_eq!(resumed.root(), naive_root(&longer));

        // Only levels 0, 8, 16 … are kept, and the answers are the same.
        let tiled = Tiled(|level: u8, index: u64| {
            assert!(level.is_multiple_of(8), "level {level} is not kept");
            tree.node(level, index)
        });
        prop_assert_eq!(root(&tiled, size).unwrap(), whole);
        if count > 0 {
            let index = at.index(count) as u64;
            let proof = inclusion_proof(&tree, index, size).unwrap();
            prop_assert_eq!(&inclusion_proof(&tiled, index, size).unwrap(), &proof);
            prop_assert_eq!(verify_inclusion(leaves[index as usize], index, size, &proof, whole), Ok(()));
            let old = naive_root(&leaves[..index as usize]);
            let proof = consistency_proof(&tiled, index, size).unwrap();
            prop_assert_eq!(verify_consistency(index, size, &proof, old, whole), Ok(()));
        }
    }

    #[test]
    fn a_proof_holds_for_its_own_entry_only(
        count in 2_usize..600, at in any::<prop::sample::Index>(), bit in 0_usize..256, which in 0_usize..64,
    ) {
        let leaves = numbered(count);
        let tree: InMemory = leaves.iter().copied().collect();
        let (index, size) = (at.index(count), count as u64);
        let mut proof = inclusion_proof(&tree, index as u64, size).unwrap();
        let other = (index + 1) % count;
        let claim = |leaf: usize, place: usize, proof: &[Hash]| {
            verify_inclusion(leaves[leaf], place as u64, size, proof, tree.root())
        };
        prop_assert!(claim(other, index, &proof).is_err());
        prop_assert!(claim(index, other, &proof).is_err());
        let position = which % proof.len();
        proof[position].0[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(claim(index, index, &proof).is_err());
    }

    #[test]
    fn any_proof_for_any_numbers_is_judged_without_a_panic(
        index in any::<u64>(), size in any::<u64>(), seeds in prop::collection::vec(any::<u8>(), 0..70),
    ) {
        let proof: Vec<Hash> = seeds.iter().map(|seed| Hash([*seed; 32])).collect();
        let some = Hash([1; 32]);
        let only_leaf = size == 1 && proof.is_empty();
        prop_assert!(verify_inclusion(some, index, size, &proof, some).is_err() || only_leaf);
        let verdict = verify_consistency(index, size, &proof, some, Hash([2; 32]));
        prop_assert!(verdict.is_err());
    }
}
