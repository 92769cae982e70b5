//! An outage has two clocks, the ticket's and the system's own; and what a contract promises about uptime is counted by
//! time, stretch by stretch, with unknown time never counted as up.

use crate::world::{World, on_each, refused, terms};
use agreements::contracts::{
    ActivateContract, ContractKind, CountsAs, CoveredHours, DraftContract, LeftOut, PromiseUptime,
};
use assets::continuity::AssetClass;
use assets::uptime::{CorrectionReason, StateCause, SystemState};
use assets::{CorrectState, ReportState, SetRecovery, SystemStates};
use desk::words::{PromiseKind, PromiseState, Visibility};
use desk::{Backdate, DeclareOutage, EndOutage, NoteMissed, OneTicket, OpenTicket, Reply, Resolve, Tickets};
use kernel::{AssetId, ContractId, Moment, Span, Status, Stop, TicketId, Who};
use orderly::supplies::uptime::{SystemMonth, UptimeMonth, UptimeOf};

fn system(w: &World) -> AssetId {
    w.act(&w.senior, w.device("Infusion server")).asset
}

fn aim(w: &World, rto_minutes: i64) -> SetRecovery {
    SetRecovery {
        org: w.larkspur,
        class: AssetClass::Clinical,
        rto_minutes,
        rpo_minutes: None,
        location: None,
        contract: None,
    }
}

/// The story's clock moves by some milliseconds with each order.
fn near(at: Option<Moment>, other: Moment) -> bool {
    at.is_some_and(|at| at.since(other).0.abs() < Span::seconds(2).0)
}

fn gone(w: &World, asset: AssetId) -> TicketId {
    w.act(&w.nurse, OpenTicket { asset: Some(asset), department: None, ..w.trouble() }).ticket
}

fn contract(w: &World) -> ContractId {
    let draft = DraftContract {
        client: w.larkspur,
        title: "Everything at Larkspur".into(),
        starts_on: w.house.office.now().date_in("America/Chicago"),
        ends_on: None,
        notice_days: None,
        terms: terms(ContractKind::Managed),
    };
    let contract = w.act(&w.owner, draft).contract;
    w.act(&w.owner, ActivateContract { contract });
    contract
}

fn recovery(w: &World, ticket: TicketId) -> desk::promises::PromiseTold {
    let told = w.ask(&w.technician, OneTicket { ticket });
    told.promises.into_iter().find(|p| p.kind == PromiseKind::Recovery).unwrap()
}

/// A moment as somebody types it with its offset.
fn typed(at: Moment) -> String {
    at.timestamp().to_string()
}

fn ago(w: &World, minutes: i64) -> String {
    typed(w.house.office.now().minus(Span::minutes(minutes)))
}

