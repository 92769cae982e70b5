//! From a client's list, an agent's report or a network scan to rows of an import: which column is which field, which
//! word is which kind, yes or no. What cannot be read becomes a row with its reason, never a row that is missing.

use crate::{
    kinds::{AssetKind, AssetState, Criticality, PatchAuthority},
    rows::{ListRow, Problem},
    text,
};
use kernel::Refusal;
use std::collections::BTreeMap;
use wire::{ColumnMap, Found, KindHint, Sheet, Target, inventory::real};

/// The fields of a list of assets and what people call them.
pub const TARGETS: &[Target<'static>] = &[
    target(
        "name",
        &[
            "asset name",
            "host name",
            "hostname",
            "computer name",
            "device name",
            "computer",
            "device",
            "asset",
            "host",
            "machine",
            "system name",
            "equipment",
            "asset tag",
            "tag",
        ],
    ),
    target(
        "kind",
        &[
            "type",
            "device type",
            "asset type",
            "category",
            "class",
            "equipment type",
            "form factor",
            "chassis",
        ],
    ),
    target("serial", &["serial number", "serial no", "serial #", "s/n", "sn", "service tag", "serialnum"]),
    target("maker", &["manufacturer", "make", "vendor", "brand", "oem"]),
    target("model", &["model name", "model number", "model no", "product", "product name"]),
    target(
        "mac",
        &["mac address", "macs", "hardware address", "physical address", "ethernet address", "wired mac"],
    ),
    target("address", &["ip", "ip address", "ipv4", "ipv4 address", "network address", "ips"]),
    target("operating_system", &["os", "os name", "os version", "platform", "firmware", "software version"]),
    target("location", &["site", "campus", "facility", "building", "office", "clinic"]),
    target("department", &["dept", "unit", "ward", "area", "cost center", "cost centre", "care area"]),
    target("criticality", &["importance", "tier", "risk", "risk class", "priority"]),
    target(
        "holds_ephi",
        &[
            "ephi",
            "phi",
            "stores ephi",
            "stores phi",
            "contains phi",
            "contains ephi",
            "holds phi",
            "phi on device",
        ],
    ),
    target("reaches_ephi", &["accesses phi", "accesses ephi", "phi access", "reaches phi"]),
    target("state", &["status", "asset status", "lifecycle"]),
    target("patch_authority", &["patched by", "patching", "patch owner", "who may patch"]),
];

