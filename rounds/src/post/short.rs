//! Short messages leave the house over a gateway that the organization named: a POST of JSON with the number and a text
//! of one line. A message that is tried again says so, and carries the same `Idempotency-Key` as before, so that a
//! gateway can leave it out and a person knows it for what it is.

use super::{Failure, deliver};
use crate::{Floor, Next, Round};
use anyhow::anyhow;
use kernel::Moment;
use office::Waiting;
use std::net::SocketAddr;
use ureq::Agent;

/// The round of short messages.
pub struct ShortMessages(Agent);

impl ShortMessages {
    pub fn new() -> Self {
        Self(super::agent(None))
    }

    /// The same, with everything handed over at one address whatever it is called.
    pub fn at(address: SocketAddr) -> Self {
        Self(super::agent(Some(address)))
    }

    fn send(&self, floor: &Floor, message: &Waiting, now: Moment) -> Result<(), Failure> {
        let Some(org) = message.org else {
            return Err(Failure::Never(anyhow!("a message of no organization")));
        };
        let gateway = match floor.look("post", now, |look| oncall::gateway(look, org)) {
            Ok(Some(gateway)) => gateway,
            Ok(None) => return Err(Failure::Never(anyhow!("the gateway has ended"))),
            Err(e) if e.is::<store::KeyDestroyed>() => return Err(Failure::Never(e)),
            Err(e) => return Err(Failure::Later(e)),
        };
        let mut answer = self
            .0
            .post(&gateway.address)
            .header("Content-Type", "application/json")
            .header("Authorization", format!("Bearer {}", gateway.secret))
            .header("Idempotency-Key", message.id.to_string())
            .send(body(message, &floor.origin).as_bytes())?;
        let status = answer.status();
        // The answer's text is nobody's business; a little of it is read so that the line can be used again.
        let _ = answer.body_mut().with_config().limit(4096).read_to_vec();
        if status.is_success() {
            Ok(())
        } else {
            Err(anyhow!("the gateway answered {}", status.as_u16()).into())
        }
    }
}

impl Default for ShortMessages {
    fn default() -> Self {
        Self::new()
    }
}

/// What the gateway gets.
fn body(message: &Waiting, origin: &str) -> String {
    let again = message.tries > 0;
    let text = String::from_utf8_lossy(&message.content).replace("{origin}", origin);
    let text = if again { format!("Again: {text}") } else { text };
    serde_json::json!({ "id": message.id, "to": message.recipient, "text": text, "again": again }).to_string()
}

impl Round for ShortMessages {
    fn name(&self) -> &'static str {
        "short-messages"
    }

    fn round(&mut self, floor: &Floor, now: Moment) -> anyhow::Result<Next> {
        deliver(floor, self, "sms", now, |message| self.send(floor, message, now))
    }
}
