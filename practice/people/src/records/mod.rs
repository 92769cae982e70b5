//! All of the SQL about people, and nothing but. One file a subject.

pub(crate) mod attempts;
pub(crate) mod emergencies;
pub(crate) mod factors;
pub(crate) mod imports;
pub(crate) mod persons;
pub(crate) mod sessions;
pub(crate) mod tokens;

use std::sync::LazyLock;
use store::Sql;

/// Every statement of this slice.
pub(crate) static ALL: LazyLock<Vec<&'static Sql>> = LazyLock::new(|| {
    [
        attempts::STATEMENTS,
        emergencies::STATEMENTS,
        factors::STATEMENTS,
        imports::STATEMENTS,
        crate::oidc::records::STATEMENTS,
        persons::STATEMENTS,
        sessions::STATEMENTS,
        tokens::STATEMENTS,
    ]
    .concat()
});

/// Where a person belongs.
pub(crate) const LOCATE_PERSON: &Sql = &persons::LOCATE;
/// Where an emergency access was opened.
pub(crate) const LOCATE_EMERGENCY: &Sql = &emergencies::LOCATE;