const fn target(name: &'static str, also: &'static [&'static str]) -> Target<'static> {
    Target { name, required: matches!(name.as_bytes(), b"name"), also }
}

/// The columns of a list: guessed from its header, corrected by what was typed, one `field = column` a line.
///
/// # Errors
/// A refusal at `columns` that names the fields or columns that are not there.
pub fn columns(sheet: &Sheet, typed: Option<&str>) -> Result<ColumnMap, Refusal> {
    let mut map = ColumnMap::guess(&sheet.header, TARGETS);
    for line in typed.unwrap_or_default().lines().map(str::trim).filter(|l| !l.is_empty()) {
        let Some((field, column)) = line.split_once('=') else {
            return Err(Refusal::invalid("columns", "Write one a line, like: serial = Service Tag."));
        };
        let field = field.trim().to_lowercase().replace([' ', '-'], "_");
        let column = column.trim();
        map.0.retain(|_, taken| taken != column);
        if column.is_empty() {
            map.0.remove(&field);
        } else {
            map.0.insert(field, column.to_owned());
        }
    }
    map.check(&sheet.header, TARGETS).map_err(|e| Refusal::invalid("columns", e.to_string()))?;
    Ok(map)
}

/// The rows of a list, numbered from 1.
///
/// # Errors
/// A refusal that names the columns which the list does not have.
pub fn from_sheet(sheet: &Sheet, map: &ColumnMap) -> Result<Vec<ListRow>, Refusal> {
    let rows = map.apply(sheet).map_err(|e| Refusal::invalid("columns", e.to_string()))?;
    Ok(rows.zip(1..).map(|((line, fields), number)| row(number, line, &fields)).collect())
}

/// The findings of a report or a scan as rows, numbered on from `from`.
pub fn from_found(file: &str, found: &[Found], from: i64) -> Vec<ListRow> {
    let one = |found: &Found, number| {
        let mut row = ListRow {
            number,
            file: Some(file.chars().filter(|c| !c.is_control()).take(200).collect()),
            line: found.source_line,
            name: Some(shortened(&found.name)),
            kind: found.kind_hint.map(kind_of),
            serial: found.serial.as_deref().map(shortened),
            maker: found.maker.as_deref().map(shortened),
            model: found.model.as_deref().map(shortened),
            mac: found.macs.first().cloned(),
            address: found.addresses.first().map(ToString::to_string),
            operating_system: found.operating_system.as_deref().map(shortened),
            ..ListRow::default()
        };
        note_unreadable(&mut row);
        row
    };
    found.iter().zip(from..).map(|(found, number)| one(found, number)).collect()
}

/// A machine's own words are cut rather than refused: nobody can be asked to correct them.
fn shortened(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    clean.trim().chars().take(text::LONGEST_NAME).collect()
}

fn kind_of(hint: KindHint) -> AssetKind {
    match hint {
        KindHint::Computer => AssetKind::Workstation,
        KindHint::Laptop => AssetKind::Laptop,
        KindHint::Server | KindHint::VirtualMachine => AssetKind::Server,
        KindHint::NetworkGear => AssetKind::Network,
        KindHint::Printer => AssetKind::Printer,
        KindHint::Phone => AssetKind::Phone,
        KindHint::Storage => AssetKind::Storage,
        KindHint::Camera | KindHint::Power => AssetKind::Other,
    }
}

fn row(number: i64, line: u32, fields: &BTreeMap<&str, String>) -> ListRow {
    let text = |field: &str| fields.get(field).cloned();
    let mut problem = None;
    let mut note = |field: &str, reason: &str| {
        problem.get_or_insert(Problem { field: field.to_owned(), reason: reason.to_owned() });
    };
    let mut row = ListRow {
        number,
        line,
        name: text("name"),
        serial: real(fields.get("serial").map(String::as_str)),
        maker: real(fields.get("maker").map(String::as_str)),
        model: real(fields.get("model").map(String::as_str)),
        mac: text("mac").map(|m| first_of(&m)),
        address: text("address").map(|a| first_of(&a)),
        operating_system: text("operating_system"),
        location: text("location"),
        department: text("department"),
        kind: word(fields, "kind", kind_word, &mut note, "This is no kind of asset that is known here."),
        criticality: word(fields, "criticality", criticality_word, &mut note, CRITICALITY),
        holds_ephi: word(fields, "holds_ephi", yes_or_no, &mut note, "This is neither yes nor no."),
        reaches_ephi: word(fields, "reaches_ephi", yes_or_no, &mut note, "This is neither yes nor no."),
        state: word(fields, "state", state_word, &mut note, "Write in use, spare or retired."),
        patch_authority: word(
            fields,
            "patch_authority",
            patch_word,
            &mut note,
            "Write own-it, vendor or biomedical.",
        ),
        ..ListRow::default()
    };
    row.problem = problem;
    note_unreadable(&mut row);
    row
}

const CRITICALITY: &str = "Write life-support, clinical, business or office.";

/// A row without a name is named by its serial number or address, as long as it has one.
fn note_unreadable(row: &mut ListRow) {
    if row.name.as_deref().unwrap_or_default().trim().is_empty() {
        row.name = row.serial.clone().or_else(|| row.address.clone()).or_else(|| row.mac.clone());
    }
}

fn first_of(text: &str) -> String {
    text.split([',', ';', '|', '\n']).map(str::trim).find(|t| !t.is_empty()).unwrap_or_default().to_owned()
}

fn word<T>(
    fields: &BTreeMap<&str, String>,
    field: &str,
    read: fn(&str) -> Option<T>,
    note: &mut impl FnMut(&str, &str),
    reason: &str,
) -> Option<T> {
    let text = fields.get(field)?;
    let folded: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let value = read(&folded);
    if value.is_none() {
        note(field, reason);
    }
    value
}

fn yes_or_no(word: &str) -> Option<bool> {
    match word {
        "yes" | "y" | "true" | "1" | "x" | "t" => Some(true),
        "no" | "n" | "false" | "0" | "f" => Some(false),
        _ => None,
    }
}

fn kind_word(word: &str) -> Option<AssetKind> {
    Some(match word {
        "workstation"
        | "desktop"
        | "computer"
        | "pc"
        | "thinclient"
        | "tower"
        | "allinone"
        | "minipc"
        | "wow"
        | "workstationonwheels"
        | "kiosk" => AssetKind::Workstation,
        "laptop" | "notebook" | "tablet" | "portable" => AssetKind::Laptop,
        "server" | "virtualmachine" | "vm" | "virtualserver" | "hypervisor" | "rackserver" => {
            AssetKind::Server
        }
        "printer" | "mfp" | "copier" | "labelprinter" | "multifunctionprinter" => AssetKind::Printer,
        "phone" | "telephone" | "voip" | "voipphone" | "ipphone" | "smartphone" | "mobile" => {
            AssetKind::Phone
        }
        "network" | "networkequipment" | "switch" | "router" | "firewall" | "accesspoint" | "ap" | "wap"
        | "networkgear" => AssetKind::Network,
        "medicaldevice" | "medical" | "infusionpump" | "pump" | "ventilator" | "monitor"
        | "patientmonitor" | "xray" | "ct" | "mri" | "ultrasound" | "ecg" | "ekg" | "modality"
        | "analyzer" | "analyser" | "defibrillator" => AssetKind::MedicalDevice,
        "application" | "software" | "app" | "saas" | "cloudservice" => AssetKind::Application,
        "system" | "clinicalsystem" | "ehr" | "emr" | "pacs" | "lis" | "ris" => AssetKind::System,
        "storage" | "nas" | "san" | "diskarray" | "backupappliance" => AssetKind::Storage,
        "other" | "camera" | "ups" | "pdu" | "power" => AssetKind::Other,
        _ => return None,
    })
}

fn criticality_word(word: &str) -> Option<Criticality> {
    Some(match word {
        "lifesupport" | "lifecritical" | "critical" => Criticality::LifeSupport,
        "clinical" | "high" | "patientcare" => Criticality::Clinical,
        "business" | "medium" | "moderate" => Criticality::Business,
        "office" | "low" => Criticality::Office,
        _ => return None,
    })
}

fn state_word(word: &str) -> Option<AssetState> {
    Some(match word {
        "inuse" | "active" | "deployed" | "inservice" | "live" | "production" => AssetState::InUse,
        "spare" | "instock" | "stock" | "storage" | "available" => AssetState::Spare,
        "retired" | "disposed" | "decommissioned" | "inactive" | "surplus" => AssetState::Retired,
        _ => return None,
    })
}

fn patch_word(word: &str) -> Option<PatchAuthority> {
    Some(match word {
        "ownit" | "it" | "us" | "internal" | "msp" => PatchAuthority::OwnIt,
        "vendor" | "manufacturer" | "oem" => PatchAuthority::Vendor,
        "biomedical" | "biomed" | "clinicalengineering" | "htm" => PatchAuthority::Biomedical,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clients_list_becomes_rows_and_what_is_wrong_is_said() {
        let csv = "Computer Name,Type,Service Tag,Site,PHI,Status\nWARD3-PC,Desktop,ABC-1,Main,yes,Deployed\n\
            ,,ABC-2,,,\nPUMP-9,Infusion pump,Default string,,maybe,\nODD,Toaster,,,,\n";
        let sheet = Sheet::read(csv.as_bytes()).unwrap();
        let map = columns(&sheet, None).unwrap();
        let rows = from_sheet(&sheet, &map).unwrap();
        let first = ListRow {
            number: 1,
            line: 2,
            name: Some("WARD3-PC".into()),
            kind: Some(AssetKind::Workstation),
            serial: Some("ABC-1".into()),
            location: Some("Main".into()),
            holds_ephi: Some(true),
            state: Some(AssetState::InUse),
            ..ListRow::default()
        };
        assert_eq!(rows[0], first);
        assert_eq!((rows[1].name.as_deref(), rows[1].number), (Some("ABC-2"), 2));
        assert_eq!((rows[2].kind, rows[2].serial.as_deref()), (Some(AssetKind::MedicalDevice), None));
        let fields: Vec<_> = rows.iter().map(|r| r.problem.as_ref().map(|p| p.field.as_str())).collect();
        assert_eq!(fields, [None, None, Some("holds_ephi"), Some("kind")]);
    }

    #[test]
    fn typed_columns_correct_the_guess() {
        let sheet = Sheet::read(b"Tag,Name,Code\nT1,pc-1,C9\n").unwrap();
        let map = columns(&sheet, Some("serial = Code\nname=Tag")).unwrap();
        let rows = from_sheet(&sheet, &map).unwrap();
        assert_eq!((rows[0].name.as_deref(), rows[0].serial.as_deref()), (Some("T1"), Some("C9")));
        for wrong in ["serial", "colour = Tag", "serial = Nowhere", "name ="] {
            assert_eq!(
                columns(&sheet, Some(wrong)).unwrap_err().field.as_deref(),
                Some("columns"),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_finding_becomes_a_row() {
        let found = Found {
            name: "sw-1\u{0}core".into(),
            kind_hint: Some(KindHint::NetworkGear),
            macs: vec!["3c:52:82:00:00:01".into(), "3c:52:82:00:00:02".into()],
            source_line: 9,
            ..Found::default()
        };
        let rows = from_found("scan.xml", &[found], 41);
        assert_eq!((rows[0].number, rows[0].line, rows[0].name.as_deref()), (41, 9, Some("sw-1 core")));
        assert_eq!(
            (rows[0].kind, rows[0].mac.as_deref()),
            (Some(AssetKind::Network), Some("3c:52:82:00:00:01"))
        );
    }

    proptest::proptest! {
        #[test]
        fn whatever_a_list_says_every_row_becomes_one(cells in proptest::collection::vec("[^\\r\\n\"]{0,30}", 1..60)) {
            let mut csv = "Name,Type,S/N,MAC,Site,PHI,Status".to_owned();
            for (at, cell) in cells.iter().enumerate() {
                csv.push_str(if at % 7 == 0 { "\nx" } else { "," });
                csv.push_str(&cell.replace(',', " "));
            }
            let Ok(sheet) = Sheet::read_csv(csv.as_bytes()) else { return Ok(()) };
            let Ok(map) = columns(&sheet, None) else { return Ok(()) };
            let rows = from_sheet(&sheet, &map).unwrap();
            proptest::prop_assert_eq!(rows.len(), sheet.rows.len());
            for (row, number) in rows.iter().zip(1..) {
                proptest::prop_assert_eq!(row.number, number);
                // Either it can be taken or it says at which field not.
                let taken = row.keys().and_then(|_| row.over(None, &crate::needs::Places::default()));
                if let Err(problem) = taken {
                    proptest::prop_assert!(TARGETS.iter().any(|t| t.name == problem.field), "{:?}", problem);
                }
            }
        }
    }
}
