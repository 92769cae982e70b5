//! Downtime, as a hospital lives it: what is prepared, a planned one with its paper, an outage that lasts too long, numbers
//! that nobody gets twice, drills with their evidence, and workstations that somebody looked at.

mod folder;
mod outage;
mod pages;
mod prepared;

use crate::world::{Doing, World, on_each, refused};
use assets::{AssetKind, AssetState, Criticality, PatchAuthority, SayContinuity};
use downtime::{
    AddFollowUp, AddForm, AssignNumbers, BeginDowntime, Board, CheckNumbers, CloseDowntime, Covers,
    DeclareDowntime, Downtimes, EnterNumbers, ExtendDowntime, FinishFollowUp, Level, NumbersReceipt,
    OneDowntime, Recovery, ReserveNumbers, SayUsed, ScheduleDowntime, SetLevel, State, SystemBack,
    TicketDowntimes, View, VoidNumbers, VoidReason, WriteProcedure,
};
use kernel::{AssetId, DowntimeId, FormId, Moment, NumbersId, Span, Status};
use rounds::{Downtimes as DowntimesRound, Every, Floor, Round};

/// The patient record system, with a recovery time of its own or the house's.
pub fn record_system(w: &World, rto_minutes: Option<i64>) -> AssetId {
    let add = assets::AddAsset {
        kind: AssetKind::System,
        criticality: Criticality::LifeSupport,
        holds_ephi: true,
        department: None,
        patch_authority: PatchAuthority::OwnIt,
        state: AssetState::InUse,
        ..w.device("EHR")
    };
    let asset = w.act(&w.senior, add).asset;
    if rto_minutes.is_some() {
        let set = SayContinuity {
            asset,
            creates_ephi: true,
            receives_ephi: false,
            transmits_ephi: false,
            network_zone: None,
            rto_minutes,
            rpo_minutes: None,
        };
        w.act(&w.senior, set);
    }
    asset
}

pub fn procedure(w: &World) -> WriteProcedure {
    WriteProcedure {
        department: w.ward,
        covers: Covers::Ehr,
        owner: w.practice_owner.person().unwrap(),
        review_on: "2027-05-01".into(),
        read_only: Some(
            "Open the read-only copy from the red icon.\nIt shows what was known an hour ago.".into(),
        ),
        viewer: None,
        workstation: Some("The workstation beside the crash cart prints the medication lists.".into()),
        paper: "Take the red binder. Number every form.".into(),
        afterwards: Some("Enter medications first, then vital signs.".into()),
    }
}

pub fn form(w: &World, code: &str) -> FormId {
    let add = AddForm {
        org: w.larkspur,
        code: code.into(),
        title: "Medication record".into(),
        enters_into: "Medication administration in the patient record system".into(),
        first_number: None,
    };
    w.act(&w.practice_owner, add).form
}

pub fn reserve(w: &World, form: FormId, copies: u32) -> ReserveNumbers {
    ReserveNumbers { department: w.ward, form, copies, owner: w.nurse.person() }
}

pub fn declare(w: &World, system: AssetId) -> DeclareDowntime {
    DeclareDowntime {
        org: w.larkspur,
        covers: Covers::Ehr,
        title: "The record system does not open".into(),
        systems: vec![system],
        departments: vec![w.ward],
        since: None,
        ticket: None,
    }
}

fn schedule(w: &World, system: AssetId) -> ScheduleDowntime {
    ScheduleDowntime {
        org: w.larkspur,
        covers: Covers::Ehr,
        title: "Upgrade of the record system".into(),
        systems: vec![system],
        departments: vec![w.ward],
        from: "2026-11-04T01:00".into(),
        until: "2026-11-04T05:00".into(),
        notice_hours: Some(24),
        ticket: None,
    }
}

fn back(downtime: DowntimeId, asset: AssetId) -> SystemBack {
    SystemBack { downtime, asset, since: None }
}

fn level(w: &World, downtime: DowntimeId, level: Level) -> SetLevel {
    SetLevel { downtime, department: w.ward, level }
}

fn close(downtime: DowntimeId) -> CloseDowntime {
    CloseDowntime {
        downtime,
        went_well: "The binders were complete.".into(),
        went_badly: "Nobody found the key to the cabinet.".into(),
    }
}

fn used(numbers: NumbersId, used: u32) -> SayUsed {
    SayUsed { numbers, used }
}

fn void(n: &NumbersReceipt, skip: u32, reason: VoidReason) -> VoidNumbers {
    VoidNumbers { numbers: n.numbers, first: n.first + skip, last: n.last, reason }
}

