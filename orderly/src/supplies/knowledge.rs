//! What the orders of the knowledge base need to know: whether what an article is for is there at all.

use crate::records::knowledge as named;
use knowledge::{Named, WriteArticle};
use office::Registry;

/// Every order of the knowledge base that needs something.
pub fn register(registry: &mut Registry) {
    registry.order_with::<WriteArticle>(|look, o| {
        // What cannot be a name at all is refused by the order itself, with its own sentence.
        let name = office::text::optional("applies_to", o.applies_to.as_deref(), knowledge::LONGEST_NAME);
        let Ok(Some(name)) = name else { return Ok(Named { applies_to: true }) };
        let record_system = desk::routing::asked_by(&name, None, None).is_some();
        Ok(Named { applies_to: record_system || named::is_called(look, &name)? })
    });
}
