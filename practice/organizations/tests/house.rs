//! A house is founded and fills with clients and their places, on each engine; nobody sees what is out of
//! reach.

#![allow(clippy::unwrap_used, reason = "a story that cannot go on fails")]

use futures_executor::block_on;
use kernel::{Badge, Chance, Duties, Duty, Moment, OrgId, PersonId, Refusal, Standing, Status, Stop, Who};
use office::{Charted, Directory, Office, Order, Question, Registry};
use organizations::*;
use store::{Look, MasterKey, Migration, Opening, Schema, Store, Work, params, proving, sql};

sql! {
    house EMPLOY "proof.employ" "insert into works (person, org) values (:person, :place)";
    house EMPLOYER "proof.employer" "select org from works where person = :person";
    house REACHES "proof.reaches" "select 1 as one from reach where person = :person and org = :place";
}

/// Somebody sees their employer, and whom it serves.
const REACH: &str = "
create table works (person ident primary key, org ident not null) clustered;
create view reach as
    select w.person as person, w.org as org from works w
    union
    select w.person as person, o.org as org from works w join organizations o on o.provider = w.org;
";

struct Roll;

fn employer(look: &mut Look, person: Option<PersonId>) -> Result<Option<OrgId>, Stop> {
    let Some(person) = person else { return Ok(None) };
    Ok(look.row(&EMPLOYER, params! { "person": person })?.map(|r| r.get("org")).transpose()?)
}

impl Directory for Roll {
    fn badge(&self, look: &mut Look, who: &Who) -> Result<Option<Badge>, Stop> {
        let Some((person, employer)) = who.person().zip(employer(look, who.person())?) else {
            return Ok(None);
        };
        Ok(Some(Badge {
            person,
            name: "Somebody".to_owned(),
            employer,
            duties: Duties::of(Duty::ALL),
            trained: true,
            second_factor: true,
            emergency: None,
            only: None,
        }))
    }
    fn reaches(&self, look: &mut Look, badge: &Badge, org: OrgId) -> Result<bool, Stop> {
        Ok(look.row(&REACHES, params! { "person": badge.person, "place": org })?.is_some())
    }
    fn standing(&self, _: &mut Look, _: OrgId, _: OrgId) -> Result<Standing, Stop> {
        Ok(Standing::Absent)
    }
    fn runs_house(&self, look: &mut Look, org: OrgId) -> Result<bool, Stop> {
        Ok(brief(look, org)?.is_some_and(|known| known.provider.is_none()))
    }
    fn name(&self, look: &mut Look, org: OrgId) -> Result<String, Stop> {
        Ok(brief(look, org)?.map_or_else(String::new, |known| known.name))
    }
}

fn person(n: u8) -> PersonId {
    PersonId::new(Moment::from_micros(0), [n; 10])
}

fn newcomer(look: &mut Look, order: &AddOrganization) -> Result<Newcomer, Stop> {
    look.as_house(true);
    let caller_employer = employer(look, look.person())?;
    Ok(Newcomer { caller_employer, owner_employer: employer(look, order.account_owner)? })
}

fn named(look: &mut Look, order: &NameAccountOwner) -> Result<NamedPerson, Stop> {
    look.as_house(true);
    let employer = employer(look, order.person)?;
    look.as_house(false);
    Ok(NamedPerson { employer })
}

struct House(Office);

impl House {
    fn who(n: u8) -> Who {
        if n == 0 { Who::House("proof") } else { Who::Console { person: person(n) } }
    }
    #[track_caller]
    fn done<O: Order>(&self, who: u8, order: O) -> Charted<O::Receipt> {
        block_on(self.0.execute(&Self::who(who), order)).unwrap()
    }
    #[track_caller]
    fn refused<O: Order>(&self, who: u8, order: O) -> Refusal {
        no(block_on(self.0.execute(&Self::who(who), order)))
    }
    #[track_caller]
    fn answer<Q: Question>(&self, who: u8, question: Q) -> Q::Answer {
        block_on(self.0.answer(&Self::who(who), question)).unwrap()
    }
    fn employ(&self, who: u8, place: OrgId) {
        let job = move |work: &mut Work| {
            work.on_behalf(Who::House("proof"), None, Moment::from_micros(0));
            work.run(&EMPLOY, params! { "person": person(who), "place": place })?;
            Ok(())
        };
        block_on(self.0.store().write(job)).unwrap();
    }
}

#[track_caller]
fn no<T>(outcome: Result<T, Stop>) -> Refusal {
    match outcome {
        Err(Stop::Refused(refusal)) => *refusal,
        Err(Stop::Failed(fault)) => panic!("a fault: {fault}"),
        Ok(_) => panic!("it was done"),
    }
}

