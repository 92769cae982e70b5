//! A sheet as CSV (RFC 4180) for whoever writes the invoices. Money stands in dollars with two digits, time in minutes.

use crate::sheet::{Line, What};
use std::collections::BTreeMap;

/// The sheet as CSV, with a row of names first. `names` are of people by id. A cell that a spreadsheet would take for a
/// formula begins with an apostrophe.
pub fn sheet_csv(client: &str, month: &str, lines: &[Line], names: &BTreeMap<String, String>) -> String {
    let mut out = "client,month,what,ticket,date,person,minutes,quantity,unit,amount,currency\r\n".to_owned();
    for line in lines {
        let [what, ticket, date, person, minutes] = cells(line, names);
        let money = |cents: i64| {
            format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
        };
        let row = [
            cell(client),
            cell(month),
            cell(&what),
            ticket,
            date,
            cell(&person),
            minutes,
            line.quantity.to_string(),
            money(line.unit_cents),
            money(line.amount_cents),
            "USD".to_owned(),
        ];
        out.push_str(&row.join(","));
        out.push_str("\r\n");
    }
    out
}

fn cells(line: &Line, names: &BTreeMap<String, String>) -> [String; 5] {
    let plain = |what: String| [what, String::new(), String::new(), String::new(), String::new()];
    match &line.what {
        What::Users { title } => plain(format!("{title}: users")),
        What::Devices { title } => plain(format!("{title}: devices")),
        What::Flat { title } => plain(title.clone()),
        What::Block { title, hours, used_minutes } => {
            plain(format!("{title}: block of {hours} hours, {used_minutes} minutes used"))
        }
        What::Work { number, person, started_at, minutes, .. } => [
            "Work".to_owned(),
            number.to_string(),
            started_at.timestamp().to_string(),
            names.get(&person.to_string()).cloned().unwrap_or_else(|| "somebody".to_owned()),
            minutes.to_string(),
        ],
    }
}

fn cell(text: &str) -> String {
    // Some spreadsheets trim a cell before they look at it.
    let formula = text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r']);
    let guarded = if formula { format!("'{text}") } else { text.to_owned() };
    if guarded.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_defused() {
        let line = Line {
            what: What::Flat { title: "=cmd|' /C calc'!A0, \"all\"".into() },
            quantity: 1,
            unit_cents: 250_005,
            amount_cents: 250_005,
        };
        let csv = sheet_csv("Cedar, Hill", "2026-11", &[line], &BTreeMap::new());
        let row = csv.lines().nth(1).unwrap();
        assert_eq!(
            row,
            "\"Cedar, Hill\",2026-11,\"'=cmd|' /C calc'!A0, \"\"all\"\"\",,,,,1,2500.05,2500.05,USD"
        );
        let cells = [" =1+1", "\u{a0}@x", "  -2", "\ttext", "a = b", " plain"].map(cell);
        assert_eq!(cells, ["' =1+1", "'\u{a0}@x", "'  -2", "'\ttext", "a = b", " plain"]);
    }
}
