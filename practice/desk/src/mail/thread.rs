//! What a letter of ours about a ticket carries so that an answer finds back: a signed reference to the ticket and its
//! recipient, in the letter's own name, in the address to which an answer goes and in a line of its text.

use super::records;
use kernel::{Id, OrgId, PersonId, TicketId};
use store::Look;
use wire::mail::{Reference, SIGNATURE_BYTES};

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// The reference: 46 letters.
    pub reference: String,
    /// Where an answer goes, when a mailbox takes letters in for the organization.
    pub answers_to: Option<String>,
}

impl Thread {
    /// The line of the text that brings an answer back even through a relay that rewrites heads.
    pub fn line(&self) -> String {
        match &self.answers_to {
            Some(_) => format!("You may answer this letter. Leave this line in it: [{}]\n", self.reference),
            None => String::new(),
        }
    }
}

/// What a letter about the ticket to this person carries; answers go to a mailbox of the organization or of whoever
/// serves it. For the house.
///
/// # Errors
/// A fault of the store; when the organization's key was destroyed.
pub fn thread(
    look: &mut Look,
    org: OrgId,
    provider: Option<OrgId>,
    ticket: TicketId,
    person: PersonId,
) -> anyhow::Result<Thread> {
    let signature = signature(look, org, ticket, person)?;
    let reference = Reference { thing: *ticket.uuid().as_bytes(), signature }.text();
    let answers_to =
        records::answers_go_to(look, org, provider)?.map(|(address, plus)| match address.split_once('@') {
            // The part before the @ has at most 64 letters (RFC 5321, 4.5.3.1.1).
            Some((local, host)) if plus && local.len() + 1 + reference.len() <= 64 => {
                format!("{local}+{reference}@{host}")
            }
            _ => address,
        });
    Ok(Thread { reference, answers_to })
}

fn signature(
    look: &mut Look,
    org: OrgId,
    ticket: TicketId,
    person: PersonId,
) -> anyhow::Result<[u8; SIGNATURE_BYTES]> {
    let commitment = look.commitment(Some(org), &format!("letter reference/{ticket}/{person}"))?;
    let digits = commitment.strip_prefix("hmac-sha256:").unwrap_or_default();
    let mut signature = [0; SIGNATURE_BYTES];
    let digits = digits.get(..SIGNATURE_BYTES * 2).unwrap_or_default();
    hex::decode_to_slice(digits, &mut signature).map_err(|_| anyhow::anyhow!("a commitment is no digest"))?;
    Ok(signature)
}

/// Whether the reference was made for this ticket and one of these people.
pub(super) fn is_ours(
    look: &mut Look,
    org: OrgId,
    reference: &Reference,
    people: &[PersonId],
) -> anyhow::Result<bool> {
    let ticket = ticket_of(reference);
    for person in people {
        // Eighty bits that nobody can try often: a comparison in constant time would guard nothing.
        if signature(look, org, ticket, *person)? == reference.signature {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(super) fn ticket_of(reference: &Reference) -> TicketId {
    let text = format!("{}_{}", TicketId::PREFIX, hex::encode(reference.thing));
    text.parse().expect("sixteen bytes in hexadecimal are an id")
}
