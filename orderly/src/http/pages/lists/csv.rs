//! A list of tickets as a file. Its lines are read and sent page by page, so that a file of a million
//! lines needs no more memory than one of fifty. It holds no sealed text; what a spreadsheet would take
//! for a formula is made a text; and whoever takes it is charted before the first line goes out.

use super::super::super::{App, visitor::Visitor};
use super::super::around::names;
use super::super::frame::{Frame, open, or_stop};
use super::{Asked, question};
use axum::{
    body::Body,
    extract::{Query, State},
    http::{HeaderValue, header},
    response::Response,
};
use desk::{ExportTickets, Listed, Tickets};
use futures_util::stream;
use kernel::Refusal;
use std::collections::BTreeMap;

const HEAD: &[&str] = &[
    "number",
    "client",
    "trouble",
    "state",
    "priority",
    "why",
    "patient affected",
    "location",
    "department",
    "asset",
    "reported by",
    "who has it",
    "waits for",
    "opened",
    "last change",
    "due",
    "resolved",
    "agreement in force",
    "tags",
    "id",
];

/// `GET /tickets.csv`
pub async fn take_out(State(app): State<App>, visitor: Visitor, Query(mut asked): Query<Asked>) -> Response {
    let frame = open!(&app, &visitor);
    for (_, words) in asked.iter_mut().filter(|(name, _)| name == "words") {
        match or_stop!(super::with_ids(&frame, words).await) {
            Ok(with_ids) => *words = with_ids,
            Err(why) => return frame.refused(Refusal::invalid("words", why.to_string())),
        }
    }
    let mut question = match question(&asked) {
        Ok(question) => Tickets { after: None, after_first: None, after_second: None, ..question },
        Err(refusal) => return frame.refused(refusal),
    };
    question.most = Some(200);
    let asks = markup::query_of(question.kept_pairs());
    let export = ExportTickets { org: question.org, asks };
    if let Err(stop) = app.office.execute(&visitor.who, export).await {
        return frame.stopped(stop);
    }
    let first = or_stop!(lines(&frame, &mut question).await);
    let (more, app, visitor) = (first.1, app.clone(), visitor.clone());
    let head = format!("\u{feff}{}", line(HEAD.iter().map(|h| (*h).to_owned())));
    let begun = stream::iter([Ok(head), Ok(first.0)]);
    let rest =
        stream::unfold((app, visitor, question, more), |(app, visitor, mut question, more)| async move {
            if !more {
                return None;
            }
            let read = match Frame::open(&app, &visitor).await {
                Ok(frame) => lines(&frame, &mut question).await,
                Err(response) => Err(response),
            };
            match read {
                Ok((text, more)) => Some((Ok(text), (app, visitor, question, more))),
                // The file ends in the middle of its transfer, so that nobody takes it for whole.
                Err(_) => {
                    let why = std::io::Error::other("the list could not be read to its end");
                    Some((Err(why), (app, visitor, question, false)))
                }
            }
        });
    use futures_util::StreamExt as _;
    // Whoever compresses it may ask once more after the end.
    let mut response = Response::new(Body::from_stream(begun.chain(rest).fuse()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present"));
    let name = HeaderValue::from_static("attachment; filename=\"tickets.csv\"");
    headers.insert(header::CONTENT_DISPOSITION, name);
    response
}

/// The lines of one page; afterwards the question asks for the next, if there is one.
async fn lines(frame: &Frame<'_>, question: &mut Tickets) -> Result<(String, bool), Response> {
    let listing = frame.ask(question.clone()).await?;
    let mut ids: Vec<String> = listing.tickets.iter().flat_map(Listed::named).collect();
    ids.sort();
    ids.dedup();
    let named = names(frame, ids).await?;
    question.after = listing.next;
    question.after_first = listing.next_first;
    question.after_second = listing.next_second;
    let text = listing.tickets.iter().map(|t| line(cells(t, &named))).collect();
    Ok((text, listing.next.is_some()))
}

fn cells(t: &Listed, names: &BTreeMap<String, String>) -> [String; 20] {
    let name = |id: Option<String>| id.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
    let at = |moment: Option<kernel::Moment>| moment.map(|m| m.to_string()).unwrap_or_default();
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    [
        t.number.to_string(),
        name(Some(t.org.to_string())),
        t.kind.title().to_owned(),
        t.state.title().to_owned(),
        t.priority.to_string(),
        t.because.clone(),
        yes(t.patient_affected),
        name(t.location.map(|id| id.to_string())),
        name(t.department.map(|id| id.to_string())),
        name(t.asset.map(|id| id.to_string())),
        name(t.reporter.map(|id| id.to_string())),
        name(t.assignee.map(|id| id.to_string())),
        t.waiting_for.map(|w| w.title().to_owned()).unwrap_or_default(),
        at(Some(t.opened_at)),
        at(Some(t.last_at)),
        at(t.due_at),
        at(t.resolved_at),
        yes(!t.standing_lost),
        t.tags.join(" "),
        t.ticket.to_string(),
    ]
}

/// One line (RFC 4180): every cell in quotes.
fn line(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|cell| quoted(&cell)).collect();
    cells.join(",") + "\r\n"
}

/// A cell in quotes. What a spreadsheet would carry out as a formula gets an apostrophe in front and stays
/// a text.
fn quoted(cell: &str) -> String {
    let first = cell.trim_start_matches(' ').chars().next();
    let formula = matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n'));
    format!("\"{}{}\"", if formula { "'" } else { "" }, cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula_and_never_two_cells() {
        assert_eq!(quoted("Ward \"4B\", east"), "\"Ward \"\"4B\"\", east\"");
        for wild in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "  =cmd|' /C calc'!A0"] {
            assert!(quoted(wild).starts_with("\"'"), "{wild:?}");
        }
        assert_eq!(quoted("a=b"), "\"a=b\"");
        assert_eq!(line(["1".to_owned(), String::new()]), "\"1\",\"\"\r\n");
    }
}
