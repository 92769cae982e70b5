//! What stands around every page for whoever looks at it: who they are, where they can go, what was just done, and
//! whether an emergency access is open.

use super::super::{App, reply, visitor::Visitor};
use axum::{
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::{Badge, Duty, Refusal, Status, Stop};
use markup::{
    Crumb, Emergency, Flash, Glyph, Markup, NavItem, PaletteGroup, PaletteItem, RefusalCard, Remedy, Room,
    Shell, Tone, Viewer, html, refusal_card, words,
};
use office::{Act, Ground, Office, Question};

/// The frame of a signed-in visitor, or the response that leads to the entrance.
macro_rules! open {
    ($app:expr, $visitor:expr) => {
        match $crate::http::pages::Frame::open($app, $visitor).await {
            Ok(frame) => frame,
            Err(response) => return response,
        }
    };
}

/// The value, or the response of the refusal.
macro_rules! or_stop {
    ($result:expr) => {
        match $result {
            Ok(value) => value,
            Err(response) => return response,
        }
    };
}

pub(super) use {open, or_stop};

/// A page's own particulars.
#[derive(Default)]
pub struct Page<'a> {
    pub title: &'a str,
    /// The place in the navigation.
    pub current: &'a str,
    /// Whether it follows what happens.
    pub live: bool,
    /// Whose page it is, so that others on it are told of the viewer.
    pub at: Option<kernel::TicketId>,
    /// For the wall: no navigation.
    pub wall: bool,
    /// Three touches, large targets.
    pub portal: bool,
    pub actions: Option<Markup>,
    pub standing: Option<markup::Standing<'a>>,
    /// The way to this page.
    pub crumbs: &'a [Crumb<'a>],
    pub flash: Option<String>,
}

impl<'a> Page<'a> {
    pub fn new(title: &'a str, current: &'a str) -> Self {
        Self { title, current, ..Self::default() }
    }
    pub fn live(self) -> Self {
        Self { live: true, ..self }
    }
    pub fn portal(self) -> Self {
        Self { portal: true, ..self }
    }
}

/// A signed-in visitor with everything the shell needs.
pub struct Frame<'a> {
    pub app: &'a App,
    /// Of one instant where a page is only looked at.
    pub office: Office,
    pub visitor: &'a Visitor,
    pub badge: Badge,
    employer: String,
    emergency_at: Option<String>,
}

