//! The rules of custody, apart from everything that is kept: when a device that holds ePHI may leave for a vendor, when
//! a medium counts as wiped, when a certificate of destruction is needed, and how a vendor stands by its scores.

use crate::words::{Baa, Criterion, Media, Method, Outcome, Supplies};
use kernel::{Citation, Refusal, VendorId};

/// Whether a device may leave the organization for a vendor.
///
/// # Errors
/// A refusal with its citation and the ways out: remove or wipe the medium, or keep a BAA with the vendor.
pub fn may_leave(holds_ephi: bool, media: Media, baa: Baa, vendor: VendorId) -> Result<(), Refusal> {
    if !holds_ephi || media != Media::Present || baa == Baa::Kept {
        return Ok(());
    }
    let sentence = "This device holds ePHI, and no BAA with this vendor is kept. Remove its medium or wipe it before it \
                    leaves, or keep the vendor's BAA.";
    Err(Refusal::conflict(sentence)
        .because(Citation {
            paragraph: "45 CFR 164.310(d)(1)".into(),
            says: "the receipt and removal of hardware and media that contain ePHI is governed; a vendor that receives \
                   ePHI gives satisfactory assurances first (164.308(b)(1))"
                .into(),
        })
        .remedy("Show the vendor's file", Some(format!("/vendors/{vendor}"))))
}

/// Checks that a wiped medium says how, and that nothing else does.
///
/// # Errors
/// A refusal that names the field.
pub fn wiped_how(was: Media, media: Media, method: Option<Method>) -> Result<(), Refusal> {
    match (media, method) {
        (Media::Wiped, None) if was != Media::Wiped => {
            let sentence = "Say how it was wiped: clear, purge or destroy.";
            Err(Refusal::invalid("method", sentence).because(Citation {
                paragraph: "45 CFR 164.310(d)(2)(i)".into(),
                says: "the final disposition of ePHI and of the medium is documented; NIST SP 800-88 names the methods"
                    .into(),
            }))
        }
        (Media::Present | Media::Removed, Some(_)) => {
            Err(Refusal::invalid("method", "A method is said only of a medium that was wiped."))
        }
        _ => Ok(()),
    }
}

/// Whether the end of a repair needs a certificate of destruction.
pub fn needs_certificate(holds_ephi: bool, media: Media, outcome: Outcome) -> bool {
    match outcome {
        Outcome::Repaired => false,
        Outcome::Scrapped => holds_ephi && media != Media::Removed,
        // The old device stays away, with whatever is in it.
        Outcome::Replaced => holds_ephi && media == Media::Present,
    }
}

/// How a vendor stands: the mean of its scores in tenths, nothing before the first, and what is missing.
pub fn overall(supplies: Supplies, scores: &[(Criterion, u8)]) -> (Option<u32>, Vec<Criterion>) {
    let sum: u32 = scores.iter().map(|(_, score)| u32::from(*score) * 10).sum();
    let count = u32::try_from(scores.len()).unwrap_or(u32::MAX);
    let missing = supplies.criteria().into_iter().filter(|c| scores.iter().all(|(of, _)| of != c));
    (sum.checked_div(count), missing.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vendor() -> VendorId {
        "ven_00000000000000000000000000000000".parse().unwrap()
    }

    #[test]
    fn a_device_that_holds_ephi_leaves_without_its_medium_or_under_a_baa() {
        for baa in Baa::ALL {
            for media in Media::ALL {
                let leaves = may_leave(true, *media, *baa, vendor()).is_ok();
                assert_eq!(leaves, *media != Media::Present || *baa == Baa::Kept, "{media:?} {baa:?}");
                assert!(may_leave(false, *media, *baa, vendor()).is_ok());
            }
        }
    }

    #[test]
    fn a_wipe_says_how() {
        assert!(wiped_how(Media::Present, Media::Wiped, None).is_err());
        assert!(wiped_how(Media::Present, Media::Wiped, Some(Method::Purge)).is_ok());
        assert!(wiped_how(Media::Wiped, Media::Wiped, None).is_ok());
        assert!(wiped_how(Media::Present, Media::Removed, Some(Method::Clear)).is_err());
    }

    #[test]
    fn what_stays_away_with_ephi_needs_a_certificate() {
        assert!(needs_certificate(true, Media::Wiped, Outcome::Scrapped));
        assert!(needs_certificate(true, Media::Present, Outcome::Replaced));
        assert!(!needs_certificate(true, Media::Removed, Outcome::Scrapped));
        assert!(!needs_certificate(true, Media::Present, Outcome::Repaired));
        assert!(!needs_certificate(false, Media::Present, Outcome::Scrapped));
    }

    #[test]
    fn a_vendor_is_asked_for_what_it_can_have() {
        let (none, missing) = overall(Supplies::Devices, &[]);
        assert_eq!((none, missing.len()), (None, Criterion::ALL.len()));
        let (some, missing) =
            overall(Supplies::Staff, &[(Criterion::Questionnaire, 4), (Criterion::Financial, 3)]);
        assert_eq!(some, Some(35));
        assert_eq!(missing, [Criterion::Attestation, Criterion::Incidents]);
    }
}