/// One turn of the round that notices what is due.
fn look_round(w: &World) {
    let origin = "https://desk.example.org".to_owned();
    let floor = Floor::new(
        w.house.office.clone(),
        w.house.sealer.clone(),
        origin,
        "one".to_owned(),
        Every::default(),
    );
    DowntimesRound::default().round(&floor, w.house.office.now()).unwrap();
}

fn at(text: &str) -> Moment {
    Moment::from_timestamp(text.parse().unwrap())
}

#[test]
fn a_planned_downtime_is_told_before_and_closed_when_its_paper_adds_up() {
    on_each(|w| {
        let system = record_system(w, None);
        w.act(&w.practice_owner, procedure(w));
        let mar = form(w, "MAR");
        let ready = w.act(&w.practice_owner, reserve(w, mar, 20));
        assert_eq!((ready.first, ready.last, ready.downtime), (1, 20, None));
        let early = refused(w.try_act(&w.nurse, used(ready.numbers, 3)));
        assert!(early.sentence.contains("lie ready") && early.remedy.is_some());
        let downtime = w.act(&w.technician, schedule(w, system)).downtime;
        let told = w.ask(&w.nurse, OneDowntime { downtime });
        assert_eq!(
            (told.downtime.state, told.systems[0].recovery.clone()),
            (State::Planned, Recovery::Waiting)
        );
        assert_eq!(told.departments[0].concerned.level, Level::Normal);
        w.pass(Span::hours(20));
        look_round(w);
        let told = w.ask(&w.nurse, OneDowntime { downtime });
        assert!(told.downtime.noticed_at.is_some(), "everybody was told once more");
        w.pass(Span::hours(20));
        w.act(&w.technician, BeginDowntime { downtime });
        let told = w.ask(&w.nurse, OneDowntime { downtime });
        assert_eq!(
            told.systems[0].system.due_at,
            Some(at("2026-11-04T11:00:00Z")),
            "the window is the promise"
        );
        assert_eq!(told.systems[0].system.basis.word(), "window", "and no longer the recovery time");
        let ward = &told.departments[0];
        assert_eq!((ward.concerned.level, ward.concerned.version), (Level::ReadOnly, Some(1)));
        assert!(ward.does.as_ref().unwrap().contains("red icon"));
        assert_eq!(told.numbers[0].numbers.downtime, Some(downtime), "what lay ready belongs to it now");
        w.act(&w.nurse, level(w, downtime, Level::Paper));
        let more = w.act(&w.technician, reserve(w, mar, 5));
        assert_eq!((more.first, more.last, more.downtime), (21, 25, Some(downtime)));
        w.pass(Span::hours(1));
        assert!(refused(w.try_act(&w.technician, close(downtime))).sentence.contains("not back yet"));
        let done = w.act(&w.technician, back(downtime, system));
        assert_eq!(done.state, State::Reconciling);
        paper(w, downtime, &ready, &more);
        let closed = w.act(&w.technician, close(downtime));
        assert_eq!(closed.state, State::Closed);
        let told = w.ask(&w.nurse, OneDowntime { downtime });
        assert_eq!(told.downtime.rto_met, Some(true));
        let late = refused(w.try_act(&w.nurse, used(ready.numbers, 3)));
        assert!(late.sentence.contains("closed"));
        let past = Downtimes { view: Some(View::Past), ..Downtimes::default() };
        assert_eq!(w.ask(&w.nurse, past.clone()).lines.len(), 1);
        assert!(w.ask(&w.meridian_owner, past).lines.is_empty(), "nobody else sees it");
        assert!(w.try_ask(&w.meridian_owner, OneDowntime { downtime }).is_err());
        follow_up(w, downtime);
    });
}