#[test]
fn an_outage_has_two_clocks_and_both_are_seen() {
    on_each(|w| {
        let asset = system(w);
        // Nobody said how soon such systems have to be back: the report begins no second clock.
        let plain = gone(w, asset);
        let kinds = |ticket| -> Vec<PromiseKind> {
            w.ask(&w.technician, OneTicket { ticket }).promises.iter().map(|p| p.kind).collect()
        };
        assert!(!kinds(plain).contains(&PromiseKind::Recovery));
        // The desk can say so all the same; then the house's own target counts.
        let declare = DeclareOutage { ticket: plain, since: None };
        assert_eq!(refused(w.try_act(&w.nurse, declare.clone())).status, Status::Forbidden);
        w.act(&w.technician, declare.clone());
        assert_eq!(refused(w.try_act(&w.technician, declare)).status, Status::Conflict);
        assert!(recovery(w, plain).says_who.contains("the house's own"));
        assert_eq!(recovery(w, plain).target_seconds, 8 * 3600, "it is clinical");
        w.act(&w.technician, Resolve { ticket: plain, words: "Back".into() });
        // The location goes before the organization, the contract before both.
        w.act(&w.senior, aim(w, 240));
        w.act(&w.senior, SetRecovery { location: Some(w.clinic), ..aim(w, 120) });
        let stranger = SetRecovery { org: w.meridian, location: Some(w.clinic), ..aim(w, 5) };
        assert_eq!(refused(w.try_act(&w.senior, stranger)).field.as_deref(), Some("location"));
        let ticket = gone(w, asset);
        let opened = w.house.office.now();
        assert!(near(recovery(w, ticket).due_at, opened.plus(Span::minutes(120))));
        assert!(recovery(w, ticket).says_who.contains("at this location"));
        let line = || {
            let list = w.ask(&w.technician, Tickets { asset: Some(asset), ..Tickets::default() });
            list.tickets.into_iter().find(|t| t.ticket == ticket).unwrap()
        };
        let both = |l: &desk::Listed| (l.due_what, l.also_due_what);
        assert_eq!(both(&line()), (Some(PromiseKind::Response), Some(PromiseKind::Recovery)));
        let words = "We are on it".into();
        w.act(&w.technician, Reply::new(ticket, Visibility::Public, words));
        assert_eq!(both(&line()), (Some(PromiseKind::Recovery), Some(PromiseKind::Resolution)));
        assert!(near(line().due_at, opened.plus(Span::minutes(120))));
        // It is late, noted once; then somebody says that it was back in time.
        w.pass(Span::minutes(121));
        let house = Who::House("promises");
        assert_eq!(w.act(&house, NoteMissed { ticket }), 1);
        assert_eq!(recovery(w, ticket).state, PromiseState::Late);
        let before = EndOutage { ticket, at: Some(ago(w, 300)) };
        assert_eq!(refused(w.try_act(&w.technician, before)).field.as_deref(), Some("at"));
        w.act(&w.technician, EndOutage { ticket, at: Some(ago(w, 30)) });
        assert_eq!(recovery(w, ticket).state, PromiseState::Met);
        assert_eq!(both(&line()), (Some(PromiseKind::Resolution), None));
        // The system itself knows as well.
        let told = w.ask(&w.technician, SystemStates { asset });
        assert_eq!(told.state, SystemState::Up);
        assert!(told.reports.iter().any(|r| r.state == SystemState::Down && r.ticket == Some(ticket)));
        // Under a contract with a target of its own, that counts.
        let contract = contract(w);
        w.act(&w.senior, SetRecovery { contract: Some(contract), ..aim(w, 60) });
        let next = gone(w, asset);
        assert_eq!(recovery(w, next).target_seconds, 3600);
        assert!(recovery(w, next).says_who.contains("contract"));
        w.act(&w.technician, Resolve { ticket: next, words: "Back".into() });
        assert_eq!(recovery(w, next).state, PromiseState::Met);
    });
}

#[test]
fn who_wrote_a_call_down_later_says_when_it_came_and_both_due_times_are_kept() {
    on_each(|w| {
        let ticket = w.report();
        let at = |at: String| Backdate { ticket, at };
        assert_eq!(refused(w.try_act(&w.nurse, at(ago(w, 30)))).status, Status::Forbidden);
        for wrong in [ago(w, -10), ago(w, 8 * 24 * 60), String::new(), "yesterday".to_owned()] {
            let refusal = refused(w.try_act(&w.technician, at(wrong.clone())));
            assert_eq!(refusal.field.as_deref(), Some("at"), "{wrong}");
        }
        // On the night of the change half past one was twice: both are offered.
        let twice = refused(w.try_act(&w.technician, at("2026-11-01T01:30".into()))).sentence;
        assert!(twice.contains("-05:00") && twice.contains("-06:00"), "{twice}");
        let told = w.act(&w.technician, at(ago(w, 30)));
        assert_eq!(told.revisions.len(), 2);
        for revision in &told.revisions {
            assert!(near(revision.before, revision.after.unwrap().plus(Span::minutes(30))));
        }
    });
}

fn promise(contract: ContractId, asset: AssetId) -> PromiseUptime {
    PromiseUptime {
        contract,
        from_month: "2026-11".into(),
        percent: "99.9".into(),
        assets: vec![asset],
        hours: CoveredHours::Always,
        calendar: None,
        degraded: CountsAs::Available,
        maintenance: CountsAs::LeftOut,
        unknown: CountsAs::LeftOut,
        left_out: vec![LeftOut::Client],
    }
}

fn uptime(w: &World, who: &Who, contract: ContractId, month: Option<&str>) -> Result<UptimeMonth, Stop> {
    w.try_ask(who, UptimeOf { contract, month: month.map(str::to_owned) })
}

fn month(w: &World, contract: ContractId) -> SystemMonth {
    uptime(w, &w.owner, contract, None).unwrap().systems.remove(0)
}

fn up_now(asset: AssetId) -> ReportState {
    ReportState { asset, state: SystemState::Up, from: None, until: None, cause: None }
}

