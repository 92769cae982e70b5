//! Shortened years: some weeks from a few seeds hold, the same seed is the same in every byte, and each fault
//! that is planted at the edges of the house is named by the auditor.

use jiff::civil::Date;
use simulation::{Fault, Found, Plan, Told, live};
use std::sync::atomic::{AtomicU32, Ordering};

fn lived(plan: &Plan) -> anyhow::Result<Told> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("orderly-years-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = simulation::base().join(name);
    std::fs::create_dir_all(&folder)?;
    let told = live(plan, &folder);
    std::fs::remove_dir_all(&folder)?;
    told
}

/// A fortnight with the night on which the clocks go back.
fn autumn(seed: u64, days: u32) -> Plan {
    let first = Date::constant(2026, 10, 24);
    Plan { seed, first, days, reporters: 1, ..Plan::default() }
}

fn holds(plan: &Plan) -> Told {
    lived(plan).unwrap_or_else(|e| panic!("{e:#}\nAgain: {}", plan.command()))
}

#[test]
fn weeks_of_autumn_hold_and_are_the_same_in_every_byte() {
    let plan = autumn(1, 11);
    let once = holds(&plan);
    assert!(once.missed > 10 && once.told > 10 && once.letters > 20, "there was something to see: {once:?}");
    assert!(once.missed_news > 2 && once.missed_arrivals > 0, "of all that is promised: {once:?}");
    assert_eq!(once, holds(&plan), "the same seed is the same year");
    assert_ne!(once.digest, holds(&autumn(2, 11)).digest, "another seed is another year");
}

#[test]
fn weeks_of_spring_hold_with_the_night_that_is_an_hour_short() {
    let plan = Plan { seed: 3, first: Date::constant(2026, 3, 2), days: 10, reporters: 1, ..Plan::default() };
    holds(&plan);
}

/// The first thing that the auditor finds in a year with the fault.
fn named(fault: Fault, days: u32) {
    let plan = Plan { fault: Some(fault), ..autumn(4, days) };
    match lived(&plan) {
        Ok(told) => panic!("{fault:?} was not seen: {told:?}\nAgain: {}", plan.command()),
        Err(e) => {
            let Some(Found(found)) = e.downcast_ref::<Found>() else { panic!("{e:#}") };
            assert!(fault.named().contains(&found.kind), "{found}\nAgain: {}", plan.command());
        }
    }
}

macro_rules! faults {
    ($($name:ident $fault:ident $days:literal;)*) => {
        $(#[test] fn $name() { named(Fault::$fault, $days); })*

        #[test]
        fn every_fault_has_its_test() {
            assert_eq!([$(Fault::$fault),*], Fault::ALL);
        }
    };
}

faults! {
    a_lost_timer_is_named LostTimer 10;
    a_double_page_is_named DoublePage 10;
    an_hour_off_in_autumn_is_named HourOffInAutumn 14;
    a_gate_left_open_for_one_act_is_named GateLeftOpen 18;
    a_letter_sent_twice_is_named LetterSentTwice 10;
    a_letter_that_was_never_sent_is_named LetterNeverSent 10;
    a_row_that_was_not_sealed_is_named SkippedSealRow 10;
    a_promise_that_was_never_announced_is_named PromiseNeverAnnounced 10;
    a_page_after_the_shift_is_named PageAfterShift 10;
    a_lapse_that_is_noticed_late_is_named LapseNoticedLate 15;
    a_clock_that_stands_after_a_ticket_was_opened_again_is_named ReopenedClockStands 60;
    rounds_an_hour_behind_are_named RoundsAnHourBehind 10;
    a_short_message_that_tells_too_much_is_named ShortMessageTells 10;
    a_review_that_nobody_was_asked_for_is_named ReviewNeverAsked 60;
    news_that_is_promised_no_more_is_named UpdateLost 10;
    an_arrival_an_hour_off_is_named ArrivalAnHourOff 10;
    a_letter_taken_in_twice_is_named LetterTakenTwice 14;
    work_that_stays_as_it_was_agreed_before_is_named WorkNotReckonedAnew 10;
}
