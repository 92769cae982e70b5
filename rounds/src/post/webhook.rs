//! Facts for programs: a POST of JSON, signed with the secret that both sides know, so that the program can
//! tell the house from anybody else and an old message from a new one.

use super::{Failure, deliver};
use crate::{Floor, Next, Round, records};
use anyhow::anyhow;
use hmac::{Hmac, KeyInit, Mac};
use kernel::{Id, Moment, WebhookId};
use office::Waiting;
use sha2::Sha256;
use std::net::SocketAddr;
use ureq::Agent;

/// The round of webhooks.
pub struct Messages(Agent);

impl Messages {
    pub fn new() -> Self {
        Self(super::agent(None))
    }

    /// The same, with everything handed over at one address whatever it is called.
    pub fn at(address: SocketAddr) -> Self {
        Self(super::agent(Some(address)))
    }

    fn send(&self, floor: &Floor, message: &Waiting, now: Moment) -> Result<(), Failure> {
        let (address, secret) = opened(floor, message, now)?;
        let mut answer = self
            .0
            .post(&address)
            .header("Content-Type", "application/json")
            .header("Orderly-Message", message.id.to_string())
            .header("Orderly-Signature", signature(&secret, now, &message.content))
            .send(message.content.as_slice())?;
        let status = answer.status();
        // The answer's text is nobody's business; a little of it is read so that the line can be used again.
        let _ = answer.body_mut().with_config().limit(4096).read_to_vec();
        if status.is_success() {
            Ok(())
        } else {
            Err(anyhow!("the program answered {}", status.as_u16()).into())
        }
    }
}

impl Default for Messages {
    fn default() -> Self {
        Self::new()
    }
}

/// Address and secret of the webhook, unless it has ended.
fn opened(floor: &Floor, message: &Waiting, now: Moment) -> Result<(String, String), Failure> {
    let id = message.recipient.clone();
    let found = floor.look("post", now, |look| {
        let Some(hook) = records::hook(look, &id)? else { return Ok(None) };
        let secret = look.open(hook.org, &format!("webhooks/{id}/secret"), &hook.secret)?;
        Ok(Some((hook.address, secret, hook.ended)))
    });
    match found {
        Ok(Some((address, secret, false))) => Ok((address, secret)),
        Ok(_) => Err(Failure::Never(anyhow!("the webhook has ended"))),
        Err(e) if e.is::<store::KeyDestroyed>() => Err(Failure::Never(e)),
        Err(e) => Err(Failure::Later(e)),
    }
}

impl Round for Messages {
    fn name(&self) -> &'static str {
        "webhooks"
    }

    fn round(&mut self, floor: &Floor, now: Moment) -> anyhow::Result<Next> {
        deliver(floor, self, "webhook", now, |message| {
            if !message.recipient.starts_with(WebhookId::PREFIX) {
                return Err(Failure::Never(anyhow!("the recipient is no webhook")));
            }
            self.send(floor, message, now)
        })
    }
}

/// What stands in `Orderly-Signature`: `t=<seconds since 1970>,v1=<hex>`, where the hexadecimal digits are
/// the HMAC-SHA-256 of `<seconds>.<body>` under the webhook's secret. A program computes the same, compares,
/// and refuses what is older than it finds reasonable.
pub fn signature(secret: &str, now: Moment, body: &[u8]) -> String {
    let seconds = now.micros().div_euclid(1_000_000);
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body);
    format!("t={seconds},v1={}", hex::encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_what_openssl_computes() {
        // printf '1700000000.{"facts":[]}' | openssl dgst -sha256 -hmac 'sixteen letters!'
        let now = Moment::from_micros(1_700_000_000_999_999);
        assert_eq!(
            signature("sixteen letters!", now, br#"{"facts":[]}"#),
            "t=1700000000,v1=1ca0d89a1a51e8f4b83da813e2c503acd2245402728bb07fc3287f3b001bd09d"
        );
        assert_ne!(signature("sixteen letters?", now, b""), signature("sixteen letters!", now, b""));
    }
}
