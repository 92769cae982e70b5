//! The console from the outside: its help fits a screen, and what it writes can be verified, restored and
//! read back.

use super::{ledger, moving, *};
use clap::CommandFactory;
use std::{fs, path::Path};

fn each(command: &mut clap::Command, see: &mut dyn FnMut(&mut clap::Command)) {
    see(command);
    for inner in command.get_subcommands_mut() {
        each(inner, see);
    }
}

#[test]
fn help_fits_a_screen_and_says_what_each_thing_is() {
    Cli::command().debug_assert();
    each(&mut Cli::command(), &mut |command| {
        let help = command.render_help().to_string();
        let wide: Vec<&str> = help.lines().filter(|l| l.chars().count() > 100).collect();
        assert!(wide.is_empty(), "{}: {wide:#?}", command.get_name());
        assert!(command.get_about().is_some(), "{} says nothing of itself", command.get_name());
        for argument in command.get_arguments().filter(|a| !a.is_hide_set()) {
            assert!(argument.get_help().is_some(), "{} {}", command.get_name(), argument.get_id());
        }
    });
}

fn at(folder: &Path, name: &str) -> Where {
    Where { data: folder.join(name), config: None, database: None }
}

fn settings(at: &Where) -> Settings {
    Settings::read(&at.flags(None), &|_| None).unwrap()
}

/// A house with an owner who has not come in yet, and the secret of their invitation.
fn founded(at: &Where) -> (House, String) {
    let house = runtime::open(&settings(at)).unwrap();
    let start = Who::House("test");
    let give = |act: &str, body: serde_json::Value| {
        let given = futures_executor::block_on(house.office.call(&start, act, body, None));
        given.unwrap_or_else(|stop| panic!("{act}: {stop}")).body
    };
    let founded = give("organizations.found-house", serde_json::json!({ "name": "Harborlight IT" }));
    let org = founded.pointer("/receipt/organization").and_then(|o| o.as_str()).unwrap().to_owned();
    let owner =
        serde_json::json!({ "org": org, "name": "Olive Invented", "email": "olive@harborlight.example" });
    let made = give("people.first-owner", owner);
    let secret = made.pointer("/receipt/link/secret").and_then(|s| s.as_str()).unwrap().to_owned();
    (house, secret)
}

fn accept(house: &House, secret: &str) {
    let accept = serde_json::json!({ "link": secret, "password": "cobalt lantern orchard nine" });
    let done = house.office.call(&Who::Nobody, "people.accept-invitation", accept, None);
    futures_executor::block_on(done).unwrap();
}

#[test]
fn an_export_verifies_without_its_house_and_a_changed_byte_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let (house, _) = founded(&at(folder.path(), "data"));
    let dir = folder.path().join("export");
    let said = ledger::write_export(&house, None, &dir).unwrap();
    assert!(said.contains("entries written") && said.contains("0 withheld"), "{said}");
    assert!(ledger::write_export(&house, None, &dir).unwrap_err().to_string().contains("is not empty"));
    let whole = ledger::verify_store(&house, &[]).unwrap();
    drop(house);

    let report = ledger::verify_dir(&dir, &[], None).unwrap();
    assert!(report.is_sound() && report.entries >= 2, "{report}");
    assert_eq!(report, whole);
    let known = dir.join(::ledger::export::CHECKPOINT);
    assert_eq!(ledger::verify_dir(&dir, &[known], None).unwrap().known_agreed, 1);

    let entries = dir.join(::ledger::export::ENTRIES);
    let text = fs::read_to_string(&entries).unwrap();
    fs::write(&entries, text.replacen("found-house", "found-horse", 1)).unwrap();
    assert!(!ledger::verify_dir(&dir, &[], None).unwrap().is_sound());
    assert!(ledger::verify_dir(folder.path(), &[], None).unwrap_err().to_string().contains("cannot be read"));
}

