//! Incidents, as people meet them: a night of ransomware from the first ticket to the pack on paper, isolation that names
//! each system, evidence that goes from hand to hand, and who may do what.

use crate::world::{World, on_each, refused};
use base64::Engine;
use futures_executor::block_on;
use incidents::advisories::{
    AcknowledgeAdvisory, Advisories, AdvisoryFile, OneAdvisory, TakeInAdvisory,
    words::{AdvisorySource, Verdict},
};
use incidents::{
    AddNote, AddSign, AddTask, CloseIncident, ConfirmIsolation, ContainIncident, DeclareIncident, Effect,
    EvidenceKind, FinishTask, GiveTask, HandOverEvidence, IncidentKind, IncidentRole, Incidents,
    IndicatorKind, LiftIsolation, LookAtIncident, Means, NameRole, NameSystem, NoteLateTask, OneIncident,
    OrderIsolation, Phase, ReopenIncident, RestoreSystem, ReturnEvidence, SetSeverity, Severity, Source,
    State, Step, TakeEvidence, TicketIncidents, VerisOfIncident, View,
};
use kernel::{AssetId, IncidentId, Private, Span, Status, TicketId, Who};
use store::sql;

sql! {
    house LETTERS "stories.letters-about-incidents" "select subject from outbox where channel = 'mail' order by id";
}

pub fn declare(w: &World, kind: IncidentKind, ticket: Option<TicketId>) -> DeclareIncident {
    DeclareIncident {
        org: w.larkspur,
        ticket,
        kind,
        title: "Files do not open".into(),
        severity: None,
        by_alert: false,
        detected: Some("2026-11-02T08:40".into()),
        words: Some("Every folder holds a note that asks for money.".into()),
    }
}

pub fn system(w: &World, name: &str, criticality: assets::Criticality) -> AssetId {
    let add = assets::AddAsset { kind: assets::AssetKind::Server, criticality, ..w.device(name) };
    w.act(&w.senior, add).asset
}

pub fn named(w: &World, incident: IncidentId, asset: AssetId) {
    w.act(&w.technician, NameSystem { incident, asset, effect: Effect::Affected });
}

pub fn letters(w: &World, subject: &str) -> usize {
    let house = Who::House("post");
    let read = w.house.office.read(&house, |look| Ok(look.rows(&LETTERS, &[])?));
    let rows = block_on(read).unwrap();
    rows.iter().filter(|row| row.get::<String>("subject").unwrap().starts_with(subject)).count()
}

/// What the playbook counts from the declaration, and what somebody says instead.
fn every_due_time_says_why(w: &World, file: &incidents::IncidentFile) {
    assert!(file.tasks.iter().all(|t| t.due_at.is_some() == t.because.is_some()));
    let task = file.tasks.iter().find(|t| t.due_at.is_some()).unwrap();
    let because = task.because.clone().unwrap();
    assert!(because.contains(" after it was declared ("), "{because}");
    assert!(because.ends_with("as the playbook says; the clock never rests"), "{because}");
    let due = Some(w.house.office.now().plus(Span::days(2)).timestamp().to_string());
    w.act(&w.senior, GiveTask { task: task.id, owner: w.senior.person().unwrap(), due });
    let file = w.ask(&w.technician, OneIncident { incident: file.incident.id });
    let given = file.tasks.iter().find(|t| t.id == task.id).unwrap();
    assert_eq!(given.because.as_deref(), Some("as was said when it was given to somebody"));
}

