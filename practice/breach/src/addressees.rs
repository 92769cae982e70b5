//! Whom a letter addresses, as people type it or bring it as a list: the individual, the parent of a minor, or the next of
//! kin of somebody who died (45 CFR 164.404(d)(1)). A list is taken whole or not at all, and every row that is wrong is named.

use crate::words::{AddresseeKind, LetterState};
use kernel::{Refusal, Stop};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most rows of one list.
pub(crate) const MOST_ROWS: usize = 2_000;
/// How many wrong rows are named at once.
const MOST_NAMED: usize = 10;
/// The most characters of a line of an address.
const LONGEST_LINE: usize = 120;
/// The most lines of an address.
const MOST_LINES: usize = 6;

/// Somebody to whom a letter goes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Addressee {
    /// The individual whose information it was.
    pub name: String,
    /// The parent, representative or next of kin, where the letter goes to them.
    pub to: Option<String>,
    /// The address, a line each; none where nobody knows it.
    pub lines: Vec<String>,
    /// Where the individual agreed to electronic notice.
    pub email: Option<String>,
}

impl std::fmt::Debug for Addressee {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an addressee ‹sealed›")
    }
}

impl Addressee {
    /// Checks what was given; a refusal names the field.
    pub(crate) fn checked(
        name: &str,
        to: Option<&str>,
        lines: &[&str],
        email: Option<&str>,
    ) -> Result<Self, Refusal> {
        let name = office::text::name("name", name)?;
        let to = office::text::optional("to", to, office::text::LONGEST_NAME)?;
        let mut kept = Vec::new();
        for line in lines {
            kept.extend(office::text::optional("address", Some(line), LONGEST_LINE)?);
        }
        if kept.len() > MOST_LINES {
            let sentence = format!("An address has at most {MOST_LINES} lines.");
            return Err(Refusal::invalid("address", sentence));
        }
        let email = office::text::optional("email", email, LONGEST_LINE)?;
        if email.as_ref().is_some_and(|e| !looks_like_an_address(e)) {
            return Err(Refusal::invalid("email", "This is no e-mail address."));
        }
        Ok(Self { name, to, lines: kept, email })
    }

    /// How the letter stands before anything was done: by mail unless electronic notice was agreed to.
    pub(crate) fn first(&self, kind: AddresseeKind) -> LetterState {
        match (self.email.is_some(), self.lines.is_empty(), kind) {
            (true, ..) => LetterState::Email,
            (false, false, _) => LetterState::Mail,
            (false, true, AddresseeKind::NextOfKin) => LetterState::KinUnknown,
            (false, true, _) => LetterState::Nowhere,
        }
    }

    /// What makes two rows the same: name, address and to whom, without regard to case and blanks.
    pub(crate) fn same(&self) -> String {
        let all = [Some(&self.name), self.to.as_ref(), self.email.as_ref()];
        let parts = all
            .into_iter()
            .map(|p| p.map_or("", String::as_str))
            .chain(self.lines.iter().map(String::as_str));
        let folded = |p: &str| p.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        parts.map(folded).collect::<Vec<_>>().join("\n")
    }
}

fn looks_like_an_address(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(own, host)| !own.is_empty() && host.contains('.') && !host.contains('@'))
        && !text.contains(char::is_whitespace)
}

/// A row that was read.
pub(crate) struct Listed {
    pub kind: AddresseeKind,
    pub who: Addressee,
}

struct Columns {
    name: usize,
    kind: Option<usize>,
    to: Option<usize>,
    lines: Vec<usize>,
    city: Option<usize>,
    state: Option<usize>,
    zip: Option<usize>,
    email: Option<usize>,
    agreed: Option<usize>,
}

fn refuse(sentence: impl Into<String>) -> Refusal {
    Refusal::invalid("list", sentence)
}

fn columns(header: &[String]) -> Result<Columns, Refusal> {
    let folded: Vec<String> =
        header.iter().map(|h| h.trim().to_lowercase().replace(['_', '-'], " ")).collect();
    let find = |names: &[&str]| folded.iter().position(|h| names.contains(&h.as_str()));
    let name = find(&["name", "individual", "patient", "full name"])
        .ok_or_else(|| refuse("The header has no column 'name': the individual whose information it was."))?;
    let lines = [&["address", "address 1", "address line 1", "street"][..], &["address 2", "address line 2"]];
    Ok(Columns {
        name,
        kind: find(&["kind", "addressee"]),
        to: find(&["to", "parent", "next of kin", "representative", "addressed to"]),
        lines: lines.iter().filter_map(|names| find(names)).collect(),
        city: find(&["city", "town"]),
        state: find(&["state"]),
        zip: find(&["zip", "zip code", "postal code"]),
        email: find(&["email", "e mail", "mail"]),
        agreed: find(&["email agreed", "agreed to email", "agreed", "e mail agreed"]),
    })
}

