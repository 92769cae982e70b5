//! The house as a program meets it: the JSON API with a bearer token, and the ledger that anybody may verify.

use crate::{
    served::{Answer, Served},
    world::{World, on_each},
};
use kernel::{Duty, OrgId, TokenId};
use ledger::{Frontier, Hash, VerifierKey, checkpoint, tiles, tree};
use serde_json::{Value, json};
use std::{cell::RefCell, io::Write, net::TcpStream, time::Duration};

const JSON: (&str, &str) = ("Content-Type", "application/json");

fn made(w: &World, duties: &[Duty], organizations: &[OrgId]) -> (String, TokenId) {
    let (duties, organizations) = (duties.to_vec(), organizations.to_vec());
    let make = people::MakeToken { name: "A program".into(), duties, organizations, days: 30 };
    let made = w.act(&w.owner, make);
    (format!("Bearer {}", made.secret), made.token)
}

fn token(w: &World, duties: &[Duty], organizations: &[OrgId]) -> String {
    made(w, duties, organizations).0
}

fn call(served: &Served, token: &str, path: &str, body: &Value) -> Answer {
    served.send(
        "POST",
        &format!("/api/v1{path}"),
        &[JSON, ("Authorization", token)],
        body.to_string().as_bytes(),
    )
}

fn read(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap()
}

#[test]
fn a_token_is_limited_by_duty_and_by_organization() {
    on_each(|w| {
        let served = Served::new(&w.house);
        let ticket = w.report();
        let there = desk::OpenTicket { org: w.meridian, department: Some(w.theatre), ..w.trouble() };
        let elsewhere = w.act(&w.stranger, there).ticket;
        let limited = token(w, &[Duty::WorkTickets], &[w.larkspur]);
        let board = call(&served, &limited, "/desk/board", &json!({}));
        assert_eq!(board.status, 200, "{}", board.text());
        assert!(board.text().contains(&ticket.to_string()));
        assert!(!board.text().contains(&elsewhere.to_string()), "another organization");
        assert_eq!(call(&served, &limited, &format!("/desk/tickets/{elsewhere}"), &json!({})).status, 404);
        assert_eq!(call(&served, &limited, "/organizations/list", &json!({})).status, 403, "another duty");
        let reader = token(w, &[Duty::ReadOrganizations], &[]);
        assert_eq!(call(&served, &reader, "/desk/board", &json!({})).status, 403);
        let (ended, id) = made(w, &[Duty::WorkTickets], &[]);
        assert_eq!(call(&served, &ended, "/desk/board", &json!({})).status, 200);
        w.act(&w.owner, people::EndToken { token: id });
        let after = call(&served, &ended, "/desk/board", &json!({}));
        assert_eq!((after.status, after.line("www-authenticate")), (401, Some("Bearer")));
        assert_eq!(call(&served, "Bearer ord_nothing", "/desk/board", &json!({})).status, 401);
    });
}

#[test]
fn what_cannot_be_read_is_refused_with_its_own_status() {
    on_each(|w| {
        let served = Served::new(&w.house);
        let token = token(w, &[Duty::WorkTickets, Duty::ReportTrouble], &[]);
        let bearer = ("Authorization", token.as_str());
        let raw = |body: &[u8]| served.send("POST", "/api/v1/desk/board", &[JSON, bearer], body).status;
        let plain =
            served.send("POST", "/api/v1/desk/board", &[("Content-Type", "text/plain"), bearer], b"{}");
        assert_eq!(plain.status, 415);
        assert_eq!(served.send("POST", "/api/v1/desk/board", &[bearer], b"{}").status, 415);
        let deep = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
        let wrong: [&[u8]; 9] = [
            b"",
            b"{",
            b"[]",
            b"null",
            b"{\"org\":\"\\ud800\"}",
            b"{\"a\":1e999}",
            b"\xff\xfe",
            b"{\"a\":\"\xc3\x28\"}",
            &deep,
        ];
        for body in wrong {
            assert_eq!(raw(body), 400, "{:?}", String::from_utf8_lossy(&body[..body.len().min(40)]));
        }
        let mut large = vec![b' '; office::SMALL - 1];
        large.extend(b"{}");
        assert_eq!(raw(&large[1..]), 200);
        let answer = served.send("POST", "/api/v1/desk/board", &[JSON, bearer], &large);
        assert_eq!(answer.status, 413);
        assert!(answer.text().contains("desk.board takes at most 256 KB"), "{}", answer.text());
        assert_eq!(raw(b"{\"nobody\":1}"), 422);
        let other = json!({ "org": w.meridian });
        let path = format!("/desk/organizations/{}/tickets", w.larkspur);
        assert_eq!(call(&served, &token, &path, &other).status, 422, "the address and the body differ");
        assert_eq!(call(&served, &token, "/desk/nothing", &json!({})).status, 404);
        let got = served.get("/api/v1/desk/board");
        assert_eq!((got.status, got.line("allow")), (405, Some("POST")));
        let once = [JSON, bearer, ("Idempotency-Key", "\u{1}")];
        assert!(matches!(served.send("POST", "/api/v1/desk/board", &once, b"{}").status, 400 | 422));
    });
}

