//! Which column of a client's list is which of our fields. Nobody names columns alike: "Serial", "S/N", "Service Tag"
//! and "Serial No." are one thing. A first guess comes from the header, a person corrects it, and the corrected map
//! is kept with the client, so that next month's list is read the same way.

use crate::sheet::Sheet;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One of our fields, as the importer that wants it describes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target<'a> {
    /// The field's name, for example `serial`.
    pub name: &'a str,
    /// Whether a list without this field is of no use.
    pub required: bool,
    /// What people call it in headers. Letter case, blanks and punctuation do not count.
    pub also: &'a [&'a str],
}

/// Our field to the name of the column that holds it. Serializes as a plain JSON object.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ColumnMap(pub BTreeMap<String, String>);

/// Why a map does not fit a list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnError {
    /// Fields that must be in every list have no column.
    #[error("No column was found for {}. The list has the columns {}.", .fields.join(", "), .header.join(", "))]
    Missing {
        /// The required fields without a column.
        fields: Vec<String>,
        /// The columns of the list.
        header: Vec<String>,
    },
    /// The map names columns that the list does not have.
    #[error("The list has no column named {}. It has {}.", .columns.join(", "), .header.join(", "))]
    UnknownColumns {
        /// The columns that were looked for.
        columns: Vec<String>,
        /// The columns of the list.
        header: Vec<String>,
    },
    /// The map speaks of fields that the importer does not know.
    #[error("There is no field named {}.", .fields.join(", "))]
    UnknownFields {
        /// The fields nobody asked for.
        fields: Vec<String>,
    },
}

impl ColumnMap {
    /// Guesses from the header: first each field's own name, then its other names in their order. A column is used
    /// once. What cannot be guessed is left out; [`ColumnMap::check`] says what is missing.
    #[must_use]
    pub fn guess(header: &[String], targets: &[Target<'_>]) -> ColumnMap {
        let plain: Vec<String> = header.iter().map(|name| folded(name)).collect();
        let mut used = vec![false; header.len()];
        let mut map = BTreeMap::new();
        let mut claim = |target: &Target<'_>, wanted: &str, map: &mut BTreeMap<String, String>| {
            let wanted = folded(wanted);
            if map.contains_key(target.name) || wanted.is_empty() {
                return;
            }
            if let Some(at) = (0..header.len()).find(|&at| !used[at] && plain[at] == wanted) {
                used[at] = true;
                map.insert(target.name.to_owned(), header[at].clone());
            }
        };
        for target in targets {
            claim(target, target.name, &mut map);
        }
        for target in targets {
            for name in target.also {
                claim(target, name, &mut map);
            }
        }
        ColumnMap(map)
    }

