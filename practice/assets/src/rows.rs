//! A row of a list as it is staged: what the list says, read but not yet compared with what is known. A row that could
//! not be read goes along with its reason, so that in the end something is said of every row of the client's list.

use crate::{
    kinds::{AssetKind, AssetState, Criticality, PatchAuthority},
    needs::Places,
    particulars::Particulars,
    text,
};
use kernel::{Private, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

/// Most rows in one call; a chunk keeps others waiting for some milliseconds only.
pub const MOST_ROWS: usize = 500;

/// Why a row cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// The field that is wrong.
    pub field: String,
    /// A sentence that does not repeat what stood there.
    pub reason: String,
}

/// One row; what the list does not say is left out and stays as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ListRow {
    /// Which row of the import, counted from 1 without gaps.
    pub number: i64,
    /// The file, where an import has several.
    pub file: Option<String>,
    /// The line of the file, counted from 1.
    pub line: u32,
    pub name: Option<String>,
    pub kind: Option<AssetKind>,
    pub criticality: Option<Criticality>,
    pub holds_ephi: Option<bool>,
    pub reaches_ephi: Option<bool>,
    /// The name of a location of the organization.
    pub location: Option<String>,
    /// The name of a department of the organization.
    pub department: Option<String>,
    pub serial: Option<String>,
    pub maker: Option<String>,
    pub model: Option<String>,
    pub mac: Option<String>,
    pub address: Option<String>,
    pub operating_system: Option<String>,
    pub state: Option<AssetState>,
    pub patch_authority: Option<PatchAuthority>,
    /// Why the row was refused already when it was read.
    pub problem: Option<Problem>,
}

/// A list as long as a chunk would fill the ledger with serial numbers: there it stands as one keyed commitment.
pub(crate) fn committed<S: Serializer>(rows: &[ListRow], s: S) -> Result<S::Ok, S::Error> {
    let text = serde_json::to_string(rows).map_err(serde::ser::Error::custom)?;
    Private::new(text).serialize(s)
}

/// By what a row is recognised.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Keys {
    pub serial: Option<String>,
    pub mac: Option<String>,
    pub name: String,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Problem { field: refusal.field.unwrap_or_default(), reason: refusal.sentence }
    }
}

impl ListRow {
    /// Whether it can be read at all, and by what it is recognised.
    pub(crate) fn keys(&self) -> Result<Keys, Problem> {
        if let Some(problem) = &self.problem {
            let short = |t: &str| t.chars().filter(|c| !c.is_control()).take(300).collect();
            return Err(Problem { field: short(&problem.field), reason: short(&problem.reason) });
        }
        let name = text::name("name", self.name.as_deref().unwrap_or_default())?;
        let serial = text::optional("serial", self.serial.as_deref())?;
        let mac = text::mac("mac", self.mac.as_deref())?;
        Ok(Keys { serial: serial.as_deref().and_then(text::serial_key), mac, name: text::name_key(&name) })
    }

    /// The asset as it is after this row: what the row says, else what was known, else what is usual.
    pub(crate) fn over(&self, before: Option<&Particulars>, places: &Places) -> Result<Particulars, Problem> {
        let kind = self.kind.or(before.map(|b| b.kind)).unwrap_or(AssetKind::Other);
        let (criticality, patch_authority) = kind.usual();
        let (location, department) = self.place(before, places)?;
        let text = |said: &Option<String>, known: fn(&Particulars) -> &Option<String>| {
            said.clone().or_else(|| before.and_then(|b| known(b).clone()))
        };
        // A list that names a retired asset says that it is there again.
        let state = self.state.or(before.map(|b| b.state).filter(|s| *s != AssetState::Retired));
        let after = Particulars {
            name: respelled(self.name.as_deref(), before.map(|b| b.name.as_str()), |n| {
                Some(text::name_key(n))
            })
            .unwrap_or_default(),
            kind,
            criticality: self.criticality.or(before.map(|b| b.criticality)).unwrap_or(criticality),
            holds_ephi: self
                .holds_ephi
                .or(before.map(|b| b.holds_ephi))
                .unwrap_or_else(|| kind.usually_holds_ephi()),
            reaches_ephi: self.reaches_ephi.or(before.map(|b| b.reaches_ephi)).unwrap_or_default(),
            location,
            department,
            serial: respelled(
                self.serial.as_deref(),
                before.and_then(|b| b.serial.as_deref()),
                text::serial_key,
            ),
            maker: text(&self.maker, |b| &b.maker),
            model: text(&self.model, |b| &b.model),
            mac: text(&self.mac, |b| &b.mac),
            address: text(&self.address, |b| &b.address),
            operating_system: text(&self.operating_system, |b| &b.operating_system),
            state: state.unwrap_or(AssetState::InUse),
            patch_authority: self
                .patch_authority
                .or(before.map(|b| b.patch_authority))
                .unwrap_or(patch_authority),
        };
        Ok(after.checked()?)
    }

