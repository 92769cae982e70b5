//! What the orders about assets need to know: the organization's own places, and on which assets there are tickets.

use crate::records::places;
use assets::needs::{Places, Ticketed};
use kernel::Stop;
use office::Registry;
use store::Look;

/// Every order about assets that needs something.
pub fn register(registry: &mut Registry) {
    registry
        .order_with::<assets::AddAsset>(|look, _| own_places(look))
        .order_with::<assets::ReviseAsset>(|look, _| own_places(look))
        .order_with::<assets::StageRows>(|look, _| own_places(look))
        .order_with::<assets::PasteImport>(|look, _| own_places(look))
        .order_with::<assets::UndoImport>(|look, o| {
            Ok(Ticketed { assets: places::ticketed(look, o.import)? })
        });
}

fn own_places(look: &mut Look) -> Result<Places, Stop> {
    Ok(Places { locations: places::locations(look)?, departments: places::departments(look)? })
}
