//! What goes wrong in the demo, and how it is put right: what somebody at a bedside or a counter would write,
//! and what a technician answers. No patient is spoken of.

use desk::words::{Trouble, WaitReason};
use kernel::Chance;
use organizations::CareArea;

/// A trouble with its way out.
pub(super) struct Script {
    pub kind: Trouble,
    /// Where it happens; everywhere when empty.
    areas: &'static [CareArea],
    /// The word of the device it is about.
    pub device: Option<&'static str>,
    pub report: &'static str,
    pub reply: &'static str,
    /// What it has to wait for, in about half of the cases.
    pub waits: Option<WaitReason>,
    pub resolution: &'static str,
    /// How likely in a hundred it is that a patient is affected.
    pub patient: u64,
    pub workaround: Option<bool>,
    /// At most so many people are stopped.
    pub users: u32,
    /// How often it happens, beside the others.
    often: u64,
}

use CareArea::*;
use Trouble::*;
use WaitReason::{ChangeWindow, Parts, Reporter, Vendor};

macro_rules! scripts {
    ($($kind:ident, $areas:expr, $device:expr; $report:literal, $reply:literal, $resolution:literal,
       waits $waits:expr, patient $patient:literal, workaround $workaround:expr, users $users:literal,
       often $often:literal;)*) => {
        /// Everything that goes wrong.
        pub(super) const SCRIPTS: &[Script] = &[$(Script {
            kind: $kind, areas: $areas, device: $device,
            report: $report, reply: $reply, resolution: $resolution,
            waits: $waits, patient: $patient, workaround: $workaround, users: $users, often: $often,
        }),*];
    };
}

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);
const BEDSIDE: &[CareArea] = &[IntensiveCare, Emergency, Procedure];
const WARDS: &[CareArea] = &[IntensiveCare, Emergency, Inpatient, Procedure, OperatingRoom];
const COUNTERS: &[CareArea] = &[Registration, Ambulatory];
const OFFICES: &[CareArea] = &[Billing, Administration, Registration];