/// The rows of a list that was pasted.
///
/// # Errors
/// A refusal that names the rows and columns that are wrong; nothing of a wrong list is taken.
pub(crate) fn rows(list: &str) -> Result<Vec<Listed>, Stop> {
    let sheet = wire::Sheet::read_csv(list.as_bytes()).map_err(|e| refuse(e.to_string()))?;
    let columns = columns(&sheet.header)?;
    if sheet.rows.is_empty() || sheet.rows.len() > MOST_ROWS {
        let sentence = format!("From 1 to {MOST_ROWS} rows below the header. Bring a longer list in parts.");
        return Err(refuse(sentence).into());
    }
    let (mut good, mut wrong) = (Vec::new(), Vec::new());
    for row in &sheet.rows {
        match one(&columns, row) {
            Ok(listed) => good.push(listed),
            Err(refusal) => {
                let column = refusal.field.as_deref().unwrap_or("row");
                wrong.push(format!("Row {}, {column}: {}", row.line, refusal.sentence));
            }
        }
    }
    if wrong.is_empty() {
        return Ok(good);
    }
    let more = wrong.len().saturating_sub(MOST_NAMED);
    wrong.truncate(MOST_NAMED);
    if more > 0 {
        wrong.push(format!("{more} more rows are wrong."));
    }
    Err(refuse(wrong.join(" ")).into())
}

fn one(columns: &Columns, row: &wire::Row) -> Result<Listed, Refusal> {
    let cell =
        |at: Option<usize>| at.and_then(|at| row.cells.get(at)).map(|c| c.trim()).filter(|c| !c.is_empty());
    let kind = match cell(columns.kind).map(str::to_lowercase).as_deref() {
        None | Some("individual" | "living" | "adult") => AddresseeKind::Individual,
        Some("minor" | "representative" | "represented") => AddresseeKind::Representative,
        Some("deceased" | "dead" | "next-of-kin" | "next of kin") => AddresseeKind::NextOfKin,
        Some(_) => return Err(Refusal::invalid("kind", "There is individual, minor or deceased.")),
    };
    let agreed = match cell(columns.agreed).map(str::to_lowercase).as_deref() {
        None | Some("no" | "n" | "false" | "0") => false,
        Some("yes" | "y" | "true" | "1") => true,
        Some(_) => return Err(Refusal::invalid("email agreed", "Write yes or no.")),
    };
    let email = cell(columns.email).filter(|_| agreed);
    if agreed && email.is_none() {
        return Err(Refusal::invalid(
            "email",
            "Electronic notice was agreed to, and there is no e-mail address.",
        ));
    }
    let region = [cell(columns.state), cell(columns.zip)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let place = [cell(columns.city).unwrap_or_default(), region.as_str()];
    let last = place.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ");
    let mut lines: Vec<&str> = columns.lines.iter().filter_map(|at| cell(Some(*at))).collect();
    // A town alone is no address to which a letter goes.
    if !lines.is_empty() {
        lines.push(&last);
    }
    let who =
        Addressee::checked(cell(Some(columns.name)).unwrap_or_default(), cell(columns.to), &lines, email)?;
    Ok(Listed { kind, who })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(list: &str) -> String {
        match rows(list) {
            Err(Stop::Refused(refusal)) => refusal.sentence.clone(),
            Err(fault) => panic!("{fault:?}"),
            Ok(rows) => format!("{} rows", rows.len()),
        }
    }

    #[test]
    fn a_list_becomes_addressees_with_the_way_of_each() {
        let list = "Name,Kind,To,Address,City,State,Zip,Email,Email agreed\n\
                    Robin Sampleton,,,1 Nowhere Lane,Springfield,GA,30000,robin@home.example,no\n\
                    Kim Sampleton,minor,Robin Sampleton,1 Nowhere Lane,Springfield,GA,30000,,\n\
                    Alex Madeup,,,,Springfield,GA,30000,,\n\
                    Lee Madeup,deceased,,,,,,,\n\
                    Jo Invented,,,,,,,jo@home.example,yes\n";
        let read = rows(list).unwrap();
        let states: Vec<_> = read.iter().map(|l| (l.kind, l.who.first(l.kind))).collect();
        assert_eq!(
            states,
            [
                (AddresseeKind::Individual, LetterState::Mail),
                (AddresseeKind::Representative, LetterState::Mail),
                (AddresseeKind::Individual, LetterState::Nowhere),
                (AddresseeKind::NextOfKin, LetterState::KinUnknown),
                (AddresseeKind::Individual, LetterState::Email),
            ]
        );
        assert_eq!(read[0].who.lines, ["1 Nowhere Lane", "Springfield, GA 30000"]);
        assert_eq!(read[0].who.email, None, "nobody agreed to it");
        assert_ne!(read[0].who.same(), read[1].who.same());
        let again = Addressee { name: "ROBIN  sampleton".to_owned(), ..read[0].who.clone() };
        assert_eq!(again.same(), read[0].who.same());
    }

    #[test]
    fn rows_that_are_wrong_are_named_and_nothing_is_taken() {
        assert!(sentence("street\n1 Way\n").contains("no column 'name'"));
        assert!(sentence("name\n").contains("From 1 to 2000 rows"));
        let list = "name,kind,email,email agreed\nA,,,\n,minor,,\nB,alien,,\nC,,no-address,yes\nD,,,perhaps\nE,,,yes\n";
        let said = sentence(list);
        for part in ["Row 3, name:", "Row 4, kind:", "Row 5, email:", "Row 6, email agreed:", "Row 7, email:"]
        {
            assert!(said.contains(part), "{part} in {said}");
        }
        assert!(!said.contains("no-address") && !said.contains("alien"), "no cell is repeated");
        let many: String = (0..20).map(|_| "x,alien\n").collect();
        assert!(sentence(&format!("name,kind\n{many}")).ends_with("10 more rows are wrong."));
        assert!(sentence("").contains("no row"));
    }
}
