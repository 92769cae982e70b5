//! Reports of the GLPI inventory agent: JSON, one object per computer, switch, printer or phone; several reports may
//! follow each other in one file. Only what identifies a device is taken; the long lists of installed software and
//! signed-on users are skipped unread. Format: the GLPI project's inventory schema.

use super::identity::{kind, real};
use super::{Found, InventoryError, KindHint, MAX_FOUND, MAX_VALUE_BYTES, unknown};
use serde::Deserialize;
use serde::de::{self, Deserializer, IgnoredAny, SeqAccess, Visitor};
use std::fmt;

/// Reads all reports in the text.
pub(super) fn read(name: &str, text: &str) -> Result<Vec<Found>, InventoryError> {
    let mut reports = serde_json::Deserializer::from_str(text).into_iter::<Report>();
    let (mut found, mut line, mut counted) = (Vec::new(), 1_u32, 0);
    loop {
        let rest = text.get(reports.byte_offset()..).unwrap_or_default();
        let begins = text.len() - rest.trim_start().len();
        line = line.saturating_add(lines(&text[counted..begins]));
        counted = begins;
        let report = match reports.next() {
            None => return Ok(found),
            Some(Ok(report)) => report,
            Some(Err(error)) => return Err(at(&error)),
        };
        let Some(content) = report.content else {
            return Err(unknown(
                name,
                format!("the JSON object on line {line} has no \u{201c}content\u{201d}"),
            ));
        };
        if found.len() >= MAX_FOUND {
            return Err(InventoryError::TooLarge { what: "it has more than 65 536 reports" });
        }
        let itemtype = report.itemtype.text().unwrap_or_default();
        match content.found(itemtype, report.deviceid.text(), line) {
            Some(one) => found.push(one),
            None => {
                let why = "the report has neither a name nor a device id".to_owned();
                return Err(InventoryError::Report { line, column: 0, why });
            }
        }
    }
}

fn lines(text: &str) -> u32 {
    u32::try_from(text.bytes().filter(|&byte| byte == b'\n').count()).unwrap_or(u32::MAX)
}

/// The place of a JSON error. The parser's own words may quote a value, so only their kind is told.
fn at(error: &serde_json::Error) -> InventoryError {
    let why = match error.classify() {
        serde_json::error::Category::Eof => "the report ends too early; the file may be cut off",
        serde_json::error::Category::Data => {
            "a value is not of the kind that an inventory has here, or is too long"
        }
        _ => "this is not well-formed JSON",
    };
    let number = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    InventoryError::Report { line: number(error.line()), column: number(error.column()), why: why.to_owned() }
}

/// A word or number, whichever the agent chose to write; blank for null. Objects and lists are refused.
#[derive(Default)]
struct Word(Option<String>);

impl Word {
    fn text(&self) -> Option<&str> {
        self.0.as_deref().map(str::trim).filter(|text| !text.is_empty())
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AsWord;
        impl Visitor<'_> for AsWord {
            type Value = Word;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word or a number")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Word, E> {
                if text.len() > MAX_VALUE_BYTES {
                    return Err(E::custom("the value is too long"));
                }
                Ok(Word(Some(text.chars().filter(|sign| !sign.is_control()).collect())))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Word, E> {
                Ok(Word(Some(number.to_string())))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Word, E> {
                Ok(Word(Some(number.to_string())))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Word, E> {
                Ok(Word(Some(number.to_string())))
            }
            fn visit_bool<E>(self, yes: bool) -> Result<Word, E> {
                Ok(Word(Some(yes.to_string())))
            }
            fn visit_unit<E>(self) -> Result<Word, E> {
                Ok(Word(None))
            }
        }
        deserializer.deserialize_any(AsWord)
    }
}

/// A list of which at most `MOST` items are kept; the rest is skipped, so that a long one costs no memory.
struct Short<T, const MOST: usize>(Vec<T>);

impl<T, const MOST: usize> Default for Short<T, MOST> {
    fn default() -> Self {
        Short(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>, const MOST: usize> Deserialize<'de> for Short<T, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AsList<T, const MOST: usize>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for AsList<T, MOST> {
            type Value = Short<T, MOST>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Short::default())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
                let mut kept = Vec::new();
                while kept.len() < MOST {
                    match items.next_element()? {
                        Some(item) => kept.push(item),
                        None => return Ok(Short(kept)),
                    }
                }
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Short(kept))
            }
        }
        deserializer.deserialize_any(AsList(std::marker::PhantomData))
    }
}

