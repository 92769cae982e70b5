//! What tells one device from another: serial numbers, hardware addresses, network addresses. All three are full of
//! values that look like an identity and are none; two computers must not be merged because both have the serial
//! number "Default string".

use super::{Found, KindHint, MAX_ADDRESSES};
use std::net::IpAddr;

/// Serial numbers, makers and models that board makers leave in place of a value, folded.
const PLACEHOLDERS: [&str; 18] = [
    "tobefilledbyoem",
    "defaultstring",
    "systemserialnumber",
    "systemmanufacturer",
    "systemproductname",
    "none",
    "notspecified",
    "notapplicable",
    "notavailable",
    "na",
    "unknown",
    "invalid",
    "empty",
    "oem",
    "chassisserialnumber",
    "serialnumber",
    "123456789",
    "0123456789",
];

/// The value, trimmed, unless it is blank or a placeholder.
#[must_use]
pub fn real(value: Option<&str>) -> Option<String> {
    let value = value?.trim();
    let folded: String =
        value.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let first = folded.chars().next()?;
    let one_sign = folded.chars().all(|sign| sign == first) && folded.len() > 1;
    (!one_sign && !PLACEHOLDERS.contains(&folded.as_str())).then(|| value.to_owned())
}

/// A hardware address as `aa:bb:cc:dd:ee:ff` from any of its spellings (`AA-BB-…`, `aabb.ccdd.eeff`, bare digits).
/// `None` for what is no such address, for all zeros, for broadcast and for group addresses: no card has those.
#[must_use]
pub fn mac(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > 32 || !text.bytes().all(|byte| byte.is_ascii_hexdigit() || b":-. ".contains(&byte)) {
        return None;
    }
    let digits: String =
        text.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_ascii_lowercase();
    if digits.len() != 12 || digits.bytes().all(|byte| byte == b'0') {
        return None;
    }
    let pairs: Vec<&str> = (0..6).filter_map(|pair| digits.get(pair * 2..pair * 2 + 2)).collect();
    let group = u8::from_str_radix(pairs[0], 16).ok()? & 1 == 1;
    (!group).then(|| pairs.join(":"))
}

/// A network address that tells a device from others.
pub(super) fn address(text: &str) -> Option<IpAddr> {
    // Windows writes the interface behind a percent sign.
    let address: IpAddr = text.trim().split('%').next()?.parse().ok()?;
    let telling = match address {
        IpAddr::V4(v4) => !v4.is_link_local() && !v4.is_broadcast(),
        IpAddr::V6(v6) => !v6.is_unicast_link_local(),
    };
    (telling && !address.is_loopback() && !address.is_unspecified() && !address.is_multicast())
        .then_some(address)
}

impl Found {
    /// Keeps a hardware address once.
    pub(super) fn add_mac(&mut self, text: &str) {
        if let Some(mac) = mac(text)
            && self.macs.len() < MAX_ADDRESSES
            && !self.macs.contains(&mac)
        {
            self.macs.push(mac);
        }
    }

    /// Keeps a network address once.
    pub(super) fn add_address(&mut self, text: &str) {
        if let Some(address) = address(text)
            && self.addresses.len() < MAX_ADDRESSES
            && !self.addresses.contains(&address)
        {
            self.addresses.push(address);
        }
    }
}

/// What a word means that lists, agents and scans use for a kind of device.
pub(super) fn kind(word: &str) -> Option<KindHint> {
    let folded: String =
        word.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    Some(match folded.as_str() {
        "laptop" | "notebook" | "portable" | "convertible" | "subnotebook" | "tablet" | "detachable" => {
            KindHint::Laptop
        }
        "server" | "rackmountchassis" | "mainserverchassis" | "blade" | "bladeenclosure" | "rackmount" => {
            KindHint::Server
        }
        "virtualmachine" | "vm" | "virtual" => KindHint::VirtualMachine,
        "computer" | "pc" | "desktop" | "workstation" | "generalpurpose" | "tower" | "minitower"
        | "minipc" | "allinone" | "lowprofiledesktop" | "thinclient" | "terminal" => KindHint::Computer,
        "networking" | "networkequipment" | "networkgear" | "network" | "switch" | "router" | "firewall"
        | "wap" | "accesspoint" | "broadbandrouter" | "bridge" | "hub" | "loadbalancer"
        | "wirelesscontroller" => KindHint::NetworkGear,
        "printer" | "printserver" | "copier" | "multifunctionprinter" | "mfp" => KindHint::Printer,
        "phone" | "voipphone" | "voipadapter" | "mobilephone" | "smartphone" | "ipphone" => KindHint::Phone,
        "webcam" | "camera" | "video" | "ipcamera" | "dvr" | "nvr" => KindHint::Camera,
        "storage" | "storagemisc" | "nas" | "san" => KindHint::Storage,
        "power" | "powerdevice" | "ups" | "pdu" => KindHint::Power,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hardware_addresses_have_one_spelling() {
        for text in
            ["00:1B:44:11:3A:B7", "00-1b-44-11-3a-b7", "001b.4411.3ab7", "001B44113AB7", " 00 1b 44 11 3a b7"]
        {
            assert_eq!(mac(text).as_deref(), Some("00:1b:44:11:3a:b7"), "{text}");
        }
        for text in
            ["", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:01", "00:1b:44:11:3a", "zz", "é"]
        {
            assert_eq!(mac(text), None, "{text}");
        }
    }

    #[test]
    fn placeholders_are_no_identity() {
        for text in
            ["", "  ", "To Be Filled By O.E.M.", "Default string", "0000000", "N/A", "xxxx", "...", "None"]
        {
            assert_eq!(real(Some(text)), None, "{text}");
        }
        assert_eq!(real(Some(" 640HP72 ")).as_deref(), Some("640HP72"));
        assert_eq!(real(Some("7")).as_deref(), Some("7"));
    }

    #[test]
    fn only_telling_addresses_are_kept() {
        for text in
            ["127.0.0.1", "::1", "fe80::1%eth0", "169.254.0.192", "0.0.0.0", "224.0.0.1", "300.1.1.1", "x"]
        {
            assert_eq!(address(text), None, "{text}");
        }
        assert_eq!(address("10.2.5.10").unwrap().to_string(), "10.2.5.10");
        assert_eq!(address("2001:DB8::1").unwrap().to_string(), "2001:db8::1");
    }
}
