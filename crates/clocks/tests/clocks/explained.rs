//! What the account of a due time says, word for word.

use crate::{always, at, hours, minutes, office, pauses};
use clocks::{Horizon, Pauses};
use jiff::civil::date;

#[test]
fn over_a_holiday() {
    let calendar = office().with_special_day(date(2026, 11, 26), "Thanksgiving Day", &[]).unwrap();
    let zone = calendar.zone().clone();
    let due = Horizon::new(calendar).due(at("2026-11-25 16:00"), hours(4), &Pauses::none()).unwrap();
    assert_eq!(due.sentence(&zone), "Due Fri 2026-11-27 11:00 EST, after 4 h of counted time.");
    assert_eq!(
        due.account.sentences(&zone),
        [
            "Wed 2026-11-25 16:00 EST to Wed 2026-11-25 17:00 EST: 1 h counted, within working hours.",
            "Wed 2026-11-25 17:00 EST to Thu 2026-11-26 00:00 EST: not counted, outside working hours.",
            "Thu 2026-11-26 00:00 EST to Fri 2026-11-27 00:00 EST: not counted, closed for Thanksgiving Day.",
            "Fri 2026-11-27 00:00 EST to Fri 2026-11-27 08:00 EST: not counted, outside working hours.",
            "Fri 2026-11-27 08:00 EST to Fri 2026-11-27 11:00 EST: 3 h counted, within working hours.",
        ]
    );
}

#[test]
fn over_a_pause_and_special_hours() {
    let calendar = office().with_special_day(date(2026, 12, 24), "Christmas Eve", &["08:00-12:00"]).unwrap();
    let zone = calendar.zone().clone();
    let rest = pauses(&[("2026-12-23 16:30", Some("2026-12-24 09:00"), "waiting for a part")]);
    let due = Horizon::new(calendar).due(at("2026-12-23 16:00"), minutes(90), &rest).unwrap();
    assert_eq!(
        due.account.sentences(&zone),
        [
            "Wed 2026-12-23 16:00 EST to Wed 2026-12-23 16:30 EST: 30 min counted, within working hours.",
            "Wed 2026-12-23 16:30 EST to Thu 2026-12-24 09:00 EST: not counted, paused: waiting for a part.",
            "Thu 2026-12-24 09:00 EST to Thu 2026-12-24 10:00 EST: 1 h counted, \
             within the special hours of Christmas Eve.",
        ]
    );
}

#[test]
fn round_the_clock_shows_both_offsets() {
    let zone = always().zone().clone();
    let due = Horizon::new(always()).due(at("2026-11-01 00:30"), hours(2), &Pauses::none()).unwrap();
    assert_eq!(
        due.account.sentences(&zone),
        ["Sun 2026-11-01 00:30 EDT to Sun 2026-11-01 01:30 EST: 2 h counted, this calendar never closes."]
    );
}

#[test]
fn while_paused() {
    let zone = office().zone().clone();
    let rest = pauses(&[("2026-06-08 10:00", None, "waiting for the requester")]);
    let due = Horizon::new(office()).due(at("2026-06-08 09:00"), minutes(150), &rest).unwrap();
    assert_eq!(
        due.sentence(&zone),
        "Paused since Mon 2026-06-08 10:00 EDT (waiting for the requester), \
         with 1 h 30 min left of the promised time."
    );
}

#[test]
fn as_json_for_the_api() {
    let rest = pauses(&[("2026-06-05 16:30", Some("2026-06-08 09:00"), "waiting for a part")]);
    let due = Horizon::new(office()).due(at("2026-06-05 16:00"), hours(1), &rest).unwrap();
    let told = serde_json::to_value(&due).unwrap();
    assert_eq!(told["at"], "2026-06-08T13:30:00Z");
    assert_eq!(
        told["account"]["rows"][1],
        serde_json::json!({
            "from": "2026-06-05T20:30:00Z", "to": "2026-06-08T13:00:00Z", "counted": false,
            "why": { "kind": "paused", "name": "waiting for a part" }
        })
    );
    assert_eq!(serde_json::from_value::<clocks::Due>(told).unwrap(), due);
}
