//! The tree as files. For the public the tree's fingerprints are cut into *tiles* of up to 256 neighbours
//! that never change once they are full, so any web cache can serve them and any C2SP tlog-tiles client can
//! check the ledger. Tiles hold fingerprints of salted entries only; entries themselves are not served this
//! way.
//!
//! Source: c2sp.org/tlog-tiles. A tile of level `L` holds nodes of tree level `8 * L`.

use std::fmt;
use std::str::FromStr;

use crate::hash::Hash;
use crate::tree::Nodes;

/// How many hashes a full tile holds.
pub const FULL_WIDTH: u16 = 256;

/// The highest tile level a path may name; no tree of 64-bit size reaches beyond 7.
const MAX_LEVEL: u8 = 63;

/// A tile of hashes. Prints and parses as its path, `tile/0/x001/067` or `tile/1/003.p/17`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tile {
    level: u8,
    index: u64,
    width: u16,
}

/// What a path under `tile/` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TilePath {
    /// A tile of hashes, which is public.
    Hashes(Tile),
    /// A bundle of entries: a well-formed address, at which this house serves nothing to strangers.
    Entries { index: u64, width: u16 },
}

/// Why a text is not the path of a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TilePathError {
    #[error("a tile path begins with tile/")]
    Prefix,
    #[error("the level must be a number from 0 to 63 without leading zeroes, or entries")]
    Level,
    #[error("the index must be groups of three digits, all but the last with an x before them")]
    Index,
    #[error("the width of a partial tile must be a number from 1 to 255 without leading zeroes")]
    Width,
}

impl Tile {
    /// A tile of `width` hashes (1 to 256, 256 being full); `None` beyond the limits of the format.
    pub fn new(level: u8, index: u64, width: u16) -> Option<Tile> {
        let fits = level <= MAX_LEVEL && (1..=FULL_WIDTH).contains(&width);
        fits.then_some(Tile { level, index, width })
    }

    /// The tile level, 0 for leaf hashes.
    pub fn level(self) -> u8 {
        self.level
    }

    /// Which tile of its level, from 0.
    pub fn index(self) -> u64 {
        self.index
    }

    /// How many hashes it holds, 1 to 256.
    pub fn width(self) -> u16 {
        self.width
    }

    /// Whether the tile holds 256 hashes and so never grows.
    pub fn is_full(self) -> bool {
        self.width == FULL_WIDTH
    }

    /// Whether a tree of `size` entries has all hashes of this tile. A partial tile of an older size still
    /// counts: its hashes have not changed.
    pub fn is_within(self, size: u64) -> bool {
        let hashes = size.checked_shr(8 * u32::from(self.level)).unwrap_or(0);
        let end = self.index.checked_mul(256).and_then(|start| start.checked_add(self.width.into()));
        end.is_some_and(|end| end <= hashes)
    }
}

/// The bytes of a tile, 32 for each hash; `None` where a tree of `size` entries has no such tile.
pub fn tile_bytes<N: Nodes>(nodes: &N, tile: Tile, size: u64) -> Result<Option<Vec<u8>>, N::Error> {
    if !tile.is_within(size) {
        return Ok(None);
    }
    let mut hashes = [Hash([0; 32]); FULL_WIDTH as usize];
    let hashes = &mut hashes[..usize::from(tile.width)];
    nodes.fill(tile.level * 8, tile.index * 256, hashes)?;
    Ok(Some(hashes.iter().flat_map(|hash| hash.0).collect()))
}

/// The tiles that a tree of `size` entries consists of, level by level, a partial one last in its level.
pub fn plan(size: u64) -> impl Iterator<Item = Tile> {
    plan_from(0, size)
}

/// The tiles that a tree has at `size` and did not have at `old`: what a growing ledger has to write out.
pub fn plan_from(old: u64, size: u64) -> impl Iterator<Item = Tile> {
    (0..8_u8).flat_map(move |level| {
        let (before, hashes) = (old >> (8 * level), size >> (8 * level));
        let full = (before / 256..hashes / 256).map(move |index| Tile { level, index, width: FULL_WIDTH });
        let rest = (hashes % 256) as u16;
        let partial = Tile { level, index: hashes / 256, width: rest };
        full.chain((rest > 0 && hashes > before).then_some(partial))
    })
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/", self.level)?;
        write_place(f, self.index, self.width)
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TilePath::Hashes(tile) => tile.fmt(f),
            TilePath::Entries { index, width } => {
                f.write_str("tile/entries/")?;
                write_place(f, *index, *width)
            }
        }
    }
}

fn write_place(f: &mut fmt::Formatter<'_>, index: u64, width: u16) -> fmt::Result {
    let groups = std::iter::successors(Some(index / 1000), |rest| Some(rest / 1000));
    let higher: Vec<u64> = groups.take_while(|rest| *rest > 0).collect();
    for rest in higher.into_iter().rev() {
        write!(f, "x{:03}/", rest % 1000)?;
    }
    write!(f, "{:03}", index % 1000)?;
    if width < FULL_WIDTH { write!(f, ".p/{width}") } else { Ok(()) }
}

impl FromStr for TilePath {
    type Err = TilePathError;

    fn from_str(path: &str) -> Result<TilePath, TilePathError> {
        let rest = path.strip_prefix("tile/").ok_or(TilePathError::Prefix)?;
        let (level, place) = rest.split_once('/').ok_or(TilePathError::Index)?;
        let (index, width) = parse_place(place)?;
        if level == "entries" {
            return Ok(TilePath::Entries { index, width });
        }
        let level =
            small_number(level).filter(|level| *level <= MAX_LEVEL.into()).ok_or(TilePathError::Level)?;
        Ok(TilePath::Hashes(Tile { level: level as u8, index, width }))
    }
}

fn parse_place(place: &str) -> Result<(u64, u16), TilePathError> {
    let (groups, width) = match place.split_once(".p/") {
        None => (place, FULL_WIDTH),
        Some((groups, width)) => {
            let width = small_number(width).filter(|width| (1..FULL_WIDTH).contains(width));
            (groups, width.ok_or(TilePathError::Width)?)
        }
    };
    let (higher, last) =
        groups.rsplit_once('/').map_or((None, groups), |(higher, last)| (Some(higher), last));
    let mut index = 0_u64;
    for (position, group) in higher.iter().flat_map(|higher| higher.split('/')).enumerate() {
        let digits = group.strip_prefix('x').ok_or(TilePathError::Index)?;
        if position == 0 && digits == "000" {
            return Err(TilePathError::Index); // a second spelling of a shorter path
        }
        index = push_group(index, digits)?;
    }
    Ok((push_group(index, last)?, width))
}

fn push_group(index: u64, digits: &str) -> Result<u64, TilePathError> {
    if digits.len() != 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(TilePathError::Index);
    }
    let group: u64 = digits.parse().map_err(|_| TilePathError::Index)?;
    index.checked_mul(1000).and_then(|higher| higher.checked_add(group)).ok_or(TilePathError::Index)
}

/// Up to three decimal digits without leading zeroes.
fn small_number(text: &str) -> Option<u16> {
    let digits = (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = digits && (text.len() == 1 || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}