    /// Whether this map fits a list with this header and gives the importer what it must have.
    ///
    /// # Errors
    /// Names the fields nobody knows, the columns that are not there, or the required fields without a column.
    pub fn check(&self, header: &[String], targets: &[Target<'_>]) -> Result<(), ColumnError> {
        let fields =
            self.0.keys().filter(|field| !targets.iter().any(|target| target.name == field.as_str()));
        let fields: Vec<String> = fields.cloned().collect();
        if !fields.is_empty() {
            return Err(ColumnError::UnknownFields { fields });
        }
        self.positions(header)?;
        let missing = targets.iter().filter(|target| target.required && !self.0.contains_key(target.name));
        let fields: Vec<String> = missing.map(|target| target.name.to_owned()).collect();
        if fields.is_empty() { Ok(()) } else { Err(ColumnError::Missing { fields, header: header.to_vec() }) }
    }

    /// The rows of a list as (line, field to trimmed text). Fields whose cell is blank are left out.
    ///
    /// # Errors
    /// Names the columns of the map that the list does not have.
    pub fn apply<'a>(
        &'a self,
        sheet: &'a Sheet,
    ) -> Result<impl Iterator<Item = (u32, BTreeMap<&'a str, String>)> + use<'a>, ColumnError> {
        let positions = self.positions(&sheet.header)?;
        Ok(sheet.rows.iter().map(move |row| {
            let mut fields = BTreeMap::new();
            for &(field, at) in &positions {
                let text = row.cells.get(at).map_or("", |cell| cell.trim());
                if !text.is_empty() {
                    fields.insert(field, text.to_owned());
                }
            }
            (row.line, fields)
        }))
    }

    /// Where each field stands. A column is found as written, else by its folded name, so that a kept map survives
    /// a change of letter case or punctuation in next month's list.
    fn positions(&self, header: &[String]) -> Result<Vec<(&str, usize)>, ColumnError> {
        let (mut found, mut columns) = (Vec::with_capacity(self.0.len()), Vec::new());
        for (field, column) in &self.0 {
            let exact = header.iter().position(|name| name == column);
            match exact.or_else(|| header.iter().position(|name| folded(name) == folded(column))) {
                Some(at) => found.push((field.as_str(), at)),
                None => columns.push(column.clone()),
            }
        }
        if columns.is_empty() {
            Ok(found)
        } else {
            Err(ColumnError::UnknownColumns { columns, header: header.to_vec() })
        }
    }
}

/// A name without what people vary: letter case, blanks, punctuation.
fn folded(name: &str) -> String {
    name.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TARGETS: &[Target<'static>] = &[
        Target { name: "name", required: true, also: &["host name", "computer", "device name"] },
        Target { name: "serial", required: false, also: &["S/N", "service tag", "serial no"] },
        Target { name: "bought", required: true, also: &["purchase date"] },
    ];

    fn header(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn guesses_through_case_blanks_and_punctuation() {
        let map = ColumnMap::guess(&header(&["HOST-NAME", "Serial No.", "Purchase_Date", "Notes"]), TARGETS);
        let json = serde_json::to_string(&map).unwrap();
        assert_eq!(json, r#"{"bought":"Purchase_Date","name":"HOST-NAME","serial":"Serial No."}"#);
        assert_eq!(serde_json::from_str::<ColumnMap>(&json).unwrap(), map);
    }

    #[test]
    fn the_own_name_wins_and_no_column_is_used_twice() {
        let map = ColumnMap::guess(&header(&["Computer", "Name", "s n"]), TARGETS);
        assert_eq!(map.0["name"], "Name");
        assert_eq!(map.0["serial"], "s n");
        let both = [
            Target { name: "a", required: false, also: &["x"] },
            Target { name: "b", required: false, also: &["x"] },
        ];
        let map = ColumnMap::guess(&header(&["X"]), &both);
        assert_eq!(map.0.into_iter().collect::<Vec<_>>(), [("a".to_owned(), "X".to_owned())]);
    }

    #[test]
    fn errors_name_what_is_missing_or_unknown() {
        let list = header(&["Name", "S/N"]);
        let error = ColumnMap::guess(&list, TARGETS).check(&list, TARGETS).unwrap_err().to_string();
        assert_eq!(error, "No column was found for bought. The list has the columns Name, S/N.");
        let pairs =
            [("name", "Name"), ("bought", "Day")].map(|(field, name)| (field.to_owned(), name.to_owned()));
        let error = ColumnMap(BTreeMap::from(pairs)).check(&list, TARGETS).unwrap_err().to_string();
        assert_eq!(error, "The list has no column named Day. It has Name, S/N.");
        let odd = ColumnMap(BTreeMap::from([("colour".to_owned(), "Name".to_owned())]));
        assert_eq!(odd.check(&list, TARGETS).unwrap_err().to_string(), "There is no field named colour.");
    }

    #[test]
    fn rows_come_as_fields_without_blanks() {
        let sheet = Sheet::read(b"Name;S/N;Purchase date\n mri-01 ;;3/4/2026\nct-02;AX9;\n").unwrap();
        let map = ColumnMap::guess(&sheet.header, TARGETS);
        map.check(&sheet.header, TARGETS).unwrap();
        let rows: Vec<_> = map.apply(&sheet).unwrap().collect();
        let row = |pairs: &[(&'static str, &str)]| pairs.iter().map(|&(k, v)| (k, v.to_owned())).collect();
        assert_eq!(rows[0], (2, row(&[("bought", "3/4/2026"), ("name", "mri-01")])));
        assert_eq!(rows[1], (3, row(&[("name", "ct-02"), ("serial", "AX9")])));
    }

    #[test]
    fn a_kept_map_survives_a_change_of_letter_case() {
        let sheet = Sheet::read(b"NAME,other\nct-02,x\n").unwrap();
        let map = ColumnMap(BTreeMap::from([("name".to_owned(), "Name".to_owned())]));
        assert_eq!(map.apply(&sheet).unwrap().next().unwrap().1["name"], "ct-02");
    }
}
