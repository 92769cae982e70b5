//! Emergency access: opened with a reason and a second factor, over by itself, reviewed by somebody else.

use crate::house::*;
use kernel::*;
use people::*;

fn open(org: OrgId, reason: &str) -> OpenEmergency {
    OpenEmergency { org, reason: reason.into(), minutes: None }
}

fn review(emergency: EmergencyId) -> ReviewEmergency {
    ReviewEmergency {
        emergency,
        verdict: Verdict::Justified,
        words: "The outage was real, the look was needed.".into(),
    }
}

const REASON: &str = "Infusion pumps of bay 4 are offline";

#[test]
fn it_is_opened_used_closed_and_reviewed_by_somebody_else() {
    on_each_engine(|house| {
        let (tech, at_console) = house.join(msp(), "tech@harborlight.example", Role::Technician);
        let (_, without) = house.enter("tech@harborlight.example");
        assert_eq!(house.no(&without, open(clinic(), REASON)).status, Status::Forbidden, "no second factor");
        assert_eq!(house.no(&at_console, open(stranger(), REASON)).status, Status::NotFound);
        assert_eq!(house.no(&at_console, open(clinic(), "short")).field.as_deref(), Some("reason"));
        let opened = house.act(&at_console, open(clinic(), REASON));
        let badge = {
            let who = at_console.clone();
            house.look(move |look| people::badge(look, &who)).unwrap()
        };
        assert_eq!(badge.emergency.map(|e| (e.id, e.org)), Some((opened.emergency, clinic())));
        assert_eq!(house.no(&at_console, open(clinic(), REASON)).status, Status::Conflict);
        // An act under it.
        house.ask(&at_console, People { org: Some(clinic()), ..People::default() });
        house.later(Span::minutes(5));
        house.act(&at_console, CloseEmergency { emergency: opened.emergency });
        assert_eq!(
            house.no(&house.owner, CloseEmergency { emergency: opened.emergency }).status,
            Status::NotFound
        );
        let trained = RecordTraining { person: house.owner_id, on: house.now().date_in("UTC").to_string() };
        house.act(&house.owner, trained);
        let page = house.ask(&house.owner, people::Emergency { emergency: opened.emergency });
        assert_eq!((page.reason.as_str(), page.own, page.emergency.person), (REASON, false, tech));
        assert!(page.done.iter().any(|d| d.act == "people.close-emergency"), "{:?}", page.done);
        house.act(&house.owner, review(opened.emergency));
        assert_eq!(house.no(&house.owner, review(opened.emergency)).status, Status::Conflict);
        let list = house.ask(&house.owner, Emergencies::default());
        assert_eq!(list.emergencies[0].verdict, Some(Verdict::Justified));
    });
}

#[test]
fn it_ends_by_itself_and_its_opener_does_not_review_it() {
    on_each_engine(|house| {
        let opened = house.act(&house.owner, OpenEmergency { minutes: Some(30), ..open(clinic(), REASON) });
        let expire = ExpireEmergency { emergency: opened.emergency };
        let round = Who::House("emergencies");
        assert_eq!(house.no(&round, expire.clone()).status, Status::Conflict);
        assert!(house.look(people::expired_emergencies).is_empty());
        assert_eq!(house.no(&house.owner, review(opened.emergency)).status, Status::Forbidden);
        house.later(Span::minutes(30));
        let who = house.owner.clone();
        assert_eq!(house.look(move |look| people::badge(look, &who)).unwrap().emergency, None);
        assert_eq!(house.look(people::expired_emergencies), [opened.emergency]);
        house.act(&round, expire);
        assert!(house.look(people::expired_emergencies).is_empty());
        assert_eq!(house.no(&house.owner, review(opened.emergency)).status, Status::Forbidden);
        house.later(Span::days(10));
        assert!(house.ask(&house.owner, Emergencies::default()).emergencies[0].review_late);
    });
}

#[test]
fn while_it_is_open_its_session_does_not_lock_by_itself() {
    on_each_engine(|house| {
        house.join(msp(), "tech@harborlight.example", Role::Technician);
        let (cookie, me) = house.enter("tech@harborlight.example");
        let begun = house.act(&me, BeginTotp {});
        house.act(&me, ConfirmTotp { code: Secret::new(code(&begun, house.now())) });
        let opened = house.act(&me, open(clinic(), REASON));
        house.later(Span::minutes(45));
        assert_eq!(house.stand(&cookie), Stand::Open);
        house.act(&me, CloseEmergency { emergency: opened.emergency });
        assert_eq!(house.stand(&cookie), Stand::Locked);
    });
}
