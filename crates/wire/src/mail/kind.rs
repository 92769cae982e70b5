//! What a letter is: a person's, or one that a machine wrote. A machine's letter never opens a ticket and never opens one
//! again, and nobody answers it: two machines that answer one another never end.

use super::{Report, ReportKind};
use mail_parser::{HeaderName, HeaderValue, Message, MimeHeaders};

/// See the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Person,
    /// An invitation, or the answer to one.
    Calendar,
    /// A letter of ours did not arrive, or arrived late (RFC 3464, and those older than it).
    Bounce,
    /// Somebody's absence, or a machine that confirms that it got something (RFC 3834).
    AutoReply,
    /// Something a machine sends by itself (RFC 3834, `auto-generated`).
    Generated,
    /// A list or mass mail.
    List,
    /// A receipt that a letter was read or deleted (RFC 8098).
    Disposition,
    /// A complaint about a letter (RFC 5965).
    Complaint,
}

impl Kind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Calendar => "calendar",
            Kind::Bounce => "bounce",
            Kind::AutoReply => "auto-reply",
            Kind::Generated => "generated",
            Kind::List => "list",
            Kind::Disposition => "disposition",
            Kind::Complaint => "complaint",
        }
    }

    /// Whether somebody sat down and wrote it.
    pub fn is_written(self) -> bool {
        matches!(self, Kind::Person | Kind::Calendar)
    }
}

/// Beginnings of subjects with which mail programs say that somebody is away; in lower case.
const AWAY: &[&str] = &[
    "out of office",
    "out of the office",
    "automatic reply:",
    "auto reply:",
    "autoreply:",
    "auto-reply",
    "auto:",
    "automatische antwort",
    "abwesenheitsnotiz",
    "réponse automatique",
    "respuesta automática",
    "risposta automatica",
    "automatisch antwoord",
    "automaattinen vastaus",
    "autosvar",
    "odpowiedź automatyczna",
    "vacation reply",
];

/// Subjects with which old mail servers say that a letter did not arrive; in lower case.
const UNDELIVERED: &[&str] = &[
    "undeliver",
    "delivery status notification",
    "delivery failure",
    "delivery notification",
    "failure notice",
    "mail delivery",
    "returned mail",
    "mail system error",
    "non-deliverable",
    "non delivery",
    "nondeliverable",
    "message delivery",
    "warning: could not send",
    "user unknown",
    "delivery report",
    "returned to sender",
    "unable to deliver",
    "could not be delivered",
    "delivery has failed",
    "failed delivery",
    "delivery error",
    "delayed mail",
    "mail could not",
    "failed mail",
    "bounce",
    "error sending",
    "mail failed",
    "delivery failed",
    "rejected",
    "not delivered",
    "unzustellbar",
    "zustellung",
    "undelivered",
    "mail not delivered",
    "dsn:",
    "message status",
    "delivery problem",
    "mail error",
    "delayed",
];

/// Who sends such letters; the part before the @, in lower case.
const MACHINES: &[&str] =
    &["mailer-daemon", "mailerdaemon", "postmaster", "mail-daemon", "mmdf", "post-office", "smtp"];

pub(super) fn of(message: &Message<'_>, report: Option<&Report>, subject: &str) -> Kind {
    let head = Head(message);
    let lower = subject.to_lowercase();
    if let Some(report) = report {
        return match report.kind {
            ReportKind::Delivery => Kind::Bounce,
            ReportKind::Disposition => Kind::Disposition,
            ReportKind::Feedback => Kind::Complaint,
        };
    }
    if head.is_bounce(&lower) {
        return Kind::Bounce;
    }
    let submitted = head.word("auto-submitted").filter(|w| w != "no");
    let precedence = head.word("precedence").unwrap_or_default();
    let replies = ["x-autoreply", "x-autorespond", "x-auto-reply", "x-autoresponder", "x-mail-autoreply"];
    let away = AWAY.iter().any(|begin| lower.starts_with(begin));
    if submitted.as_deref() == Some("auto-replied")
        || matches!(precedence.as_str(), "auto_reply" | "auto-reply")
        || replies.iter().any(|name| head.has(name))
        || away
    {
        return Kind::AutoReply;
    }
    if submitted.is_some() || head.has("x-auto-generated") || head.word("x-fc-machinegenerated").is_some() {
        return Kind::Generated;
    }
    let listed = ["list-id", "list-post", "mailing-list", "x-mailing-list", "feedback-id"];
    if matches!(precedence.as_str(), "bulk" | "list" | "junk") || listed.iter().any(|name| head.has(name)) {
        return Kind::List;
    }
    if head.has("list-unsubscribe") || head.local_part("from").is_some_and(|l| is_no_reply(&l)) {
        return Kind::Generated;
    }
    if message
        .parts
        .iter()
        .any(|p| p.content_type().is_some_and(|c| c.ctype() == "text" && c.subtype() == Some("calendar")))
    {
        return Kind::Calendar;
    }
    Kind::Person
}

fn is_no_reply(local: &str) -> bool {
    let letters: String = local.chars().filter(char::is_ascii_alphanumeric).collect();
    letters.starts_with("noreply") || letters.starts_with("donotreply")
}

struct Head<'a>(&'a Message<'a>);

impl Head<'_> {
    fn raw(&self, wanted: &str) -> Option<String> {
        let mut heads = self.0.headers_raw().take(2_000);
        heads.find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim().to_owned())
    }

    fn has(&self, name: &str) -> bool {
        self.raw(name).is_some_and(|v| !v.eq_ignore_ascii_case("no") && !v.eq_ignore_ascii_case("false"))
    }

    /// The first word of a head, in lower case.
    fn word(&self, name: &str) -> Option<String> {
        let value = self.raw(name)?;
        let word = value.split([';', ' ', '\t', '(']).next().unwrap_or_default();
        Some(word.to_lowercase()).filter(|w| !w.is_empty())
    }

    fn local_part(&self, which: &str) -> Option<String> {
        let head = if which == "from" { HeaderName::From } else { HeaderName::Sender };
        let value = self.0.header(head).and_then(HeaderValue::as_address)?;
        let address = value.first()?.address.as_deref()?.to_lowercase();
        Some(address.split('@').next().unwrap_or_default().to_owned())
    }

    /// The envelope had no sender, which only machines do (RFC 5321, 4.5.5).
    fn is_from_nobody(&self) -> bool {
        self.raw("return-path").is_some_and(|v| v == "<>")
    }

    fn is_bounce(&self, subject: &str) -> bool {
        let machine = self.local_part("from").is_some_and(|l| MACHINES.iter().any(|m| l.starts_with(m)))
            || self.0.from().and_then(|a| a.first()).and_then(|a| a.name.as_deref()).is_some_and(|n| {
                let name = n.to_lowercase();
                name.contains("mail delivery") || name.contains("mailer-daemon")
            });
        let says = UNDELIVERED.iter().any(|u| subject.contains(u));
        let failed = self.has("x-failed-recipients") || self.has("x-failed-recipient");
        failed || machine || says && self.is_from_nobody()
    }
}
