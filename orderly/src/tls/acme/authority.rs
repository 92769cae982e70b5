//! A real authority to fetch from: Pebble, which Debian carries, with a name service that says that every
//! name is this machine. Where Pebble is not installed, the test says so and proves nothing.

use super::{super::server_config, *};
use rcgen::{BasicConstraints, IsCa, Issuer};
use std::{
    net::{SocketAddr, TcpListener},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Instant,
};

/// Ends what it started.
struct Started(Vec<Child>);

impl Drop for Started {
    fn drop(&mut self) {
        for child in &mut self.0 {
            drop(child.kill());
            drop(child.wait());
        }
    }
}

fn installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn answers(port: u16) -> bool {
    let until = Instant::now() + Duration::from_secs(30);
    while Instant::now() < until {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    false
}

/// The root of the authority's own web server, and that server's certificate, as files.
fn own_root(folder: &Path) -> PathBuf {
    let ca_key = KeyPair::generate().unwrap();
    let mut ca = CertificateParams::new(Vec::<String>::new()).unwrap();
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = ca.self_signed(&ca_key).unwrap();
    let key = KeyPair::generate().unwrap();
    let server = CertificateParams::new(vec!["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let server = server.signed_by(&key, &Issuer::from_params(&ca, &ca_key)).unwrap();
    fs::write(folder.join("cert.pem"), server.pem()).unwrap();
    fs::write(folder.join("key.pem"), key.serialize_pem()).unwrap();
    let path = folder.join("root.pem");
    fs::write(&path, root.pem()).unwrap();
    path
}

/// Starts authority and name service; gives the authority's directory. Ports are free when they are chosen,
/// and may be taken a moment later by somebody else; then it is nothing.
fn started(folder: &Path, ours: u16, customers: Option<&str>) -> Option<(Started, String)> {
    let (directory, management, names) = (free_port(), free_port(), free_port());
    let config = serde_json::json!({ "pebble": {
        "listenAddress": format!("127.0.0.1:{directory}"),
        "managementListenAddress": format!("127.0.0.1:{management}"),
        "certificate": folder.join("cert.pem"), "privateKey": folder.join("key.pem"),
        "httpPort": 5002, "tlsPort": ours, "ocspResponderURL": "",
        "externalAccountBindingRequired": customers.is_some(),
        "externalAccountMACKeys": customers.map(|key| serde_json::json!({ "customer-1": key })) } });
    fs::write(folder.join("pebble.json"), config.to_string()).unwrap();
    let quiet = |command: &mut Command| command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let service = quiet(Command::new("pebble-challtestsrv").args([
        "-dns01",
        &format!("127.0.0.1:{names}"),
        "-defaultIPv4",
        "127.0.0.1",
        "-defaultIPv6",
        "",
        "-http01",
        "",
        "-https01",
        "",
        "-tlsalpn01",
        "",
        "-management",
        &format!("127.0.0.1:{}", free_port()),
    ]));
    let authority = quiet(
        Command::new("pebble")
            .arg("-config")
            .arg(folder.join("pebble.json"))
            .args(["-dnsserver", &format!("127.0.0.1:{names}")])
            .env("PEBBLE_VA_NOSLEEP", "1")
            .env("PEBBLE_WFE_NONCEREJECT", "0"),
    );
    let started = Started(vec![service, authority]);
    (answers(names) && answers(directory)).then(|| (started, format!("https://localhost:{directory}/dir")))
}

/// An authority of the test's own, and a server at the names that it looks at.
struct Authority {
    resolver: Arc<Resolver>,
    network: tokio::runtime::Runtime,
    acme: Acme,
    folder: tempfile::TempDir,
    _started: Started,
}

impl Authority {
    /// With a key it serves only the customer who has it. Nothing where the authority's program is not installed.
    fn new(customers: Option<&str>) -> Option<Self> {
        if !installed("pebble") || !installed("pebble-challtestsrv") {
            assert!(std::env::var("CI").is_err(), "the tests need Debian's package pebble");
            eprintln!("pebble is not installed, so fetching a certificate is not tested");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let root = own_root(folder.path());
        let resolver = Arc::new(Resolver::default());
        let network =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let ours = listener.local_addr().unwrap().port();
        let config =
            axum_server::tls_rustls::RustlsConfig::from_config(server_config(resolver.clone()).unwrap());
        network.spawn(async move {
            let server = axum_server::tls_rustls::from_tcp_rustls(listener, config).unwrap();
            let service = axum::Router::new().into_make_service_with_connect_info::<SocketAddr>();
            server.serve(service).await
        });
        let (started, directory) = (0..5).find_map(|_| started(folder.path(), ours, customers)).unwrap();
        let acme = Acme {
            domains: vec!["desk.orderly.example".to_owned(), "www.desk.orderly.example".to_owned()],
            contact: vec!["mailto:it@orderly.example".to_owned()],
            directory,
            ca_file: Some(root),
            cache: folder.path().join("acme"),
            external: None,
        };
        Some(Self { resolver, network, acme, folder, _started: started })
    }
}

#[test]
fn a_certificate_is_fetched_from_a_real_authority_and_kept() {
    let Some(authority) = Authority::new(None) else { return };
    let Authority { resolver, network, acme, .. } = &authority;
    let fetched = network.block_on(order(acme, resolver)).unwrap();
    assert!(fetched.is_for(&acme.domains) && fetched.shown().is_ok());
    let kept_now = kept(acme).unwrap().unwrap();
    assert_eq!((&kept_now.chain_pem, kept_now.until), (&fetched.chain_pem, fetched.until));
    // The second time with the account that was kept, and another certificate in place of the first.
    let account = fs::read(acme.cache.join("account.json")).unwrap();
    let again = network.block_on(order(acme, resolver)).unwrap();
    assert_ne!(again.chain_pem, fetched.chain_pem);
    assert_eq!(fs::read(acme.cache.join("account.json")).unwrap(), account);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(key_file(acme)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "nobody else reads the key");
    }
    // An authority that cannot be reached leaves what is kept in place.
    let gone = Acme { directory: format!("https://localhost:{}/dir", free_port()), ..acme.clone() };
    assert!(network.block_on(order(&gone, resolver)).is_err());
    assert_eq!(kept(acme).unwrap().unwrap().chain_pem, again.chain_pem);
}

/// A key as authorities give it to their customers.
const KEY: &str = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";

#[test]
fn an_authority_that_serves_customers_only_is_told_whose_account_it_is() {
    let Some(authority) = Authority::new(Some(KEY)) else { return };
    let Authority { folder, resolver, network, acme, .. } = &authority;
    let key_file = folder.path().join("customer.key");
    let with = |id: &str, key: &str| {
        fs::write(&key_file, format!("{key}\n")).unwrap();
        let external = Some(External { id: id.to_owned(), key_file: key_file.clone() });
        network.block_on(order(&Acme { external, ..acme.clone() }, resolver))
    };
    let said =
        |outcome: Result<Certificate>| format!("{:#}", outcome.map(drop).expect_err("the authority refuses"));
    let nobody = said(network.block_on(order(acme, resolver)));
    assert!(nobody.contains("externalAccountRequired") || nobody.contains("external account"), "{nobody}");
    said(with("customer-2", KEY));
    said(with("customer-1", &KEY.replace('z', "y")));
    let unreadable = said(with("customer-1", "not a key!"));
    assert!(unreadable.contains("customer.key") && unreadable.contains("base64url"), "{unreadable}");
    assert!(!acme.cache.join("account.json").exists(), "nothing was kept of what was refused");
    let fetched = with("customer-1", KEY).unwrap();
    assert!(fetched.is_for(&acme.domains) && fetched.shown().is_ok());
    // Once it is tied, the account stands for itself.
    fs::remove_file(&key_file).unwrap();
    let renewed = network.block_on(order(&Acme { external: None, ..acme.clone() }, resolver)).unwrap();
    assert_ne!(renewed.chain_pem, fetched.chain_pem);
}
