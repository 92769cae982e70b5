//! Canaries: words that nobody else uses are planted through every way in by a server that then breaks down on
//! purpose. Afterwards everything it left is searched for them: the database with its write-ahead log, a dump, a backup,
//! the ledger's export, what it logged and what it cried when it died.

use crate::{
    killed::{TOLD, arguments, opened},
    served::{NURSE, Served},
    world::{Place, World, places},
};
use desk::attachments::{Attach, AttachToMine, FileBytes, ReleaseAttachment, RemoveAttachment};
use desk::words::Visibility;
use futures_executor::block_on;
use kernel::{Stop, Who};
use orderly::House;
use serde_json::{Value, json};
use std::{env, path::Path, process::Command, sync::Mutex};

/// Every way in; each has a word of its own.
const WAYS: &[&str] = &[
    "opening",
    "joined",
    "reply",
    "internal",
    "solved",
    "again",
    "triage",
    "filename",
    "content",
    "minename",
    "minecontent",
    "release",
    "removal",
    "draft",
    "searched",
    "refused",
    "malformed",
    "formfield",
    "looked",
    "wrongtype",
];

/// The word of a way: letters alone, so that no escaping changes it.
fn canary(way: &str) -> String {
    format!("Zqcanary{way}Vxq")
}

fn say(way: &str) -> kernel::Private {
    kernel::Private::new(format!("{} is written here", canary(way)))
}

fn file(way: &str) -> FileBytes {
    // More than one part, and the word on every border.
    FileBytes::new(canary(way).repeat(60_000).into_bytes())
}

fn must<T>(done: Result<T, Stop>) -> T {
    done.unwrap_or_else(|stop| panic!("a canary was not planted: {stop}"))
}

/// Plants everything that is told here to the desk.
fn plant(house: &House, told: &Value) {
    let who = |name: &str| Who::Console { person: told[name].as_str().unwrap().parse().unwrap() };
    let (nurse, technician, senior) = (who("nurse"), who("technician"), who("senior"));
    let mut trouble: desk::OpenTicket = serde_json::from_value(told["trouble"].clone()).unwrap();
    trouble.words = say("opening");
    let office = &house.office;
    let ticket = must(block_on(office.execute(&nurse, trouble.clone()))).receipt.ticket;
    let attach = |name: &str, bytes| Attach {
        ticket,
        visibility: Visibility::Public,
        name: format!("{}.txt", canary(name)).as_str().into(),
        bytes,
        sealed: None,
    };
    must(block_on(office.execute(&nurse, desk::ReplyToMine { ticket, words: say("joined") })));
    let reply = |visibility, way| desk::Reply::new(ticket, visibility, say(way));
    must(block_on(office.execute(&technician, reply(Visibility::Public, "reply"))));
    must(block_on(office.execute(&technician, reply(Visibility::Internal, "internal"))));
    must(block_on(office.execute(&technician, attach("filename", file("content")))));
    let mine = AttachToMine {
        ticket,
        name: format!("{}.png", canary("minename")).as_str().into(),
        bytes: file("minecontent"),
        sealed: None,
    };
    let apart = must(block_on(office.execute(&nurse, mine))).receipt.attachment;
    must(block_on(office.execute(&senior, ReleaseAttachment { attachment: apart, reason: say("release") })));
    must(block_on(office.execute(&senior, RemoveAttachment { attachment: apart, reason: say("removal") })));
    let triage = json!({ "ticket": ticket, "patient_affected": true, "users": 2, "care_area": "emergency",
        "reason": canary("triage") });
    must(block_on(office.call(&senior, "desk.triage", triage, None)));
    let draft = people::SaveDraft { key: "desk.reply".into(), text: say("draft") };
    must(block_on(office.execute(&technician, draft)));
    let search = desk::Tickets { words: Some(say("searched")), ..desk::Tickets::default() };
    must(block_on(office.answer(&technician, search)));
    must(block_on(office.answer(&technician, desk::LookAt { ticket, text: None })));
    must(block_on(office.execute(&technician, desk::Resolve { ticket, words: say("solved") })));
    must(block_on(office.execute(&technician, desk::Reopen { ticket, words: say("again") })));
    // What is refused is charted as well, and what cannot be read is not.
    must(block_on(office.execute(&technician, desk::Resolve { ticket, words: say("solved") })));
    assert!(block_on(office.execute(&technician, reply(Visibility::Public, "refused"))).is_err());
    let wrong = json!({ "ticket": ticket, "words": canary("malformed"), "visibility": canary("wrongtype") });
    assert!(block_on(office.call(&technician, "desk.reply", wrong, Some("key".into()))).is_err());
}

