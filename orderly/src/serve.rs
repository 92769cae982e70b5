//! Serving: the port is taken first, so that a busy one is said at once; then the house is opened, its rounds
//! begin, and it answers until it is told to end. Whoever is being answered then is answered.

use crate::{
    House,
    cli::first_link,
    config::{Mail, MailTls, Settings},
    http::{self, App, Site},
    runtime, tls,
};
use anyhow::{Context as _, Result, anyhow};
use axum_server::Handle;
use hyper_util::rt::TokioTimer;
use std::{
    future::Future,
    io,
    net::{SocketAddr, TcpListener},
    time::Duration,
};

/// How long whoever is being answered has left after the end was asked for. Live pages are open for hours;
/// they connect again by themselves.
const GRACE: Duration = Duration::from_secs(3);
/// How long a request's head may take to arrive.
const HEAD: Duration = Duration::from_secs(20);
/// How many ports after a busy one are tried for the one that is offered.
const NEAR: u16 = 100;

/// A port that was taken.
#[derive(Debug)]
pub struct Bound {
    listener: TcpListener,
    /// Where it is, the port included when any was wanted.
    pub address: SocketAddr,
}

/// Takes the port of these settings.
///
/// # Errors
/// A sentence: beyond this machine without TLS, or a busy port with the next that is free.
pub fn bind(settings: &Settings) -> Result<Bound> {
    settings.may_serve()?;
    let listener = TcpListener::bind(settings.listen).map_err(|e| not_bound(settings.listen, &e))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok(Bound { listener, address })
}

fn not_bound(wanted: SocketAddr, error: &io::Error) -> anyhow::Error {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            let busy = format!("Port {} of {} is taken by another program.", wanted.port(), wanted.ip());
            match free_after(wanted) {
                Some(free) => anyhow!("{busy} The next free one: --listen {free}"),
                None => anyhow!("{busy}"),
            }
        }
        io::ErrorKind::PermissionDenied => anyhow!(
            "Port {} takes a right that this program was not given (below 1024: CAP_NET_BIND_SERVICE).",
            wanted.port()
        ),
        io::ErrorKind::AddrNotAvailable => anyhow!("{} is no address of this machine.", wanted.ip()),
        _ => anyhow!("{wanted} cannot be listened on: {error}."),
    }
}

fn free_after(wanted: SocketAddr) -> Option<SocketAddr> {
    let ports = (1..=NEAR).filter_map(|n| wanted.port().checked_add(n));
    ports.map(|port| SocketAddr::new(wanted.ip(), port)).find(|at| TcpListener::bind(at).is_ok())
}

/// `orderly serve`
///
/// # Errors
/// A sentence; see [`bind`] and [`runtime::open`].
pub fn run(settings: &Settings) -> Result<()> {
    let bound = bind(settings)?;
    let _held = runtime::hold(settings)?;
    let house = runtime::open(settings)?;
    serve(settings, house, bound, None, |app| {
        match first_link(app)? {
            Some(link) => eprintln!("{link}\n"),
            None => eprintln!("Serving on {}\n", app.site.origin),
        }
        Ok(())
    })
}

/// Serves a house that is open, with a line above every page when there is one, until the process is told to
/// end (ctrl-c, or SIGTERM). `ready` is called once, before the first request is answered.
///
/// # Errors
/// When the rounds or the network cannot be started, or `ready` says so.
pub fn serve(
    settings: &Settings,
    house: House,
    bound: Bound,
    banner: Option<String>,
    ready: impl FnOnce(&App) -> Result<()>,
) -> Result<()> {
    let network = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let network = network.context("The threads for the network cannot be started")?;
    let entered = network.enter();
    let origin = settings.origin_at(bound.address);
    let rounds = rounds::start(rounds::Needed {
        office: house.office.clone(),
        sealer: house.sealer.clone(),
        mail: settings.mail.as_ref().map(mail).transpose()?,
        origin: origin.clone(),
        holder: holder(),
        every: settings.rounds,
    })?;
    let site = Site {
        origin,
        secure: settings.secure(),
        proxied: settings.tls == crate::config::Tls::TrustedProxy,
        banner,
    };
    let app = App::new(house.office, house.sealer, site);
    ready(&app)?;
    let served = network.block_on(answer(settings, app, bound, told_to_end()));
    drop(entered);
    // What is under way is ended before the store is closed.
    rounds.stop();
    network.shutdown_timeout(GRACE);
    tracing::info!("Ended.");
    served
}

