//! Names of things: every ticket, person and agreement has an id whose kind stands in its text (`tkt_…`), so that a
//! person's id can never be taken for a ticket's, neither by the compiler nor by somebody who pastes it into a field.

use crate::Moment;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::{borrow::Cow, fmt, str::FromStr};
use uuid::{Builder, Uuid};

/// Why a text is not an id of the kind that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{text}' is not an id of the form {prefix}_ followed by 32 hexadecimal digits")]
pub struct NotAnId {
    pub text: String,
    pub prefix: &'static str,
}

fn parse(prefix: &'static str, text: &str) -> Result<Uuid, NotAnId> {
    let wrong = || NotAnId { text: text.chars().take(60).collect(), prefix };
    let hex = text.trim().strip_prefix(prefix).and_then(|t| t.strip_prefix('_')).ok_or_else(wrong)?;
    if hex.len() != 32 {
        return Err(wrong());
    }
    Uuid::try_parse(hex).map_err(|_| wrong())
}

/// What every kind of id has in common, for code that keeps ids of several kinds.
pub trait Id: Copy + fmt::Display {
    /// The letters before the underscore, for instance `tkt`.
    const PREFIX: &'static str;
    fn from_uuid(uuid: Uuid) -> Self;
    fn uuid(self) -> Uuid;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id (UUID version 7): ordered by `at`, the rest from `bits`.
            pub fn new(at: Moment, bits: [u8; 10]) -> Self {
                Self(Builder::from_unix_timestamp_millis(at.millis(), &bits).into_uuid())
            }
        }

        impl Id for $name {
            const PREFIX: &'static str = $prefix;
            fn from_uuid(uuid: Uuid) -> Self { Self(uuid) }
            fn uuid(self) -> Uuid { self.0 }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.simple())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(self, f) }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> { parse($prefix, text).map(Self) }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.collect_str(self) }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(d)?;
                parse($prefix, &text).map(Self).map_err(D::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> { stringify!($name).into() }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": concat!("^", $prefix, "_[0-9a-f]{32}$") })
            }
        }
    )*};
}

ids! {
    /// An organization: the provider itself, a practice, a clinic, a hospital, a subcontractor.
    OrgId "org";
    /// A site of an organization, with a time zone.
    LocationId "loc";
    /// A department at a location, with a care area.
    DepartmentId "dep";
    /// A person who can sign in.
    PersonId "per";
    /// A session of somebody who signed in.
    SessionId "ses";
    /// A token with which a program calls the API.
    TokenId "tok";
    /// A passkey of a person.
    PasskeyId "pky";
    /// A certification that a person holds.
    CertificationId "cer";
    /// A use of emergency access.
    EmergencyId "emg";
    /// A business associate agreement, or what stands in its place.
    AgreementId "agr";
    /// An asset: a workstation, a server, a printer, a medical device.
    AssetId "ast";
    /// An import of a list.
    ImportId "imp";
    /// A ticket at the desk.
    TicketId "tkt";
    /// A running promise on a ticket.
    PromiseId "prm";
    /// An entry of the ledger.
    EntryId "ent";
    /// A message that waits in the outbox.
    MessageId "msg";
    /// A subscription of a program to facts.
    WebhookId "whk";
    /// A file on a ticket.
    AttachmentId "att";
    /// An article of the knowledge base.
    ArticleId "art";
    /// A text that is used again and again on tickets.
    TemplateId "tpl";
    /// A view of the list of tickets that somebody kept.
    ViewId "viw";
    /// A service contract.
    ContractId "con";
    /// Time that somebody spent on a ticket.
    TimeEntryId "tim";
    /// A client's monthly sheet.
    SheetId "sht";
    /// A change that is planned, approved and carried out.
    ChangeId "chg";
    /// A window in which changes are frozen.
    FreezeId "frz";
    /// A device that is repaired, or lent meanwhile.
    RepairId "rep";
    /// A vendor's file.
    VendorId "ven";
    /// A mailbox from which tickets come.
    MailboxId "mbx";
    /// A letter that came in.
    LetterId "let";
    /// An identity provider of an organization.
    IdentityProviderId "idp";
    /// A rota: who is on call, and when.
    RotaId "rta";
    /// An override of a rota.
    OverrideId "ovr";
    /// A swap of turns that somebody asked for.
    SwapId "swp";
    /// A calendar feed of a rota.
    FeedId "fed";
    /// A policy of escalation.
    EscalationPolicyId "pol";
    /// An escalation that runs on a ticket.
    EscalationId "esc";
    /// A gateway for short messages.
    GatewayId "gtw";
    /// A security incident.
    IncidentId "inc";
    /// A task of an incident.
    IncidentTaskId "itk";
    /// An order to isolate a system.
    IsolationId "iso";
    /// A piece of evidence.
    EvidenceId "evd";
    /// An advisory about a threat.
    AdvisoryId "adv";
    /// What may be a breach of PHI.
    BreachId "brc";
    /// Something that is down, or will be.
    DowntimeId "dwn";
    /// What a department does while something is down.
    ProcedureId "prc";
    /// A paper form for a downtime.
    FormId "frm";
    /// Numbers of a form that were handed out together.
    NumbersId "num";
    /// A drill of a downtime.
    DrillId "drl";
    /// A workstation that is there for a downtime.
    StationId "stn";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_stands_in_the_text() {
        let id = TicketId::new(Moment::from_micros(1_700_000_000_000_000), [7; 10]);
        assert_eq!(id.to_string().parse::<TicketId>().unwrap(), id);
        assert!(id.to_string().parse::<PersonId>().is_err());
        assert!("tkt_".parse::<TicketId>().is_err());
        assert!("tkt_{0190}".parse::<TicketId>().is_err());
    }

    #[test]
    fn later_ids_sort_later() {
        let early = TicketId::new(Moment::from_micros(1_700_000_000_000_000), [255; 10]);
        let late = TicketId::new(Moment::from_micros(1_700_000_000_001_000), [0; 10]);
        assert!(early < late && early.to_string() < late.to_string());
    }
}
