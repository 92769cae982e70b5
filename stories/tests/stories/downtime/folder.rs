//! The folder that is read without a server: it opens from a disk, leads nowhere else, and is as fresh as its last writing.

use super::{form, procedure, reserve};
use crate::incidents::declare;
use crate::world::on_each;
use downtime::WriteProcedure;
use incidents::IncidentKind;
use orderly::folder::{Wanted, write};
use std::collections::BTreeSet;

#[test]
fn the_folder_opens_from_a_disk_and_is_as_fresh_as_its_last_writing() {
    on_each(|w| {
        let dir = tempfile::tempdir().unwrap();
        let to = dir.path().join("downtime");
        let larkspur = Wanted { only: Some(w.larkspur), texts: false };
        let nothing = write(&w.house, &w.technician, &to, &Wanted::default()).unwrap();
        assert!(nothing.organizations >= 1, "telephones and playbooks are there for everybody: {nothing:?}");
        let hostile = WriteProcedure {
            paper: "Take the <script>alert(1)</script> binder & \"count\" <a href=\"https://evil.example\">it</a>.".into(),
            ..procedure(w)
        };
        w.act(&w.practice_owner, hostile);
        let mar = form(w, "MAR");
        w.act(&w.practice_owner, reserve(w, mar, 12));
        let incident = w.act(&w.technician, declare(w, IncidentKind::Ransomware, None)).incident;
        let written = write(&w.house, &w.technician, &to, &Wanted::default()).unwrap();
        assert_eq!((written.organizations, written.removed), (nothing.organizations, 0));
        let pages = read_folder(&to);
        assert_eq!(pages.len(), written.files + 1, "and the list of its files");
        self_contained(&pages);
        let ward = pages.iter().find(|(path, _)| path.contains(&w.ward.to_string())).unwrap();
        assert!(
            ward.1.contains("red icon") && ward.1.contains("MAR-000012") && !ward.1.contains("MAR-000013")
        );
        // An incident that is open, and every playbook for one that begins meanwhile; nothing that somebody typed about it.
        let pack = &pages.iter().find(|(path, _)| path.contains(&incident.to_string())).unwrap().1;
        assert!(pack.contains("Files do not open") && pack.contains("Whom to call"), "{pack}");
        assert!(
            pages.iter().all(|(_, text)| !text.contains("asks for money")),
            "no typed text lies in the folder"
        );
        let books = pages.iter().filter(|(path, _)| path.starts_with("incidents/playbook-")).count();
        assert_eq!(books, IncidentKind::ALL.len());
        let numbers =
            &pages.iter().find(|(path, _)| *path == format!("{}/numbers.csv", w.larkspur)).unwrap().1;
        assert!(
            numbers.contains("Infusion room,MAR,Medication record,MAR-000001,MAR-000012,12,0,Nora Testwell")
        );
        // A new version, and something that another time left behind.
        w.act(&w.practice_owner, WriteProcedure { paper: "Take the blue binder.".into(), ..procedure(w) });
        std::fs::write(to.join("files.txt"), "index.html\nold.html\n../outside.html\n").unwrap();
        std::fs::write(to.join("old.html"), "old").unwrap();
        std::fs::write(dir.path().join("outside.html"), "kept").unwrap();
        let again = write(&w.house, &w.nurse, &to, &larkspur).unwrap();
        assert_eq!(again.removed, 1);
        assert!(dir.path().join("outside.html").exists(), "nothing outside is touched");
        let pages = read_folder(&to);
        self_contained(&pages);
        let ward = pages.iter().find(|(path, _)| path.contains(&w.ward.to_string())).unwrap();
        assert!(ward.1.contains("blue binder") && ward.1.contains("Version 2"));
        let other = write(&w.house, &w.technician, dir.path(), &Wanted::default()).unwrap_err();
        assert!(other.to_string().contains("holds other things"), "{other:#}");
        assert!(write(&w.house, &w.stranger, &dir.path().join("x"), &larkspur).is_err());
        // With what was typed, for whoever may look at it: each look is charted.
        let before = looks(w);
        let texts = Wanted { texts: true, ..larkspur };
        write(&w.house, &w.technician, &to, &texts).unwrap();
        assert!(read_folder(&to).iter().any(|(_, text)| text.contains("asks for money")));
        assert_eq!(looks(w), before + 1);
    });
}

fn looks(w: &crate::world::World) -> i64 {
    super::charted(w, "incidents.look", "looked")
}

/// Every file of a folder, by its path within it.
fn read_folder(dir: &std::path::Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_owned()];
    while let Some(at) = open.pop() {
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(dir).unwrap().to_str().unwrap().to_owned();
                found.push((name, std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// Every link leads to a file of the folder, and nothing in a page needs anything else.
fn self_contained(pages: &[(String, String)]) {
    let names: BTreeSet<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
    let mut links = 0;
    for (page, text) in pages.iter().filter(|(name, _)| name.ends_with(".html")) {
        for needs in ["<script", "<img", "<iframe", "<form", "style=\"", "onclick", "src=\"", "url("] {
            assert!(!text.contains(needs), "{page} has {needs}");
        }
        let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        for part in text.split("href=\"").skip(1) {
            let link = part.split('"').next().unwrap();
            assert!(!link.contains(':') && !link.starts_with('/'), "{page} leads out to {link}");
            let to = match link.strip_prefix("../") {
                Some(up) => up.to_owned(),
                None if folder.is_empty() => link.to_owned(),
                None => format!("{folder}/{link}"),
            };
            assert!(names.contains(to.as_str()), "{page} leads to {to}, which is not there");
            links += 1;
        }
    }
    assert!(links > 8, "the pages lead to each other");
}
