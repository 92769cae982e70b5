//! What stands in each department of the demo: workstations and printers everywhere, and what the care area
//! needs. The makers do not exist.

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
    /// Maker, model, operating system.
    make: [&'static str; 3],
}

use AssetKind::*;
use Criticality::{Business, Clinical, LifeSupport, Office};

const STATION: [&str; 3] = ["Samplecom", "Tower 5", "Windows 11 23H2"];
const LABELS: [&str; 3] = ["Labelmock", "Z-Sample 4", "firmware 6.1"];
const LASER: [&str; 3] = ["Printfake", "Laser 300", "firmware 2.8"];
const MONITOR: [&str; 3] = ["Vitalmock", "Bedside 7", "VM-OS 4.2"];

macro_rules! kits {
    ($($(#[$doc:meta])* $name:ident {
        $($word:literal $count:literal $kind:ident $criticality:ident $holds:literal $make:expr;)*
    })*) => {$(
        $(#[$doc])*
        pub(super) const $name: &[Kit] = &[$(
            Kit {
                word: $word, count: $count, kind: $kind, criticality: $criticality, holds: $holds, make: $make,
            }
        ),*];
    )*};
}

kits! {
    INTENSIVE_CARE {
        "WS" 4 Workstation Clinical false STATION;
        "MON" 4 MedicalDevice LifeSupport true MONITOR;
        "VENT" 2 MedicalDevice LifeSupport false ["Airsample", "Breath 2", "firmware 3.3"];
        "PUMP" 4 MedicalDevice Clinical false ["Dripmock", "Flow 9", "firmware 9.4"];
    }
    EMERGENCY {
        "WS" 5 Workstation Clinical false STATION;
        "MON" 3 MedicalDevice LifeSupport true MONITOR;
        "LBL" 2 Printer Clinical false LABELS;
        "ECG" 1 MedicalDevice Clinical true ["Pulsefake", "Cart 12", "PF-OS 1.9"];
    }
    OPERATING_ROOM {
        "WS" 3 Workstation Clinical false STATION;
        "ANES" 2 MedicalDevice LifeSupport true ["Sleepmock", "Station A3", "SM-OS 5.0"];
        "CAM" 1 MedicalDevice Clinical true ["Lensfake", "Tower 4K", "LF-OS 2.2"];
    }
    INPATIENT {
        "WS" 4 Workstation Clinical false STATION;
        "COW" 3 Laptop Clinical false ["Samplecom", "Cart book", "Windows 11 23H2"];
        "LBL" 1 Printer Clinical false LABELS;
    }
    PROCEDURE {
        "WS" 3 Workstation Clinical false STATION;
        "MON" 2 MedicalDevice LifeSupport true MONITOR;
        "LBL" 1 Printer Clinical false LABELS;
    }
    IMAGING {
        "WS" 3 Workstation Clinical false STATION;
        "CT" 1 MedicalDevice Clinical true ["Scanfake", "Slice 64", "SF-OS 7.1"];
        "US" 1 MedicalDevice Clinical true ["Echomock", "Wave 3", "EM-OS 3.0"];
    }
    LABORATORY {
        "WS" 2 Workstation Clinical false STATION;
        "ANA" 1 MedicalDevice Clinical true ["Assaymock", "Chem 400", "AM-OS 2.5"];
        "LBL" 1 Printer Clinical false LABELS;
    }
    PHARMACY {
        "WS" 3 Workstation Clinical false STATION;
        "CAB" 2 MedicalDevice Clinical true ["Dosefake", "Cabinet 20", "DF-OS 8.0"];
    }
    AMBULATORY {
        "WS" 4 Workstation Business false STATION;
        "PRT" 1 Printer Office false LASER;
        "ECG" 1 MedicalDevice Clinical true ["Pulsefake", "Cart 12", "PF-OS 1.9"];
    }
    REGISTRATION {
        "WS" 3 Workstation Business false STATION;
        "PRT" 1 Printer Business false LASER;
        "TEL" 1 Phone Office false ["Ringfake", "Desk 1", "firmware 1.1"];
    }
    BILLING {
        "WS" 3 Workstation Office false STATION;
        "PRT" 1 Printer Office false LASER;
    }
    ADMINISTRATION {
        "WS" 2 Workstation Office false STATION;
        "EHR" 1 Application Clinical true ["Chartmock", "Records 12", "hosted"];
        "SRV" 1 Server Business true ["Samplecom", "Rack 2", "Windows Server 2022"];
    }
    /// What an organization has once, beside what its departments have.
    COMMON {
        "FW" 1 Network Business false ["Wallfake", "Gate 100", "WF-OS 10.2"];
        "SW" 2 Network Business false ["Portmock", "Switch 48", "PM-OS 16.6"];
        "EHR" 1 Application Clinical true ["Chartmock", "Records 12", "hosted"];
    }
}

/// The kits of a care area.
pub(super) fn kits(area: CareArea) -> &'static [Kit] {
    use CareArea::*;
    match area {
        IntensiveCare => INTENSIVE_CARE,
        Emergency => EMERGENCY,
        OperatingRoom => OPERATING_ROOM,
        Inpatient => INPATIENT,
        Procedure => PROCEDURE,
        Imaging => IMAGING,
        Laboratory => LABORATORY,
        Pharmacy => PHARMACY,
        Ambulatory => AMBULATORY,
        Registration => REGISTRATION,
        Billing => BILLING,
        Administration => ADMINISTRATION,
    }
}

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
            maker: Some(kit.make[0].to_owned()),
            model: Some(kit.make[1].to_owned()),
            // Of the kind that nobody's network card has: administered locally.
            mac: Some(format!("02:de:00:00:{:02x}:{:02x}", *serial >> 8 & 0xff, *serial & 0xff)),
            // A range that is kept for documentation.
            address: Some(format!("198.51.100.{}", *serial % 254 + 1)),
            operating_system: Some(kit.make[2].to_owned()),
            state: AssetState::InUse,
            patch_authority: if medical { PatchAuthority::Biomedical } else { PatchAuthority::OwnIt },
        }
    };
    (1..=kit.count).map(&mut one).collect()
}
