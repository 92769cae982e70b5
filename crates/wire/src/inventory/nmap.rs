//! Results of an nmap scan in its XML form. A host that answered becomes a finding; one that did not is left out, as
//! is one that was only assumed to be up (`-Pn`) and then showed neither a card nor an open port. No entity of the
//! file's own making is expanded and no file it points at is opened. Format: nmap.dtd of the Nmap project.

use super::identity::kind;
use super::{Found, InventoryError, KindHint, MAX_FOUND, MAX_VALUE_BYTES, unknown};
use crate::xml;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Deepest nesting; script output with tables has about ten levels.
const MAX_DEPTH: u32 = 64;
/// A guess at the operating system counts from this accuracy, in percent. Below it, nmap takes PCs for cameras.
const MIN_ACCURACY: u32 = 95;
/// Makers of network cards that sit in the devices of every other maker.
const CARD_MAKERS: [&str; 8] =
    ["Intel", "Realtek", "Broadcom", "Qualcomm", "MediaTek", "ASIX", "Liteon", "Hon Hai"];
/// Card makers that exist in virtual machines only.
const VIRTUAL_MAKERS: [&str; 5] = ["VMware", "QEMU", "Xensource", "Oracle VirtualBox", "PCS Systemtechnik"];

/// Reads a scan.
pub(super) fn read(name: &str, text: &str) -> Result<Vec<Found>, InventoryError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut scan = Scan { name, text, line: 1, counted: 0, found: Vec::new(), host: None };
    let mut depth = 0_u32;
    loop {
        let begins = reader.buffer_position();
        let event = reader
            .read_event()
            .map_err(|_| scan.wrong(reader.error_position(), "this is not well-formed XML"))?;
        let byte = reader.buffer_position();
        match event {
            Event::Start(tag) => {
                if depth == 0 && tag.local_name().as_ref() != "nmaprun" {
                    return Err(unknown(scan.name, "the XML is not the result of an nmap scan"));
                }
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(scan.wrong(byte, "the elements are nested more than 64 deep"));
                }
                scan.start(&tag, depth, begins)?;
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                if depth == 1 && tag.local_name().as_ref() == "host" {
                    scan.end_host()?;
                }
            }
            // nmap writes `<!DOCTYPE nmaprun>`, some versions with an address that nobody here ever opens.
            Event::DocType(declared) if declared.contains('[') => {
                return Err(scan.wrong(byte, "the document type declares entities, which nmap never does"));
            }
            Event::Eof if depth > 0 => {
                return Err(scan.wrong(byte, "the scan ends too early; it may be cut off"));
            }
            Event::Eof => return Ok(scan.found),
            _ => {}
        }
    }
}

struct Scan<'a> {
    name: &'a str,
    text: &'a str,
    line: u32,
    counted: usize,
    found: Vec<Found>,
    host: Option<Host>,
}

/// A host between its start and its end.
#[derive(Default)]
struct Host {
    found: Found,
    up: bool,
    assumed: bool,
    open_port: bool,
    typed_name: Option<String>,
    /// The first network address, even one that identifies nothing (the scanning computer's own 127.0.0.1).
    address: Option<String>,
    system_kind: Option<String>,
}

