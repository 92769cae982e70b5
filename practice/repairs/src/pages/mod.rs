//! How repairs look: the list, one device with its next act and its chain of custody, what is lent, and vendors' files.

mod asset;
mod loaners;
mod repair;
mod repairs;
mod vendor;
mod vendors;

pub use asset::{AssetView, asset_hands};
pub use loaners::{LoanersView, loaners_page};
pub use repair::{RepairView, repair_page};
pub use repairs::{RepairsView, repairs_of_ticket, repairs_page};
pub use vendor::{VendorView, vendor_page};
pub use vendors::{VendorsView, vendors_page};

use crate::records::Holder;
use crate::words::HolderKind;
use markup::{Markup, html};
use std::collections::BTreeMap;

/// Names by id.
type Names = BTreeMap<String, String>;

/// A name out of those the binary found; the words of `otherwise` when there is none.
fn name<'a>(names: &'a Names, id: impl ToString, otherwise: &'a str) -> &'a str {
    names.get(&id.to_string()).map_or(otherwise, String::as_str)
}

/// Who has something, by name.
fn holder(names: &Names, of: &Holder, vendor: Option<&str>) -> Markup {
    html! {
        @match of.kind {
            HolderKind::Vendor => { a href={ "/vendors/" (of.id) } { (vendor.unwrap_or("a vendor")) } }
            HolderKind::Department => { (name(names, &of.id, "a department")) }
            HolderKind::Person => { (name(names, &of.id, "somebody")) }
        }
    }
}

/// What stands above every list of this slice.
fn ways(current: &str) -> Markup {
    let tab = |href: &str, label: &str| markup::Tab {
        href: href.to_owned(),
        label: label.to_owned(),
        count: None,
        current: href == current,
    };
    let all = [
        tab("/repairs", "Open repairs"),
        tab("/repairs?view=past", "Past repairs"),
        tab("/loaners", "Lent"),
        tab("/vendors", "Vendors"),
    ];
    markup::tabs("Repairs", &all)
}