#[test]
fn a_person_exports_what_they_reach_and_nobody_else_does() {
    let folder = tempfile::tempdir().unwrap();
    let (house, secret) = founded(&at(folder.path(), "data"));
    let early = on_behalf(&house, "olive@harborlight.example").unwrap_err().to_string();
    assert!(early.contains("has not come in yet"), "{early}");
    accept(&house, &secret);
    let owner = on_behalf(&house, " Olive@Harborlight.example ").unwrap();
    let dir = folder.path().join("owner");
    let nobody = ledger::write_export(&house, Some(&Who::Nobody), &dir).unwrap_err().to_string();
    assert!(nobody.contains("Sign in first") && !dir.exists(), "{nobody}");
    ledger::write_export(&house, Some(&owner), &dir).unwrap();
    let report = ledger::verify_dir(&dir, &[], None).unwrap();
    assert!(report.is_sound(), "{report}");
    let stranger = on_behalf(&house, "nobody@harborlight.example").unwrap_err().to_string();
    assert!(stranger.contains("nobody@harborlight.example"), "{stranger}");
}

#[test]
fn a_backup_is_read_back_and_restored_only_with_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let here = at(folder.path(), "data");
    let (house, _) = founded(&here);
    ledger::write_export(&house, None, &folder.path().join("export")).unwrap();
    let before = ledger::verify_store(&house, &[]).unwrap();
    // The house stays open: a backup is made while it is served.
    let file = folder.path().join("backup.db");
    moving::backup(&moving::Backup { at: here.clone(), file: file.clone() }).unwrap();
    let twice = moving::backup(&moving::Backup { at: here.clone(), file: file.clone() });
    assert!(format!("{:#}", twice.unwrap_err()).contains("already"));
    drop(house);

    let there = at(folder.path(), "other");
    let restore = || moving::restore(&moving::Restore { at: there.clone(), file: file.clone() });
    assert!(restore().unwrap_err().to_string().contains("other.key"), "without its key nothing is restored");
    fs::write(folder.path().join("other.key"), "cd".repeat(32)).unwrap();
    assert!(
        format!("{:#}", restore().unwrap_err()).contains("is not the one that this database was made with")
    );
    assert!(!there.data.join("orderly.db").exists());
    fs::copy(folder.path().join("data.key"), folder.path().join("other.key")).unwrap();
    restore().unwrap();
    assert!(restore().unwrap_err().to_string().contains("already"));

    let restored = runtime::open_existing(&settings(&there)).unwrap();
    assert_eq!(ledger::verify_store(&restored, &[]).unwrap(), before);
}

#[test]
fn an_empty_house_prints_a_link_until_somebody_has_come_in() {
    let folder = tempfile::tempdir().unwrap();
    let app = |house: House| {
        let site = crate::http::Site {
            origin: "http://localhost:8080".to_owned(),
            secure: false,
            proxied: false,
            banner: None,
        };
        crate::http::App::new(house.office, house.sealer, site)
    };
    let empty = app(runtime::open(&settings(&at(folder.path(), "empty"))).unwrap());
    let first = first_link(&empty).unwrap().unwrap();
    let second = first_link(&empty).unwrap().unwrap();
    assert_ne!(first, second);
    let secret = |said: &str| said.rsplit('/').next().unwrap().to_owned();
    assert!(second.contains("http://localhost:8080/first/"), "{second}");
    assert!(empty.first.fits(&secret(&second)) && !empty.first.fits(&secret(&first)));

    let (house, _) = founded(&at(folder.path(), "founded"));
    let invited = app(house);
    let link = first_link(&invited).unwrap().unwrap();
    assert!(link.contains("/invitation/") && link.contains("olive@harborlight.example"), "{link}");
    let house = House { office: invited.office.clone(), sealer: invited.sealer.clone() };
    accept(&house, &secret(&link));
    assert_eq!(first_link(&invited).unwrap(), None);
}

