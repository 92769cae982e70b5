//! Lists brought in as a whole: weighed, committed at once, undone, on each engine.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use assets::{
    AddAsset, Asset, AssetKind, AssetState, Assets, BeginImport, CommitImport, Criticality, DropImport,
    ImportState, Imports, ListKind, ListRow, PasteImport, PatchAuthority, RetireAsset, RowVerdict,
    SaveColumns, StageRows, Tally, UndoImport, WeighImport,
};
use common::{Test, on_each, org, refusal};
use kernel::{AssetId, ImportId, Status};

fn row(number: i64, name: &str, serial: &str) -> ListRow {
    let some = |t: &str| (!t.is_empty()).then(|| t.to_owned());
    let line = u32::try_from(number).unwrap() + 1;
    ListRow { number, line, name: some(name), serial: some(serial), ..ListRow::default() }
}

fn staged(test: &Test, rows: Vec<ListRow>) -> ImportId {
    let begin =
        BeginImport { org: org(1), source: "assets.csv".into(), rows: rows.len().try_into().unwrap() };
    let import = test.carry(begin).import;
    for chunk in rows.chunks(2) {
        test.carry(StageRows { import, rows: chunk.to_vec() });
    }
    import
}

fn weigh(test: &Test, import: ImportId) -> assets::ImportWeighed {
    test.ask(WeighImport { import, verdict: None, after: None, most: Some(200) })
}

fn known(test: &Test, name: &str, serial: &str) -> AssetId {
    let asset = AddAsset {
        org: org(1),
        name: name.to_owned(),
        kind: AssetKind::Workstation,
        criticality: Criticality::Clinical,
        holds_ephi: false,
        reaches_ephi: true,
        location: None,
        department: None,
        serial: Some(serial.to_owned()).filter(|s| !s.is_empty()),
        maker: None,
        model: None,
        mac: None,
        address: None,
        operating_system: None,
        state: AssetState::InUse,
        patch_authority: PatchAuthority::OwnIt,
    };
    test.carry(asset).asset
}

fn retire(test: &Test, asset: AssetId) {
    test.carry(RetireAsset { asset, disposal: assets::Disposal::Erased });
}

#[test]
fn a_list_is_weighed_committed_as_a_whole_and_undone() {
    on_each(|test| {
        let ward = known(test, "Ward PC", "A-1");
        known(test, "Desk PC", "A-2");
        let moved = ListRow { maker: Some("Acme".into()), ..row(1, "Ward PC 2", "a1") };
        let odd = ListRow { location: Some("Nowhere".into()), ..row(4, "Lost", "A-4") };
        let import =
            staged(test, vec![moved, row(2, "desk pc", ""), row(3, "New", "A-3"), odd, row(5, "", "")]);
        let page = weigh(test, import);
        let tally = Tally { total: 5, staged: 5, added: 1, changed: 1, unchanged: 1, refused: 2 };
        assert_eq!(page.import.tally, tally);
        let changes: Vec<_> =
            page.rows[0].changes.iter().map(|c| (&*c.field, &*c.before, &*c.after)).collect();
        assert_eq!(changes, [("name", "Ward PC", "Ward PC 2"), ("maker", "", "Acme")]);
        let problems: Vec<_> =
            page.rows.iter().filter_map(|r| Some((r.line, r.problem.as_ref()?.field.clone()))).collect();
        assert_eq!(problems, [(5, "location".to_owned()), (6, "name".to_owned())]);
        let new = page.rows[2].asset.unwrap();
        // Nobody sees anything of it before the commit, not even by its id.
        assert_eq!(test.names(), ["Desk PC", "Ward PC"]);
        assert_eq!(refusal(test.ask_as(&test.rowan, Asset { asset: new }).err()).status, Status::NotFound);
        test.carry(CommitImport { import });
        assert_eq!(test.names(), ["Desk PC", "New", "Ward PC 2"]);
        assert_eq!(test.ask(Asset { asset: ward }).particulars.maker.as_deref(), Some("Acme"));
        assert_eq!(test.ask(Asset { asset: ward }).particulars.criticality, Criticality::Clinical);
        assert_eq!(
            weigh(test, import).rows[0].changes.len(),
            2,
            "after the commit it still tells what changed"
        );
        assert_eq!(test.refused(CommitImport { import }).status, Status::Conflict);
        test.carry(UndoImport { import });
        assert_eq!(test.names(), ["Desk PC", "Ward PC"]);
        let states: Vec<_> =
            test.ask(Imports { org: org(1), most: None }).imports.iter().map(|i| i.state).collect();
        assert_eq!(states, [ImportState::Undone]);
        assert_eq!(weigh(test, import).rows[0].changes.len(), 2);
    });
}

