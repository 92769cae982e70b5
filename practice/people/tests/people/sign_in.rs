//! Signing in, waiting after mistakes, locking, switching at a shared station, and drafts that survive it.

use crate::house::*;
use kernel::*;
use people::*;

const NURSE: &str = "nurse@cedar.example";
const WARD: &str = "192.0.2.10";
const ELSEWHERE: &str = "198.51.100.66";

fn wrong(house: &House, place: &str) -> u32 {
    waits(&house.sign_in_with(NURSE, "not the right words", None, Class::Shared, place))
}

#[test]
fn a_stranger_elsewhere_cannot_lock_a_nurse_out_at_her_ward() {
    on_each_engine(|house| {
        house.join(clinic(), NURSE, Role::Reporter);
        for expected in [0, 0, 0, 0, 2] {
            assert_eq!(wrong(house, ELSEWHERE), expected);
        }
        let early = house.no(&Who::Nobody, sign_in(NURSE, PASSWORD, None, Class::Shared, ELSEWHERE));
        assert_eq!(early.status, Status::TooOften);
        entered(&house.sign_in_with(NURSE, PASSWORD, None, Class::Shared, WARD));
        // Trying on meanwhile did not make the wait longer. The right password makes mistakes forgotten.
        house.later(Span::seconds(2));
        entered(&house.sign_in_with(NURSE, PASSWORD, None, Class::Shared, ELSEWHERE));
        assert_eq!(wrong(house, ELSEWHERE), 0);
    });
}

#[test]
fn what_goes_wrong_at_the_sign_in_keeps_nobody_from_their_own_session() {
    on_each_engine(|house| {
        house.join(clinic(), NURSE, Role::Reporter);
        let (cookie, _) = entered(&house.sign_in_with(NURSE, PASSWORD, None, Class::Shared, WARD));
        let waited: Vec<u32> = (0..5).map(|_| wrong(house, WARD)).collect();
        assert_eq!(waited, [0, 0, 0, 0, 2]);
        house.later(Span::seconds(1));
        house.act(&house.known(&cookie).unwrap().who(), Lock {});
        let unlock = Unlock {
            session: Secret::new(cookie),
            password: Some(PASSWORD.into()),
            code: None,
            place: WARD.into(),
            right: None,
        };
        assert!(matches!(house.act(&Who::Nobody, unlock), Unlocked::Open { .. }));
    });
}

#[test]
fn a_caller_cannot_say_where_they_are() {
    let said = serde_json::json!({ "email": NURSE, "password": PASSWORD, "class": "shared", "place": WARD });
    assert!(serde_json::from_value::<SignIn>(said).is_err());
    let unsaid = serde_json::json!({ "email": NURSE, "password": PASSWORD, "class": "shared" });
    assert_eq!(serde_json::from_value::<SignIn>(unsaid).unwrap().place, "");
}

#[test]
fn nobody_learns_whether_an_account_exists() {
    on_each_engine(|house| {
        house.join(clinic(), NURSE, Role::Reporter);
        for email in [NURSE, "nobody@cedar.example"] {
            let tell = |password| house.sign_in_with(email, password, None, Class::Private, ELSEWHERE);
            let waited: Vec<u32> = (0..5).map(|_| waits(&tell("not the right words"))).collect();
            assert_eq!(waited, [0, 0, 0, 0, 2], "{email}");
        }
    });
}

#[test]
fn a_noisy_place_waits_except_for_those_who_are_at_home_there() {
    on_each_engine(|house| {
        house.join(clinic(), NURSE, Role::Reporter);
        house.join(clinic(), "new@cedar.example", Role::Reporter);
        entered(&house.sign_in_with(NURSE, PASSWORD, None, Class::Shared, WARD));
        for n in 0..50 {
            let somebody = format!("guess{n}@cedar.example");
            waits(&house.sign_in_with(&somebody, "not the right words", None, Class::Shared, WARD));
        }
        let new = sign_in("new@cedar.example", PASSWORD, None, Class::Shared, WARD);
        assert_eq!(house.no(&Who::Nobody, new.clone()).status, Status::TooOften);
        entered(&house.sign_in_with(NURSE, PASSWORD, None, Class::Shared, WARD));
        house.later(Span::minutes(1));
        entered(&house.act(&Who::Nobody, new));
    });
}

