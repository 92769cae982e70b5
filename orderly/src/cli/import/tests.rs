//! Lists from files into a house, as the console does it.

use super::{staff_list, *};
use crate::{
    config::{Flags, Settings},
    runtime,
};
use assets::Assets;
use kernel::Role;
use serde_json::{Value, json};
use std::{fs, path::Path};

fn house(folder: &Path) -> (House, OrgId, Who) {
    let flags = Flags { data: folder.join("data"), config: None, listen: None, database: None };
    let house = runtime::open(&Settings::read(&flags, &|_| None).unwrap()).unwrap();
    let start = Who::House("test");
    let give = |act: &str, body: Value| {
        block_on(house.office.call(&start, act, body, None))
            .unwrap_or_else(|stop| panic!("{act}: {stop}"))
            .body
    };
    let text = |value: &Value, at: &str| value.pointer(at).and_then(Value::as_str).unwrap().to_owned();
    let founded = give("organizations.found-house", json!({ "name": "Harborlight IT" }));
    let org = text(&founded, "/receipt/organization");
    let owner = json!({ "org": org, "name": "Olive Invented", "email": "olive@harborlight.example" });
    let made = give("people.first-owner", owner);
    let invitation = text(&made, "/receipt/link/secret");
    give("people.accept-invitation", json!({ "link": invitation, "password": "correct horse battery 7" }));
    let who = crate::cli::person(&house, "olive@harborlight.example").unwrap();
    (house, org.parse().unwrap(), who)
}

fn args(file: &Path) -> Import {
    Import {
        organization: "harborlight".into(),
        file: file.to_owned(),
        list: List::Assets,
        columns: Vec::new(),
        keep_columns: None,
        sheet: None,
        dry_run: false,
    }
}

fn names(house: &House, who: &Who) -> Vec<String> {
    let list = block_on(house.office.answer(who, Assets { most: Some(200), ..Assets::default() })).unwrap();
    list.assets.into_iter().map(|a| a.particulars.name).collect()
}

#[test]
fn a_list_is_tried_kept_brought_in_and_brought_in_again() {
    let folder = tempfile::tempdir().unwrap();
    let (house, _, who) = house(folder.path());
    let file = folder.path().join("list.csv");
    fs::write(&file, "Gear;Service Tag\nWARD-1;X1\nWARD-2;X2\n").unwrap();
    let list = args(&file);
    let error = run(&house, who.clone(), &list).unwrap_err();
    assert!(error.is::<Usage>() && error.to_string().contains("No column was found for name"), "{error}");
    let tried = Import {
        columns: vec!["name=Gear".into()],
        keep_columns: Some("monthly".into()),
        dry_run: true,
        ..list.clone()
    };
    run(&house, who.clone(), &tried).unwrap();
    assert!(names(&house, &who).is_empty());
    let meant = Import { columns: vec!["Monthly".into()], ..list.clone() };
    run(&house, who.clone(), &meant).unwrap();
    run(&house, who.clone(), &meant).unwrap();
    assert_eq!(names(&house, &who), ["WARD-1", "WARD-2"]);
    let elsewhere = Import { organization: "Nobody's".into(), ..list };
    assert!(run(&house, who, &elsewhere).unwrap_err().is::<Usage>());
}

#[test]
fn a_directory_of_reports_is_read_and_what_is_none_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let (house, _, who) = house(folder.path());
    let scans = folder.path().join("scans");
    fs::create_dir_all(scans.join("inner")).unwrap();
    let report = json!({ "action": "inventory", "deviceid": "x", "itemtype": "Computer",
        "content": { "hardware": { "name": "ward3-pc" }, "bios": { "ssn": "SN-77" } } });
    fs::write(scans.join("inner/a.json"), report.to_string()).unwrap();
    fs::write(scans.join("b.csv"), "Name,Type\nward4-pc,Laptop\n").unwrap();
    fs::write(scans.join("notes.txt"), "").unwrap();
    run(&house, who.clone(), &args(&scans)).unwrap();
    assert_eq!(names(&house, &who), ["ward3-pc", "ward4-pc"]);
}

#[test]
fn a_staff_list_is_read_by_the_words_people_use() {
    let fields = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect();
    let row = staff_list::row(
        2,
        &fields(&[
            ("first_name", "Bo"),
            ("last_name", "Lind"),
            ("email", "bo@clinic.example"),
            ("roles", "Practice Owner; reporter"),
            ("trained_on", "3/4/2026"),
        ]),
    );
    let row = row.unwrap();
    assert_eq!((row.name.as_str(), row.trained_on.as_deref()), ("Bo Lind", Some("2026-03-04")));
    assert_eq!(row.roles, Some(vec![Role::PracticeOwner, Role::Reporter]));
    let wrong = staff_list::row(3, &fields(&[("email", "x@y.example"), ("roles", "king")]));
    assert_eq!(wrong.unwrap_err().field, "roles");
}

#[test]
fn staff_are_brought_in() {
    let folder = tempfile::tempdir().unwrap();
    let (house, org, who) = house(folder.path());
    let file = folder.path().join("staff.csv");
    fs::write(&file, "Employee,Work Email,Job Title\nBo Lind,bo@harborlight.example,Dispatcher\nNo One,,\n")
        .unwrap();
    let list = Import { list: List::Staff, organization: org.to_string(), ..args(&file) };
    run(&house, who.clone(), &list).unwrap();
    run(&house, who.clone(), &list).unwrap();
    let asked = people::People { org: Some(org), after: None, most: None, ended: false };
    let page = block_on(house.office.answer(&who, asked)).unwrap();
    let told: Vec<_> =
        page.people.iter().map(|p| (p.name.as_str(), p.title.as_deref(), p.state.as_str())).collect();
    assert_eq!(told, [("Bo Lind", Some("Dispatcher"), "invited"), ("Olive Invented", None, "active")]);
}
