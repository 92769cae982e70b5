//! Letters leave the house over SMTP: with TLS, or plainly to a mail server on this very machine. Each
//! carries the name of its message, so that a letter that had to be sent twice is recognized as one.

use super::{Failure, deliver};
use crate::{Floor, Next, Round};
use anyhow::{Context, anyhow, ensure};
use kernel::Moment;
use lettre::{
    Message, SmtpTransport, Transport,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::{
        PoolConfig,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        extension::ClientId,
    },
};
use office::Waiting;
use std::{
    fmt,
    net::IpAddr,
    time::{Duration, SystemTime},
};

/// How long the mail server may take for one step.
const TIMEOUT: Duration = Duration::from_secs(15);

/// How long a line without letters stays open.
const IDLE: Duration = Duration::from_secs(10);

/// How the line to the mail server is kept private.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailTls {
    /// Plain at first, then TLS; without it nothing is sent.
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// None: for a mail server on this machine only.
    None,
}

/// Where letters are handed over.
#[derive(Clone)]
pub struct MailSettings {
    pub host: String,
    pub port: u16,
    pub tls: MailTls,
    /// For instance `Orderly <desk@example.org>`.
    pub from: String,
    /// Name and password, when the server wants them.
    pub sign_in: Option<(String, String)>,
    /// The certificate (PEM) of an authority of one's own, besides those that everybody trusts.
    pub authority: Option<Vec<u8>>,
}

impl fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "mail over {}:{} ({:?}) from {}", self.host, self.port, self.tls, self.from)
    }
}

/// A mail server, ready to take letters.
pub struct Mail {
    server: SmtpTransport,
    from: Mailbox,
    /// The address that stands in letters.
    origin: String,
    /// The part after the @ in the letters' own names.
    host: String,
}

impl Mail {
    /// # Errors
    /// When the settings cannot be used; it says which.
    pub fn new(settings: &MailSettings, origin: &str) -> anyhow::Result<Self> {
        let from: Mailbox = settings
            .from
            .parse()
            .map_err(|e| anyhow!("the address that letters come from cannot be read: {e}"))?;
        let host = host_of(origin);
        let mut server = SmtpTransport::builder_dangerous(&settings.host)
            .port(settings.port)
            .timeout(Some(TIMEOUT))
            .hello_name(ClientId::Domain(host.clone()))
            // Letters leave one after the other; the line stays open for the next one for a little while.
            .pool_config(PoolConfig::new().max_size(1).idle_timeout(IDLE))
            .tls(tls(settings)?);
        if let Some((name, password)) = &settings.sign_in {
            ensure!(
                settings.tls != MailTls::None || is_local(&settings.host),
                "a password is not sent to another machine without TLS"
            );
            server = server.credentials(Credentials::new(name.clone(), password.clone()));
        }
        Ok(Self { server: server.build(), from, origin: origin.to_owned(), host })
    }

    fn letter(&self, waiting: &Waiting, now: Moment) -> anyhow::Result<Message> {
        let to =
            waiting.recipient.parse().map_err(|e| anyhow!("the address of a letter cannot be read: {e}"))?;
        let text = String::from_utf8(waiting.content.clone()).context("a letter is not text")?;
        let at = u64::try_from(now.micros()).unwrap_or(0);
        let automatic = HeaderName::new_from_ascii("Auto-Submitted".to_owned())
            .map_err(|e| anyhow!("the name of a line of the head: {e}"))?;
        let mut letter = Message::builder();
        if let Some(answers_to) = &waiting.answers_to {
            let address = answers_to.parse().context("where an answer goes")?;
            letter = letter.reply_to(Mailbox::new(self.from.name.clone(), address));
        }
        let letter = letter
            .from(Mailbox::new(self.from.name.clone(), self.from.email.clone()))
            .to(Mailbox::new(None, to))
            .subject(waiting.subject.as_str())
            .message_id(Some(self.name(waiting)))
            .date(SystemTime::UNIX_EPOCH + Duration::from_micros(at))
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .header(ContentType::TEXT_PLAIN)
            .body(linked(&text, &self.origin));
        Ok(letter?)
    }

    /// The letter's own name. What it is about stands in it, so that an answer finds back.
    fn name(&self, waiting: &Waiting) -> String {
        match &waiting.reference {
            Some(reference) => format!("<{reference}.{}@{}>", waiting.id, self.host),
            None => format!("<{}@{}>", waiting.id, self.host),
        }
    }

    fn send(&self, waiting: &Waiting, now: Moment) -> Result<(), Failure> {
        // A letter that cannot be written today cannot be written tomorrow.
        let letter = self.letter(waiting, now).map_err(Failure::Never)?;
        self.server.send(&letter)?;
        Ok(())
    }
}

fn tls(settings: &MailSettings) -> anyhow::Result<Tls> {
    if settings.tls == MailTls::None {
        ensure!(is_local(&settings.host), "without TLS letters go to a mail server on this machine only");
        return Ok(Tls::None);
    }
    let mut parameters = TlsParameters::builder(settings.host.clone());
    if let Some(authority) = &settings.authority {
        let authority = Certificate::from_pem(authority).context("the mail server's authority")?;
        parameters = parameters.add_root_certificate(authority);
    }
    let parameters = parameters.build_rustls().context("TLS to the mail server")?;
    Ok(if settings.tls == MailTls::Tls { Tls::Wrapper(parameters) } else { Tls::Required(parameters) })
}

