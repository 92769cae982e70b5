//! Lists of tickets, narrowed and in order. What is open is a small part of all there is and is read
//! whole; what was resolved is walked along an index from the newest on, never further than a window, so
//! that a page costs the same however many tickets there are. Nothing is ever counted beyond a thousand.

use super::lists::{END, all, word};
use super::tickets::Ticket;
use crate::filter::{DueWithin, Sort, days_before};
use crate::questions::Tickets;
use crate::words::View;
use kernel::{Moment, OrgId, PersonId, TicketId};
use store::{Look, Sql, Value};

/// The conditions that can be put together. Each parameter stands first beside its column, so that
/// PostgreSQL knows its kind.
macro_rules! narrowed {
    () => {
        "(org = :at_org or :at_org = '') and (state = :state or :state = '')
           and (priority = :priority or :priority = 0) and (kind = :kind or :kind = '')
           and (nature = :nature or :nature = '') and (tier = :tier or :tier = 0)
           and (coalesce(care_area_set, care_area) = :care_area or :care_area = '')
           and (location = :location or :location = '') and (asset = :asset or :asset = '')
           and (assignee = :assignee or :assignee = '') and (:anyone or assignee is null)
           and (reporter = :reporter or :reporter = '')
           and (waiting_for = :waiting_for or :waiting_for = '') and (standing_lost or not :lost)
           and (due_at < :due_before or :due <> 'due') and (due_at is null or :due <> 'nothing')
           and opened_at >= :opened_from and opened_at < :opened_before
           and ' ' || tags || ' ' like :tagged"
    };
}

/// Within reach, in words that no engine takes for an invitation to begin there: the order of the list
/// comes first.
macro_rules! within {
    () => {
        "(org in (select org from reach where person = :who)) is true"
    };
}

macro_rules! statements {
    ($($(#[$doc:meta])* $id:ident $name:literal $($text:expr),+;)*) => {
        $($(#[$doc])* const $id: Sql =
            Sql { name: $name, text: concat!($($text),+), postgres: None, house: false };)*
        pub const STATEMENTS: &[&Sql] = &[$(&$id),*];
    };
}

statements! {
    OPEN_NEWEST "desk.open-newest"
        "select * from tickets where resolved_at is null and ", within!(), " and ", narrowed!(),
        " and id < :after order by id desc limit :most";
    OPEN_SORTED "desk.open-sorted"
        "select * from (select t.*,
           case :sort when 'oldest' then opened_at when 'changed' then -last_at
             when 'priority' then priority * 2 + case when patient_affected then 0 else 1 end
             else coalesce(due_at, 9223372036854775807) end as first_key,
           case :sort when 'priority' then coalesce(due_at, 9223372036854775807) else 0 end as second_key
           from tickets t where resolved_at is null and ", within!(), " and ", narrowed!(), ") s
         where (first_key, second_key, id) > (:first_key, :second_key, :after)
         order by first_key, second_key, id limit :most";
    OPEN_COUNT "desk.open-count"
        "select count(*) as n from (select 1 as one from tickets where resolved_at is null and ",
        within!(), " and ", narrowed!(), " limit 1001) c";
    BACK_WIDE "desk.back-within-reach"
        "select * from (select * from tickets where ", within!(), " and id < :after
           order by id desc limit :window) t
         where (resolved_at is not null or not :resolved) and ", narrowed!(), " order by id desc limit :most";
    BACK_ORG "desk.back-at-organization"
        "select * from (select * from tickets where org = :drive and ", within!(), " and id < :after
           order by id desc limit :window) t
         where (resolved_at is not null or not :resolved) and ", narrowed!(), " order by id desc limit :most";
    BACK_PERSON "desk.back-of-assignee"
        "select * from (select * from tickets where assignee = :drive and ", within!(), " and id < :after
           order by id desc limit :window) t
         where (resolved_at is not null or not :resolved) and ", narrowed!(), " order by id desc limit :most";
    BACK_REPORTER "desk.back-of-reporter"
        "select * from (select * from tickets where reporter = :drive and ", within!(), " and id < :after
           order by id desc limit :window) t
         where (resolved_at is not null or not :resolved) and ", narrowed!(), " order by id desc limit :most";
    EDGE_WIDE "desk.edge-within-reach"
        "select id from tickets where ", within!(), " and id < :after order by id desc limit 1 offset :window";
    EDGE_ORG "desk.edge-at-organization"
        "select id from tickets where org = :drive and ", within!(), " and id < :after
         order by id desc limit 1 offset :window";
    EDGE_PERSON "desk.edge-of-assignee"
        "select id from tickets where assignee = :drive and ", within!(), " and id < :after
         order by id desc limit 1 offset :window";
    EDGE_REPORTER "desk.edge-of-reporter"
        "select id from tickets where reporter = :drive and ", within!(), " and id < :after
         order by id desc limit 1 offset :window";
    FEW "desk.organizations-of-list" "select org from reach where person = :who order by org limit 21";
}

