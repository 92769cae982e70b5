//! Lists and inventories. Every function takes any bytes and must return. What a reader accepts must also keep its
//! promises, and those are asserted here. `crates/wire/tests/corpus.rs` includes this file and replays the corpus.

use wire::sheet::{MAX_CELL_BYTES, MAX_COLUMNS, MAX_ROWS};
use wire::{ColumnMap, Sheet, inventory};

/// CSV and XLSX, and the guess of an inventory's columns from their header.
pub fn sheet(data: &[u8]) {
    let _ = Sheet::names(data);
    let Ok(sheet) = Sheet::read(data) else { return };
    assert!(!sheet.header.is_empty() && sheet.header.len() <= MAX_COLUMNS && sheet.rows.len() <= MAX_ROWS);
    for row in &sheet.rows {
        assert!(row.line > 0 && row.cells.len() == sheet.header.len());
        assert!(row.cells.iter().all(|cell| cell.len() <= MAX_CELL_BYTES));
    }
    let map = ColumnMap::guess(&sheet.header, inventory::TARGETS);
    let rows = map.apply(&sheet).expect("a map guessed from a header fits it").count();
    assert_eq!(rows, sheet.rows.len());
}

/// Agent reports, scans and kept lists; dates and telephone numbers ride along, since their input is as foreign.
pub fn inventory(data: &[u8]) {
    if let Ok(found) = inventory::read_any("fuzzed", data) {
        for one in &found {
            assert!(!one.name.is_empty() && one.source_line > 0);
            assert!(one.macs.iter().all(|mac| inventory::mac(mac).as_ref() == Some(mac)));
        }
    }
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = wire::dates::parse(text);
        let _ = wire::phones::us(text);
    }
}
