//! What must hold of a house whatever was done to it: its ledger verifies from the first entry to the last, and no order
//! was kept by half.

use futures_executor::block_on;
use kernel::Who;
use ledger::export::{Line, Papers, verify};
use office::sealer;
use orderly::House;
use store::{Look, params, sql};

sql! {
    house WITHOUT_ENTRY "stories.tickets-without-entry"
        "select count(*) as found from tickets t where not exists
           (select 1 from entry_about a join entries e on e.id = a.entry
            where a.thing = t.id and e.act = 'desk.open-ticket' and e.outcome = 'done')";
    house WITHOUT_PROMISE "stories.tickets-without-promise"
        "select count(*) as found from tickets t where not exists (select 1 from promises p where p.ticket = t.id)";
    house WITHOUT_WORDS "stories.tickets-without-words"
        "select count(*) as found from tickets t where not exists
           (select 1 from ticket_texts x where x.ticket = t.id and x.place = 0)";
    house WITHOUT_TICKET "stories.entries-without-ticket"
        "select count(*) as found from entries e where e.act = 'desk.open-ticket' and e.outcome = 'done'
           and not exists (select 1 from entry_about a join tickets t on t.id = a.thing where a.entry = e.id)";
    house GAPS "stories.gaps-between-ticket-numbers"
        "select coalesce(max(number), 0) - count(*) as found from tickets";
    house KNOWN "stories.ticket" "select count(*) as found from tickets where id = :ticket";
    house TICKETS "stories.tickets" "select count(*) as found from tickets";
}

/// Looks as the house itself.
pub fn look<T: Send + 'static>(
    house: &House,
    mut job: impl FnMut(&mut Look) -> anyhow::Result<T> + Send + 'static,
) -> T {
    block_on(house.office.read(&Who::House("proof"), move |look| Ok(job(look)?))).unwrap()
}

fn count(look: &mut Look, sql: &store::Sql) -> anyhow::Result<i64> {
    look.row(sql, &[])?.expect("a count is always there").get("found")
}

/// Every ticket of the one client who has any stands whole beside its entry in the ledger.
pub fn no_half_order(house: &House) {
    let found = look(house, |look| {
        [&WITHOUT_ENTRY, &WITHOUT_PROMISE, &WITHOUT_WORDS, &WITHOUT_TICKET, &GAPS]
            .into_iter()
            .map(|sql| Ok((sql.name, count(look, sql)?)))
            .collect::<anyhow::Result<Vec<_>>>()
    });
    for (what, count) in found {
        assert_eq!(count, 0, "{what}");
    }
}

/// How many tickets there are.
pub fn tickets(house: &House) -> i64 {
    look(house, |look| count(look, &TICKETS))
}

/// Those of the tickets that are not there.
pub fn missing(house: &House, tickets: &[String]) -> Vec<String> {
    let wanted = tickets.to_vec();
    look(house, move |look| {
        let mut missing = Vec::new();
        for ticket in &wanted {
            let row =
                look.row(&KNOWN, params! { "ticket": ticket.as_str() })?.expect("a count is always there");
            if row.get::<i64>("found")? != 1 {
                missing.push(ticket.clone());
            }
        }
        Ok(missing)
    })
}

/// Seals what waits. Another server may be faster; then it is tried again.
pub fn seal(house: &House) {
    for _ in 0..200 {
        match block_on(house.sealer.turn(house.office.store(), house.office.now())) {
            Ok(done) if done.entries == 0 => return,
            Ok(_) => {}
            Err(stop) => assert!(stop.to_string().contains("two sealers met"), "{stop}"),
        }
    }
    panic!("there was always something more to seal");
}

/// Seals what waits, verifies the whole ledger as an outsider does, and gives the last checkpoint.
pub fn sound(house: &House) -> String {
    seal(house);
    let (lines, note) = look(house, |look| {
        let last = sealer::last(look)?.expect("something was sealed");
        let (mut lines, mut first) = (Vec::new(), 0);
        while first < last.size {
            let part = sealer::exported(look, first, last.size, true)?;
            anyhow::ensure!(!part.is_empty(), "entries from {first} on are missing");
            first += part.len() as u64;
            lines.extend(part);
        }
        Ok((lines, last.note))
    });
    let mut text = Vec::new();
    for line in lines {
        let (salt, body) = line.open.expect("the house sees everything");
        Line::shown(line.leaf, ledger::Leaf { salt, body }).write(&mut text).unwrap();
    }
    let key = house.sealer.verifier().to_string();
    let known = [note.clone()];
    let report =
        verify(text.as_slice(), &Papers { key: &key, checkpoint: &note, earlier: &[], known: &known });
    assert!(report.is_sound(), "{report}");
    note
}
