//! All SQL of this slice.

mod assets;
mod columns;
mod continuity;
mod imports;
mod uptime;

pub(crate) use assets::*;
pub(crate) use columns::{column_maps, save_columns};
pub(crate) use continuity::{continuity, keep_continuity, named, relate, relations, unrelate};
pub(crate) use imports::*;
pub(crate) use uptime::{Aim, aim, aims, report, states};

/// Every statement of this slice.
pub(crate) static STATEMENTS: std::sync::LazyLock<Vec<&'static store::Sql>> =
    std::sync::LazyLock::new(|| {
        [
            assets::STATEMENTS,
            columns::STATEMENTS,
            continuity::STATEMENTS,
            imports::STATEMENTS,
            uptime::STATEMENTS,
        ]
        .concat()
    });
