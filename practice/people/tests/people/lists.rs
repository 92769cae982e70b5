//! Importing a staff list: staged, weighed, applied in one commit, taken back as a whole.

use crate::house::*;
use kernel::*;
use people::*;

fn row(line: u32, name: &str, email: &str, title: Option<&str>) -> StaffRow {
    StaffRow {
        line,
        name: name.into(),
        email: email.into(),
        roles: None,
        title: title.map(str::to_owned),
        trained_on: Some("2026-06-01".into()),
    }
}

#[test]
fn a_staff_list_is_visible_only_when_applied_and_can_be_taken_back() {
    on_each_engine(|house| {
        let (_, _) = house.join(clinic(), "ana@cedar.example", Role::Technician);
        let by = house.owner.clone();
        let import = house.act(&by, BeginImport { org: clinic() }).import;
        let rows = vec![
            row(1, "Ana Invented", "ana@cedar.example", Some("Charge nurse")),
            row(2, "Bo Invented", "bo@cedar.example", None),
            row(3, "", "cy@cedar.example", None),
            row(4, "Olu Elsewhere", "olu@harborlight.example", None),
        ];
        let staged = house.act(&by, AddImportRows { org: clinic(), import, rows });
        assert_eq!(staged.rows, 4);
        let people =
            |house: &House| house.ask(&house.owner, People { org: Some(clinic()), ..People::default() });
        assert_eq!(people(house).count, 1);
        let weighed = house.ask(&by, StaffImport { org: clinic(), import });
        assert!(matches!(weighed.rows[0].outcome, Outcome::Changed { .. }));
        assert!(matches!(&weighed.rows[2].outcome, Outcome::Refused { field, .. } if field == "name"));
        let done = house.act(&by, CommitImport { org: clinic(), import });
        assert_eq!(
            (done.added, done.changed, done.refused),
            (1, 1, 2),
            "one row is blank, one address is taken"
        );
        assert_eq!(house.no(&by, CommitImport { org: clinic(), import }).status, Status::Conflict);
        let now = people(house);
        assert_eq!(now.count, 2);
        let ana = now.people.iter().find(|p| p.email == "ana@cedar.example").unwrap();
        assert_eq!(
            (ana.title.as_deref(), ana.trained, &ana.roles[..]),
            (Some("Charge nurse"), true, &[Role::Technician][..])
        );
        let undone = house.act(&by, UndoImport { org: clinic(), import });
        assert_eq!((undone.removed, undone.restored, undone.kept), (1, 1, 0));
        assert_eq!(people(house).people[0].title, None);
        assert_eq!(house.no(&by, UndoImport { org: clinic(), import }).status, Status::Conflict);
        // Another organization's import is not there.
        assert_eq!(house.no(&by, CommitImport { org: msp(), import }).status, Status::NotFound);
    });
}
