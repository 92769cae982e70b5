//! Organizations as the desk meets them: closed on the days the rule says, helped from afar or on site, and known for what
//! they are under HIPAA.

use crate::served::Served;
use crate::world::{on_each, refused};
use kernel::Status;
use law::{Answer, PartyAnswers};
use organizations::{
    AnswerPartyTest, OrgKind, PartyResult, PartyTests, PlaceKind, Places, ReviseLocation, ReviseOrganization,
};

#[test]
fn a_location_closes_on_federal_holidays_and_says_whether_somebody_can_be_sent() {
    on_each(|w| {
        let revise = ReviseLocation {
            location: w.clinic,
            name: "Larkspur clinic".into(),
            zone: "America/Chicago".into(),
            kind: PlaceKind::Hybrid,
            always: false,
            weekdays: Some("08:00-17:00".into()),
            saturday: None,
            sunday: None,
            special_days: vec!["2026-12-24 08:00-12:00 Christmas Eve".into()],
            federal_holidays: true,
            dispatch: true,
            travel_minutes: Some(45),
        };
        w.act(&w.owner, revise.clone());
        let place = &w.ask(&w.nurse, Places { organization: w.larkspur }).locations[0];
        assert!(place.hours.contains("closed on federal holidays") && place.hours.contains("1 special day"));
        assert_eq!((place.dispatch, place.travel_minutes, place.federal_holidays), (true, Some(45), true));
        let always =
            ReviseLocation { always: true, weekdays: None, special_days: Vec::new(), ..revise.clone() };
        assert_eq!(refused(w.try_act(&w.owner, always)).field.as_deref(), Some("federal_holidays"));
        let far = ReviseLocation { travel_minutes: Some(9_999), ..revise };
        assert_eq!(refused(w.try_act(&w.owner, far)).field.as_deref(), Some("travel_minutes"));
    });
}

#[test]
fn a_locations_year_leads_to_the_years_beside_it() {
    on_each(|w| {
        let served = Served::new(&w.house);
        let olga = served.sign_in("olga@harborlight.example");
        let year = |asked: &str| served.page(&olga, &format!("/locations/{}/year{asked}", w.clinic));
        let this = year("").text();
        let next = this.split("/year?year=").nth(2).and_then(|rest| rest.get(..4)).expect("the next year");
        let page = year(&format!("?year={next}"));
        assert_eq!(page.status, 200);
        assert!(page.text().contains(&format!("<b>{next}</b>")), "{}", page.text());
        assert!(year(&format!(".ics?year={next}")).text().starts_with("BEGIN:VCALENDAR"));
        assert_eq!(year("?year=").status, 200, "left blank");
        assert!(year("?year=soon").status < 500 && year("?year=9999").status < 500);
    });
}

#[test]
fn what_an_organization_is_under_hipaa_is_answered_by_whoever_manages_it() {
    on_each(|w| {
        let all = |answer| -> PartyAnswers {
            law::party_questions().iter().map(|q| (q.question, answer)).collect()
        };
        let test = |answers| AnswerPartyTest { organization: w.larkspur, answers };
        assert_eq!(w.act(&w.owner, test(all(Answer::Yes))).result, PartyResult::Both);
        assert_eq!(w.act(&w.owner, test(all(Answer::No))).result, PartyResult::Neither);
        let kept = w.ask(&w.practice_owner, PartyTests { organization: w.larkspur });
        assert_eq!(kept.tests.len(), 2);
        assert!(kept.tests.iter().all(|t| t.answers.iter().all(|a| a.paragraph.contains("160.103"))));
        assert_eq!(refused(w.try_act(&w.technician, test(all(Answer::No)))).status, Status::Forbidden);
        assert_eq!(
            refused(w.try_ask(&w.meridian_owner, PartyTests { organization: w.larkspur })).status,
            Status::NotFound
        );
        for kind in [OrgKind::Dental, OrgKind::BehavioralHealth, OrgKind::Billing, OrgKind::Vendor] {
            let name = "Larkspur Family Practice".to_owned();
            w.act(&w.owner, ReviseOrganization { organization: w.larkspur, name, kind });
        }
    });
}
