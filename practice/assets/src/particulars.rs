//! What is known of an asset, checked; and the two acts that take it as a whole, to add an asset and to revise one.

use crate::{
    kinds::{AssetKind, AssetState, Criticality, PatchAuthority},
    needs::Places,
    text,
};
use kernel::{AssetId, DepartmentId, LocationId, OrgId, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is known of an asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Particulars {
    pub name: String,
    pub kind: AssetKind,
    pub criticality: Criticality,
    /// Whether ePHI is kept on it.
    pub holds_ephi: bool,
    /// Whether ePHI can be reached from it.
    pub reaches_ephi: bool,
    pub location: Option<LocationId>,
    pub department: Option<DepartmentId>,
    pub serial: Option<String>,
    pub maker: Option<String>,
    pub model: Option<String>,
    /// The hardware address, `aa:bb:cc:dd:ee:ff`.
    pub mac: Option<String>,
    /// The network address or name.
    pub address: Option<String>,
    pub operating_system: Option<String>,
    pub state: AssetState,
    /// Who may patch it.
    pub patch_authority: PatchAuthority,
}

/// A particular that is told otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change {
    pub field: String,
    /// Blank for what was not known.
    pub before: String,
    pub after: String,
}

impl Particulars {
    /// The same, trimmed and within limits.
    ///
    /// # Errors
    /// A refusal that names the field.
    pub fn checked(self) -> Result<Self, Refusal> {
        Ok(Self {
            name: text::name("name", &self.name)?,
            serial: text::optional("serial", self.serial.as_deref())?,
            maker: text::optional("maker", self.maker.as_deref())?,
            model: text::optional("model", self.model.as_deref())?,
            mac: text::mac("mac", self.mac.as_deref())?,
            address: text::optional("address", self.address.as_deref())?,
            operating_system: text::optional("operating_system", self.operating_system.as_deref())?,
            ..self
        })
    }

    /// The same at a place that is proven to be the organization's.
    pub(crate) fn placed(self, places: &Places) -> Result<Self, Refusal> {
        let (location, department) = places.prove(self.location, self.department)?;
        Ok(Self { location, department, ..self })
    }

    /// Everything by which it is searched, in lower case.
    pub(crate) fn sought(&self) -> String {
        let more = [&self.serial, &self.maker, &self.model, &self.mac, &self.address];
        more.into_iter()
            .flatten()
            .fold(self.name.to_lowercase(), |all, part| all + " " + &part.to_lowercase())
    }

