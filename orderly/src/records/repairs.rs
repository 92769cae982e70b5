//! What the orders about repairs must know of vendors' files: those that the caller's employer or the organization itself
//! keeps.

use kernel::{OrgId, VendorId};
use repairs::{Baa, OfVendor};
use store::{Look, params, sql};

sql! {
    house VENDOR "orderly.vendor-of"
        "select name, baa from vendors where id = :vendor and (org = :org or org = :employer)";
}

/// A vendor on whom one of the two keeps a file.
pub fn vendor(look: &mut Look, vendor: VendorId, employer: OrgId) -> anyhow::Result<Option<OfVendor>> {
    let row = look.row(&VENDOR, params! { "vendor": vendor, "employer": employer })?;
    row.map(|r| Ok(OfVendor { name: r.get("name")?, baa: r.get::<Baa>("baa")? })).transpose()
}
