//! Whoever says that an act touches no PHI is held to it: the store itself refuses such an act every statement that names
//! a sealed column in which a patient may be spoken of. So every story holds the labels to the statements that are really
//! run; here each of these acts is carried out in a filled house, and a fault is planted to show that it would be found.

use crate::{
    strangers::filled::Filled,
    tenants,
    world::{World, on_each, places},
};
use futures_executor::block_on;
use kernel::{Duty, Phi, Role, Stop, TicketId, Who};
use office::{Act, Entry, Ground, Kind, Office, Question};
use orderly::{demo, directory::Roll};
use regex::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};
use store::{Look, sql};

/// What a statement on a sealed column says in an act that is labelled so.
const SAYS: &str = "says that it touches no PHI";

sql! {
    HOW_MANY "stories.how-many-texts" "select count(*) as n from ticket_texts where org = :org and text_sealed is not null";
}

/// Counts the texts of a ticket's organization, without opening one: near enough to PHI to be labelled.
fn texts(look: &mut Look) -> Result<i64, Stop> {
    Ok(look.row(&HOW_MANY, &[])?.map_or(Ok(0), |row| row.get("n"))?)
}

const fn planted(name: &'static str, phi: Phi) -> Act {
    Act { name, says: "Count texts", path: "/stories/{ticket}", duty: Duty::WorkTickets, phi }
}

macro_rules! planted {
    ($id:ident $name:literal $phi:expr) => {
        /// A planted question.
        #[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
        struct $id {
            ticket: TicketId,
        }
        impl Question for $id {
            const ACT: Act = planted($name, $phi);
            type Answer = i64;
            fn ground(&self) -> Ground {
                Ground::thing(self.ticket)
            }
            fn answer(&self, look: &mut Look) -> Result<i64, Stop> {
                texts(look)
            }
        }
    };
}

planted!(Honest "stories.honest" Phi::Incidental);
planted!(Mislabelled "stories.mislabelled" Phi::None);

#[test]
fn an_act_whose_label_is_wrong_is_found_by_whoever_runs_it() {
    on_each(|w: &World| {
        let ticket = w.report();
        let store = w.house.office.store().clone();
        let now = w.house.office.now();
        let aside: office::Aside = Box::new(|job| drop(std::thread::spawn(job)));
        let office = Office::new(store, orderly::house::registry(), Roll, move || now, aside).unwrap();
        assert!(block_on(office.answer(&w.technician, Honest { ticket })).unwrap() > 0);
        let Err(Stop::Failed(fault)) = block_on(office.answer(&w.technician, Mislabelled { ticket })) else {
            panic!("an act that says it touches no PHI has read a sealed column")
        };
        let said = format!("{fault:#}");
        assert!(said.contains("stories.mislabelled") && said.contains("'text_sealed'"), "{said}");
        // A page reads nothing sealed beside the acts that it asks.
        let Err(Stop::Failed(fault)) = block_on(office.read(&w.technician, texts)) else {
            panic!("a page has read a sealed column without an act")
        };
        assert!(format!("{fault:#}").contains(SAYS));
    });
}

/// Who tries it: the owner of the provider, whoever owns or works at the client, and the house itself.
fn whos(filled: &Filled, cast: &demo::Cast, client: usize) -> Vec<Who> {
    let (org, person) = filled.clients[client];
    let owner = cast.people.iter().find(|p| p.org == org && p.roles.contains(&Role::PracticeOwner));
    let people = [Some(cast.owner().person), owner.map(|p| p.person), Some(person)];
    let people = people.into_iter().flatten().map(|person| Who::Console { person });
    people.chain([Who::House("stories"), Who::Nobody]).collect()
}

/// What ends or takes away comes last, so that the others find something.
fn order(entry: &Entry) -> (bool, bool) {
    let ending =
        ["end", "terminate", "retire", "undo", "drop", "withdraw", "revoke", "release", "leave", "forget"];
    (entry.kind == Kind::Order, ending.iter().any(|word| entry.act.name.contains(word)))
}