#[derive(Deserialize)]
struct Report {
    #[serde(default)]
    itemtype: Word,
    #[serde(default)]
    deviceid: Word,
    content: Option<Content>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Content {
    hardware: Option<Hardware>,
    bios: Option<Bios>,
    operatingsystem: Option<System>,
    networks: Short<Card, 1024>,
    network_device: Option<Device>,
    network_ports: Short<Port, 8192>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Hardware {
    name: Word,
    chassis_type: Word,
    vmsystem: Word,
}

/// `s…` is the system, `m…` the mainboard, `b…` the firmware.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Bios {
    ssn: Word,
    smanufacturer: Word,
    mmanufacturer: Word,
    bmanufacturer: Word,
    smodel: Word,
    mmodel: Word,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct System {
    full_name: Word,
    name: Word,
    version: Word,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Card {
    #[serde(rename = "type")]
    kind: Word,
    mac: Word,
    ipaddress: Word,
    ipaddress6: Word,
    virtualdev: Word,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Device {
    #[serde(rename = "type")]
    kind: Word,
    name: Word,
    serial: Word,
    manufacturer: Word,
    model: Word,
    firmware: Word,
    mac: Word,
    ips: Short<Word, 1024>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Port {
    mac: Word,
    ip: Word,
    ips: Short<Word, 1024>,
}

impl Content {
    /// The finding, or `None` if nothing in the report names the device.
    fn found(self, itemtype: &str, deviceid: Option<&str>, line: u32) -> Option<Found> {
        let hardware = self.hardware.unwrap_or_default();
        let device = self.network_device.unwrap_or_default();
        let bios = self.bios.unwrap_or_default();
        let system = self.operatingsystem.as_ref().and_then(System::full);
        let name = hardware.name.text().or(device.name.text()).or(deviceid)?.to_owned();
        let first = |words: &[&Word]| words.iter().find_map(|word| real(word.text()));
        let mut found = Found {
            name,
            kind_hint: hint(itemtype, &hardware, &device, system.as_deref()),
            serial: first(&[&bios.ssn, &device.serial]),
            maker: first(&[
                &bios.smanufacturer,
                &bios.mmanufacturer,
                &bios.bmanufacturer,
                &device.manufacturer,
            ]),
            model: first(&[&bios.smodel, &bios.mmodel, &device.model]),
            operating_system: system
                .or_else(|| device.firmware.text().map(|text| format!("firmware {text}"))),
            source_line: line,
            ..Found::default()
        };
        let add = |found: &mut Found, mac: &Word, addresses: &[&Word]| {
            mac.text().into_iter().for_each(|text| found.add_mac(text));
            addresses.iter().filter_map(|word| word.text()).for_each(|text| found.add_address(text));
        };
        for card in self.networks.0.iter().filter(|card| card.is_real()) {
            add(&mut found, &card.mac, &[&card.ipaddress, &card.ipaddress6]);
        }
        add(&mut found, &device.mac, &device.ips.0.iter().collect::<Vec<_>>());
        // The ports of a switch have addresses of their own; only those that answer on the network identify it.
        for port in &self.network_ports.0 {
            let own: Vec<&Word> =
                port.ips.0.iter().chain([&port.ip]).filter(|word| word.text().is_some()).collect();
            if !own.is_empty() || (found.macs.is_empty() && device.mac.text().is_none()) {
                add(&mut found, &port.mac, &own);
            }
        }
        Some(found)
    }
}

impl System {
    fn full(&self) -> Option<String> {
        if let Some(full) = self.full_name.text() {
            return Some(full.to_owned());
        }
        let name = self.name.text()?;
        Some(self.version.text().map_or_else(|| name.to_owned(), |version| format!("{name} {version}")))
    }
}

impl Card {
    fn is_real(&self) -> bool {
        self.kind.text() != Some("loopback") && !matches!(self.virtualdev.text(), Some("true" | "1"))
    }
}

/// The agent's own type of item first, then what tells computers apart.
fn hint(itemtype: &str, hardware: &Hardware, device: &Device, system: Option<&str>) -> Option<KindHint> {
    match kind(itemtype) {
        None if itemtype.is_empty() && device.kind.text().is_none() => {}
        None => return device.kind.text().and_then(kind),
        Some(KindHint::Computer) => {}
        other => return other,
    }
    if hardware.vmsystem.text().is_some_and(|kind| !kind.eq_ignore_ascii_case("physical")) {
        return Some(KindHint::VirtualMachine);
    }
    if system.is_some_and(|system| system.contains("Server")) {
        return Some(KindHint::Server);
    }
    hardware.chassis_type.text().and_then(kind).or(Some(KindHint::Computer))
}