fn each_engine(story: impl Fn(&House)) {
    for (engine, place, guard) in proving::places() {
        eprintln!("on {engine}");
        const MADE: &[Migration] = &[Migration { name: "0001_reach", text: REACH }];
        let reach = Schema { slice: "proof", migrations: MADE, statements: STATEMENTS };
        let mut chance = Chance::from_number(11);
        let opening = Opening {
            place,
            schemas: vec![office::schema(), organizations::schema(), reach],
            master: MasterKey([3; 32]),
            chance: Box::new(move || chance.bytes()),
        };
        let mut registry = Registry::default();
        organizations::register(&mut registry);
        registry.order_with::<AddOrganization>(newcomer).order_with::<NameAccountOwner>(named);
        let now = || Moment::from_timestamp("2026-02-01T15:00:00Z".parse().unwrap());
        let store = Store::open(opening).unwrap();
        story(&House(Office::new(store, registry, Roll, now, Box::new(|work| work())).unwrap()));
        drop(guard);
    }
}

fn add(name: &str, kind: OrgKind) -> AddOrganization {
    AddOrganization { name: name.to_owned(), kind, provider: None, account_owner: None }
}

fn site(organization: OrgId, name: &str, zone: &str) -> AddLocation {
    AddLocation {
        organization,
        name: name.to_owned(),
        zone: zone.to_owned(),
        kind: PlaceKind::OnSite,
        always: false,
        weekdays: None,
        saturday: None,
        sunday: None,
        special_days: Vec::new(),
        federal_holidays: false,
        dispatch: false,
        travel_minutes: None,
    }
}

/// A provider with its account owner (1), a client with somebody who works there (2), and another client.
fn settled(house: &House) -> (OrgId, OrgId, OrgId) {
    let found = FoundHouse { name: "Invented IT".to_owned(), kind: OrgKind::Provider };
    let provider = house.done(0, found.clone()).receipt.organization;
    assert_eq!(house.refused(0, found).status, Status::Conflict);
    house.employ(1, provider);
    let owned =
        AddOrganization { account_owner: Some(person(1)), ..add("Example Practice", OrgKind::Practice) };
    let made = house.done(1, owned);
    assert_eq!(made.facts[0].org, Some(made.receipt.organization));
    let other = house.done(1, add("Another Clinic", OrgKind::Clinic)).receipt.organization;
    house.employ(2, made.receipt.organization);
    (provider, made.receipt.organization, other)
}