scripts! {
    CannotWork, &[IntensiveCare], Some("WS");
        "The workstation at the bedside went dark in the middle of the medication round. We cannot see the orders.",
        "Take the cart from the corridor. I am on my way with a spare and stay until it works.",
        "The power supply had died. Spare put in its place; medication scanning tested with the nurse.",
        waits None, patient 80, workaround NO, users 3, often 2;
    CannotWork, &[Billing], None;
        "Payroll has to be with the bank by the end of today, and the export stops with an error on line 212.",
        "I look at line 212 with you now. The bank takes files until the evening.",
        "A new bank code tripped the export. Corrected; the bank has confirmed the file.",
        waits None, patient 0, workaround NO, users 2, often 1;
    BrokenDevice, BEDSIDE, Some("MON");
        "The bedside monitor shows no numbers at the central station. At the bed it works.",
        "I am on it. Keep watching at the bed; I look at the gateway first.",
        "The monitor gateway had stopped. Restarted it, and all beds report again.",
        waits None, patient 70, workaround NO, users 3, often 3;
    BrokenDevice, &[IntensiveCare], Some("PUMP");
        "The pump does not take the drug library. It says the server cannot be reached.",
        "The pump keeps its last library. I check the pump server now.",
        "The certificate of the pump server had run out. Renewed; the pumps synchronise.",
        waits Some(Vendor), patient 40, workaround YES, users 4, often 3;
    Ehr, WARDS, None;
        "The record opens but orders cannot be signed. Everybody here has it.",
        "Thank you. Several of you report it; we restart the order service.",
        "The order service was out of memory. Restarted, limit raised, watched for an hour.",
        waits None, patient 35, workaround NO, users 15, often 5;
    Ehr, &[], None;
        "The record is very slow since this morning, about a minute for each chart.",
        "I see slow answers from the hosted record and call the vendor.",
        "The vendor moved us to another database node. Charts open in two seconds.",
        waits Some(Vendor), patient 10, workaround YES, users 12, often 6;
    Ehr, WARDS, None;
        "Medication scanning says 'unknown barcode' for the new syringes.",
        "The new catalogue numbers are missing. I add them with pharmacy.",
        "Catalogue numbers added to the record and tested with pharmacy on the ward.",
        waits Some(Reporter), patient 25, workaround YES, users 6, often 4;
    CannotWork, &[], Some("WS");
        "The workstation does not start. Black screen with a line about a boot device.",
        "Please use the station beside it. I come with a spare.",
        "The disk had failed. Replaced the workstation with a spare and set it up.",
        waits Some(Parts), patient 8, workaround YES, users 2, often 8;
    CannotWork, WARDS, Some("WS");
        "The ward station hangs at signing in, for everybody who tries.",
        "I look at it from here; please leave it switched on.",
        "A stuck profile service. Restarted it and applied the fix to the other stations.",
        waits None, patient 15, workaround YES, users 5, often 7;
    Slow, &[], Some("WS");
        "The computer takes ten minutes until I can work with it.",
        "I look at what starts with it and get back to you.",
        "Removed two programs that started with it; it is ready in a minute.",
        waits Some(Reporter), patient 0, workaround YES, users 1, often 9;
    Printing, &[Emergency, Inpatient, Procedure, Laboratory], Some("LBL");
        "The label printer prints blank labels.",
        "Please try the roll the other way round; if it stays blank I come over.",
        "The print head was worn. Replaced it and printed test labels.",
        waits Some(Parts), patient 20, workaround NO, users 4, often 8;
    Printing, OFFICES, Some("PRT");
        "The printer says it is offline, but it is on.",
        "I restart its queue from here. Please send the page again in five minutes.",
        "Its address had changed. Gave it a fixed one and cleared the queue.",
        waits None, patient 0, workaround YES, users 3, often 9;
    Printing, COUNTERS, Some("PRT");
        "Wristbands come out shifted by half a line.",
        "I compare the template with the other printers.",
        "The driver was updated last night and lost its margins. Set them again.",
        waits None, patient 5, workaround YES, users 4, often 5;
    Access, &[], None;
        "I cannot sign in. It says my account is locked.",
        "I unlock it as soon as I have reached you on the number we have for you.",
        "Called back, identity confirmed, account unlocked, new password chosen.",
        waits None, patient 3, workaround NO, users 1, often 14;
    Access, &[], None;
        "A new colleague starts on Monday and needs the same access as the others here.",
        "I prepare it. Your manager has to approve; the request is with them.",
        "Account made after approval, roles as agreed, welcome sheet handed over.",
        waits Some(Reporter), patient 0, workaround None, users 1, often 6;
    Access, WARDS, None;
        "The badge reader at the medication room does not know my badge any more.",
        "I check the badge system now.",
        "The badge had not been carried over to the new reader. Added and tested at the door.",
        waits None, patient 20, workaround YES, users 1, often 4;
    Phone, &[], None;
        "Calls to our department end in a busy tone although nobody is on the phone.",
        "I call the telephone provider; please use the mobile number until then.",
        "A routing mistake at the provider. Corrected; test calls from three networks came through.",
        waits Some(Vendor), patient 10, workaround YES, users 6, often 5;
    Phone, &[IntensiveCare, Inpatient], None;
        "The nurse call does not ring on two of the handsets.",
        "Please hand out the spare handsets; I look at the nurse call server.",
        "Two handsets had lost their subscription. Subscribed again; every bed tested with the ward.",
        waits None, patient 55, workaround YES, users 4, often 3;
    Network, &[], None;
        "Wireless drops every few minutes at the end of the corridor.",
        "I see the access point losing its uplink. Somebody comes by this afternoon.",
        "A damaged cable behind the ceiling. Replaced; no drop since.",
        waits Some(Parts), patient 8, workaround YES, users 8, often 7;
    Network, &[Ambulatory, Imaging], None;
        "Nothing works here: no record, no telephone, no printer.",
        "The whole site is off. The line is down; we switch to the radio line now.",
        "The provider repaired the line. Back on it, with the radio line as a spare.",
        waits Some(Vendor), patient 30, workaround NO, users 20, often 2;
    BrokenDevice, &[Imaging], Some("CT");
        "Images from the scanner do not arrive in the archive.",
        "The scanner keeps them; nothing is lost. I look at the queue.",
        "The archive had refused them for a full disk. Space made, queue sent, all studies there.",
        waits Some(Vendor), patient 45, workaround NO, users 4, often 4;
    BrokenDevice, &[Laboratory], Some("ANA");
        "The analyzer does not send results to the record. We type them by hand.",
        "Thank you for typing them. I look at the interface.",
        "The interface waited for an answer that never came. Restarted; results compared with the paper.",
        waits None, patient 35, workaround YES, users 5, often 4;
    BrokenDevice, &[Pharmacy], Some("CAB");
        "The dispensing cabinet opens only with the key.",
        "Please go on with the key and the paper list. Biomedical engineering comes with me.",
        "The cabinet had lost its clock after a power cut. Set it and counted with pharmacy.",
        waits Some(Vendor), patient 40, workaround YES, users 6, often 3;
    BrokenDevice, &[OperatingRoom], Some("ANES");
        "The anesthesia station does not send vitals to the record.",
        "The station itself is fine. Chart by hand; I look at the device gateway.",
        "The gateway's service account had expired. Renewed, and vitals flow.",
        waits None, patient 50, workaround YES, users 3, often 3;
    Suspicious, &[], None;
        "A mail asks me to sign in to see my payslip. I did not click.",
        "Well done. Please leave it as it is; we take it out of all mailboxes.",
        "The mail was taken out of 41 mailboxes, the sender blocked. Nobody had entered a password.",
        waits None, patient 0, workaround YES, users 1, often 5;
    Suspicious, OFFICES, Some("WS");
        "A window says that my computer is infected and that I must call a number.",
        "Do not call it. Leave the computer on and take the network cable out.",
        "It was a page in the browser, nothing installed. Scanned, blocked, explained.",
        waits None, patient 0, workaround YES, users 1, often 3;
    Question, &[], None;
        "How do I set an absence notice in the new mail program?",
        "Here is how, with pictures: settings, then automatic replies.",
        "Explained; the notice is set.",
        waits None, patient 0, workaround None, users 1, often 7;
    Question, OFFICES, None;
        "Can we get a second screen for the claims desk?",
        "Yes. There are two in stock; I bring one on Thursday.",
        "Second screen installed and adjusted.",
        waits Some(Parts), patient 0, workaround None, users 1, often 4;
    Access, &[Billing], None;
        "The clearinghouse does not accept our certificate since today.",
        "I renew it with them now.",
        "Certificate renewed on both sides; the batch of yesterday was sent.",
        waits Some(Vendor), patient 0, workaround NO, users 12, often 3;
    Slow, &[Imaging, OperatingRoom], None;
        "Old images take very long to open.",
        "They come from the second archive. I ask the vendor for the reason.",
        "The vendor rebuilt an index in the change window. Old images open in four seconds.",
        waits Some(ChangeWindow), patient 15, workaround YES, users 5, often 4;
    CannotWork, COUNTERS, Some("TEL");
        "The telephone at the counter is dead.",
        "I bring another one with me this morning.",
        "Telephone replaced, number moved to it.",
        waits Some(Parts), patient 0, workaround YES, users 2, often 4;
}