/// Plants through a browser's form, right and wrong.
fn plant_by_browser(house: &House, told: &Value) {
    let served = Served::new(house);
    let cookie = served.sign_in(NURSE);
    let headers = [
        ("Cookie", cookie.as_str()),
        ("Sec-Fetch-Site", "same-origin"),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    let org = told["trouble"]["org"].as_str().unwrap();
    let form = format!("org={org}&kind=slow&patient_affected=no&words={}", canary("formfield"));
    assert!(matches!(
        served.send("POST", "/do/desk.open-ticket", &headers, form.as_bytes()).status,
        200 | 303
    ));
    let form = format!("org={org}&kind={}&words={}", canary("wrongtype"), canary("malformed"));
    assert_eq!(served.send("POST", "/do/desk.open-ticket", &headers, form.as_bytes()).status, 422);
    served.page(&cookie, &format!("/search?words={}", canary("looked")));
}

#[test]
#[ignore = "the server that the story of the canaries starts; it does nothing by itself"]
fn the_server_that_breaks_down() {
    let Ok(told) = env::var(TOLD) else { return };
    let told: Value = serde_json::from_str(&told).unwrap();
    let lines = tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE);
    lines.with_writer(std::io::stderr).init();
    let house = opened(&told, told["begin"].as_i64().unwrap(), 5);
    plant(&house, &told);
    plant_by_browser(&house, &told);
    while block_on(house.sealer.turn(house.office.store(), house.office.now())).unwrap().entries > 0 {}
    // A fault while somebody's words are in hand, printed as faults are printed.
    let order = desk::ReplyToMine {
        ticket: "tkt_00000000000000000000000000000000".parse().unwrap(),
        words: say("joined"),
    };
    let hand = Mutex::new(order);
    eprintln!("the fault comes with {hand:?} and {:?}", file("content"));
    let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        block_on(house.office.read(&Who::House("story"), move |_| -> Result<(), Stop> {
            panic!("the house breaks down on purpose with {:?} in hand", hand.lock().unwrap())
        }))
    }));
    eprintln!("it broke down: {}", broken.is_err());
    // Nothing is put away: the write-ahead log stays as it is.
    std::process::abort();
}

/// The word in every clothing in which it could stand somewhere.
fn clothings(word: &str) -> Vec<(&'static str, Vec<u8>)> {
    let bytes = word.as_bytes();
    let wide =
        |big: bool| bytes.iter().flat_map(|b| if big { [0, *b] } else { [*b, 0] }).collect::<Vec<u8>>();
    let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    let mut all = vec![
        ("in the clear", bytes.to_vec()),
        ("in small letters", word.to_lowercase().into_bytes()),
        ("in capitals", word.to_uppercase().into_bytes()),
        ("in UTF-16", wide(false)),
        ("in UTF-16 the other way round", wide(true)),
        ("in hexadecimal", hex.clone().into_bytes()),
        ("in capital hexadecimal", hex.to_uppercase().into_bytes()),
        ("backwards", bytes.iter().rev().copied().collect()),
    ];
    // Base64 at each of three offsets, without the letters at the borders that depend on the neighbours.
    for skip in 0..3 {
        let whole = base64(&bytes[skip..skip + (bytes.len() - skip) / 3 * 3]);
        all.push(("in base64", whole.into_bytes()));
    }
    all
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let three = |part: &[u8]| u32::from(part[0]) << 16 | u32::from(part[1]) << 8 | u32::from(part[2]);
    let letters = |n: u32| [18, 12, 6, 0].map(|by| char::from(LETTERS[(n >> by & 63) as usize]));
    bytes.chunks_exact(3).flat_map(|part| letters(three(part))).collect()
}

/// What of the canaries stands in something that was left behind.
fn sung(left: &[u8]) -> Vec<String> {
    // Every clothing but base64 of other offsets begins with a stem; it is looked for once, with a set of all words.
    let mut found = Vec::new();
    for word in WAYS.iter().map(|way| canary(way)) {
        for (how, needle) in clothings(&word) {
            let pattern: String = needle.iter().map(|b| format!("\\x{b:02x}")).collect();
            let pattern = regex::bytes::Regex::new(&format!("(?-u){pattern}")).unwrap();
            if pattern.is_match(left) {
                found.push(format!("{word} {how}"));
            }
        }
    }
    found
}

fn silent(what: &str, left: &[u8]) {
    assert!(!left.is_empty(), "{what} is empty");
    assert_eq!(sung(left), Vec::<String>::new(), "{what}");
}

fn stands(what: &str, left: &[u8], word: &str) {
    let pattern = regex::bytes::Regex::new(word).unwrap();
    assert!(
        pattern.is_match(left),
        "{what} does not hold what it should: nothing is proven by looking there"
    );
}