impl Scan<'_> {
    fn wrong(&mut self, byte: u64, why: &str) -> InventoryError {
        InventoryError::Scan { byte, line: self.line_at(byte), why: why.to_owned() }
    }

    /// The line of a byte; bytes are asked for in rising order.
    fn line_at(&mut self, byte: u64) -> u32 {
        let upto = usize::try_from(byte).unwrap_or(usize::MAX).clamp(self.counted, self.text.len());
        let passed = self.text.as_bytes()[self.counted..upto].iter().filter(|&&byte| byte == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(passed).unwrap_or(u32::MAX));
        self.counted = upto;
        self.line
    }

    fn value(
        &mut self,
        tag: &BytesStart<'_>,
        name: &str,
        byte: u64,
    ) -> Result<Option<String>, InventoryError> {
        let value = xml::attribute(tag, name).map_err(|why| self.wrong(byte, why))?;
        if value.as_ref().is_some_and(|value| value.len() > MAX_VALUE_BYTES) {
            return Err(self.wrong(byte, "a value is longer than 4 KiB"));
        }
        Ok(value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()))
    }

    fn start(&mut self, tag: &BytesStart<'_>, depth: u32, byte: u64) -> Result<(), InventoryError> {
        let local = tag.local_name();
        let element = local.as_ref();
        if element == "host" && depth == 2 {
            let mut host = Host::default();
            host.found.source_line = self.line_at(byte);
            self.host = Some(host);
            return Ok(());
        }
        let Some(mut host) = self.host.take() else { return Ok(()) };
        match (element, depth) {
            ("status", 3) => {
                host.up = self.value(tag, "state", byte)?.as_deref() == Some("up");
                host.assumed = self.value(tag, "reason", byte)?.as_deref() == Some("user-set");
            }
            ("address", 3) => self.address(&mut host, tag, byte)?,
            ("hostname", 4) => {
                let name = self.value(tag, "name", byte)?;
                let looked_up = self.value(tag, "type", byte)?.as_deref() == Some("PTR");
                if looked_up && host.found.name.is_empty() {
                    host.found.name = name.unwrap_or_default();
                } else if host.typed_name.is_none() {
                    host.typed_name = name;
                }
            }
            ("state", 5) => host.open_port |= self.value(tag, "state", byte)?.as_deref() == Some("open"),
            ("osmatch", 4) if host.found.operating_system.is_none() && self.sure(tag, byte)? => {
                host.found.operating_system = self.value(tag, "name", byte)?;
            }
            // Beside the match in old files, inside it in new ones.
            ("osclass", 4 | 5) if host.system_kind.is_none() && self.sure(tag, byte)? => {
                host.system_kind = self.value(tag, "type", byte)?;
            }
            _ => {}
        }
        self.host = Some(host);
        Ok(())
    }

    fn sure(&mut self, tag: &BytesStart<'_>, byte: u64) -> Result<bool, InventoryError> {
        let accuracy = self.value(tag, "accuracy", byte)?;
        Ok(accuracy.and_then(|text| text.parse::<u32>().ok()).is_some_and(|percent| percent >= MIN_ACCURACY))
    }

    fn address(&mut self, host: &mut Host, tag: &BytesStart<'_>, byte: u64) -> Result<(), InventoryError> {
        let Some(text) = self.value(tag, "addr", byte)? else { return Ok(()) };
        if self.value(tag, "addrtype", byte)?.as_deref() == Some("mac") {
            host.found.add_mac(&text);
            let maker = self.value(tag, "vendor", byte)?;
            let is = |makers: &[&str]| {
                maker.as_ref().is_some_and(|maker| makers.iter().any(|m| maker.starts_with(m)))
            };
            if is(&VIRTUAL_MAKERS) {
                host.found.kind_hint = Some(KindHint::VirtualMachine);
            } else if !is(&CARD_MAKERS) {
                host.found.maker = host.found.maker.take().or(maker);
            }
        } else {
            host.found.add_address(&text);
            host.address = host.address.take().or(Some(text));
        }
        Ok(())
    }

    fn end_host(&mut self) -> Result<(), InventoryError> {
        let Some(host) = self.host.take() else { return Ok(()) };
        if !host.up || (host.assumed && !host.open_port && host.found.macs.is_empty()) {
            return Ok(());
        }
        if self.found.len() >= MAX_FOUND {
            return Err(InventoryError::TooLarge { what: "it has more than 65 536 hosts that answer" });
        }
        self.found.push(host.finish());
        Ok(())
    }
}

impl Host {
    fn finish(self) -> Found {
        let mut found = self.found;
        if found.name.is_empty() {
            let card = found.macs.first().cloned();
            found.name =
                self.typed_name.or(self.address).or(card).unwrap_or_else(|| "unnamed host".to_owned());
        }
        let system_kind = self.system_kind.as_deref().and_then(kind);
        let server = found.operating_system.as_ref().is_some_and(|system| {
            // "Windows 7 or Windows Server 2008" is no answer.
            system.contains("Server") && !system.contains(" or ")
        });
        found.kind_hint = found.kind_hint.or(match system_kind {
            Some(KindHint::Computer) if server => Some(KindHint::Server),
            other => other,
        });
        found
    }
}