/// What technicians note for one another.
pub(super) const NOTES: &[&str] = &[
    "Seen before on the same model; compare with the last one.",
    "Remote session started with the reporter's consent.",
    "Logs saved to the ticket folder; nothing unusual apart from the restart.",
    "Vendor case opened, reference noted on our side.",
    "Checked the neighbouring devices: not affected.",
];

/// Why something is opened again.
pub(super) const AGAIN: &[&str] = &[
    "It is back since this morning.",
    "It worked for two days and now it is the same again.",
    "Only one of the two works; the other one still does not.",
];

/// What a reporter adds.
pub(super) const ADDED: &[&str] = &[
    "It is the one by the window. I am here until four.",
    "I tried it again just now: still the same.",
    "Yes, you may connect to it now.",
];

/// Something that can go wrong there.
pub(super) fn any(area: CareArea, chance: &mut Chance) -> &'static Script {
    let fits = |s: &&Script| s.areas.is_empty() || s.areas.contains(&area);
    let all: u64 = SCRIPTS.iter().filter(fits).map(|s| s.often).sum();
    let mut left = chance.below(all);
    for script in SCRIPTS.iter().filter(fits) {
        if left < script.often {
            return script;
        }
        left -= script.often;
    }
    &SCRIPTS[0]
}

/// One of a list.
pub(super) fn one<T: Copy>(list: &[T], chance: &mut Chance) -> T {
    let at = chance.below(list.len() as u64);
    list[usize::try_from(at).expect("a place within a list")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_its_troubles_and_every_device_exists() {
        let mut chance = Chance::from_number(1);
        for area in CareArea::ALL {
            let kits = super::super::devices::kits(*area);
            assert!(!kits.is_empty());
            for _ in 0..200 {
                let script = any(*area, &mut chance);
                assert!(script.areas.is_empty() || script.areas.contains(area));
            }
        }
        for script in SCRIPTS {
            let Some(word) = script.device else { continue };
            let somewhere =
                CareArea::ALL.iter().any(|a| super::super::devices::kits(*a).iter().any(|k| k.word == word));
            assert!(somewhere, "{word} stands nowhere");
        }
    }
}