#[test]
fn a_ward_station_locks_and_opens_again() {
    on_each_engine(|house| {
        house.join(clinic(), NURSE, Role::Reporter);
        let (cookie, _) = entered(&house.sign_in_with(NURSE, PASSWORD, None, Class::Shared, WARD));
        let session = house.known(&cookie).unwrap();
        let id = session.session;
        house.later(Span::minutes(2));
        house.store().write(touching(house, id)).wait().unwrap();
        house.later(Span::minutes(2));
        assert_eq!(house.stand(&cookie), Stand::Open);
        house.later(Span::minutes(1));
        assert_eq!(house.stand(&cookie), Stand::Locked);
        assert_eq!(house.unanswered(&session.who(), Me {}).status, Status::SignIn);
        // A locked session is not kept awake by touching it.
        assert!(!house.store().write(touching(house, id)).wait().unwrap());
        let unlock = |password: &str| Unlock {
            session: Secret::new(cookie.clone()),
            password: Some(password.into()),
            code: None,
            place: WARD.into(),
            right: None,
        };
        assert!(matches!(house.act(&Who::Nobody, unlock("not the right words")), Unlocked::Wrong { .. }));
        assert!(matches!(house.act(&Who::Nobody, unlock(PASSWORD)), Unlocked::Open { .. }));
        house.ask(&session.who(), Me {});
        house.act(&session.who(), Lock {});
        assert_eq!(house.stand(&cookie), Stand::Locked);
        house.act(&Who::Nobody, SignOut { session: Secret::new(cookie.clone()) });
        assert_eq!(house.stand(&cookie), Stand::Ended);
        assert_eq!(house.no(&Who::Nobody, unlock(PASSWORD)).status, Status::SignIn);
        assert!(house.known("ses_nothing.else").is_none() && house.known(&format!("{id}.forged")).is_none());
    });
}

fn touching(
    house: &House,
    id: SessionId,
) -> impl FnMut(&mut store::Work) -> Result<bool, Stop> + Send + 'static {
    let now = house.now();
    move |work| {
        work.on_behalf(Who::House("edge"), None, now);
        people::touch(work, id)
    }
}

#[test]
fn switching_at_a_station_ends_the_first_session_and_keeps_each_draft() {
    on_each_engine(|house| {
        house.join(clinic(), NURSE, Role::Reporter);
        house.join(clinic(), "second@cedar.example", Role::Reporter);
        let (first, _) = entered(&house.sign_in_with(NURSE, PASSWORD, None, Class::Shared, WARD));
        let nurse = house.known(&first).unwrap().who();
        house.act(&nurse, SaveDraft { key: "report".into(), text: "the printer of bay 4".into() });
        let switch = SignIn {
            leaving: Some(Secret::new(first.clone())),
            ..sign_in("second@cedar.example", PASSWORD, None, Class::Shared, WARD)
        };
        let (second, _) = entered(&house.act(&Who::Nobody, switch));
        assert_eq!((house.stand(&first), house.stand(&second)), (Stand::Ended, Stand::Open));
        let other = house.known(&second).unwrap().who();
        assert_eq!(house.ask(&other, DraftOf { key: "report".into() }).text, None);
        let (again, _) = entered(&house.sign_in_with(NURSE, PASSWORD, None, Class::Shared, WARD));
        let nurse = house.known(&again).unwrap().who();
        let draft = house.ask(&nurse, DraftOf { key: "report".into() });
        assert_eq!(draft.text.as_deref(), Some("the printer of bay 4"));
        house.act(&nurse, DropDraft { key: "report".into() });
        assert_eq!(house.no(&nurse, DropDraft { key: "report".into() }).status, Status::NotFound);
    });
}

#[test]
fn sessions_are_listed_and_revoked_and_a_new_password_ends_them() {
    on_each_engine(|house| {
        house.join(clinic(), NURSE, Role::Reporter);
        let (here, me) = house.enter(NURSE);
        let (there, _) = house.enter(NURSE);
        let listed = house.ask(&me, Me {}).sessions;
        assert_eq!((listed.len(), listed.iter().filter(|s| s.this).count()), (2, 1));
        let other = house.known(&there).unwrap().session;
        house.act(&me, RevokeSession { session: other });
        assert_eq!(house.no(&me, RevokeSession { session: other }).status, Status::NotFound);
        let (third, _) = house.enter(NURSE);
        let change = |current: &str| ChangePassword {
            current: current.into(),
            new: "lantern velvet orbit 7".into(),
            place: WARD.into(),
            hashed: None,
        };
        assert!(matches!(house.act(&me, change("not the right words")), Checked::Wrong { .. }));
        assert_eq!(house.act(&me, change(PASSWORD)), Checked::Right);
        assert_eq!((house.stand(&here), house.stand(&third)), (Stand::Open, Stand::Ended));
        waits(&house.sign_in_with(NURSE, PASSWORD, None, Class::Private, WARD));
        entered(&house.sign_in_with(NURSE, "lantern velvet orbit 7", None, Class::Private, WARD));
    });
}
