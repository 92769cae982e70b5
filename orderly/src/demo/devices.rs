//! What stands in each department of the demo: workstations and printers everywhere, and what the care area needs. The
//! makers do not exist.

use assets::{AddAsset, AssetKind, AssetState, Criticality, PatchAuthority};
use kernel::{DepartmentId, LocationId, OrgId};
use organizations::CareArea;

/// Some devices of one kind.
#[derive(Clone, Copy)]
pub(super) struct Kit {
    /// Its part of the name, such as `WS`.
    pub word: &'static str,
    count: u32,
    kind: AssetKind,
    criticality: Criticality,
    /// Whether ePHI is kept on it.
    holds: bool,
    maker: &'static str,
    model: &'static str,
    system: &'static str,
}

const fn kit(
    word: &'static str,
    count: u32,
    kind: AssetKind,
    criticality: Criticality,
    holds: bool,
    [maker, model, system]: [&'static str; 3],
) -> Kit {
    Kit { word, count, kind, criticality, holds, maker, model, system }
}

use AssetKind::*;
use Criticality::{Business, Clinical, LifeSupport, Office};

const STATION: [&str; 3] = ["Samplecom", "Tower 5", "Windows 11 23H2"];
const LABELS: [&str; 3] = ["Labelmock", "Z-Sample 4", "firmware 6.1"];
const LASER: [&str; 3] = ["Printfake", "Laser 300", "firmware 2.8"];
const MONITOR: [&str; 3] = ["Vitalmock", "Bedside 7", "VM-OS 4.2"];

/// The kits of a care area.
pub(super) fn kits(area: CareArea) -> &'static [Kit] {
    use CareArea::*;
    match area {
        IntensiveCare => {
            const {
                &[
                    kit("WS", 4, Workstation, Clinical, false, STATION),
                    kit("MON", 4, MedicalDevice, LifeSupport, true, MONITOR),
                    kit(
                        "VENT",
                        2,
                        MedicalDevice,
                        LifeSupport,
                        false,
                        ["Airsample", "Breath 2", "firmware 3.3"],
                    ),
                    kit("PUMP", 4, MedicalDevice, Clinical, false, ["Dripmock", "Flow 9", "firmware 9.4"]),
                ]
            }
        }
        Emergency => {
            const {
                &[
                    kit("WS", 5, Workstation, Clinical, false, STATION),
                    kit("MON", 3, MedicalDevice, LifeSupport, true, MONITOR),
                    kit("LBL", 2, Printer, Clinical, false, LABELS),
                    kit("ECG", 1, MedicalDevice, Clinical, true, ["Pulsefake", "Cart 12", "PF-OS 1.9"]),
                ]
            }
        }
        OperatingRoom => {
            const {
                &[
                    kit("WS", 3, Workstation, Clinical, false, STATION),
                    kit(
                        "ANES",
                        2,
                        MedicalDevice,
                        LifeSupport,
                        true,
                        ["Sleepmock", "Station A3", "SM-OS 5.0"],
                    ),
                    kit("CAM", 1, MedicalDevice, Clinical, true, ["Lensfake", "Tower 4K", "LF-OS 2.2"]),
                ]
            }
        }
        Inpatient => {
            const {
                &[
                    kit("WS", 4, Workstation, Clinical, false, STATION),
                    kit("COW", 3, Laptop, Clinical, false, ["Samplecom", "Cart book", "Windows 11 23H2"]),
                    kit("LBL", 1, Printer, Clinical, false, LABELS),
                ]
            }
        }
        Procedure => {
            const {
                &[
                    kit("WS", 3, Workstation, Clinical, false, STATION),
                    kit("MON", 2, MedicalDevice, LifeSupport, true, MONITOR),
                    kit("LBL", 1, Printer, Clinical, false, LABELS),
                ]
            }
        }
        Imaging => {
            const {
                &[
                    kit("WS", 3, Workstation, Clinical, false, STATION),
                    kit("CT", 1, MedicalDevice, Clinical, true, ["Scanfake", "Slice 64", "SF-OS 7.1"]),
                    kit("US", 1, MedicalDevice, Clinical, true, ["Echomock", "Wave 3", "EM-OS 3.0"]),
                ]
            }
        }
        Laboratory => {
            const {
                &[
                    kit("WS", 2, Workstation, Clinical, false, STATION),
                    kit("ANA", 1, MedicalDevice, Clinical, true, ["Assaymock", "Chem 400", "AM-OS 2.5"]),
                    kit("LBL", 1, Printer, Clinical, false, LABELS),
                ]
            }
        }
        Pharmacy => {
            const {
                &[
                    kit("WS", 3, Workstation, Clinical, false, STATION),
                    kit("CAB", 2, MedicalDevice, Clinical, true, ["Dosefake", "Cabinet 20", "DF-OS 8.0"]),
                ]
            }
        }
        Ambulatory => {
            const {
                &[
                    kit("WS", 4, Workstation, Business, false, STATION),
                    kit("PRT", 1, Printer, Office, false, LASER),
                    kit("ECG", 1, MedicalDevice, Clinical, true, ["Pulsefake", "Cart 12", "PF-OS 1.9"]),
                ]
            }
        }
        Registration => {
            const {
                &[
                    kit("WS", 3, Workstation, Business, false, STATION),
                    kit("PRT", 1, Printer, Business, false, LASER),
                    kit("TEL", 1, Phone, Office, false, ["Ringfake", "Desk 1", "firmware 1.1"]),
                ]
            }
        }
        Billing => {
            const {
                &[
                    kit("WS", 3, Workstation, Office, false, STATION),
                    kit("PRT", 1, Printer, Office, false, LASER),
                ]
            }
        }
        Administration => {
            const {
                &[
                    kit("WS", 2, Workstation, Office, false, STATION),
                    kit("EHR", 1, Application, Clinical, true, ["Chartmock", "Records 12", "hosted"]),
                    kit("SRV", 1, Server, Business, true, ["Samplecom", "Rack 2", "Windows Server 2022"]),
                ]
            }
        }
    }
}