/// How many tickets are looked at for one page of what was resolved.
pub const WINDOW: i64 = 5_000;
/// Whoever sees at most as many organizations has each of them walked by itself.
const FEW_MOST: usize = 20;

/// Where a page begins: the last ticket of the page before, and what it was sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Begin {
    pub after: Option<TicketId>,
    pub first_key: Option<i64>,
    pub second_key: Option<i64>,
}

/// A page that was read.
#[derive(Debug, Default)]
pub struct Read {
    pub tickets: Vec<Ticket>,
    /// How far back was looked, when the window ended before the page was full.
    pub looked_to: Option<TicketId>,
}

/// What a ticket is sorted by.
pub fn keys(ticket: &Ticket, sort: Sort) -> (i64, i64) {
    let due = ticket.due_at.map_or(i64::MAX, Moment::micros);
    match sort {
        Sort::Newest => (0, 0),
        Sort::Oldest => (ticket.opened_at.micros(), 0),
        Sort::Changed => (-ticket.last_at.micros(), 0),
        Sort::Priority => (i64::from(ticket.priority) * 2 + i64::from(!ticket.patient_affected), due),
        Sort::Due => (due, 0),
    }
}

fn given(asked: &Tickets, me: Option<PersonId>, now: Moment) -> Vec<(&'static str, Value)> {
    let view = asked.view.unwrap_or(View::Open);
    let text = |word: Option<&'static str>| Value::from(word.unwrap_or_default());
    let waits = (view == View::Waiting).then_some("waiting");
    let assignee = if view == View::Mine { me } else { asked.assignee };
    let due = asked.due.map(|d| if d == DueWithin::Nothing { "nothing" } else { "due" });
    let before = asked.older_days.map_or(i64::MAX, |d| days_before(now, d).micros());
    vec![
        ("at_org", word(asked.org).into()),
        ("state", text(waits.or(asked.state.map(|s| s.word())))),
        ("priority", i64::from(asked.priority.unwrap_or(0)).into()),
        ("kind", text(asked.kind.map(|k| k.word()))),
        ("nature", text(asked.nature.map(|n| n.word()))),
        ("tier", i64::from(asked.tier.unwrap_or(0)).into()),
        ("care_area", text(asked.care_area.map(|c| c.word()))),
        ("location", word(asked.location).into()),
        ("asset", word(asked.asset).into()),
        ("assignee", word(assignee).into()),
        ("reporter", word(asked.reporter).into()),
        ("anyone", (view != View::Unassigned).into()),
        ("waiting_for", text(asked.waiting_for.map(|w| w.word()))),
        ("lost", (asked.standing_lost == Some(true)).into()),
        ("due", text(due)),
        ("due_before", asked.due.map_or(now, |d| d.until(now)).into()),
        ("opened_from", asked.newer_days.map_or(0, |d| days_before(now, d).micros()).into()),
        ("opened_before", before.into()),
        // A tag holds no sign that means something to `like`.
        ("tagged", asked.tag.as_deref().map_or("%".to_owned(), |tag| format!("% {tag} %")).into()),
    ]
}

fn before(from: Begin) -> String {
    from.after.map_or_else(|| END.to_owned(), |id| id.to_string())
}

