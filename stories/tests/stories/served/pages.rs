//! Every page there is, and the things that stand on them.

use crate::breach::open;
use crate::downtime::{declare as down, record_system};
use crate::incidents::declare;
use crate::tenants::{larkspurs, nothings};
use crate::world::World;
use incidents::IncidentKind;
use std::collections::BTreeMap;

/// Every page, with names in braces where an id stands.
pub const PAGES: &[&str] = &[
    "/",
    "/gallery",
    "/sign-in",
    "/lock",
    "/me",
    "/me/security",
    "/emergency",
    "/emergencies",
    "/emergency/{emg}",
    "/invitation?link=x",
    "/invitation/x",
    "/first/x",
    "/do/desk.open-ticket",
    "/do/desk.take?ticket={tkt}",
    "/do/people.add-person?org={org}",
    "/do/nothing.at-all",
    "/palette",
    "/palette?q=ticket",
    "/board",
    "/board?org={org}",
    "/tickets",
    "/tickets?org={org}",
    "/tickets?view=all&location={loc}&assignee={per}&asset={ast}",
    "/tickets.csv?org={org}",
    "/board?by=client&wall=1&org={org}",
    "/trends?org={org}&days=7",
    "/articles/{art}/file",
    "/help/{art}",
    "/search?words=chart",
    "/tickets/{tkt}",
    "/report",
    "/my",
    "/my/{tkt}",
    "/organizations",
    "/organizations/{org}",
    "/organizations/{org}/agreements",
    "/organizations/{org}/agreements/not-required",
    "/organizations/{org}/commitments",
    "/organizations/{org}/masking",
    "/agreements/{agr}",
    "/people",
    "/people?org={org}",
    "/people/new",
    "/people/new?org={org}",
    "/people/{per}",
    "/people/imports/new",
    "/people/imports/{imp}",
    "/assets",
    "/assets?org={org}",
    "/assets/new",
    "/assets/new?org={org}",
    "/assets/{ast}",
    "/assets/{ast}/revise",
    "/imports/new",
    "/imports/new?org={org}",
    "/imports/{imp}",
    "/ledger",
    "/ledger?org={org}",
    "/ledger/entries/{ent}",
    "/incidents",
    "/incidents?view=closed&org={org}",
    "/incidents/{inc}",
    "/incidents/{inc}/veris.json",
    "/advisories",
    "/advisories?settled=true",
    "/breaches",
    "/breaches?view=closed",
    "/breaches?org={org}",
    "/breaches/{brc}",
    "/breaches/{brc}/addressees/new",
    "/organizations/{org}/breach-log",
    "/organizations/{org}/breach-log.csv?year=2026",
    "/downtimes",
    "/downtimes?view=past",
    "/downtimes/new",
    "/downtimes/board",
    "/downtimes/plan?org={org}",
    "/downtimes/drills?org={org}",
    "/downtimes/stations?org={org}",
    "/downtimes/{dwn}",
    "/departments/{dep}/downtime-pack",
    "/documents",
    "/documents/breach-letter",
    "/breaches?view=%00",
    "/downtimes/%00",
    "/incidents/inc_x",
    "/nowhere",
    "/tickets/%00",
    "/tickets/tkt_x",
    "/tickets?org=x",
    "/tickets?after=%00&kind=%00",
    "/ledger?before=x",
    "/search?q=%00",
    "/tickets?words=%00",
    "/assets?words=%00",
    "/people?words=%00",
    "/organizations?after=%00",
    "/palette?q=%00",
    "/invitation?link=%00",
    "/do/%00",
    "/do/desk.open-ticket?words=%00&org=%00",
    "/tickets/%ff",
];

/// Larkspur's things, of each kind one.
pub fn there(w: &World) -> BTreeMap<&'static str, String> {
    let mut ids = larkspurs(w);
    let incident = w.act(&w.technician, declare(w, IncidentKind::LostDevice, None)).incident;
    let breach = w.act(&w.officer, open(w, Some(incident))).breach;
    let system = record_system(w, None);
    let downtime = w.act(&w.technician, down(w, system)).downtime;
    ids.extend([("inc", incident.to_string()), ("brc", breach.to_string()), ("dwn", downtime.to_string())]);
    ids
}

/// The same shape, with the ids of nothing.
pub fn none() -> BTreeMap<&'static str, String> {
    let mut ids = nothings();
    ids.extend(["inc", "brc", "dwn"].map(|p| (p, format!("{p}_00000000000000000000000000000000"))));
    ids
}
