//! Second factors: the authenticator, its codes that count once, the recovery codes, and passkey ceremonies.

use crate::house::*;
use kernel::*;
use people::*;

const TECH: &str = "tech@harborlight.example";
const DESK: &str = "192.0.2.20";

fn enrolled(house: &mut House) -> (TotpBegun, Vec<String>) {
    house.join(msp(), TECH, Role::Technician);
    let (_, me) = house.enter(TECH);
    let begun = house.act(&me, BeginTotp {});
    assert!(begun.url.starts_with("otpauth://totp/"));
    assert_eq!(house.no(&me, ConfirmTotp { code: "000000".into() }).field.as_deref(), Some("code"));
    let now = house.now();
    let confirmed = house.act(&me, ConfirmTotp { code: Secret::new(code(&begun, now)) });
    assert!(house.ask(&me, Me {}).second_factor);
    house.later(Span::minutes(1));
    (begun, confirmed.recovery_codes)
}

#[test]
fn a_code_opens_once_and_a_password_alone_is_half() {
    on_each_engine(|house| {
        let (begun, _) = enrolled(house);
        let now_code = code(&begun, house.now());
        let (cookie, half) = entered(&house.sign_in_with(TECH, PASSWORD, None, Class::Private, DESK));
        assert!(half);
        let known = house.known(&cookie).unwrap();
        assert!(known.half && known.stand == Stand::Locked);
        let unlock = |password: Option<&str>, code: Option<&str>| Unlock {
            session: Secret::new(cookie.clone()),
            password: password.map(Secret::from),
            code: code.map(Secret::from),
            place: DESK.into(),
            right: None,
        };
        assert_eq!(house.no(&Who::Nobody, unlock(Some(PASSWORD), None)).field.as_deref(), Some("code"));
        let opened = house.act(&Who::Nobody, unlock(None, Some(&now_code)));
        assert!(matches!(opened, Unlocked::Open { second_factor: true, .. }));
        // The same code again is wrong, in whatever session.
        let again = house.sign_in_with(TECH, PASSWORD, Some(&now_code), Class::Private, DESK);
        assert_eq!(waits(&again), 0);
        house.later(Span::seconds(30));
        let next = code(&begun, house.now());
        let (_, half) = entered(&house.sign_in_with(TECH, PASSWORD, Some(&next), Class::Private, DESK));
        assert!(!half);
    });
}

#[test]
fn a_recovery_code_counts_once_and_new_ones_replace_the_old() {
    on_each_engine(|house| {
        let (_, codes) = enrolled(house);
        assert_eq!(codes.len(), 10);
        let with = |code: &str| house.sign_in_with(TECH, PASSWORD, Some(code), Class::Private, DESK);
        let (cookie, half) = entered(&with(&codes[0].to_uppercase()));
        assert!(!half);
        waits(&with(&codes[0]));
        let me = house.known(&cookie).unwrap().who();
        assert_eq!(house.ask(&me, Me {}).recovery_codes_left, 9);
        let fresh = house.act(&me, NewRecoveryCodes {}).recovery_codes;
        waits(&with(&codes[1]));
        entered(&with(&fresh[1]));
    });
}

#[test]
fn an_authenticator_is_taken_away_only_with_its_code() {
    on_each_engine(|house| {
        let (begun, _) = enrolled(house);
        let now_code = code(&begun, house.now());
        let (cookie, _) = entered(&house.sign_in_with(TECH, PASSWORD, Some(&now_code), Class::Private, DESK));
        let me = house.known(&cookie).unwrap().who();
        assert_eq!(house.no(&me, BeginTotp {}).status, Status::Conflict);
        let end = |code: &str| EndTotp { code: code.into(), place: DESK.into() };
        assert!(matches!(house.act(&me, end("000000")), Checked::Wrong { .. }));
        house.later(Span::seconds(30));
        let next = code(&begun, house.now());
        assert_eq!(house.act(&me, end(&next)), Checked::Right);
        assert_eq!(house.ask(&me, Me {}).authenticator, AuthenticatorState::None);
    });
}

#[test]
fn a_passkey_ceremony_needs_a_site_and_an_answer_of_its_own() {
    on_each_engine(|house| {
        house.join(msp(), TECH, Role::Technician);
        let (_, me) = house.enter(TECH);
        let site = Some(Site { origin: "http://localhost:8080".into(), rp: "localhost".into() });
        assert_eq!(house.no(&me, BeginPasskey { site: None, begun: None }).status, Status::Conflict);
        let begun = house.act(&me, BeginPasskey { site: site.clone(), begun: None });
        assert_eq!(begun.options["publicKey"]["user"]["name"], TECH);
        let finish = |ceremony| FinishPasskey {
            ceremony,
            name: "Blue key".into(),
            credential: serde_json::json!({ "id": "forged" }),
            site: site.clone(),
            key: None,
        };
        assert_eq!(house.no(&me, finish(begun.ceremony)).field.as_deref(), Some("credential"));
        house.later(Span::minutes(5));
        assert_eq!(house.no(&me, finish(begun.ceremony)).status, Status::Conflict);
        // Whoever has no passkey gets options that look like any others.
        let ask = |email: &str| BeginPasskeySignIn { email: email.into(), site: site.clone(), begun: None };
        let none = house.act(&Who::Nobody, ask("nobody@cedar.example"));
        assert_eq!(none.options["publicKey"]["allowCredentials"].as_array().unwrap().len(), 1);
        let failed = FinishPasskeySignIn {
            ceremony: none.ceremony,
            credential: serde_json::json!({}),
            class: Class::Private,
            leaving: None,
            place: DESK.into(),
            site: site.clone(),
            proven: None,
        };
        assert_eq!(waits(&house.act(&Who::Nobody, failed)), 0);
    });
}