/// Every number is used or voided, entered, and looked at by somebody else.
fn paper(w: &World, downtime: DowntimeId, ready: &NumbersReceipt, more: &NumbersReceipt) {
    let n = ready.numbers;
    let missing = refused(w.try_act(&w.technician, close(downtime)));
    assert!(missing.sentence.contains("not said how many were used"), "{}", missing.sentence);
    assert_eq!(missing.remedy.unwrap().href, Some(format!("/downtimes/{downtime}#paper")));
    assert_eq!(refused(w.try_act(&w.nurse, used(n, 21))).field.as_deref(), Some("used"));
    w.act(&w.nurse, used(n, 12));
    let early = refused(w.try_act(&w.nurse, EnterNumbers { numbers: more.numbers, entered: 1 }));
    assert!(early.sentence.contains("Count first"));
    let wrong = VoidNumbers { numbers: n, first: 12, last: 20, reason: VoidReason::NotNeeded };
    assert_eq!(refused(w.try_act(&w.nurse, wrong)).field.as_deref(), Some("last"), "nine of eight");
    let beyond = VoidNumbers { numbers: n, first: 13, last: 21, reason: VoidReason::NotNeeded };
    assert_eq!(refused(w.try_act(&w.nurse, beyond)).field.as_deref(), Some("first"));
    let spoiled = VoidNumbers { numbers: n, first: 13, last: 13, reason: VoidReason::Spoiled };
    w.act(&w.nurse, spoiled.clone());
    assert!(refused(w.try_act(&w.nurse, spoiled)).sentence.contains("voided already"));
    w.act(&w.nurse, void(ready, 13, VoidReason::NotNeeded));
    assert_eq!(
        refused(w.try_act(&w.nurse, EnterNumbers { numbers: n, entered: 13 })).status,
        Status::Invalid
    );
    w.act(&w.nurse, EnterNumbers { numbers: n, entered: 11 });
    let part = refused(w.try_act(&w.practice_owner, CheckNumbers { numbers: n }));
    assert!(part.sentence.contains("11 of 12"), "{}", part.sentence);
    w.act(&w.nurse, EnterNumbers { numbers: n, entered: 12 });
    let own = refused(w.try_act(&w.nurse, CheckNumbers { numbers: n }));
    assert!(own.status == Status::Forbidden && own.citation.is_some() && own.remedy.is_some());
    let checked = w.act(&w.practice_owner, CheckNumbers { numbers: n });
    assert_eq!(checked.missing, None);
    let other = AssignNumbers { numbers: more.numbers, owner: w.technician.person().unwrap() };
    w.act(&w.technician, other);
    w.act(&w.technician, used(more.numbers, 0));
    w.act(&w.technician, void(more, 0, VoidReason::NotNeeded));
    w.act(&w.nurse, CheckNumbers { numbers: more.numbers });
    let away = refused(w.try_act(&w.technician, close(downtime)));
    assert!(away.sentence.contains("do not work as usual"), "{}", away.sentence);
    w.act(&w.nurse, level(w, downtime, Level::Normal));
    let told = w.ask(&w.nurse, OneDowntime { downtime });
    assert!(told.missing.is_empty());
    for line in &told.numbers {
        let n = &line.numbers;
        assert_eq!(n.used.unwrap() + n.voided, n.reserved(), "used and voided are what was handed out");
    }
}

fn follow_up(w: &World, downtime: DowntimeId) {
    let ask = AddFollowUp {
        downtime,
        what: "Hang the key beside the cabinet".into(),
        owner: w.practice_owner.person().unwrap(),
        due_on: "2026-11-20".into(),
    };
    let stranger = AddFollowUp { owner: w.meridian_owner.person().unwrap(), ..ask.clone() };
    assert_eq!(refused(w.try_act(&w.technician, stranger)).field.as_deref(), Some("owner"));
    w.act(&w.technician, ask);
    w.act(&w.practice_owner, FinishFollowUp { downtime, place: 1 });
    assert!(w.try_act(&w.practice_owner, FinishFollowUp { downtime, place: 1 }).is_err());
}

