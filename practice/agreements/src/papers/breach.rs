//! Who detects a breach, who writes it down, who tells those concerned, and how soon the associate reports: said while the
//! agreement is drafted, before anybody signs.

use super::records::{self, BreachDuties};
use crate::Party;
use crate::kinds::{AgreementKind, AgreementState};
use crate::orders::{AgreementReceipt, among, fact, only_for, wrong_state};
use kernel::{AgreementId, Citation, Done, Duty, Phi, Refusal, Stop};
use office::{Act, Ground, Order, text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// The longest time in which a business associate reports a breach, in hours: sixty days.
const LONGEST_REPORT_HOURS: u32 = 1_440;
/// The longest description of what an agreement is about, in characters.
const LONGEST_SCOPE: usize = 500;

store::kinds! {
    /// Who bears a duty.
    Bearer {
        Client = "client" "Who passes the PHI on",
        Associate = "associate" "Who receives it",
        Both = "both" "Both of them",
    }
}

/// Says what an agreement is about, and who does what when there is a breach.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SayBreachDuties {
    pub agreement: AgreementId,
    /// Which services and which data it covers, in a sentence.
    #[serde(default)]
    #[schemars(extend("x-order" = 1), length(max = 500))]
    pub scope: Option<String>,
    /// Who watches for breaches.
    #[schemars(extend("x-order" = 2))]
    pub detects: Bearer,
    /// Who writes down what happened and weighs it.
    #[schemars(extend("x-order" = 3))]
    pub documents: Bearer,
    /// Who tells the persons concerned and the authorities.
    #[schemars(extend("x-order" = 4))]
    pub notifies: Bearer,
    /// Within how many hours the associate reports a breach to the other party; 24 for a day, at most 1440.
    #[schemars(extend("x-order" = 5), range(min = 1, max = 1440))]
    pub report_hours: u32,
}

impl Order for SayBreachDuties {
    const ACT: Act = Act {
        name: "agreements.say-breach-duties",
        says: "Say who answers for a breach",
        path: "/agreements/{agreement}/breach-duties",
        duty: Duty::SignAgreements,
        phi: Phi::None,
    };
    type Receipt = AgreementReceipt;
    type Needs = Party;

    fn ground(&self) -> Ground {
        Ground::thing(self.agreement)
    }

    fn perform(&self, work: &mut Work, needs: Party) -> Result<Done<AgreementReceipt>, Stop> {
        let (agreement, _) = among(work, self.agreement)?;
        let parties = [agreement.client, agreement.principal, agreement.associate];
        only_for(work, needs.employer, &parties, "says it")?;
        let untouched = agreement.client_signed.is_none() && agreement.associate_signed.is_none();
        let open = matches!(agreement.state, AgreementState::Draft | AgreementState::Sent) && untouched;
        if agreement.kind == AgreementKind::NotRequired || !open {
            return Err(wrong_state(&agreement, "changed any more; renew it instead"));
        }
        if self.report_hours == 0 || self.report_hours > LONGEST_REPORT_HOURS {
            let sentence = "A breach is reported within 1 hour to sixty days.";
            let because = Citation {
                paragraph: "45 CFR 164.410(b)".into(),
                says: "A business associate notifies without unreasonable delay, at the latest after sixty days."
                    .into(),
            };
            return Err(Refusal::invalid("report_hours", sentence).because(because).into());
        }
        let duties = BreachDuties {
            scope: text::optional("scope", self.scope.as_deref(), LONGEST_SCOPE)?,
            detects: self.detects,
            documents: self.documents,
            notifies: self.notifies,
            report_hours: self.report_hours,
        };
        records::say(work, agreement.id, &duties)?;
        let said = fact("agreements.breach-duties-said", &agreement)
            .with("detects", duties.detects)
            .with("documents", duties.documents)
            .with("notifies", duties.notifies)
            .with("report_hours", duties.report_hours);
        Ok(Done::new(said, AgreementReceipt::of(&agreement)))
    }
}
