//! The downtime folder at the console: `orderly downtime export DIR --as EMAIL`. A timer that calls it every hour keeps the
//! folder as fresh as that; where it lies (a stick, a share that is copied to the wards, a downtime workstation) is up to
//! whoever runs the house.

use super::{Where, on_behalf, print};
use crate::folder;
use anyhow::Result;
use clap::{Args, Subcommand};
use kernel::OrgId;
use std::path::PathBuf;

/// What can be done for a downtime.
#[derive(Debug, Subcommand)]
pub enum Downtime {
    /// Write procedures, telephones, incidents and playbooks as files that open without a server
    Export(Export),
}

/// The folder.
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    at: Where,
    /// On whose behalf: the e-mail address of somebody who may see them
    #[arg(long = "as", value_name = "EMAIL")]
    by: String,
    /// Only this organization
    #[arg(long, value_name = "ORG")]
    org: Option<OrgId>,
    /// Also what people typed about open incidents; each look is charted
    #[arg(long)]
    texts: bool,
    /// The folder: an empty one, or one that was written by this command before
    dir: PathBuf,
}

/// Carries it out.
pub(super) fn run(command: &Downtime) -> Result<()> {
    let Downtime::Export(export) = command;
    let house = export.at.house()?;
    let who = on_behalf(&house, &export.by)?;
    let wanted = folder::Wanted { only: export.org, texts: export.texts };
    let written = folder::write(&house, &who, &export.dir, &wanted)?;
    print(&format!(
        "Wrote {} files for {} organizations to {}; {} of the last time are gone.",
        written.files,
        written.organizations,
        export.dir.display(),
        written.removed
    ));
    if written.left_out > 0 {
        print(&format!(
            "{} organizations within reach are left out: you may not see them now.",
            written.left_out
        ));
    }
    Ok(())
}
