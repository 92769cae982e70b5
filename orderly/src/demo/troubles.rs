//! What goes wrong in the demo, and how it is put right: what somebody at a bedside or a counter would write, and what a
//! technician answers. No patient is spoken of.

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

#[allow(clippy::too_many_arguments)] // One line a trouble, as in a table.
const fn script(
    kind: Trouble,
    areas: &'static [CareArea],
    device: Option<&'static str>,
    [report, reply, resolution]: [&'static str; 3],
    waits: Option<WaitReason>,
    patient: u64,
    (workaround, users): (Option<bool>, u32),
    often: u64,
) -> Script {
    Script { kind, areas, device, report, reply, waits, resolution, patient, workaround, users, often }
}

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);
const BEDSIDE: &[CareArea] = &[IntensiveCare, Emergency, Procedure];
const WARDS: &[CareArea] = &[IntensiveCare, Emergency, Inpatient, Procedure, OperatingRoom];
const COUNTERS: &[CareArea] = &[Registration, Ambulatory];
const OFFICES: &[CareArea] = &[Billing, Administration, Registration];

/// Everything that goes wrong.
pub(super) const SCRIPTS: &[Script] = &[
    script(
        BrokenDevice,
        BEDSIDE,
        Some("MON"),
        [
            "The bedside monitor shows no numbers at the central station. At the bed it works.",
            "I am on it. Keep watching at the bed; I look at the gateway first.",
            "The monitor gateway had stopped. Restarted it, and all beds report again.",
        ],
        None,
        70,
        (NO, 3),
        3,
    ),
    script(
        BrokenDevice,
        &[IntensiveCare],
        Some("PUMP"),
        [
            "The pump does not take the drug library. It says the server cannot be reached.",
            "The pump keeps its last library. I check the pump server now.",
            "The certificate of the pump server had run out. Renewed; the pumps synchronise.",
        ],
        Some(Vendor),
        40,
        (YES, 4),
        3,
    ),
    script(
        Ehr,
        WARDS,
        None,
        [
            "The record opens but orders cannot be signed. Everybody here has it.",
            "Thank you. Several of you report it; we restart the order service.",
            "The order service was out of memory. Restarted, limit raised, watched for an hour.",
        ],
        None,
        35,
        (NO, 15),
        5,
    ),
    script(
        Ehr,
        &[],
        None,
        [
            "The record is very slow since this morning, about a minute for each chart.",
            "I see slow answers from the hosted record and call the vendor.",
            "The vendor moved us to another database node. Charts open in two seconds.",
        ],
        Some(Vendor),
        10,
        (YES, 12),
        6,
    ),
    script(
        Ehr,
        WARDS,
        None,
        [
            "Medication scanning says 'unknown barcode' for the new syringes.",
            "The new catalogue numbers are missing. I add them with pharmacy.",
            "Catalogue numbers added to the record and tested with pharmacy on the ward.",
        ],
        Some(Reporter),
        25,
        (YES, 6),
        4,
    ),
    script(
        CannotWork,
        &[],
        Some("WS"),
        [
            "The workstation does not start. Black screen with a line about a boot device.",
            "Please use the station beside it. I come with a spare.",
            "The disk had failed. Replaced the workstation with a spare and set it up.",
        ],
        Some(Parts),
        8,
        (YES, 2),
        8,
    ),
    script(
        CannotWork,
        WARDS,
        Some("WS"),
        [
            "The ward station hangs at signing in, for everybody who tries.",
            "I look at it from here; please leave it switched on.",
            "A stuck profile service. Restarted it and applied the fix to the other stations.",
        ],
        None,
        15,
        (YES, 5),
        7,
    ),
    script(
        Slow,
        &[],
        Some("WS"),
        [
            "The computer takes ten minutes until I can work with it.",
            "I look at what starts with it and get back to you.",
            "Removed two programs that started with it; it is ready in a minute.",
        ],
        Some(Reporter),
        0,
        (YES, 1),
        9,
    ),
    script(
        Printing,
        &[Emergency, Inpatient, Procedure, Laboratory],
        Some("LBL"),
        [
            "The label printer prints blank labels.",
            "Please try the roll the other way round; if it stays blank I come over.",
            "The print head was worn. Replaced it and printed test labels.",
        ],
        Some(Parts),
        20,
        (NO, 4),
        8,
    ),
    script(
        Printing,
        OFFICES,
        Some("PRT"),
        [
            "The printer says it is offline, but it is on.",
            "I restart its queue from here. Please send the page again in five minutes.",
            "Its address had changed. Gave it a fixed one and cleared the queue.",
        ],
        None,
        0,
        (YES, 3),
        9,
    ),
    script(
        Printing,
        COUNTERS,
        Some("PRT"),
        [
            "Wristbands come out shifted by half a line.",
            "I compare the template with the other printers.",
            "The driver was updated last night and lost its margins. Set them again.",
        ],
        None,
        5,
        (YES, 4),
        5,
    ),
    script(
        Access,
        &[],
        None,
        [
            "I cannot sign in. It says my account is locked.",
            "I unlock it as soon as I have reached you on the number we have for you.",
            "Called back, identity confirmed, account unlocked, new password chosen.",
        ],
        None,
        3,
        (NO, 1),
        14,
    ),
    script(
        Access,
        &[],
        None,
        [
            "A new colleague starts on Monday and needs the same access as the others here.",
            "I prepare it. Your manager has to approve; the request is with them.",
            "Account made after approval, roles as agreed, welcome sheet handed over.",
        ],
        Some(Reporter),
        0,
        (None, 1),
        6,
    ),
    script(
        Access,
        WARDS,
        None,
        [
            "The badge reader at the medication room does not know my badge any more.",
            "I check the badge system now.",
            "The badge had not been carried over to the new reader. Added and tested at the door.",
        ],
        None,
        20,
        (YES, 1),
        4,
    ),
    script(
        Phone,
        &[],
        None,
        [
            "Calls to our department end in a busy tone although nobody is on the phone.",
            "I call the telephone provider; please use the mobile number until then.",
            "A routing mistake at the provider. Corrected; test calls from three networks came through.",
        ],
        Some(Vendor),
        10,
        (YES, 6),
        5,
    ),
    script(
        Phone,
        &[IntensiveCare, Inpatient],
        None,
        [
            "The nurse call does not ring on two of the handsets.",
            "Please hand out the spare handsets; I look at the nurse call server.",
            "Two handsets had lost their subscription. Subscribed again; every bed tested with the ward.",
        ],
        None,
        55,
        (YES, 4),
        3,
    ),
    script(
        Network,
        &[],
        None,
        [
            "Wireless drops every few minutes at the end of the corridor.",
            "I see the access point losing its uplink. Somebody comes by this afternoon.",
            "A damaged cable behind the ceiling. Replaced; no drop since.",
        ],
        Some(Parts),
        8,
        (YES, 8),
        7,
    ),
    script(
        Network,
        &[Ambulatory, Imaging],
        None,
        [
            "Nothing works here: no record, no telephone, no printer.",
            "The whole site is off. The line is down; we switch to the radio line now.",
            "The provider repaired the line. Back on it, with the radio line as a spare.",
        ],
        Some(Vendor),
        30,
        (NO, 20),
        2,
    ),
    script(
        BrokenDevice,
        &[Imaging],
        Some("CT"),
        [
            "Images from the scanner do not arrive in the archive.",
            "The scanner keeps them; nothing is lost. I look at the queue.",
            "The archive had refused them for a full disk. Space made, queue sent, all studies there.",
        ],
        Some(Vendor),
        45,
        (NO, 4),
        4,
    ),
    script(
        BrokenDevice,
        &[Laboratory],
        Some("ANA"),
        [
            "The analyzer does not send results to the record. We type them by hand.",
            "Thank you for typing them. I look at the interface.",
            "The interface waited for an acknowledgement that never came. Restarted it, results compared with the paper.",
        ],
        None,
        35,
        (YES, 5),
        4,
    ),
    script(
        BrokenDevice,
        &[Pharmacy],
        Some("CAB"),
        [
            "The dispensing cabinet opens only with the key.",
            "Please go on with the key and the paper list. Biomedical engineering comes with me.",
            "The cabinet had lost its clock after a power cut. Set it and counted with pharmacy.",
        ],
        Some(Vendor),
        40,
        (YES, 6),
        3,
    ),
    script(
        BrokenDevice,
        &[OperatingRoom],
        Some("ANES"),
        [
            "The anesthesia station does not send vitals to the record.",
            "The station itself is fine. Chart by hand; I look at the device gateway.",
            "The gateway's service account had expired. Renewed, and vitals flow.",
        ],
        None,
        50,
        (YES, 3),
        3,
    ),
    script(
        Suspicious,
        &[],
        None,
        [
            "A mail asks me to sign in to see my payslip. I did not click.",
            "Well done. Please leave it as it is; we take it out of all mailboxes.",
            "The mail was taken out of 41 mailboxes, the sender blocked. Nobody had entered a password.",
        ],
        None,
        0,
        (YES, 1),
        5,
    ),
    script(
        Suspicious,
        OFFICES,
        Some("WS"),
        [
            "A window says that my computer is infected and that I must call a number.",
            "Do not call it. Leave the computer on and take the network cable out.",
            "It was a page in the browser, nothing installed. Scanned, blocked, explained.",
        ],
        None,
        0,
        (YES, 1),
        3,
    ),
    script(
        Question,
        &[],
        None,
        [
            "How do I set an absence notice in the new mail program?",
            "Here is how, with pictures: settings, then automatic replies.",
            "Explained; the notice is set.",
        ],
        None,
        0,
        (None, 1),
        7,
    ),
    script(
        Question,
        OFFICES,
        None,
        [
            "Can we get a second screen for the claims desk?",
            "Yes. There are two in stock; I bring one on Thursday.",
            "Second screen installed and adjusted.",
        ],
        Some(Parts),
        0,
        (None, 1),
        4,
    ),
    script(
        Access,
        &[Billing],
        None,
        [
            "The clearinghouse does not accept our certificate since today.",
            "I renew it with them now.",
            "Certificate renewed on both sides; the batch of yesterday was sent.",
        ],
        Some(Vendor),
        0,
        (NO, 12),
        3,
    ),
    script(
        Slow,
        &[Imaging, OperatingRoom],
        None,
        [
            "Old images take very long to open.",
            "They come from the second archive. I ask the vendor for the reason.",
            "The vendor rebuilt an index in the change window. Old images open in four seconds.",
        ],
        Some(ChangeWindow),
        15,
        (YES, 5),
        4,
    ),
    script(
        CannotWork,
        COUNTERS,
        Some("TEL"),
        [
            "The telephone at the counter is dead.",
            "I bring another one with me this morning.",
            "Telephone replaced, number moved to it.",
        ],
        Some(Parts),
        0,
        (YES, 2),
        4,
    ),
];

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