    fn place(
        &self,
        before: Option<&Particulars>,
        places: &Places,
    ) -> Result<(Option<kernel::LocationId>, Option<kernel::DepartmentId>), Problem> {
        if self.location.is_none() && self.department.is_none() {
            return Ok(before.map_or((None, None), |b| (b.location, b.department)));
        }
        let (location, department) = places.named(self.location.as_deref(), self.department.as_deref())?;
        // Known to be in a department of that very location, and the list does not say otherwise.
        let kept =
            before.filter(|b| department.is_none() && b.location == location).and_then(|b| b.department);
        Ok((location, department.or(kept)))
    }
}

/// What is said; or what is known, when nothing is said or when only letter case, blanks or dashes differ.
fn respelled(said: Option<&str>, known: Option<&str>, key: fn(&str) -> Option<String>) -> Option<String> {
    match (said, known) {
        (Some(said), Some(known)) if key(said) == key(known) => Some(known.to_owned()),
        (said, known) => said.or(known).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::particulars::example;

    fn row(name: &str) -> ListRow {
        ListRow { number: 1, line: 2, name: Some(name.into()), ..ListRow::default() }
    }

    #[test]
    fn a_row_changes_only_what_it_says() {
        let before =
            Particulars { serial: Some("S-1".into()), state: AssetState::Retired, ..example("pc-1") };
        let says = ListRow { maker: Some("Acme".into()), ..row("PC-1") };
        let after = says.over(Some(&before), &Places::default()).unwrap();
        let wanted = Particulars { maker: Some("Acme".into()), state: AssetState::InUse, ..before.clone() };
        assert_eq!(after, wanted);
        let renamed = row("pc-2").over(Some(&before), &Places::default()).unwrap();
        assert_eq!((renamed.name.as_str(), renamed.serial.as_deref()), ("pc-2", Some("S-1")));
    }

    #[test]
    fn what_nobody_says_is_what_is_usual_for_the_kind() {
        let says = ListRow { kind: Some(AssetKind::MedicalDevice), ..row("pump-7") };
        let after = says.over(None, &Places::default()).unwrap();
        assert_eq!(after.patch_authority, PatchAuthority::Biomedical);
        assert!(after.holds_ephi);
        assert_eq!(row("x").over(None, &Places::default()).unwrap().kind, AssetKind::Other);
    }

    #[test]
    fn a_row_that_cannot_be_taken_says_at_which_field() {
        let field = |r: ListRow| r.keys().unwrap_err().field;
        assert_eq!(field(row(" ")), "name");
        assert_eq!(field(ListRow { mac: Some("zz".into()), ..row("a") }), "mac");
        let problem = Problem { field: "kind".into(), reason: "No such kind.".into() };
        assert_eq!(field(ListRow { problem: Some(problem), ..row("a") }), "kind");
        let lost = ListRow { location: Some("Nowhere".into()), ..row("a") };
        assert_eq!(lost.over(None, &Places::default()).unwrap_err().field, "location");
    }

    #[test]
    fn the_ledger_gets_a_commitment_not_the_list() {
        #[derive(Serialize)]
        struct Order {
            #[serde(serialize_with = "committed_vec")]
            rows: Vec<ListRow>,
        }
        fn committed_vec<S: Serializer>(rows: &[ListRow], s: S) -> Result<S::Ok, S::Error> {
            committed(rows, s)
        }
        let order = Order { rows: vec![ListRow { serial: Some("SECRET-7".into()), ..row("a") }] };
        let told = kernel::with_commitments(
            |t| format!("hmac:{}", t.len()),
            || serde_json::to_string(&order).unwrap(),
        );
        assert!(told.starts_with(r#"{"rows":"hmac:"#) && !told.contains("SECRET"), "{told}");
    }
}
