//! What a list of tickets is asked: which of them, in which order. Every part can be put together with
//! every other, and all of it stands in the address, so that a list can be kept, sent to a colleague and
//! come back to.

use crate::query::Query;
use crate::questions::Tickets;
use crate::records::Ticket;
use crate::words::View;
use kernel::{Moment, Span};
use std::borrow::Cow;

store::kinds! {
    /// How near the next promise is.
    DueWithin {
        Late = "late" "Late",
        Hours = "hours" "Due within four hours",
        Day = "day" "Due within a day",
        Week = "week" "Due within a week",
        Nothing = "nothing" "No clock runs",
    }
    /// In which order a list stands.
    Sort {
        Newest = "newest" "The newest first",
        Oldest = "oldest" "The oldest first",
        Priority = "priority" "What matters most to patients first",
        Due = "due" "What is due next first",
        Changed = "changed" "What changed last first",
    }
}

const DAY: Span = Span::days(1);

impl DueWithin {
    /// Until when the next promise is due; `Nothing` has no such moment.
    pub fn until(self, now: Moment) -> Moment {
        match self {
            DueWithin::Late | DueWithin::Nothing => now,
            DueWithin::Hours => now.plus(Span::hours(4)),
            DueWithin::Day => now.plus(DAY),
            DueWithin::Week => now.plus(Span::days(7)),
        }
    }

    fn fits(self, due: Option<Moment>, now: Moment) -> bool {
        match self {
            DueWithin::Nothing => due.is_none(),
            _ => due.is_some_and(|due| due < self.until(now)),
        }
    }
}

/// A day ago, or as many days; nothing asked is the beginning of time.
pub(crate) fn days_before(now: Moment, days: u32) -> Moment {
    now.plus(Span(-Span::days(i64::from(days)).0))
}

impl Tickets {
    /// Whether the list holds resolved tickets.
    pub fn reaches_back(&self) -> bool {
        matches!(self.view, Some(View::Resolved | View::All))
    }

    /// Whether anything beside the view narrows the list.
    pub fn is_narrowed(&self) -> bool {
        let view_only = Tickets { view: self.view, sort: self.sort, ..Tickets::default() };
        self.pairs() != view_only.pairs()
    }

    /// The list as it stands in an address: name and value of all that was asked, but the page and the words.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut out = Vec::new();
        let mut put = |name, value: Option<String>| out.extend(value.map(|v| (name, v)));
        put("view", self.view.map(|v| v.word().to_owned()));
        put("org", self.org.map(|v| v.to_string()));
        put("state", self.state.map(|v| v.word().to_owned()));
        put("priority", self.priority.map(|v| v.to_string()));
        put("kind", self.kind.map(|v| v.word().to_owned()));
        put("nature", self.nature.map(|v| v.word().to_owned()));
        put("tier", self.tier.map(|v| v.to_string()));
        put("care_area", self.care_area.map(|v| v.word().to_owned()));
        put("location", self.location.map(|v| v.to_string()));
        put("asset", self.asset.map(|v| v.to_string()));
        put("assignee", self.assignee.map(|v| v.to_string()));
        put("reporter", self.reporter.map(|v| v.to_string()));
        put("waiting_for", self.waiting_for.map(|v| v.word().to_owned()));
        put("standing_lost", self.standing_lost.filter(|v| *v).map(|_| "true".to_owned()));
        put("due", self.due.map(|v| v.word().to_owned()));
        put("older_days", self.older_days.map(|v| v.to_string()));
        put("newer_days", self.newer_days.map(|v| v.to_string()));
        put("tag", self.tag.clone());
        put("sort", self.sort.map(|v| v.word().to_owned()));
        out
    }

    /// The list as it may be kept: with what was typed into its search, where that holds no word of anybody's
    /// own.
    pub fn kept_pairs(&self) -> Vec<(&'static str, String)> {
        let typed = self.words.as_ref().and_then(|words| crate::query::read(words.reveal()).ok()?);
        let mut pairs = self.pairs();
        pairs.extend(typed.filter(Query::is_of_filters).map(|query| ("words", query.to_string())));
        pairs
    }

    /// Reads what [`Tickets::kept_pairs`] wrote, and what a person changed in it. What is blank was not asked;
    /// the name of what cannot be read is the error.
    ///
    /// # Errors
    /// The name of the first part that cannot be read.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, String> {
        use crate::words::{CareArea, Nature, State, Trouble, WaitReason};
        let mut asked = Tickets::default();
        for (name, value) in pairs {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            let wrong = || name.to_owned();
            let number = || value.parse::<u32>().ok().filter(|n| *n <= 36_500).ok_or_else(wrong);
            match name {
                "view" => asked.view = Some(View::from_word(value).ok_or_else(wrong)?),
                "org" => asked.org = Some(value.parse().map_err(|_| wrong())?),
                "state" => asked.state = Some(State::from_word(value).ok_or_else(wrong)?),
                "priority" => asked.priority = Some(value.parse().map_err(|_| wrong())?),
                "kind" => asked.kind = Some(Trouble::from_word(value).ok_or_else(wrong)?),
                "nature" => asked.nature = Some(Nature::from_word(value).ok_or_else(wrong)?),
                "tier" => asked.tier = Some(value.parse().map_err(|_| wrong())?),
                "care_area" => asked.care_area = Some(CareArea::from_word(value).ok_or_else(wrong)?),
                "location" => asked.location = Some(value.parse().map_err(|_| wrong())?),
                "asset" => asked.asset = Some(value.parse().map_err(|_| wrong())?),
                "assignee" => asked.assignee = Some(value.parse().map_err(|_| wrong())?),
                "reporter" => asked.reporter = Some(value.parse().map_err(|_| wrong())?),
                "waiting_for" => asked.waiting_for = Some(WaitReason::from_word(value).ok_or_else(wrong)?),
                "standing_lost" => asked.standing_lost = Some(value == "true"),
                "due" => asked.due = Some(DueWithin::from_word(value).ok_or_else(wrong)?),
                "older_days" => asked.older_days = Some(number()?),
                "newer_days" => asked.newer_days = Some(number()?),
                "tag" => asked.tag = Some(crate::tags::normal(value).ok_or_else(wrong)?),
                "words" => {
                    let query = crate::query::read(value).ok().flatten().filter(Query::is_of_filters);
                    asked.words = query.map(|query| query.to_string().as_str().into());
                }
                "sort" => asked.sort = Some(Sort::from_word(value).ok_or_else(wrong)?),
                _ => {}
            }
        }
        Ok(asked)
    }

    /// Whether a ticket that was found by its words is among those asked for. The view does not count: a
    /// search looks through all, unless it says which.
    pub(crate) fn fits(&self, t: &Ticket, now: Moment) -> bool {
        fn same<T: PartialEq>(asked: Option<T>, is: Option<T>) -> bool {
            asked.is_none() || asked == is
        }
        let viewed = match self.view {
            None | Some(View::All) => true,
            Some(View::Open | View::Mine) => t.state.is_open(),
            Some(View::Unassigned) => t.state.is_open() && t.assignee.is_none(),
            Some(View::Waiting) => t.state == crate::words::State::Waiting,
            Some(View::Resolved) => !t.state.is_open(),
        };
        viewed
            && same(self.org, Some(t.org))
            && same(self.state, Some(t.state))
            && same(self.priority, Some(t.priority))
            && same(self.kind, Some(t.kind))
            && same(self.nature, Some(t.nature))
            && same(self.tier, Some(t.tier))
            && same(self.care_area, t.care_area_set.or(t.care_area))
            && same(self.location, t.location)
            && same(self.asset, t.asset)
            && same(self.assignee, t.assignee)
            && same(self.reporter, t.reporter)
            && same(self.waiting_for, t.waiting_for)
            && (self.standing_lost != Some(true) || t.standing_lost)
            && self.due.is_none_or(|d| t.state.is_open() && d.fits(t.due_at, now))
            && self.tag.as_ref().is_none_or(|tag| t.tags.contains(tag))
            && self.older_days.is_none_or(|d| t.opened_at < days_before(now, d))
            && self.newer_days.is_none_or(|d| t.opened_at >= days_before(now, d))
    }
}

