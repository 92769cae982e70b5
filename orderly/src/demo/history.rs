//! The season behind the demo: each ticket is opened by somebody at a client, and lived through by
//! technicians, who are mostly in time and sometimes not. What has no end before the present is simply open.

use super::{
    cast::{Cast, Player},
    give,
    reports::{self, Report, Spot},
    together,
    troubles::{ADDED, AGAIN, NOTES, SCRIPTS, one},
    ward,
};
use anyhow::Result;
use desk::{
    Assign, OpenTicket, Opened, Rate, Reopen, ReopenMine, Reply, ReplyToMine, Resolve, Resume, SetDeadline,
    Take, Triage, Wait,
    words::{DeadlineKind, Rating, Trouble, Visibility, WaitReason},
};
use futures_executor::block_on;
use jiff::{
    civil::{Date, Weekday},
    tz::TimeZone,
};
use kernel::{Chance, Moment, OrgId, PersonId, Private, Span, TicketId, Who};
use office::Office;
use organizations::CareArea;

/// Where the desk itself works.
const DESK_ZONE: &str = "America/New_York";

/// What somebody does on a ticket.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Take,
    Assign(PersonId),
    Triage {
        patient_affected: bool,
        users: u32,
    },
    Reply(&'static str),
    Note(&'static str),
    Wait(WaitReason),
    Resume,
    Add(&'static str),
    Resolve(&'static str),
    ReopenMine(&'static str),
    Reopen(&'static str),
    Rate(Rating),
    /// Payroll is due on this day.
    Payroll(Date),
}

/// One step: who, when, what.
struct Turn {
    who: Who,
    at: Moment,
    step: Step,
}

/// How a ticket of the season ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// As time goes on.
    Resolved,
    /// Nobody has it yet.
    New,
    /// Somebody works on it.
    Taken,
    Waiting(WaitReason),
    /// Nobody has it yet, and somebody has noted what is due today.
    Pressed,
}

/// A ticket as it is told.
struct Told<'a> {
    report: Report<'a>,
    ends: Ends,
    /// Who has it, when that is not left to chance.
    hands: Option<&'a Player>,
}

/// Tells the season: so many tickets, a handful of them open at `now`.
pub(super) fn tell(
    office: &Office,
    cast: &Cast,
    now: Moment,
    tickets: u32,
    chance: &mut Chance,
) -> Result<()> {
    let spots = reports::spots(cast);
    let scene = scene(cast, &spots, now, chance);
    let count = tickets.saturating_sub(u32::try_from(scene.len()).unwrap_or(0));
    let past = |report| Told { report, ends: Ends::Resolved, hands: None };
    let mut all: Vec<Told> = reports::season(&spots, now, count, chance).into_iter().map(past).collect();
    all.extend(scene);
    all.sort_by_key(|told| told.report.at);
    all.truncate(usize::try_from(tickets).unwrap_or(usize::MAX));
    let opening = all.iter().map(|Told { report, .. }| async move {
        let who = report.by.who();
        give(office, report.at, &who, report.order.clone()).await
    });
    let opened = block_on(together(office, opening))?;
    let desk = Desk { cast, now, others: cast.others(), all: cast.technicians() };
    let mut lives: Vec<(TicketId, std::vec::IntoIter<Turn>)> = Vec::new();
    for (told, opened) in all.iter().zip(&opened) {
        lives.push((opened.ticket, desk.life(told, opened, chance).into_iter()));
    }
    // The first steps of all tickets, then the second ones: within a ticket one waits for the other, between
    // them nobody does.
    loop {
        let mut wave: Vec<(TicketId, Turn)> =
            lives.iter_mut().filter_map(|(ticket, turns)| Some((*ticket, turns.next()?))).collect();
        if wave.is_empty() {
            return ward::report(office, cast, (&spots, cast.clients[2].org), now, chance);
        }
        wave.sort_by_key(|(_, turn)| turn.at);
        let steps = wave.iter().map(|(ticket, turn)| take(office, turn.at, &turn.who, *ticket, turn.step));
        block_on(together(office, steps))?;
    }
}

/// Carries out one step on a ticket.
pub(super) async fn take(office: &Office, at: Moment, who: &Who, ticket: TicketId, step: Step) -> Result<()> {
    let words = |text: &'static str| Private::from(text);
    match step {
        Step::Take => give(office, at, who, Take { ticket }).await.map(drop),
        Step::Assign(to) => give(office, at, who, Assign { ticket, to }).await.map(drop),
        Step::Triage { patient_affected, users } => {
            let order = Triage {
                ticket,
                patient_affected,
                users,
                workaround: Some(true),
                care_area: None,
                reason: None,
            };
            give(office, at, who, order).await.map(drop)
        }
        Step::Reply(text) => {
            let order = Reply::new(ticket, Visibility::Public, words(text));
            give(office, at, who, order).await.map(drop)
        }
        Step::Note(text) => {
            let order = Reply::new(ticket, Visibility::Internal, words(text));
            give(office, at, who, order).await.map(drop)
        }
        Step::Wait(reason) => give(office, at, who, Wait { ticket, reason }).await.map(drop),
        Step::Resume => give(office, at, who, Resume { ticket }).await.map(drop),
        Step::Add(text) => give(office, at, who, ReplyToMine { ticket, words: words(text) }).await.map(drop),
        Step::Resolve(text) => give(office, at, who, Resolve { ticket, words: words(text) }).await.map(drop),
        Step::ReopenMine(text) => {
            give(office, at, who, ReopenMine { ticket, words: words(text) }).await.map(drop)
        }
        Step::Reopen(text) => give(office, at, who, Reopen { ticket, words: words(text) }).await.map(drop),
        Step::Rate(rating) => give(office, at, who, Rate { ticket, rating, words: None }).await.map(drop),
        Step::Payroll(on) => {
            let order = SetDeadline { ticket, deadline: DeadlineKind::Payroll, on: on.to_string(), at: None };
            give(office, at, who, order).await.map(drop)
        }
    }
}

/// Something that is open when the demo is looked at.
struct Open {
    org: OrgId,
    area: CareArea,
    /// How its report begins.
    begins: &'static str,
    /// Since how many minutes.
    minutes: i64,
    patient: bool,
    ends: Ends,
    /// Who has it, by the beginning of their address; whoever fits when nothing is said.
    hands: &'static str,
}

/// The day that a visitor comes into: something for each part of the board, and for each thing that the house watches.
fn day(cast: &Cast) -> Vec<Open> {
    use CareArea::*;
    use Ends::{New, Pressed, Taken, Waiting};
    let [practice, centre, hospital, dentists] = [0, 1, 2, 3].map(|n| cast.clients[n].org);
    let row = |org, area, begins, minutes, patient, ends| Open {
        org,
        area,
        begins,
        minutes,
        patient,
        ends,
        hands: "",
    };
    vec![
        row(hospital, Emergency, "The record opens but", 24, true, Taken),
        row(centre, OperatingRoom, "The anesthesia station", 55, true, Taken),
        row(hospital, Inpatient, "The label printer", 18, false, New),
        row(hospital, Billing, "Payroll has to be", 19, false, Pressed),
        row(practice, Registration, "A mail asks me", 13, false, New),
        row(practice, Registration, "The printer says", 170, false, New),
        row(hospital, Laboratory, "The analyzer does not", 26 * 60, false, Waiting(WaitReason::Vendor)),
        row(centre, Billing, "Can we get a second", 5 * 60, false, New),
        row(practice, Ambulatory, "A new colleague", 9 * 60, false, Waiting(WaitReason::Reporter)),
        // In the subcontractor's hands, which is seen in the chain of agreements.
        Open { hands: "ned@", ..row(hospital, Imaging, "Images from the scanner", 95, false, Taken) },
        // Begun while their agreement held, and locked since it lapsed.
        row(dentists, Registration, "The printer says", 3 * 24 * 60, false, Taken),
        row(dentists, Ambulatory, "The workstation does not start", 41, false, New),
    ]
}

fn scene<'a>(cast: &'a Cast, spots: &[Spot<'a>], now: Moment, chance: &mut Chance) -> Vec<Told<'a>> {
    let tell = |open: Open| {
        let spot = reports::at(spots, open.org, open.area)?;
        let script = SCRIPTS.iter().find(|s| s.report.starts_with(open.begins))?;
        let report = spot.tell(script, now.minus(Span::minutes(open.minutes)), open.patient, chance);
        let hands = cast.people.iter().find(|p| !open.hands.is_empty() && p.email.starts_with(open.hands));
        Some(Told { report, ends: open.ends, hands })
    };
    day(cast).into_iter().filter_map(tell).collect()
}

/// Those who live the tickets through.
struct Desk<'a> {
    cast: &'a Cast,
    now: Moment,
    others: Vec<&'a Player>,
    all: Vec<&'a Player>,
}

/// From so many minutes to so many.
fn minutes((from, to): (u64, u64), chance: &mut Chance) -> Span {
    Span::seconds(i64::try_from(from * 60 + chance.below((to - from) * 60 + 1)).unwrap_or(0))
}

impl Desk<'_> {
    /// What happens to a ticket after it was opened, as far as the present.
    fn life(&self, told: &Told, opened: &Opened, chance: &mut Chance) -> Vec<Turn> {
        let (report, ends) = (&told.report, told.ends);
        match ends {
            Ends::New => return Vec::new(),
            Ends::Pressed => return self.pressed(report),
            _ => {}
        }
        let nonstop = opened.priority <= 2 || report.always;
        let (respond, resolve) = match opened.priority {
            1 => ((2, 13), (25, 210)),
            2 => ((4, 27), (60, 420)),
            3 => ((8, 110), (60, 14 * 60)),
            _ => ((12, 220), (2 * 60, 26 * 60)),
        };
        let late = if chance.below(100) < 7 { 2 } else { 1 };
        let first = Span(minutes(respond, chance).0 * late);
        let replied = self.worked(report.at.plus(first), nonstop || ends != Ends::Resolved, chance);
        // Soon after it was opened, at the latest with the reply.
        let had = report.at.plus(Span(replied.since(report.at).0 * 2 / 3));
        let who = told.hands.unwrap_or_else(|| self.technician(report, ends, chance));
        let mut life = Life { turns: Vec::new(), desk: self, reporter: report.by.who(), who: who.who() };
        life.begin(who, had, &report.order, chance);
        life.by_desk(replied, Step::Reply(report.script.reply));
        if chance.below(100) < 20 {
            life.by_desk(replied.plus(minutes((2, 25), chance)), Step::Note(one(NOTES, chance)));
        }
        match ends {
            Ends::Waiting(reason) => life.by_desk(replied.plus(Span::minutes(26)), Step::Wait(reason)),
            Ends::Resolved => {
                let done = replied.plus(Span(minutes(resolve, chance).0 * late));
                life.end(report, self.worked(done, nonstop, chance), nonstop, chance);
            }
            Ends::New | Ends::Taken | Ends::Pressed => {}
        }
        // The steps are in their order, so what lies in the future is the end of them.
        life.turns.retain(|turn| turn.at < self.now);
        life.turns
    }

    /// Somebody notes what the office has to be done with today.
    fn pressed(&self, report: &Report) -> Vec<Turn> {
        let (at, zone) = (report.at.plus(Span::minutes(6)), report.zone);
        let on = self.now.date_in(zone);
        let who = self.others.iter().find(|p| p.email.starts_with("tess@"));
        who.map(|p| Turn { who: p.who(), at, step: Step::Payroll(on) }).into_iter().collect()
    }

    /// Whoever knows about it; of the scene somebody nobody signs in as, so that it stays as it is until a
    /// visitor acts.
    fn technician(&self, report: &Report, ends: Ends, chance: &mut Chance) -> &Player {
        let fits = |p: &&&Player| match report.script.kind {
            Trouble::Ehr => p.email.starts_with("priya") || p.email.starts_with("gus"),
            Trouble::Network | Trouble::Phone => p.email.starts_with("marco") || p.email.starts_with("theo"),
            Trouble::BrokenDevice => p.email.starts_with("bea") || p.email.starts_with("gus"),
            _ => !p.email.starts_with("bea"),
        };
        let of = if ends == Ends::Resolved { &self.all } else { &self.others };
        let fitting: Vec<&Player> = of.iter().filter(fits).copied().collect();
        if fitting.is_empty() { one(of, chance) } else { one(&fitting, chance) }
    }

    /// The same moment when the desk works on it day and night, otherwise within its hours.
    fn worked(&self, at: Moment, nonstop: bool, chance: &mut Chance) -> Moment {
        if nonstop {
            return at;
        }
        let zone = TimeZone::get(DESK_ZONE).unwrap_or(TimeZone::UTC);
        let local = at.timestamp().to_zoned(zone);
        let weekend = |d: Weekday| matches!(d, Weekday::Saturday | Weekday::Sunday);
        if !weekend(local.weekday()) && (6..20).contains(&local.hour()) {
            return at;
        }
        let mut date = local.date();
        if local.hour() >= 6 {
            date = date.tomorrow().unwrap_or(date);
        }
        for _ in 0..2 {
            if weekend(date.weekday()) {
                date = date.tomorrow().unwrap_or(date);
            }
        }
        let opens = date.at(6, 5, 0, 0).to_zoned(local.time_zone().clone());
        let opens = opens.map_or(at, |z| Moment::from_timestamp(z.timestamp()));
        opens.max(at).plus(minutes((0, 110), chance))
    }
}

/// The steps of one ticket as they come together.
struct Life<'a> {
    turns: Vec<Turn>,
    desk: &'a Desk<'a>,
    reporter: Who,
    who: Who,
}

impl Life<'_> {
    /// Adds a step, at least some seconds after the one before.
    fn add(&mut self, who: Who, at: Moment, step: Step) {
        let at = self.turns.last().map_or(at, |last| at.max(last.at.plus(Span::seconds(20))));
        self.turns.push(Turn { who, at, step });
    }

    fn by_desk(&mut self, at: Moment, step: Step) {
        self.add(self.who.clone(), at, step);
    }

    /// Somebody has it: they took it, or it was given to them.
    fn begin(&mut self, to: &Player, at: Moment, order: &OpenTicket, chance: &mut Chance) {
        let director = self.desk.cast.people.iter().find(|p| p.email.starts_with("marco@"));
        match director.filter(|d| d.person != to.person && chance.below(100) < 14) {
            None => self.by_desk(at, Step::Take),
            Some(director) => {
                if chance.below(2) == 0 {
                    let users = order.users.unwrap_or(1).saturating_add(2);
                    let step = Step::Triage { patient_affected: order.patient_affected, users };
                    self.add(director.who(), at.minus(Span::seconds(40)), step);
                }
                self.add(director.who(), at, Step::Assign(to.person));
            }
        }
    }

    /// Perhaps it waits; then it is resolved; rarely it comes back.
    fn end(&mut self, report: &Report, mut done: Moment, nonstop: bool, chance: &mut Chance) {
        if let Some(reason) = report.script.waits.filter(|_| !nonstop && chance.below(100) < 50) {
            let from = self.turns.last().map_or(done, |last| last.at).plus(minutes((3, 40), chance));
            self.by_desk(from, Step::Wait(reason));
            let until = self.desk.worked(from.plus(minutes((60, 26 * 60), chance)), false, chance);
            match reason {
                WaitReason::Reporter => self.add(self.reporter.clone(), until, Step::Add(one(ADDED, chance))),
                _ => self.by_desk(until, Step::Resume),
            }
            done = self.desk.worked(done.max(until).plus(minutes((10, 120), chance)), false, chance);
        }
        self.by_desk(done, Step::Resolve(report.script.resolution));
        if chance.below(100) < 4 {
            let again = done.plus(minutes((5 * 60, 70 * 60), chance));
            let words = one(AGAIN, chance);
            match chance.below(3) {
                0 => self.by_desk(again, Step::Reopen(words)),
                _ => self.add(self.reporter.clone(), again, Step::ReopenMine(words)),
            }
            let answered = self.desk.worked(again.plus(minutes((10, 90), chance)), nonstop, chance);
            self.by_desk(answered, Step::Reply("I am sorry. I look at it again at once."));
            let over = self.desk.worked(answered.plus(minutes((30, 300), chance)), nonstop, chance);
            self.by_desk(over, Step::Resolve(report.script.resolution));
        }
        // By a number of the report's own and not by chance, so that the season stays the same. Whoever had to report
        // twice is less content.
        let again = self.turns.iter().any(|t| matches!(t.step, Step::Reopen(_) | Step::ReopenMine(_)));
        let rating = match (report.at.micros() / 1_000_000).rem_euclid(100) {
            0..26 if !again => Rating::Good,
            0..31 => Rating::Fair,
            31..34 => Rating::Poor,
            _ => return,
        };
        let last = self.turns.last().map_or(done, |turn| turn.at);
        self.add(self.reporter.clone(), last.plus(Span::minutes(50)), Step::Rate(rating));
    }
}