#[test]
fn the_same_list_again_changes_nothing() {
    on_each(|test| {
        let rows = vec![row(1, "One", "S1"), row(2, "Two", "S2"), row(3, "Three", "")];
        let first = staged(test, rows.clone());
        test.carry(CommitImport { import: first });
        let again = staged(test, rows);
        assert_eq!(weigh(test, again).import.tally.unchanged, 3);
        assert!(test.refused(CommitImport { import: again }).sentence.starts_with("Nothing in this list"));
        test.carry(DropImport { import: again });
        assert_eq!(test.refused(DropImport { import: again }).sentence, "This import is dropped already.");
    });
}

#[test]
fn a_row_that_repeats_or_cannot_be_told_apart_is_refused() {
    on_each(|test| {
        known(test, "Cart", "C-1");
        known(test, "Cart", "C-2");
        let mac =
            |number, name: &str| ListRow { mac: Some("3C-52-82-00-00-01".into()), ..row(number, name, "") };
        let import =
            staged(test, vec![row(1, "Cart", ""), mac(2, "sw-1"), mac(3, "sw-one"), row(4, "Cart", "c 1")]);
        let rows = weigh(test, import).rows;
        let verdicts: Vec<_> = rows.iter().map(|r| r.verdict).collect();
        let expected = [RowVerdict::Refused, RowVerdict::Added, RowVerdict::Refused, RowVerdict::Unchanged];
        assert_eq!(verdicts, expected);
        assert_eq!(
            rows[0].problem.as_ref().unwrap().reason,
            "Several assets of the organization have this name."
        );
        assert_eq!(rows[2].problem.as_ref().unwrap().reason, "The same asset stands on line 3 already.");
    });
}

#[test]
fn rows_come_in_their_order_and_all_of_them() {
    on_each(|test| {
        let begin = BeginImport { org: org(1), source: "list".into(), rows: 2 };
        let import = test.carry(begin).import;
        assert_eq!(
            test.refused(StageRows { import, rows: vec![row(2, "b", "")] }).field.as_deref(),
            Some("rows")
        );
        test.carry(StageRows { import, rows: vec![row(1, "a", "")] });
        let refused = test.refused(CommitImport { import });
        assert_eq!(refused.sentence, "Of 2 rows only 1 were staged so far.");
        let more = StageRows { import, rows: vec![row(2, "b", ""), row(3, "c", "")] };
        assert_eq!(test.refused(more).field.as_deref(), Some("rows"));
        assert_eq!(weigh(test, import).import.tally.staged, 1, "a refused chunk leaves nothing behind");
        let stranger = test.try_do(&test.stranger, CommitImport { import });
        assert_eq!(refusal(stranger.err()).status, Status::NotFound);
    });
}

