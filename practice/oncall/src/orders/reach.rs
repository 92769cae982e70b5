//! How people on call are reached besides by mail: their telephone, and the gateway that takes short messages. A gateway
//! is any program that takes a POST of JSON over HTTPS; the book says which.

use super::caller;
use crate::reach_records as records;
use kernel::{Done, Duty, Fact, GatewayId, OrgId, PersonId, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Says at which telephone you are reached when you are on call.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetMyPhone {
    /// With the country's number, such as +1 555 010 0100; nothing for none. Colleagues who work tickets see it on the
    /// roster.
    #[serde(default)]
    pub phone: Option<Private>,
}

/// Whose telephone it is.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PhoneReceipt {
    pub person: PersonId,
}

/// Has short messages to an organization's people handed over to a gateway.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetGateway {
    #[schemars(extend("x-order" = 1))]
    pub org: OrgId,
    /// Where to: https, or http on this machine.
    #[schemars(extend("x-order" = 2))]
    pub address: String,
    /// Sent as `Authorization: Bearer …`; 16 to 200 characters.
    #[schemars(extend("x-order" = 3))]
    pub secret: Private,
}

/// Ends the gateway of an organization: its people are told by mail only.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndGateway {
    pub org: OrgId,
}

/// A gateway.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GatewayReceipt {
    pub org: OrgId,
}

/// A number as it is kept: a plus and 7 to 15 digits (E.164).
fn number(text: &str) -> Result<String, Stop> {
    let kept: String =
        text.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')' | '/' | '\u{a0}')).collect();
    let digits = kept.strip_prefix('+').unwrap_or_default();
    if (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(kept);
    }
    let sentence = "Write the number with its country, for instance +1 555 010 0100.";
    Err(Refusal::invalid("phone", sentence).into())
}

impl Order for SetMyPhone {
    const ACT: Act = Act {
        name: "oncall.set-my-phone",
        says: "Say at which telephone you are reached on call",
        path: "/me/phone",
        duty: Duty::OwnAccount,
        phi: Phi::None,
    };
    type Receipt = PhoneReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<PhoneReceipt>, Stop> {
        let person = caller(work)?;
        let typed = self.phone.as_ref().map(|p| p.reveal().trim().to_owned()).filter(|p| !p.is_empty());
        let phone = typed.as_deref().map(number).transpose()?;
        records::set_phone(work, person, phone.as_deref())?;
        let org = work.org().ok_or_else(|| anyhow::anyhow!("a person of no organization"))?;
        let fact = Fact::new("oncall.phone-set", org).about(person).with("kept", phone.is_some());
        Ok(Done::new(fact, PhoneReceipt { person }))
    }
}

impl Order for SetGateway {
    const ACT: Act = Act {
        name: "oncall.set-gateway",
        says: "Set the gateway for short messages",
        path: "/organizations/{org}/gateway",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = GatewayReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<GatewayReceipt>, Stop> {
        let address = self.address.trim();
        let local = ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"];
        let safe = address.starts_with("https://") || local.iter().any(|l| address.starts_with(l));
        if !safe || address.len() > 500 || address.chars().any(|c| c.is_control() || c.is_whitespace()) {
            let sentence = "The address starts with https:// and has no blanks.";
            return Err(Refusal::invalid("address", sentence).into());
        }
        let secret = self.secret.reveal();
        if !(16..=200).contains(&secret.len()) || secret.chars().any(|c| c.is_control() || !c.is_ascii()) {
            return Err(Refusal::invalid("secret", "The secret has 16 to 200 plain characters.").into());
        }
        let gateway: GatewayId = work.id();
        let sealed = work.seal(self.org, &records::about(gateway), secret)?;
        records::set_gateway(work, gateway, address, sealed)?;
        let fact = Fact::new("oncall.gateway-set", self.org).about(gateway).about(self.org);
        Ok(Done::new(fact, GatewayReceipt { org: self.org }))
    }
}

impl Order for EndGateway {
    const ACT: Act = Act {
        name: "oncall.end-gateway",
        says: "End the gateway for short messages",
        path: "/organizations/{org}/gateway/end",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = GatewayReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<GatewayReceipt>, Stop> {
        if !records::end_gateway(work)? {
            return Err(Refusal::conflict("There is no gateway here that could be ended.").into());
        }
        let fact = Fact::new("oncall.gateway-ended", self.org).about(self.org);
        Ok(Done::new(fact, GatewayReceipt { org: self.org }))
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_taken_as_people_paste_them() {
        for typed in ["+1 (555) 010-0100", "+1.555.010.0100", "+15550100100"] {
            assert_eq!(number(typed).unwrap(), "+15550100100");
        }
        for wrong in ["", "555 010 0100", "+", "+12", "+1234567890123456", "+1555o100100", "+1555010010\n0"] {
            assert!(number(wrong).is_err(), "{wrong:?}");
        }
    }
}
