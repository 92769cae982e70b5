//! Signing in with an organization's own accounts: whom a provider may bring in, and whom never. The provider's answer
//! is taken as checked here; the server checks it, and a browser journey walks the whole way with a real provider.

use crate::world::{Doing, World, on_each, refused};
use kernel::{IdentityProviderId, OrgId, Role, Status, Who};
use people::{
    BeginProviderSignIn, Claims, Class, EndByProvider, EndIdentityProvider, FinishProviderSignIn,
    IdentityProviders, LogoutClaims, Secret, SetIdentityProvider, SetRoles, SignedIn,
};
use store::sql;

sql! {
    house LETTERS "stories.letters-about-accounts"
        "select recipient, subject from outbox where channel = 'mail' order by id";
}

fn larkspur_account(org: OrgId, admits: bool) -> SetIdentityProvider {
    SetIdentityProvider {
        org,
        name: "Larkspur account".into(),
        issuer: "https://id.larkspur.example".into(),
        client_id: "orderly".into(),
        client_secret: "a secret of the two of us".into(),
        trusts_factors: true,
        trusts_addresses: false,
        admits,
    }
}

fn set(w: &World, org: OrgId, admits: bool) -> IdentityProviderId {
    w.act(&w.owner, larkspur_account(org, admits)).provider
}

fn begin(w: &World, provider: IdentityProviderId) -> String {
    let begin = BeginProviderSignIn { provider, class: Class::Shared, next: Some("/report".into()) };
    w.act(&Who::Nobody, begin).state
}

fn claims(provider: IdentityProviderId, subject: &str, email: &str) -> Claims {
    Claims {
        provider,
        subject: subject.into(),
        email: Some(email.into()),
        email_verified: true,
        name: Some("Nadia Newcomer".into()),
        sid: Some(format!("sid-{subject}")),
        multi_factor: false,
    }
}

fn finish(state: &str, claims: Option<Claims>) -> FinishProviderSignIn {
    FinishProviderSignIn { state: Secret::new(state), leaving: None, place: "192.0.2.7".into(), claims }
}

/// Who came in, by the cookie.
fn came(w: &World, done: SignedIn) -> Who {
    let SignedIn::In { cookie, .. } = done else { panic!("nobody came in") };
    let read = w.house.office.read(&Who::House("story"), move |look| people::session(look, &cookie));
    futures_executor::block_on(read).unwrap().unwrap().who()
}

#[test]
fn somebody_known_by_a_checked_address_comes_in_and_is_known_by_the_account_from_then_on() {
    on_each(|w| {
        let provider = set(w, w.larkspur, false);
        let state = begin(w, provider);
        let done =
            w.act(&Who::Nobody, finish(&state, Some(claims(provider, "n-1", "nora.testwell@example.org"))));
        let nora = came(w, done);
        assert_eq!(nora.person(), w.nurse.person());
        // A state is used once, and a caller of the API proves nothing.
        let again =
            w.act(&Who::Nobody, finish(&state, Some(claims(provider, "n-1", "nora.testwell@example.org"))));
        assert!(matches!(again, SignedIn::Wrong { .. }));
        let state = begin(w, provider);
        assert!(matches!(w.act(&Who::Nobody, finish(&state, None)), SignedIn::Wrong { .. }));
        // The address may change there; the account is the same.
        let state = begin(w, provider);
        let moved = Claims { email: None, ..claims(provider, "n-1", "") };
        let nora = came(w, w.act(&Who::Nobody, finish(&state, Some(moved))));
        assert_eq!(nora.person(), w.nurse.person());
    });
}

#[test]
fn a_provider_brings_in_nobody_of_another_organization_and_trusts_no_unchecked_address() {
    on_each(|w| {
        let provider = set(w, w.larkspur, true);
        for email in ["sid.elsewhere@example.org", "olga@harborlight.example"] {
            let state = begin(w, provider);
            let refusal =
                refused(w.try_act(&Who::Nobody, finish(&state, Some(claims(provider, "x", email)))));
            assert_eq!(refusal.status, Status::Forbidden);
        }
        let state = begin(w, provider);
        let unchecked =
            Claims { email_verified: false, ..claims(provider, "n-1", "nora.testwell@example.org") };
        let refusal = refused(w.try_act(&Who::Nobody, finish(&state, Some(unchecked))));
        assert!(refusal.sentence.contains("checked your address"), "{}", refusal.sentence);
        // An answer of one provider is none of another.
        let other = set(w, w.meridian, true);
        let state = begin(w, provider);
        let foreign = claims(other, "n-1", "nora.testwell@example.org");
        assert!(matches!(w.act(&Who::Nobody, finish(&state, Some(foreign))), SignedIn::Wrong { .. }));
    });
}