fn files_beside(path: &Path) -> Vec<(String, Vec<u8>)> {
    let folder = std::fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path());
    folder.filter(|p| p.is_file()).map(|p| (p.display().to_string(), std::fs::read(&p).unwrap())).collect()
}

/// All tables as the database's own tool tells them; nothing where it is not installed.
fn dumped(url: &str) -> Option<Vec<u8>> {
    let done = Command::new("pg_dump")
        .args(["--inserts", "--no-owner", "--enable-row-security"])
        .env("PGOPTIONS", "-c orderly.house=on")
        .arg(url)
        .output()
        .ok()?;
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Some(done.stdout)
}

fn exported(house: &House) -> Vec<u8> {
    let read = house.office.read(&Who::House("export"), |look| {
        let last = office::sealer::last(look)?.unwrap();
        let (mut text, mut first) = (Vec::new(), 0);
        while first < last.size {
            let part = office::sealer::exported(look, first, last.size, true)?;
            first += part.len() as u64;
            for line in part {
                let (salt, body) = line.open.unwrap();
                let shown = ledger::export::Line::shown(line.leaf, ledger::Leaf { salt, body });
                shown.write(&mut text).map_err(anyhow::Error::from)?;
            }
        }
        Ok(text)
    });
    block_on(read).unwrap()
}

fn tell(place: Place) {
    let World { house, place, nurse, technician, senior, larkspur, ward, .. } = World::new(place);
    let mut told = match place.at() {
        store::Place::File(path) => json!({ "file": path }),
        store::Place::Postgres(url) => json!({ "postgres": url }),
    };
    for (name, who) in [("nurse", &nurse), ("technician", &technician), ("senior", &senior)] {
        told[name] = json!(who.person());
    }
    told["trouble"] = json!({ "org": larkspur, "kind": "cannot-work", "words": "", "patient_affected": true,
        "department": ward });
    told["begin"] = json!(house.office.now().micros() + 60_000_000);
    drop(house);
    let died = Command::new(env::current_exe().unwrap())
        .args(arguments("phi::canaries::the_server_that_breaks_down"))
        .env(TOLD, told.to_string())
        .env("RUST_BACKTRACE", "full")
        .output()
        .unwrap();
    let cried = [died.stdout, died.stderr].concat();
    let last = String::from_utf8_lossy(&cried[cried.len().saturating_sub(2_000)..]).into_owned();
    assert!(!died.status.success() && last.contains("it broke down: "), "{last}");
    stands("what the server cried", &cried, "breaks down on purpose");
    silent("what the server logged and cried", &cried);
    match place.at() {
        store::Place::File(path) => {
            let left = files_beside(path);
            assert!(
                left.iter().any(|(name, bytes)| name.ends_with("-wal") && !bytes.is_empty()),
                "the log is there"
            );
            let all: Vec<u8> = left.iter().flat_map(|(_, bytes)| bytes.clone()).collect();
            stands("the database", &all, "Larkspur Family Practice");
            left.iter().filter(|(_, bytes)| !bytes.is_empty()).for_each(|(name, bytes)| silent(name, bytes));
        }
        store::Place::Postgres(url) => {
            if let Some(dump) = dumped(url) {
                stands("the dump", &dump, "Larkspur Family Practice");
                silent("the dump", &dump);
            }
        }
    }
    let after = opened(&told, told["begin"].as_i64().unwrap() + 3_600_000_000, 6);
    crate::proof::sound(&after);
    silent("the export", &exported(&after));
    let (store::Place::File(copy), _guard) = store::proving::file() else {
        unreachable!("a file was asked for")
    };
    after.office.store().backup(&copy).unwrap();
    let copied = std::fs::read(&copy).unwrap();
    stands("the backup", &copied, "Larkspur Family Practice");
    silent("the backup", &copied);
}

#[test]
fn canaries_planted_through_every_way_in_are_found_in_nothing_that_is_left_behind() {
    places().into_iter().for_each(tell);
}

#[test]
fn a_canary_is_recognized_in_every_clothing() {
    let word = canary("opening");
    for (how, clothed) in clothings(&word) {
        let left = [b"before ".as_slice(), &clothed, b" after"].concat();
        assert!(!sung(&left).is_empty(), "{how}");
    }
    for pad in ["", "a", "ab"] {
        let coded = base64(format!("{pad}{word}   ").as_bytes());
        assert!(!sung(coded.as_bytes()).is_empty(), "base64 after {pad:?}");
    }
    assert!(sung(b"nothing of the kind").is_empty());
}
