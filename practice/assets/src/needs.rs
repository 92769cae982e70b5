//! What orders here need to know from other slices; the binary reads it in the same transaction.

use kernel::{AssetId, DepartmentId, LocationId, Refusal};

/// The places of the organization: proof that a location or a department is its own, and their names for lists.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// Each location with its name.
    pub locations: Vec<(LocationId, String)>,
    /// Each department with its location and its name.
    pub departments: Vec<(DepartmentId, LocationId, String)>,
}

/// The IANA zone of an asset's place, in which times of it are typed.
#[derive(Debug, Clone)]
pub struct Zoned {
    pub zone: String,
}

/// That a location and a contract named in an order are the organization's.
#[derive(Debug, Clone, Copy)]
pub struct Scoped;

/// Assets that an import added and on which there are tickets by now; at most a few are needed.
#[derive(Debug, Clone, Default)]
pub struct Ticketed {
    pub assets: Vec<AssetId>,
}

type Placed = (Option<LocationId>, Option<DepartmentId>);

impl Places {
    /// Proves that both belong to the organization and to each other. A department brings its location along.
    pub(crate) fn prove(
        &self,
        location: Option<LocationId>,
        department: Option<DepartmentId>,
    ) -> Result<Placed, Refusal> {
        if let Some(id) = location
            && !self.locations.iter().any(|(l, _)| *l == id)
        {
            return Err(Refusal { field: Some("location".into()), ..Refusal::not_found("location") });
        }
        let Some(id) = department else { return Ok((location, None)) };
        let Some((_, at, _)) = self.departments.iter().find(|(d, _, _)| *d == id) else {
            return Err(Refusal { field: Some("department".into()), ..Refusal::not_found("department") });
        };
        if location.is_some_and(|l| l != *at) {
            return Err(Refusal::invalid("department", "This department is at another location."));
        }
        Ok((Some(*at), Some(id)))
    }

    /// Finds places by the names that stand in a list.
    pub(crate) fn named(&self, location: Option<&str>, department: Option<&str>) -> Result<Placed, Refusal> {
        let location = location.map(|name| self.location_named(name)).transpose()?;
        let Some(name) = department else { return Ok((location, None)) };
        let key = crate::text::name_key(name);
        let mut fits = self
            .departments
            .iter()
            .filter(|(_, at, n)| crate::text::name_key(n) == key && location.is_none_or(|l| l == *at));
        match (fits.next(), fits.next()) {
            (Some((id, at, _)), None) => Ok((Some(*at), Some(*id))),
            (None, _) => {
                let sentence =
                    "The organization has no department of this name there. Add it first, or leave it blank.";
                Err(Refusal::invalid("department", sentence))
            }
            _ => Err(Refusal::invalid(
                "department",
                "Several departments have this name. Say the location as well.",
            )),
        }
    }

    fn location_named(&self, name: &str) -> Result<LocationId, Refusal> {
        let key = crate::text::name_key(name);
        let mut fits = self.locations.iter().filter(|(_, n)| crate::text::name_key(n) == key);
        match (fits.next(), fits.next()) {
            (Some((id, _)), None) => Ok(*id),
            (None, _) => {
                let sentence =
                    "The organization has no location of this name. Add it first, or leave it blank.";
                Err(Refusal::invalid("location", sentence))
            }
            _ => Err(Refusal::invalid("location", "Several locations have this name.")),
        }
    }

    /// The name of a location, for pages.
    pub fn location_name(&self, id: LocationId) -> Option<&str> {
        self.locations.iter().find(|(l, _)| *l == id).map(|(_, name)| name.as_str())
    }

    /// The name of a department, for pages.
    pub fn department_name(&self, id: DepartmentId) -> Option<&str> {
        self.departments.iter().find(|(d, _, _)| *d == id).map(|(_, _, name)| name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Moment;

    #[test]
    fn a_place_is_found_by_name_and_proven_by_id() {
        let location = |n| LocationId::new(Moment::default(), [n; 10]);
        let department = |n| DepartmentId::new(Moment::default(), [n; 10]);
        let places = Places {
            locations: vec![(location(1), "Main campus".into()), (location(2), "Cedar clinic".into())],
            departments: vec![
                (department(1), location(1), "Imaging".into()),
                (department(2), location(2), "Imaging".into()),
                (department(3), location(1), "Pharmacy".into()),
            ],
        };
        let found = |l, d| places.named(l, d);
        assert_eq!(found(Some("main  CAMPUS"), None).unwrap(), (Some(location(1)), None));
        assert_eq!(found(None, Some("pharmacy")).unwrap(), (Some(location(1)), Some(department(3))));
        let cedar = found(Some("Cedar clinic"), Some("Imaging")).unwrap();
        assert_eq!(cedar, (Some(location(2)), Some(department(2))));
        let field = |r: Result<Placed, Refusal>| r.unwrap_err().field.unwrap();
        assert_eq!(field(found(None, Some("Imaging"))), "department");
        assert_eq!(field(found(Some("Cedar clinic"), Some("Pharmacy"))), "department");
        assert_eq!(field(found(Some("Elsewhere"), None)), "location");
        assert_eq!(places.prove(None, Some(department(3))).unwrap().0, Some(location(1)));
        assert_eq!(field(places.prove(Some(location(2)), Some(department(3)))), "department");
        assert_eq!(field(places.prove(Some(location(9)), None)), "location");
        assert_eq!(field(places.prove(None, Some(department(9)))), "department");
    }
}
