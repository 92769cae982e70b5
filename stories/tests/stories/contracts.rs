//! Service contracts, as the desk and the client meet them: what is covered is said before work starts, what is not
//! needs the client's yes, and a shared client has two teams and one ticket.

use crate::world::{World, on_each, refused, terms};
use agreements::contracts::{
    AcceptRate, ActivateContract, ContractKind, ContractOf, ContractShown, Contracts, CoveredPeople,
    DraftContract, EndContract, NoteAcceptedRate, ReviseContract, TypedTerms,
};
use desk::{BackFromClientIt, HandToClientIt, OneTicket, Take};
use kernel::{ContractId, Span, Status, TicketId};
use orderly::supplies::agreements::EntitlementOf;

fn draft(w: &World, terms: TypedTerms) -> DraftContract {
    let today = w.house.office.now().date_in("America/Chicago");
    DraftContract {
        client: w.larkspur,
        title: "Everything at Larkspur".into(),
        starts_on: today,
        ends_on: Some(today.saturating_add(jiff::Span::new().days(364))),
        notice_days: Some(60),
        terms,
    }
}

/// A contract that runs from today.
fn agreed(w: &World, terms: TypedTerms) -> ContractId {
    let contract = w.act(&w.owner, draft(w, terms)).contract;
    w.act(&w.owner, ActivateContract { contract });
    contract
}

/// Nobody's care hangs on it.
fn ordinary(w: &World) -> TicketId {
    w.act(&w.nurse, desk::OpenTicket { patient_affected: false, ..w.trouble() }).ticket
}

#[test]
fn a_ticket_says_whether_it_is_covered_and_why_before_work_starts() {
    on_each(|w| {
        let ticket = ordinary(w);
        let now = || w.ask(&w.technician, EntitlementOf { ticket });
        assert!(!now().covered && now().contract.is_none() && now().why.contains("No service contract runs"));
        let draft_only = w.act(&w.owner, draft(w, terms(ContractKind::Managed))).contract;
        assert!(now().contract.is_none(), "a draft covers nothing");
        w.act(&w.owner, ActivateContract { contract: draft_only });
        assert!(now().covered);
        assert_eq!(now().contract, Some(draft_only));
        assert!(now().why.contains("everyone who works there") && now().why.contains("around the clock"));
        // A version with fewer departments: this one is not among them, and the rate is named.
        let chosen = TypedTerms {
            people: CoveredPeople::Chosen,
            roles: vec![kernel::Role::PracticeOwner],
            ..terms(ContractKind::Managed)
        };
        let from_on = w.house.office.now().date_in("America/Chicago");
        let revise = ReviseContract {
            contract: draft_only,
            from_on,
            title: "Owners only".into(),
            ends_on: None,
            notice_days: None,
            terms: chosen,
        };
        assert_eq!(w.act(&w.owner, revise.clone()).version, 2);
        assert_eq!(now().rate.map(|r| (r.cents, r.minimum_minutes)), Some((18_500, 30)));
        assert!(now().why.contains("role"), "{}", now().why);
        // It is billed, and work goes on: only break-fix waits.
        assert!(!now().waits_for_yes);
        w.act(&w.technician, Take { ticket });
        let past = ReviseContract { from_on: from_on.yesterday().unwrap(), ..revise };
        assert_eq!(refused(w.try_act(&w.owner, past)).field.as_deref(), Some("from_on"));
        let told = w.ask(&w.practice_owner, ContractOf { contract: draft_only });
        let versions: Vec<(u32, bool)> = told.versions.iter().map(|v| (v.version, v.holds)).collect();
        assert_eq!(versions, [(2, true), (1, false)], "the older version stays as it was");
        assert_eq!(told.versions[1].title, "Everything at Larkspur");
        assert_eq!(told.story.len(), 3);
    });
}

#[test]
fn break_fix_work_waits_for_the_clients_yes_and_care_does_not() {
    on_each(|w| {
        agreed(w, TypedTerms { price: None, ..terms(ContractKind::BreakFix) });
        let ticket = ordinary(w);
        let refusal = refused(w.try_act(&w.technician, Take { ticket }));
        assert!(refusal.sentence.contains("185.00 USD an hour"), "{}", refusal.sentence);
        assert!(refusal.remedy.unwrap().href.unwrap().ends_with("#entitlement"));
        let yes = AcceptRate { ticket, rate_cents: 18_500, name: "Paula Testwell".into() };
        let late = AcceptRate { rate_cents: 100, ..yes.clone() };
        assert_eq!(refused(w.try_act(&w.practice_owner, late)).field.as_deref(), Some("rate_cents"));
        assert_eq!(refused(w.try_act(&w.owner, yes.clone())).status, Status::Forbidden, "not the client's");
        assert_eq!(refused(w.try_act(&w.nurse, yes.clone())).status, Status::Forbidden);
        w.act(&w.practice_owner, yes);
        let now = w.ask(&w.technician, EntitlementOf { ticket });
        let kept = now.accepted.unwrap();
        assert_eq!(
            (kept.rate_cents, kept.by_phone, kept.said_by.as_str()),
            (18_500, false, "Paula Testwell")
        );
        w.act(&w.technician, Take { ticket });

        let other = ordinary(w);
        w.act(
            &w.technician,
            NoteAcceptedRate { ticket: other, rate_cents: 18_500, name: "Paula Testwell".into() },
        );
        assert!(w.ask(&w.technician, EntitlementOf { ticket: other }).accepted.unwrap().by_phone);
        w.act(&w.technician, Take { ticket: other });

        // A patient is affected now: nobody waits for a price.
        let urgent = w.report();
        assert!(!w.ask(&w.technician, EntitlementOf { ticket: urgent }).waits_for_yes);
        w.act(&w.technician, Take { ticket: urgent });
    });
}

