//! A rota is opened with one layer, and set anew from a file with as many as it takes. Versions never change: what was
//! in force once can be told later.

use super::{date_time, problem, running};
use crate::facts;
use crate::needs::Staff;
use crate::records::{self, RotaRow};
use crate::rota::{LayerText, Pass, RotaText, read};
use crate::words::Every;
use kernel::{Done, Duty, OrgId, PersonId, Phi, Private, Refusal, RotaId, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Opens a rota with one layer: people take turns in this order.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenRota {
    /// The organization that staffs it.
    #[schemars(extend("x-order" = 1))]
    pub org: OrgId,
    /// For instance "Infrastructure, nights".
    #[schemars(extend("x-order" = 2))]
    pub name: String,
    /// Who takes turns, in this order.
    #[schemars(extend("x-order" = 3))]
    pub people: Vec<PersonId>,
    #[schemars(extend("x-order" = 4))]
    pub every: Every,
    /// The turn passes every so many hours, days, weeks or months.
    #[serde(default)]
    #[schemars(extend("x-order" = 5))]
    pub times: Option<i64>,
    /// When the first turn begins, in local time; later turns begin at the same time of day.
    #[schemars(schema_with = "date_time", extend("x-order" = 6))]
    pub starts: String,
    /// Hours in which somebody is on call, one line each, such as "mon-fri 17:00-08:00"; always when nothing is said.
    #[serde(default)]
    #[schemars(extend("x-order" = 7))]
    pub only: Vec<String>,
    /// A certification that whoever has the turn must hold.
    #[serde(default)]
    #[schemars(extend("x-order" = 8))]
    pub certification: Option<String>,
    /// Whether somebody must be on call at every moment: then a hole is told a week ahead.
    #[serde(default)]
    #[schemars(extend("x-order" = 9))]
    pub always: bool,
    /// IANA zone of its times; that of the organization's first location when nothing is said.
    #[serde(default)]
    #[schemars(extend("x-order" = 10))]
    pub zone: Option<String>,
}

/// Sets a rota's layers anew from a file.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetRota {
    pub rota: RotaId,
    /// The rota as TOML or JSON; people by name, e-mail address or id.
    #[schemars(extend("x-long" = true))]
    pub text: Private,
    /// Whether somebody must be on call at every moment: then a hole is told a week ahead.
    #[serde(default)]
    pub always: bool,
}

/// Retires a rota: nobody is found by it any more.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetireRota {
    pub rota: RotaId,
}

/// A rota after an order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RotaReceipt {
    pub rota: RotaId,
    pub version: u32,
}

/// Writes the next version of a rota after it was read as a resolver would.
fn write(work: &mut Work, r: &mut RotaRow, text: &RotaText, field: &str) -> Result<(), Stop> {
    text.rota().map_err(|p| problem(p, field))?;
    r.version += 1;
    r.zone = text.zone.trim().to_owned();
    r.set_at = work.now();
    (r.checked_until, r.check_at) = (None, work.now());
    records::put(work, r)?;
    Ok(records::write_version(work, r, text)?)
}

impl Order for OpenRota {
    const ACT: Act = Act {
        name: "oncall.open-rota",
        says: "Open a rota",
        path: "/organizations/{org}/rotas",
        duty: Duty::DirectWork,
        phi: Phi::None,
    };
    type Receipt = RotaReceipt;
    type Needs = Staff;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, staff: Staff) -> Result<Done<RotaReceipt>, Stop> {
        let name = office::text::name("name", &self.name)?;
        if self.people.is_empty() {
            return Err(Refusal::invalid("people", "Choose who takes turns.").into());
        }
        for person in &self.people {
            super::colleague(work, &staff, "people", *person)?;
        }
        let zone = office::text::optional("zone", self.zone.as_deref(), 60)?.unwrap_or(staff.zone);
        let starts = office::text::moment("starts", &self.starts, &zone)?;
        let layer = LayerText {
            name: "First line".to_owned(),
            people: self.people.iter().map(ToString::to_string).collect(),
            every: self.every,
            times: self.times.unwrap_or(1),
            starts: starts.timestamp().to_string(),
            ends: None,
            only: self.only.clone(),
            pass: Pass::Calendar,
            holidays: false,
            certification: office::text::optional("certification", self.certification.as_deref(), 120)?,
        };
        let text = RotaText { zone, layers: vec![layer], ..RotaText::default() };
        text.rota().map_err(|p| {
            let field = p.field.strip_prefix("layers[0].").unwrap_or(&p.field);
            let field = field.split('[').next().unwrap_or_default().to_owned();
            Refusal::invalid(&field, p.sentence)
        })?;
        let mut rota = RotaRow {
            id: work.id(),
            org: self.org,
            name,
            zone: text.zone.clone(),
            always: self.always,
            version: 0,
            set_at: work.now(),
            retired_at: None,
            checked_until: None,
            check_at: work.now(),
        };
        write(work, &mut rota, &text, "people")?;
        let fact = facts::about("oncall.rota-set", &rota).with("people", self.people.len());
        Ok(Done::new(fact, RotaReceipt { rota: rota.id, version: rota.version }))
    }
}

impl Order for SetRota {
    const ACT: Act = Act {
        name: "oncall.set-rota",
        says: "Set a rota from a file",
        path: "/rotas/{rota}/set",
        duty: Duty::DirectWork,
        phi: Phi::None,
    };
    type Receipt = RotaReceipt;
    type Needs = Staff;

    fn ground(&self) -> Ground {
        Ground::thing(self.rota)
    }

    fn perform(&self, work: &mut Work, staff: Staff) -> Result<Done<RotaReceipt>, Stop> {
        let mut rota = running(work, self.rota)?;
        let mut text = read(self.text.reveal()).map_err(|p| problem(p, "text"))?;
        if !text.overrides.is_empty() || !text.people.is_empty() {
            let sentence =
                "Overrides, and what people hold, are kept by their own orders; leave them out of the file.";
            return Err(Refusal::invalid("text", sentence).into());
        }
        if text.layers.is_empty() {
            return Err(Refusal::invalid("text", "layers: A rota has at least one layer.").into());
        }
        let mut people = 0;
        for (i, layer) in text.layers.iter_mut().enumerate() {
            for (j, person) in layer.people.iter_mut().enumerate() {
                let Some(found) = staff.called(person) else {
                    let short: String = person.chars().filter(|c| !c.is_control()).take(60).collect();
                    let sentence =
                        format!("layers[{i}].people[{j}]: nobody here is called '{short}', or several are.");
                    return Err(Refusal::invalid("text", sentence).into());
                };
                records::know(work, found.person, None, &found.skills)?;
                *person = found.person.to_string();
                people += 1;
            }
        }
        rota.always = self.always;
        write(work, &mut rota, &text, "text")?;
        let fact =
            facts::about("oncall.rota-set", &rota).with("layers", text.layers.len()).with("people", people);
        Ok(Done::new(fact, RotaReceipt { rota: rota.id, version: rota.version }))
    }
}

impl Order for RetireRota {
    const ACT: Act = Act {
        name: "oncall.retire-rota",
        says: "Retire a rota",
        path: "/rotas/{rota}/retire",
        duty: Duty::DirectWork,
        phi: Phi::None,
    };
    type Receipt = RotaReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.rota)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<RotaReceipt>, Stop> {
        let mut rota = running(work, self.rota)?;
        rota.retired_at = Some(work.now());
        records::put(work, &rota)?;
        let fact = facts::about("oncall.rota-retired", &rota);
        Ok(Done::new(fact, RotaReceipt { rota: rota.id, version: rota.version }))
    }
}