/// What an organization has once, beside what its departments have.
pub(super) const COMMON: &[Kit] = &[
    kit("FW", 1, Network, Business, false, ["Wallfake", "Gate 100", "WF-OS 10.2"]),
    kit("SW", 2, Network, Business, false, ["Portmock", "Switch 48", "PM-OS 16.6"]),
    kit("EHR", 1, Application, Clinical, true, ["Chartmock", "Records 12", "hosted"]),
];

/// Where devices stand.
#[derive(Clone, Copy)]
pub(super) struct Stand<'a> {
    pub org: OrgId,
    /// The organization's and the department's parts of the name.
    pub short: (&'a str, &'a str),
    pub location: Option<LocationId>,
    pub department: Option<DepartmentId>,
}

/// The orders that add a kit. `serial` counts the devices of the whole demo.
pub(super) fn orders(kit: &Kit, at: Stand, serial: &mut u32) -> Vec<AddAsset> {
    let mut one = |n: u32| {
        *serial += 1;
        let medical = kit.kind == MedicalDevice;
        AddAsset {
            org: at.org,
            name: format!("{}-{}-{}{n:02}", at.short.0, at.short.1, kit.word),
            kind: kit.kind,
            criticality: kit.criticality,
            holds_ephi: kit.holds,
            reaches_ephi: kit.holds || matches!(kit.kind, Workstation | Laptop),
            location: at.location,
            department: at.department,
            serial: Some(format!("DEMO-{:06}", *serial)),
            maker: Some(kit.maker.to_owned()),
            model: Some(kit.model.to_owned()),
            // Of the kind that nobody's network card has: administered locally.
            mac: Some(format!("02:de:00:00:{:02x}:{:02x}", *serial >> 8 & 0xff, *serial & 0xff)),
            // A range that is kept for documentation.
            address: Some(format!("198.51.100.{}", *serial % 254 + 1)),
            operating_system: Some(kit.system.to_owned()),
            state: AssetState::InUse,
            patch_authority: if medical { PatchAuthority::Biomedical } else { PatchAuthority::OwnIt },
        }
    };
    (1..=kit.count).map(&mut one).collect()
}
