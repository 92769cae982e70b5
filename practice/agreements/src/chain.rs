//! By what right an employer may reach a client's PHI: a pure rule over the client's agreements and a moment.
//! An agreement is in force when it is signed, its first day has come, its last has not passed, and
//! everything above it is in force as well. Nobody has to notice that it lapsed: the dates say so at once.

use crate::kinds::{AgreementKind, AgreementState};
use kernel::{AgreementId, Moment, OrgId, OutsideTerm, Span, Standing};

/// An agreement that ends within this is lapsing.
pub const LAPSING: Span = Span::days(90);
/// No chain of subcontractors is longer; a longer one counts as not in force.
const DEEPEST: u32 = 16;

/// What the rule needs to know of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub id: AgreementId,
    pub kind: AgreementKind,
    pub state: AgreementState,
    pub associate: OrgId,
    /// The first agreement of its series of renewals.
    pub line: AgreementId,
    /// The line it hangs from.
    pub upstream: Option<AgreementId>,
    pub effective_at: Moment,
    /// The moment from which it is no longer in force.
    pub ends_at: Option<Moment>,
    /// When it was terminated.
    pub ended_at: Option<Moment>,
    /// Of a subcontractor that is engaged: the first moment of the term, and the first one after it.
    pub starts_at: Option<Moment>,
    pub until_at: Option<Moment>,
}

/// How an agreement, or a line of renewals, stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Not signed, or its first day has not come.
    Not,
    /// Until a moment, or without an end.
    InForce(Option<Moment>),
    Lapsed(Moment),
    Terminated(Moment),
}

/// A standing with the agreement it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub standing: Standing,
    /// The agreement in force, or the one that was last.
    pub agreement: Option<AgreementId>,
    /// The end of what is in force, the whole chain considered.
    pub until: Option<Moment>,
    /// The agreements are in force, and it is the term of the engagement alone that keeps its people out.
    pub outside_term: Option<OutsideTerm>,
}

impl Found {
    fn of(standing: Standing, agreement: Option<AgreementId>) -> Self {
        Self { standing, agreement, until: None, outside_term: None }
    }
}

impl Link {
    /// By its own words and dates, whatever stands above it.
    pub fn alone(&self, now: Moment) -> Right {
        match (self.state, self.ends_at) {
            (AgreementState::Terminated, _) => Right::Terminated(self.ended_at.unwrap_or(self.effective_at)),
            (AgreementState::Signed, _) if now < self.effective_at => Right::Not,
            (AgreementState::Signed, Some(end)) if end <= now => Right::Lapsed(end),
            (AgreementState::Signed, end) => Right::InForce(end),
            (AgreementState::Draft | AgreementState::Sent | AgreementState::Withdrawn, _) => Right::Not,
        }
    }

    /// By the term for which its people were engaged; without a term by nothing.
    fn term(&self, now: Moment) -> Right {
        match (self.starts_at, self.until_at) {
            (Some(first), _) if now < first => Right::Not,
            (_, Some(end)) if end <= now => Right::Lapsed(end),
            (_, end) => Right::InForce(end),
        }
    }
}

impl Right {
    /// What is left of it under something else that must hold too.
    fn under(self, above: Right) -> Right {
        match (self, above) {
            (Right::InForce(a), Right::InForce(b)) => Right::InForce(earlier(a, b)),
            (Right::InForce(_), other) => other,
            (own, _) => own,
        }
    }

    /// For the best of several: in force and longest, else what ended last.
    fn rank(self) -> (u8, i64) {
        match self {
            Right::InForce(until) => (2, until.map_or(i64::MAX, Moment::micros)),
            Right::Lapsed(at) | Right::Terminated(at) => (1, at.micros()),
            Right::Not => (0, 0),
        }
    }
}

fn earlier(a: Option<Moment>, b: Option<Moment>) -> Option<Moment> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}

/// How an agreement stands with everything above it.
pub fn right(links: &[Link], link: &Link, now: Moment) -> Right {
    right_at(links, link, now, 0)
}

fn right_at(links: &[Link], link: &Link, now: Moment, depth: u32) -> Right {
    let own = link.alone(now);
    match link.upstream {
        Some(_) if depth >= DEEPEST => Right::Not,
        Some(line) if matches!(own, Right::InForce(_)) => own.under(line_at(links, line, now, depth + 1)),
        _ => own,
    }
}

/// How a line of renewals stands: the best of its agreements.
fn line_at(links: &[Link], line: AgreementId, now: Moment, depth: u32) -> Right {
    let of_line = links.iter().filter(|l| l.line == line);
    of_line.map(|l| right_at(links, l, now, depth)).max_by_key(|r| r.rank()).unwrap_or(Right::Not)
}

/// By what right people of `employer` may reach the PHI of the client `at`, whose agreements `links` are.
pub fn standing(links: &[Link], employer: OrgId, at: OrgId, now: Moment) -> Found {
    if employer == at {
        return Found::of(Standing::OwnWorkforce, None);
    }
    let agreements = links.iter().filter(|l| l.associate == employer && l.kind != AgreementKind::NotRequired);
    // Somebody else's people come near nothing before and after the term for which they were engaged.
    let papers = agreements.map(|l| (right(links, l, now), l));
    let best = papers.map(|(r, l)| (r.under(l.term(now)), (l.id, r))).max_by_key(|(r, _)| r.rank());
    if let Some((Right::InForce(until), (id, paper))) = best {
        // A short term is no paper that lapses.
        let lapsing = matches!(paper, Right::InForce(Some(end)) if end <= now.plus(LAPSING));
        let standing = if lapsing { Standing::Lapsing } else { Standing::InForce };
        return Found { until, ..Found::of(standing, Some(id)) };
    }
    let kept = links.iter().find(|l| {
        l.associate == employer
            && l.kind == AgreementKind::NotRequired
            && matches!(l.alone(now), Right::InForce(_))
    });
    if let Some(kept) = kept {
        return Found::of(Standing::NotRequired, Some(kept.id));
    }
    let (standing, agreement) = match best {
        Some((Right::Lapsed(_), (id, _))) => (Standing::Lapsed, Some(id)),
        Some((Right::Terminated(_), (id, _))) => (Standing::Terminated, Some(id)),
        _ => (Standing::Absent, None),
    };
    let outside_term = match best {
        Some((Right::Lapsed(_), (_, Right::InForce(_)))) => Some(OutsideTerm::Over),
        Some((Right::Not, (_, Right::InForce(_)))) => Some(OutsideTerm::ToCome),
        _ => None,
    };
    Found { outside_term, ..Found::of(standing, agreement) }
}

/// Whose standing rests on a line: the associates of everything that hangs from it, itself left out.
pub fn below(links: &[Link], line: AgreementId) -> Vec<OrgId> {
    let (mut lines, mut found) = (vec![line], Vec::new());
    let mut at = 0;
    while let Some(above) = lines.get(at).copied() {
        at += 1;
        for link in links.iter().filter(|l| l.upstream == Some(above)) {
            if !lines.contains(&link.line) {
                lines.push(link.line);
            }
            if !found.contains(&link.associate) {
                found.push(link.associate);
            }
        }
    }
    found
}

/// Days that are left until an end, a day that has begun counted whole; 0 when it is past.
pub fn days_left(until: Moment, now: Moment) -> i64 {
    let day = Span::days(1).0;
    let left = until.since(now).0.max(0);
    left / day + i64::from(left % day != 0)
}

#[cfg(test)]
#[path = "chain_tests.rs"]
mod tests;
