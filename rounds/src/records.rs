//! All SQL of the rounds: who may do which work for the next seconds, what waits in the outbox and what
//! became of it, and who at an organization keeps checkpoints. These are the house's own statements, apart
//! from the officers' list.

use kernel::{Duty, Moment, OrgId, Role};
use store::{Look, Row, Work, params, sql};

sql! {
    house TAKE "rounds.take-lease"
        "insert into leases (round, holder, until) values (:round, :holder, :until)
         on conflict (round) do update set holder = excluded.holder, until = excluded.until
         where leases.holder = excluded.holder or leases.until <= :now";
    house GIVE_BACK "rounds.give-back-leases" "delete from leases where holder = :holder";
    house CLAIM "rounds.claim-message"
        "update outbox set tries = tries + 1, due_at = :until
         where id = :id and tries = :tries and sent_at is null and gave_up_at is null";
    house SENT "rounds.message-sent"
        "update outbox set sent_at = :now, problem = null where id = :id and sent_at is null";
    house FAILED "rounds.message-failed"
        "update outbox set due_at = :due_at, gave_up_at = :gave_up_at, problem = :problem
         where id = :id and sent_at is null";
    house HOOK "rounds.webhook" "select org, address, secret_sealed, ended_at from webhooks where id = :id";
    house UNTOLD "rounds.organizations-without-checkpoint"
        "select o.org from organizations o where not exists
           (select 1 from leases l where l.round = 'checkpoint/' || o.org and l.until > :now)
         order by o.org limit 100";
    house TOLD "rounds.checkpoint-was-sent"
        "insert into leases (round, holder, until) values (:round, 'sent', :until)
         on conflict (round) do update set until = excluded.until";
    OFFICERS "rounds.officers"
        "select email, roles from people where org = :org and state = 'active' order by id limit 10000";
}

/// Takes the lease of a round, or takes it again; false while somebody else holds it.
pub(crate) fn take(work: &mut Work, round: &str, holder: &str, until: Moment) -> anyhow::Result<bool> {
    Ok(work.run(&TAKE, params! { "round": round, "holder": holder, "until": until })? == 1)
}

/// Gives back everything that this server holds, so that another one need not wait.
pub(crate) fn give_back(work: &mut Work, holder: &str) -> anyhow::Result<u64> {
    work.run(&GIVE_BACK, params! { "holder": holder })
}

/// Claims a message for one try. False when somebody else was faster.
pub(crate) fn claim(work: &mut Work, message: &office::Waiting, until: Moment) -> anyhow::Result<bool> {
    let claimed = work.run(&CLAIM, params! { "id": message.id, "tries": message.tries, "until": until })?;
    Ok(claimed == 1)
}

/// The message has left.
pub(crate) fn sent(work: &mut Work, message: &office::Waiting) -> anyhow::Result<()> {
    work.run(&SENT, params! { "id": message.id })?;
    Ok(())
}

/// The message could not be delivered; `due_at` is the next try, `gave_up_at` the end of trying.
pub(crate) fn failed(
    work: &mut Work,
    message: &office::Waiting,
    due_at: Moment,
    gave_up_at: Option<Moment>,
    problem: &str,
) -> anyhow::Result<()> {
    let row = params! { "id": message.id, "due_at": due_at, "gave_up_at": gave_up_at, "problem": problem };
    work.run(&FAILED, row)?;
    Ok(())
}

/// A webhook as it is kept, its secret still sealed.
pub(crate) struct Hook {
    pub org: OrgId,
    pub address: String,
    pub secret: Vec<u8>,
    pub ended: bool,
}

pub(crate) fn hook(look: &mut Look, id: &str) -> anyhow::Result<Option<Hook>> {
    let read = |row: Row| -> anyhow::Result<Hook> {
        Ok(Hook {
            org: row.get("org")?,
            address: row.get("address")?,
            secret: row.get("secret_sealed")?,
            ended: row.get::<Option<Moment>>("ended_at")?.is_some(),
        })
    };
    look.row(&HOOK, params! { "id": id })?.map(read).transpose()
}

/// Organizations whose officers were sent no checkpoint for a day.
pub(crate) fn untold(look: &mut Look) -> anyhow::Result<Vec<OrgId>> {
    look.rows(&UNTOLD, &[])?.iter().map(|row| row.get("org")).collect()
}

/// The organization's officers have the checkpoint; the next one is due at `until`.
pub(crate) fn told(work: &mut Work, org: OrgId, until: Moment) -> anyhow::Result<()> {
    work.run(&TOLD, params! { "round": format!("checkpoint/{org}"), "until": until })?;
    Ok(())
}

/// The addresses of those at the transaction's organization who may read the ledger.
pub(crate) fn officers(look: &mut Look) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    for row in look.rows(&OFFICERS, &[])? {
        let roles: String = row.get("roles")?;
        let mut roles = roles.split(',').filter_map(Role::from_word);
        if roles.any(|role| role.duties().has(Duty::ReadLedger)) {
            found.push(row.get("email")?);
        }
    }
    Ok(found)
}
