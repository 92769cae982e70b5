//! What a desk keeps for itself: the views that stand as tabs above the list of tickets, and the texts it
//! uses again.

use crate::orders::TemplateUse;
use crate::records;
use crate::words::Trouble;
use kernel::{Duty, Phi, Stop, TemplateId, ViewId};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists the views of the tickets that you or your desk keep.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Views {}

/// A view that was kept.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ViewLine {
    pub view: ViewId,
    pub name: String,
    /// What the list is asked, as it stands in its address.
    pub asks: String,
    pub shared: bool,
    /// Whether you kept it.
    pub mine: bool,
}

/// Lists the texts that your desk uses again.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Templates {
    /// Only those for this use.
    pub use_for: Option<TemplateUse>,
}

/// A text to use again.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TemplateLine {
    pub template: TemplateId,
    pub use_for: TemplateUse,
    pub trouble: Option<Trouble>,
    pub name: String,
    /// With its variables, as it was written.
    pub body: String,
}

/// What is put into a template when it is used.
#[derive(Debug, Clone, Copy, Default)]
pub struct PutIn<'a> {
    /// The reporter's whole name; the first word of it is used.
    pub reporter: Option<&'a str>,
    pub number: Option<i64>,
    pub client: &'a str,
    pub me: &'a str,
}

impl TemplateLine {
    /// The text as it stands in the form: every variable filled with what is known. It is walked once, so
    /// a name that looks like a variable stays a name.
    pub fn filled(&self, with: PutIn<'_>) -> String {
        let first = with.reporter.and_then(|name| name.split_whitespace().next()).unwrap_or("there");
        let number = with.number.map(|n| n.to_string()).unwrap_or_default();
        let known =
            [("{reporter}", first), ("{number}", &number), ("{client}", with.client), ("{me}", with.me)];
        let mut out = String::with_capacity(self.body.len());
        let mut rest = self.body.as_str();
        while let Some(at) = rest.find('{') {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let (taken, put) = known
                .iter()
                .find(|(variable, _)| rest.starts_with(variable))
                .map_or(("{", "{"), |(variable, value)| (*variable, *value));
            out.push_str(put);
            rest = &rest[taken.len()..];
        }
        out.push_str(rest);
        out
    }
}

impl Question for Views {
    const ACT: Act = Act {
        name: "desk.views",
        says: "List the kept views of the tickets",
        path: "/desk/views/list",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = Vec<ViewLine>;

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn answer(&self, look: &mut Look) -> Result<Vec<ViewLine>, Stop> {
        let Some(me) = look.person() else { return Ok(Vec::new()) };
        let line = |kept: records::KeptView| ViewLine {
            mine: kept.keeper == me,
            view: kept.view,
            name: kept.name,
            asks: kept.asks,
            shared: kept.shared,
        };
        Ok(records::views(look, me)?.into_iter().map(line).collect())
    }
}

impl Question for Templates {
    const ACT: Act = Act {
        name: "desk.templates",
        says: "List the texts to use again",
        path: "/desk/templates/list",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = Vec<TemplateLine>;

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn answer(&self, look: &mut Look) -> Result<Vec<TemplateLine>, Stop> {
        let line = |kept: records::Template| TemplateLine {
            template: kept.template,
            use_for: kept.use_for,
            trouble: kept.trouble,
            name: kept.name,
            body: kept.body,
        };
        Ok(records::templates(look, self.use_for)?.into_iter().map(line).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Id;

    #[test]
    fn what_is_known_is_put_in_and_a_name_stays_a_name() {
        let line = TemplateLine {
            template: TemplateId::from_uuid(Default::default()),
            use_for: TemplateUse::Reply,
            trouble: None,
            name: "Hello".to_owned(),
            body: "Hello {reporter}, ticket {number} at {client}. {me} {unknown} {".to_owned(),
        };
        let with = PutIn { reporter: Some("{me} Testwell"), number: Some(7), client: "Larkspur", me: "Tess" };
        assert_eq!(line.filled(with), "Hello {me}, ticket 7 at Larkspur. Tess {unknown} {");
        assert!(line.filled(PutIn::default()).starts_with("Hello there, ticket  at"));
    }
}
