//! Paper forms, each with a code that stands before its numbers, and the packs in which they lie ready on a ward.

use super::{bound, caller};
use crate::plan_records::{self as records, Form, Packed};
use crate::reckon::MOST_AT_ONCE;
use crate::{OfDepartment, texts};
use kernel::{DepartmentId, Done, Duty, Fact, FormId, OrgId, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Adds a paper form.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddForm {
    /// The organization that uses it.
    pub org: OrgId,
    /// Stands before each number, such as MAR for MAR-000041.
    #[schemars(extend("x-order" = 1), length(max = 12))]
    pub code: String,
    /// What people call it.
    #[schemars(extend("x-order" = 2))]
    pub title: Private,
    /// Where what stands on it is entered afterwards.
    #[schemars(extend("x-order" = 3))]
    pub enters_into: Private,
    /// The first number that is free; 1 when nothing is said.
    #[schemars(extend("x-order" = 4), range(min = 1, max = 900_000_000))]
    pub first_number: Option<u32>,
}

/// Retires a paper form; what was handed out of it still counts.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetireForm {
    pub form: FormId,
}

/// Says how many copies of a form belong into a department's pack; 0 takes it out.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPack {
    pub department: DepartmentId,
    /// The form.
    #[schemars(extend("x-order" = 1))]
    pub form: FormId,
    /// How many copies lie ready.
    #[schemars(extend("x-order" = 2), range(max = 1000))]
    pub copies: u32,
}

/// The form.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FormReceipt {
    pub form: FormId,
}

/// The highest number with which a form may begin.
const HIGHEST_FIRST: u32 = 900_000_000;
/// The most forms of an organization.
const MOST_FORMS: usize = 200;

fn fact(name: &'static str, f: &Form) -> Fact {
    Fact::new(name, f.org).about(f.id).about(f.org).with("form", f.id)
}

/// A form that is still handed out.
pub(super) fn standing(work: &mut Work, form: FormId) -> Result<Form, Stop> {
    let found = records::form(work, form)?;
    if found.retired_at.is_none() {
        return Ok(found);
    }
    let refusal = Refusal::conflict("This form was retired. Add it anew to hand out more of it.");
    Err(refusal.remedy("Show the plan", Some(format!("/downtimes/plan?org={}", found.org))).into())
}

impl Order for AddForm {
    const ACT: Act = Act {
        name: "downtime.add-form",
        says: "Add a paper form",
        path: "/organizations/{org}/downtime-forms",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = FormReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<FormReceipt>, Stop> {
        let code = texts::code(&self.code)?;
        if records::form_of_code(work, &code)?.is_some() {
            let sentence = "A form with this code is there already: two would have the same numbers.";
            return Err(Refusal::invalid("code", sentence).into());
        }
        let first = self.first_number.unwrap_or(1);
        if !(1..=HIGHEST_FIRST).contains(&first) {
            let sentence = format!("Numbers begin between 1 and {HIGHEST_FIRST}.");
            return Err(Refusal::invalid("first_number", sentence).into());
        }
        if records::forms(work, self.org)?.len() >= MOST_FORMS {
            let sentence = format!("An organization has at most {MOST_FORMS} forms. Retire one first.");
            return Err(Refusal::conflict(sentence).into());
        }
        let form = Form {
            id: work.id(),
            org: bound(work)?,
            code,
            title: texts::line("title", &self.title)?,
            enters_into: texts::line("enters_into", &self.enters_into)?,
            next_number: first,
            added_by: caller(work)?,
            added_at: work.now(),
            retired_at: None,
        };
        records::put_form(work, &form)?;
        Ok(Done::new(fact("downtime.form-added", &form), FormReceipt { form: form.id }))
    }
}

impl Order for RetireForm {
    const ACT: Act = Act {
        name: "downtime.retire-form",
        says: "Retire a paper form",
        path: "/downtime-forms/{form}/retire",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = FormReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.form)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<FormReceipt>, Stop> {
        let mut form = standing(work, self.form)?;
        form.retired_at = Some(work.now());
        records::put_form(work, &form)?;
        Ok(Done::new(fact("downtime.form-retired", &form), FormReceipt { form: form.id }))
    }
}

impl Order for SetPack {
    const ACT: Act = Act {
        name: "downtime.set-pack",
        says: "Say what a department's pack holds",
        path: "/departments/{department}/downtime-pack/set",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = FormReceipt;
    type Needs = OfDepartment;

    fn ground(&self) -> Ground {
        Ground::thing(self.department)
    }

    fn perform(&self, work: &mut Work, _: OfDepartment) -> Result<Done<FormReceipt>, Stop> {
        let form = standing(work, self.form)?;
        if self.copies > MOST_AT_ONCE {
            let sentence = format!("A pack holds at most {MOST_AT_ONCE} copies of a form.");
            return Err(Refusal::invalid("copies", sentence).into());
        }
        let by = caller(work)?;
        let packed = Packed { department: self.department, form: form.id, copies: self.copies };
        records::pack(work, &packed, by)?;
        let fact = fact("downtime.pack-set", &form)
            .about(self.department)
            .with("department", self.department)
            .with("copies", self.copies);
        Ok(Done::new(fact, FormReceipt { form: form.id }))
    }
}