#[test]
fn an_installation_is_carried_to_postgresql_and_is_the_same_there() {
    let Some((store::Place::Postgres(url), _guard)) = store::proving::database() else { return };
    let folder = tempfile::tempdir().unwrap();
    let here = at(folder.path(), "data");
    let (house, secret) = founded(&here);
    accept(&house, &secret);
    ledger::write_export(&house, None, &folder.path().join("export")).unwrap();
    let before = ledger::verify_store(&house, &[]).unwrap();
    drop(house);

    let carry = |to: &str| moving::to_postgres(&moving::Move { at: here.clone(), to: to.to_owned() });
    assert!(carry("mysql://there").unwrap_err().is::<Usage>());
    let held = runtime::hold(&settings(&here)).unwrap();
    assert!(carry(&url).unwrap_err().to_string().contains("Another Orderly"), "never while it is served");
    drop(held);
    carry(&url).unwrap();
    let twice = format!("{:#}", carry(&url).unwrap_err());
    assert!(twice.contains("must be empty"), "{twice}");

    let there = Where { database: Some(url), ..here.clone() };
    let house = there.house().unwrap();
    assert_eq!(ledger::verify_store(&house, &[]).unwrap(), before);
    let who = on_behalf(&house, "olive@harborlight.example").unwrap();
    let asked = house.office.call(&who, "office.entries", serde_json::json!({}), None);
    assert!(futures_executor::block_on(asked).is_ok(), "the sealed receipts and keys came along");
    // A backup of PostgreSQL is restored into the embedded database.
    drop(house);
    let file = folder.path().join("backup.db");
    moving::backup(&moving::Backup { at: there, file: file.clone() }).unwrap();
    let back = at(folder.path(), "back");
    fs::copy(folder.path().join("data.key"), folder.path().join("back.key")).unwrap();
    moving::restore(&moving::Restore { at: back.clone(), file }).unwrap();
    // Asking left an entry or none; what was sealed before is still the beginning.
    let restored = ledger::verify_store(&runtime::open_existing(&settings(&back)).unwrap(), &[]).unwrap();
    assert!(restored.is_sound() && restored.entries >= before.entries, "{restored}");
}

#[test]
fn a_letter_that_is_handed_over_is_taken_in_or_the_mail_server_is_told_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let at = at(folder.path(), "house");
    let (house, secret) = founded(&at);
    accept(&house, &secret);
    let owner = person(&house, "olive@harborlight.example").unwrap();
    let badge = futures_executor::block_on(house.office.badge(&owner)).unwrap().unwrap();
    let set =
        serde_json::json!({ "org": badge.employer, "address": "desk@harborlight.example", "way": "piped" });
    futures_executor::block_on(house.office.call(&owner, "desk.set-mailbox", set, None)).unwrap();
    let letter = b"From: v@vendor.example\r\nSubject: x\r\n\r\nHello.\r\n";
    let read = |bytes: &[u8]| mail_in::read(bytes).unwrap();
    let code = |address: &str, bytes: &[u8]| mail_in::take_in(&house, address, read(bytes)).unwrap();
    for address in ["desk@harborlight.example", "<Desk@Harborlight.Example>"] {
        assert_eq!(code(address, letter), ExitCode::SUCCESS);
    }
    assert_eq!(code("nobody@harborlight.example", letter), ExitCode::from(67));
    let large = vec![b'x'; (26 << 20) + 7];
    let (beginning, size) = read(&large);
    assert_eq!((beginning.len(), size), (64 * 1024, Some((26 << 20) + 7)));
    assert_eq!(
        mail_in::take_in(&house, "desk@harborlight.example", (beginning, size)).unwrap(),
        ExitCode::SUCCESS
    );
    let waiting =
        futures_executor::block_on(house.office.call(&owner, "desk.letters", serde_json::json!({}), None));
    assert_eq!(waiting.unwrap().body["letters"].as_array().unwrap().len(), 2, "the same letter is one");
}
