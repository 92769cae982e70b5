//! An outage that the desk declared and the downtime of the wards are one: the downtime begins when the ticket says that the
//! system went, each leads to the other, and nobody begins it twice.

use super::{declare, record_system};
use crate::served::{OLGA, Served};
use crate::world::{on_each, refused};
use desk::{DeclareOutage, OneTicket, OpenTicket, words::PromiseKind};
use downtime::{DeclareDowntime, OneDowntime, SystemBack};
use kernel::{Moment, Span, Status};

#[test]
fn a_declared_outage_and_its_downtime_lead_to_each_other_and_begin_once() {
    on_each(|w| {
        let system = record_system(w, Some(240));
        let ticket = w.act(&w.nurse, OpenTicket { asset: Some(system), ..w.trouble() }).ticket;
        w.pass(Span::minutes(30));
        let since = w.house.office.now().minus(Span::minutes(20)).timestamp().to_string();
        let gone = || {
            let told = w.ask(&w.technician, OneTicket { ticket });
            let found = told.promises.into_iter().find(|p| p.kind == PromiseKind::Recovery);
            found.filter(|p| p.stopped_at.is_none())
        };
        if gone().is_none() {
            w.act(&w.technician, DeclareOutage { ticket, since: Some(since) });
        }
        let promised = gone().unwrap();
        let served = Served::new(&w.house);
        let cookie = served.sign_in(OLGA);
        let way = format!("/downtimes/new?org={}&ticket={ticket}", w.larkspur);
        let shown = served.page(&cookie, &format!("/tickets/{ticket}")).text();
        assert!(shown.contains(&way.replace('&', "&amp;")), "the ticket leads to the downtime");
        let form = served.page(&cookie, &way).text();
        assert!(form.contains("is gone since") && form.contains("it has to be back by"), "{form}");
        let chosen = |id: &str| {
            let at = form.find(&format!("value=\"{id}\"")).unwrap_or_else(|| panic!("{id} in {form}"));
            let tag = &form[at..at + form[at..].find('>').unwrap()];
            tag.contains("selected") || tag.contains("checked")
        };
        assert!(chosen(&system.to_string()) && chosen(&w.ward.to_string()), "{form}");
        let order = DeclareDowntime { ticket: Some(ticket), ..declare(w, system) };
        let downtime = w.act(&w.technician, order.clone()).downtime;
        let told = w.ask(&w.nurse, OneDowntime { downtime });
        let began: Option<Moment> = told.downtime.began_at;
        assert_eq!(began, Some(promised.from), "one outage has one beginning");
        assert_eq!(told.systems[0].system.due_at, promised.due_at, "and one last moment");
        let again = refused(w.try_act(&w.technician, order.clone()));
        assert_eq!(again.status, Status::Conflict);
        assert_eq!(again.remedy.unwrap().href, Some(format!("/downtimes/{downtime}")));
        let form = served.page(&cookie, &way).text();
        assert!(
            form.contains("It is down already") && !form.contains("action=\"/do/downtime.declare"),
            "{form}"
        );
        let page = served.page(&cookie, &format!("/downtimes/{downtime}")).text();
        assert!(page.contains(&format!("/tickets/{ticket}")), "the downtime leads back to the ticket");
        // Once it is over, the next one of the same ticket is another.
        w.act(&w.technician, SystemBack { downtime, asset: system, since: None });
        w.act(&w.technician, DeclareDowntime { since: Some(later(w)), ..order });
    });
}

/// Now, as somebody types it with its offset.
fn later(w: &crate::world::World) -> String {
    w.house.office.now().timestamp().to_string()
}
