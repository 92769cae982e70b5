//! The ways in: mistakes count the same however they were made, and the first thing done under an emergency access is
//! told once.

use crate::{
    served::{NURSE, Served},
    world::{PASSWORD, World, on_each},
};
use kernel::Span;
use serde_json::{Value, json};

/// Signs in by the JSON API; gives the status and how it ended.
fn by_api(served: &Served, password: &str) -> (u16, String) {
    let body = json!({ "email": NURSE, "password": password, "class": "private" }).to_string();
    let headers = [("Content-Type", "application/json")];
    let answer = served.send("POST", "/api/v1/people/sign-in", &headers, body.as_bytes());
    let told: Value = serde_json::from_slice(&answer.body).unwrap();
    (answer.status, told["receipt"]["result"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn mistakes_by_the_api_and_by_the_form_are_counted_together_at_one_place() {
    on_each(|w| {
        let served = Served::new(&w.house);
        assert_eq!(by_api(&served, PASSWORD), (200, "in".to_owned()));
        w.pass(Span::hours(25));
        for _ in 0..5 {
            assert_eq!(by_api(&served, "something else entirely"), (200, "wrong".to_owned()));
        }
        assert_eq!(by_api(&served, PASSWORD).0, 429, "after five mistakes one waits");
        let form = format!("email={}&password=x&class=private", NURSE.replace('@', "%40"));
        let headers =
            [("Content-Type", "application/x-www-form-urlencoded"), ("Sec-Fetch-Site", "same-origin")];
        let answer = served.send("POST", "/sign-in", &headers, form.as_bytes());
        assert_eq!(answer.status, 429, "the form at the same place waits too: {}", answer.text());
        // At another place nobody waits for them.
        let elsewhere = people::SignIn {
            email: NURSE.into(),
            password: PASSWORD.into(),
            class: people::Class::Private,
            code: None,
            leaving: None,
            place: "192.0.2.77".into(),
            found: None,
        };
        assert!(matches!(w.act(&kernel::Who::Nobody, elsewhere), people::SignedIn::In { .. }));
        w.pass(Span::minutes(1));
        assert_eq!(by_api(&served, PASSWORD), (200, "in".to_owned()));
    });
}

/// How often the ledger tells of a first use.
fn used(w: &World) -> usize {
    let told = w.ask(&w.owner, office::Entries { before: None, most: Some(100) });
    let facts = told.entries.iter().flat_map(|e| e.body["facts"].as_array().unwrap().clone());
    facts.filter(|fact| fact["name"] == "people.emergency-used").count()
}

#[test]
fn the_first_use_of_an_emergency_access_is_told_once_and_what_one_may_do_anyway_is_none() {
    on_each(|w| {
        let (ticket, other) = (w.report(), w.report());
        let open = |minutes| people::OpenEmergency {
            org: w.larkspur,
            reason: "The infusion pumps of bay 4 are offline".into(),
            minutes,
        };
        let opened = w.act(&w.technician, open(Some(30)));
        w.act(&w.technician, desk::Take { ticket });
        assert_eq!(used(w), 0, "taking work is a technician's own duty");
        let to = w.senior.person().unwrap();
        w.act(&w.technician, desk::Assign { ticket, to });
        w.act(&w.technician, desk::Assign { ticket: other, to });
        assert_eq!(used(w), 1);
        w.act(&w.technician, people::CloseEmergency { emergency: opened.emergency });
        // Another access is used for the first time again.
        w.act(&w.technician, open(None));
        w.act(&w.technician, desk::Assign { ticket, to: w.technician.person().unwrap() });
        assert_eq!(used(w), 2);
    });
}
