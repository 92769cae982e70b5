//! Time and money, as people meet them: what was worked, whether the contract covers it, and the month's sheet.

use crate::world::{self, World, on_each, refused};
use agreements::contracts::{
    ActivateContract, BillingModel, ContractKind, DraftContract, ReviseContract, TypedTerms,
};
use billing::{
    CloseSheet, CorrectTime, DropTime, LogTime, Month, MonthTime, MyTime, OpenSheet, Sheets, TicketTime, What,
};
use kernel::{ContractId, Span, Status, TicketId};

fn terms(kind: ContractKind, billing: BillingModel, price: Option<&str>) -> TypedTerms {
    TypedTerms {
        late_rate: None,
        minimum_minutes: Some(15),
        billing,
        price: price.map(str::to_owned),
        block_hours: (billing == BillingModel::Block).then_some(1),
        ..world::terms(kind)
    }
}

fn agree(w: &World, terms: TypedTerms) -> ContractId {
    agree_until(w, None, terms)
}

fn agree_until(w: &World, last: Option<&str>, terms: TypedTerms) -> ContractId {
    let draft = DraftContract {
        client: w.larkspur,
        title: "Everything at the clinic".into(),
        starts_on: "2026-11-01".parse().unwrap(),
        ends_on: last.map(|day| day.parse().unwrap()),
        notice_days: None,
        terms,
    };
    let contract = w.act(&w.owner, draft).contract;
    w.act(&w.owner, ActivateContract { contract });
    contract
}

fn log(ticket: TicketId, minutes: u32) -> LogTime {
    LogTime { ticket, minutes, started: None, on_site: false, note: Some("Looked at the link".into()) }
}

fn november() -> Month {
    "2026-11".parse().unwrap()
}

#[test]
fn covered_work_costs_nothing_more_than_the_month_and_a_closed_month_stays_as_it_was() {
    on_each(|w| {
        agree(w, terms(ContractKind::Managed, BillingModel::Flat, Some("2,500.00")));
        let ticket = w.report();
        let logged = w.act(&w.technician, log(ticket, 20));
        assert!(logged.covered, "{}", logged.why);
        let list = w.ask(&w.senior, TicketTime { ticket });
        assert_eq!((list.minutes, list.lines[0].noted), (20, true));
        assert_eq!(w.ask(&w.technician, MyTime { from: None }).minutes, 20);
        assert_eq!(w.ask(&w.senior, MyTime { from: None }).minutes, 0);
        let early = refused(w.try_act(&w.owner, CloseSheet { org: w.larkspur, month: november() }));
        assert!(early.sentence.contains("not over"), "{}", early.sentence);
        w.pass(Span::days(30));
        let closed = w.act(&w.owner, CloseSheet { org: w.larkspur, month: november() });
        assert_eq!(closed.total_cents, Some(250_000));
        let late = LogTime { started: Some("2026-11-20T10:00".into()), ..log(ticket, 15) };
        assert!(refused(w.try_act(&w.technician, late.clone())).sentence.contains("is closed"));
        let entry = logged.entry;
        assert_eq!(refused(w.try_act(&w.technician, DropTime { entry })).status, Status::Conflict);
        let kept = w.ask(&w.practice_owner, Sheets { org: w.larkspur, month: None });
        assert_eq!(kept.sheets[0].drawn.covered_minutes, 20);
        w.act(&w.owner, OpenSheet { sheet: closed.sheet });
        w.act(&w.technician, late);
        assert!(w.ask(&w.practice_owner, Sheets { org: w.larkspur, month: None }).sheets.is_empty());
    });
}

#[test]
fn a_month_costs_what_was_agreed_in_it_whatever_was_agreed_since() {
    on_each(|w| {
        let flat = |price| terms(ContractKind::Managed, BillingModel::Flat, Some(price));
        let goes_on = agree(w, flat("2,500.00"));
        agree_until(w, Some("2026-11-30"), flat("100.00"));
        w.pass(Span::days(30));
        let dearer = ReviseContract {
            contract: goes_on,
            from_on: "2026-12-02".parse().unwrap(),
            title: "Everything at the clinic".into(),
            ends_on: None,
            notice_days: None,
            terms: flat("9,000.00"),
        };
        w.act(&w.owner, dearer);
        // One of them has ended and the other costs more: November was before that.
        let closed = w.act(&w.owner, CloseSheet { org: w.larkspur, month: november() });
        assert_eq!(closed.total_cents, Some(260_000));
    });
}