/// One page of what is open, in the order that was asked.
///
/// # Errors
/// A fault of the store.
pub fn open_page(
    look: &mut Look,
    asked: &Tickets,
    from: Begin,
    me: Option<PersonId>,
    most: u32,
) -> anyhow::Result<Read> {
    let mut bound = given(asked, me, look.now());
    bound.push(("most", most.into()));
    let sort = asked.sort.unwrap_or(Sort::Newest);
    let rows = if sort == Sort::Newest {
        bound.push(("after", before(from).into()));
        look.rows(&OPEN_NEWEST, &bound)?
    } else {
        bound.push(("sort", sort.word().into()));
        bound.push(("first_key", from.first_key.unwrap_or(i64::MIN).into()));
        bound.push(("second_key", from.second_key.unwrap_or(i64::MIN).into()));
        bound.push(("after", word(from.after).into()));
        look.rows(&OPEN_SORTED, &bound)?
    };
    Ok(Read { tickets: all(&rows)?, looked_to: None })
}

/// How many open tickets are asked for, counted to 1 000 (1 001 says that there are more).
///
/// # Errors
/// A fault of the store.
pub fn open_count(look: &mut Look, asked: &Tickets, me: Option<PersonId>) -> anyhow::Result<i64> {
    let bound = given(asked, me, look.now());
    look.row(&OPEN_COUNT, &bound)?.map_or(Ok(0), |row| row.get("n"))
}

/// One walk back along an index.
struct Walk {
    page: &'static Sql,
    edge: &'static Sql,
    drive: Option<String>,
}

impl Walk {
    fn at(org: OrgId) -> Self {
        Self { page: &BACK_ORG, edge: &EDGE_ORG, drive: Some(org.to_string()) }
    }
}

fn walks(look: &mut Look, asked: &Tickets, me: Option<PersonId>) -> anyhow::Result<Vec<Walk>> {
    let assignee = if asked.view == Some(View::Mine) { me } else { asked.assignee };
    if let Some(person) = asked.reporter {
        return Ok(vec![Walk {
            page: &BACK_REPORTER,
            edge: &EDGE_REPORTER,
            drive: Some(person.to_string()),
        }]);
    }
    if let Some(person) = assignee {
        return Ok(vec![Walk { page: &BACK_PERSON, edge: &EDGE_PERSON, drive: Some(person.to_string()) }]);
    }
    if let Some(org) = asked.org {
        return Ok(vec![Walk::at(org)]);
    }
    let few: Vec<OrgId> =
        look.rows(&FEW, &[])?.iter().map(|row| row.get("org")).collect::<anyhow::Result<_>>()?;
    if few.len() <= FEW_MOST {
        return Ok(few.into_iter().map(Walk::at).collect());
    }
    Ok(vec![Walk { page: &BACK_WIDE, edge: &EDGE_WIDE, drive: None }])
}

/// One page of what was resolved, or of everything, the newest first.
///
/// # Errors
/// A fault of the store.
pub fn back_page(
    look: &mut Look,
    asked: &Tickets,
    from: Begin,
    me: Option<PersonId>,
    most: u32,
) -> anyhow::Result<Read> {
    let wanted = usize::try_from(most)?;
    let (mut tickets, mut floor) = (Vec::new(), None::<TicketId>);
    for walk in walks(look, asked, me)? {
        let mut bound = given(asked, me, look.now());
        bound.extend(walk.drive.iter().map(|d| ("drive", Value::from(d))));
        bound.push(("after", before(from).into()));
        bound.push(("resolved", (asked.view == Some(View::Resolved)).into()));
        bound.push(("window", WINDOW.into()));
        bound.push(("most", most.into()));
        let found = all(&look.rows(walk.page, &bound)?)?;
        if found.len() < wanted {
            let mut at = vec![("after", Value::from(before(from))), ("window", Value::from(WINDOW - 1))];
            at.extend(walk.drive.iter().map(|d| ("drive", Value::from(d))));
            let edge: Option<TicketId> = look.row(walk.edge, &at)?.map(|row| row.get("id")).transpose()?;
            floor = floor.max(edge);
        }
        tickets.extend(found);
    }
    tickets.sort_by_key(|t| std::cmp::Reverse(t.id));
    // Behind the floor some walk has not looked yet, so what another found there is for the next page.
    tickets.retain(|t| floor.is_none_or(|floor| t.id >= floor));
    let looked_to = floor.filter(|_| tickets.len() < wanted);
    tickets.truncate(wanted);
    Ok(Read { tickets, looked_to })
}
