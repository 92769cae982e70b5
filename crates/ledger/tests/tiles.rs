//! Tiles: paths, which tiles a tree has, and what they hold.
#![allow(clippy::unwrap_used)] // a failed unwrap is how a test says that it failed

use std::collections::HashMap;

use ledger::tiles::{Tile, TilePath, TilePathError, plan, plan_from, tile_bytes};
use ledger::tree::{InMemory, Tiled, root};
use ledger::{Hash, leaf_hash};
use proptest::prelude::*;

fn tree(count: u32) -> InMemory {
    (0..count).map(|number| leaf_hash(&[0; 16], &number.to_be_bytes())).collect()
}

#[test]
fn paths_are_written_as_the_format_says() {
    for (level, index, width, path) in [
        (0, 0, 256, "tile/0/000"),
        (0, 273, 112, "tile/0/273.p/112"),
        (1, 1_234_067, 256, "tile/1/x001/x234/067"),
        (2, 1_000, 1, "tile/2/x001/000.p/1"),
        (63, u64::MAX, 255, "tile/63/x018/x446/x744/x073/x709/x551/615.p/255"),
    ] {
        let tile = Tile::new(level, index, width).unwrap();
        assert_eq!(tile.to_string(), path);
        assert_eq!(path.parse(), Ok(TilePath::Hashes(tile)));
    }
    let entries: TilePath = "tile/entries/x001/067.p/9".parse().unwrap();
    assert_eq!(entries, TilePath::Entries { index: 1067, width: 9 });
    assert_eq!(entries.to_string(), "tile/entries/x001/067.p/9");
}

#[test]
fn other_spellings_are_refused() {
    use TilePathError::{Index, Level, Prefix, Width};
    for (path, error) in [
        ("", Prefix),
        ("tiles/0/000", Prefix),
        ("tile/", Index),
        ("tile/0", Index),
        ("tile/64/000", Level),
        ("tile/00/000", Level),
        ("tile/-1/000", Level),
        ("tile/data/000", Level),
        ("tile/0/0", Index),
        ("tile/0/0000", Index),
        ("tile/0/x000/001", Index),
        ("tile/0/001/002", Index),
        ("tile/0/x001", Index),
        ("tile/0/x001/x002", Index),
        ("tile/0/+01", Index),
        ("tile/0/\u{661}1", Index),
        ("tile/0/x018/x446/x744/x073/x709/x551/616", Index),
        ("tile/0/x999/x999/x999/x999/x999/x999/x999/999", Index),
        ("tile/0/000.p/0", Width),
        ("tile/0/000.p/256", Width),
        ("tile/0/000.p/01", Width),
        ("tile/0/000.p/", Width),
        ("tile/0/000/", Index),
        ("tile/0/../../key", Index),
    ] {
        assert_eq!(path.parse::<TilePath>(), Err(error), "{path}");
    }
    assert_eq!(Tile::new(0, 0, 0), None);
    assert_eq!(Tile::new(0, 0, 257), None);
    assert_eq!(Tile::new(64, 0, 1), None);
}

/// The example of c2sp.org/tlog-tiles: a tree of 70,000.
#[test]
fn a_tree_has_the_tiles_of_the_published_example() {
    let tiles: Vec<Tile> = plan(70_000).collect();
    let full = |level| tiles.iter().filter(|tile| tile.level() == level && tile.is_full()).count();
    assert_eq!((full(0), full(1), full(2)), (273, 1, 0));
    let partial: Vec<String> = tiles.iter().filter(|tile| !tile.is_full()).map(Tile::to_string).collect();
    assert_eq!(partial, ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]);
    let small: Vec<String> = plan(256).map(|tile| tile.to_string()).collect();
    assert_eq!(small, ["tile/0/000", "tile/1/000.p/1"]);
    assert_eq!(plan(0).count(), 0);
}

#[test]
fn a_growing_tree_writes_only_what_is_new() {
    let paths = |old, new| plan_from(old, new).map(|tile| tile.to_string()).collect::<Vec<_>>();
    assert_eq!(paths(0, 3), ["tile/0/000.p/3"]);
    assert_eq!(paths(3, 3), Vec::<String>::new());
    assert_eq!(paths(255, 256), ["tile/0/000", "tile/1/000.p/1"]);
    assert_eq!(paths(256, 300), ["tile/0/001.p/44"]);
    assert_eq!(paths(300, 520), ["tile/0/001", "tile/0/002.p/8", "tile/1/000.p/2"]);
}

#[test]
fn a_tile_that_the_tree_does_not_have_is_none() {
    let tree = tree(300);
    let bytes =
        |level, index, width| tile_bytes(&tree, Tile::new(level, index, width).unwrap(), 300).unwrap();
    assert_eq!(bytes(0, 0, 256).unwrap().len(), 8192);
    assert_eq!(bytes(0, 1, 44).unwrap().len(), 44 * 32);
    assert_eq!(bytes(0, 1, 43).unwrap(), bytes(0, 1, 44).unwrap()[..43 * 32]);
    assert_eq!(bytes(1, 0, 1).unwrap().len(), 32);
    for (level, index, width) in [(0, 1, 45), (0, 2, 1), (1, 0, 2), (8, 0, 1), (63, 0, 1), (0, u64::MAX, 256)]
    {
        assert_eq!(bytes(level, index, width), None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What a stranger does: fetch all tiles of a size, and compute the root from nothing else.
    #[test]
    fn the_tiles_alone_give_the_root(size in 1_u64..70_000) {
        let tree = tree(size as u32);
        let mut fetched: HashMap<(u8, u64), Vec<u8>> = HashMap::new();
        for tile in plan(size) {
            let bytes = tile_bytes(&tree, tile, size).unwrap().unwrap();
            prop_assert_eq!(bytes.len(), usize::from(tile.width()) * 32);
            fetched.insert((tile.level(), tile.index()), bytes);
        }
        let from_tiles = Tiled(|level: u8, index: u64| {
            let tile = fetched.get(&(level / 8, index / 256)).ok_or((level, index))?;
            let at = (index % 256) as usize * 32;
            let hash = tile.get(at..at + 32).ok_or((level, index))?;
            Ok::<_, (u8, u64)>(Hash(hash.try_into().unwrap()))
        });
        prop_assert_eq!(root(&from_tiles, size), Ok(tree.root()));
    }

    #[test]
    fn a_path_that_parses_prints_the_same(
        path in "tile/([0-9]{1,2}|entries)/(x[0-9]{3}/){0,2}[0-9]{3}(\\.p/[0-9]{1,3})?",
    ) {
        if let Ok(parsed) = path.parse::<TilePath>() {
            prop_assert_eq!(parsed.to_string(), path);
        }
    }
}