#[test]
fn break_fix_is_billed_as_worked_in_its_steps() {
    on_each(|w| {
        agree(w, terms(ContractKind::BreakFix, BillingModel::Flat, None));
        let ticket = w.report();
        let logged = w.act(&w.technician, log(ticket, 16));
        assert!(!logged.covered);
        let list = w.ask(&w.senior, TicketTime { ticket });
        assert_eq!((list.lines[0].rate_cents, list.lines[0].step_minutes), (Some(18_500), 15));
        // Somebody who bills corrects it; whoever worked cannot, and only drops their own.
        let entry = logged.entry;
        assert!(w.try_act(&w.technician, CorrectTime { entry, minutes: 30 }).is_err());
        let right = w.act(&w.owner, CorrectTime { entry, minutes: 31 });
        let other = refused(w.try_act(&w.senior, DropTime { entry: right.entry }));
        assert_eq!(other.status, Status::Forbidden);
        w.pass(Span::days(30));
        let closed = w.act(&w.owner, CloseSheet { org: w.larkspur, month: november() });
        assert_eq!(closed.total_cents, Some(13_875), "45 minutes at 185 dollars an hour");
        let kept = w.ask(&w.owner, Sheets { org: w.larkspur, month: Some(november()) });
        assert!(
            w.ask(&w.owner, Sheets { org: w.larkspur, month: Some(november().before()) }).sheets.is_empty()
        );
        let line = &kept.sheets[0].drawn.lines[0];
        assert!(matches!(line.what, What::Work { minutes: 31, .. }) && line.quantity == 45);
    });
}

#[test]
fn a_block_of_hours_is_used_up_and_what_goes_beyond_is_billed() {
    on_each(|w| {
        agree(w, terms(ContractKind::Managed, BillingModel::Block, Some("150.00")));
        let ticket = w.report();
        assert!(w.act(&w.technician, log(ticket, 60)).covered);
        let beyond = w.act(&w.technician, log(ticket, 15));
        assert!(!beyond.covered && beyond.why.contains("used up"), "{}", beyond.why);
        w.pass(Span::days(30));
        let closed = w.act(&w.owner, CloseSheet { org: w.larkspur, month: november() });
        assert_eq!(closed.total_cents, Some(15_000 + 4_625));
    });
}

#[test]
fn a_month_is_read_by_those_of_the_client_and_of_its_provider_only() {
    on_each(|w| {
        let ticket = w.report();
        let logged = w.act(&w.technician, log(ticket, 20));
        assert!(!logged.covered && logged.why.contains("No service contract"));
        let asked = MonthTime { org: w.larkspur, month: november(), zone: None };
        assert_eq!(w.ask(&w.practice_owner, asked.clone()).minutes, 20);
        assert_eq!(refused(w.try_ask(&w.meridian_owner, asked)).status, Status::NotFound);
        assert!(w.try_ask(&w.meridian_owner, TicketTime { ticket }).is_err());
        // Without a rate nothing is billed, and nothing is closed either.
        w.pass(Span::days(30));
        let refusal = refused(w.try_act(&w.owner, CloseSheet { org: w.larkspur, month: november() }));
        assert!(refusal.sentence.contains("no rate"), "{}", refusal.sentence);
        let wrong = LogTime { minutes: 0, ..log(ticket, 1) };
        assert_eq!(refused(w.try_act(&w.technician, wrong)).field.as_deref(), Some("minutes"));
        let ahead = LogTime { started: Some("2027-11-20T10:00".into()), ..log(ticket, 15) };
        assert_eq!(refused(w.try_act(&w.technician, ahead)).field.as_deref(), Some("started"));
    });
}
