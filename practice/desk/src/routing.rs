//! Who may take a ticket on. A ticket stands in one of three tiers and may ask for a certification; whoever
//! takes it needs both, current HIPAA training, and an employer with the right to be there. The rule is pure:
//! it names everything that is missing, so that a refusal can say it and a list can show who fits.

use crate::needs::Worker;
use kernel::{Duty, Moment, Role};

/// The highest tier.
pub const TOP_TIER: u8 = 3;

/// What a ticket asks of whoever takes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Demand {
    /// 1 to 3.
    pub tier: u8,
    /// For instance `Epic ClinDoc`, or only `Epic` for any of its modules.
    pub certification: Option<String>,
}

/// What keeps somebody from a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// Their roles do not let them work on tickets.
    Duty,
    /// Their employer has no agreement in force.
    Standing,
    /// HIPAA training within a year.
    Training,
    /// They work in a lower tier.
    Tier {
        needs: u8,
        has: u8,
    },
    Certification {
        name: String,
        lapsed: bool,
    },
}

impl Missing {
    /// As the part of a sentence that follows "is missing".
    pub fn words(&self) -> String {
        match self {
            Missing::Duty => "a role that works on tickets".to_owned(),
            Missing::Standing => "an agreement in force between the client and their employer".to_owned(),
            Missing::Training => "current HIPAA training".to_owned(),
            Missing::Tier { needs, has } => format!("tier {needs} (they work in tier {has})"),
            Missing::Certification { name, lapsed: true } => {
                format!("the certification {name}, which has lapsed")
            }
            Missing::Certification { name, lapsed: false } => format!("the certification {name}"),
        }
    }
}

/// Everything that keeps `worker` from the ticket; nothing when they fit.
pub fn missing(demand: &Demand, worker: &Worker, now: Moment) -> Vec<Missing> {
    let mut missing = Vec::new();
    if !worker.roles.iter().any(|role| role.duties().has(Duty::WorkTickets)) {
        missing.push(Missing::Duty);
    }
    if !worker.standing.suffices() {
        missing.push(Missing::Standing);
    }
    if !worker.trained {
        missing.push(Missing::Training);
    }
    let has = tier_of(worker, now);
    if has < demand.tier {
        missing.push(Missing::Tier { needs: demand.tier, has });
    }
    if let Some(name) = &demand.certification {
        let held = worker.certifications.iter().filter(|held| serves(&held.name, name));
        let lapsed: Vec<bool> = held.map(|held| held.until.is_some_and(|until| until <= now)).collect();
        if !lapsed.contains(&false) {
            missing.push(Missing::Certification { name: name.clone(), lapsed: !lapsed.is_empty() });
        }
    }
    missing
}

/// The tier in which somebody works: senior technicians, biomedical engineers and whoever runs the house in
/// the third; a technician with a certification that counts in the second; everybody else in the first.
pub fn tier_of(worker: &Worker, now: Moment) -> u8 {
    let is = |role: &Role| matches!(role, Role::SeniorTechnician | Role::BiomedicalEngineer | Role::Owner);
    if worker.roles.iter().any(is) {
        return TOP_TIER;
    }
    let certified = worker.certifications.iter().any(|held| held.until.is_none_or(|until| until > now));
    if certified && worker.roles.contains(&Role::Technician) { 2 } else { 1 }
}

