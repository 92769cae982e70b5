//! How the rules for texts are set and read. They are decided by whoever answers for the agreements of the
//! organization, for it is a decision about privacy and not about work.

use super::Masking;
use super::records::{self, Rules};
use identifiers::{Form, MOST_FORMS};
use kernel::{Done, Duty, Fact, OrgId, Phi, Refusal, Stop};
use office::{Act, Ground, Order, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// Sets what of a text is masked before somebody looks.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetMasking {
    pub org: OrgId,
    /// `strict` masks every text whole; `identifiers` masks what is likely an identifier and shows the rest to
    /// whoever may see PHI here.
    pub masking: Masking,
}

/// How it stands now.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MaskingSet {
    pub org: OrgId,
    pub masking: Masking,
}

/// Says what the organization's record numbers look like.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetRecordNumberPatterns {
    pub org: OrgId,
    /// One form a line, at most 20: `A` is any letter, `#` any digit, other letters, digits, `-`, `.` and `/` stand
    /// for themselves. `A######` is a letter and six digits.
    pub patterns: Vec<String>,
}

/// How many forms are known now.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PatternsSet {
    pub org: OrgId,
    pub count: usize,
}

/// Shows how an organization's texts are masked and what its record numbers look like.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextRules {
    pub org: OrgId,
}

/// The rules.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TextRulesNow {
    pub org: OrgId,
    pub masking: Masking,
    pub patterns: Vec<String>,
}

impl Order for SetMasking {
    const ACT: Act = Act {
        name: "desk.set-masking",
        says: "Set what of a text is masked",
        path: "/desk/organizations/{org}/masking/set",
        duty: Duty::SignAgreements,
        phi: Phi::Incidental,
    };
    type Receipt = MaskingSet;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<MaskingSet>, Stop> {
        let rules = records::rules(work)?;
        let before = rules.masking;
        records::set(work, &Rules { masking: self.masking, ..rules })?;
        let fact =
            Fact::new("desk.masking-set", self.org).with("masking", self.masking).with("before", before);
        Ok(Done::new(fact, MaskingSet { org: self.org, masking: self.masking }))
    }
}

impl Order for SetRecordNumberPatterns {
    const ACT: Act = Act {
        name: "desk.set-record-number-patterns",
        says: "Say what record numbers look like",
        path: "/desk/organizations/{org}/record-numbers/set",
        duty: Duty::SignAgreements,
        phi: Phi::Incidental,
    };
    type Receipt = PatternsSet;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<PatternsSet>, Stop> {
        let forms = forms(&self.patterns)?;
        let rules = records::rules(work)?;
        let count = forms.len();
        records::set(work, &Rules { forms, ..rules })?;
        let fact = Fact::new("desk.record-number-patterns-set", self.org).with("count", count);
        Ok(Done::new(fact, PatternsSet { org: self.org, count }))
    }
}

fn forms(lines: &[String]) -> Result<Vec<Form>, Refusal> {
    let mut forms: Vec<Form> = Vec::new();
    if lines.len() > MOST_FORMS {
        return Err(Refusal::invalid("patterns", format!("At most {MOST_FORMS} forms are kept.")));
    }
    for (number, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let form = Form::parse(line).map_err(|why| {
            Refusal::invalid("patterns", format!("Line {} is no form of a record number: {why}.", number + 1))
        })?;
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    Ok(forms)
}

impl Question for TextRules {
    const ACT: Act = Act {
        name: "desk.text-rules",
        says: "Show how texts are masked",
        path: "/desk/organizations/{org}/masking",
        duty: Duty::ReadOrganizations,
        phi: Phi::None,
    };
    type Answer = TextRulesNow;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn answer(&self, look: &mut Look) -> Result<TextRulesNow, Stop> {
        let rules = records::rules(look)?;
        let patterns = rules.forms.iter().map(|form| form.text().to_owned()).collect();
        Ok(TextRulesNow { org: self.org, masking: rules.masking, patterns })
    }
}
