//! An organization's rules for texts, as they are kept.

use super::Masking;
use identifiers::Form;
use store::{Look, Work, params, sql};

sql! {
    RULES "desk.text-rules" "select masking, record_numbers from text_rules where org = :org";
    SET "desk.set-text-rules"
        "insert into text_rules (org, masking, record_numbers, set_at, set_by)
         values (:org, :masking, :record_numbers, :now, :by)
         on conflict (org) do update set masking = excluded.masking, record_numbers = excluded.record_numbers,
           set_at = excluded.set_at, set_by = excluded.set_by";
}

/// How texts of an organization are masked and what its record numbers look like.
#[derive(Debug, Clone)]
pub struct Rules {
    pub masking: Masking,
    pub forms: Vec<Form>,
}

/// The rules of the transaction's organization; strict and without forms when nobody set any.
///
/// # Errors
/// A fault of the store.
pub fn rules(look: &mut Look) -> anyhow::Result<Rules> {
    let Some(row) = look.row(&RULES, &[])? else {
        return Ok(Rules { masking: Masking::Strict, forms: Vec::new() });
    };
    let forms: String = row.get("record_numbers")?;
    // A form that an older program took and this one does not is left out.
    let forms = forms.lines().filter_map(|line| Form::parse(line).ok()).collect();
    Ok(Rules { masking: row.get("masking")?, forms })
}

/// # Errors
/// A fault of the store.
pub fn set(work: &mut Work, rules: &Rules) -> anyhow::Result<()> {
    let forms: Vec<&str> = rules.forms.iter().map(Form::text).collect();
    let by = work.person();
    work.run(&SET, params! { "masking": rules.masking, "record_numbers": forms.join("\n"), "by": by })?;
    Ok(())
}
