//! The house put together: the store with every slice's tables, the registry of everything that can be asked, the
//! office at the door and the sealer behind it.

use crate::{answers, directory::Roll, reactions, supplies};
use anyhow::Context as _;
use hmac::{Hmac, KeyInit, Mac};
use kernel::{Chance, Moment};
use office::{Aside, Office, Registry, Sealer};
use sha2::Sha256;
use store::{MasterKey, Migration, Opening, Place, Schema, Store};

/// The house, open.
#[derive(Clone)]
pub struct House {
    pub office: Office,
    pub sealer: Sealer,
}

/// What is needed to open it. Only the binary reads clocks and devices; tests hand in their own.
pub struct Needed {
    pub place: Place,
    pub master: [u8; 32],
    /// The name that stands in checkpoints, for instance `desk.example.org/orderly`.
    pub origin: String,
    pub clock: Box<dyn Fn() -> Moment + Send + Sync>,
    pub chance: Box<dyn FnMut() -> [u8; 32] + Send>,
    /// Where something that waits for another server is done.
    pub aside: Aside,
}

/// Opens the store, brings its tables up to date and puts the office before it.
///
/// # Errors
/// When the store cannot be opened, is of a later version, or was made with another master key.
pub fn open(needed: Needed) -> anyhow::Result<House> {
    let seed = derive(&needed.master, "ledger signing key");
    let sealer = Sealer::new(&needed.origin, seed).context("the ledger's name")?;
    let opening = Opening {
        place: needed.place,
        schemas: schemas(),
        master: MasterKey(needed.master),
        chance: needed.chance,
    };
    let store = Store::open(opening)?;
    let office = Office::new(store, registry(), Roll, needed.clock, needed.aside)?;
    Ok(House { office, sealer })
}

/// A key for one purpose, out of the master key; the master key itself signs and seals nothing.
pub fn derive(master: &[u8; 32], purpose: &str) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(master).expect("HMAC takes a key of any length");
    mac.update(purpose.as_bytes());
    mac.finalize().into_bytes().into()
}

/// Every slice's tables and statements, in the order in which they are made.
pub fn schemas() -> Vec<Schema> {
    vec![
        office::schema(),
        organizations::schema(),
        people::schema(),
        agreements::schema(),
        assets::schema(),
        desk::schema(),
        knowledge::schema(),
        changes::schema(),
        billing::schema(),
        repairs::schema(),
        downtime::schema(),
        incidents::schema(),
        breach::schema(),
        oncall::schema(),
        rounds::schema(),
        Schema {
            slice: "orderly",
            migrations: const {
                &[
                    Migration { name: "0001_reach", text: include_str!("../migrations/0001_reach.sql") },
                    Migration {
                        name: "0002_mail_senders",
                        text: include_str!("../migrations/0002_mail_senders.sql"),
                    },
                    Migration { name: "0003_letters", text: include_str!("../migrations/0003_letters.sql") },
                ]
            },
            statements: &crate::records::ALL,
        },
    ]
}

/// Everything that can be asked of the house.
pub fn registry() -> Registry {
    let mut registry = Registry::default();
    office::register(&mut registry);
    organizations::register(&mut registry);
    people::register(&mut registry);
    agreements::register(&mut registry);
    assets::register(&mut registry);
    desk::register(&mut registry);
    knowledge::register(&mut registry);
    changes::register(&mut registry);
    billing::register(&mut registry);
    repairs::register(&mut registry);
    downtime::register(&mut registry);
    incidents::register(&mut registry);
    breach::register(&mut registry);
    oncall::register(&mut registry);
    rounds::register(&mut registry);
    supplies::register(&mut registry);
    reactions::register(&mut registry);
    answers::register(&mut registry);
    registry
}

/// Seeds for a story, a demo or a simulated year: all of them from one number.
pub fn seeded(seed: u64) -> Box<dyn FnMut() -> [u8; 32] + Send> {
    let mut chance = Chance::from_number(seed);
    Box::new(move || chance.bytes())
}
