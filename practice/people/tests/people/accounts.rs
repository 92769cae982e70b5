//! Adding, changing and ending people, and the rule that nobody gives what they lack.

use crate::house::*;
use kernel::*;
use people::*;

#[test]
fn a_link_works_once_and_only_for_a_week() {
    on_each_engine(|house| {
        let added = house.act(&house.owner, person(clinic(), "Nia@Cedar.example", Role::Reporter));
        let accept = |password: &str| AcceptInvitation {
            link: Secret::new(added.link.secret.clone()),
            password: password.into(),
            hashed: None,
        };
        assert_eq!(house.no(&Who::Nobody, accept("short")).field.as_deref(), Some("password"));
        assert_eq!(house.accept(&added.link.secret).email, "nia@cedar.example");
        assert_eq!(house.no(&Who::Nobody, accept(PASSWORD)).field.as_deref(), Some("link"));
        let again = house.act(&house.owner, RenewInvitation { person: added.person });
        house.later(Span::days(8));
        let late =
            AcceptInvitation { link: Secret::new(again.secret), password: PASSWORD.into(), hashed: None };
        assert_eq!(house.no(&Who::Nobody, late).field.as_deref(), Some("link"));
        // The old password still counts.
        house.enter("nia@cedar.example");
    });
}

#[test]
fn nobody_gives_or_takes_a_duty_they_lack() {
    on_each_engine(|house| {
        let (boss, by_boss) = house.join(clinic(), "boss@cedar.example", Role::PracticeOwner);
        let (nurse, _) = house.join(clinic(), "nurse@cedar.example", Role::Reporter);
        let set = |person, roles: &[Role]| SetRoles { person, roles: roles.to_vec() };
        assert_eq!(house.no(&by_boss, set(nurse, &[Role::Owner])).status, Status::Forbidden);
        assert_eq!(
            house.no(&by_boss, set(boss, &[Role::PracticeOwner, Role::Technician])).status,
            Status::Forbidden
        );
        house.act(&by_boss, set(nurse, &[Role::Reporter, Role::Auditor]));
        let added = house.no(&by_boss, person(clinic(), "eve@cedar.example", Role::AccountOwner));
        assert_eq!(added.field.as_deref(), Some("roles"));
        // The last owner of the house stays, and somebody out of reach is not there.
        let owner = house.owner_id;
        assert_eq!(house.no(&house.owner, set(owner, &[Role::Auditor])).status, Status::Conflict);
        assert_eq!(house.no(&by_boss, set(owner, &[Role::Auditor])).status, Status::NotFound);
    });
}

#[test]
fn an_address_belongs_to_one_person() {
    on_each_engine(|house| {
        let (nurse, _) = house.join(clinic(), "nurse@cedar.example", Role::Reporter);
        let taken = house.no(&house.owner, person(msp(), "NURSE@cedar.example", Role::Technician));
        assert_eq!((taken.status, taken.field.as_deref()), (Status::Conflict, Some("email")));
        house.act(&house.owner, EndPerson { person: nurse });
        house.act(&house.owner, person(msp(), "nurse@cedar.example", Role::Technician));
    });
}

#[test]
fn whoever_leaves_is_out_at_once() {
    on_each_engine(|house| {
        let (tech, _) = house.join(msp(), "tech@harborlight.example", Role::Technician);
        let (cookie, session) = house.enter("tech@harborlight.example");
        assert_eq!(house.ask(&session, Me {}).me.person.id, tech);
        house.act(&house.owner, EndPerson { person: tech });
        assert_eq!(house.unanswered(&session, Me {}).status, Status::SignIn);
        assert_eq!(house.stand(&cookie), Stand::Ended);
        assert_eq!(house.unanswered(&Who::Console { person: tech }, Me {}).status, Status::SignIn);
        let back =
            house.sign_in_with("tech@harborlight.example", PASSWORD, None, Class::Private, "192.0.2.1");
        assert_eq!(waits(&back), 0);
    });
}

#[test]
fn a_token_does_less_than_its_person_and_ends() {
    on_each_engine(|house| {
        let make = |duties: &[Duty], organizations: Vec<OrgId>| MakeToken {
            name: "Inventory".into(),
            duties: duties.to_vec(),
            organizations,
            days: 30,
        };
        let out = house.no(&house.owner, make(&[Duty::ReadPeople], vec![stranger()]));
        assert_eq!(out.status, Status::NotFound);
        let made = house.act(&house.owner, make(&[Duty::ReadPeople], vec![clinic()]));
        let text = made.secret.clone();
        let who = house.look(move |look| people::token(look, &text)).unwrap();
        let badge = house
            .look({
                let who = who.clone();
                move |look| people::badge(look, &who)
            })
            .unwrap();
        assert_eq!(badge.duties.list(), [Duty::ReadPeople]);
        assert_eq!(badge.only, Some(vec![clinic()]));
        let of = |org| People { org: Some(org), ..People::default() };
        assert_eq!(house.ask(&who, of(clinic())).count, 0);
        assert_eq!(house.unanswered(&who, of(msp())).status, Status::NotFound);
        let add = house.no(&who, person(clinic(), "x@cedar.example", Role::Reporter));
        assert_eq!(add.status, Status::Forbidden);
        house.later(Span::days(30));
        assert_eq!(house.unanswered(&who, of(clinic())).status, Status::SignIn);
        assert!(house.look(|look| people::token(look, "ord_nothing")).is_none());
    });
}

#[test]
fn a_list_goes_on_where_it_ended() {
    on_each_engine(|house| {
        for n in 0..7 {
            house.act(&house.owner, person(clinic(), &format!("n{n}@cedar.example"), Role::Reporter));
        }
        let mut question = People { org: Some(clinic()), most: Some(3), ..People::default() };
        let mut seen = Vec::new();
        loop {
            let page = house.ask(&house.owner, question.clone());
            assert_eq!(page.count, 7);
            seen.extend(page.people.iter().map(|p| p.email.clone()));
            match page.next {
                Some(next) => question.after = Some(next),
                None => break,
            }
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 7);
        let everywhere = house.ask(&house.owner, People::default());
        assert_eq!(everywhere.count, 8);
    });
}

#[test]
fn every_statement_is_understood() {
    on_each_engine(|house| {
        let prepared = house.store().statement_check().unwrap();
        assert!(prepared.iter().any(|p| p.name == "people.session-with-person"));
    });
}
