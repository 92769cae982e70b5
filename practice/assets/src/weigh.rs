//! Which asset does a row speak of? By its serial number, else by its hardware address, else by its name. Two different
//! serial numbers are never the same asset; two assets of the same name are not guessed between.

use crate::{
    kinds::MatchedBy,
    rows::{Keys, Problem},
};
use anyhow::Result;

/// What a row speaks of.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Match<T> {
    New,
    Known(MatchedBy, T),
    Unclear(Problem),
}

/// Something that has keys: a known asset, or an earlier row.
pub(crate) trait Keyed {
    fn keys(&self) -> &Keys;
}

fn agree(a: Option<&String>, b: Option<&String>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// Finds the known asset. `find` gives a few assets that have this key.
pub(crate) fn matched<T: Keyed>(
    row: &Keys,
    mut find: impl FnMut(MatchedBy, &str) -> Result<Vec<T>>,
) -> Result<Match<T>> {
    let keys = [
        (MatchedBy::Serial, row.serial.as_deref()),
        (MatchedBy::Mac, row.mac.as_deref()),
        (MatchedBy::Name, Some(row.name.as_str())),
    ];
    for (by, key) in keys {
        let Some(key) = key else { continue };
        let mut fits = find(by, key)?;
        fits.retain(|known| agree(known.keys().serial.as_ref(), row.serial.as_ref()));
        if fits.len() > 1 {
            let field = if by == MatchedBy::Serial { "serial" } else { by.word() }.to_owned();
            let reason = format!("Several assets of the organization have this {}.", by.title());
            return Ok(Match::Unclear(Problem { field, reason }));
        }
        if let Some(known) = fits.pop() {
            return Ok(Match::Known(by, known));
        }
    }
    Ok(Match::New)
}

/// Finds an earlier row of the same list that speaks of the same asset. Within one list equal names with different
/// hardware addresses are two devices.
pub(crate) fn twin<T: Keyed>(
    row: &Keys,
    mut find: impl FnMut(MatchedBy, &str) -> Result<Vec<T>>,
) -> Result<Option<T>> {
    let serials = |other: &T| agree(other.keys().serial.as_ref(), row.serial.as_ref());
    let macs = |other: &T| agree(other.keys().mac.as_ref(), row.mac.as_ref());
    if let Some(serial) = &row.serial
        && let Some(twin) = find(MatchedBy::Serial, serial)?.into_iter().next()
    {
        return Ok(Some(twin));
    }
    if let Some(mac) = &row.mac
        && let Some(twin) = find(MatchedBy::Mac, mac)?.into_iter().find(|t| serials(t))
    {
        return Ok(Some(twin));
    }
    Ok(find(MatchedBy::Name, &row.name)?.into_iter().find(|t| serials(t) && macs(t)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq, Eq)]
    struct Thing(u8, Keys);

    impl Keyed for Thing {
        fn keys(&self) -> &Keys {
            &self.1
        }
    }

    fn keys(serial: &str, mac: &str, name: &str) -> Keys {
        let some = |t: &str| (!t.is_empty()).then(|| t.to_owned());
        Keys { serial: some(serial), mac: some(mac), name: name.to_owned() }
    }

    fn finder(things: &[Thing]) -> impl FnMut(MatchedBy, &str) -> Result<Vec<Thing>> + '_ {
        |by, key| {
            let has = |k: &Keys| match by {
                MatchedBy::Serial => k.serial.as_deref() == Some(key),
                MatchedBy::Mac => k.mac.as_deref() == Some(key),
                MatchedBy::Name => k.name == key,
            };
            Ok(things.iter().filter(|t| has(&t.1)).cloned().collect())
        }
    }

    #[test]
    fn serial_then_hardware_address_then_name() {
        let known = [
            Thing(1, keys("S1", "m1", "pc")),
            Thing(2, keys("", "m2", "ward")),
            Thing(3, keys("S3", "", "ward")),
            Thing(4, keys("", "m4", "cart")),
            Thing(5, keys("S5", "m4", "dock")),
        ];
        let cases = [
            (keys("S1", "m2", "ward"), Ok(Some((MatchedBy::Serial, 1)))),
            (keys("", "m1", "other"), Ok(Some((MatchedBy::Mac, 1)))),
            (keys("S9", "m1", "other"), Ok(None)),
            (keys("", "m9", "pc"), Ok(Some((MatchedBy::Name, 1)))),
            (keys("S9", "", "pc"), Ok(None)),
            (keys("", "", "ward"), Err("name")),
            (keys("S3", "", "x"), Ok(Some((MatchedBy::Serial, 3)))),
            (keys("S9", "", "ward"), Ok(Some((MatchedBy::Name, 2)))),
            (keys("", "m4", "x"), Err("mac")),
            (keys("", "", "new"), Ok(None)),
        ];
        for (row, wanted) in cases {
            let got = match matched(&row, finder(&known)).unwrap() {
                Match::New => Ok(None),
                Match::Known(by, thing) => Ok(Some((by, thing.0))),
                Match::Unclear(problem) => Err(problem.field),
            };
            assert_eq!(got, wanted.map_err(str::to_owned), "{row:?}");
        }
    }

    #[test]
    fn a_list_names_an_asset_once() {
        let rows = [Thing(1, keys("S1", "m1", "pc")), Thing(2, keys("", "m2", "ward"))];
        let cases = [
            (keys("S1", "", "x"), Some(1)),
            (keys("S2", "m1", "pc"), None),
            (keys("", "m2", "x"), Some(2)),
            (keys("", "m3", "ward"), None),
            (keys("S7", "", "ward"), Some(2)),
            (keys("", "", "new"), None),
        ];
        for (row, wanted) in cases {
            assert_eq!(twin(&row, finder(&rows)).unwrap().map(|t| t.0), wanted, "{row:?}");
        }
    }
}