/// A file of which only the beginning comes.
fn half(served: &Served, token: &str, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(served.address).unwrap();
    let head = format!(
        "POST /api/v1{path} HTTP/1.0\r\nHost: {}\r\nContent-Type: application/json\r\n\
         Authorization: {token}\r\nContent-Length: 1000\r\n\r\n{{",
        served.address
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

/// Asks again and again until the answer is this one.
fn until(status: u16, ask: impl Fn() -> u16) {
    for _ in 0..3_000 {
        if ask() == status {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("never {status}");
}

#[test]
fn four_files_come_in_at_once_and_who_comes_then_is_asked_to_wait() {
    on_each(|w| {
        let served = Served::new(&w.house);
        let path = format!("/desk/tickets/{}/attachments", w.report());
        let token = token(w, &[Duty::WorkTickets], &[]);
        let body = json!({ "visibility": "internal", "name": "notes.txt", "bytes": "bm90ZXM=" });
        let send = || call(&served, &token, &path, &body).status;
        assert_eq!(send(), 200);
        let sending: RefCell<Vec<TcpStream>> = RefCell::default();
        until(429, || {
            // One that came while there was no room was refused itself, so others take its place.
            sending.borrow_mut().push(half(&served, &token, &path));
            send()
        });
        assert!(sending.borrow().len() >= 4);
        assert_eq!(call(&served, &token, "/desk/board", &json!({})).status, 200, "only files wait");
        drop(sending);
        until(200, send);
    });
}

#[test]
fn the_document_of_the_api_is_served_as_it_stands_in_the_registry() {
    on_each(|w| {
        let served = Served::new(&w.house);
        let answer = served.get("/api/v1/openapi.json");
        let document = read(&answer);
        assert_eq!((answer.status, document["openapi"].as_str().map(|v| &v[..3])), (200, Some("3.1")));
        for entry in w.house.office.registry().entries() {
            assert!(
                document["paths"][format!("/api/v1{}", entry.act.path)]["post"].is_object(),
                "{}",
                entry.act.name
            );
        }
    });
}

fn leaves(served: &Served, size: u64) -> Vec<Hash> {
    let mut hashes = Vec::new();
    for tile in tiles::plan(size).filter(|tile| tile.level() == 0) {
        let answer = served.get(&format!("/ledger/{tile}"));
        assert_eq!((answer.status, answer.body.len()), (200, 32 * usize::from(tile.width())), "{tile}");
        hashes.extend(answer.body.chunks(32).map(|bytes| Hash(bytes.try_into().unwrap())));
    }
    hashes
}

fn root(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::new();
    for leaf in leaves {
        frontier.append(*leaf, |_, _, _| {});
    }
    frontier.root()
}

#[test]
fn anybody_verifies_the_tree_from_its_tiles_alone() {
    on_each(|w| {
        let served = Served::new(&w.house);
        assert_eq!(served.get("/ledger/checkpoint").status, 404, "nothing is sealed yet");
        w.report();
        w.seal();
        let key: VerifierKey = served.get("/ledger/key").text().trim().parse().unwrap();
        let signed = || checkpoint::open(&served.get("/ledger/checkpoint").text(), &key).unwrap();
        let old = signed();
        assert_eq!(root(&leaves(&served, old.size)), old.root);
        // More than one full tile.
        while w.seal() <= 256 {
            for _ in 0..20 {
                w.report();
            }
        }
        let new = signed();
        assert_eq!(root(&leaves(&served, new.size)), new.root);
        assert_eq!(root(&leaves(&served, old.size)), old.root, "older tiles are still there");
        let proof = served.get(&format!("/ledger/consistency?from={}&to={}", old.size, new.size));
        let hashes: Vec<Hash> = proof.text().lines().map(|l| Hash::from_base64(l).unwrap()).collect();
        tree::verify_consistency(old.size, new.size, &hashes, old.root, new.root).unwrap();
        for (path, status) in [
            ("/ledger/tile/entries/000", 404),
            ("/ledger/tile/0/900", 404),
            ("/ledger/tile/0/../0", 404),
            ("/ledger/consistency?from=5&to=3", 422),
            ("/ledger/consistency?from=x&to=3", 400),
            ("/ledger/consistency?from=0&to=18446744073709551615", 422),
        ] {
            assert_eq!(served.get(path).status, status, "{path}");
        }
    });
}
