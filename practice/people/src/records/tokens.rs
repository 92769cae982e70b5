//! Tokens with which programs call the API.

use anyhow::Result;
use kernel::{Duties, Duty, Moment, OrgId, PersonId, TokenId};
use store::{Look, Row, Work, params, sql};

sql! {
    MAKE "people.make-token"
        "insert into tokens (id, org, person, name, digest, duties, orgs, second_factor, made_at, until)
         values (:id, :org, :person, :name, :digest, :duties, :orgs, :second_factor, :now, :until)";
    EMPLOY "people.employ-token" "insert into employers (caller, org) values (:caller, :org)";
    REACH "people.limit-token"
        "insert into token_reach (token, org, person) values (:token, :reached, :person)";
    IN_REACH "people.org-in-reach" "select org from reach where person = :who and org = :asked";
    END "people.end-token"
        "update tokens set ended_at = :now
         where id = :id and person = :person and org = :org and ended_at is null";
    END_ALL "people.end-tokens-of"
        "update tokens set ended_at = :now where person = :person and org = :org and ended_at is null";
    DISMISS "people.dismiss-token" "delete from employers where caller = :caller";
    UNREACH "people.unlimit-token" "delete from token_reach where token = :token";
    LIST "people.tokens"
        "select id, name, duties, orgs, second_factor, made_at, until from tokens
         where person = :person and org = :org and ended_at is null order by made_at desc, id limit 200";
    OWN "people.own-token"
        "select duties, second_factor from tokens
         where id = :id and org in (select org from reach where person = :who)";
    house LIVE "people.live-token"
        "select person, duties, orgs, second_factor from tokens
         where id = :id and ended_at is null and until > :now";
    house BY_DIGEST "people.token-by-digest"
        "select id, person from tokens where digest = :digest and ended_at is null and until > :now";
}

/// A token that is made or listed.
pub(crate) struct Kept {
    pub id: TokenId,
    pub name: String,
    pub duties: Duties,
    /// Nothing for everything that its person reaches.
    pub orgs: Option<Vec<OrgId>>,
    pub second_factor: bool,
    pub made_at: Moment,
    pub until: Moment,
}

/// What a token that counts may do.
pub(crate) struct Live {
    pub person: PersonId,
    pub duties: Duties,
    pub orgs: Option<Vec<OrgId>>,
    pub second_factor: bool,
}

fn duties(row: &Row) -> Result<Duties> {
    let words: String = row.get("duties")?;
    Ok(words.split(',').filter_map(Duty::from_word).fold(Duties::NONE, Duties::and))
}

fn orgs(row: &Row) -> Result<Option<Vec<OrgId>>> {
    let words: Option<String> = row.get("orgs")?;
    Ok(words.map(|w| w.split(',').filter_map(|o| o.parse().ok()).collect()))
}

pub(crate) fn make(work: &mut Work, person: PersonId, token: &Kept, digest: Vec<u8>) -> Result<()> {
    let words: Vec<&str> = token.duties.list().into_iter().map(Duty::word).collect();
    let limited =
        token.orgs.as_ref().map(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
    work.run(
        &MAKE,
        params! { "id": token.id, "person": person, "name": token.name.as_str(), "digest": digest,
        "duties": words.join(","), "orgs": limited, "second_factor": token.second_factor,
        "until": token.until },
    )?;
    match &token.orgs {
        None => drop(work.run(&EMPLOY, params! { "caller": token.id })?),
        Some(all) => {
            for org in all {
                work.run(&REACH, params! { "token": token.id, "reached": org, "person": person })?;
            }
        }
    }
    Ok(())
}

pub(crate) fn in_reach(look: &mut Look, org: OrgId) -> Result<bool> {
    Ok(!look.rows(&IN_REACH, params! { "asked": org })?.is_empty())
}

fn unlink(work: &mut Work, id: TokenId) -> Result<()> {
    work.run(&DISMISS, params! { "caller": id })?;
    work.run(&UNREACH, params! { "token": id }).map(drop)
}

pub(crate) fn end(work: &mut Work, person: PersonId, id: TokenId) -> Result<bool> {
    let ended = work.run(&END, params! { "id": id, "person": person })? == 1;
    if ended {
        unlink(work, id)?;
    }
    Ok(ended)
}

/// Ends all tokens of a person of the bound organization.
pub(crate) fn end_all(work: &mut Work, person: PersonId) -> Result<u64> {
    for token in list(work, person)? {
        unlink(work, token.id)?;
    }
    work.run(&END_ALL, params! { "person": person })
}

pub(crate) fn list(look: &mut Look, person: PersonId) -> Result<Vec<Kept>> {
    let read = |r: &Row| {
        Ok(Kept {
            id: r.get("id")?,
            name: r.get("name")?,
            duties: duties(r)?,
            orgs: orgs(r)?,
            second_factor: r.get("second_factor")?,
            made_at: r.get("made_at")?,
            until: r.get("until")?,
        })
    };
    look.rows(&LIST, params! { "person": person })?.iter().map(read).collect()
}

/// Duties and second factor of the calling token.
pub(crate) fn own(look: &mut Look, id: TokenId) -> Result<(Duties, bool)> {
    let row = look.row(&OWN, params! { "id": id })?;
    row.map_or(Ok((Duties::NONE, false)), |r| Ok((duties(&r)?, r.get("second_factor")?)))
}

/// Only as the house.
pub(crate) fn live(look: &mut Look, id: TokenId) -> Result<Option<Live>> {
    let row = look.row(&LIVE, params! { "id": id })?;
    let read = |r: Row| {
        Ok(Live {
            person: r.get("person")?,
            duties: duties(&r)?,
            orgs: orgs(&r)?,
            second_factor: r.get("second_factor")?,
        })
    };
    row.map(read).transpose()
}

/// Only as the house.
pub(crate) fn by_digest(look: &mut Look, digest: Vec<u8>) -> Result<Option<(TokenId, PersonId)>> {
    let row = look.row(&BY_DIGEST, params! { "digest": digest })?;
    row.map(|r| Ok((r.get("id")?, r.get("person")?))).transpose()
}