impl<'a> Frame<'a> {
    /// For signed-in visitors; others are led to the entrance.
    pub async fn open(app: &'a App, visitor: &'a Visitor) -> Result<Frame<'a>, Response> {
        if visitor.is_locked() {
            return Err(entrance(visitor, "/lock"));
        }
        let looks_only = visitor.wanted.is_some();
        let office = if looks_only { app.office.of_one_instant() } else { app.office.clone() };
        let badge = match office.badge(&visitor.who).await {
            Ok(Some(badge)) => badge,
            Ok(None) => return Err(entrance(visitor, "/sign-in")),
            Err(stop) => return Err(bare_refused(&reply::stop_refusal(stop))),
        };
        let (employer, place) = (badge.employer, badge.emergency.as_ref().map(|e| e.org));
        let house = kernel::Who::House("frame");
        let names = office.read(&house, move |look| {
            let at = place.map(|org| crate::records::name(look, org)).transpose()?.flatten();
            Ok((crate::records::name(look, employer)?.unwrap_or_default(), at))
        });
        match names.await {
            Ok((employer, emergency_at)) => Ok(Frame { app, office, visitor, badge, employer, emergency_at }),
            Err(stop) => Err(bare_refused(&reply::stop_refusal(stop))),
        }
    }

    /// Asks on behalf of the visitor; a refusal becomes the page that helps.
    pub async fn ask<Q: Question>(&self, question: Q) -> Result<Q::Answer, Response> {
        self.office.answer(&self.visitor.who, question).await.map_err(|stop| self.stopped(stop))
    }

    /// Whether the gate would permit each of these.
    pub async fn may(&self, acts: Vec<(Act, Ground)>) -> Result<Vec<bool>, Response> {
        self.office.may(&self.visitor.who, acts).await.map_err(|stop| self.stopped(stop))
    }

    pub fn now_us(&self) -> i64 {
        self.office.now().micros()
    }
    pub fn zone(&self) -> &str {
        &self.visitor.zone
    }
    pub fn has(&self, duty: Duty) -> bool {
        self.badge.duties.has(duty)
    }

    pub fn stopped(&self, stop: Stop) -> Response {
        self.refused(reply::stop_refusal(stop))
    }

    /// The page of a refusal.
    pub fn refused(&self, refusal: Refusal) -> Response {
        self.refused_with(&refusal, html! {})
    }

    /// The same with something below it: the form as it was sent.
    pub fn refused_with(&self, refusal: &Refusal, below: Markup) -> Response {
        let portal = !self.has(Duty::WorkTickets);
        let page = Page { portal, ..Page::new(heading(refusal), "") };
        let mut response = self.page(page, html! { (card(refusal)) (below) });
        *response.status_mut() = StatusCode::from_u16(refusal.status.code()).unwrap_or(StatusCode::FORBIDDEN);
        response
    }

    fn nav(&self) -> Vec<NavItem<'static>> {
        let item = |key, href, label, glyph| NavItem { key, href, label, glyph };
        let all = [
            (Duty::WorkTickets, item("board", "/board", "Board", Glyph::Board)),
            (Duty::WorkTickets, item("day", "/day", "My day", Glyph::Clock)),
            (Duty::WorkTickets, item("tickets", "/tickets", "Tickets", Glyph::Ticket)),
            (Duty::WorkTickets, item("mail", "/mail", "Mail", Glyph::Eye)),
            (Duty::WorkTickets, item("articles", "/articles", "Articles", Glyph::Agreement)),
            (Duty::ReportTrouble, item("report", "/report", "Report", Glyph::Plus)),
            (Duty::ReportTrouble, item("my", "/my", "My requests", Glyph::Home)),
            (Duty::WorkTickets, item("oncall", "/oncall", "On call", Glyph::Clock)),
            (Duty::WorkTickets, item("incidents", "/incidents", "Incidents", Glyph::Eye)),
            (Duty::ReadAgreements, item("breaches", "/breaches", "Breaches", Glyph::Agreement)),
            (Duty::WorkTickets, item("changes", "/changes", "Changes", Glyph::Clock)),
            (Duty::ReportTrouble, item("downtime", "/downtimes/board", "Downtime", Glyph::Warning)),
            (Duty::WorkTickets, item("repairs", "/repairs", "Repairs", Glyph::Asset)),
            (Duty::ReadOrganizations, item("organizations", "/organizations", "Clients", Glyph::Client)),
            (Duty::ReadAssets, item("assets", "/assets", "Assets", Glyph::Asset)),
            (Duty::ReadPeople, item("people", "/people", "People", Glyph::Person)),
            (Duty::ReadLedger, item("ledger", "/ledger", "Ledger", Glyph::Ledger)),
            (Duty::OwnAccount, item("me", "/me", "Me", Glyph::Me)),
        ];
        all.into_iter().filter(|(duty, _)| self.has(*duty)).map(|(_, item)| item).collect()
    }

    /// Orders are data: the palette lists those whose duty the visitor has, then the places.
    pub fn palette(&self) -> Vec<PaletteGroup> {
        let orders = self.office.registry().entries().iter();
        let items = orders
            .filter(|e| e.kind == office::Kind::Order && self.has(e.act.duty) && e.act.duty != Duty::Anybody)
            .filter(|e| super::act::starts_anywhere(e))
            .filter_map(|e| {
                Some(PaletteItem {
                    href: super::act::address(e.act.name)?,
                    label: e.act.says.trim_end_matches('.').to_owned(),
                    hint: area(e.act.name),
                })
            })
            .collect();
        let nav = self.nav();
        let places = nav.iter().map(|n| PaletteItem {
            href: n.href.to_owned(),
            label: n.label.to_owned(),
            hint: String::new(),
        });
        vec![
            PaletteGroup { label: "Go to".to_owned(), items: places.collect() },
            PaletteGroup { label: "Do".to_owned(), items },
        ]
    }

    /// The whole page.
    pub fn page(&self, page: Page<'_>, main: Markup) -> Response {
        let now = self.now_us();
        let (nav, palette) = (self.nav(), self.palette());
        let shown_at = words::local_clock(now, self.zone());
        let until = self.badge.emergency.as_ref().map(|e| words::local(e.until.micros(), self.zone()));
        let end = self.badge.emergency.as_ref().map(|e| format!("/emergency/{}/end", e.id));
        let at = self.emergency_at.clone().unwrap_or_default();
        let flash = page.flash.as_deref().or(self.visitor.flash.as_deref());
        let stream = page.at.map_or("/live".to_owned(), |ticket| format!("/live?at={ticket}"));
        let shell = Shell {
            title: page.title,
            room: if page.portal { Room::Portal } else { Room::Console },
            viewer: Some(Viewer {
                name: &self.badge.name,
                role: "",
                organization: &self.employer,
                initials: &words::initials(&self.badge.name),
            }),
            current: page.current,
            nav: &nav,
            emergency: until.as_deref().zip(end.as_deref()).map(|(until, end_action)| Emergency {
                reason: &at,
                until,
                end_action,
            }),
            standing: page.standing,
            crumbs: page.crumbs,
            flash: flash.map(|words| Flash { tone: Tone::Done, words, undo: None }),
            live: page.live.then_some(stream.as_str()),
            shown_at: &shown_at,
            now_us: now,
            palette: &palette,
            // During an emergency only its person locks the workstation.
            idle_seconds: self.visitor.idle_seconds().filter(|_| self.badge.emergency.is_none()),
            shared_station: self.visitor.is_shared(),
            wall: page.wall,
            actions: page.actions,
            ..Shell::default()
        };
        let mut response = Html(shell.page(&main).into_string()).into_response();
        if self.visitor.flash.is_some() {
            let gone =
                axum::http::HeaderValue::from_static("flash=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
            response.headers_mut().append(header::SET_COOKIE, gone);
        }
        response
    }
}

