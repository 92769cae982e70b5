//! Who is on call, as people meet it: a rota with its turns, somebody who stands in, a swap between two, a skill that is
//! missing next week, a calendar behind a link, and nothing of it for strangers.

use crate::{
    proof,
    world::{Doing, World, on_each, refused},
};
use kernel::{Private, Role, RotaId, Span, Status, Who};
use oncall::{
    AcceptSwap, AddOverride, AskSwap, CheckCoverage, DeclineSwap, EndFeed, EndOverride, MakeFeed, OnCallAt,
    OneRota, OpenRota, RequireSkill, RetireRota, Rotas, SetRota,
    words::{Every, OverrideKind, SwapState},
};
use rounds::{Coverage, Every as Beats, Floor, Round};
use store::{Look, sql};

sql! {
    house HOLES "stories.letters-of-holes"
        "select count(*) as found from outbox where channel = 'mail' and subject like '%in the coming week%'";
    house SWAPS "stories.letters-of-swaps"
        "select count(*) as found from outbox where channel = 'mail' and subject like '%swap of time on call%'";
}

fn count(w: &World, sql: &'static store::Sql) -> i64 {
    proof::look(&w.house, move |look: &mut Look| look.row(sql, &[])?.unwrap().get("found"))
}

/// Tess and Sven take turns week by week, from the Monday on which the story begins, at eight in Chicago.
pub fn opened(w: &World) -> RotaId {
    let open = OpenRota {
        org: w.harborlight,
        name: "Nights".into(),
        people: vec![w.technician.person().unwrap(), w.senior.person().unwrap()],
        every: Every::Weekly,
        times: None,
        starts: "2026-11-02T08:00".into(),
        only: Vec::new(),
        certification: None,
        always: true,
        zone: Some("America/Chicago".into()),
    };
    w.act(&w.senior, open).rota
}

fn who(w: &World, rota: RotaId, at: &str) -> Vec<Who> {
    let at = Some(serde_json::from_value(at.into()).unwrap());
    let told = w.ask(&w.technician, OnCallAt { rota, at });
    told.people.into_iter().map(|person| Who::Console { person }).collect()
}

