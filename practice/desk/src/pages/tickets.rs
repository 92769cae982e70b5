//! The list of tickets: saved views as tabs, a search, and pages that always say how much there is.

use super::Around;
use super::rows::ticket_table;
use crate::questions::Listing;
use crate::words::View;
use markup::{ButtonKind, Empty, Markup, Paging, Tab, button, tabs, words};
use maud::html;

/// The list's content; `words` is what was searched for.
pub fn tickets(listing: &Listing, around: &Around, searched: &str) -> Markup {
    let tab = |view: &View| {
        let count =
            listing.counts.iter().find(|c| c.view == *view).map(|c| words::count(c.count.min(1_000), 1_000));
        Tab {
            href: format!("/tickets?view={}", view.word()),
            label: view.title().to_owned(),
            count,
            current: *view == listing.view && !listing.searched,
        }
    };
    let views: Vec<Tab> = View::ALL.iter().map(tab).collect();
    let shown = i64::try_from(listing.tickets.len()).unwrap_or(i64::MAX);
    let on = listing.next.map(|after| {
        format!("/tickets?view={}&after={after}{}", listing.view.word(), searched_for(searched))
    });
    let paging = Paging { back: None, on, words: words::counted(shown, "ticket", "tickets") };
    let rows = &listing.tickets;
    html! {
        div.stack {
            (tabs("Views of the tickets", &views))
            (search(searched))
            (ticket_table("tickets", "Tickets, the newest first", rows, around, listing.now, empty(listing),
                Some(paging)))
        }
    }
}

fn searched_for(words: &str) -> String {
    if words.trim().is_empty() {
        return String::new();
    }
    let mut out = String::from("&words=");
    for byte in words.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

fn search(searched: &str) -> Markup {
    html! {
        form role="search" aria-label="Tickets" method="get" action="/tickets" data-live {
            div.row {
                label.unseen for="ticket-search" { "Search the tickets" }
                input #ticket-search type="search" name="words" value=(searched) maxlength="200"
                    aria-describedby="ticket-search-hint";
                (button(ButtonKind::Plain, "Search"))
                span.soft id="ticket-search-hint" {
                    "A number, or words of the trouble. Texts are found without being opened."
                }
            }
        }
    }
}

fn empty(listing: &Listing) -> Empty<'static> {
    let (title, will_hold) = match (listing.searched, listing.view) {
        (true, _) => {
            ("Nothing was found.", "All the words must stand in one text of a ticket, or in several of it.")
        }
        (_, View::Open) => ("Nothing is open.", "Every open ticket within your reach stands here."),
        (_, View::Mine) => ("You have no ticket.", "Tickets that you take or are given stand here."),
        (_, View::Unassigned) => {
            ("Every open ticket has a name.", "Tickets that nobody has taken stand here.")
        }
        (_, View::Waiting) => ("Nothing waits.", "Tickets that wait for somebody or something stand here."),
        (_, View::Resolved) => ("Nothing was resolved yet.", "Resolved tickets stay here for good."),
    };
    Empty { title, will_hold, act: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_searched_for_stays_in_the_address() {
        assert_eq!(searched_for("  "), "");
        assert_eq!(searched_for("fax & café"), "&words=fax%20%26%20caf%C3%A9");
    }
}
