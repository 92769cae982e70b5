//! The demo: a fictional provider with four clients, a season of work behind it and more that arrives while
//! you watch. It is made of the same orders that people give on pages; nothing is put into the tables beside
//! them. Everybody in it is invented and looks it.

mod cast;
mod day;
mod devices;
mod downtime;
mod folder;
mod founding;
mod history;
mod incident;
mod live;
mod places;
mod reports;
mod sign_ins;
mod staff;
mod troubles;
mod ward;

pub use cast::{Cast, Client, Place, Player};
pub use sign_ins::{Code, PASSWORD, SignIn, code, codes};

use crate::{
    House,
    config::Settings,
    runtime::{self, said},
    serve,
};
use anyhow::{Result, anyhow, bail, ensure};
use futures_executor::block_on;
use futures_util::future::join_all;
use kernel::{Chance, Moment, Span, Stop, Who};
use office::{Office, Order};
use std::future::Future;
use store::Engine;

/// The seed of the demo's life.
const SEED: u64 = 1996;
/// The line above every page.
const BANNER: &str = "A demo: everybody in it is invented. Keep nothing real here.";

/// `orderly demo`: makes the demo in its directory when it is not there yet, and serves it.
///
/// # Errors
/// A sentence: a busy port, a directory that holds something else, an address beyond this machine.
pub fn run(settings: &Settings, fresh: bool, tickets: u32) -> Result<()> {
    ensure!(
        settings.listen.ip().is_loopback(),
        "The demo shows its passwords, so it is served on this machine only; {} is another address.",
        settings.listen
    );
    ensure!(
        !fresh || settings.database.is_none(),
        "--fresh empties the demo's own directory, and never a database server. Drop that database yourself."
    );
    let bound = serve::bind(settings)?;
    folder::claim(&settings.data)?;
    let _held = runtime::hold(settings)?;
    let kept = folder::cast(&settings.data);
    let kept = if fresh { None } else { kept? };
    let (house, cast) = match kept {
        Some(cast) => (runtime::open(settings)?, cast),
        None => make(settings, tickets)?,
    };
    sign_ins::show(&cast.sign_ins);
    let mut arriving = None;
    let served = serve::serve(settings, house, bound, Some(BANNER.to_owned()), |app| {
        eprintln!("{}", sign_ins::told(&cast.sign_ins, &app.site.origin, app.office.now()));
        arriving = Some(live::start(app.office.clone(), cast.clone())?);
        Ok(())
    });
    drop(arriving);
    served
}

/// Makes the demo from nothing. What an earlier start left unfinished is removed first.
fn make(settings: &Settings, tickets: u32) -> Result<(House, Cast)> {
    folder::empty(&settings.data)?;
    let house = runtime::open(settings)?;
    let founded = house.office.store().read(|look| {
        look.on_behalf(Who::House("demo"), None, Moment::default());
        Ok(crate::records::founded(look)?)
    });
    if founded.map_err(|stop| anyhow!(said(&stop)))? {
        bail!("This database holds a house already, so the demo leaves it alone. Name an empty one.");
    }
    eprintln!("Making the demo: four clients, {tickets} tickets of the last 90 days …");
    let cast = build(&house, house.office.now(), tickets, SEED)?;
    folder::finish(&settings.data, &cast)?;
    Ok((house, cast))
}

/// Makes the demo in an empty house, as it stands at `now`: people, places, agreements, devices, and so many
/// tickets of the ninety days before; without tickets nothing is open either. Stories and measurements use it
/// too.
///
/// # Errors
/// When an order of the demo is not carried out.
pub fn build(house: &House, now: Moment, tickets: u32, seed: u64) -> Result<Cast> {
    let mut chance = Chance::from_number(seed);
    let cast = founding::found(&house.office, now, &mut chance)?;
    note_lapses(&house.office, now.minus(Span::days(90)))?;
    if tickets > 0 {
        history::tell(&house.office, &cast, now, tickets, &mut chance)?;
        day::tell(&house.office, &cast, now)?;
        downtime::tell(&house.office, &cast, now)?;
        incident::tell(&house.office, &cast, now)?;
    }
    note_lapses(&house.office, now)?;
    seal(house, now)?;
    Ok(cast)
}

/// Agreements that have begun, or end this month, are noted, as the house does every minute.
fn note_lapses(office: &Office, now: Moment) -> Result<()> {
    let due = office.store().read(|look| {
        look.on_behalf(Who::House("demo"), None, now);
        agreements::lapses_due(look)
    });
    for client in due.map_err(|stop| anyhow!(said(&stop)))? {
        block_on(give(office, now, &Who::House("demo"), agreements::NoteLapses { client }))?;
    }
    Ok(())
}

fn seal(house: &House, now: Moment) -> Result<()> {
    loop {
        let sealed = block_on(house.sealer.turn(house.office.store(), now));
        if sealed.map_err(|stop| anyhow!(said(&stop)))?.entries == 0 {
            return Ok(());
        }
    }
}

/// Carries out an order at a moment of the story.
async fn give<O: Order>(office: &Office, at: Moment, who: &Who, order: O) -> Result<O::Receipt> {
    let done = office.at(at).execute(who, order).await;
    let not = |stop: Stop| anyhow!("{} at {at} was not carried out: {}", O::ACT.name, said(&stop));
    Ok(done.map_err(not)?.receipt)
}

/// Waits for all of them, many at a time, so that they share commits. The first that fails ends it.
async fn together<T>(
    office: &Office,
    all: impl IntoIterator<Item = impl Future<Output = Result<T>>>,
) -> Result<Vec<T>> {
    // The embedded engine takes them in their order; a server would take them at once and find them in
    // conflict.
    let most = if office.store().engine() == Engine::Sqlite { 200 } else { 1 };
    let (mut all, mut done) = (all.into_iter(), Vec::new());
    loop {
        let part: Vec<_> = all.by_ref().take(most).collect();
        if part.is_empty() {
            return Ok(done);
        }
        for outcome in join_all(part).await {
            done.push(outcome?);
        }
    }
}

#[cfg(test)]
mod tests;