#[test]
fn a_rota_says_who_answers_and_somebody_stands_in() {
    on_each(|w| {
        let rota = opened(w);
        let (tess, sven) = (vec![w.technician.clone()], vec![w.senior.clone()]);
        assert_eq!(who(w, rota, "2026-11-03T03:00:00Z"), tess);
        assert_eq!(who(w, rota, "2026-11-09T14:00:00Z"), sven, "eight in the winter's Chicago");
        let over = AddOverride {
            rota,
            kind: OverrideKind::Instead,
            person: w.technician.person(),
            stand_in: w.owner.person(),
            starts: "2026-11-03T18:00".into(),
            ends: "2026-11-04T06:00".into(),
            policy: None,
        };
        let stranger = AddOverride { stand_in: w.nurse.person(), ..over.clone() };
        assert_eq!(refused(w.try_act(&w.senior, stranger)).field.as_deref(), Some("stand_in"));
        let backwards = AddOverride { ends: "2026-11-03T06:00".into(), ..over.clone() };
        assert_eq!(refused(w.try_act(&w.senior, backwards)).field.as_deref(), Some("ends"));
        let lacks = AddOverride { stand_in: None, ..over.clone() };
        assert_eq!(refused(w.try_act(&w.senior, lacks)).field.as_deref(), Some("stand_in"));
        assert_eq!(refused(w.try_act(&w.technician, over.clone())).status, Status::Forbidden);
        let made = w.act(&w.senior, over);
        assert_eq!(who(w, rota, "2026-11-04T03:00:00Z"), vec![w.owner.clone()]);
        let told = w.ask(&w.technician, OneRota { rota, from: None, days: None });
        let shifts: Vec<_> = told.shifts.iter().map(|s| s.people.clone()).collect();
        let (t, o) = (w.technician.person().unwrap(), w.owner.person().unwrap());
        assert_eq!(shifts, [vec![], vec![t], vec![o], vec![t]], "what is shown is what is used");
        assert_eq!(told.gaps.len(), 1, "before the first turn nobody is on call");
        w.act(&w.senior, EndOverride { r#override: made.r#override });
        assert_eq!(who(w, rota, "2026-11-04T03:00:00Z"), tess);
        let again = w.try_act(&w.senior, EndOverride { r#override: made.r#override });
        assert!(refused(again).sentence.contains("ended already"));
        w.act(&w.senior, RetireRota { rota });
        assert!(w.ask(&w.technician, Rotas::default()).lines.is_empty());
        assert!(refused(w.try_act(&w.senior, RetireRota { rota })).sentence.contains("retired"));
    });
}

#[test]
fn a_rota_is_set_from_a_file_whose_mistakes_are_named() {
    on_each(|w| {
        let rota = opened(w);
        let file = "zone = \"America/Chicago\"\n[[layers]]\nname = \"days\"\nevery = \"together\"\n\
            people = [\"Tess Sample\", \"sven.sample@example.org\"]\nstarts = \"2026-11-02T00:00\"\n\
            only = [\"mon-fri 08:00-17:00\"]\n[[layers]]\nname = \"nights\"\nevery = \"daily\"\n\
            people = [\"Olga Sample\"]\nstarts = \"2026-11-02T00:00\"\n";
        let set = |text: &str| SetRota { rota, text: Private::from(text), always: true };
        for (from, to, says) in [
            ("Olga Sample", "Nora Testwell", "layers[1].people[0]"),
            ("Olga Sample", "Nobody", "layers[1].people[0]"),
            ("\"daily\"", "\"never\"", "line 10"),
            ("mon-fri 08:00", "mon-fri 8", "layers[0].only[0]"),
            ("America/Chicago", "Chicago", "zone"),
        ] {
            let refusal = refused(w.try_act(&w.senior, set(&file.replace(from, to))));
            assert_eq!(refusal.field.as_deref(), Some("text"));
            assert!(refusal.sentence.contains(says), "{}", refusal.sentence);
        }
        assert_eq!(w.act(&w.senior, set(file)).version, 2);
        assert_eq!(who(w, rota, "2026-11-03T16:00:00Z"), vec![w.technician.clone(), w.senior.clone()]);
        assert_eq!(who(w, rota, "2026-11-04T03:00:00Z"), vec![w.owner.clone()]);
        let told = w.ask(&w.technician, OneRota { rota, from: Some("2026-11-07".into()), days: Some(2) });
        assert_eq!(told.days.len(), 3);
        assert!(told.gaps.is_empty() && told.text.contains(&w.owner.person().unwrap().to_string()));
        let soon = OneRota { rota, from: Some("soon".into()), days: None };
        assert!(w.try_ask(&w.technician, soon).is_err());
    });
}

#[test]
fn a_swap_counts_once_it_is_accepted_by_whoever_was_asked() {
    on_each(|w| {
        let rota = opened(w);
        let ask = AskSwap {
            rota,
            with: w.senior.person().unwrap(),
            starts: "2026-11-05T00:00".into(),
            ends: "2026-11-06T00:00".into(),
            back_starts: Some("2026-11-12T00:00".into()),
            back_ends: Some("2026-11-13T00:00".into()),
        };
        let not_mine =
            AskSwap { starts: "2026-11-10T00:00".into(), ends: "2026-11-11T00:00".into(), ..ask.clone() };
        assert_eq!(refused(w.try_act(&w.technician, not_mine)).field.as_deref(), Some("starts"));
        let myself = AskSwap { with: w.technician.person().unwrap(), ..ask.clone() };
        assert_eq!(refused(w.try_act(&w.technician, myself)).field.as_deref(), Some("with"));
        let swap = w.act(&w.technician, ask.clone()).swap;
        assert_eq!(count(w, &SWAPS), 1);
        assert_eq!(
            who(w, rota, "2026-11-05T18:00:00Z"),
            vec![w.technician.clone()],
            "nothing has changed yet"
        );
        assert!(
            refused(w.try_act(&w.technician, AcceptSwap { swap }))
                .sentence
                .contains("Only whoever was asked")
        );
        assert!(refused(w.try_act(&w.officer, DeclineSwap { swap })).sentence.contains("Only the two"));
        assert_eq!(w.act(&w.senior, AcceptSwap { swap }).state, SwapState::Accepted);
        assert_eq!(count(w, &SWAPS), 2);
        assert_eq!(who(w, rota, "2026-11-05T18:00:00Z"), vec![w.senior.clone()]);
        assert_eq!(who(w, rota, "2026-11-12T18:00:00Z"), vec![w.technician.clone()]);
        assert!(refused(w.try_act(&w.senior, DeclineSwap { swap })).sentence.contains("already"));
        let gift = AskSwap { back_starts: None, back_ends: None, ..ask };
        let gift = AskSwap { starts: "2026-11-06T12:00".into(), ends: "2026-11-06T18:00".into(), ..gift };
        let swap = w.act(&w.technician, gift).swap;
        assert_eq!(w.act(&w.technician, DeclineSwap { swap }).state, SwapState::Withdrawn);
        assert!(w.ask(&w.technician, OneRota { rota, from: None, days: None }).swaps.is_empty());
    });
}

fn floor(w: &World) -> Floor {
    let origin = "https://desk.example.org".to_owned();
    Floor::new(w.house.office.clone(), w.house.sealer.clone(), origin, "one".to_owned(), Beats::default())
}

#[test]
fn a_week_without_what_is_required_is_told_beforehand_and_once() {
    on_each(|w| {
        let rota = opened(w);
        let (floor, mut round) = (floor(w), Coverage::default());
        let mut turn = || round.round(&floor, w.house.office.now()).unwrap();
        turn();
        assert_eq!(count(w, &HOLES), 0, "the turns reach around the clock");
        let certify = |who: &Who, until: Option<&str>| people::AddCertification {
            person: who.person().unwrap(),
            name: "Epic Bridges".into(),
            issuer: None,
            valid_until: until.map(Into::into),
        };
        w.act(&w.owner, certify(&w.technician, None));
        w.act(&w.senior, RequireSkill { rota, skill: "Epic Bridges".into() });
        let again = w.try_act(&w.senior, RequireSkill { rota, skill: "Epic Bridges".into() });
        assert!(refused(again).sentence.contains("required already"));
        w.pass(Span::minutes(1));
        turn();
        let told = w.ask(&w.technician, OneRota { rota, from: Some("2026-11-02".into()), days: Some(14) });
        assert_eq!(told.skills[0].gaps.len(), 2, "before the first turn, and the week that Sven has");
        let letters = count(w, &HOLES);
        assert!(letters > 0, "the hole begins within a week, an hour before which it was seen");
        turn();
        assert_eq!(count(w, &HOLES), letters, "nothing is told twice");
        w.act(&w.owner, certify(&w.senior, Some("2026-11-20")));
        let told = w.ask(&w.technician, OneRota { rota, from: Some("2026-11-09".into()), days: Some(7) });
        assert!(told.skills[0].gaps.is_empty(), "what somebody holds is known to the rota at once");
        w.pass(Span::days(2));
        turn();
        assert_eq!(count(w, &HOLES), letters);
        assert_eq!(refused(w.try_act(&w.senior, CheckCoverage { rota })).status, Status::Forbidden);
        // Whoever leaves is on call no more, and the next who can answers.
        w.act(&w.owner, people::EndPerson { person: w.technician.person().unwrap() });
        let now = w.house.office.now();
        let told = w.ask(&w.senior, OnCallAt { rota, at: Some(now) });
        assert_eq!(told.people, [w.senior.person().unwrap()]);
        assert!(told.because.contains("the next in"));
    });
}

#[test]
fn a_biomedical_engineer_is_a_skill_and_a_hole_of_nobody_is_told() {
    on_each(|w| {
        let engineer =
            Doing(&w.house).person(&w.owner, w.harborlight, "Bea Sample", &[Role::BiomedicalEngineer]);
        let open = OpenRota {
            org: w.harborlight,
            name: "Devices".into(),
            people: vec![engineer.person().unwrap()],
            every: Every::Together,
            times: None,
            starts: "2026-11-02T00:00".into(),
            only: vec!["mon-fri 08:00-17:00".into()],
            certification: Some("Biomedical engineer".into()),
            always: true,
            zone: Some("America/Chicago".into()),
        };
        let wrong = OpenRota { only: vec!["mon-fri".into()], ..open.clone() };
        assert_eq!(refused(w.try_act(&w.senior, wrong)).field.as_deref(), Some("only"));
        let rota = w.act(&w.senior, open).rota;
        assert_eq!(who(w, rota, "2026-11-03T16:00:00Z"), vec![engineer]);
        assert!(who(w, rota, "2026-11-04T03:00:00Z").is_empty());
        Coverage::default().round(&floor(w), w.house.office.now()).unwrap();
        assert!(count(w, &HOLES) > 0);
    });
}

#[test]
fn a_calendar_behind_a_link_ends_with_it_and_strangers_see_nothing() {
    on_each(|w| {
        let rota = opened(w);
        let made = w.act(&w.technician, MakeFeed { rota, mine: true });
        let link = made.path.trim_start_matches("/oncall/feed/").trim_end_matches(".ics").to_owned();
        assert_eq!(link.len(), 40);
        let open = |link: &str| {
            let link = link.to_owned();
            proof::look(&w.house, move |look: &mut Look| oncall::opened(look, &link))
        };
        let found = open(&link).unwrap();
        assert_eq!((found.rota, found.org, found.mine), (rota, w.harborlight, true));
        assert!(open("").is_none() && open(&link[1..]).is_none());
        let (org, person) = (w.harborlight, found.person);
        let text = proof::look(&w.house, move |look: &mut Look| {
            look.at(Some(org));
            let names = orderly::records::oncall::names(look)?;
            oncall::as_calendar(look, rota, &names, Some(person)).map_err(|stop| anyhow::anyhow!("{stop}"))
        });
        assert!(text.contains("SUMMARY:Tess Sample · Nights") && !text.contains("Sven"), "{text}");
        assert!(text.contains("DTSTART:20261102T140000Z\r\nDTEND:20261109T140000Z"), "{text}");
        w.act(&w.technician, EndFeed { feed: made.feed });
        assert!(open(&link).is_none());
        for (stranger, own) in [(&w.practice_owner, false), (&w.meridian_owner, false), (&w.officer, true)] {
            assert_eq!(w.try_ask(stranger, OneRota { rota, from: None, days: None }).is_ok(), own);
            assert_eq!(!w.ask(stranger, Rotas::default()).lines.is_empty(), own);
        }
        assert!(w.try_act(&w.meridian_owner, RetireRota { rota }).is_err());
    });
}

#[test]
fn a_past_week_is_told_by_the_version_that_was_in_force() {
    on_each(|w| {
        let rota = opened(w);
        let past = "2026-11-03T03:00:00Z";
        assert_eq!(who(w, rota, past), vec![w.technician.clone()]);
        w.pass(Span::days(9));
        let text = format!(
            "zone = \"America/Chicago\"\n[[layers]]\nname = \"one\"\nevery = \"weekly\"\npeople = [\"{}\"]\n\
             starts = \"2026-01-05T08:00\"\n",
            w.owner.person().unwrap()
        );
        w.act(&w.senior, SetRota { rota, text: Private::from(text.as_str()), always: true });
        assert_eq!(who(w, rota, past), vec![w.technician.clone()], "as it was, and not as it would be today");
        assert_eq!(who(w, rota, "2026-11-30T15:00:00Z"), vec![w.owner.clone()]);
        let week = OneRota { rota, from: Some("2026-11-02".into()), days: Some(7) };
        let told = w.ask(&w.technician, week);
        let owner = w.owner.person().unwrap();
        assert!(told.shifts.iter().all(|shift| !shift.people.contains(&owner)), "{:?}", told.shifts);
    });
}