#[test]
fn an_outage_that_lasts_too_long_is_announced_once_and_its_review_says_so() {
    on_each(|w| {
        let ticket = w.report();
        let system = record_system(w, None);
        let order = DeclareDowntime { ticket: Some(ticket), ..declare(w, system) };
        let nobody = DeclareDowntime { systems: Vec::new(), ..order.clone() };
        assert_eq!(refused(w.try_act(&w.technician, nobody)).field.as_deref(), Some("systems"));
        let elsewhere = DeclareDowntime { departments: vec![w.theatre], ..order.clone() };
        assert_eq!(refused(w.try_act(&w.technician, elsewhere)).status, Status::NotFound);
        let named = DeclareDowntime {
            title: "No chart of patient John Sample, DOB 04/12/1957".into(),
            ..order.clone()
        };
        assert_eq!(refused(w.try_act(&w.technician, named)).field.as_deref(), Some("title"));
        let downtime = w.act(&w.technician, order).downtime;
        let again = refused(w.try_act(&w.technician, declare(w, system)));
        assert_eq!(again.remedy.unwrap().href, Some(format!("/downtimes/{downtime}")));
        assert_eq!(w.ask(&w.technician, TicketDowntimes { ticket }).lines.len(), 1);
        let told = w.ask(&w.nurse, OneDowntime { downtime });
        assert_eq!(told.systems[0].system.target_s, 4 * 3600, "clinical and critical: four hours");
        let because = told.systems[0].because.clone().unwrap();
        assert!(because.starts_with("4 h from ") && because.ends_with("the clock never rests"), "{because}");
        assert_eq!(told.departments[0].concerned.level, Level::Paper, "no procedure is written");
        w.pass(Span::hours(3));
        look_round(w);
        assert_eq!(letters(w, "is not back in time"), 0);
        w.pass(Span::hours(2));
        let told = w.ask(&w.nurse, OneDowntime { downtime });
        assert_eq!(told.systems[0].recovery, Recovery::Late, "late whether anybody noticed or not");
        look_round(w);
        look_round(w);
        assert!(letters(w, "is not back in time") >= 1);
        assert_eq!(entries(w, "downtime.note"), 1, "noted once");
        let board = w.ask(&w.nurse, Board::default());
        assert_eq!(board.downtimes.len(), 1);
        assert!(w.ask(&w.stranger, Board::default()).downtimes.is_empty());
        let printer = w.act(&w.senior, w.device("PRN-1")).asset;
        w.act(
            &w.technician,
            ExtendDowntime { downtime, systems: vec![printer, printer], departments: Vec::new() },
        );
        w.act(&w.technician, back(downtime, system));
        let one = w.act(&w.technician, back(downtime, printer));
        assert_eq!(one.state, State::Reconciling);
        w.act(&w.nurse, level(w, downtime, Level::Normal));
        w.act(&w.technician, close(downtime));
        let told = w.ask(&w.nurse, OneDowntime { downtime });
        assert_eq!(told.downtime.rto_met, Some(false));
        let missed = told.systems.iter().find(|s| s.system.asset == system).unwrap();
        assert_eq!(missed.recovery, Recovery::Missed, "a miss stays visible");
    });
}

fn entries(w: &World, act: &'static str) -> i64 {
    charted(w, act, "done")
}

fn charted(w: &World, act: &'static str, outcome: &'static str) -> i64 {
    crate::proof::look(&w.house, move |look: &mut store::Look| {
        let given = store::params! { "act": act, "outcome": outcome };
        look.row(&TOLD, given)?.unwrap().get("found")
    })
}

/// How many letters have these words in their subject.
fn letters(w: &World, words: &str) -> i64 {
    let like = format!("%{words}%");
    crate::proof::look(&w.house, move |look: &mut store::Look| {
        look.row(&LETTERS, store::params! { "like": like.as_str() })?.unwrap().get("found")
    })
}

store::sql! {
    house TOLD "stories.downtime-entries-of-act"
        "select count(*) as found from entries where act = :act and outcome = :outcome";
    house LETTERS "stories.downtime-letters"
        "select count(*) as found from outbox where channel = 'mail' and subject like :like";
}

#[test]
fn a_server_that_dies_in_the_middle_comes_back_with_every_clock_right() {
    on_each(|w| {
        let system = record_system(w, Some(120));
        let downtime = w.act(&w.technician, declare(w, system)).downtime;
        let before = w.ask(&w.nurse, OneDowntime { downtime }).systems[0].system.clone();
        w.pass(Span::hours(1));
        // Another server opens the same place, as after a restart.
        let other = w.place.open(2);
        let ask =
            |who| futures_executor::block_on(other.office.answer(who, OneDowntime { downtime })).unwrap();
        let after = ask(&w.nurse).systems[0].clone();
        assert_eq!((after.system.started_at, after.system.due_at), (before.started_at, before.due_at));
        assert_eq!(after.recovery, Recovery::Running);
        w.pass(Span::hours(2));
        assert_eq!(ask(&w.nurse).systems[0].recovery, Recovery::Late);
        let origin = "https://desk.example.org".to_owned();
        let floor = Floor::new(
            other.office.clone(),
            other.sealer.clone(),
            origin,
            "two".to_owned(),
            Every::default(),
        );
        DowntimesRound::default().round(&floor, other.office.now()).unwrap();
        look_round(w);
        assert_eq!(entries(w, "downtime.note"), 1, "what one noted the other does not note again");
        Doing(&other).one(&w.technician, back(downtime, system));
        assert_eq!(w.ask(&w.nurse, OneDowntime { downtime }).systems[0].recovery, Recovery::Missed);
    });
}
