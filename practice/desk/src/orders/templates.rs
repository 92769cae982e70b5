//! Texts that a desk writes again and again: canned replies, and reports that come in the same words. A
//! template belongs to the desk that uses it and holds no word about a patient; what is known at the
//! moment of use (the reporter's first name, the ticket's number) is put in then.

use crate::records::{self, Template};
use crate::texts;
use crate::words::Trouble;
use kernel::{Done, Duty, Fact, Phi, Private, Refusal, Stop, TemplateId};
use office::{Act, Ground, Order, text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

store::kinds! {
    /// What a template is for.
    TemplateUse {
        Reply = "reply" "Replies",
        Resolution = "resolution" "Resolutions",
        Report = "report" "Reports",
    }
}

/// The most templates that one desk keeps.
pub const MOST_TEMPLATES: usize = 500;
/// The most letters of a template.
pub const LONGEST_TEMPLATE: usize = 5_000;
/// What can be put in when a template is used, and what stands there then.
pub const VARIABLES: &[(&str, &str)] = &[
    ("{reporter}", "the reporter's first name"),
    ("{number}", "the ticket's number"),
    ("{client}", "the organization's name"),
    ("{me}", "your own name"),
];

/// Keeps a text that is used again and again, or writes one anew.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepTemplate {
    /// The template that is written anew; nothing for a new one.
    pub template: Option<TemplateId>,
    /// What it is for.
    pub use_for: TemplateUse,
    /// For which kind of trouble; nothing for any.
    pub trouble: Option<Trouble>,
    /// What it is called.
    #[schemars(length(max = 80))]
    pub name: String,
    /// The text. {reporter}, {number}, {client} and {me} are put in when it is used. Nothing about a patient.
    #[schemars(extend("x-long" = true))]
    pub words: Private,
}

/// Drops a template; what was written with it stays.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropTemplate {
    pub template: TemplateId,
}

/// The template.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TemplateNow {
    pub template: TemplateId,
}

/// Refuses a text in which a patient is likely named; a vendor's telephone may stand in it.
fn no_patient(field: &str, text: &str) -> Result<(), Refusal> {
    use identifiers::Kind;
    let theirs =
        [Kind::Name, Kind::BirthDate, Kind::Age, Kind::Ssn, Kind::Itin, Kind::RecordNumber, Kind::HealthPlan];
    match identifiers::find(text, &[]).iter().find(|f| theirs.contains(&f.kind)) {
        Some(finding) => {
            let what = finding.kind.counted(1);
            let sentence = format!("This likely holds {what} of a patient. What is used again holds none.");
            Err(Refusal::invalid(field, sentence))
        }
        None => Ok(()),
    }
}

impl Order for KeepTemplate {
    const ACT: Act = Act {
        name: "desk.keep-template",
        says: "Keep a text to use again",
        path: "/desk/templates",
        duty: Duty::WriteKnowledge,
        phi: Phi::None,
    };
    type Receipt = TemplateNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<TemplateNow>, Stop> {
        let name = text::name("name", &self.name)?;
        if name.chars().count() > 80 {
            return Err(Refusal::invalid("name", "A name has at most 80 letters here.").into());
        }
        let body = texts::said("words", &self.words)?;
        if body.chars().count() > LONGEST_TEMPLATE {
            return Err(Refusal::invalid("words", "A template has at most 5 000 letters.").into());
        }
        no_patient("name", &name)?;
        no_patient("words", &body)?;
        if let Some(template) = self.template {
            records::template(work, template)?;
        } else if records::templates(work, None)?.len() >= MOST_TEMPLATES {
            return Err(Refusal::conflict("There are 500 templates already. Drop one first.").into());
        }
        let template = self.template.unwrap_or_else(|| work.id());
        let kept = Template { template, use_for: self.use_for, trouble: self.trouble, name, body };
        if self.template.is_some() {
            records::rewrite_template(work, &kept)?;
        } else {
            records::keep_template(work, &kept)?;
        }
        let fact = Fact::new("desk.template-kept", work.org())
            .about(template)
            .with("use_for", self.use_for)
            .with("anew", self.template.is_some());
        Ok(Done::new(fact, TemplateNow { template }))
    }
}

impl Order for DropTemplate {
    const ACT: Act = Act {
        name: "desk.drop-template",
        says: "Drop a text that was used again",
        path: "/desk/templates/{template}/drop",
        duty: Duty::WriteKnowledge,
        phi: Phi::None,
    };
    type Receipt = TemplateNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.template)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<TemplateNow>, Stop> {
        records::template(work, self.template)?;
        records::drop_template(work, self.template)?;
        let fact = Fact::new("desk.template-dropped", work.org()).about(self.template);
        Ok(Done::new(fact, TemplateNow { template: self.template }))
    }
}
