//! The gate's policies are compiled to logic and handed to the solver cvc5, which either proves a sentence for every
//! possible question, whatever words stand in it, or shows one for which it is false. Cedar's symbolic compiler is itself
//! proven in Lean. Where cvc5 is not installed the proofs are left out, and that is said.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is how a proof says that it failed")]

use cedar_policy::{Authorizer, Decision, Policy, PolicySet, Schema};
use cedar_policy_symcc::{CedarSymCompiler, CompiledPolicy, CompiledPolicySet, solver::LocalSolver};
use kernel::{Duty, Standing};
use std::{env, io::ErrorKind, process::Command};
use tokio::runtime::Runtime;

/// As the gate reads them.
const POLICIES: &str = include_str!("../../crates/office/policies/orderly.cedar");
const SCHEMA: &str = include_str!("../../crates/office/policies/orderly.cedarschema");

/// What of a question makes the gate's most important no: PHI is near, and there is no standing.
fn without_standing() -> String {
    let good = Standing::ALL.iter().filter(|s| s.suffices());
    let good: Vec<String> = good.map(|s| format!("context.standing == \"{}\"", s.word())).collect();
    format!("context.phi != \"none\" && !({})", good.join(" || "))
}

/// The solver, or nothing where there is none.
fn solver() -> Option<String> {
    let path = env::var("CVC5").unwrap_or_else(|_| "cvc5".to_owned());
    match Command::new(&path).arg("--version").output() {
        Ok(told) if told.status.success() => Some(path),
        Err(e) if e.kind() == ErrorKind::NotFound => {
            let must = env::var("CI").is_ok_and(|ci| ci == "true");
            assert!(!must, "the proofs need cvc5: install it, or name it in CVC5");
            eprintln!("NOT PROVEN: there is no cvc5 on this machine (name it in CVC5)");
            None
        }
        other => panic!("{path} does not start: {other:?}"),
    }
}

/// The policies by their names, as the gate reads them.
fn policies() -> Vec<Policy> {
    let all: PolicySet = POLICIES.parse().unwrap();
    all.policies().map(|p| p.new_id(p.annotation("id").unwrap().parse().unwrap())).collect()
}

/// The one shape that a question to the gate has, and what may be asked about it.
struct Proofs {
    network: Runtime,
    schema: Schema,
    compiler: CedarSymCompiler<LocalSolver>,
}

impl Proofs {
    fn new() -> Option<Self> {
        solver()?;
        let network = Runtime::new().unwrap();
        let compiler =
            network.block_on(async { CedarSymCompiler::new(LocalSolver::cvc5().unwrap()).unwrap() });
        let (schema, _) = Schema::from_cedarschema_str(SCHEMA).unwrap();
        assert_eq!(schema.request_envs().count(), 1, "a question has one shape");
        Some(Self { network, schema, compiler })
    }

    fn set(&self, policies: impl IntoIterator<Item = Policy>) -> (PolicySet, CompiledPolicySet) {
        let set = PolicySet::from_policies(policies).unwrap();
        let shape = self.schema.request_envs().next().unwrap();
        let compiled = CompiledPolicySet::compile(&set, &shape, &self.schema).unwrap();
        (set, compiled)
    }

    /// Every question of which this is true.
    fn when(&self, condition: &str) -> CompiledPolicySet {
        let text = format!("permit (principal, action, resource) when {{ {condition} }};");
        self.set([Policy::parse(None, text).unwrap()]).1
    }

    /// A question of this kind that the policies permit; nothing when it is proven that there is none.
    fn permitted(&mut self, policies: Vec<Policy>, condition: &str) -> Option<String> {
        let (set, compiled) = self.set(policies);
        let asked = self.when(condition);
        let check = self.compiler.check_disjoint_with_counterexample_opt(&compiled, &asked);
        let found = self.network.block_on(check).unwrap()?;
        // The solver's example is put to the engine that really decides.
        let answer = Authorizer::new().is_authorized(&found.request, &set, &found.entities);
        assert_eq!(answer.decision(), Decision::Allow, "the solver and the engine disagree: {found:?}");
        Some(format!("{:?}", found.request.context()))
    }

    fn never(&mut self, condition: &str) {
        assert_eq!(self.permitted(policies(), condition), None, "{condition}");
    }
}

#[test]
fn nothing_near_phi_is_ever_permitted_without_standing() {
    let Some(mut proofs) = Proofs::new() else { return };
    proofs.never(&without_standing());
    // It is that one policy which does it: without it the solver finds a way, and the engine would go it.
    let others: Vec<Policy> = policies().into_iter().filter(|p| p.id().to_string() != "agreement").collect();
    assert!(proofs.permitted(others, &without_standing()).is_some());
    // And with standing the gate does open.
    let opened = format!("context.phi == \"holds\" && !({})", without_standing());
    assert!(proofs.permitted(policies(), &opened).is_some());
}

#[test]
fn an_emergency_never_stands_in_for_standing_nor_for_a_second_factor_nor_for_reach() {
    let Some(mut proofs) = Proofs::new() else { return };
    proofs.never(&format!("context.emergency && {}", without_standing()));
    proofs.never("context.emergency && context.phi == \"holds\" && !context.second_factor && !context.house");
    let open = format!(
        "context.duty == \"{}\" || context.duty == \"{}\"",
        Duty::Anybody.word(),
        Duty::OwnAccount.word()
    );
    proofs.never(&format!("!context.in_reach && !context.house && !({open})"));
    // What an emergency does open: an act of the desk that the caller has no duty for.
    let opened = "context.emergency && !context.has_duty && context.phi == \"holds\" && !context.house";
    assert!(proofs.permitted(policies(), &format!("{opened} && context.duty == \"see-phi\"")).is_some());
    proofs.never(&format!("{opened} && context.duty == \"sign-agreements\""));
}

#[test]
fn every_policy_can_speak_and_none_is_there_in_vain() {
    let Some(mut proofs) = Proofs::new() else { return };
    let (_, all) = proofs.set(policies());
    for policy in policies() {
        let name = policy.id().to_string();
        let shape = proofs.schema.request_envs().next().unwrap();
        let compiled = CompiledPolicy::compile(&policy, &shape, &proofs.schema).unwrap();
        let silent = proofs.network.block_on(proofs.compiler.check_never_matches_opt(&compiled));
        assert!(!silent.unwrap(), "the policy '{name}' never speaks");
        let errs = proofs.network.block_on(proofs.compiler.check_never_errors_opt(&compiled));
        assert!(errs.unwrap(), "the policy '{name}' can fail instead of speaking");
        let (_, rest) = proofs.set(policies().into_iter().filter(|p| p.id() != policy.id()));
        let same = proofs.network.block_on(proofs.compiler.check_equivalent_opt(&all, &rest));
        assert!(!same.unwrap(), "nothing would change without the policy '{name}'");
    }
}
