//! Time zones that a form offers: those of the United States, by the names people use. Any IANA zone is
//! accepted.

/// IANA name and what people call it, from east to west.
pub const ZONES: &[(&str, &str)] = &[
    ("America/Puerto_Rico", "Atlantic (Puerto Rico)"),
    ("America/New_York", "Eastern"),
    ("America/Detroit", "Eastern (Michigan)"),
    ("America/Indiana/Indianapolis", "Eastern (Indiana)"),
    ("America/Kentucky/Louisville", "Eastern (Louisville)"),
    ("America/Chicago", "Central"),
    ("America/Menominee", "Central (Menominee, Michigan)"),
    ("America/Indiana/Knox", "Central (Starke County, Indiana)"),
    ("America/North_Dakota/Center", "Central (North Dakota)"),
    ("America/Denver", "Mountain"),
    ("America/Boise", "Mountain (southern Idaho)"),
    ("America/Phoenix", "Mountain without daylight saving (Arizona)"),
    ("America/Los_Angeles", "Pacific"),
    ("America/Anchorage", "Alaska"),
    ("America/Adak", "Aleutian Islands"),
    ("Pacific/Honolulu", "Hawaii"),
    ("Pacific/Pago_Pago", "American Samoa"),
    ("Pacific/Guam", "Guam and Northern Marianas"),
];

/// Whether it is the name of an IANA zone.
pub fn is_zone(name: &str) -> bool {
    clocks::zone(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_that_is_offered_exists() {
        for (zone, _) in ZONES {
            assert!(is_zone(zone), "{zone}");
        }
        assert!(!is_zone("Eastern") && !is_zone(""));
    }
}