#[test]
fn a_night_of_ransomware_is_led_isolated_and_brought_back() {
    on_each(|w| {
        let ticket = w.report();
        let incident = w.act(&w.technician, declare(w, IncidentKind::Ransomware, Some(ticket))).incident;
        let file = w.ask(&w.technician, OneIncident { incident });
        assert_eq!((file.incident.severity, file.incident.source), (Severity::Critical, Source::Ticket));
        assert_eq!(file.tasks.len(), incidents::playbook(IncidentKind::Ransomware).tasks.len());
        every_due_time_says_why(w, &file);
        assert!(file.incident.detected_at < file.incident.opened_at);
        assert_eq!(w.ask(&w.technician, TicketIncidents { ticket }).lines.len(), 1);
        // A technician declares and works; a lead leads.
        let order = |asset| OrderIsolation { incident, asset, means: Means::Port };
        let record = system(w, "EHR-DB-1", assets::Criticality::Clinical);
        let storage = system(w, "SAN-1", assets::Criticality::Office);
        let billing = system(w, "BILL-1", assets::Criticality::Business);
        let relate = assets::RelateAssets {
            asset: record,
            relation: assets::continuity::Relation::DependsOn,
            other: storage,
        };
        w.act(&w.senior, relate);
        assert_eq!(refused(w.try_act(&w.senior, order(record))).field.as_deref(), Some("asset"));
        for asset in [billing, storage, record] {
            named(w, incident, asset);
        }
        assert_eq!(refused(w.try_act(&w.technician, order(record))).status, Status::Forbidden);
        let isolation = w.act(&w.senior, order(record)).isolation;
        assert!(refused(w.try_act(&w.senior, order(record))).sentence.contains("already"));
        // What care needs comes back first, and before it what it stands on.
        let order_of = |w: &World| -> Vec<AssetId> {
            let file = w.ask(&w.technician, OneIncident { incident });
            file.systems.iter().filter(|l| l.place.is_some()).map(|l| l.system.asset).collect()
        };
        assert_eq!(order_of(w), [storage, record, billing]);
        let contain = ContainIncident { incident, proof: "Nothing new for six hours.".into() };
        assert!(refused(w.try_act(&w.senior, contain.clone())).sentence.contains("not isolated yet"));
        let confirm = |at: Option<&str>| ConfirmIsolation {
            isolation,
            means: Some(Means::Cable),
            at: at.map(Into::into),
            proof: "Cable of port 14 in my hand; the link light is off.".into(),
        };
        assert_eq!(
            refused(w.try_act(&w.technician, confirm(Some("2027-01-01T00:00")))).field.as_deref(),
            Some("at")
        );
        w.act(&w.technician, confirm(None));
        w.act(&w.senior, contain);
        let restore = RestoreSystem {
            incident,
            asset: record,
            proof: "From the backup of Sunday; Nora tried it.".into(),
        };
        assert!(refused(w.try_act(&w.technician, restore.clone())).sentence.contains("isolated still"));
        w.act(&w.senior, LiftIsolation { isolation, proof: "Rebuilt from clean media.".into() });
        w.act(&w.technician, restore);
        assert_eq!(order_of(w), [billing, storage], "nothing that care needs stands on it any more");
        let told = w.ask(&w.technician, OneIncident { incident });
        let kept = &told.isolations[0];
        assert_eq!((kept.ordered_by, kept.done_by), (w.senior.person(), w.technician.person()));
        assert_eq!((kept.means, kept.proof.is_some(), kept.lift_proof.is_some()), (Means::Cable, true, true));
        close_and_look_back(w, incident);
    });
}

fn close_and_look_back(w: &World, incident: IncidentId) {
    close(w, incident);
    let past = Incidents { view: Some(View::Closed), ..Incidents::default() };
    assert_eq!(w.ask(&w.officer, past.clone()).lines.len(), 1);
    assert!(w.ask(&w.meridian_owner, past).lines.is_empty(), "nobody else sees it");
    assert!(w.try_ask(&w.meridian_owner, OneIncident { incident }).is_err());
    let veris = w.ask(&w.officer, VerisOfIncident { incident }).0;
    assert_eq!(veris["action"]["malware"]["variety"][0], "Ransomware");
    assert_eq!(veris["asset"]["assets"][0]["amount"], 3);
    assert!(!veris.to_string().contains("Files do not open"));
}