#[test]
fn no_act_that_says_it_touches_no_phi_runs_a_statement_on_a_sealed_column() {
    // A label is the same on both engines, and the store looks at the texts for both: one filled house is enough.
    let places = places();
    let (filled, cast) = Filled::with_cast(&places[0]);
    let registry = filled.house.office.registry();
    let document = office::document(registry, "0");
    let mut acts: Vec<&Entry> = registry.entries().iter().filter(|e| e.act.phi == Phi::None).collect();
    acts.sort_by_key(|e| order(e));
    let (mut wrong, mut ran) = (BTreeMap::new(), BTreeSet::new());
    for entry in &acts {
        for client in 0..filled.clients.len() {
            let body = tenants::body(entry, &document, &filled.ids(filled.clients[client].0));
            for who in whos(&filled, &cast, client) {
                match block_on(filled.house.office.call(&who, entry.act.name, body.clone(), None)) {
                    Ok(_) => drop(ran.insert(entry.act.name)),
                    Err(Stop::Refused(_)) => {}
                    Err(Stop::Failed(fault)) => {
                        let said = format!("{fault:#}");
                        if said.contains(SAYS) {
                            wrong.insert(entry.act.name, said);
                        }
                    }
                }
            }
        }
    }
    let rest: Vec<&str> = acts.iter().map(|e| e.act.name).filter(|name| !ran.contains(name)).collect();
    eprintln!("{} of {} acts were carried out whole; not {rest:?}", ran.len(), acts.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(ran.len() * 100 >= acts.len() * CARRIED_OUT_PERCENT, "only {} of {}", ran.len(), acts.len());
}

/// So many of a hundred of these acts are carried out whole with words that are only guessed.
const CARRIED_OUT_PERCENT: usize = 35;

static TABLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?s)create table ([a-z_]+) \((.*?)\n\)").unwrap());
static BYTES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?m)^\s*([a-z_0-9]+) bytes\b").unwrap());
static RENAMED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"alter table ([a-z_]+) rename column ([a-z_]+) to ([a-z_]+)").unwrap());
static ADDED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"alter table ([a-z_]+) add column ([a-z_]+) bytes").unwrap());

/// Bytes that nothing is sealed in.
const OPEN_BYTES: &[(&str, &str)] = &[
    ("entries.body", "canonical JSON with commitments in the place of texts"),
    ("entries.salt", "of a leaf"),
    ("invitations.digest", "of a link"),
    ("oidc_begun.digest", "of a state"),
    ("outbox.content", "letters, which carry no PHI, and facts"),
    ("receipts.asked", "a digest of what was asked with a key"),
    ("recovery_codes.digest", "of a code"),
    ("sessions.secret", "a digest of a cookie"),
    ("tokens.digest", "of a token"),
    ("tree.hash", "of the public tree"),
];

#[test]
fn every_column_of_bytes_is_called_sealed_or_is_known_to_be_open() {
    let mut columns = BTreeSet::new();
    for migration in orderly::house::schemas().iter().flat_map(|s| s.migrations) {
        for table in TABLE.captures_iter(migration.text) {
            columns.extend(BYTES.captures_iter(&table[2]).map(|c| format!("{}.{}", &table[1], &c[1])));
        }
        for added in ADDED.captures_iter(migration.text) {
            columns.insert(format!("{}.{}", &added[1], &added[2]));
        }
        for renamed in RENAMED.captures_iter(migration.text) {
            if columns.remove(&format!("{}.{}", &renamed[1], &renamed[2])) {
                columns.insert(format!("{}.{}", &renamed[1], &renamed[3]));
            }
        }
    }
    let open: Vec<&str> = columns.iter().map(String::as_str).filter(|c| !c.ends_with("_sealed")).collect();
    let known: Vec<&str> = OPEN_BYTES.iter().map(|(column, _)| *column).collect();
    assert_eq!(open, known, "what is sealed is called so; what is not is named here with its reason");
    assert!(columns.len() > open.len() + 15, "{columns:?}");
}

#[test]
fn a_statement_that_gives_a_sealed_column_names_it() {
    let places = places();
    let house = places[0].open(1);
    let store = house.office.store();
    let texts: BTreeMap<&str, &str> =
        store.schemas().iter().flat_map(|s| s.statements).map(|s| (s.name, s.text)).collect();
    for prepared in store.statement_check().unwrap() {
        let Some(text) = texts.get(prepared.name) else { continue };
        let sealed = prepared.columns.iter().filter(|c| c.ends_with("_sealed"));
        let hidden = sealed.map(String::as_str).find(|c| !text.contains(c));
        assert_eq!(hidden, None, "{} gives a sealed column that it does not name", prepared.name);
    }
}
