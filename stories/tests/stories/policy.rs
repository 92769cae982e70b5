//! Who may do what, as a table that anybody can read, and the proof by enumeration that no path leads to ePHI without
//! standing.

use kernel::{Duties, Duty, Phi, Role, Standing};
use office::{Asked, Gate, Verdict};
use std::fmt::Write as _;

fn asked(duty: Duty, phi: Phi, duties: Duties, standing: Standing) -> Asked {
    Asked {
        duty,
        phi,
        duties,
        standing,
        in_reach: true,
        own: duty == Duty::OwnAccount,
        trained: true,
        second_factor: true,
        emergency: false,
        house: false,
    }
}

fn permitted(gate: &Gate, asked: Asked) -> bool {
    gate.decide(asked).unwrap() == Verdict::Permitted
}

#[test]
fn who_may_do_what_is_a_table_that_anybody_can_read() {
    let (gate, registry) = (Gate::new().unwrap(), orderly::house::registry());
    let mut table = String::from("act | duty | phi |");
    for role in Role::ALL {
        write!(table, " {} |", role.word()).unwrap();
    }
    table.push('\n');
    let mut acts: Vec<_> = registry.entries().iter().map(|e| e.act).collect();
    acts.sort_by_key(|a| a.name);
    for act in acts {
        write!(table, "{} | {} | {} |", act.name, act.duty, act.phi).unwrap();
        for role in Role::ALL {
            let with = permitted(&gate, asked(act.duty, act.phi, role.duties(), Standing::InForce));
            let without = permitted(&gate, asked(act.duty, act.phi, role.duties(), Standing::Lapsed));
            let cell = match (with, without) {
                (true, true) => "yes",
                (true, false) => "under agreement",
                (false, false) => "-",
                (false, true) => panic!("{} is permitted only without an agreement", act.name),
            };
            write!(table, " {cell} |").unwrap();
        }
        table.push('\n');
    }
    insta::assert_snapshot!("policy", table);
}

/// Every state a decision can be made from: duty of the act × its nearness to PHI × duties of each role (and none, and
/// all) × standing × reach × own × training × second factor × emergency × house.
fn every_state() -> impl Iterator<Item = Asked> {
    let mut bundles: Vec<Duties> = Role::ALL.iter().map(|r| r.duties()).collect();
    bundles.extend([Duties::NONE, Duties::of(Duty::ALL)]);
    bundles.extend(Duty::ALL.iter().map(|d| Duties::of(&[*d])));
    let flags = 0..64_u8;
    Duty::ALL.iter().flat_map(move |duty| {
        let (bundles, flags) = (bundles.clone(), flags.clone());
        Phi::ALL.iter().flat_map(move |phi| {
            let (bundles, flags) = (bundles.clone(), flags.clone());
            Standing::ALL.iter().flat_map(move |standing| {
                let flags = flags.clone();
                bundles.clone().into_iter().flat_map(move |duties| {
                    flags.clone().map(move |f| Asked {
                        duty: *duty,
                        phi: *phi,
                        duties,
                        standing: *standing,
                        in_reach: f & 1 != 0,
                        own: f & 2 != 0,
                        trained: f & 4 != 0,
                        second_factor: f & 8 != 0,
                        emergency: f & 16 != 0,
                        house: f & 32 != 0,
                    })
                })
            })
        })
    })
}

/// A decision is a function of what the policies read: the duty itself, whether the caller has it, and the flags. States
/// that agree in these are one.
fn distinct() -> Vec<Asked> {
    let mut seen = std::collections::HashSet::new();
    every_state()
        .filter(|a| {
            let has = a.duties.has(a.duty);
            seen.insert((
                a.duty,
                a.phi,
                has,
                a.standing,
                a.in_reach,
                a.own,
                a.trained,
                a.second_factor,
                a.emergency,
                a.house,
            ))
        })
        .collect()
}

#[test]
fn no_path_leads_to_ephi_without_standing() {
    let gate = Gate::new().unwrap();
    let states = distinct();
    assert_eq!(states.len(), Duty::ALL.len() * 3 * 2 * 7 * 64, "every state is visited once");
    let mut open = 0;
    for state in states {
        if !permitted(&gate, state) {
            continue;
        }
        open += 1;
        if state.phi != Phi::None {
            assert!(state.standing.suffices(), "permitted without standing: {state:?}");
        }
        if state.phi == Phi::Holds && !state.house {
            assert!(state.second_factor, "PHI without a second factor: {state:?}");
            assert!(state.trained || state.emergency, "PHI without training: {state:?}");
        }
        if !state.in_reach && !state.house {
            assert!(
                matches!(state.duty, Duty::Anybody | Duty::OwnAccount),
                "permitted out of reach: {state:?}"
            );
        }
    }
    assert!(open > 500, "the gate opens at all: {open}");
}

#[test]
fn an_emergency_opens_only_the_duties_of_the_desk() {
    use Duty::*;
    let gate = Gate::new().unwrap();
    let desk = [WorkTickets, DirectWork, SeePhi, ReadAssets, ReadPeople, ReadOrganizations];
    for duty in Duty::ALL {
        let state = Asked {
            emergency: true,
            own: false,
            ..asked(*duty, Phi::Holds, Duties::NONE, Standing::InForce)
        };
        let expected = desk.contains(duty) || *duty == Anybody;
        assert_eq!(permitted(&gate, state), expected, "{duty}");
    }
}

#[test]
fn acts_before_sign_in_are_those_that_were_reviewed() {
    let registry = orderly::house::registry();
    let acts = registry.entries().iter().filter(|e| e.act.duty == Duty::Anybody);
    let mut names: Vec<&str> = acts.map(|e| e.act.name).collect();
    names.sort_unstable();
    insta::assert_snapshot!("before_sign_in", names.join("\n"));
}
