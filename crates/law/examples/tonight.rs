//! A stolen laptop, discovered tonight: is it a breach, and who has to be told by when?

use jiff::civil::date;
use law::State;
use law::breach::{Breach, Entity, HarbourKind, Impermissible, Protection, duties, find_breach};

fn main() {
    let mut facts = Impermissible { impermissible: Some(true), ..Impermissible::default() };
    let encrypted = Protection::Named { harbour: HarbourKind::EncryptedAtRest, key_is_safe: true };
    facts.protection = Some(encrypted);
    println!("Encrypted, and the key is safe: {:?}", find_breach(&facts));
    facts.protection = Some(Protection::None);
    println!("Not encrypted: {:?}\n", find_breach(&facts));

    let residents = ["TX", "OK"].into_iter().filter_map(State::find).zip([640, 12]).collect();
    let people = law::breach::Affected { residents, elsewhere: 0 };
    for duty in duties(&Breach::of(Entity::CoveredEntity, date(2026, 3, 2), people)) {
        println!("{}\n  {}\n  {} [{}]", duty.whom, duty.when(), duty.because, duty.confidence.word());
    }
}