#[test]
fn a_hand_over_to_the_clients_own_it_stops_our_clock() {
    on_each(|w| {
        let ticket = ordinary(w);
        let hand = HandToClientIt { ticket };
        assert!(refused(w.try_act(&w.technician, hand.clone())).sentence.contains("co-managed"));
        agreed(w, terms(ContractKind::CoManaged));
        let due = || w.ask(&w.technician, OneTicket { ticket }).head.due_at;
        let before = due().unwrap();
        w.act(&w.technician, hand.clone());
        let told = w.ask(&w.technician, OneTicket { ticket });
        assert_eq!(told.head.waiting_for, Some(desk::words::WaitReason::ClientIt));
        assert_eq!(refused(w.try_act(&w.technician, hand)).status, Status::Conflict);
        w.pass(Span::hours(3));
        w.act(&w.practice_owner, BackFromClientIt { ticket });
        let after = due().unwrap();
        assert!(after >= before, "what the client's own IT needed is not ours");
        assert_eq!(w.ask(&w.technician, OneTicket { ticket }).head.waiting_for, None);
        let again = refused(w.try_act(&w.technician, BackFromClientIt { ticket }));
        assert_eq!(again.status, Status::Conflict);
        let wait = desk::Wait { ticket, reason: desk::words::WaitReason::ClientIt };
        assert_eq!(refused(w.try_act(&w.technician, wait)).field.as_deref(), Some("reason"));
    });
}

#[test]
fn a_contract_ends_by_its_days_and_is_announced_before() {
    on_each(|w| {
        let contract = agreed(w, terms(ContractKind::Managed));
        let shown = || w.ask(&w.owner, Contracts { organization: w.larkspur }).contracts[0].shown;
        assert_eq!(shown(), ContractShown::Active);
        w.pass(Span::days(364 - 59));
        assert_eq!(shown(), ContractShown::Ending);
        let sweep = || {
            let house = kernel::Who::House("lapses");
            let due =
                futures_executor::block_on(w.house.office.read(&house, agreements::lapses_due)).unwrap();
            let ours = due.contains(&w.larkspur);
            for client in due {
                w.act(&house, agreements::NoteLapses { client });
            }
            ours
        };
        assert!(sweep());
        let story = || -> Vec<String> {
            w.ask(&w.owner, ContractOf { contract }).story.into_iter().flat_map(|h| h.says).collect()
        };
        assert!(story().iter().any(|s| s.contains("ends within")), "{:?}", story());
        w.pass(Span::days(70));
        assert_eq!(shown(), ContractShown::Ended);
        sweep();
        assert!(story().iter().any(|s| s == "The contract has ended."), "{:?}", story());
        assert!(!sweep(), "each is said once");
        let ended = refused(w.try_act(&w.owner, EndContract { contract, on: None }));
        assert_eq!(ended.status, Status::Conflict);
    });
}

#[test]
fn only_the_provider_makes_contracts_and_only_with_what_is_the_clients_own() {
    on_each(|w| {
        let made = draft(w, terms(ContractKind::Managed));
        for who in [&w.practice_owner, &w.technician, &w.nurse, &w.officer] {
            assert_eq!(refused(w.try_act(who, made.clone())).status, Status::Forbidden);
        }
        let theirs = TypedTerms { departments: vec![w.theatre], ..terms(ContractKind::Managed) };
        let theirs = TypedTerms { people: CoveredPeople::Chosen, ..theirs };
        let refusal = refused(w.try_act(&w.owner, draft(w, theirs)));
        assert_eq!((refusal.status, refusal.field.as_deref()), (Status::NotFound, Some("terms.departments")));
        let contract = w.act(&w.owner, made).contract;
        // The client reads it; a stranger does not learn that it exists.
        assert_eq!(w.ask(&w.practice_owner, ContractOf { contract }).line.shown, ContractShown::Draft);
        assert_eq!(refused(w.try_ask(&w.meridian_owner, ContractOf { contract })).status, Status::NotFound);
        w.act(&w.owner, EndContract { contract, on: None });
        assert_eq!(w.ask(&w.owner, ContractOf { contract }).line.shown, ContractShown::Ended);
    });
}
