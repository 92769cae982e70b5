//! Terms as they are typed and kept.

use super::*;
use crate::contracts::life::Version;
use kernel::Moment;

fn moment() -> Moment {
    Moment::from_micros(0)
}

pub(crate) fn location(n: u8) -> LocationId {
    LocationId::new(moment(), [n; 10])
}

pub(crate) fn department(n: u8) -> DepartmentId {
    DepartmentId::new(moment(), [n; 10])
}

pub(crate) fn asset(n: u8) -> AssetId {
    AssetId::new(moment(), [n; 10])
}

/// Everything covered, flat.
pub(crate) fn typed() -> TypedTerms {
    TypedTerms {
        kind: ContractKind::Managed,
        people: CoveredPeople::Everyone,
        most_people: None,
        departments: Vec::new(),
        roles: Vec::new(),
        hours: CoveredHours::Always,
        calendar: None,
        locations: Vec::new(),
        asset_kinds: Vec::new(),
        assets: Vec::new(),
        on_site: true,
        rate: Some("185.00".into()),
        late_rate: Some("277.50".into()),
        minimum_minutes: Some(30),
        billing: BillingModel::Flat,
        price: Some("4,200".into()),
        block_hours: None,
    }
}

pub(crate) fn known() -> Covering {
    Covering {
        locations: vec![location(1)],
        departments: vec![department(1)],
        assets: vec![asset(1)],
        asset_kinds: vec!["workstation".into(), "server".into()],
        ..Covering::default()
    }
}

pub(crate) fn managed() -> Terms {
    typed().checked(&known()).unwrap()
}

pub(crate) fn version(terms: Terms) -> Version {
    Version {
        version: 1,
        title: "Everything".into(),
        from_on: jiff::civil::Date::constant(2026, 1, 1),
        from_at: moment(),
        terms,
        made_by: None,
        made_at: moment(),
    }
}

#[test]
fn amounts_are_kept_in_cents_and_typed_again_as_dollars() {
    let kept = managed();
    assert_eq!((kept.rate_cents, kept.late_rate_cents), (Some(18_500), Some(27_750)));
    assert_eq!((kept.price_cents, kept.minimum_minutes), (Some(420_000), 30));
    assert_eq!(kept.currency, "USD");
    assert_eq!(kept.typed().price.as_deref(), Some("4,200.00"));
    assert_eq!(kept.typed().checked(&known()).unwrap(), kept);
    let as_json = serde_json::to_string(&kept).unwrap();
    assert_eq!(serde_json::from_str::<Terms>(&as_json).unwrap(), kept);
    let alone = TypedTerms { late_rate: None, ..typed() }.checked(&known()).unwrap();
    assert_eq!(alone.late_rate_cents, Some(18_500), "without another, the rate holds at all hours");
    assert_eq!(alone.typed().late_rate, None);
}

#[test]
fn what_contradicts_itself_is_refused_at_its_field() {
    let wrong = [
        (TypedTerms { people: CoveredPeople::Number, ..typed() }, "terms.most_people"),
        (TypedTerms { people: CoveredPeople::Chosen, ..typed() }, "terms.departments"),
        (
            TypedTerms { people: CoveredPeople::Chosen, departments: vec![department(9)], ..typed() },
            "terms.departments",
        ),
        (TypedTerms { locations: vec![location(9)], ..typed() }, "terms.locations"),
        (TypedTerms { assets: vec![asset(9)], ..typed() }, "terms.assets"),
        (TypedTerms { asset_kinds: vec!["toaster".into()], ..typed() }, "terms.asset_kinds"),
        (TypedTerms { hours: CoveredHours::Named, ..typed() }, "terms.calendar.name"),
        (TypedTerms { rate: Some("much".into()), ..typed() }, "terms.rate"),
        (TypedTerms { price: None, ..typed() }, "terms.price"),
        (TypedTerms { billing: BillingModel::Block, ..typed() }, "terms.block_hours"),
        (TypedTerms { minimum_minutes: Some(0), ..typed() }, "terms.minimum_minutes"),
        (TypedTerms { kind: ContractKind::BreakFix, rate: None, ..typed() }, "terms.rate"),
    ];
    for (terms, field) in wrong {
        assert_eq!(terms.checked(&known()).unwrap_err().field.as_deref(), Some(field));
    }
    let break_fix = TypedTerms { kind: ContractKind::BreakFix, price: None, ..typed() };
    assert!(break_fix.checked(&known()).is_ok(), "break-fix has no monthly price");
}

#[test]
fn what_is_not_chosen_is_not_kept() {
    let all = TypedTerms {
        most_people: Some(9),
        departments: vec![department(1)],
        roles: vec![Role::Reporter],
        block_hours: Some(20),
        ..typed()
    };
    let kept = all.checked(&known()).unwrap();
    assert_eq!((kept.most_people, kept.block_hours), (None, None));
    assert!(kept.departments.is_empty() && kept.roles.is_empty());
}