#[test]
fn what_changed_meanwhile_is_named() {
    on_each(|test| {
        let ward = known(test, "Ward PC", "A-1");
        let change = ListRow { maker: Some("Acme".into()), ..row(1, "Ward PC", "A-1") };
        let import = staged(test, vec![change.clone()]);
        known(test, "Unrelated", "Z-1");
        retire(test, ward);
        let refused = test.refused(CommitImport { import });
        assert!(refused.sentence.contains("somebody changed Ward PC."), "{}", refused.sentence);
        test.carry(DropImport { import });
        let import = staged(test, vec![change, row(2, "New", "N-1")]);
        known(test, "Unrelated too", "Z-2");
        test.carry(CommitImport { import });
        let card = test.ask(Asset { asset: ward });
        assert_eq!(
            card.particulars.state,
            AssetState::InUse,
            "a list that names a retired asset brings it back"
        );
        retire(test, ward);
        let refused = test.refused(UndoImport { import });
        assert!(refused.sentence.contains("somebody changed Ward PC."), "{}", refused.sentence);
    });
}

#[test]
fn two_lists_are_undone_in_turn_and_never_mixed() {
    on_each(|test| {
        let first = staged(test, vec![row(1, "One", "S1")]);
        let second = staged(test, vec![row(1, "Two", "S2")]);
        test.carry(CommitImport { import: second });
        assert!(test.refused(CommitImport { import: first }).sentence.contains("another list, 'assets.csv'"));
        let third = staged(test, vec![row(1, "Three", "S3")]);
        test.carry(CommitImport { import: third });
        assert!(test.refused(UndoImport { import: second }).sentence.contains("Undo that one first"));
        test.carry(UndoImport { import: third });
        test.carry(UndoImport { import: second });
        assert!(test.names().is_empty());
    });
}

#[test]
fn an_import_with_tickets_upon_it_stays() {
    on_each(|test| {
        let import = staged(test, vec![row(1, "One", "S1")]);
        test.carry(CommitImport { import });
        let asset = test.ask(Assets::default()).assets[0].id;
        test.said.lock().unwrap().ticketed.push(asset);
        assert_eq!(
            test.refused(UndoImport { import }).sentence,
            "It cannot be undone: there are tickets on One."
        );
    });
}

#[test]
fn a_list_is_pasted_and_its_columns_are_kept() {
    on_each(|test| {
        let paste = |columns: Option<&str>| PasteImport {
            org: org(1),
            source: "pasted".into(),
            text: "Gear\tService Tag\tType\nWARD-1\tX1\tLaptop\nWARD-2\tX2\tToaster\n".into(),
            columns: columns.map(str::to_owned),
            read: Vec::new(),
        };
        let refused = test.refused(paste(None));
        assert_eq!(refused.field.as_deref(), Some("columns"));
        let import = test.carry(paste(Some("name = Gear"))).import;
        let tally = weigh(test, import).import.tally;
        assert_eq!((tally.added, tally.refused), (1, 1));
        let columns = [("name".to_owned(), "Gear".to_owned())].into();
        test.carry(SaveColumns { org: org(1), list: ListKind::Assets, name: "monthly".into(), columns });
        let kept = test.ask(assets::Columns { org: org(1), list: ListKind::Assets }).maps;
        assert_eq!((kept[0].name.as_str(), kept[0].columns["name"].as_str()), ("monthly", "Gear"));
        assert!(test.ask(assets::Columns { org: org(1), list: ListKind::Staff }).maps.is_empty());
    });
}

#[test]
fn a_long_list_is_read_page_by_page() {
    on_each(|test| {
        let rows: Vec<ListRow> = (1..=7).map(|n| row(n, &format!("pc-{n}"), "")).collect();
        let import = staged(test, rows);
        let page =
            |after| test.ask(WeighImport { import, verdict: Some(RowVerdict::Added), after, most: Some(5) });
        let first = page(None);
        assert_eq!((first.rows.len(), first.next), (5, Some(5)));
        let second = page(first.next);
        assert_eq!((second.rows.len(), second.next), (2, None));
        let none = WeighImport { import, verdict: Some(RowVerdict::Refused), after: None, most: None };
        assert!(test.ask(none).rows.is_empty());
    });
}
