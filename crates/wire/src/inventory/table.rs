//! Inventories that somebody kept in a spreadsheet.

use super::identity::{kind, real};
use super::{Found, KindHint};
use crate::columns::{ColumnError, ColumnMap, Target};
use crate::sheet::Sheet;

/// The columns of an inventory list and what people call them.
pub const TARGETS: &[Target<'static>] = &[
    Target {
        name: "name",
        required: true,
        also: &[
            "host name",
            "computer name",
            "device name",
            "asset name",
            "hostname",
            "computer",
            "device",
            "asset",
            "host",
            "machine",
            "system name",
            "asset tag",
            "tag",
        ],
    },
    Target {
        name: "kind",
        required: false,
        also: &["type", "device type", "asset type", "category", "class", "form factor", "chassis"],
    },
    Target {
        name: "serial",
        required: false,
        also: &["serial number", "serial no", "serial #", "s/n", "sn", "service tag", "serialnum"],
    },
    Target { name: "maker", required: false, also: &["manufacturer", "make", "vendor", "brand", "oem"] },
    Target {
        name: "model",
        required: false,
        also: &["model name", "model number", "model no", "product", "product name"],
    },
    Target {
        name: "mac",
        required: false,
        also: &[
            "mac address",
            "mac addresses",
            "macs",
            "hardware address",
            "physical address",
            "ethernet address",
        ],
    },
    Target {
        name: "address",
        required: false,
        also: &["ip", "ip address", "ip addresses", "ipv4", "ipv4 address", "network address", "ips"],
    },
    Target {
        name: "operating_system",
        required: false,
        also: &["os", "os name", "os version", "platform", "firmware"],
    },
];

/// The rows of a list as findings. Several addresses in a cell are separated by commas, semicolons or blanks; what is
/// no address is dropped. A row without a name is named by its serial number or first address; one that has none of
/// these describes no device and is left out.
///
/// # Errors
/// Names the columns of the map that the list does not have.
pub fn from_sheet(sheet: &Sheet, map: &ColumnMap) -> Result<Vec<Found>, ColumnError> {
    let rows = map.apply(sheet)?;
    Ok(rows
        .filter_map(|(line, mut row)| {
            let name =
                ["name", "serial", "address", "mac"].iter().find_map(|field| row.get(field)).cloned()?;
            let mut found = Found {
                name,
                kind_hint: row.get("kind").and_then(|word| kind(word)),
                serial: real(row.get("serial").map(String::as_str)),
                maker: real(row.get("maker").map(String::as_str)),
                model: real(row.get("model").map(String::as_str)),
                operating_system: row.remove("operating_system"),
                source_line: line,
                ..Found::default()
            };
            let server = found.operating_system.as_ref().is_some_and(|system| system.contains("Server"));
            if server && matches!(found.kind_hint, None | Some(KindHint::Computer)) {
                found.kind_hint = Some(KindHint::Server);
            }
            let several =
                |text: &String| text.split([',', ';', '\n', '|']).map(str::to_owned).collect::<Vec<_>>();
            row.get("mac").map(several).unwrap_or_default().iter().for_each(|text| found.add_mac(text));
            for part in row.get("address").map(several).unwrap_or_default() {
                part.split_whitespace().for_each(|text| found.add_address(text));
            }
            Some(found)
        })
        .collect())
}
