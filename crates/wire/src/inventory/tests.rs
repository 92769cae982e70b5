//! Inventories as agents, scanners and people write them, right and wrong. All devices here are invented.

use super::*;
use proptest::prelude::*;

fn read(text: &str) -> Vec<Found> {
    read_any("a file", text.as_bytes()).unwrap()
}

fn message(bytes: &[u8]) -> String {
    read_any("scan.dat", bytes).unwrap_err().to_string()
}

const COMPUTER: &str = r#"{
  "action": "inventory", "deviceid": "ward3-pc-2026", "itemtype": "Computer",
  "content": {
    "bios": {"ssn": "Default string", "mmanufacturer": "Acme Boards", "smodel": "Cart 5"},
    "hardware": {"name": "WARD3-PC", "chassis_type": "Notebook", "vmsystem": "Physical", "memory": 7800},
    "operatingsystem": {"name": "Windows", "version": "11", "full_name": null},
    "networks": [
      {"type": "loopback", "mac": "00:00:00:00:00:00", "ipaddress": "127.0.0.1"},
      {"type": "ethernet", "mac": "02-42-AC-11-00-02", "ipaddress": "172.17.0.1", "virtualdev": true},
      {"type": "ethernet", "mac": "3C-52-82-00-00-01", "ipaddress": "10.20.3.4", "ipaddress6": "fe80::1"},
      {"type": "ethernet", "mac": "3c5282000001", "ipaddress": "10.20.3.4"}
    ],
    "softwares": [{"name": "never read", "deep": [[[{}]]]}]
  }
}"#;

#[test]
fn a_computer_is_told_by_what_is_its_own() {
    let wanted = Found {
        name: "WARD3-PC".to_owned(),
        kind_hint: Some(KindHint::Laptop),
        serial: None,
        maker: Some("Acme Boards".to_owned()),
        model: Some("Cart 5".to_owned()),
        macs: vec!["3c:52:82:00:00:01".to_owned()],
        addresses: vec!["10.20.3.4".parse().unwrap()],
        operating_system: Some("Windows 11".to_owned()),
        source_line: 1,
    };
    assert_eq!(read(COMPUTER), [wanted]);
}

#[test]
fn several_reports_may_follow_each_other() {
    let switch = r#"{"itemtype":"NetworkEquipment","deviceid":"x","content":{"network_device":{"name":"sw-1",
        "serial":12345,"firmware":"7.1","mac":"3c:52:82:00:00:02","ips":["127.0.0.1","10.20.0.2"]},
        "network_ports":[{"mac":"3c:52:82:00:00:03"},{"mac":"3c:52:82:00:00:04","ips":["10.20.0.3"]}]}}"#;
    let found = read(&format!("{COMPUTER}\n\n{switch}\n"));
    assert_eq!(found.len(), 2);
    assert_eq!((found[1].name.as_str(), found[1].source_line), ("sw-1", 17));
    assert_eq!(found[1].kind_hint, Some(KindHint::NetworkGear));
    assert_eq!(found[1].serial.as_deref(), Some("12345"));
    assert_eq!(found[1].operating_system.as_deref(), Some("firmware 7.1"));
    assert_eq!(found[1].macs, ["3c:52:82:00:00:02", "3c:52:82:00:00:04"]);
    assert_eq!(found[1].addresses.len(), 2);
}