/// The pairs behind the question mark of an address.
pub fn pairs_of(address: &str) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    form_urlencoded::parse(address.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use markup::query_of;

    #[test]
    fn what_was_asked_stands_in_the_address_and_is_read_back() {
        let asked = Tickets {
            view: Some(View::Waiting),
            priority: Some(2),
            due: Some(DueWithin::Late),
            standing_lost: Some(true),
            older_days: Some(30),
            sort: Some(Sort::Due),
            ..Tickets::default()
        };
        let address = query_of(asked.pairs());
        assert_eq!(address, "view=waiting&priority=2&standing_lost=true&due=late&older_days=30&sort=due");
        let pairs: Vec<_> = pairs_of(&address).collect();
        let read = Tickets::from_pairs(pairs.iter().map(|(name, value)| (&**name, &**value))).unwrap();
        assert_eq!(read.pairs(), asked.pairs());
        assert!(
            asked.is_narrowed() && !Tickets { view: Some(View::All), ..Tickets::default() }.is_narrowed()
        );
    }

    #[test]
    fn a_search_is_kept_where_it_holds_no_word_of_ones_own() {
        let typed = |words: &str| Tickets { words: Some(words.into()), ..Tickets::default() };
        let kept = |words: &str| query_of(typed(words).kept_pairs());
        assert_eq!(
            kept("(priority:1 OR due:late) -mine:yes"),
            "words=%28priority%3A1%20OR%20due%3Alate%29%20-%28mine%3Ayes%29"
        );
        assert_eq!((kept("printer"), kept("status:open printer"), kept("(")), Default::default());
        let address = kept("status:open (tier:2 OR due:late)");
        let pairs: Vec<_> = pairs_of(&address).collect();
        let read = Tickets::from_pairs(pairs.iter().map(|(name, value)| (&**name, &**value))).unwrap();
        assert_eq!(query_of(read.kept_pairs()), address);
        assert!(Tickets::from_pairs([("words", "printer")]).unwrap().words.is_none());
        assert_eq!(pairs_of("a=b+c%zz%4").next().unwrap().1, "b c%zz%4");
    }

    #[test]
    fn what_cannot_be_read_is_named_and_what_is_blank_was_not_asked() {
        assert_eq!(Tickets::from_pairs([("priority", "many")]).unwrap_err(), "priority");
        assert_eq!(Tickets::from_pairs([("org", "tkt_1")]).unwrap_err(), "org");
        assert_eq!(Tickets::from_pairs([("older_days", "99999999")]).unwrap_err(), "older_days");
        assert!(Tickets::from_pairs([("org", " "), ("column", "due")]).unwrap().pairs().is_empty());
    }
}