    /// Field and value as people read them.
    fn told(&self) -> [(&'static str, String); 15] {
        let text = |t: &Option<String>| t.clone().unwrap_or_default();
        let yes = |flag: bool| if flag { "yes" } else { "no" }.to_owned();
        let id = |i: Option<String>| i.unwrap_or_default();
        [
            ("name", self.name.clone()),
            ("kind", self.kind.word().to_owned()),
            ("criticality", self.criticality.word().to_owned()),
            ("holds_ephi", yes(self.holds_ephi)),
            ("reaches_ephi", yes(self.reaches_ephi)),
            ("location", id(self.location.map(|l| l.to_string()))),
            ("department", id(self.department.map(|d| d.to_string()))),
            ("serial", text(&self.serial)),
            ("maker", text(&self.maker)),
            ("model", text(&self.model)),
            ("mac", text(&self.mac)),
            ("address", text(&self.address)),
            ("operating_system", text(&self.operating_system)),
            ("state", self.state.word().to_owned()),
            ("patch_authority", self.patch_authority.word().to_owned()),
        ]
    }

    /// What `after` tells otherwise.
    pub fn changes(&self, after: &Self) -> Vec<Change> {
        let pairs = self.told().into_iter().zip(after.told());
        pairs
            .filter(|((_, before), (_, after))| before != after)
            .map(|((field, before), (_, after))| Change { field: field.to_owned(), before, after })
            .collect()
    }
}

macro_rules! with_particulars {
    ($(#[$doc:meta])* $name:ident { $(#[$kdoc:meta])* $key:ident: $kind:ty }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $(#[$kdoc])*
            pub $key: $kind,
            /// What people call it, for instance its host name.
            pub name: String,
            /// What it is.
            pub kind: AssetKind,
            /// Who or what stands still when it does.
            pub criticality: Criticality,
            /// ePHI is kept on it.
            #[serde(default)]
            pub holds_ephi: bool,
            /// ePHI can be reached from it.
            #[serde(default)]
            pub reaches_ephi: bool,
            /// The site where it stands.
            pub location: Option<LocationId>,
            /// The department that uses it.
            pub department: Option<DepartmentId>,
            /// Serial number or service tag.
            pub serial: Option<String>,
            /// Its manufacturer.
            pub maker: Option<String>,
            /// Its model, as the manufacturer calls it.
            pub model: Option<String>,
            /// Hardware address of its network card.
            pub mac: Option<String>,
            /// Network address or name.
            pub address: Option<String>,
            /// Operating system or firmware.
            pub operating_system: Option<String>,
            /// In use or kept as a spare.
            pub state: AssetState,
            /// Who may patch it.
            pub patch_authority: PatchAuthority,
        }

        impl $name {
            /// What the order tells of the asset, not checked yet.
            pub fn particulars(&self) -> Particulars {
                Particulars {
                    name: self.name.clone(),
                    kind: self.kind,
                    criticality: self.criticality,
                    holds_ephi: self.holds_ephi,
                    reaches_ephi: self.reaches_ephi,
                    location: self.location,
                    department: self.department,
                    serial: self.serial.clone(),
                    maker: self.maker.clone(),
                    model: self.model.clone(),
                    mac: self.mac.clone(),
                    address: self.address.clone(),
                    operating_system: self.operating_system.clone(),
                    state: self.state,
                    patch_authority: self.patch_authority,
                }
            }
        }
    };
}

with_particulars! {
    /// Adds an asset to an organization's list.
    AddAsset {
        /// Whose it is.
        org: OrgId
    }
}

with_particulars! {
    /// Revises what is known of an asset; what is left blank is no longer known.
    ReviseAsset {
        /// Which asset.
        asset: AssetId
    }
}

#[cfg(test)]
pub(crate) fn example(name: &str) -> Particulars {
    Particulars {
        name: name.to_owned(),
        kind: AssetKind::Workstation,
        criticality: Criticality::Office,
        holds_ephi: false,
        reaches_ephi: true,
        location: None,
        department: None,
        serial: None,
        maker: None,
        model: None,
        mac: None,
        address: None,
        operating_system: None,
        state: AssetState::InUse,
        patch_authority: PatchAuthority::OwnIt,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_name_each_field_with_before_and_after() {
        let before = example("ward-3");
        let after = Particulars { serial: Some("A1".into()), reaches_ephi: false, ..before.clone() };
        let change =
            |f: &str, b: &str, a: &str| Change { field: f.into(), before: b.into(), after: a.into() };
        assert_eq!(before.changes(&after), [change("reaches_ephi", "yes", "no"), change("serial", "", "A1")]);
        assert!(before.changes(&before).is_empty());
    }

    #[test]
    fn everything_is_checked_and_searched_in_lower_case() {
        let typed = Particulars {
            serial: Some(" Mx-1 ".into()),
            mac: Some("3C528200 0001".into()),
            ..example(" PC ")
        };
        let kept = typed.checked().unwrap();
        assert_eq!((kept.name.as_str(), kept.serial.as_deref()), ("PC", Some("Mx-1")));
        assert_eq!(kept.sought(), "pc mx-1 3c:52:82:00:00:01");
        let wrong = Particulars { model: Some("a\u{7}".into()), ..example("PC") };
        assert_eq!(wrong.checked().unwrap_err().field.as_deref(), Some("model"));
    }
}
