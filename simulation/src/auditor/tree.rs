//! The auditor's own tree over the entries it read: RFC 6962 in twenty lines, each leaf the entry's salt and
//! bytes. What somebody changes after it was read no longer leads to the same root.

use sha2::{Digest, Sha256};

type Hash = [u8; 32];

/// Roots of complete subtrees, the largest first, each with how many leaves it covers.
#[derive(Debug, Default)]
pub struct Tree(Vec<(u64, Hash)>);

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

impl Tree {
    pub fn append(&mut self, salt: &[u8], body: &[u8]) {
        let mut new =
            (1, Sha256::new().chain_update([0]).chain_update(salt).chain_update(body).finalize().into());
        while let Some((count, left)) = self.0.last().copied().filter(|(count, _)| *count == new.0) {
            self.0.pop();
            new = (2 * count, node(&left, &new.1));
        }
        self.0.push(new);
    }

    pub fn size(&self) -> u64 {
        self.0.iter().map(|(count, _)| count).sum()
    }

    pub fn root(&self) -> Hash {
        let mut roots = self.0.iter().rev().map(|(_, root)| *root);
        let Some(last) = roots.next() else { return Sha256::digest([]).into() };
        roots.fold(last, |right, left| node(&left, &right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_roots_of_the_certificate_transparency_test_vectors() {
        // From RFC 6962's reference implementation: the leaves "", 00, 10, 2021.
        let leaves: [&[u8]; 4] = [b"", &[0], &[0x10], &[0x20, 0x21]];
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ];
        let mut tree = Tree::default();
        assert_eq!(hex::encode(tree.root()), roots[0]);
        for (leaf, root) in leaves.iter().zip(&roots[1..]) {
            tree.append(&[], leaf);
            assert_eq!(hex::encode(tree.root()), *root);
        }
    }
}