fn close(w: &World, incident: IncidentId) {
    let close = CloseIncident { incident, lesson: "Backups are offline from now on.".into() };
    let open = refused(w.try_act(&w.senior, close.clone()));
    assert!(open.citation.unwrap().paragraph.contains("164.308(a)(6)(ii)"));
    for task in w.ask(&w.senior, OneIncident { incident }).tasks {
        w.act(&w.technician, FinishTask { task: task.id, words: Some("Done.".into()) });
    }
    w.act(&w.senior, close);
    let again = ReopenIncident { incident, reason: "A second note turned up.".into() };
    assert_eq!(w.act(&w.senior, again.clone()).state, State::Open);
    assert!(refused(w.try_act(&w.senior, again)).sentence.contains("is open"));
    let shut = CloseIncident { incident, lesson: "It was an old one.".into() };
    assert_eq!(w.act(&w.senior, shut).state, State::Closed);
    let note = AddTask { incident, title: "More".into(), phase: Phase::Learn, owner: None, due: None };
    assert!(refused(w.try_act(&w.technician, note)).remedy.is_some(), "what is closed takes no task");
    w.act(&w.technician, AddNote { incident, words: "The police called back.".into() });
}

#[test]
fn evidence_goes_from_hand_to_hand_without_a_gap() {
    on_each(|w| {
        let incident = w.act(&w.technician, declare(w, IncidentKind::Ransomware, None)).incident;
        let asset = system(w, "FILE-1", assets::Criticality::Business);
        let take = |sha256: &str| TakeEvidence {
            incident,
            kind: EvidenceKind::DiskImage,
            asset: Some(asset),
            sha256: sha256.into(),
            size_bytes: Some(512_110_190_592),
            taken: Some("2026-11-02 08:55".into()),
            words: "Image of both disks; safe 2, seal 4471.".into(),
        };
        assert_eq!(refused(w.try_act(&w.technician, take("abc"))).field.as_deref(), Some("sha256"));
        let evidence = w.act(&w.technician, take(&"4e".repeat(32))).evidence;
        let over = |person, outside: Option<&str>| HandOverEvidence {
            evidence,
            person,
            outside: outside.map(Private::from),
            same_hash: true,
        };
        let both = over(w.senior.person(), Some("Somebody"));
        assert_eq!(refused(w.try_act(&w.technician, both)).field.as_deref(), Some("person"));
        let same = over(w.technician.person(), None);
        assert!(refused(w.try_act(&w.technician, same)).sentence.contains("have it already"));
        let stranger = over(w.stranger.person(), None);
        assert_eq!(refused(w.try_act(&w.technician, stranger)).status, Status::NotFound);
        w.act(&w.technician, over(w.senior.person(), None));
        w.act(&w.senior, over(None, Some("Agent Sample, field office, badge 17")));
        w.act(&w.officer, ReturnEvidence { evidence, same_hash: true });
        let twice = ReturnEvidence { evidence, same_hash: true };
        assert!(refused(w.try_act(&w.officer, twice)).sentence.contains("already"));
        let file = w.ask(&w.technician, OneIncident { incident });
        let hands = &file.evidence[0].hands;
        let steps: Vec<Step> = hands.iter().map(|h| h.step).collect();
        assert_eq!(steps, [Step::Taken, Step::HandedOver, Step::HandedOver, Step::Returned]);
        for pair in hands.windows(2) {
            assert_eq!((pair[1].from_person, pair[1].from_text), (pair[0].to_person, pair[0].to_text));
        }
        assert_eq!(file.evidence[0].piece.sha256, "4e".repeat(32));
        w.act(&w.technician, AddSign { incident, kind: IndicatorKind::FileName, sign: "readme.hta".into() });
        let opened = w.ask(&w.officer, LookAtIncident { incident });
        assert!(opened.texts.iter().any(|t| t.words.contains("badge 17")));
        assert!(opened.texts.iter().any(|t| t.words == "readme.hta"));
        let (house, org) = (Who::House("story"), w.larkspur);
        let read = w.house.office.read(&house, move |look| {
            look.at(Some(org));
            Ok(office::timeline(look, &evidence.to_string())?)
        });
        let told = format!("{:?}", block_on(read).unwrap());
        assert!(told.contains("evidence-taken"));
        assert!(!told.contains(&"4e".repeat(32)), "the ledger holds a commitment, no hash");
    });
}

