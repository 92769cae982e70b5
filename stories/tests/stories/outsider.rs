//! An outsider with tools that we did not write: the crates `signed_note` and `tlog_tiles` of the azul project read our
//! checkpoint, our tiles and our entries, and agree.

use crate::world::{World, on_each};
use futures_executor::block_on;
use kernel::Who;
use office::sealer;
use signed_note::{Note, StandardVerifier, Verifier, VerifierList};
use tlog_tiles::{
    Checkpoint, Error, Hash, Tile, TileHashReader, TileReader, check_record, check_tree, prove_record,
    prove_tree, record_hash, tree_hash,
};

/// Fetches tiles as anybody may.
struct Public<'a>(&'a World);

impl TileReader for Public<'_> {
    fn height(&self) -> u8 {
        8
    }
    fn read_tiles(&self, tiles: &[Tile]) -> Result<Vec<Vec<u8>>, Error> {
        let read = |tile: &Tile| {
            let width = u16::try_from(tile.width()).unwrap();
            let asked = ledger::tiles::Tile::new(tile.level(), tile.level_index(), width).unwrap();
            let read = self.0.house.office.read(&Who::Nobody, move |look| Ok(sealer::tile(look, asked)?));
            block_on(read).unwrap().expect("every tile of the signed tree is there")
        };
        Ok(tiles.iter().map(read).collect())
    }
    fn save_tiles(&self, _tiles: &[Tile], _data: &[Vec<u8>]) {}
}

fn last(w: &World) -> String {
    block_on(w.house.office.read(&Who::Nobody, |look| Ok(sealer::last(look)?.unwrap().note))).unwrap()
}

fn opened(w: &World, note: &str) -> Checkpoint {
    let key = w.house.sealer.verifier().to_string();
    let verifier: Box<dyn Verifier> = Box::new(StandardVerifier::new(&key).unwrap());
    let note = Note::from_bytes(note.as_bytes()).unwrap();
    let (verified, _) = note.verify(&VerifierList::new(vec![verifier])).unwrap();
    assert_eq!(verified.len(), 1, "their verifier believes our signature");
    Checkpoint::from_bytes(note.text()).unwrap()
}

#[test]
fn tools_of_others_believe_the_checkpoint_the_tiles_and_every_entry() {
    on_each(|w| {
        w.report();
        w.seal();
        let before = opened(w, &last(w));
        // More than one tile of 256 hashes.
        for _ in 0..250 {
            w.report();
        }
        w.seal();
        let after = opened(w, &last(w));
        assert!(after.size() > 256 && before.size() < after.size());
        let public = Public(w);
        let reader = TileHashReader::new(after.size(), Hash(after.hash().0), &public);
        assert_eq!(tree_hash(after.size(), &reader).unwrap().0, after.hash().0);
        let told = w.ask(&w.owner, office::Entries { before: None, most: Some(3) });
        for entry in told.entries {
            let found = w.ask(&w.owner, office::LedgerEntry { entry: entry.id });
            let proven: ledger::export::Proven = serde_json::from_value(found.proof.unwrap()).unwrap();
            let data = [&proven.salt[..], proven.body.as_bytes()].concat();
            let proof = prove_record(after.size(), proven.index, &reader).unwrap();
            let (root, leaf) = (Hash(after.hash().0), record_hash(&data));
            check_record(&proof, after.size(), root, proven.index, leaf).unwrap();
            assert!(check_record(&proof, after.size(), root, proven.index, record_hash(b"another")).is_err());
        }
        let proof = prove_tree(after.size(), before.size(), &reader).unwrap();
        check_tree(&proof, after.size(), Hash(after.hash().0), before.size(), Hash(before.hash().0)).unwrap();
    });
}