#[test]
fn somebody_new_may_report_trouble_and_no_more_until_their_roles_were_looked_at() {
    on_each(|w| {
        let closed = set(w, w.larkspur, false);
        let state = begin(w, closed);
        let nadia = || claims(closed, "n-9", "nadia@larkspur.example");
        assert_eq!(refused(w.try_act(&Who::Nobody, finish(&state, Some(nadia())))).status, Status::Forbidden);
        w.act(&w.owner, EndIdentityProvider { provider: closed });
        let gone = BeginProviderSignIn { provider: closed, class: Class::Private, next: None };
        assert_eq!(refused(w.try_act(&Who::Nobody, gone)).status, Status::NotFound);
        let provider = set(w, w.larkspur, true);
        let state = begin(w, provider);
        let done =
            w.act(&Who::Nobody, finish(&state, Some(claims(provider, "n-9", "nadia@larkspur.example"))));
        let nadia = came(w, done);
        w.act(&nadia, w.trouble());
        let refusal = refused(w.try_ask(&nadia, desk::Board { org: None }));
        assert_eq!(refusal.status, Status::Forbidden);
        let page = w.ask(&w.owner, IdentityProviders { org: w.larkspur });
        assert_eq!((page.providers.len(), page.arrived.len()), (1, 1));
        let person = nadia.person().unwrap();
        assert_eq!(page.arrived[0].person, person);
        w.act(&w.owner, SetRoles { person, roles: vec![Role::Reporter] });
        assert!(w.ask(&w.owner, IdentityProviders { org: w.larkspur }).arrived.is_empty());
        for who in [&w.technician, &w.nurse, &w.meridian_owner] {
            assert!(w.try_ask(who, IdentityProviders { org: w.larkspur }).is_err());
        }
    });
}

#[test]
fn the_provider_ends_its_sessions_once_and_no_others() {
    on_each(|w| {
        let provider = set(w, w.larkspur, true);
        let enter = |subject: &str, email: &str| {
            let state = begin(w, provider);
            came(w, w.act(&Who::Nobody, finish(&state, Some(claims(provider, subject, email)))))
        };
        let nora = enter("n-1", "nora.testwell@example.org");
        let nadia = enter("n-9", "nadia@larkspur.example");
        let token = |jti: &str| LogoutClaims { jti: jti.into(), subject: Some("n-1".into()), sid: None };
        let end = |claims| w.try_act(&Who::Nobody, EndByProvider { provider, claims });
        assert!(end(None).is_err(), "a caller of the API ends nothing");
        assert_eq!(end(Some(token("j-1"))).unwrap().receipt.sessions, 1);
        assert!(refused(end(Some(token("j-1")))).sentence.contains("taken already"));
        assert_eq!(refused(w.try_act(&nora, w.trouble())).status, Status::SignIn);
        w.act(&nadia, w.trouble());
        // The password works as before.
        w.act(&w.nurse, w.trouble());
    });
}

#[test]
fn an_account_owner_sets_no_provider_with_which_they_could_come_in_as_the_owner() {
    on_each(|w| {
        let account_owner =
            Doing(&w.house).person(&w.owner, w.harborlight, "Ada Sample", &[Role::AccountOwner]);
        for org in [w.harborlight, w.larkspur] {
            let order = SetIdentityProvider { trusts_addresses: true, ..larkspur_account(org, false) };
            assert_eq!(refused(w.try_act(&account_owner, order)).status, Status::Forbidden);
        }
        set(w, w.harborlight, false);
    });
}

#[test]
fn the_first_time_an_account_comes_it_brings_no_second_factor_and_a_letter_tells_of_it() {
    on_each(|w| {
        let provider = set(w, w.larkspur, false);
        let enter = || {
            let state = begin(w, provider);
            let shown = claims(provider, "n-1", "nora.testwell@example.org");
            let done = finish(&state, Some(Claims { multi_factor: true, ..shown }));
            match w.act(&Who::Nobody, done) {
                SignedIn::In { second_factor, .. } => second_factor,
                SignedIn::Wrong { .. } => panic!("nobody came in"),
            }
        };
        let told = || {
            let read = w.house.office.read(&Who::House("story"), |look| Ok(look.rows(&LETTERS, &[])?));
            let rows = futures_executor::block_on(read).unwrap();
            let of = |row: &store::Row| -> (String, String) {
                (row.get("recipient").unwrap(), row.get("subject").unwrap())
            };
            let hers = ("nora.testwell@example.org".to_owned(), "A new account signs in as you".to_owned());
            rows.iter().map(of).filter(|letter| *letter == hers).count()
        };
        assert!(!enter());
        assert_eq!(told(), 1);
        assert!(enter());
        assert_eq!(told(), 1);
    });
}

#[test]
fn a_provider_that_ended_leaves_no_session_that_it_opened() {
    on_each(|w| {
        let provider = set(w, w.larkspur, true);
        let state = begin(w, provider);
        let known = claims(provider, "n-1", "nora.testwell@example.org");
        let nora = came(w, w.act(&Who::Nobody, finish(&state, Some(known))));
        w.act(&nora, w.trouble());
        w.act(&w.owner, EndIdentityProvider { provider });
        assert_eq!(refused(w.try_act(&nora, w.trouble())).status, Status::SignIn);
        // The password works as before.
        w.act(&w.nurse, w.trouble());
    });
}
