//! The agreements of the year, signed and renewed by orders of both sides, and as the auditor writes them
//! down.

use crate::auditor::{Paper, hours};
use crate::door::Door;
use crate::town::{PRACTICE, PROVIDER, Person, SITES, SUBCONTRACTOR, Town, name};
use agreements::{DraftAgreement, EngageSubcontractor, SendAgreement, SignForAssociate, SignForClient};
use anyhow::{Context, Result};
use jiff::civil::Date;
use kernel::{OrgId, Role};

/// The zone in which a client's days begin and end: that of its first place.
pub fn zone_of(client: usize) -> hours::Zone {
    SITES.iter().find(|s| s.org == client).map_or(hours::Zone::Central, |s| s.opening.zone)
}

/// Who signs for a client.
fn signer(town: &Town, client: usize) -> Result<Person> {
    let role = if client == PRACTICE { Role::PracticeOwner } else { Role::ComplianceOfficer };
    Ok(town.first(client, role).context("somebody signs for the client")?.clone())
}

/// An agreement between a client and the provider, or the renewal of one, from a first day to a last; signed
/// by both.
///
/// # Errors
/// A fault of the house, a refusal, a finding of the auditor.
pub fn sign(
    door: &mut Door,
    town: &Town,
    client: usize,
    renews: Option<&str>,
    (from, last): (Date, Date),
) -> Result<()> {
    let by = town.people[0].who();
    let (org, provider) = (town.orgs[client], town.orgs[PROVIDER]);
    let agreement = match renews {
        Some(old) => {
            let agreement = old.parse().ok().context("an agreement's id")?;
            let order = agreements::RenewAgreement { agreement, effective_on: from, ends_on: Some(last) };
            door.must(&by, None, order)?.agreement
        }
        None => {
            let draft = DraftAgreement {
                client: org,
                associate: provider,
                upstream: None,
                title: None,
                effective_on: from,
                ends_on: Some(last),
                terms: law::agreement_terms().iter().map(|t| t.id.clone()).collect(),
            };
            door.must(&by, None, draft)?.agreement
        }
    };
    door.must(&by, None, SendAgreement { agreement })?;
    let signer = signer(town, client)?;
    let (name, title) = (name(1), "Officer".to_owned());
    door.must(&signer.who(), None, SignForClient { agreement, name: name.clone(), title: title.clone() })?;
    let paper = paper(&agreement.to_string(), (org, provider), client, (from, last), door.now());
    let order = SignForAssociate { agreement, name, title };
    door.give(&by, None, order, |auditor, _, _| auditor.books.signed(paper))?
        .context("the associate signs")?;
    Ok(())
}

/// The agreement as the auditor writes it down: from the client's first midnight to the one after the last
/// day.
fn paper(id: &str, parties: (OrgId, OrgId), client: usize, (from, last): (Date, Date), now: i64) -> Paper {
    let zone = zone_of(client);
    let after = last.tomorrow().expect("a day of these centuries");
    let (from, until) = (zone.midnight(from), zone.midnight(after));
    Paper {
        id: id.to_owned(),
        client: parties.0,
        associate: parties.1,
        from,
        until,
        signed: now,
        ahead: now < from,
        under: None,
        carried_on: false,
        noted: Vec::new(),
    }
}

/// The agreement below the practice's, and the engagement that rests on it: whoever it lets in has standing
/// as long as both are in force.
///
/// # Errors
/// As [`sign`].
pub fn engage(door: &mut Door, town: &Town, partner: usize, first: Date) -> Result<()> {
    let (owner, partner) = (town.people[0].who(), town.people[partner].who());
    let (client, associate) = (town.orgs[PRACTICE], town.orgs[SUBCONTRACTOR]);
    let upstream = door.auditor.books.papers.iter().find(|p| p.client == client).map(|p| p.id.clone());
    let last = first.checked_add(jiff::Span::new().days(500))?;
    let draft = DraftAgreement {
        client,
        associate,
        upstream: upstream.and_then(|id| id.parse().ok()),
        title: None,
        effective_on: first.checked_sub(jiff::Span::new().days(5))?,
        ends_on: Some(last),
        terms: law::agreement_terms().iter().map(|t| t.id.clone()).collect(),
    };
    let effective_on = draft.effective_on;
    let agreement = door.must(&owner, None, draft)?.agreement;
    door.must(&owner, None, SendAgreement { agreement })?;
    let (name, title) = (name(2), "Partner".to_owned());
    door.must(&owner, None, SignForClient { agreement, name: name.clone(), title: title.clone() })?;
    door.must(&owner, None, EngageSubcontractor::open(agreement))?;
    let paper =
        paper(&agreement.to_string(), (client, associate), PRACTICE, (effective_on, last), door.now());
    let paper = Paper { under: Some(town.orgs[PROVIDER]), ..paper };
    let order = SignForAssociate { agreement, name, title };
    door.give(&partner, None, order, |auditor, _, _| auditor.books.signed(paper))?
        .context("the partner signs")?;
    Ok(())
}