fn what_the_contract_leaves_out(w: &World, asset: AssetId, contract: ContractId) {
    // It was the client's own doing, which the contract leaves out.
    let correct = CorrectState {
        asset,
        from: ago(w, 120),
        until: ago(w, 60),
        state: SystemState::Down,
        cause: Some(StateCause::Client),
        reason: CorrectionReason::FoundLater,
    };
    let ahead = CorrectState { until: ago(w, -60), ..correct.clone() };
    assert_eq!(refused(w.try_act(&w.senior, ahead)).field.as_deref(), Some("until"));
    w.act(&w.senior, correct);
    let judged = month(w, contract);
    assert!(judged.kept && judged.unavailable_seconds <= 1, "{}", judged.unavailable_seconds);
    assert!((3595..=3605).contains(&judged.left_out_seconds), "{}", judged.left_out_seconds);
    assert!(judged.account.iter().any(|row| row.was.contains("excluded")), "{:?}", judged.account);
    // Planned work is left out as well, and ends by itself; it does not reach into what is to come.
    let planned = ReportState {
        state: SystemState::Maintenance,
        until: Some(ago(w, -120)),
        from: Some(ago(w, -60)),
        ..up_now(asset)
    };
    w.act(&w.senior, planned);
    w.pass(Span::hours(3));
    let after = month(w, contract);
    assert!((3595..=3605).contains(&after.maintenance_seconds), "{}", after.maintenance_seconds);
    assert!((7195..=7205).contains(&after.left_out_seconds), "{}", after.left_out_seconds);
    assert_eq!(after.down_seconds, 0, "what is excluded stands apart");
    // A month that is over keeps what was agreed for it; the next one has the new promise.
    let next =
        PromiseUptime { from_month: "2026-12".into(), percent: "99.95".into(), ..promise(contract, asset) };
    w.act(&w.owner, next);
    assert_eq!(month(w, contract).promised_percent, "99.9000");
    assert_eq!(uptime(w, &w.owner, contract, Some("2026-12")).unwrap().terms.unwrap().promised_ppm, 999_500);
}

#[test]
fn uptime_is_counted_by_time_and_unknown_time_is_never_up() {
    on_each(|w| {
        let (asset, contract) = (system(w), contract(w));
        let ask = |who: &Who, month: Option<&str>| uptime(w, who, contract, month);
        let month = || month(w, contract);
        assert!(ask(&w.owner, None).unwrap().terms.is_none(), "nothing is promised yet");
        let good = promise(contract, asset);
        for (wrong, field) in [
            (PromiseUptime { unknown: CountsAs::Available, ..good.clone() }, "unknown"),
            (PromiseUptime { from_month: "2026-10".into(), ..good.clone() }, "from_month"),
            (PromiseUptime { percent: "101".into(), ..good.clone() }, "percent"),
            (PromiseUptime { assets: vec![], ..good.clone() }, "assets"),
        ] {
            assert_eq!(refused(w.try_act(&w.owner, wrong)).field.as_deref(), Some(field));
        }
        w.act(&w.owner, good);
        assert_eq!(refused(ask(&w.stranger, None)).status, Status::NotFound);
        assert_eq!(refused(ask(&w.owner, Some("2026-13"))).field.as_deref(), Some("month"));
        // Nobody has reported anything: nothing counts, and that is said.
        let silent = month();
        assert_eq!((silent.available_percent, silent.available_seconds), (None, 0));
        assert!(silent.unknown_seconds > 0 && silent.unknown_seconds == silent.left_out_seconds);
        // Up since the month began; down for an hour, as its ticket says.
        let report = |state, from: Option<String>| ReportState { state, from, ..up_now(asset) };
        assert_eq!(refused(w.try_act(&w.nurse, report(SystemState::Up, None))).status, Status::Forbidden);
        let twice = report(SystemState::Up, Some("2026-11-01T01:30".into()));
        assert_eq!(refused(w.try_act(&w.senior, twice)).field.as_deref(), Some("from"));
        w.act(&w.senior, report(SystemState::Up, Some("2026-11-01T00:00".into())));
        assert_eq!(month().available_percent.as_deref(), Some("100.0000"));
        w.act(&w.senior, aim(w, 240));
        let ticket = gone(w, asset);
        w.pass(Span::hours(1));
        w.act(&w.technician, EndOutage { ticket, at: None });
        w.pass(Span::hours(1));
        let late = month();
        assert!((3595..=3605).contains(&late.down_seconds) && !late.kept, "{}", late.down_seconds);
        assert_eq!(late.unavailable_seconds, late.down_seconds);
        assert_eq!(late.account.iter().filter(|row| row.counts == "unavailable").count(), 1);
        let whole: i64 = late.account.iter().map(|row| row.seconds).sum();
        let counted = late.available_seconds + late.unavailable_seconds + late.left_out_seconds;
        assert!((whole - counted).abs() < 10, "{whole} {counted}");
        assert!(late.account.windows(2).all(|pair| pair[0].to == pair[1].from));
        what_the_contract_leaves_out(w, asset, contract);
    });
}
