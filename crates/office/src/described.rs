//! An act's description of itself (its fields, which are required, what may be chosen), made once for each act and kept:
//! the forms on pages are drawn from it.

use parking_lot::Mutex;
use schemars::JsonSchema;
use serde_json::Value;
use std::{any::TypeId, collections::HashMap, sync::LazyLock};

static MADE: LazyLock<Mutex<HashMap<TypeId, &'static Value>>> = LazyLock::new(Mutex::default);

/// The JSON Schema of an act. There are as many as there are acts, so they stay in memory.
pub fn schema_of<O: JsonSchema + 'static>() -> &'static Value {
    MADE.lock().entry(TypeId::of::<O>()).or_insert_with(|| {
        let made = schemars::schema_for!(O).to_value();
        Box::leak(Box::new(made))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_made_once() {
        assert!(std::ptr::eq(schema_of::<kernel::OrgId>(), schema_of::<kernel::OrgId>()));
        assert_eq!(schema_of::<bool>()["type"], "boolean");
    }
}
