//! Ten thousand alerts that came in a second: when the first notice arrives at a mail server, when the last step was
//! carried out, when the last notice has left, and how many letters each person got. The alerts are tickets opened
//! through the door, and every round of the house runs as in a server.

use crate::{desk::load, scene};
use anyhow::{Context, Result, anyhow, ensure};
use desk::OpenTicket;
use futures_executor::block_on;
use kernel::{Role, Span, Stop, Who};
use office::{Order, Together};
use oncall::words::{AfterHours, Every, OnChange, StepBegins, Target};
use oncall::{AddStep, OpenPolicy, OpenRota};
use orderly::{House, demo::Cast};
use rounds::{MailSettings, MailTls};
use serde_json::json;
use simulation::Mailbox;
use std::{
    collections::BTreeMap,
    thread,
    time::{Duration, Instant},
};
use store::{Look, Place, sql};

sql! {
    house DUE "benches.escalations-due"
        "select count(*) as found from escalations where next_at is not null and next_at <= :now";
    house UNSENT "benches.notices-unsent"
        "select count(*) as found from escalation_notices where sent_at is null";
    house TOLD "benches.notices-per-person"
        "select p.email, count(*) as notices, count(distinct n.ticket) as tickets
         from escalation_notices n join people p on p.id = n.person group by p.email order by p.email";
}

/// Alerts of one transaction of the load.
const CHUNK: u64 = 250;
/// After so long a storm that is not over is given up.
const PATIENCE: Duration = Duration::from_secs(600);

pub fn run(database: Option<&str>, alerts: u64) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("orderly-alerts-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let place = match database {
        Some(url) => Place::Postgres(url.to_owned()),
        None => Place::File(folder.join("orderly.db")),
    };
    let storm = measured(place, alerts);
    std::fs::remove_dir_all(&folder)?;
    storm
}

fn measured(place: Place, alerts: u64) -> Result<()> {
    let house = scene::house(place)?;
    let (cast, _) = scene::people(&house)?;
    path(&house, &cast)?;
    let began = Instant::now();
    load_alerts(&house, &cast, alerts)?;
    let took = began.elapsed().as_secs_f64();
    println!(
        "{:?}: {alerts} alerts opened in {took:.1} s, {CHUNK} a transaction",
        house.office.store().engine()
    );
    let mailbox = Mailbox::open()?;
    let mail = MailSettings {
        host: "127.0.0.1".to_owned(),
        port: mailbox.port,
        tls: MailTls::None,
        from: "Orderly <desk@bench.example>".to_owned(),
        sign_in: None,
        authority: None,
    };
    let began = Instant::now();
    let rounds = rounds::start(rounds::Needed {
        office: house.office.clone(),
        sealer: house.sealer.clone(),
        mail: Some(mail),
        origin: "http://localhost".to_owned(),
        holder: "bench".to_owned(),
        every: rounds::Every::default(),
    })?;
    let storm = watch(&house, &mailbox, began);
    rounds.stop();
    storm?.print(&house)
}

/// What was seen of a storm.
struct Storm {
    first: Duration,
    carried_out: Duration,
    last: Duration,
    letters: BTreeMap<String, u64>,
}

fn count(house: &House, sql: &'static store::Sql) -> Result<i64> {
    let now = house.office.now();
    let found = house.office.store().read(move |look: &mut Look| {
        look.on_behalf(Who::House("bench"), None, now);
        Ok(look.row(sql, &[])?.map_or(Ok(0), |row| row.get("found"))?)
    });
    found.map_err(|stop| anyhow!("{stop}"))
}

fn watch(house: &House, mailbox: &Mailbox, began: Instant) -> Result<Storm> {
    let (mut first, mut carried_out, mut letters) = (None, None, BTreeMap::new());
    while began.elapsed() < PATIENCE {
        thread::sleep(Duration::from_millis(20));
        for letter in mailbox.collect() {
            if letter.subject.contains("need you") || letter.subject.contains("needs you") {
                first.get_or_insert(began.elapsed());
                *letters.entry(letter.to).or_insert(0) += 1;
            }
        }
        if carried_out.is_none() && count(house, &DUE)? == 0 {
            carried_out = Some(began.elapsed());
        }
        if let (Some(first), Some(carried_out)) = (first, carried_out)
            && count(house, &UNSENT)? == 0
        {
            // The last letters are on their way to the mail server.
            thread::sleep(Duration::from_secs(3));
            for letter in mailbox.collect().into_iter().filter(|l| l.subject.contains("need")) {
                *letters.entry(letter.to).or_insert(0) += 1;
            }
            return Ok(Storm { first, carried_out, last: began.elapsed() - Duration::from_secs(3), letters });
        }
    }
    Err(anyhow!("the storm was not over after {} s", PATIENCE.as_secs()))
}

