//! Migrations: how the tables came to be. Each is applied once and remembered with a digest of its text, so
//! that one that was changed afterwards is noticed instead of believed.

use crate::{Engine, Schema, dialect::translate};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

/// The tables of the store itself.
const OWN: &str = "create table if not exists migrations (
    slice text not null, name text not null, digest text not null,
    at bigint not null, primary key (slice, name));";
const KEYS: &str = include_str!("../migrations/0001_keys.sql");

/// A migration that is in the database already.
pub(crate) struct Applied {
    pub slice: String,
    pub name: String,
    pub digest: String,
}

/// A migration in the engine's own words.
pub(crate) struct Step {
    pub slice: String,
    pub name: String,
    pub digest: String,
    pub text: String,
}

impl Step {
    pub fn title(&self) -> String {
        format!("{}/{}", self.slice, self.name)
    }
}

/// All that the schemas ask for.
pub(crate) struct Plan {
    /// Makes the table of migrations.
    pub own: String,
    steps: Vec<Step>,
    /// Every table but `migrations`, in the order they are made.
    pub tables: Vec<String>,
    pub tenants: Vec<String>,
}

impl Plan {
    pub fn new(schemas: &[Schema], engine: Engine) -> Result<Self> {
        let mut plan =
            Plan { own: OWN.to_owned(), steps: Vec::new(), tables: Vec::new(), tenants: Vec::new() };
        plan.add("store", "0001_keys", KEYS, engine)?;
        for schema in schemas {
            for migration in schema.migrations {
                plan.add(schema.slice, migration.name, migration.text, engine)?;
            }
        }
        Ok(plan)
    }

    fn add(&mut self, slice: &str, name: &str, text: &str, engine: Engine) -> Result<()> {
        if self.steps.iter().any(|s| s.slice == slice && s.name == name) {
            bail!("two migrations are called {slice}/{name}");
        }
        let translated = translate(text, engine).with_context(|| format!("migration {slice}/{name}"))?;
        let digest = Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
        self.steps.push(Step {
            slice: slice.to_owned(),
            name: name.to_owned(),
            digest,
            text: translated.text,
        });
        self.tables.extend(translated.tables);
        self.tenants.extend(translated.tenants);
        Ok(())
    }

    /// The steps that are still to be done. Errors when an applied one was changed, or when the database
    /// knows one of a slice that this program does not.
    pub fn missing(&self, applied: &[Applied]) -> Result<Vec<&Step>> {
        for old in applied {
            let same_slice = self.steps.iter().any(|s| s.slice == old.slice);
            match self.steps.iter().find(|s| s.slice == old.slice && s.name == old.name) {
                Some(step) if step.digest != old.digest => {
                    bail!(
                        "migration {} was applied already and has been changed since; write a new one",
                        step.title()
                    )
                }
                None if same_slice => bail!(
                    "the database has the migration {}/{}, which this program does not know; \
                     it belongs to a newer one",
                    old.slice,
                    old.name
                ),
                _ => {}
            }
        }
        let done = |s: &&Step| applied.iter().any(|a| a.slice == s.slice && a.name == s.name);
        Ok(self.steps.iter().filter(|s| !done(s)).collect())
    }
}
