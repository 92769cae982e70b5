//! The pages of mail: letters that wait for somebody, one letter, and the mailboxes.

use super::super::{App, visitor::Visitor};
use super::around::{named_in, read};
use super::frame::{Frame, Page, open, or_stop};
use crate::records::boards;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::{get, post},
};
use desk::mail::{Letter, LetterOpened, Letters, LookAtLetter, MailPage, Mailboxes, letter_page, mail_page};
use desk::pages::Around;
use kernel::{Duty, LetterId};
use markup::Crumb;
use office::{Ground, Order, Question};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/mail", get(list))
        .route("/mail/letters/{letter}", get(letter))
        .route("/mail/letters/{letter}/look", post(look))
}

/// What the list is asked.
#[derive(Deserialize)]
struct Asked {
    before: Option<LetterId>,
}

async fn list(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let frame = open!(&app, &visitor);
    let letters = or_stop!(frame.ask(Letters { before: asked.before, most: None }).await);
    let mailboxes = match frame.has(Duty::RunHouse) {
        true => Some(or_stop!(frame.ask(Mailboxes {}).await)),
        false => None,
    };
    let mut names = or_stop!(named_in(&frame, &letters).await);
    names.extend(or_stop!(named_in(&frame, &mailboxes).await));
    let organizations = or_stop!(read(&frame, boards::clients).await);
    let organizations = organizations.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let around = Around { names, ..Around::default() };
    let page = MailPage {
        letters: &letters,
        mailboxes: mailboxes.as_deref(),
        around: &around,
        organizations,
        own: frame.badge.employer,
        now: app.office.now(),
        zone: frame.zone(),
    };
    frame.page(Page::new("Mail", "mail").live(), mail_page(&page))
}

async fn letter(State(app): State<App>, visitor: Visitor, Path(letter): Path<LetterId>) -> Response {
    let frame = open!(&app, &visitor);
    show(&frame, letter, None).await
}

/// The look: its entry is written before the letter is shown.
async fn look(State(app): State<App>, visitor: Visitor, Path(letter): Path<LetterId>) -> Response {
    let frame = open!(&app, &visitor);
    let opened = or_stop!(frame.ask(LookAtLetter { letter }).await);
    show(&frame, letter, Some(&opened)).await
}

async fn show(frame: &Frame<'_>, letter: LetterId, opened: Option<&LetterOpened>) -> Response {
    let line = or_stop!(frame.ask(Letter { letter }).await);
    let names = or_stop!(named_in(frame, &line).await);
    let ground = Ground::thing(letter);
    let acts = vec![
        (<LookAtLetter as Question>::ACT, ground.clone()),
        (<desk::mail::DiscardLetter as Order>::ACT, ground),
    ];
    let may = or_stop!(frame.may(acts).await);
    let around = Around { names, ..Around::default() };
    let main = letter_page(&line, opened, &around, (may[0], may[1]), frame.zone());
    let crumbs = [Crumb { href: "/mail", label: "Mail" }];
    frame.page(Page { crumbs: &crumbs, ..Page::new("A letter", "mail") }, main)
}