/// To the entrance, and from there back to the page that was asked for: whoever reads a code on a device signs in first.
fn entrance(visitor: &Visitor, door: &str) -> Response {
    let to = match visitor.wanted.as_deref().filter(|page| *page != "/") {
        Some(page) => format!("{door}?next={}", markup::escaped(page)),
        None => door.to_owned(),
    };
    Redirect::to(&to).into_response()
}

/// What the page of a refusal is called.
fn heading(refusal: &Refusal) -> &'static str {
    match refusal.status {
        Status::NotFound => "Not found",
        Status::Forbidden => "Not permitted",
        _ => "Not done",
    }
}

/// The part of the house to which an act belongs, from its name: "Desk".
fn area(act: &str) -> String {
    match act.split('.').next().unwrap_or_default() {
        "oncall" => "On call".to_owned(),
        area => words::humane(area),
    }
}

/// A refusal as a card.
pub fn card(refusal: &Refusal) -> Markup {
    let citation = refusal.citation.as_ref().map(|c| format!("{}: {}", c.paragraph, c.says));
    let remedies: Vec<Remedy<'_>> = refusal
        .remedy
        .iter()
        .filter_map(|r| r.href.as_deref().map(|href| Remedy::Go { href, label: r.label.as_ref() }))
        .collect();
    let spoken = refusal.remedy.as_ref().filter(|r| r.href.is_none());
    refusal_card(&RefusalCard {
        sentence: &refusal.sentence,
        citation: citation.as_deref(),
        advice: spoken.map(|remedy| remedy.label.as_ref()),
        remedies: &remedies,
    })
}

/// A page without a visitor: the entrance and its refusals.
pub fn bare(title: &str, main: Markup) -> Response {
    let shell = Shell { title, ..Shell::default() };
    Html(shell.page(&main).into_string()).into_response()
}

pub fn bare_refused(refusal: &Refusal) -> Response {
    let refusal = if refusal.status == Status::NotFound && refusal.remedy.is_none() {
        refusal.clone().remedy("Back to the start", Some("/".to_owned()))
    } else {
        refusal.clone()
    };
    let mut response = bare(heading(&refusal), card(&refusal));
    *response.status_mut() = StatusCode::from_u16(refusal.status.code()).unwrap_or(StatusCode::FORBIDDEN);
    response
}

/// A short message that the next page shows once, in a cookie of its own.
pub fn with_flash(mut response: Response, words: &str) -> Response {
    let cookie = format!("flash={}; Path=/; Max-Age=20; HttpOnly; SameSite=Lax", hex::encode(words));
    if let Ok(value) = cookie.parse() {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// A field of an address that was left blank is one that was not sent.
pub fn blank<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: serde::de::DeserializeOwned,
{
    use serde::{Deserialize, de::Error};
    match Option::<String>::deserialize(deserializer)?.filter(|t| !t.is_empty()) {
        None => Ok(None),
        // A word is read as a word, and what is none as a number.
        Some(text) => serde_json::from_value(text.clone().into())
            .or_else(|e| serde_json::from_str(&text).map_err(|_| e))
            .map(Some)
            .map_err(D::Error::custom),
    }
}
