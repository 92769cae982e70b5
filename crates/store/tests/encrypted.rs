//! The way to a PostgreSQL on another machine is encrypted, and the server proves its name: shown against a real server
//! of this test's own, with certificates that the test makes. Where PostgreSQL's programs are not installed, or the test
//! may not become another user to start them, it says so and is left out.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;
use common::*;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use std::{
    env, fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Output},
    thread,
    time::{Duration, Instant},
};
use store::{Place, Store, params};

/// PostgreSQL does not run as root.
fn demoted(program: &Path) -> Command {
    let root = Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.trim_ascii() == b"0");
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program);
    command
}

fn done(output: Output) -> String {
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{told}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Where Debian puts the server's programs, the newest first.
fn programs() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|e| Some(e.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop()
}

/// An authority of the test's own, and what it signs.
struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).unwrap().pem();
        Self { pem, issuer: Issuer::new(params, key) }
    }

    /// Certificate and key of a server of this name.
    fn sign(&self, name: &str) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        (params.signed_by(&key, &self.issuer).unwrap().pem(), key.serialize_pem())
    }
}

/// A PostgreSQL that takes encrypted connections alone, until it is dropped.
struct Server {
    bin: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Server {
    fn start(authority: &Authority) -> Option<Self> {
        let Some(bin) = programs() else {
            let must = env::var("CI").is_ok_and(|ci| ci == "true");
            assert!(!must, "PostgreSQL's programs are not installed");
            eprintln!("NOT SHOWN: the programs of a PostgreSQL server are not installed");
            return None;
        };
        let made =
            done(demoted(Path::new("mktemp")).args(["-d", "-t", "orderly-tls.XXXXXXXX"]).output().unwrap());
        let folder = PathBuf::from(made.trim());
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = Self { bin, folder, port };
        let data = server.folder.join("data");
        let init = ["--username=orderly", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
        done(demoted(&server.bin.join("initdb")).args(init).arg("-D").arg(&data).output().unwrap());
        server.write("data/pg_hba.conf", "hostssl all all 127.0.0.1/32 trust\n");
        let config = format!(
            "port = {port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nssl = on\n\
             ssl_cert_file = 'server.pem'\nssl_key_file = 'server.key'\nlogging_collector = off\n"
        );
        server.write("data/postgresql.conf", &config);
        server.prove(authority.sign("localhost"));
        server.control(&["start", "-w", "-t", "60"]);
        Some(server)
    }

    /// Writes a file that only PostgreSQL may read.
    fn write(&self, name: &str, text: &str) {
        let path = self.folder.join(name);
        let script = "umask 077; printf '%s' \"$1\" > \"$2\"";
        let mut shell = demoted(Path::new("/bin/sh"));
        done(shell.args(["-c", script, "sh", text]).arg(path).output().unwrap());
    }

    fn prove(&self, (certificate, key): (String, String)) {
        self.write("data/server.pem", &certificate);
        self.write("data/server.key", &key);
    }

    fn control(&self, words: &[&str]) {
        let mut control = demoted(&self.bin.join("pg_ctl"));
        let log = self.folder.join("log");
        control.arg("-D").arg(self.folder.join("data")).arg("-l").arg(&log).args(words);
        // Its words go into the log; a pipe would be kept open by the server.
        let status = control.stdout(std::process::Stdio::null()).status().unwrap();
        assert!(status.success(), "pg_ctl {words:?}: {}", fs::read_to_string(log).unwrap_or_default());
    }

    fn open(&self, host: &str, mode: &str, roots: Option<&Path>) -> Result<Store, String> {
        let roots = roots.map(|p| format!("&sslrootcert={}", p.display())).unwrap_or_default();
        let url = format!("postgres://orderly@{host}:{}/postgres?sslmode={mode}{roots}", self.port);
        open_with(Place::Postgres(url), schemas(), 1).map_err(|e| format!("{e:#}"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut control = demoted(&self.bin.join("pg_ctl"));
        let stop = control.arg("-D").arg(self.folder.join("data")).args(["stop", "-m", "immediate"]);
        drop(stop.output());
        drop(fs::remove_dir_all(&self.folder));
    }
}

#[test]
fn a_postgresql_proves_its_name_or_nothing_is_told_to_it() {
    let (ours, another) = (Authority::new(), Authority::new());
    let Some(server) = Server::start(&ours) else { return };
    let folder = env::temp_dir().join(format!("orderly-roots-{}", server.port));
    fs::create_dir_all(&folder).unwrap();
    let (good, bad) = (folder.join("good.pem"), folder.join("bad.pem"));
    fs::write(&good, &ours.pem).unwrap();
    fs::write(&bad, &another.pem).unwrap();

    // In plain text the server lets nobody in, which shows that what follows is encrypted.
    assert!(server.open("localhost", "disable", None).is_err_and(|e| e.contains("no encryption")));
    let store = server.open("localhost", "verify-full", Some(&good)).unwrap();
    let counted = store.read(|look| Ok(look.row(&COUNT, params! {})?.unwrap().get::<i64>("n")?));
    assert_eq!(counted.unwrap(), 0);
    drop(store);

    for (host, mode, roots, why) in [
        ("localhost", "verify-full", Some(&bad), "nobody whom we trust signed it"),
        ("localhost", "verify-full", None, "no public authority signed it"),
        ("localhost", "require", Some(&bad), "require verifies as well"),
        ("127.0.0.1", "verify-full", Some(&good), "it is another's certificate"),
    ] {
        let said =
            server.open(host, mode, roots.map(PathBuf::as_path)).err().unwrap_or_else(|| panic!("{why}"));
        assert!(
            said.contains("PostgreSQL cannot be reached") && said.contains("certificate"),
            "{why}: {said}"
        );
        eprintln!("{why}: {said}");
    }

    // A certificate for another name is refused, whoever signed it.
    server.prove(ours.sign("db.example.org"));
    server.control(&["reload"]);
    let patience = Instant::now() + Duration::from_secs(60);
    loop {
        match server.open("localhost", "verify-full", Some(&good)) {
            Err(said) => {
                assert!(said.contains("certificate"), "{said}");
                break;
            }
            Ok(_) => assert!(Instant::now() < patience, "the server kept its old certificate"),
        }
        thread::sleep(Duration::from_millis(100));
    }
    drop(fs::remove_dir_all(folder));
}