impl Storm {
    fn print(&self, house: &House) -> Result<()> {
        let seconds = |at: Duration| at.as_secs_f64();
        println!(
            "first notice at the mail server after {:.2} s; every step carried out after {:.1} s; the last notice \
             left after {:.1} s",
            seconds(self.first),
            seconds(self.carried_out),
            seconds(self.last)
        );
        let now = house.office.now();
        let told = house.office.store().read(move |look: &mut Look| {
            look.on_behalf(Who::House("bench"), None, now);
            Ok(look.rows(&TOLD, &[])?)
        });
        for row in told.map_err(|stop| anyhow!("{stop}"))? {
            let email: String = row.get("email")?;
            let (notices, tickets) = (row.get::<i64>("notices")?, row.get::<i64>("tickets")?);
            ensure!(notices == tickets, "{email} was told of a ticket twice");
            let letters = self.letters.get(&email).copied().unwrap_or(0);
            println!("{email}: {notices} notices in {letters} letters");
        }
        Ok(())
    }
}

fn give<O: Order>(house: &House, who: &Who, order: O) -> Result<O::Receipt> {
    Ok(block_on(house.office.execute(who, order)).map_err(|stop| anyhow!("{}: {stop}", O::ACT.name))?.receipt)
}

/// Every alert tells whoever is on call at once, and every senior technician.
fn path(house: &House, cast: &Cast) -> Result<()> {
    let owner = cast.people[0].who();
    let technicians: Vec<_> = cast
        .people
        .iter()
        .filter(|p| p.org == cast.provider && p.arrived && p.roles.contains(&Role::Technician))
        .map(|p| p.person)
        .collect();
    let rota = OpenRota {
        org: cast.provider,
        name: "Storm".to_owned(),
        people: technicians,
        every: Every::Weekly,
        times: None,
        starts: "2026-01-05T08:00".to_owned(),
        only: Vec::new(),
        certification: None,
        always: false,
        zone: Some("America/Chicago".to_owned()),
    };
    let rota = give(house, &owner, rota)?.rota;
    for client in load::working(cast) {
        let name = format!("Everything at {}", client.name);
        let open = OpenPolicy { org: client.org, name, priority: 5, after_hours: AfterHours::Continue };
        let policy = give(house, &owner, open)?.policy;
        let step = |target| AddStep {
            policy,
            minutes: 0,
            begins: StepBegins::AfterOpened,
            target,
            person: None,
            role: None,
            rota: None,
            tier: None,
            running: OnChange::Keep,
        };
        give(house, &owner, AddStep { rota: Some(rota), ..step(Target::Rota) })?;
        for person in cast.people.iter().filter(|p| p.roles.contains(&Role::SeniorTechnician) && p.arrived) {
            give(house, &owner, AddStep { person: Some(person.person), ..step(Target::Person) })?;
        }
    }
    Ok(())
}

/// All of them came in the last second.
fn load_alerts(house: &House, cast: &Cast, alerts: u64) -> Result<()> {
    let mut places = Vec::new();
    for client in load::working(cast) {
        let reporter = cast.people.iter().find(|p| p.org == client.org && p.arrived).context("a reporter")?;
        places.extend(client.departments.iter().map(|p| (client.org, p.department, reporter.who())));
    }
    let at = house.office.now().minus(Span::seconds(1));
    for first in (0..alerts).step_by(usize::try_from(CHUNK)?) {
        let (places, end) = (places.clone(), alerts.min(first + CHUNK));
        let job = move |together: &mut Together| {
            for n in first..end {
                let (org, department, reporter) = &places[usize::try_from(n).unwrap_or(0) % places.len()];
                let open: OpenTicket = serde_json::from_value(json!({
                    "org": org, "kind": "cannot-work", "department": department, "users": 1 + n % 4,
                    "words": format!("Alert {n}: the interface does not answer"), "patient_affected": n % 2 == 0,
                }))
                .map_err(anyhow::Error::from)?;
                // A microsecond apart, so that no two have the same moment.
                let at = at.plus(Span(i64::try_from(n).unwrap_or(0)));
                together.execute(reporter, &open, at)?;
            }
            Ok::<_, Stop>(())
        };
        block_on(house.office.together(job)).map_err(|stop| anyhow!("{stop}"))?;
        while block_on(house.sealer.turn(house.office.store(), house.office.now()))
            .map_err(|stop| anyhow!("{stop}"))?
            .entries
            > 0
        {}
    }
    Ok(())
}
