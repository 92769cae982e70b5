//! What can be asked about repairs, loaners and vendors.

mod repairs;
mod vendors;

pub use repairs::{
    AssetRepairs, Custody, LoanerList, Loaners, OfOneAsset, OneRepair, RepairList, Repairs, TicketRepairs,
};
pub use vendors::{OneVendor, VendorFile, VendorLine, VendorList, Vendors};

pub use crate::records::{Hand, Loan, Repair};
pub use crate::vendor_records::{Score, Vendor};
