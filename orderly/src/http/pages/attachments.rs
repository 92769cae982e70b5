//! Files on tickets: they come in as a form's file and go out as a download, each opening charted first. What goes
//! out can run nowhere: it is never shown in place, but for a picture, and that in a sandbox.

use super::super::{App, visitor::Visitor};
use super::frame::{Frame, Page, open, or_stop, with_flash};
use axum::{
    Router,
    body::Body,
    extract::{
        DefaultBodyLimit, Form, Multipart, Path, State, multipart::MultipartRejection,
        rejection::FormRejection,
    },
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use desk::attachments::{
    Attach, AttachToMine, Attachments, FileBytes, LARGEST_BYTES, LookAtAttachment, LookAtMyAttachment,
    MyAttachments, OpenAttachment, picture,
};
use desk::masking::{SetMasking, TextRules};
use desk::pages::Beside;
use desk::pages::{Around, FilesPage, MayFiles};
use desk::words::Visibility;
use kernel::{AttachmentId, OrgId, Private, Refusal, Status, TicketId};
use markup::{Crumb, Markup, html};
use office::{Ground, Order, Question};
use std::{collections::BTreeMap, time::Duration};

/// A form with a file has at most so many bytes: the file and a little around it.
const FORM: usize = LARGEST_BYTES + (64 << 10);
/// A file that does not come within this time is given up.
const PATIENCE: Duration = Duration::from_secs(180);

pub fn routes() -> Router<App> {
    Router::new()
        .route("/tickets/{ticket}/files", post(attach).layer(DefaultBodyLimit::max(FORM)))
        .route("/my/{ticket}/files", post(attach_to_mine).layer(DefaultBodyLimit::max(FORM)))
        .route("/tickets/{ticket}/files/{attachment}", post(download))
        .route("/my/{ticket}/files/{attachment}", post(download_mine))
        .route("/organizations/{org}/masking", get(masking))
}

/// A form with a file, as it came.
#[derive(Default)]
struct Sent {
    visibility: Option<String>,
    name: String,
    bytes: Vec<u8>,
}

fn unread(status: Status, sentence: &str) -> Refusal {
    Refusal { field: Some("file".to_owned()), ..Refusal::new(status, sentence) }
}

fn too_large() -> Refusal {
    unread(
        Status::TooLarge,
        &format!("The file is larger than {} MB. Send it in parts.", LARGEST_BYTES >> 20),
    )
}

/// Reads the form part by part; nothing grows beyond the largest file.
async fn read(parts: Result<Multipart, MultipartRejection>) -> Result<Sent, Refusal> {
    let broken = || unread(Status::Malformed, "The form did not come whole. Send it again.");
    let mut parts = parts.map_err(|_| broken())?;
    let mut sent = Sent::default();
    for _ in 0..8 {
        let stopped = |e: axum::extract::multipart::MultipartError| {
            if e.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE { too_large() } else { broken() }
        };
        let Some(mut part) = parts.next_field().await.map_err(stopped)? else { break };
        let name = part.name().unwrap_or_default().to_owned();
        let most = if name == "file" { LARGEST_BYTES } else { 200 };
        if name == "file" {
            sent.name = part.file_name().unwrap_or_default().to_owned();
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(stopped)? {
            if bytes.len() + chunk.len() > most {
                return Err(too_large());
            }
            bytes.extend_from_slice(&chunk);
        }
        match name.as_str() {
            "file" => sent.bytes = bytes,
            "visibility" => sent.visibility = String::from_utf8(bytes).ok(),
            _ => {}
        }
    }
    Ok(sent)
}

/// The file of a form, hashed on a thread where that harms nobody.
async fn received(
    parts: Result<Multipart, MultipartRejection>,
) -> Result<(Option<String>, Private, FileBytes), Refusal> {
    let slow = || unread(Status::Malformed, "The file did not come within three minutes. Send it again.");
    let sent = tokio::time::timeout(PATIENCE, read(parts)).await.map_err(|_| slow())??;
    let hashed = tokio::task::spawn_blocking(move || FileBytes::new(sent.bytes)).await;
    let bytes = hashed.map_err(|_| unread(Status::Conflict, "The file could not be read. Send it again."))?;
    Ok((sent.visibility, Private::new(sent.name), bytes))
}

async fn attach(
    State(app): State<App>,
    visitor: Visitor,
    Path(ticket): Path<TicketId>,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    taken(&app, &visitor, parts, &format!("/tickets/{ticket}"), |visibility, name, bytes| {
        // Whoever did not say who may have it means the desk alone.
        let visibility = visibility.and_then(|word| Visibility::from_word(&word));
        let visibility = visibility.unwrap_or(Visibility::Internal);
        Attach { ticket, visibility, name, bytes, sealed: None }
    })
    .await
}

async fn attach_to_mine(
    State(app): State<App>,
    visitor: Visitor,
    Path(ticket): Path<TicketId>,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    taken(&app, &visitor, parts, &format!("/my/{ticket}"), |_, name, bytes| AttachToMine {
        ticket,
        name,
        bytes,
        sealed: None,
    })
    .await
}

/// Takes the file of a form in, once there is room, and leads back to where it came from.
async fn taken<O: Order>(
    app: &App,
    visitor: &Visitor,
    parts: Result<Multipart, MultipartRejection>,
    next: &str,
    order: impl FnOnce(Option<String>, Private, FileBytes) -> O,
) -> Response {
    let frame = open!(app, visitor);
    let _room = or_stop!(app.limits.room_in().map_err(|refusal| frame.refused(refusal)));
    let (visibility, name, bytes) = or_stop!(received(parts).await.map_err(|refusal| frame.refused(refusal)));
    match app.office.execute(&visitor.who, order(visibility, name, bytes)).await {
        Ok(_) => with_flash(Redirect::to(&format!("{next}#files")).into_response(), "The file is attached."),
        Err(stop) => frame.stopped(stop),
    }
}

type Asked = BTreeMap<String, String>;

async fn download(
    State(app): State<App>,
    visitor: Visitor,
    Path((_, attachment)): Path<(TicketId, AttachmentId)>,
    form: Result<Form<Asked>, FormRejection>,
) -> Response {
    given(&app, &visitor, LookAtAttachment { attachment }, form).await
}

async fn download_mine(
    State(app): State<App>,
    visitor: Visitor,
    Path((_, attachment)): Path<(TicketId, AttachmentId)>,
    form: Result<Form<Asked>, FormRejection>,
) -> Response {
    given(&app, &visitor, LookAtMyAttachment { attachment }, form).await
}

/// Gives a file out, once there is room.
async fn given(
    app: &App,
    visitor: &Visitor,
    look: impl Question<Answer = OpenAttachment>,
    form: Result<Form<Asked>, FormRejection>,
) -> Response {
    let frame = open!(app, visitor);
    let _room = or_stop!(app.limits.room_out().map_err(|refusal| frame.refused(refusal)));
    let file = or_stop!(frame.ask(look).await);
    sent(file, form.is_ok_and(|Form(form)| form.contains_key("show")))
}

/// The file as a download; a picture of the web may be shown in place.
fn sent(file: OpenAttachment, show: bool) -> Response {
    let shown = picture(&file.bytes.0).filter(|_| show);
    let place = if shown.is_some() { "inline" } else { "attachment" };
    let mut response = Response::new(Body::from(file.bytes.0));
    let headers = response.headers_mut();
    let kind = shown.unwrap_or("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_DISPOSITION, disposition(place, &file.name));
    let sandbox = "sandbox; default-src 'none'; frame-ancestors 'none'";
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(sandbox));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The name twice: in plain letters for old programs, and whole (RFC 6266, RFC 8187).
fn disposition(place: &str, name: &str) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .collect();
    let whole: String = name
        .bytes()
        .map(|b| match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(b).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect();
    let value = format!("{place}; filename=\"{plain}\"; filename*=UTF-8''{whole}");
    HeaderValue::from_str(&value).unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

/// The files of a ticket, for its page.
pub(super) async fn on_ticket(
    frame: &Frame<'_>,
    ticket: TicketId,
    around: &Around,
) -> Result<Beside, Response> {
    let files = frame.ask(Attachments { ticket }).await?;
    let may = MayFiles::of(&frame.may(MayFiles::asks(ticket)).await?);
    let panel = panel(frame, ticket, &files, around, may, false).await;
    Ok(Beside { title: "Files", used: !files.is_empty(), panel })
}

/// The files of one's own report, for its page, and what is told of what was written there.
pub(super) async fn on_mine(
    frame: &Frame<'_>,
    ticket: TicketId,
    around: &Around,
    just_reported: bool,
) -> Result<Markup, Response> {
    let files = frame.ask(MyAttachments { ticket }).await?;
    let may = MayFiles::of(&frame.may(MayFiles::asks_mine(ticket)).await?);
    let found = if just_reported { frame.ask(desk::FoundInMine { ticket }).await? } else { None };
    let panel = panel(frame, ticket, &files, around, may, true).await;
    Ok(html! { (desk::pages::found_in_report(found.as_deref())) (panel) })
}

async fn panel(
    frame: &Frame<'_>,
    ticket: TicketId,
    files: &[desk::attachments::OneAttachment],
    around: &Around,
    may: MayFiles,
    mine: bool,
) -> Markup {
    let people = files.iter().flat_map(|f| [f.author, f.removed_by]).flatten().map(|p| p.to_string());
    let named = super::around::names(frame, people.collect()).await.unwrap_or_default();
    let mut around = around.clone();
    around.names.extend(named);
    let (now, zone) = (frame.office.now(), frame.zone());
    desk::pages::attachments(&FilesPage { ticket, files, around: &around, may, now, zone, mine })
}

/// `GET /organizations/{org}/masking`
async fn masking(State(app): State<App>, visitor: Visitor, Path(org): Path<OrgId>) -> Response {
    let frame = open!(&app, &visitor);
    let rules = or_stop!(frame.ask(TextRules { org }).await);
    let may = or_stop!(frame.may(vec![(SetMasking::ACT, Ground::Org(org))]).await);
    let client = format!("/organizations/{org}");
    let names = or_stop!(super::around::names(&frame, vec![org.to_string()]).await);
    let name = names.get(&org.to_string()).map_or("The client", String::as_str);
    let crumbs = [Crumb { href: "/organizations", label: "Clients" }, Crumb { href: &client, label: name }];
    let main = desk::pages::masking(&rules, may.first().is_some_and(|may| *may));
    frame.page(Page { crumbs: &crumbs, ..Page::new("What is masked", "organizations") }, main)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        let value = disposition("attachment", "Ünt\"er;x=\r\n.pdf");
        assert_eq!(
            value.to_str().unwrap(),
            "attachment; filename=\"_nt_er_x___.pdf\"; filename*=UTF-8''%C3%9Cnt%22er%3Bx%3D%0D%0A.pdf"
        );
    }
}
