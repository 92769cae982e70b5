//! What belongs to working through lists: the views and texts that a desk keeps, lists that are taken out,
//! one's day, and the count of the days that went. Registered in one place, told in one place.

use crate::orders::*;
use crate::questions::*;
use crate::records;
use office::Registry;
use serde_json::Value;

/// Puts all of it into the registry.
pub fn register(r: &mut Registry) {
    r.order::<KeepView>()
        .order::<RenameView>()
        .order::<DropView>()
        .order::<KeepTemplate>()
        .order::<DropTemplate>()
        .order::<ExportTickets>()
        .order::<CountDay>()
        .order::<RemindMe>()
        .order::<DropReminder>()
        .question::<MyReminder>()
        .question::<Views>()
        .question::<Templates>()
        .question::<TheseTickets>()
        .question::<MyDay>()
        .locate("viw", &records::LOCATE_VIEW)
        .locate("tpl", &records::LOCATE_TEMPLATE)
        .tell(sentence);
}

fn sentence(name: &str, body: &Value) -> Option<String> {
    let yes = |key: &str| body.get(key).and_then(Value::as_bool).unwrap_or(false);
    Some(match name {
        "desk.view-kept" if yes("shared") => "kept a view of the tickets for the whole desk".into(),
        "desk.view-kept" => "kept a view of the tickets".into(),
        "desk.view-renamed" => "renamed a view of the tickets".into(),
        "desk.view-dropped" => "dropped a view of the tickets".into(),
        "desk.template-kept" if yes("anew") => "wrote a template anew".into(),
        "desk.template-kept" => "kept a template for the desk".into(),
        "desk.template-dropped" => "dropped a template".into(),
        "desk.list-taken-out" => "took a list of tickets out as a file".into(),
        "desk.reminder-set" => "wanted to be reminded of it".into(),
        "desk.reminder-dropped" => "needs to be reminded of it no more".into(),
        "desk.day-counted" => "counted how a day went".into(),
        _ => return None,
    })
}
