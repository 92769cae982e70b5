//! The scene of a measurement: the demo's house without history, served over HTTP in this process, with its rounds running,
//! and a signed-in session for each client.

use anyhow::{Result, anyhow};
use futures_executor::block_on;
use kernel::{Role, Stop, Who};
use orderly::{
    House,
    demo::{self, Cast},
    http::{App, Site, router},
    runtime,
};
use people::{Class, Secret, SignIn, SignedIn};
use std::{
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    sync::Mutex,
};
use store::Place;

/// How many sessions there are are opened.
const SESSIONS: usize = 64;

/// See the module.
pub struct Scene {
    pub house: House,
    pub cast: Cast,
    pub address: SocketAddr,
    pub engine: &'static str,
    cookies: Vec<String>,
    folder: PathBuf,
    /// The rounds run as long as the scene stands.
    _rounds: Mutex<rounds::Handle>,
}

fn said(stop: Stop) -> anyhow::Error {
    anyhow!("{stop}")
}

impl Scene {
    pub fn open(database: Option<&str>) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("orderly-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let (place, engine) = match database {
            Some(url) => (Place::Postgres(url.to_owned()), "PostgreSQL"),
            None => (Place::File(folder.join("orderly.db")), "SQLite, synchronous = full"),
        };
        let house = house(place)?;
        let (cast, email) = people(&house)?;
        let cookies = sessions(&house, &email)?;
        let address = serve(&house)?;
        let rounds = Mutex::new(rounds(&house)?);
        Ok(Self { house, cast, address, engine, cookies, folder, _rounds: rounds })
    }

    /// The headers of one of the nurse's sessions.
    pub fn nurse(&self, n: usize) -> String {
        headers(&self.cookies[n % self.cookies.len()])
    }

    /// A report at one of the nurse's departments: address and body.
    pub fn report(&self, n: usize) -> (String, String) {
        let client = &self.cast.clients[0];
        let place = &client.departments[n % client.departments.len()];
        let body = serde_json::json!({
            "kind": "cannot-work", "words": "The medication cart's screen stays black after the restart",
            "patient_affected": n.is_multiple_of(2), "department": place.department,
        });
        (format!("/api/v1/desk/organizations/{}/tickets", client.org), body.to_string())
    }
}

fn headers(cookie: &str) -> String {
    format!("Cookie: orderly={cookie}\r\nSec-Fetch-Site: same-origin\r\n")
}

/// The house at a place, with its tables brought up to date.
pub fn house(place: Place) -> Result<House> {
    orderly::open(orderly::Needed {
        place,
        master: [3; 32],
        origin: "bench.example/orderly".to_owned(),
        clock: runtime::clock(),
        chance: runtime::seeds(),
        aside: runtime::aside(),
    })
}

/// Founds the demo's three clients and gives the address of the bench's nurse.
pub fn people(house: &House) -> Result<(Cast, String)> {
    let cast = demo::build(house, house.office.now(), 0, 7)?;
    let email = nurse(house, &cast)?;
    Ok((cast, email))
}

/// Starts the rounds of a house.
pub fn rounds(house: &House) -> Result<rounds::Handle> {
    rounds::start(rounds::Needed {
        office: house.office.clone(),
        sealer: house.sealer.clone(),
        mail: None,
        origin: "http://localhost".to_owned(),
        holder: "bench".to_owned(),
        every: rounds::Every::default(),
    })
}

/// A technician and a nurse, signed in.
pub struct Sessions {
    technician: String,
    nurse: String,
}

impl Sessions {
    pub fn of(house: &House, cast: &Cast, nurse: &str) -> Result<Self> {
        let works = |s: &&demo::SignIn| s.email.starts_with("theo@");
        let technician = cast.sign_ins.iter().find(works).ok_or_else(|| anyhow!("there is no technician"))?;
        let code = technician.code(house.office.now())?.code;
        Ok(Self {
            technician: sign_in(house, &technician.email, Some(code), 1)?,
            nurse: sign_in(house, nurse, None, 2)?,
        })
    }
    /// The headers of the officer's requests, who reads incidents and breaches.
    pub fn officer(house: &House, cast: &Cast) -> Result<String> {
        let answers = |s: &&demo::SignIn| s.email.starts_with("olive@");
        let officer = cast.sign_ins.iter().find(answers).ok_or_else(|| anyhow!("there is no officer"))?;
        let code = officer.code(house.office.now())?.code;
        Ok(headers(&sign_in(house, &officer.email, Some(code), 1)?))
    }
    /// The headers of the technician's requests.
    pub fn technician(&self) -> String {
        headers(&self.technician)
    }
    /// The headers of the nurse's requests.
    pub fn nurse(&self) -> String {
        headers(&self.nurse)
    }
}

/// Somebody who reports trouble and signs in with a password alone, as at a ward station; gives her address.
fn nurse(house: &House, cast: &Cast) -> Result<String> {
    let email = "bea.bench@larkspur.example".to_owned();
    let add = people::AddPerson {
        org: cast.clients[0].org,
        name: "Bea Bench".to_owned(),
        email: email.clone(),
        roles: vec![Role::Reporter],
        title: None,
        location: None,
        department: None,
    };
    let added = block_on(house.office.execute(&cast.people[0].who(), add)).map_err(said)?.receipt;
    let link = Secret::new(added.link.secret);
    let accept = people::AcceptInvitation { link, password: demo::PASSWORD.into(), hashed: None };
    block_on(house.office.execute(&Who::Nobody, accept)).map_err(said)?;
    Ok(email)
}

fn sessions(house: &House, email: &str) -> Result<Vec<String>> {
    (0..SESSIONS).map(|n| sign_in(house, email, None, n)).collect()
}

/// Signs somebody in, from the n-th place, and gives the cookie.
fn sign_in(house: &House, email: &str, code: Option<String>, n: usize) -> Result<String> {
    let sign_in = SignIn {
        email: email.into(),
        password: demo::PASSWORD.into(),
        class: Class::Private,
        code: code.map(Secret::new),
        leaving: None,
        place: format!("192.0.2.{n}"),
        found: None,
    };
    match block_on(house.office.execute(&Who::Nobody, sign_in)).map_err(said)?.receipt {
        SignedIn::In { cookie, .. } => Ok(cookie),
        SignedIn::Wrong { .. } => Err(anyhow!("{email} could not sign in")),
    }
}

/// Serves a house on an address of its own.
pub fn serve(house: &House) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    listener.set_nonblocking(true)?;
    let site = Site { origin: format!("http://{address}"), secure: false, proxied: false, banner: None };
    let (office, sealer) = (house.office.clone(), house.sealer.clone());
    std::thread::spawn(move || -> Result<()> {
        let network = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        network.block_on(async move {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            let service =
                router(App::new(office, sealer, site)).into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service).await?;
            Ok(())
        })
    });
    Ok(address)
}

impl Drop for Scene {
    fn drop(&mut self) {
        // What is left behind lies among temporary files.
        drop(std::fs::remove_dir_all(&self.folder));
    }
}