#[test]
fn tasks_have_owners_and_whoever_has_a_late_one_is_told_once() {
    on_each(|w| {
        let incident = w.act(&w.technician, declare(w, IncidentKind::LostDevice, None)).incident;
        assert_eq!(letters(w, "An incident was declared"), 2, "the practice owner and the account owner");
        let name = |role, person, outside: Option<&str>| NameRole {
            incident,
            role,
            person,
            outside: outside.map(Private::from),
        };
        let nobody = name(IncidentRole::Counsel, None, None);
        assert_eq!(refused(w.try_act(&w.senior, nobody)).field.as_deref(), Some("person"));
        w.act(&w.senior, name(IncidentRole::Counsel, None, Some("Sample & Sample LLP, 555 0100")));
        w.act(&w.senior, name(IncidentRole::Commander, w.senior.person(), None));
        let lead = SetSeverity { incident, severity: Severity::Low, reason: "It was found.".into() };
        assert_eq!(refused(w.try_act(&w.technician, lead.clone())).status, Status::Forbidden);
        w.act(&w.officer, lead);
        let task = AddTask {
            incident,
            title: "Ask the taxi company".into(),
            phase: Phase::Assess,
            owner: None,
            due: Some("2026-11-02T12:00".into()),
        };
        let task = w.act(&w.technician, task).task;
        let give = GiveTask { task, owner: w.senior.person().unwrap(), due: None };
        w.act(&w.technician, give);
        let house = Who::House("incident tasks");
        assert!(refused(w.try_act(&house, NoteLateTask { task })).sentence.contains("not late"));
        w.pass(Span::hours(6));
        let late = block_on(w.house.office.read(&house, |look| incidents::late_tasks(look, 100))).unwrap();
        assert!(late.contains(&task));
        w.act(&house, NoteLateTask { task });
        assert!(refused(w.try_act(&house, NoteLateTask { task })).sentence.contains("noted"));
        assert_eq!(letters(w, "A task of an incident is late"), 1);
        assert_eq!(letters(w, "A task of an incident is yours"), 1);
        w.act(&w.senior, FinishTask { task, words: None });
        assert!(refused(w.try_act(&w.senior, FinishTask { task, words: None })).sentence.contains("done"));
        let gone = OneIncident { incident: IncidentId::new(w.house.office.now(), [9; 10]) };
        assert!(w.try_ask(&w.technician, gone).is_err());
    });
}

#[test]
fn a_long_list_goes_on_where_it_stopped() {
    on_each(|w| {
        for _ in 0..5 {
            w.act(&w.technician, declare(w, IncidentKind::MisdirectedMail, None));
        }
        let mut seen = Vec::new();
        let mut asked = Incidents { most: Some(2), ..Incidents::default() };
        loop {
            let part = w.ask(&w.officer, asked.clone());
            seen.extend(part.lines.iter().map(|i| i.id));
            let Some(last) = part.lines.last().filter(|_| part.more) else { break };
            (asked.after_at, asked.after) = (Some(last.opened_at), Some(last.id));
        }
        assert_eq!(seen.len(), 5);
        assert!(seen.windows(2).all(|pair| pair[0] > pair[1]), "the latest first, each once");
        let here = Incidents { org: Some(w.meridian), ..Incidents::default() };
        assert!(w.ask(&w.officer, here).lines.is_empty());
    });
}