#[test]
fn virtual_machines_and_servers_are_hinted() {
    let report = |hardware: &str, system: &str| {
        format!(
            r#"{{"content":{{"hardware":{{"name":"a",{hardware}}},"operatingsystem":{{"name":"{system}"}}}}}}"#
        )
    };
    let hint = |text: String| read(&text)[0].kind_hint;
    assert_eq!(hint(report(r#""vmsystem":"VMware""#, "Linux")), Some(KindHint::VirtualMachine));
    assert_eq!(hint(report(r#""chassis_type":"Desktop""#, "Windows Server 2022")), Some(KindHint::Server));
    assert_eq!(hint(report(r#""chassis_type":null"#, "Linux")), Some(KindHint::Computer));
}

#[test]
fn wrong_reports_are_refused_with_the_place() {
    let unknown = "scan.dat is neither an agent report (JSON), an nmap scan (XML) nor a list (CSV, XLSX): ";
    assert_eq!(message(b"{\"a\": 1}"), format!("{unknown}the JSON object on line 1 has no “content”."));
    assert!(message(b"[ {}]").ends_with("it is a JSON list, while an agent's report is one object."));
    assert_eq!(message(b" \n"), format!("{unknown}it is empty."));
    assert_eq!(
        message(b"{\"content\":{}}"),
        "Line 1, column 0: the report has neither a name nor a device id."
    );
    assert_eq!(
        message(b"{\"content\":\n {\"bios\":"),
        "Line 2, column 9: the report ends too early; the file may be cut off."
    );
    assert!(message(b"{\"content\":\n {\"bios\":{\"ssn\":{}}}}").starts_with("Line 2, column "));
    let long = format!("{{\"deviceid\":\"{}\",\"content\":{{}}}}", "x".repeat(MAX_VALUE_BYTES + 1));
    assert!(message(long.as_bytes()).contains("or is too long"));
    assert_eq!(message(b"{\"content\":{]}"), "Line 1, column 13: this is not well-formed JSON.");
    assert!(message(b"{\"content\":\"\xFF\"}").starts_with("Byte 12 is not text"));
    let deep = format!("{{\"content\":{}", "[".repeat(100_000));
    assert!(message(deep.as_bytes()).starts_with("Line 1, column "));
}

const SCAN: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap">
<hosthint><status state="up"/><address addr="10.20.3.9" addrtype="ipv4"/></hosthint>
<host><status state="down" reason="no-response"/><address addr="10.20.3.5" addrtype="ipv4"/></host>
<host><status state="up" reason="arp-response"/>
<address addr="10.20.3.6" addrtype="ipv4"/><address addr="3C:52:82:00:00:06" addrtype="mac" vendor="Acme &amp; Sons"/>
<hostnames><hostname name="typed" type="user"/><hostname name="pump-6.ward.example" type="PTR"/></hostnames>
<os><osmatch name="Acme embedded" accuracy="98"><osclass type="printer" accuracy="98"/></osmatch></os></host>
<host><status state="up" reason="user-set"/><address addr="10.20.3.7" addrtype="ipv4"/>
<ports><port portid="80"><state state="filtered"/></port></ports></host>
<host><status state="up" reason="user-set"/><address addr="10.20.3.8" addrtype="ipv4"/>
<ports><port portid="80"><state state="open"/></port></ports>
<os><osmatch name="A camera" accuracy="88"><osclass type="webcam" accuracy="88"/></osmatch></os></host>
</nmaprun>"#;

#[test]
fn hosts_that_answered_are_found() {
    let found = read(SCAN);
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].name.as_str(), found[0].source_line), ("pump-6.ward.example", 6));
    assert_eq!(found[0].maker.as_deref(), Some("Acme & Sons"));
    assert_eq!(found[0].macs, ["3c:52:82:00:00:06"]);
    assert_eq!(found[0].operating_system.as_deref(), Some("Acme embedded"));
    assert_eq!(found[0].kind_hint, Some(KindHint::Printer));
    assert_eq!((found[1].name.as_str(), found[1].kind_hint), ("10.20.3.8", None));
    assert_eq!((found[1].operating_system.as_ref(), found[1].source_line), (None, 12));
}

#[test]
fn wrong_scans_are_refused_with_the_place() {
    let cases = [
        ("<root/>", "the XML is not the result of an nmap scan."),
        ("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><nmaprun/>", "which nmap never does."),
        (
            "<nmaprun><host><address addr=\"&e;\"/></host></nmaprun>",
            "an entity that XML does not define itself.",
        ),
        ("<nmaprun>\n<host>", "(line 2): the scan ends too early; it may be cut off."),
        ("<nmaprun>\n</host></nmaprun>", "(line 2): this is not well-formed XML."),
        ("<nmaprun><host><address addr=1/></host></nmaprun>", "an attribute is not well formed."),
    ];
    for (text, end) in cases {
        let told = message(text.as_bytes());
        assert!(told.ends_with(end), "{text}: {told}");
    }
    let deep = "<nmaprun>".to_owned() + &"<a>".repeat(100_000);
    assert!(message(deep.as_bytes()).ends_with("nested more than 64 deep."));
    let long = format!("<nmaprun><host><address addr=\"{}\"/></host></nmaprun>", "1".repeat(100_000));
    assert!(message(long.as_bytes()).ends_with("a tag is longer than 64 KiB."));
    let broken = b"<nmaprun><host>\xFF</host></nmaprun>";
    assert!(message(broken).starts_with("Byte 15 is not text"));
}

#[test]
fn a_list_that_somebody_kept_is_an_inventory() {
    let text = "Device Name;Type;S/N;Manufacturer;MAC address;IP;OS;Notes\n\
        LAB-SRV;PC;none;Acme;3C52.8200.0007, 3c:52:82:00:00:08;10.20.4.1 10.20.4.2;Windows Server 2022;old\n\
        ;Printer;PX77;;;;;\n;;;;;;;only a note\n";
    let found = read(text);
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].name.as_str(), found[0].kind_hint), ("LAB-SRV", Some(KindHint::Server)));
    assert_eq!((found[0].macs.len(), found[0].addresses.len(), found[0].serial.clone()), (2, 2, None));
    assert_eq!((found[1].name.as_str(), found[1].source_line), ("PX77", 3));
    assert!(message(b"colour,size\nred,3\n").starts_with("No column was found for name."));
    let windows = b"name,maker\nR\xF6ntgen-1,Acme\n";
    assert_eq!(read_any("list.csv", windows).unwrap()[0].name, "Röntgen-1");
}

proptest! {
    #[test]
    fn any_bytes_get_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..300), first in "[{<P]?") {
        let _ = read_any("x", &[first.as_bytes(), &bytes].concat());
    }

    #[test]
    fn any_scan_gets_an_answer(pieces in prop::collection::vec(prop::sample::select(vec![
        "<host>", "</host>", "<status state=\"up\"/>", "<address addr=\"10.1.1.1\"/>", "<hostnames>", "</hostnames>",
        "<hostname name=\"a\" type=\"PTR\"/>", "<address addr=\"x\" addrtype=\"mac\" vendor=\"v\"/>", "<os>", "</os>",
        "<osmatch name=\"b\" accuracy=\"99999999999\"/>", "&amp;", "<![CDATA[]]>", "<!---->", "<?a?>", "\n", "é",
    ]), 0..30)) {
        let _ = read_any("x", format!("<nmaprun>{}</nmaprun>", pieces.concat()).as_bytes());
    }

    #[test]
    fn any_damage_gets_an_answer(
        report in any::<bool>(),
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = if report { COMPUTER } else { SCAN }.as_bytes().to_vec();
        for (at, byte) in hits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read_any("x", &bytes);
    }
}
