//! A nurse at a shared ward station: she signs in with her code, reports what is down beside a patient, and locks the
//! station before she goes back to the bed. It is the first thing that a technician sees on the board.

use super::{
    cast::Cast,
    give,
    reports::{self, Spot},
    sign_ins,
    troubles::SCRIPTS,
};
use anyhow::{Context, Result, bail};
use futures_executor::block_on;
use kernel::{Chance, Moment, OrgId, Private, Span, Who};
use office::Office;
use organizations::CareArea;
use people::{Class, Lock, Secret, SignIn, SignedIn};

/// Minutes before the present at which it happens.
const MINUTES: i64 = 7;
/// The station's address, of a range that is kept for documentation.
const STATION: &str = "198.51.100.31";

/// Tells it, in the intensive care unit of this organization.
pub(super) fn report(
    office: &Office,
    cast: &Cast,
    (spots, org): (&[Spot<'_>], OrgId),
    now: Moment,
    chance: &mut Chance,
) -> Result<()> {
    let spot = reports::at(spots, org, CareArea::IntensiveCare).context("the hospital has intensive care")?;
    let script = SCRIPTS.iter().find(|s| s.report.starts_with("The workstation at the bedside"));
    let script = script.context("a workstation goes dark")?;
    let at = now.minus(Span::minutes(MINUTES));
    let nurse = cast.sign_ins.iter().find(|s| s.email.starts_with("nora@")).context("there is a nurse")?;
    let came = at.minus(Span::minutes(1));
    let order = SignIn {
        email: Private::new(nurse.email.clone()),
        password: Secret::new(nurse.password.clone()),
        class: Class::Shared,
        code: Some(Secret::new(sign_ins::code(&nurse.totp, came)?)),
        leaving: None,
        place: STATION.to_owned(),
        found: None,
    };
    let SignedIn::In { session, .. } = block_on(give(office, came, &Who::Nobody, order))? else {
        bail!("the nurse of the demo cannot sign in");
    };
    let who = Who::Session { person: nurse.person, session };
    let report = spot.tell(script, at, true, chance);
    block_on(give(office, at, &who, report.order))?;
    block_on(give(office, at.plus(Span::minutes(1)), &who, Lock {})).map(drop)
}
