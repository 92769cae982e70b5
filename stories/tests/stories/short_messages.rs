//! Short messages reach a telephone over a gateway: they say that a ticket waits and nothing of it, wait while the gateway
//! is away, and are known again when they come a second time.

use crate::{
    escalation::{floor, three_steps, turn},
    mail::{PATIENCE, deliver, program},
    world::{on_each, refused},
};
use kernel::{Private, Span, Status};
use oncall::{EndGateway, OneRota, Rotas, SetGateway, SetMyPhone};
use rounds::ShortMessages;

const SECRET: &str = "the gateway's own secret";

#[test]
fn a_short_message_is_handed_over_once_and_marked_when_it_is_tried_again() {
    on_each(|w| {
        let (address, got) = program(&[500]);
        three_steps(w);
        let gateway = SetGateway {
            org: w.harborlight,
            address: format!("http://{address}/messages"),
            secret: Private::new(SECRET),
        };
        let plain = SetGateway { address: "http://example.org/".into(), ..gateway.clone() };
        assert_eq!(refused(w.try_act(&w.owner, plain)).field.as_deref(), Some("address"));
        let short = SetGateway { secret: Private::new("short"), ..gateway.clone() };
        assert_eq!(refused(w.try_act(&w.owner, short)).field.as_deref(), Some("secret"));
        assert_eq!(refused(w.try_act(&w.technician, gateway.clone())).status, Status::Forbidden);
        w.act(&w.owner, gateway);
        let phone = |text: &str| SetMyPhone { phone: Some(Private::new(text)) };
        assert_eq!(refused(w.try_act(&w.technician, phone("extension 12"))).field.as_deref(), Some("phone"));
        w.act(&w.technician, phone("+1 (555) 010-0100"));
        let rota = w.ask(&w.senior, Rotas::default()).lines[0].id;
        let told = w.ask(&w.senior, OneRota { rota, from: None, days: None });
        assert_eq!(told.phones, [(w.technician.person().unwrap(), "+15550100100".to_owned())]);
        let ticket = w.report();
        w.pass(Span::minutes(6));
        turn(w);
        let (floor, mut round) = (floor(&w.house, "one"), ShortMessages::new());
        deliver(w, &floor, &mut round);
        let first = got.recv_timeout(PATIENCE).unwrap();
        assert!(got.try_recv().is_err(), "after a failure it is not tried again at once");
        w.pass(Span::minutes(1));
        deliver(w, &floor, &mut round);
        let again = got.recv_timeout(PATIENCE).unwrap();
        assert_eq!(first.line("authorization"), format!("Bearer {SECRET}"));
        assert_eq!(first.line("idempotency-key"), again.line("idempotency-key"));
        let body = |got: &crate::mail::Got| serde_json::from_str::<serde_json::Value>(&got.body).unwrap();
        let (first, again) = (body(&first), body(&again));
        assert_eq!((&first["to"], &first["again"]), (&"+15550100100".into(), &false.into()));
        assert_eq!(again["again"], true);
        let text = first["text"].as_str().unwrap();
        assert!(text.contains(&format!("https://desk.example.org/tickets/{ticket}")), "{text}");
        assert!(!text.contains("chart of my patient") && !text.contains("Infusion"), "{text}");
        assert_eq!(again["text"], format!("Again: {text}"));
        w.pass(Span::days(1));
        deliver(w, &floor, &mut round);
        assert!(got.try_recv().is_err(), "what arrived is not sent again");
        w.act(&w.owner, EndGateway { org: w.harborlight });
        assert!(
            refused(w.try_act(&w.owner, EndGateway { org: w.harborlight })).sentence.contains("no gateway")
        );
    });
}
