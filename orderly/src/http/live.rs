//! Live pages: after every commit, of whichever server, each open page that may see the thing is told that it changed,
//! and fetches itself again for its own viewer. Nothing of an entry is sent: only that there is something new. The page
//! of a ticket also says through it that it is open, and hears who else comes and goes.

use super::{
    App,
    presence::{self, Presence, Seat},
    visitor::Visitor,
};
use axum::{
    extract::{Query, State},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use desk::OneTicket;
use futures_util::stream;
use kernel::{Moment, OrgId, PersonId, TicketId};
use office::{Ground, Office, Question};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{
    collections::HashSet,
    convert::Infallible,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};
use tokio::sync::broadcast;

/// What happened, as far as a stream needs to know it.
#[derive(Debug, Clone)]
pub struct Happened {
    pub org: Option<OrgId>,
    pub facts: Vec<String>,
    /// Somebody came to this ticket's page or left it; nothing else happened.
    pub here: Option<TicketId>,
}

/// See the module.
#[derive(Clone)]
pub struct Live {
    told: broadcast::Sender<Happened>,
    present: Presence,
}

impl Live {
    pub fn new(office: &Office) -> Self {
        let (told, _) = broadcast::channel(1024);
        let live = Self { told, present: Presence::default() };
        let hears = live.clone();
        office.store().on_announce(move |text| hears.tell(text));
        live
    }

    fn tell(&self, text: &str) {
        let Ok(value) = serde_json::from_str::<Value>(text) else { return };
        if let Some(here) = value.get("here") {
            if let Some(here) = self.present.heard(here) {
                let _ = self.told.send(Happened { org: None, facts: Vec::new(), here: Some(here) });
            }
            return;
        }
        let org = value.get("org").and_then(Value::as_str).and_then(|t| t.parse().ok());
        let facts = value.get("facts").and_then(Value::as_array).into_iter().flatten();
        let facts = facts.filter_map(|f| f.as_str().map(str::to_owned)).collect();
        // Nobody listens: that is no error.
        let _ = self.told.send(Happened { org, facts, here: None });
    }

    pub fn listen(&self) -> broadcast::Receiver<Happened> {
        self.told.subscribe()
    }

    /// Who else has a ticket's page open.
    pub fn others(&self, ticket: TicketId, me: PersonId, now: Moment) -> Vec<PersonId> {
        self.present.others(ticket, me, now)
    }
}

/// Tells the open pages of one moment apart.
static NEXT_PAGE: AtomicU64 = AtomicU64::new(0);

struct Stream {
    app: App,
    visitor: Visitor,
    heard: broadcast::Receiver<Happened>,
    reach: HashSet<OrgId>,
    /// On which ticket's page it is, and who else was there when that was told last.
    seat: Option<Seat>,
    others: Vec<PersonId>,
    ended: bool,
}

/// On which page a stream is.
#[derive(Deserialize)]
pub struct Asked {
    at: Option<String>,
}

/// `GET /live`
pub async fn stream(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    if visitor.who.person().is_none() {
        return axum::http::StatusCode::UNAUTHORIZED.into_response();
    }
    let heard = app.live.listen();
    let (reach, others) = (HashSet::new(), Vec::new());
    let mut stream = Stream { app, visitor, heard, reach, seat: None, others, ended: false };
    if stream.look_again().await.is_none() {
        return axum::http::StatusCode::UNAUTHORIZED.into_response();
    }
    stream.sit_down(asked.at.and_then(|at| at.parse().ok())).await;
    let events = stream::unfold(stream, |mut stream| async move {
        if stream.ended {
            return None;
        }
        let event = stream.next().await;
        Some((Ok::<_, Infallible>(event), stream))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response()
}

impl Stream {
    /// The organizations whose changes this viewer is told of, as the database has them now.
    async fn look_again(&mut self) -> Option<()> {
        self.app.office.badge(&self.visitor.who).await.ok().flatten()?;
        let orgs =
            self.app.office.read(&self.visitor.who, |look| Ok(crate::records::reach(look)?)).await.ok()?;
        self.reach = orgs.into_iter().collect();
        Some(())
    }

    /// Whoever may see the ticket is told to be on its page.
    async fn sit_down(&mut self, ticket: Option<TicketId>) {
        let (Some(ticket), Some(person)) = (ticket, self.visitor.who.person()) else { return };
        let may = self.app.office.may(&self.visitor.who, vec![(OneTicket::ACT, Ground::thing(ticket))]).await;
        if may.is_ok_and(|may| may.first() == Some(&true)) {
            // The moment and a number together are one page of one server.
            let moment = self.app.office.now().micros().unsigned_abs().wrapping_mul(1000);
            let page = moment.wrapping_add(NEXT_PAGE.fetch_add(1, Ordering::Relaxed) % 1000);
            let seat = Seat { ticket, person, page };
            self.others = self.app.live.others(ticket, person, self.app.office.now());
            self.seat = Some(seat);
            presence::tell(&self.app.office, seat, true);
        }
    }

    /// With each beat the page says that it is still open; gives whether others came or went unheard.
    fn still_here(&mut self) -> bool {
        let Some(seat) = self.seat else { return false };
        presence::tell(&self.app.office, seat, true);
        let others = self.app.live.others(seat.ticket, seat.person, self.app.office.now());
        let changed = others != self.others;
        self.others = others;
        changed
    }

    fn event(&self, kind: &str) -> Event {
        let now = self.app.office.now();
        let at = markup::words::local_clock(now.micros(), &self.visitor.zone);
        Event::default().event(kind).data(json!({ "at": at }).to_string())
    }

    async fn next(&mut self) -> Event {
        // A beat comes with the clock and never with other people's work: its time would tell that there is some.
        let beat = tokio::time::Instant::now() + Duration::from_secs(20);
        loop {
            let heard = tokio::time::timeout_at(beat, self.heard.recv()).await;
            let told = match heard {
                Ok(Ok(happened)) if !self.concerns(&happened) => continue,
                // Too much happened at once to tell it singly: the page looks for itself.
                Ok(Ok(_) | Err(broadcast::error::RecvError::Lagged(_))) => true,
                Ok(Err(broadcast::error::RecvError::Closed)) => {
                    self.ended = true;
                    return self.event("beat");
                }
                Err(_) => false,
            };
            // A session that was revoked, or a reach that shrank, takes effect before anything more is told.
            if self.look_again().await.is_none() {
                self.ended = true;
                return self.event("leave");
            }
            if told {
                if let Some(seat) = self.seat {
                    self.others = self.app.live.others(seat.ticket, seat.person, self.app.office.now());
                }
                // Several commits of one moment are one event.
                tokio::time::sleep(Duration::from_millis(150)).await;
                while self.heard.try_recv().is_ok() {}
                return self.event("again");
            }
            let news = self.still_here();
            return self.event(if news { "again" } else { "beat" });
        }
    }

    fn concerns(&self, happened: &Happened) -> bool {
        match happened.here {
            // Only who else is there is news; one's own coming is none.
            Some(ticket) => self.seat.is_some_and(|seat| {
                let now = self.app.office.now();
                seat.ticket == ticket && self.app.live.others(ticket, seat.person, now) != self.others
            }),
            None => happened.org.is_some_and(|org| self.reach.contains(&org)),
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        if let Some(seat) = self.seat {
            presence::tell(&self.app.office, seat, false);
        }
    }
}