#[test]
fn an_advisory_is_taken_in_held_against_the_assets_and_acknowledged_by_a_person() {
    on_each(|w| {
        let file = serde_json::json!({
            "document": { "csaf_version": "2.0", "title": "Pumpworks Sample pumps", "tracking": { "id": "ICSMA-00-1" } },
            "product_tree": { "branches": [{ "category": "vendor", "name": "Pumpworks Sample", "branches": [
                { "category": "product_name", "name": "Pump 7" }] }] },
        });
        let take = |bytes: &[u8]| TakeInAdvisory {
            org: w.harborlight,
            source: AdvisorySource::Cisa,
            title: None,
            products: None,
            content: Private::new(base64::engine::general_purpose::STANDARD.encode(bytes)),
            sealed: None,
        };
        let bytes = serde_json::to_vec(&file).unwrap();
        assert!(w.try_act(&w.technician, take(b"MZ\xff\x00")).is_err(), "a program is no advisory");
        assert_eq!(refused(w.try_act(&w.technician, take(b"Read this"))).field.as_deref(), Some("title"));
        let advisory = w.act(&w.technician, take(&bytes)).advisory;
        assert!(refused(w.try_act(&w.senior, take(&bytes))).remedy.is_some(), "the same file twice");
        let told = w.ask(&w.technician, OneAdvisory { advisory });
        assert_eq!(
            (told.number.as_deref(), told.playbook),
            (Some("ICSMA-00-1"), Some(IncidentKind::DeviceCompromise))
        );
        let pump = assets::AddAsset {
            maker: Some("Pumpworks Sample".into()),
            model: Some("Pump 7".into()),
            ..w.device("PUMP-9")
        };
        w.act(&w.senior, pump);
        w.act(&w.senior, assets::AddAsset { maker: Some("Somebody Else".into()), ..w.device("PUMP-10") });
        let words = told.words;
        let read = w
            .house
            .office
            .read(&w.technician, move |look| Ok(orderly::records::incidents::named(look, &words)?));
        let matches = block_on(read).unwrap();
        assert_eq!((matches.len(), matches[0].name.as_str(), matches[0].closely), (1, "PUMP-9", true));
        assert_eq!(w.ask(&w.officer, Advisories::default()).lines.len(), 1);
        let say = |verdict| AcknowledgeAdvisory {
            advisory,
            verdict,
            reason: "One pump; the maker was called.".into(),
        };
        w.act(&w.officer, say(Verdict::Acted));
        assert!(w.ask(&w.officer, Advisories::default()).lines.is_empty());
        assert_eq!(w.ask(&w.officer, Advisories { settled: true, ..Advisories::default() }).lines.len(), 1);
        let opened = w.ask(&w.officer, AdvisoryFile { advisory });
        assert_eq!(base64::engine::general_purpose::STANDARD.decode(opened.content).unwrap(), bytes);
        assert_eq!(opened.reason.as_deref(), Some("One pump; the maker was called."));
        assert!(w.try_ask(&w.meridian_owner, OneAdvisory { advisory }).is_err());
    });
}

#[test]
fn another_server_goes_on_with_every_clock_of_an_incident_where_the_first_one_died() {
    on_each(|w| {
        let incident = w.act(&w.technician, declare(w, IncidentKind::Ransomware, None)).incident;
        let record = w.act(&w.officer, crate::breach::open(w, Some(incident))).breach;
        let tasks = |file: &incidents::IncidentFile| {
            file.tasks.iter().map(|t| (t.id, t.due_at, t.late_at.is_some())).collect::<Vec<_>>()
        };
        let days = |file: &breach::BreachFile| {
            file.duties.iter().map(|d| (d.duty.clone(), d.by, d.due_at, d.late)).collect::<Vec<_>>()
        };
        let before = (
            tasks(&w.ask(&w.technician, OneIncident { incident })),
            days(&w.ask(&w.officer, breach::OneBreach { breach: record })),
        );
        assert!(before.0.iter().any(|(_, due, _)| due.is_some()) && !before.1.is_empty());
        // Another server opens the same place, as after a restart.
        let other = w.place.open(2);
        let file = || block_on(other.office.answer(&w.technician, OneIncident { incident })).unwrap();
        let duties =
            || block_on(other.office.answer(&w.officer, breach::OneBreach { breach: record })).unwrap();
        assert_eq!((tasks(&file()), days(&duties())), before, "every clock stands where it stood");
        w.pass(Span::days(61));
        let house = Who::House("incident tasks");
        let late = block_on(other.office.read(&house, |look| incidents::late_tasks(look, 100))).unwrap();
        let due = before.0.iter().filter(|(_, due, _)| due.is_some()).count();
        assert_eq!(late.len(), due, "what fell due while nobody was there is late now");
        block_on(other.office.execute(&house, incidents::NoteLateTask { task: late[0] })).unwrap();
        let again = block_on(w.house.office.execute(&house, incidents::NoteLateTask { task: late[0] }));
        assert!(again.is_err(), "what one noted the other does not note again");
        assert!(duties().duties.iter().any(|d| d.tell == "individuals" && d.late));
    });
}
