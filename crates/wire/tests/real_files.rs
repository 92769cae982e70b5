//! Real inventories and lists of the field, when they lie beside the checkout: everything in them must be read, and
//! what is an attack must be refused. Without them a sentence says so.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::{Path, PathBuf};
use wire::{Found, KindHint, Sheet};

fn data(folder: &str) -> Option<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(folder);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("The real files are not beside this checkout; {} was not read.", folder.display());
    None
}

fn files(folder: &Path, ending: &str) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_name().to_string_lossy().ends_with(ending))
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

fn one(folder: &Path, name: &str) -> Found {
    let found = wire::inventory::read_any(name, &std::fs::read(folder.join(name)).unwrap()).unwrap();
    assert_eq!(found.len(), 1, "{name}");
    found.into_iter().next().unwrap()
}

#[test]
fn agent_reports() {
    let Some(folder) = data("inventory/glpi") else { return };
    let mut read = 0;
    for (name, bytes) in files(&folder, ".json") {
        let found = wire::inventory::read_any(&name, &bytes);
        if name == "inventory.schema.json" {
            assert!(found.unwrap_err().to_string().contains("has no “content”"));
            continue;
        }
        let found = found.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(found.len(), 1, "{name}");
        assert!(found[0].serial.is_some() && found[0].maker.is_some() && found[0].model.is_some(), "{name}");
        let kind = match name.split('_').next() {
            Some("networkequipment") => KindHint::NetworkGear,
            Some("printer") => KindHint::Printer,
            Some("phone") => KindHint::Phone,
            _ => KindHint::Laptop,
        };
        assert_eq!(found[0].kind_hint, Some(kind), "{name}");
        read += 1;
    }
    assert_eq!(read, 20);

    let laptop = one(&folder, "computer_1.json");
    assert_eq!((laptop.name.as_str(), laptop.serial.as_deref()), ("glpixps", Some("640HP72")));
    assert_eq!((laptop.maker.as_deref(), laptop.model.as_deref()), (Some("Dell Inc."), Some("XPS 13 9350")));
    assert_eq!(laptop.operating_system.as_deref(), Some("Fedora 31 (Workstation Edition)"));
    assert!(laptop.macs.contains(&"00:e0:4c:68:01:db".to_owned()));
    assert!(laptop.addresses.contains(&"192.168.1.142".parse().unwrap()));
    assert_eq!(one(&folder, "computer_3_updated.json").serial, one(&folder, "computer_3.json").serial);

    let switch = one(&folder, "networkequipment_2.json");
    assert_eq!(switch.macs[0], "00:23:ac:6a:01:00");
    assert_eq!(switch.operating_system.as_deref(), Some("firmware 12.2(55)SE6"));
    let controller = one(&folder, "networkequipment_4.json");
    assert!(!controller.addresses.contains(&"169.254.0.192".parse().unwrap()));
}

#[test]
fn scans() {
    let Some(folder) = data("inventory/nmap") else { return };
    let mut hosts = 0;
    for (name, bytes) in files(&folder, ".xml") {
        let found = wire::inventory::read_any(&name, &bytes);
        if name.starts_with("defused_et") {
            let error = found.unwrap_err().to_string();
            assert!(
                error.contains("declares entities") || error.contains("not the result of an nmap"),
                "{error}"
            );
            continue;
        }
        let found = found.unwrap_or_else(|error| panic!("{name}: {error}"));
        let text = String::from_utf8(bytes).unwrap();
        for one in &found {
            assert!(!one.name.is_empty(), "{name}");
            let line = text.lines().nth(one.source_line as usize - 1).unwrap();
            assert!(line.contains("<host>") || line.contains("<host "), "{name}, line {}", one.source_line);
        }
        hosts += found.len();
    }
    assert_eq!(hosts, 41);
    let pinged = one(&folder, "1_host_ping.xml");
    assert_eq!((pinged.name.as_str(), pinged.macs.len()), ("dionaea.honeynet_testing_net", 1));
    assert_eq!(one(&folder, "1_hosts_nohostname.xml").name, "1.1.1.1");
}

#[test]
fn lists() {
    let Some(folder) = data("breaches") else { return };
    let mut files = files(&folder, ".csv");
    files.extend(data("kev").map(|folder| self::files(&folder, ".csv")).unwrap_or_default());
    let wanted = [
        ("archive-2009-2020.csv", 2785, 9),
        ("portal-2023-2024.csv", 853, 10),
        ("reformatted-2009-2016.csv", 1701, 9),
        ("under-investigation-2018-2020.csv", 580, 9),
        ("known_exploited_vulnerabilities.csv", 1404, 11),
    ];
    assert_eq!(files.len(), wanted.len());
    for (name, bytes) in files {
        let sheet = Sheet::read(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        let wanted = wanted.iter().find(|(wanted, ..)| *wanted == name).unwrap();
        assert_eq!((sheet.rows.len(), sheet.header.len()), (wanted.1, wanted.2), "{name}");
    }
}
