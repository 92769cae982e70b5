//! Vendors' files: the list with how each stands, and one with its scores and what is missing.

use crate::vendor_records::{self as records, Score, Vendor};
use crate::words::Criterion;
use crate::{rules, when};
use kernel::{Duty, Moment, OrgId, Phi, Stop, VendorId};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists vendors within your reach, by name.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vendors {
    /// Only those of this organization.
    pub org: Option<OrgId>,
    /// Where the list goes on: name and id of the last line.
    pub after_name: Option<String>,
    pub after: Option<VendorId>,
    /// At most this many lines; 50 when nothing is said, 200 at most.
    pub most: Option<u32>,
}

/// A part of the list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VendorList {
    pub now: Moment,
    pub lines: Vec<VendorLine>,
    pub more: bool,
}

/// A vendor and how it stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VendorLine {
    pub vendor: Vendor,
    /// The mean of its scores in tenths: 35 is 3.5 of 5. Nothing before the first.
    pub overall_tenths: Option<u32>,
    /// By what it was not measured yet.
    pub missing: Vec<Criterion>,
    /// Whether the day on which it is judged again is over.
    pub late: bool,
}

/// Shows a vendor's file.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneVendor {
    pub vendor: VendorId,
}

/// A vendor's file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VendorFile {
    pub now: Moment,
    pub line: VendorLine,
    pub scores: Vec<Score>,
}

fn line(vendor: Vendor, scores: &[(Criterion, u8)], now: Moment) -> VendorLine {
    let (overall_tenths, missing) = rules::overall(vendor.supplies, scores);
    let late = when::over(&vendor.reevaluate_on, now, &vendor.zone);
    VendorLine { vendor, overall_tenths, missing, late }
}

impl Question for Vendors {
    const ACT: Act = Act {
        name: "repairs.vendors",
        says: "List vendors",
        path: "/vendors",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = VendorList;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<VendorList, Stop> {
        let (now, most) = (look.now(), self.most.unwrap_or(50).clamp(1, 200));
        let after = self.after_name.clone().zip(self.after);
        let mut found = records::list(look, self.org, after, most + 1)?;
        let more = found.len() > most as usize;
        found.truncate(most as usize);
        let mut lines = Vec::with_capacity(found.len());
        for vendor in found {
            let scores = records::scored(look, vendor.id)?;
            lines.push(line(vendor, &scores, now));
        }
        Ok(VendorList { now, lines, more })
    }
}

impl Question for OneVendor {
    const ACT: Act = Act {
        name: "repairs.vendor",
        says: "Show a vendor's file",
        path: "/vendors/{vendor}",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = VendorFile;

    fn ground(&self) -> Ground {
        Ground::thing(self.vendor)
    }

    fn answer(&self, look: &mut Look) -> Result<VendorFile, Stop> {
        let (now, vendor) = (look.now(), records::one(look, self.vendor)?);
        let scores = records::scores(look, self.vendor)?;
        let bare: Vec<(Criterion, u8)> =
            scores.iter().map(|s| (s.criterion, u8::try_from(s.score).unwrap_or(u8::MAX))).collect();
        Ok(VendorFile { now, line: line(vendor, &bare, now), scores })
    }
}