#[test]
fn a_house_fills_with_clients_and_each_sees_its_own() {
    each_engine(|house| {
        let (provider, client, other) = settled(house);
        let list = house.answer(1, Organizations::default());
        assert_eq!(list.all, 3);
        let names: Vec<&str> = list.lines.iter().map(|l| l.name.as_str()).collect();
        assert_eq!(names, ["Another Clinic", "Example Practice", "Invented IT"]);
        let mut read = Vec::new();
        let mut after = None;
        loop {
            let page = house.answer(1, Organizations { after, most: Some(2) });
            read.extend(page.lines.iter().map(|l| l.organization));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(read, [other, client, provider]);
        assert_eq!(house.answer(2, Organizations::default()).all, 1);
        let hidden = Organizations { after: Some(other.to_string()), most: None };
        assert!(house.answer(2, hidden).lines.is_empty());
        let ask = Organization { organization: other };
        assert_eq!(no(block_on(house.0.answer(&House::who(2), ask))).status, Status::NotFound);
        // A client's people add nobody to the house, whatever their duties.
        let status = house.refused(2, add("Mine", OrgKind::Clinic)).status;
        assert!(matches!(status, Status::NotFound | Status::Forbidden), "{status:?}");
        let wrong = AddOrganization { provider: Some(client), ..add("Mine", OrgKind::Clinic) };
        assert_eq!(house.refused(1, wrong).field.as_deref(), Some("provider"));
        let wrong = AddOrganization { account_owner: Some(person(2)), ..add("Mine", OrgKind::Clinic) };
        assert_eq!(house.refused(1, wrong).field.as_deref(), Some("account_owner"));
        let nobody = NameAccountOwner { organization: client, person: None };
        house.done(1, nobody.clone());
        assert_eq!(house.refused(1, nobody).status, Status::Conflict);
        let wrong = NameAccountOwner { organization: client, person: Some(person(2)) };
        assert_eq!(house.refused(1, wrong).field.as_deref(), Some("person"));
    });
}

#[test]
fn places_have_zones_hours_and_departments() {
    each_engine(|house| {
        let (_, client, other) = settled(house);
        let location = house.done(1, site(client, "Main Street", "America/Denver")).receipt.location;
        assert_eq!(house.refused(1, site(client, "Main Street", "Denver")).field.as_deref(), Some("zone"));
        let ward = AddDepartment {
            location,
            name: "Ward 3".to_owned(),
            care_area: CareArea::Inpatient,
            phone: Some("555-0100".to_owned()),
        };
        let department = house.done(1, ward.clone()).receipt.department;
        let elsewhere = house.done(1, site(other, "Elsewhere", "America/Chicago")).receipt.location;
        let moved = ReviseDepartment {
            department,
            name: "Ward 4".to_owned(),
            care_area: CareArea::IntensiveCare,
            phone: None,
            location: Some(elsewhere),
        };
        // Another organization's location is as if it were not there.
        assert_eq!(house.refused(1, moved.clone()).status, Status::NotFound);
        house.done(1, ReviseDepartment { location: None, ..moved });
        house.done(
            1,
            ReviseLocation {
                location,
                name: "Main Street".to_owned(),
                zone: "America/Boise".to_owned(),
                kind: PlaceKind::Hybrid,
                always: true,
                weekdays: None,
                saturday: None,
                sunday: None,
                special_days: Vec::new(),
                federal_holidays: false,
                dispatch: true,
                travel_minutes: Some(40),
            },
        );
        let places = house.answer(2, Places { organization: client });
        let place = &places.locations[0];
        assert_eq!((place.zone.as_str(), place.hours.as_str()), ("America/Boise", "round the clock"));
        assert_eq!((place.dispatch, place.travel_minutes), (true, Some(40)));
        assert_eq!(place.departments[0].name, "Ward 4");
        assert_eq!(place.departments[0].care_area, CareArea::IntensiveCare);
        assert_eq!(house.refused(2, AddDepartment { location: elsewhere, ..ward }).status, Status::NotFound);
    });
}

#[test]
fn pages_show_the_tree_and_offer_forms_only_to_whoever_manages() {
    use std::collections::BTreeMap;
    each_engine(|house| {
        let (_, client, _) = settled(house);
        let location = house.done(1, site(client, "Main <Street>", "America/Denver")).receipt.location;
        let (name, care_area) = ("Ward 3".to_owned(), CareArea::Inpatient);
        house.done(1, AddDepartment { location, name, care_area, phone: None });
        let here = house.answer(1, Organization { organization: client });
        let places = house.answer(1, Places { organization: client });
        let page = |manages: bool| {
            let tests = house.answer(1, PartyTests { organization: client });
            client_page(&ClientPage {
                here: &here,
                places: &places,
                seal: Default::default(),
                owner: None,
                provider: Some("Invented IT"),
                manages,
                owners: Vec::new(),
                links: Vec::new(),
                party: &tests,
                people: &BTreeMap::new(),
                zone: "UTC",
                more: Default::default(),
            })
            .into_string()
        };
        let (managed, read) = (page(true), page(false));
        for html in [&managed, &read] {
            assert!(html.contains("Main &lt;Street&gt;") && html.contains("Mon–Fri 08:00–17:00"));
            assert!(html.contains("Inpatient ward") && html.contains(&format!("id=\"{location}\"")));
        }
        for act in
            ["add-location", "revise-location", "add-department", "revise-department", "name-account-owner"]
        {
            assert!(managed.contains(&format!("/do/organizations.{act}\"")), "{act}");
        }
        assert!(!read.contains("<form"));
        let list = house.answer(1, Organizations { after: None, most: Some(1) });
        let (seals, people) = (BTreeMap::new(), BTreeMap::new());
        let (owners, providers) = (Vec::new(), Vec::new());
        let html = list_page(&ListPage {
            list: &list,
            seals: &seals,
            people: &people,
            adds: true,
            owners,
            providers,
        })
        .into_string();
        assert!(
            html.contains("1 of 3 organizations") && html.contains("/organizations?after=org_"),
            "{html}"
        );
    });
}

#[test]
fn what_an_organization_is_under_hipaa_is_answered_kept_and_answered_again() {
    use law::{Answer, PartyAnswers, PartyQuestion};
    each_engine(|house| {
        let (_, client, _) = settled(house);
        let answers = |yes: &[PartyQuestion]| -> PartyAnswers {
            let all = law::party_questions().iter().map(|i| i.question);
            all.map(|q| (q, if yes.contains(&q) { Answer::Yes } else { Answer::No })).collect()
        };
        let test = |answers| AnswerPartyTest { organization: client, answers };
        let mut open = answers(&[]);
        open.remove(&PartyQuestion::Functions);
        let refusal = house.refused(1, test(open));
        assert_eq!(refusal.field.as_deref(), Some("answers.functions"));
        let first = house.done(1, test(answers(&[PartyQuestion::Provider]))).receipt;
        assert_eq!((first.result, first.number), (PartyResult::Neither, 1));
        let yes = [PartyQuestion::Provider, PartyQuestion::Electronic];
        assert_eq!(house.done(1, test(answers(&yes))).receipt.result, PartyResult::CoveredEntity);
        let kept = house.answer(1, PartyTests { organization: client });
        let results: Vec<PartyResult> = kept.tests.iter().map(|t| t.result).collect();
        assert_eq!(results, [PartyResult::CoveredEntity, PartyResult::Neither], "the older one is kept");
        assert_eq!(kept.tests[0].remark, None, "both sentences behind it were checked");
        assert!(kept.tests[1].remark.as_deref().unwrap().contains("not yet checked"));
        assert_eq!(kept.tests[0].answers[3].yes, Some(true));
    });
}
