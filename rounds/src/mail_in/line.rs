//! The line to an IMAP server. Each step has a limit in time, and no letter is fetched before its size is known, so that a
//! server that hangs or sends without end holds up nobody.

use anyhow::{Context as _, anyhow, bail, ensure};
use async_imap::{Client, Session, types::Fetch};
use desk::mail::records::Mailbox;
use desk::mail::words::ImapTls;
use futures_util::TryStreamExt;
use rustls::{ClientConfig, RootCertStore, pki_types::ServerName};
use std::{fmt, future::Future, net::IpAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    runtime::{Builder, Runtime},
    time::timeout,
};
use tokio_rustls::TlsConnector;

/// How long a step may take.
const STEP: Duration = Duration::from_secs(20);
/// How long one letter may take.
const LETTER: Duration = Duration::from_secs(120);

trait Bytes: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug> Bytes for T {}
type Stream = Box<dyn Bytes>;

/// See the module.
pub(super) struct Line {
    session: Session<Stream>,
    // Dropped last: what is within lives on it.
    runtime: Runtime,
}

/// Whom the house believes.
pub(super) fn tls(authority: Option<&[u8]>) -> anyhow::Result<Arc<ClientConfig>> {
    use rustls::pki_types::{CertificateDer, pem::PemObject};
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    for certificate in authority.map(CertificateDer::pem_slice_iter).into_iter().flatten() {
        roots.add(certificate.map_err(|e| anyhow!("the mail server's authority: {e:?}"))?)?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
}

async fn within<T, E>(limit: Duration, step: impl Future<Output = Result<T, E>>) -> anyhow::Result<T>
where
    E: Into<anyhow::Error>,
{
    match timeout(limit, step).await {
        Ok(done) => done.map_err(Into::into),
        Err(_) => bail!("the mail server did not answer within {} s", limit.as_secs()),
    }
}

impl Line {
    /// Connects, signs in and opens the folder.
    ///
    /// # Errors
    /// What the server, or the way to it, refused. It never holds the password.
    pub fn open(mailbox: &Mailbox, password: &str, tls: Arc<ClientConfig>) -> anyhow::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let session = runtime.block_on(sign_in(mailbox, password, tls))?;
        Ok(Self { session, runtime })
    }

    /// What nobody has read, oldest first.
    pub fn unread(&mut self) -> anyhow::Result<Vec<u32>> {
        let found = self.runtime.block_on(within(STEP, self.session.uid_search("UNSEEN UNDELETED")))?;
        let mut found: Vec<u32> = found.into_iter().collect();
        found.sort_unstable();
        Ok(found)
    }

    /// A letter as it is, without marking it; of a larger one than `most` bytes the beginning, with its size.
    pub fn letter(
        &mut self,
        uid: u32,
        most: u64,
        beginning: u64,
    ) -> anyhow::Result<(Option<Vec<u8>>, Option<u64>)> {
        let Some(about) = self.one(uid, "(UID RFC822.SIZE)")? else { return Ok((None, None)) };
        let size = u64::from(about.size.context("the mail server does not say how large a letter is")?);
        let (what, cut_from) = match size > most {
            true => (format!("(UID BODY.PEEK[]<0.{beginning}>)"), Some(size)),
            false => ("(UID BODY.PEEK[])".to_owned(), None),
        };
        let found = self.one(uid, &what)?;
        let raw = found.and_then(|f| f.body().map(<[u8]>::to_vec));
        // A server that gives more than it said is not believed.
        if let Some(raw) = &raw {
            ensure!(raw.len() as u64 <= most.max(size), "the mail server gave more than it had said");
        }
        Ok((raw, cut_from))
    }

    fn one(&mut self, uid: u32, what: &str) -> anyhow::Result<Option<Fetch>> {
        let session = &mut self.session;
        let found = self.runtime.block_on(within(LETTER, async {
            let stream = session.uid_fetch(uid.to_string(), what).await?;
            stream.try_collect::<Vec<Fetch>>().await
        }))?;
        Ok(found.into_iter().find(|f| f.uid == Some(uid)))
    }

    /// Marks a letter as read.
    pub fn seen(&mut self, uid: u32) -> anyhow::Result<()> {
        let session = &mut self.session;
        self.runtime.block_on(within(STEP, async {
            let stream = session.uid_store(uid.to_string(), "+FLAGS.SILENT (\\Seen)").await?;
            stream.try_collect::<Vec<Fetch>>().await.map(drop)
        }))
    }

    /// Says good-bye; whether the server hears it matters to nobody.
    pub fn close(mut self) {
        let _ = self.runtime.block_on(within(STEP, self.session.logout()));
    }
}

async fn sign_in(
    mailbox: &Mailbox,
    password: &str,
    tls: Arc<ClientConfig>,
) -> anyhow::Result<Session<Stream>> {
    let host = mailbox.host.as_deref().context("no server is named")?;
    let port = mailbox.port.unwrap_or(993);
    let socket =
        within(STEP, TcpStream::connect((host, port))).await.context("the mail server cannot be reached")?;
    let client = match mailbox.tls.unwrap_or(ImapTls::Tls) {
        ImapTls::None => {
            let local = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
            ensure!(local, "without TLS letters are fetched only from a server on this machine");
            greeted(Box::new(socket)).await?
        }
        ImapTls::Tls => greeted(secured(socket, host, tls).await?).await?,
        ImapTls::StartTls => {
            let mut plain = Client::new(socket);
            within(STEP, plain.read_response()).await?.context("the mail server said nothing")?;
            within(STEP, plain.run_command_and_check_ok("STARTTLS", None)).await?;
            Client::new(secured(plain.into_inner(), host, tls).await?)
        }
    };
    let name = mailbox.username.as_deref().context("no name to sign in with is kept")?;
    let login = async { client.login(name, password).await.map_err(|(problem, _)| problem) };
    let mut session = within(STEP, login).await.context("signing in to the mail server")?;
    let folder = mailbox.folder.as_deref().unwrap_or("INBOX");
    within(STEP, session.select(folder)).await.context("opening the folder")?;
    Ok(session)
}

async fn greeted(stream: Stream) -> anyhow::Result<Client<Stream>> {
    let mut client = Client::new(stream);
    within(STEP, client.read_response()).await?.context("the mail server said nothing")?;
    Ok(client)
}

async fn secured(socket: TcpStream, host: &str, tls: Arc<ClientConfig>) -> anyhow::Result<Stream> {
    let name = ServerName::try_from(host.to_owned()).context("the mail server's name")?;
    let stream = within(STEP, TlsConnector::from(tls).connect(name, socket)).await.context("TLS")?;
    Ok(Box::new(stream))
}
