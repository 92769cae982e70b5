//! Live pages: after every commit, of whichever server, each open page that may see the thing is told that it changed,
//! and fetches itself again for its own viewer. Nothing of an entry is sent: only that there is something new.

use super::{App, visitor::Visitor};
use axum::{
    extract::State,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream;
use kernel::OrgId;
use office::Office;
use serde_json::{Value, json};
use std::{collections::HashSet, convert::Infallible, time::Duration};
use tokio::sync::broadcast;

/// What happened, as far as a stream needs to know it.
#[derive(Debug, Clone)]
pub struct Happened {
    pub org: Option<OrgId>,
    pub facts: Vec<String>,
}

/// See the module.
#[derive(Clone)]
pub struct Live(broadcast::Sender<Happened>);

impl Live {
    pub fn new(office: &Office) -> Self {
        let (sender, _) = broadcast::channel(1024);
        let live = Self(sender);
        let told = live.clone();
        office.store().on_announce(move |text| told.tell(text));
        live
    }

    fn tell(&self, text: &str) {
        let Ok(value) = serde_json::from_str::<Value>(text) else { return };
        let org = value.get("org").and_then(Value::as_str).and_then(|t| t.parse().ok());
        let facts = value.get("facts").and_then(Value::as_array).into_iter().flatten();
        let facts = facts.filter_map(|f| f.as_str().map(str::to_owned)).collect();
        // Nobody listens: that is no error.
        let _ = self.0.send(Happened { org, facts });
    }

    pub fn listen(&self) -> broadcast::Receiver<Happened> {
        self.0.subscribe()
    }
}

struct Stream {
    app: App,
    visitor: Visitor,
    heard: broadcast::Receiver<Happened>,
    reach: HashSet<OrgId>,
    ended: bool,
}

/// `GET /live`
pub async fn stream(State(app): State<App>, visitor: Visitor) -> Response {
    if visitor.who.person().is_none() {
        return axum::http::StatusCode::UNAUTHORIZED.into_response();
    }
    let heard = app.live.listen();
    let mut stream = Stream { app, visitor, heard, reach: HashSet::new(), ended: false };
    if stream.look_again().await.is_none() {
        return axum::http::StatusCode::UNAUTHORIZED.into_response();
    }
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
                // Several commits of one moment are one event.
                tokio::time::sleep(Duration::from_millis(150)).await;
                while self.heard.try_recv().is_ok() {}
                return self.event("again");
            }
            return self.event("beat");
        }
    }

    fn concerns(&self, happened: &Happened) -> bool {
        happened.org.is_some_and(|org| self.reach.contains(&org))
    }
}