fn is_local(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// The host of an address such as `https://desk.example.org:8443`.
fn host_of(origin: &str) -> String {
    let rest = origin.split_once("://").map_or(origin, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let end = host.rfind(':').filter(|i| !host[*i..].contains(']')).unwrap_or(host.len());
    let host = &host[..end];
    if host.is_empty() { "localhost".to_owned() } else { host.to_owned() }
}

/// Letters name pages of the house by their path; here they become links. `{origin}` stands for the address
/// anywhere, and a word that begins like a path gets the address before it.
fn linked(text: &str, origin: &str) -> String {
    let word = |word: &str| {
        let is_path = word.strip_prefix('/').is_some_and(|r| r.starts_with(|c: char| c.is_ascii_lowercase()));
        if is_path { format!("{origin}{word}") } else { word.to_owned() }
    };
    text.replace("{origin}", origin).split_inclusive(char::is_whitespace).map(word).collect()
}

/// The round of letters.
pub struct Letters(Mail);

impl Letters {
    /// # Errors
    /// As for [`Mail::new`].
    pub fn new(settings: &MailSettings, origin: &str) -> anyhow::Result<Self> {
        Ok(Self(Mail::new(settings, origin)?))
    }
}

impl Round for Letters {
    fn name(&self) -> &'static str {
        "mail"
    }

    fn round(&mut self, floor: &Floor, now: Moment) -> anyhow::Result<Next> {
        deliver(floor, self, "mail", now, |message| self.0.send(message, now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::MessageId;

    fn settings(host: &str, tls: MailTls) -> MailSettings {
        let from = "Orderly <desk@example.org>".to_owned();
        MailSettings { host: host.to_owned(), port: 25, tls, from, sign_in: None, authority: None }
    }

    #[test]
    fn paths_become_links() {
        let origin = "https://desk.example.org";
        for (text, becomes) in [
            ("Read it:\n/tickets/tkt_1\nBye", "Read it:\nhttps://desk.example.org/tickets/tkt_1\nBye"),
            ("  See /me\n", "  See https://desk.example.org/me\n"),
            ("see {origin}/ledger.", "see https://desk.example.org/ledger."),
            ("// no path\n/ neither\na/b", "// no path\n/ neither\na/b"),
        ] {
            assert_eq!(linked(text, origin), becomes);
        }
    }

    #[test]
    fn hosts_of_addresses() {
        for (origin, host) in [
            ("https://desk.example.org", "desk.example.org"),
            ("http://localhost:8080", "localhost"),
            ("https://[2001:db8::1]:8443", "[2001:db8::1]"),
            ("https://[2001:db8::1]", "[2001:db8::1]"),
            ("", "localhost"),
        ] {
            assert_eq!(host_of(origin), host);
        }
    }

    #[test]
    fn without_tls_only_on_this_machine() {
        for host in ["localhost", "127.0.0.1", "::1"] {
            assert!(Mail::new(&settings(host, MailTls::None), "").is_ok(), "{host}");
        }
        assert!(Mail::new(&settings("mail.example.org", MailTls::None), "").is_err());
        assert!(Mail::new(&settings("mail.example.org", MailTls::StartTls), "").is_ok());
        assert!(Mail::new(&settings("mail.example.org", MailTls::Tls), "").is_ok());
        let nobody = MailSettings { from: "nobody".into(), ..settings("localhost", MailTls::None) };
        assert!(Mail::new(&nobody, "").is_err());
        let secret = MailSettings {
            sign_in: Some(("a".into(), "hush".into())),
            ..settings("localhost", MailTls::None)
        };
        assert!(!format!("{secret:?}").contains("hush"));
    }

    #[test]
    fn a_letter_as_it_leaves() {
        let mail = Mail::new(&settings("localhost", MailTls::None), "https://desk.example.org").unwrap();
        let now = Moment::from_micros(1_700_000_000_000_000);
        let mut waiting = Waiting {
            id: MessageId::new(now, [1; 10]),
            org: None,
            channel: "mail".into(),
            recipient: "nora@clinic.example".into(),
            subject: "A subject\r\nBcc: everybody@example.org".into(),
            content: b"Read it:\n/tickets\n".to_vec(),
            tries: 0,
            created_at: now,
            reference: None,
            answers_to: None,
        };
        let letter = String::from_utf8(mail.letter(&waiting, now).unwrap().formatted()).unwrap();
        let (head, body) = letter.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("Message-ID: <{}@desk.example.org>", waiting.id)), "{head}");
        assert!(head.contains("Auto-Submitted: auto-generated") && head.contains("14 Nov 2023"), "{head}");
        assert!(!head.contains("\nBcc:"), "a subject cannot begin another line: {head}");
        assert!(body.contains("https://desk.example.org/tickets"), "{body}");
        (waiting.reference, waiting.answers_to) =
            (Some("oly-x".into()), Some("desk+oly-x@example.org".into()));
        let letter = String::from_utf8(mail.letter(&waiting, now).unwrap().formatted()).unwrap();
        assert!(letter.contains(&format!("Message-ID: <oly-x.{}@desk.example.org>", waiting.id)), "{letter}");
        assert!(letter.contains("Reply-To: Orderly <desk+oly-x@example.org>"), "{letter}");
        waiting.recipient = "nora@clinic.example, everybody@example.org".into();
        assert!(mail.letter(&waiting, now).is_err(), "one letter has one recipient");
    }
}