/// One spelling for comparing.
fn plain(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether a certification that is held serves for one that is asked for: the same, or one of the vendor's
/// modules where only the vendor is asked for.
pub fn serves(held: &str, asked: &str) -> bool {
    let (held, asked) = (plain(held), plain(asked));
    held == asked || held.strip_prefix(&asked).is_some_and(|rest| rest.starts_with(' '))
}

/// Vendors of patient records whose modules need certified people, each with the names it goes by and its
/// modules.
pub const RECORD_SYSTEMS: &[(&str, &[&str], &[&str])] = &[
    (
        "Epic",
        &["epic"],
        &[
            "ClinDoc",
            "Willow",
            "Beaker",
            "Orders",
            "ASAP",
            "OpTime",
            "Radiant",
            "Ambulatory",
            "Beacon",
            "Stork",
            "Cadence",
            "Prelude",
            "Resolute",
            "Bridges",
            "Hyperdrive",
            "Cogito",
            "MyChart",
        ],
    ),
    (
        "Oracle Health",
        &["oracle health", "cerner"],
        &["PowerChart", "PharmNet", "PathNet", "FirstNet", "SurgiNet", "RadNet", "CareAware"],
    ),
    ("athenahealth", &["athenahealth", "athena health", "athenaone"], &["athenaOne", "athenaCollector"]),
    ("MEDITECH", &["meditech"], &["Expanse", "Magic"]),
    ("eClinicalWorks", &["eclinicalworks", "ecw"], &["EMR", "PRISMA"]),
    ("NextGen", &["nextgen"], &["Enterprise", "Office"]),
    ("Veradigm", &["veradigm", "allscripts"], &["Paragon", "Sunrise"]),
];

/// Every certification of a patient record system by name, for choosing one.
pub fn known() -> Vec<String> {
    let of = |(vendor, _, modules): &(&str, &[&str], &[&str])| {
        let each: Vec<String> = modules.iter().map(|module| format!("{vendor} {module}")).collect();
        std::iter::once((*vendor).to_owned()).chain(each).collect::<Vec<_>>()
    };
    RECORD_SYSTEMS.iter().flat_map(of).collect()
}

/// The certification that an application asks for, by its name, its maker and its model: the module when it
/// is named, the vendor when only it is; nothing for any other application.
pub fn asked_by(name: &str, maker: Option<&str>, model: Option<&str>) -> Option<String> {
    let text = format!(" {} {} {} ", plain(maker.unwrap_or("")), plain(name), plain(model.unwrap_or("")));
    let has = |word: &str| text.contains(&format!(" {} ", word.to_lowercase()));
    let (vendor, _, modules) =
        RECORD_SYSTEMS.iter().find(|(_, names, _)| names.iter().any(|name| has(name)))?;
    let module = modules.iter().find(|module| has(module));
    Some(module.map_or_else(|| (*vendor).to_owned(), |module| format!("{vendor} {module}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::needs::Certificate;
    use kernel::Standing;

    fn at(text: &str) -> Moment {
        Moment::from_timestamp(text.parse().unwrap())
    }

    fn worker(roles: &[Role], certifications: &[(&str, Option<&str>)]) -> Worker {
        Worker {
            person: "per_01900000000070008000000000000001".parse().unwrap(),
            name: "Tess Sample".to_owned(),
            employer: "org_01900000000070008000000000000001".parse().unwrap(),
            roles: roles.to_vec(),
            trained: true,
            standing: Standing::InForce,
            certifications: certifications
                .iter()
                .map(|(name, until)| Certificate { name: (*name).to_owned(), until: until.map(at) })
                .collect(),
        }
    }

    fn demand(tier: u8, certification: Option<&str>) -> Demand {
        Demand { tier, certification: certification.map(str::to_owned) }
    }

    const NOW: &str = "2026-11-22T12:00:00Z";

    #[test]
    fn an_expired_certification_counts_as_none() {
        let now = at(NOW);
        let asked = demand(1, Some("Epic ClinDoc"));
        let lapsed = worker(&[Role::Technician], &[("epic  clindoc", Some("2026-11-22T12:00:00Z"))]);
        let told = missing(&asked, &lapsed, now);
        assert_eq!(told, [Missing::Certification { name: "Epic ClinDoc".into(), lapsed: true }]);
        assert_eq!(told[0].words(), "the certification Epic ClinDoc, which has lapsed");
        let valid = worker(&[Role::Technician], &[("Epic ClinDoc", Some("2026-11-22T12:00:01Z"))]);
        assert_eq!(missing(&asked, &valid, now), []);
        assert_eq!(tier_of(&lapsed, now), 1);
        assert_eq!(tier_of(&valid, now), 2);
        // One that has lapsed beside one that has not.
        let both = worker(&[Role::Technician], &[("Epic ClinDoc", Some(NOW)), ("Epic ClinDoc", None)]);
        assert_eq!(missing(&asked, &both, now), []);
    }

    #[test]
    fn everything_that_is_missing_is_named_at_once() {
        let nobody = Worker { trained: false, standing: Standing::Lapsed, ..worker(&[Role::Reporter], &[]) };
        let told = missing(&demand(2, Some("MEDITECH Expanse")), &nobody, at(NOW));
        assert_eq!(told.len(), 5, "{told:?}");
    }

    #[test]
    fn a_module_serves_where_only_the_vendor_is_asked_for_and_never_the_other_way_round() {
        assert!(serves("Epic Willow", "Epic") && serves("EPIC WILLOW", "epic willow"));
        assert!(!serves("Epic", "Epic Willow") && !serves("Epicenter", "Epic"));
    }

    #[test]
    fn an_application_says_what_it_asks_for() {
        let asked = |name, maker| asked_by(name, maker, None);
        assert_eq!(asked("Epic Hyperdrive", None).as_deref(), Some("Epic Hyperdrive"));
        assert_eq!(asked("Willow inpatient", Some("Epic")).as_deref(), Some("Epic Willow"));
        assert_eq!(asked("PowerChart", Some("Cerner")).as_deref(), Some("Oracle Health PowerChart"));
        assert_eq!(asked("The EHR", Some("athenahealth")).as_deref(), Some("athenahealth"));
        assert_eq!(asked("Epicenter maps", None), None);
        assert_eq!(asked("Payroll", Some("Acme")), None);
    }

    #[test]
    fn seniors_and_engineers_work_in_every_tier() {
        for (role, tier) in
            [(Role::Technician, 1), (Role::SeniorTechnician, 3), (Role::BiomedicalEngineer, 3)]
        {
            assert_eq!(tier_of(&worker(&[role], &[]), at(NOW)), tier);
        }
    }
}
