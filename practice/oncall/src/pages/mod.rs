//! How being on call looks: the rotas with who is on call now, and one week as strips of days with holes in red.

mod escalation;
mod rota;
mod rotas;
mod strip;

pub use escalation::{PathView, PoliciesView, path_of_ticket, policies_page};
pub use rota::{RotaView, rota_page};
pub use rotas::{RotasView, rotas_page};

use kernel::PersonId;
use std::collections::BTreeMap;

/// Names by id.
pub(crate) type Names = BTreeMap<String, String>;

/// A name out of those the binary found.
pub(crate) fn name(names: &Names, id: impl ToString) -> &str {
    names.get(&id.to_string()).map_or("somebody", String::as_str)
}

/// Several names in a row; "Nobody" for none.
pub(crate) fn people(names: &Names, ids: &[PersonId]) -> String {
    if ids.is_empty() {
        return "Nobody".to_owned();
    }
    ids.iter().map(|id| name(names, id)).collect::<Vec<_>>().join(", ")
}