/// Answers until `end`.
async fn answer(settings: &Settings, app: App, bound: Bound, end: impl Future<Output = ()>) -> Result<()> {
    let service = http::router(app).into_make_service_with_connect_info::<SocketAddr>();
    let handle: Handle<SocketAddr> = Handle::new();
    let plain = axum_server::from_tcp(bound.listener)?.handle(handle.clone());
    let open = tls::open(&settings.tls)?;
    let serving = async {
        match open {
            None => {
                let mut server = plain;
                server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
                server.serve(service).await
            }
            Some((resolver, keeper)) => {
                let config = tls::server_config(resolver.clone()).map_err(io::Error::other)?;
                let config = axum_server::tls_rustls::RustlsConfig::from_config(config);
                let mut server = plain.acceptor(axum_server::tls_rustls::RustlsAcceptor::new(config));
                server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
                let kept = tokio::spawn(keeper.keep(resolver));
                let served = server.serve(service).await;
                kept.abort();
                served
            }
        }
    };
    let ending = async {
        end.await;
        tracing::info!("Ending; whoever is being answered has {} s.", GRACE.as_secs());
        handle.graceful_shutdown(Some(GRACE));
        std::future::pending::<()>().await;
    };
    tokio::select! {
        served = serving => served.context("The network failed"),
        () = ending => Ok(()),
    }
}

/// Ctrl-c, or the signal with which a system ends its services.
async fn told_to_end() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => tokio::select! {
                () = interrupted => {}
                _ = terminated.recv() => {}
            },
            Err(_) => interrupted.await,
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}

/// A name that no other server on the same database has.
fn holder() -> String {
    format!("{}-{}", std::process::id(), hex::encode(&runtime::seeds()()[..4]))
}

fn mail(mail: &Mail) -> Result<rounds::MailSettings> {
    let sign_in = match (&mail.username, &mail.password_file) {
        (Some(name), Some(path)) => {
            let text = std::fs::read_to_string(path).with_context(|| {
                format!("The password of the mail server, {}, cannot be read", path.display())
            })?;
            Some((name.clone(), text.lines().next().unwrap_or_default().to_owned()))
        }
        _ => None,
    };
    let authority = mail.ca_file.as_ref().map(|path| {
        std::fs::read(path).with_context(|| format!("The certificate {} cannot be read", path.display()))
    });
    Ok(rounds::MailSettings {
        host: mail.host.clone(),
        port: mail.port,
        tls: match mail.tls {
            MailTls::Starttls => rounds::MailTls::StartTls,
            MailTls::Tls => rounds::MailTls::Tls,
            MailTls::None => rounds::MailTls::None,
        },
        from: mail.from.clone(),
        sign_in,
        authority: authority.transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Flags;

    fn settings(listen: SocketAddr) -> Settings {
        let flags = Flags { data: "nowhere".into(), listen: Some(listen), ..Flags::default() };
        Settings::read(&flags, &|_| None).unwrap()
    }

    #[test]
    fn a_busy_port_says_so_and_offers_a_free_one() {
        let first = bind(&settings("127.0.0.1:0".parse().unwrap())).unwrap();
        let said = bind(&settings(first.address)).unwrap_err().to_string();
        assert!(said.contains(&format!("Port {} of 127.0.0.1 is taken", first.address.port())), "{said}");
        // Ports near the end of their range may all be taken; then none is offered.
        if let Some((_, offered)) = said.split_once("--listen ") {
            let offered: SocketAddr = offered.parse().unwrap();
            assert!(offered.port() > first.address.port());
        }
    }

    #[test]
    fn beyond_this_machine_nothing_is_bound_without_tls() {
        let said = bind(&settings("0.0.0.0:0".parse().unwrap())).unwrap_err().to_string();
        for way in ["certificate", "tls.acme", "trusted_proxy"] {
            assert!(said.contains(way), "{said}");
        }
    }

    #[test]
    fn an_address_of_another_machine_is_named() {
        let flags = Flags {
            data: "nowhere".into(),
            listen: Some("192.0.2.1:8080".parse().unwrap()),
            ..Flags::default()
        };
        let env = |name: &str| (name == "ORDERLY_ORIGIN").then(|| "https://desk.example.org".to_owned());
        let file = crate::config::File::parse("[tls]\ntrusted_proxy = true").unwrap();
        let settings = Settings::settle(&flags, &env, file, "".as_ref()).unwrap();
        assert!(bind(&settings).unwrap_err().to_string().contains("192.0.2.1"));
    }
}
